"""CORS headers that functions send themselves: a REST API sends them on, an HTTP API with CORS settings its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from migrator.concern import Concern, Step, View
from migrator.findings import Code, Level
from migrator.sam.template import Resource
from migrator.text.node import Node, boolean
from migrator.text.values import Value, all_known, is_list, is_map, items_of

from ..reading.definition import operations
from ..several import listed
from .codes import CORS_IGNORED, CORS_IN_FORCE, CORS_READABLE, FUNCTION_HEADERS
from .function_texts import FunctionText, function_text
from .known import known
from .openapi import preflights
from .sam import configured
from .sent import ORIGIN, Sends, allowed_instead, elsewhere, functions_of, sends
from .values import EVERY, bare_origins, is_off

_HEADER = re.compile(r"access-control-(?:allow|expose)-[a-z]+", re.IGNORECASE)
_IN_FORCE = re.compile(r"access-control-(?:allow-credentials|expose-headers)", re.IGNORECASE)
"""What counts on real responses besides the origin; methods and request headers count in preflight answers only."""


def to_http(view: View) -> Iterator[Step]:
    """Say whose responses become readable for more origins, and which headers are lost."""
    mocks = preflights(operations(view))
    if not configured(view) and not mocks:
        return
    node = _setting(view.get("Cors"), "AllowOrigin") if configured(view) else mocks[0].cors.given["origins"]
    origins = _known(view, bare_origins(view, node))
    if (one := allowed_instead(view, origins)) is not None:
        origins = [one]
    found: dict[Sends, dict[str, Node]] = {}
    for function in functions_of(view):
        code = function_text(view, function)
        sent = sends(code, origins)
        if sent != "same" or _IN_FORCE.search(code.text):
            yield from _lost(view, function, code)
        found.setdefault(sent, {})[function.id] = code.node
    others = {f"`{operation.label}`": operation.node for operation in elsewhere(view) if operation.kind != "mock"}
    found["unknown"] = found.get("unknown", {}) | others
    yield from _readable(view, found, origins)


def _readable(view: View, found: Mapping[Sends, dict[str, Node]], origins: list[str] | None) -> Iterator[Step]:
    """Responses that pages of more origins can read from now on, by what their functions send."""
    for sent, what in _READABLE.items():
        if functions := found.get(sent):
            level = Level.WARNING if sent == "unknown" else Level.BLOCKER
            named = listed([*functions], "functions")
            message = what.format(named, _allowed(origins), "s" if len(functions) == 1 else "")
            place = next(iter(functions.values()))
            yield view.find(CORS_READABLE, message, place, level=level, remedy=_REMEDY.get(sent, ""))


def _allowed(origins: list[str] | None) -> str:
    """Whose pages the settings let read responses."""
    if EVERY in (origins or ()):
        return "every origin"
    return ", ".join(f"`{origin}`" for origin in origins or ()) or "the origins of the settings"


_READABLE: dict[Sends, str] = {
    "none": "{0} send{2} no `Access-Control-Allow-Origin`. API Gateway will add it, so pages of {1} can read the responses.",
    "other": "{0} send{2} another `Access-Control-Allow-Origin`. API Gateway will send its own, so pages of {1} can read the responses.",
    "unknown": "Which `Access-Control-Allow-Origin` {0} send{2} is not known. API Gateway will add its own: pages of {1} can read all responses.",
}
_REMEDY: dict[Sends, str] = {"unknown": "Check that all responses may be read from there."}


def to_rest(view: View) -> Iterator[Step]:
    """Say which headers of functions come into force."""
    node = view.get("CorsConfiguration")
    if node is None or is_off(node):
        return
    listed = _setting(node, "AllowOrigins")
    origins = [EVERY] if boolean(node) else _known(view, items_of(listed) if is_list(listed) else None)
    for function in functions_of(view):
        if not _told(view, function, CORS_IN_FORCE):
            yield from _in_force(view, function, function_text(view, function), origins)


def _in_force(view: View, function: Resource, code: FunctionText, origins: list[str] | None) -> Iterator[Step]:
    header = code.first(ORIGIN)
    if header is not None and (sends(code, origins) != "same" or _IN_FORCE.search(code.text)):
        what = (
            f"The code of {function.id} sets {header}. API Gateway ignores it today; from a REST API browsers "
            "will get it, with whatever origin it names."
        )
        yield view.find(FUNCTION_HEADERS, what, code.node)


def _setting(node: Node | None, key: str) -> Node | None:
    return node.get(key) if node is not None and is_map(node) else node


def _known(view: View, values: Sequence[Value] | None) -> list[str] | None:
    return all_known(known(view, value) for value in values) if values is not None else None


def _told(view: View, function: Resource, code: Code) -> bool:
    """Whether a finding says it at its place in the code."""
    following = view.following.get(function.id)
    return following is not None and any(finding.code is code for finding in following.findings)


def _lost(view: View, function: Resource, code: FunctionText) -> Iterator[Step]:
    """Headers of a function that an HTTP API ignores."""
    if _told(view, function, CORS_IGNORED):
        return
    header = code.first(_HEADER)
    if header is not None:
        what = f"The code of {function.id} sets {header}. The HTTP API will ignore it."
        yield view.find(FUNCTION_HEADERS, what, code.node)


CONCERN = Concern("cors-headers", to_http, to_rest=to_rest)
