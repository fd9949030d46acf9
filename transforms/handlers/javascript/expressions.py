"""What an expression is: without what stands around it, a text, a key, a call, a property of something."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeVar

from tree_sitter import Node

from .syntax import WRAPPERS, ScriptModule, of_type, parts
from .syntax import field as child

_N = TypeVar("_N", Node, Node | None)


def sign_of(node: Node | None) -> str:
    """The operator of an expression; empty for one that has none."""
    operator = child(node, "operator")
    return operator.type if operator is not None else ""


def bare(node: _N) -> _N:
    """An expression without parentheses, assertions and ``await`` around it."""
    while of_type(node, *WRAPPERS, "await_expression"):
        inner = parts(node)
        if not inner:
            break
        node = inner[-1] if node.type == "type_assertion" else inner[0]
    return node


def wrapped(node: Node) -> Node:
    """An expression with the parentheses and assertions that stand around it."""
    while of_type(node.parent, *WRAPPERS) and bare(node.parent) == bare(node):
        node = node.parent
    return node


def string(module: ScriptModule, node: Node | None) -> str | None:
    """The value of a text that is written out; None for what is none, or holds escapes or expressions."""
    node = bare(node)
    if not of_type(node, "string", "template_string"):
        return None
    plain = all(each.type not in ("escape_sequence", "template_substitution") for each in node.named_children)
    return module.text(node)[1:-1] if plain else None


def key(module: ScriptModule, node: Node | None) -> str | None:
    """The name that a key of an object or a pattern has; None where it is computed."""
    if of_type(node, "computed_property_name"):
        return string(module, next(iter(parts(node)), None))
    if of_type(node, "string"):
        return string(module, node)
    return module.text(node) or None


@dataclass(frozen=True, eq=False)
class ScriptCall:
    """What a call calls, and its arguments."""

    function: Node
    given: list[Node]


@dataclass(frozen=True, eq=False)
class NoCall:
    """What is no call: false, and nothing in it."""

    function: None = None
    given: list[Node] = field(default_factory=list)

    def __bool__(self) -> Literal[False]:
        return False


@dataclass(frozen=True, eq=False)
class ScriptMember:
    """What a property is taken of, and its name, None where it is computed."""

    holder: Node
    name: str | None


@dataclass(frozen=True, eq=False)
class NoMember:
    """What takes no property: false, and nothing in it."""

    holder: None = None
    name: None = None

    def __bool__(self) -> Literal[False]:
        return False


def calls(node: Node | None) -> ScriptCall | NoCall:
    """What a call calls and its arguments."""
    function, arguments = child(node, "function"), child(node, "arguments")
    if of_type(node, "call_expression") and function is not None and of_type(arguments, "arguments"):
        return ScriptCall(function, parts(arguments))
    return NoCall()


def member(module: ScriptModule, node: Node | None) -> ScriptMember | NoMember:
    """What a property is taken of, and its name."""
    holder = child(node, "object")
    if holder is not None and of_type(node, "member_expression"):
        name = child(node, "property")
        return ScriptMember(holder, module.text(name) if name is not None else None)
    if holder is not None and of_type(node, "subscript_expression"):
        return ScriptMember(holder, string(module, child(node, "index")))
    return NoMember()
