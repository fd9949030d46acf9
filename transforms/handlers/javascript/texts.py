"""Values that are texts for certain, or nothing at all: what a REST API takes as a body or as a header."""

from __future__ import annotations

from typing import Final

from tree_sitter import Node

from .answers import TEXTS, Answers
from .helpers import helper_name
from .imports import entries
from .later import puts
from .meanings import FoundInProgram, Library
from .program import ScriptProgram
from .syntax import ScriptModule, bare, member, sign_of
from .syntax import field as child

_TEXT_METHODS: Final = frozenset(
    {
        "toString",
        "join",
        "trim",
        "replace",
        "replaceAll",
        "toUpperCase",
        "toLowerCase",
        "substring",
        "toISOString",
        "padStart",
        "repeat",
        "toFixed",
        "stringify",
        "charAt",
        "normalize",
    }
)


def _added(target: FoundInProgram | None) -> str | None:
    """The name of a function that an earlier run added."""
    return helper_name(target.module, target.node) if target is not None else None


def _is_header(program: ScriptProgram, module: ScriptModule, node: Node) -> bool:
    """Whether a header is read through the function that an earlier run added."""
    taken = member(module, node)
    return taken is not None and _added(program.called(module, bare(taken[0]))) in ("_headers", "_headersWithoutCookie")


def looked_up(program: ScriptProgram, module: ScriptModule, node: Node) -> Node | None:
    """The look-up that a name gets its value from, once and for good."""
    binding = program.scopes(module).binding(node)
    named = binding is not None and binding.constant and child(binding.declaration, "name") in binding.nodes
    value = child(binding.declaration, "value") if binding is not None and named else None
    return bare(value) if value is not None and bare(value).type == "subscript_expression" else None


def _of_texts(program: ScriptProgram, module: ScriptModule, node: Node, hops: int, *, null: bool) -> bool:
    """Whether a value is looked up in an object that holds texts alone."""
    held = child(node, "object")
    binding = program.scopes(module).binding(held)
    found = program.meaning(module, held)
    if binding is None or not isinstance(found, FoundInProgram) or puts(program, module, binding):
        return False
    values = entries(found.module, found.node) if found.node.type == "object" else None
    return bool(values) and all(
        texts(program, found.module, each, hops - 1, null=null) for each in (values or {}).values()
    )


def texts(program: ScriptProgram, module: ScriptModule, node: Node, hops: int = 6, *, null: bool = True) -> bool:
    """Whether an expression is a text, or nothing at all.

    Arguments:
        program: the files.
        module: the file.
        node: the expression.
        hops: names and functions that are followed further.
        null: whether null counts as nothing, as undefined does, which leaves a key out of what is answered.
    """
    node = bare(node)
    if hops <= 0:
        return False
    if node.id in program.texts:
        return True
    target = program.called(module, node) if node.type == "call_expression" else None
    if _added(target) == "_text" or _is_header(program, module, node):
        return True
    match node.type:
        case "string" | "template_string" | "undefined":
            return True
        case "null":
            return null
        case "unary_expression":
            return sign_of(node) == "typeof"
        case "ternary_expression":
            both = (child(node, "consequence"), child(node, "alternative"))
            return all(each is not None and texts(program, module, each, hops - 1, null=null) for each in both)
        case "binary_expression":
            left, right = child(node, "left"), child(node, "right")
            if left is None or right is None:
                return False
            one = texts(program, module, left, hops - 1)
            if sign_of(node) == "+":
                return one or texts(program, module, right, hops - 1)
            return sign_of(node) in ("||", "??") and one and texts(program, module, right, hops - 1, null=null)
        case "identifier" | "member_expression" | "shorthand_property_identifier":
            if node.type != "member_expression" and module.text(node) == "undefined":
                return True
            found = program.meaning(module, node)
            if isinstance(found, Library):
                return found.name.startswith("process.env.")
            if isinstance(found, FoundInProgram) and found.node != node:
                return texts(program, found.module, found.node, hops - 1, null=null)
            source = looked_up(program, module, node)
            return source is not None and _of_texts(program, module, source, hops, null=null)
        case "subscript_expression":
            return _of_texts(program, module, node, hops, null=null)
        case "call_expression":
            function = child(node, "function")
            if function is None:
                return False
            if program.library(module, function) in TEXTS | ({"URLSearchParams().get"} if null else frozenset()):
                return True
            if target is not None:
                given = Answers(program).of(target.module, target.node, hops)
                return bool(given) and all(each.kind in (("text", "nothing") if null else ("text",)) for each in given)
            taken = member(module, function)
            if taken is not None and taken[1] in ("slice", "concat"):  # lists have these as well
                return texts(program, module, taken[0], hops - 1, null=null)
            return taken is not None and taken[1] in _TEXT_METHODS
    return False
