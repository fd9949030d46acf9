"""What parses and decodes bodies, by its name."""

from __future__ import annotations

from typing import Final

import libcst as cst

from .code import Module
from .draft import Draft
from .trees import assigned, counted, dotted, literal, taken

FORM_PARSERS: Final = frozenset(
    {
        "parse_qs",
        "parse_qsl",
        "parse_multipart",
        "FieldStorage",
        "message_from_string",
        "message_from_bytes",
        "MultipartDecoder",
        "MultipartParser",
        "FormParser",
        "parse_form",
        "parse_form_data",
    }
)
"""Last names of what reads forms and files. Their content types are no text for an HTTP API."""


DECODERS: Final = frozenset({"b64decode", "decodebytes", "standard_b64decode", "urlsafe_b64decode", "a2b_base64"})


def last_name(module: Module, call: cst.Call) -> str:
    """The last part of a function's name: of what an import says that it is, else of what is written."""
    name = module.global_name(call.func) or dotted(call.func)
    coded = (literal(arg.value) for arg in call.args) if name == "codecs.decode" else ()
    if any(found is not None and "base64" in str(found.evaluated_value) for found in coded):
        return "b64decode"
    return name.rpartition(".")[2]


def calls(draft: Draft, names: frozenset[str]) -> list[cst.Call]:
    """Calls of functions with such last names in a file, those of the helpers that are added left out."""
    found: list[cst.Call] = []
    if not any(name in draft.module.source.text for name in (*names, "codecs")):
        return found
    for node in draft.module.of(cst.Call):
        if last_name(draft.module, node) in names:
            inside = [f.name.value for f in draft.module.above(node) if isinstance(f, cst.FunctionDef)]
            query = "rawQueryString" in draft.module.tree.code_for_node(node)
            if not query and not any(draft.has(name) for name in inside):
                found.append(node)
    return found


def of_field(draft: Draft, call: cst.Call) -> bool:
    """Whether what is decoded is a field of something other than the event, as of JSON that the body holds, or a text."""
    value = call.args[0].value if call.args else None
    if isinstance(value, cst.Name):
        around = draft.module.function_of(call)
        given = list(assigned(around, value.value)) if around is not None else []
        bound = counted(around).get(value.value, 0) if around is not None else 0
        return bool(given) and bound == len(given) and all(_is_field(each) for each in given)
    return value is not None and _is_field(value)


def _is_field(node: cst.BaseExpression) -> bool:
    found = taken(node)
    return found[1].evaluated_value != "body" if found is not None else literal(node) is not None
