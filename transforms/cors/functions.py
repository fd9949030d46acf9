"""CORS headers that functions send themselves: a REST API sends them on, an HTTP API with CORS settings its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from migrator.concern import Concern, Step, View
from migrator.findings import Code, Level
from migrator.sam.kinds import FUNCTION
from migrator.sam.template import Resource
from migrator.text.tree import Node, boolean
from migrator.text.values import Value, all_known, is_list, is_map, items_of

from ..reading.definition import operations
from ..several import listed
from .codes import CORS_IGNORED, CORS_IN_FORCE, CORS_READABLE, FUNCTION_HEADERS
from .for_http import bare_origins
from .function_texts import FunctionText, function_text
from .known import known
from .openapi import preflights
from .responses import answered, named_in
from .sam import configured
from .values import EVERY, is_off

_HEADER = re.compile(r"access-control-(?:allow|expose)-[a-z]+", re.IGNORECASE)
_ORIGIN = re.compile(r"access-control-allow-origin", re.IGNORECASE)
_LITERAL = re.compile(
    r"""access-control-allow-origin['"]\]?\s*[:=]\s*(?:'([^'$]*)'|"([^"$]*)")\s*[,})\]\n;]""", re.IGNORECASE
)
_IN_FORCE = re.compile(r"access-control-(?:allow-credentials|expose-headers)", re.IGNORECASE)
"""What counts on real responses besides the origin; methods and request headers count in preflight answers only."""
_ANSWER = re.compile(
    r"(?<![\w(.])(?:statusCode|status_code)\b|\(\s*(?:statusCode|status_code)\s*=|\.(?:statusCode|status_code)\s*[^\w\s=]*=(?!=)"
)
"""Where a response is made: neither what stands alone in parentheses, such as a parameter, nor a status that is read."""
_SET = re.compile(r"""\bheaders['"]\]\s*=(?!=)|\.headers\s*=(?!=)""")
_SPREAD, _COPY = re.compile(r"\.\.\.|\*\*"), re.compile(r"\bdict\(")
_NEXT, _LAST = re.compile(r""",\s*['"]?headers\b"""), re.compile(r",\s*headers\s*\Z")
Sends = Literal["same", "wider", "other", "none", "unknown"]
"""The origin that code sends, compared with what the settings allow."""


def to_http(view: View) -> Iterator[Step]:
    """Say whose responses become readable for more origins, and which headers are lost."""
    mocks = preflights(operations(view))
    if not configured(view) and not mocks:
        return
    node = _setting(view.get("Cors"), "AllowOrigin") if configured(view) else mocks[0].cors.given["origins"]
    origins = _known(view, bare_origins(view, node))
    found: dict[Sends, dict[str, Node]] = {}
    for function in _functions(view):
        code = function_text(view, function)
        sends = _sends(code, origins)
        if sends != "same" or _IN_FORCE.search(code.text):
            yield from _lost(view, function, code)
        found.setdefault(sends, {})[function.id] = code.node
    yield from _readable(view, found, origins)


def _readable(view: View, found: Mapping[Sends, dict[str, Node]], origins: list[str] | None) -> Iterator[Step]:
    """Responses that pages of more origins can read from now on, by what their functions send."""
    for sends, what in _READABLE.items():
        if functions := found.get(sends):
            level = Level.WARNING if sends == "unknown" else Level.BLOCKER
            named = listed([*functions], "functions")
            message = what.format(named, _allowed(origins), "s" if len(functions) == 1 else "")
            place = next(iter(functions.values()))
            yield view.find(CORS_READABLE, message, place, level=level, remedy=_REMEDY.get(sends, ""))


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
    for function in _functions(view):
        if not _told(view, function, CORS_IN_FORCE):
            yield from _in_force(view, function, function_text(view, function), origins)


def _in_force(view: View, function: Resource, code: FunctionText, origins: list[str] | None) -> Iterator[Step]:
    header = code.first(_ORIGIN)
    if header is not None and (_sends(code, origins) != "same" or _IN_FORCE.search(code.text)):
        what = (
            f"The code of {function.id} sets {header}. API Gateway ignores it today; from a REST API browsers "
            "will get it, with whatever origin it names."
        )
        yield view.find(FUNCTION_HEADERS, what, code.node)


def _setting(node: Node | None, key: str) -> Node | None:
    return node.get(key) if node is not None and is_map(node) else node


def _known(view: View, values: Sequence[Value] | None) -> list[str] | None:
    return all_known(known(view, value) for value in values) if values is not None else None


def _functions(view: View) -> Iterator[Resource]:
    """Functions that answer more than preflight: those of events, and those of a definition's integrations."""
    names = [event.owner.id for event in view.api.events if event.method != "OPTIONS"]
    names += [name for operation in answered(view) for name in named_in(view, operation)]
    for name in dict.fromkeys(names):
        if view.template.type_of(name) == FUNCTION:
            yield view.template.resources[name]


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


# -- what code sends ----------------------------------------------------------------------------------------------


def _sends(code: FunctionText, origins: list[str] | None) -> Sends:
    sends = _sent(code.text, origins)
    return (
        sends if code.alone or sends == "other" else "unknown"
    )  # what is not read can send more, and takes nothing back


def _sent(text: str, origins: list[str] | None) -> Sends:
    found, named = _literals(text), len(_ORIGIN.findall(text))
    if not named:
        return "none" if _ANSWER.search(text) else "unknown"
    if len(found) < named or len(_ANSWER.findall(text)) > named or _is_replaced(text) or origins is None:
        return "unknown"
    return _compared(found, origins)


def _is_replaced(text: str) -> bool:
    """Whether a response that was made elsewhere may get other headers; each part of the code is looked at once."""
    pairs = ((_SPREAD, _NEXT, re.split("[{};:]", text)), (_COPY, _LAST, re.split("[{};=]", text)))
    return _SET.search(text) is not None or any(
        (start := made.search(part)) is not None and headers.search(part, start.end()) is not None
        for made, headers, parts in pairs
        for part in parts
    )


def _compared(found: list[str], origins: list[str]) -> Sends:
    if found == [origins[0]] * len(found) and len(origins) == 1:
        return "same"
    return "wider" if set(found) == {EVERY} else "other"


def _literals(text: str) -> list[str]:
    return [found[1] or found[2] or "" for found in _LITERAL.finditer(text)]


CONCERN = Concern("cors-headers", to_http, to_rest=to_rest)
