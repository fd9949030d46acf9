"""Fields of Powertools' data classes: those of both classes, those with a counterpart, and those without."""

from __future__ import annotations

from typing import Final

import libcst as cst

from .. import codes, sentences
from .draft import Draft
from .powertools_context import READ_SHARED, context
from .powertools_uses import Use, lost, say_encoded, used
from .sites import text
from .trees import literal, walk

SAME: Final = frozenset(
    {
        "body",
        "decoded_body",
        "json_body",
        "is_base64_encoded",
        "http_method",
        "path",
        "headers",
        "get_header_value",
        "path_parameters",
        "query_string_parameters",
        "get_query_string_value",
        "stage_variables",
        "resolved_query_string_parameters",
        "request_context",
    }
)
"""What both classes have, with the same meaning. Headers are looked up whatever their case."""


def use(where: Use, node: cst.CSTNode) -> None:
    """Decide about one use of an object of a data class."""
    for held in used(where, node):
        parent = where.draft.module.up(held)
        if isinstance(parent, cst.Attribute) and parent.value is held:
            _attribute(where, parent, parent.attr.value)
        else:
            lost(where.draft, held)


def _attribute(where: Use, node: cst.Attribute, name: str) -> None:
    draft, v2 = where.draft, where.facts.after == "2.0"
    if name == "request_context":
        context(where, node)
    elif name == "get_multi_value_query_string_values" and v2:
        _values(draft, node)
    elif name == "raw_path" and not v2 and where.facts.stage is None:
        draft.put(node, lambda old: old.with_changes(attr=cst.Name("path")))
    elif name in (
        ("raw_path", "route_key", "raw_query_string", "cookies") if v2 else ("resource", "multi_value_headers")
    ):
        return  # only the class for the new format has it
    elif name not in SAME:
        draft.say(
            codes.POWERTOOLS,
            node,
            f"`.{name}` of the event has no counterpart in the data class for the other format.",
            READ_SHARED,
        )
    elif name == "headers" and _cookie(draft, node):
        draft.say(
            codes.POWERTOOLS,
            node,
            "The header `Cookie` is read; in format 2.0 the cookies have a field of their own.",
            "Read `cookies` of the data class for format 2.0.",
        )
    elif name == "path":
        draft.say(
            codes.PATH_DECODED,
            node,
            "The path is as the client sent it in a REST event, and decoded in format 2.0.",
            "Nothing to do if paths hold no encoded characters.",
        )
    elif name == "body":
        say_encoded(draft, node)
    elif name in ("query_string_parameters", "get_query_string_value"):
        (sentences.QUERY_JOINED if v2 else sentences.QUERY_LAST).on(draft, node)


def _cookie(draft: Draft, node: cst.Attribute) -> bool:
    around: cst.CSTNode = node
    for _ in range(4):
        around = draft.module.up(around)
        if isinstance(around, cst.BaseStatement):
            return False
        for part in walk(around) if isinstance(around, (cst.Subscript, cst.Call)) else ():
            found = literal(part)
            if found is not None and text(found).lower() == "cookie":
                return True
    return False


def _values(draft: Draft, node: cst.Attribute) -> None:
    """``get_multi_value_query_string_values("q")`` is empty for format 2.0, without a word."""
    call = draft.module.up(node)
    if not isinstance(call, cst.Call) or call.func is not node or len(call.args) != 1 or call.args[0].keyword:
        draft.say(
            codes.POWERTOOLS,
            node,
            "`get_multi_value_query_string_values` is empty for events of format 2.0, and its use here is not followed.",
            'Read `resolved_query_string_parameters.get("name", [])`.',
        )
        return
    draft.say(
        codes.QUERY_DUPLICATES,
        call,
        "Values of a query parameter are split at commas now, also where one value holds a comma.",
        "Nothing to do if no value holds a comma.",
    )
    draft.put(call, _resolved)


def _resolved(node: cst.CSTNode) -> cst.Call:
    assert isinstance(node, cst.Call)
    assert isinstance(node.func, cst.Attribute)
    holder = cst.Attribute(node.func.value, cst.Name("resolved_query_string_parameters"))
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return node.with_changes(
        func=cst.Attribute(holder, cst.Name("get")),
        args=[node.args[0].with_changes(comma=comma), cst.Arg(cst.List([]))],
    )
