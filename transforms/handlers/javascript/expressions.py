"""What an expression is: without what stands around it, a text, a key, a call, a property of something."""

from __future__ import annotations

from tree_sitter import Node

from .syntax import WRAPPERS, ScriptModule, field, of_type, parts


def sign_of(node: Node | None) -> str:
    """The operator of an expression; empty for one that has none."""
    operator = field(node, "operator")
    return operator.type if operator is not None else ""


def bare(node: Node) -> Node:
    """An expression without parentheses, assertions and ``await`` around it."""
    while node.type in WRAPPERS or node.type == "await_expression":
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
    if node is None:
        return None
    node = bare(node)
    if node.type not in ("string", "template_string") or any(
        child.type in ("escape_sequence", "template_substitution") for child in node.named_children
    ):
        return None
    return module.text(node)[1:-1]


def key(module: ScriptModule, node: Node | None) -> str | None:
    """The name that a key of an object or a pattern has; None where it is computed."""
    if node is None:
        return None
    if node.type == "computed_property_name":
        inner = parts(node)
        return string(module, inner[0]) if inner else None
    if node.type == "string":
        return string(module, node)
    return module.text(node)


def calls(node: Node | None) -> tuple[Node, list[Node]] | None:
    """What a call calls and its arguments; None for what is no call."""
    function = field(node, "function") if of_type(node, "call_expression") else None
    arguments = field(node, "arguments")
    if function is None or not of_type(arguments, "arguments"):
        return None
    return function, parts(arguments)


def member(module: ScriptModule, node: Node | None) -> tuple[Node, str | None] | None:
    """What a property is taken of, and its name, None where it is computed; None for other nodes."""
    holder = field(node, "object")
    if node is None or holder is None:
        return None
    if node.type == "member_expression":
        name = field(node, "property")
        return holder, module.text(name) if name is not None else None
    if node.type == "subscript_expression":
        index = field(node, "index")
        return holder, string(module, index)
    return None
