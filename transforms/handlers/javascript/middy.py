"""Handlers that middy makes: what is added to them by its methods, in one expression or later by their name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tree_sitter import Node

from . import classes
from .expressions import bare, calls, member
from .origins import origin
from .program import ScriptProgram
from .syntax import ScriptModule, of_type, parts, walk

LIBRARIES: Final = frozenset({"@middy/core", "middy"})
STEPS: Final = frozenset({"use", "before", "after", "onError", "handler"})


def is_middy(program: ScriptProgram, module: ScriptModule, node: Node) -> bool:
    """Whether an expression is a handler that middy makes, with what its methods add."""
    node = bare(node)
    if node.type == "identifier":
        found = origin(program, module, node, 3)
        return found is not None and found.node != node and is_middy(program, found.module, found.node)
    call = calls(node)
    taken = member(module, call.function)
    if taken.name in STEPS:
        return is_middy(program, module, taken.holder)
    return program.library(module, call.function) in LIBRARIES


def added(program: ScriptProgram, node: Node) -> Iterator[tuple[ScriptModule, Node]]:
    """What ``handler.use(...)`` puts around a handler of middy later, by its name."""
    for module in classes.modules(program):
        for each in walk(module.root):
            call = calls(each)
            name, held = _step(module, call.function)
            found = origin(program, module, held) if name and of_type(held, "identifier") else None
            if found is not None and found.node == node:
                yield from ((module, item) for one in call.given for item in items(one))


def _step(module: ScriptModule, function: Node | None) -> tuple[str, Node | None]:
    """The method of middy that a call calls, and what the first of a chain of such calls is called on."""
    taken = member(module, function)
    if taken.name not in STEPS or taken.holder is None:
        return "", None
    held = bare(taken.holder)
    return taken.name, _step(module, calls(held).function)[1] or held


def items(node: Node) -> list[Node]:
    """The middlewares that are given, by themselves or in a list."""
    return parts(bare(node)) if bare(node).type == "array" else [node]
