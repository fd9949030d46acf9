"""An answer that is written out as an object: the keys that it has, and those that are spread into it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from .answer import ELSEWHERE, MAYBE, ScriptAnswer, value_of
from .expressions import bare, key, sign_of
from .syntax import ScriptModule, accessor, inside, parts
from .syntax import field as child

if TYPE_CHECKING:
    from .answers import Answers

SPREAD_HOPS: Final = 4


def object_answer(answers: Answers, module: ScriptModule, node: Node) -> ScriptAnswer:
    """An object that is written out, with its keys and those that are spread into it.

    Arguments:
        answers: what tells what is spread.
        node: the object.
    """
    keys: dict[str, tuple[ScriptModule, Node]] = {}
    own: dict[str, Node] = {}
    twice: set[str] = set()
    is_open = False
    maybe: set[str] = set()
    for each in parts(node):
        if each.type == "spread_element":
            held, given = _spread(answers, module, parts(each)[0])
            maybe.update(*(one.keys for one in held))
            is_open = is_open or given is None
            for inner in given or ():
                twice |= keys.keys() & inner.keys.keys()
                keys |= inner.keys
                own |= inner.own
            continue
        name_node = child(each, "key") or child(each, "name") or each
        name = key(module, name_node) if not accessor(each) else None
        if name is None and name_node.type == "computed_property_name":
            name = answers.program.constant(module, parts(name_node)[0])
        if name is None:
            is_open = True
            continue
        twice |= keys.keys() & {name}
        keys[name] = (module, value_of(each))
        own[name] = each
    for name in twice & ELSEWHERE:  # what holds is written elsewhere, and what stays would hold then
        is_open = True
        del keys[name]
        own.pop(name, None)
    return ScriptAnswer(module, node, "object", keys, own, is_open, frozenset(maybe))


def _spread(answers: Answers, module: ScriptModule, node: Node) -> tuple[list[ScriptAnswer], list[ScriptAnswer] | None]:
    """What may be spread into an object, and what is; None where that may be anything.

    What is spread in under a condition may only have keys that a response need not have.
    """
    maybe = sign_of(bare(node)) == "&&"
    found = answers.value(module, child(bare(node), "right") or node if maybe else node, SPREAD_HOPS)
    if not found or any(each.kind != "object" or each.open for each in found):
        return found, None
    if len(found) == 1 and not maybe:
        return found, [replace(found[0], own={})]
    if any(each.keys.keys() - MAYBE for each in found):
        return found, None
    here = [each.module is module and inside(each.node, node) for each in found]
    return found, [each if is_here else replace(each, own={}) for each, is_here in zip(found, here, strict=True)]
