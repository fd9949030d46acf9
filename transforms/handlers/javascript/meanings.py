"""What an expression may stand for, and what functions and classes that are written out give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tree_sitter import Node

from .expressions import bare, calls, key, member
from .scopes import Binding, default_of
from .syntax import FUNCTIONS, ScriptModule, of_type, parts
from .syntax import field as child


@dataclass(frozen=True, eq=False)
class FoundInProgram:
    """An expression or a declaration of the package.

    Arguments:
        module: its file.
        node: a function, an object, a class or any other expression.
        instance: whether it is an instance of the class that the node declares.
    """

    module: ScriptModule
    node: Node
    instance: bool = False

    @property
    def function(self) -> bool:
        return self.node.type in FUNCTIONS

    @property
    def at(self) -> int:
        """What it is known by."""
        return self.node.id


@dataclass(frozen=True)
class Library:
    """What comes from outside of the package.

    Arguments:
        name: the package, or a name of the platform, with what is taken of it: ``querystring.parse``, ``console.log``;
            ``()`` stands for what a call of it gives.
    """

    name: str


@dataclass(frozen=True)
class ProgramFile:
    """All that a file of the package exports."""

    path: str

    @property
    def at(self) -> str:
        """What it is known by."""
        return self.path


Meaning: TypeAlias = FoundInProgram | Library | ProgramFile


def made_function(called: FoundInProgram) -> FoundInProgram | None:
    """The function, the new object or the call that a function does nothing but give: ``(status) => (data) => ...``."""
    body = child(called.node, "body") if called.node.type in FUNCTIONS else None
    statements = parts(body) if of_type(body, "statement_block") else []
    if len(statements) == 1 and statements[0].type == "return_statement":
        body = next(iter(parts(statements[0])), None)
    plain = (
        body is not None
        and bare(body).type in FUNCTIONS | {"new_expression", "call_expression"}
        and "async" not in [e.type for e in called.node.children]
    )
    return FoundInProgram(called.module, bare(body)) if plain and body is not None else None


def by_method(module: ScriptModule, node: Node | None) -> tuple[Node | None, list[Node]]:
    """The function that ``function.call(object, ...)`` or ``function.apply(object, [...])`` calls, and what it is given."""
    call = calls(node)
    taken, given = member(module, call.function), call.given[1:]
    if any(each.type == "spread_element" for each in call.given[:1]):
        return None, []  # which of them is the object is not known
    if taken.name == "apply":
        return taken.holder, parts(given[0]) if given and bare(given[0]).type == "array" else []
    return (taken.holder, given) if taken.name == "call" else (None, [])


def unpacked(module: ScriptModule, pattern: Node, binding: Binding) -> str | None:
    """The key that a name is unpacked by, directly and without a default."""
    for each in parts(pattern):
        if each in binding.nodes:
            return binding.name
        value = child(each, "value")
        if each.type == "pair_pattern" and value in binding.nodes and default_of(each) is None:
            name = child(each, "key")
            return key(module, name)
    return None
