"""Values that are texts for certain, or nothing at all: what a REST API takes as a body or as a header."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tree_sitter import Node

from .answers import TEXTS, Answers
from .expressions import bare, member, sign_of
from .helpers import helper_name
from .imports import entries
from .later import puts
from .meanings import FoundInProgram, Library
from .program import ScriptProgram
from .syntax import ScriptModule
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
    return _added(program.called(module, bare(taken.holder))) in ("_headers", "_headersWithoutCookie")


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
    decide = _KINDS.get(node.type)
    return decide is not None and decide(_Text(program, module, node, hops, null))


@dataclass(frozen=True, eq=False)
class _Text:
    """An expression that may be a text; see ``texts``."""

    program: ScriptProgram
    module: ScriptModule
    node: Node
    hops: int
    null: bool

    def side(self, name: str, *, null: bool | None = None) -> bool:
        """Whether a part of it is a text."""
        part = child(self.node, name)
        null = self.null if null is None else null
        return part is not None and texts(self.program, self.module, part, self.hops - 1, null=null)


def _binary(text: _Text) -> bool:
    sign = sign_of(text.node)
    if sign == "+":
        return text.side("left", null=True) or text.side("right", null=True)
    return sign in ("||", "??") and text.side("left", null=True) and text.side("right")


def _named(text: _Text) -> bool:
    """A name, or something that is taken of one."""
    program, module, node = text.program, text.module, text.node
    if node.type != "member_expression" and module.text(node) == "undefined":
        return True
    found = program.meaning(module, node)
    if isinstance(found, Library):
        return found.name.startswith("process.env.")
    if isinstance(found, FoundInProgram) and found.node != node:
        return texts(program, found.module, found.node, text.hops - 1, null=text.null)
    source = looked_up(program, module, node)
    return source is not None and _of_texts(program, module, source, text.hops, null=text.null)


def _called(text: _Text) -> bool:
    """What a call gives."""
    program, module, function = text.program, text.module, child(text.node, "function")
    if program.library(module, function) in TEXTS | ({"URLSearchParams().get"} if text.null else frozenset()):
        return True
    target = program.called(module, text.node)
    if target is not None:
        given = Answers(program).of(target.module, target.node, text.hops)
        return bool(given) and {each.kind for each in given} <= {"text", *(("nothing",) if text.null else ())}
    taken = member(module, function)
    if taken.name in ("slice", "concat"):  # lists have these as well
        return texts(program, module, taken.holder, text.hops - 1, null=text.null)
    return taken.name in _TEXT_METHODS


_KINDS: Final[Mapping[str, Callable[[_Text], bool]]] = MappingProxyType(
    {
        **dict.fromkeys(("string", "template_string", "undefined"), lambda _text: True),
        **dict.fromkeys(("identifier", "member_expression", "shorthand_property_identifier"), _named),
        "null": lambda text: text.null,
        "unary_expression": lambda text: sign_of(text.node) == "typeof",
        "ternary_expression": lambda text: text.side("consequence") and text.side("alternative"),
        "binary_expression": _binary,
        "subscript_expression": lambda text: _of_texts(text.program, text.module, text.node, text.hops, null=text.null),
        "call_expression": _called,
    }
)
"""What tells whether an expression is a text, by its kind."""
