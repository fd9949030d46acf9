"""Promises: which expressions may be one, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from . import called_back
from .answer import MAX_HOPS, ScriptAnswer, is_async, returned
from .expressions import bare, member
from .meanings import FoundInProgram
from .scopes import Binding, parameters, pattern_of
from .syntax import FUNCTIONS, ScriptModule, of_type, parts, up
from .syntax import field as child

if TYPE_CHECKING:
    from .answers import Answers


def is_promise(answers: Answers, module: ScriptModule, node: Node, hops: int = MAX_HOPS) -> bool:
    """Whether an expression may be a promise."""
    node = bare(node)
    if hops <= 0 or node.type in (
        "object",
        "array",
        "number",
        "string",
        "template_string",
        "true",
        "false",
        "null",
    ):
        return hops <= 0
    if node.type in ("ternary_expression", "binary_expression"):
        names = ("consequence", "alternative", "left", "right")
        return any(is_promise(answers, module, each, hops - 1) for name in names if (each := child(node, name)))
    target = answers.program.called(module, node) if node.type == "call_expression" else None
    if target is not None:
        values = [value for _, value in returned(target.node) if value is not None]
        inner = (is_promise(answers, target.module, value, hops - 1) for value in values)
        return is_async(target.node) or any(inner)
    found = answers.program.meaning(module, node) if node.type == "identifier" else None
    if not isinstance(found, FoundInProgram) or found.node == node:
        return True
    return is_promise(answers, found.module, found.node, hops - 1)


def to_await(answers: Answers, module: ScriptModule, node: Node) -> bool:
    """Whether a call, or a name of what it gives, has to be waited for: it is async, or hands on what may be a promise."""
    target = answers.program.called(module, node)
    if target is not None:
        names = [value for _, value in returned(target.node) if of_type(bare(value), "identifier")]
        return is_async(target.node) or any(is_promise(answers, target.module, each) for each in names if each)
    found = answers.program.meaning(module, node)
    if not isinstance(found, FoundInProgram) or found.node == bare(node):
        return False
    return to_await(answers, found.module, found.node)


def resolved(answers: Answers, module: ScriptModule, function: Node, hops: int) -> list[ScriptAnswer]:
    if function.type not in FUNCTIONS:
        return [ScriptAnswer(module, function, "unknown")]
    given = parameters(function)
    return list(called_back.handed(answers, module, pattern_of(given[0]), 0, hops - 1)) if given else []


def chained(
    answers: Answers, module: ScriptModule, held: Node, how: str, given: list[Node], hops: int
) -> list[ScriptAnswer]:
    """What ``then``, ``catch`` and ``finally`` make of a promise."""
    found = [] if how == "then" else answers.value(module, held, hops - 1)
    for each in given if how != "finally" else ():
        meaning = answers.program.meaning(module, each)
        if not isinstance(meaning, FoundInProgram) or not meaning.function:
            return [ScriptAnswer(module, each, "unknown")]
        found = [*found, *answers.of(meaning.module, meaning.node, hops - 1)]
    return found


def fulfilled(module: ScriptModule, binding: Binding) -> Node | None:
    """The promise whose value a name is: ``promise.then((name) => ...)``."""
    function, call = binding.declaration, up(binding.declaration, 2)
    taken = member(module, child(call, "function"))
    first = next(iter(parameters(function)), None) if binding.kind == "parameter" else None
    given = parts(child(call, "arguments"))[:1]
    plain = first is not None and pattern_of(first) in binding.nodes and not binding.writes
    return taken.holder if plain and taken.name == "then" and given == [function] else None
