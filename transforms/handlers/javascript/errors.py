"""What an error says of a value that is not there: it names ``null`` where a REST API sends that, and ``undefined`` elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tree_sitter import Node

from .. import sentences
from ..fields import NULLABLE
from . import logs
from .chains import Chain, ScriptStep
from .expressions import bare, calls, member, sign_of
from .program import ScriptProgram
from .syntax import FUNCTIONS, ScriptModule, field, inside, of_type, parts, walk

if TYPE_CHECKING:
    from .judge import Judge


def decide(judge: Judge, chains: Iterable[Chain]) -> None:
    """Report the first key that is taken of null or undefined where what the error says is used.

    Arguments:
        judge: what says it.
        chains: the reads.
    """
    failing = [chain for chain in chains if _fails(judge, chain)]
    modules = judge.program.reachable(judge.entry) if failing else []
    if not any(_tells(judge.program, module) for module in modules):
        return
    for chain in failing:
        sentences.ERROR_TEXT_USED.on(judge, chain, chain.path[0])


def _fails(judge: Judge, chain: Chain) -> bool:
    """Whether a read raises an error where the first key has no value."""
    depth = len(chain.holder.path)
    if depth > 1 or chain.path[:1] not in {(name,) for name in NULLABLE}:
        return False
    if judge.http and chain.path[0] == "body":  # it is read through a helper that gives null
        return False
    if judge.always_there(chain.path[0]):
        return False
    held = chain.steps[0] if depth == 0 else None
    if len(chain.path) > 1:
        return _raises(chain, held, chain.steps[1 - depth] if len(chain.steps) > 1 - depth else None)
    taken = chain.node.parent
    if chain.path[0] != "body" or chain.use.kind not in ("method", "property") or taken is None:
        return False
    return not any(each.type == "optional_chain" for each in taken.children) and not _falls_back(chain, chain.node)


def _raises(chain: Chain, held: ScriptStep | None, step: ScriptStep | None) -> bool:
    if step is None or step.optional or (held is not None and held.optional and held.how == "pattern"):
        return False
    node = held.node if held is not None else chain.start
    return not _falls_back(chain, node)


def _falls_back(chain: Chain, node: Node) -> bool:
    """Whether another value is given where an expression has none."""
    for other in chain.others:
        sign, left, right = sign_of(other), field(other, "left"), field(other, "right")
        if sign in ("||", "??") and left is not None and inside(node, left):
            taken = any(each.type in ("member_expression", "subscript_expression") for each in walk(left))
            if not taken or _ends_in(left, node):
                return True
        if sign == "&&" and inside(node, right):
            return True
    return False


def _ends_in(left: Node, node: Node) -> bool:
    return left.end_byte == node.end_byte


def _tells(program: ScriptProgram, module: ScriptModule) -> bool:
    """Whether a file uses what a caught error says, other than in a log."""
    if b"catch" not in module.data:
        return False
    for node in walk(module.root):
        caught, body = None, None
        if node.type == "catch_clause":
            caught, body = field(node, "parameter"), field(node, "body")
        elif (call := calls(node)) and (taken := member(module, call.function)):
            function = call.given[0] if taken.name == "catch" and call.given else None
            if function is not None and function.type not in FUNCTIONS:
                return True
            given = parts(field(function, "parameters") or field(function, "parameter"))
            caught = given[0] if given else field(function, "parameter")
            body = field(function, "body")
        if caught is not None and body is not None and _used(program, module, caught, body):
            return True
    return False


def _used(program: ScriptProgram, module: ScriptModule, caught: Node, body: Node) -> bool:
    names = {module.text(each) for each in walk(caught) if each.type.startswith(("identifier", "shorthand"))}
    uses = (each for each in walk(body) if each.type in ("identifier", "shorthand_property_identifier"))
    return any(module.text(each) in names and not logs.within(program, module, _whole(each)) for each in uses)


def _whole(node: Node) -> Node:
    """The chain of keys that is taken of a name."""
    while of_type(node.parent, "member_expression") and field(node.parent, "object") == node:
        node = node.parent
    return node


def throws_errors(program: ScriptProgram, entry: ScriptModule) -> bool:
    """Whether a file and what it imports throw nothing but errors of the language: none throws a response."""
    modules = program.reachable(entry.path)
    return all(_is_error(program, module, node) for module in modules for node in walk(module.root))


def _is_error(program: ScriptProgram, module: ScriptModule, node: Node) -> bool:
    if node.type != "throw_statement" or not parts(node):
        return True
    value = bare(parts(node)[0])
    binding = program.scopes(module).binding(value)
    if binding is not None and binding.kind == "catch_clause":
        return True
    return (program.library(module, value) or "").removesuffix("()").endswith("Error")
