"""What is done with a value where it stands: told from the node around it."""

from __future__ import annotations

from typing import Final, TypeAlias

from tree_sitter import Node

from . import logs
from .expressions import key, sign_of, string
from .program import ScriptProgram
from .scopes import written
from .syntax import ScriptModule, of_type, parts, up
from .syntax import field as child

Path: TypeAlias = "tuple[str, ...]"

_TEXTS: Final = frozenset({"pathParameters", "queryStringParameters", "stageVariables", "headers"})
_CONTEXT: Final = frozenset({"accountId", "apiId", "domainName", "domainPrefix", "requestId", "stage", "routeKey"})


_UNARY: Final = {"!": "truth", "typeof": "typeof", "delete": "store"}
_SIMPLE: Final = {
    **dict.fromkeys(
        ("ternary_expression", "if_statement", "while_statement", "do_statement", "for_statement"), "truth"
    ),
    **dict.fromkeys(("switch_statement", "switch_case"), "compare"),
    **dict.fromkeys(("call_expression", "new_expression"), "method"),
    "spread_element": "spread",
    "for_in_statement": "iterate",
    "expression_statement": "statement",
    "update_expression": "store",
}
"""Uses that the node around a value tells by itself."""


def is_text(path: Path) -> bool:
    """Whether a place of an event only ever holds a text, or nothing."""
    if len(path) < 2:
        return path[:1] != () and path[0] in (
            "body",
            "rawPath",
            "path",
            "httpMethod",
            "routeKey",
            "rawQueryString",
            "resource",
        )
    if path[0] in _TEXTS:
        return len(path) == 2
    if path[:2] in (("requestContext", "http"), ("requestContext", "identity")):
        return len(path) == 3
    claims = "claims" in path and path.index("claims") == len(path) - 2
    return claims or (path[0] == "requestContext" and len(path) == 2 and path[1] in _CONTEXT)


def is_export(node: Node) -> bool:
    return of_type(node.parent, "export_specifier")


def passes(parent: Node, node: Node) -> bool:
    """Whether the value of an expression may be the value of the one around it."""
    if parent.type == "ternary_expression":
        return child(parent, "condition") != node
    if parent.type == "sequence_expression":
        return parts(parent)[-1] == node
    if parent.type != "binary_expression":
        return False
    sign = sign_of(parent)
    return sign in ("||", "??") or (sign == "&&" and child(parent, "right") == node)


def writes(node: Node | None) -> bool:
    """Whether something is put into a place, or taken out of it."""
    return node is not None and (written(node) or sign_of(node.parent) == "delete")


def plainly(program: ScriptProgram, module: ScriptModule, node: Node, parent: Node) -> tuple[str, str]:
    """The kind of a use that gives the value to nothing else, and a name that belongs to it."""
    if logs.within(program, module, node):
        return "log", ""
    if (simple := _SIMPLE.get(parent.type)) is not None:
        return simple, ""
    match parent.type:
        case "unary_expression":
            return _UNARY.get(sign_of(parent), "other"), ""
        case "binary_expression":
            return _binary(module, node, parent)
        case "template_substitution" if of_type(up(parent, 2), "call_expression"):
            return "argument", ""  # the function before the text gets the value itself
        case "template_substitution" | "augmented_assignment_expression":
            return ("store" if child(parent, "left") == node else "text"), ""
        case "pair" | "array" | "object":
            return "object", key(module, child(parent, "key")) or ""
    return "other", ""


def _is_written(node: Node) -> bool:
    """Whether an expression is a text that is written out, or is put together with one."""
    if node.type == "binary_expression":
        return any(_is_written(side) for name in ("left", "right") if (side := child(node, name)) is not None)
    return node.type in ("string", "template_string")


def _binary(module: ScriptModule, node: Node, parent: Node) -> tuple[str, str]:
    sign = sign_of(parent)
    other = child(parent, "right") if child(parent, "left") == node else child(parent, "left")
    text = module.text(other)
    if sign == "&&":
        return "truth", sign
    if sign == "+":
        # With a number or a name beside it, the type of the value decides what comes out.
        return ("text" if other is not None and _is_written(other) else "sum"), ""
    if sign == "in":
        name = string(module, other) if child(parent, "right") == node else None
        return ("in", name) if name is not None else ("dynamic", "")
    if sign in ("==", "!=") and text in ("null", "undefined"):
        return "truth", ""
    if sign in ("===", "!==") and text in ("null", "undefined"):
        return "null", text
    if sign in ("==", "===", "!=", "!==", "<", ">", "<=", ">="):
        return "compare", ""
    return "other", ""
