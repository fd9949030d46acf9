"""JavaScript and TypeScript handlers: searched for what differs between the formats of events, not rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.findings import Finding, Span
from migrator.text.source import Source

from .facts import Format
from .fields import CAPITALS
from .finder_codes import HANDLER_SCRIPT

_EVENT = "event"

_DOT = r"(?:\s*\?\.|\s*\.)\s*"
_KEY = r"\s*(?:\?\.)?\[\s*(?P<{quote}>['\"`]){name}(?P={quote})\s*\]"


@dataclass(frozen=True)
class Field:
    """A field of an event that is another, or elsewhere, in another format.

    Arguments:
        path: keys from the event on.
        instead: what stands for it, as a clause; empty when nothing does.
    """

    path: tuple[str, ...]
    instead: str = ""


def _fields(table: dict[str, str]) -> tuple[Field, ...]:
    return tuple(Field(tuple(path.split(".")), instead) for path, instead in table.items())


# Source: API Gateway, Lambda proxy integrations of HTTP APIs (payload format versions 1.0 and 2.0) and of REST APIs.
FROM_REST = _fields(
    {
        "httpMethod": "`requestContext.http.method`",
        "path": "`rawPath`",
        "resource": "`routeKey`, which has the method in front",
        "multiValueHeaders": "`headers`, joined with commas",
        "multiValueQueryStringParameters": "`rawQueryString`",
        "requestContext.httpMethod": "`requestContext.http.method`",
        "requestContext.path": "`requestContext.http.path`",
        "requestContext.protocol": "`requestContext.http.protocol`",
        "requestContext.resourcePath": "`requestContext.routeKey`, which has the method in front",
        "requestContext.resourceId": "",
        "requestContext.operationName": "",
        "requestContext.requestTime": "`requestContext.time`",
        "requestContext.requestTimeEpoch": "`requestContext.timeEpoch`",
        "requestContext.extendedRequestId": "`requestContext.requestId`",
        "requestContext.identity": "`requestContext.http` or `requestContext.authorizer.iam`",
        "requestContext.authorizer": "`authorizer.jwt`, `authorizer.lambda` or `authorizer.iam`",
        "methodArn": "`routeArn`",
        "authorizationToken": "`identitySource`",
    }
)
FROM_2_0 = _fields(
    {
        "version": "",
        "rawPath": "`path`",
        "rawQueryString": "`multiValueQueryStringParameters`",
        "routeKey": "`httpMethod` and `resource`",
        "cookies": "the header `Cookie`",
        "requestContext.http": "`httpMethod`, `path`, `requestContext.protocol` and `requestContext.identity`",
        "requestContext.routeKey": "`requestContext.resourcePath`",
        "requestContext.time": "`requestContext.requestTime`",
        "requestContext.timeEpoch": "`requestContext.requestTimeEpoch`",
        "requestContext.authentication": "`requestContext.identity.clientCert`",
        "requestContext.authorizer": "`authorizer.claims`, or the values themselves",
        "routeArn": "`methodArn`",
        "identitySource": "`authorizationToken` or the headers",
    }
)
REST_TO_1_0 = _fields(
    {
        "requestContext.resourceId": "",
        "requestContext.operationName": "",
        "requestContext.identity.apiKey": "",
        "requestContext.identity.apiKeyId": "",
    }
)
FIELDS: dict[tuple[Format, Format], tuple[Field, ...]] = {
    ("rest", "2.0"): FROM_REST,
    ("rest", "1.0"): REST_TO_1_0,
    ("2.0", "rest"): FROM_2_0,
}
NULLED = ("body", "queryStringParameters", "pathParameters", "stageVariables")
"""Null in a REST event, absent in payload 2.0."""

_CODE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.|\$(?!\{))*`""", re.DOTALL
)
_IN_BRACKETS = re.compile(r"\[\s*\Z")
_PARAMETER = re.compile(
    r"""(?:exports\s*\.\s*(?P<a>\w+)\s*=|(?:const|let|var)\s+(?P<b>\w+)[^=\n]*=)\s*(?:async\s*)?(?:function\s*\w*\s*)?"""
    r"""\(?\s*(?P<event>[A-Za-z_$][\w$]*)\s*(?=[,):=])|function\s+(?P<c>\w+)\s*\(\s*(?P<other>[A-Za-z_$][\w$]*)"""
)
_UNPACKED = re.compile(
    r"(?:const|let|var)\s*\{(?P<names>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*(?::\s*\w+\s*)?=\s*(?P<what>[\w$.?\s]+?)\s*(?=[;\n,|?&)]|$)"
)
_UNPACKED_PARAMETER = re.compile(
    r"(?:exports\s*\.\s*\w+\s*=|(?:const|let|var)\s+\w+[^=\n]*=)\s*(?:async\s*)?(?:function\s*\w*\s*)?\(\s*\{(?P<names>[^{}]*)\}"
)
_TYPE = re.compile(r"\bAPIGateway(?:Proxy(?:Event|Result|Handler)|TokenAuthorizerEvent|RequestAuthorizerEvent)\b")
_TYPE_2_0 = re.compile(r"\bAPIGateway(?:ProxyEvent|ProxyResult|ProxyHandler|RequestAuthorizerEvent)V2\b")
_RESPONSE_LISTS = re.compile(r"\bmultiValueHeaders\s*:")
_REFUSAL = re.compile(r"\bcallback\s*\(\s*['\"]Unauthorized['\"]")


def scan(source: Source, before: Format, after: Format) -> Iterator[Finding]:
    """Find what a script reads of an event, or answers, that differs in another format.

    Arguments:
        source: the script.
        before: format of its events today.
        after: format afterwards.
    """
    text = masked(source.text)
    found: dict[tuple[int, int], str] = {}
    for start, end, what in (*_reads(text, before, after), *_others(text, before, after)):
        if not any(s <= start and end <= e for s, e in found):
            found[start, end] = what
    for (start, end), what in sorted(found.items()):
        line, column = source.position(start)
        end_line, end_column = source.position(end)
        place = Span(start, end, line, column, end_line, end_column)
        code = HANDLER_SCRIPT
        yield Finding(code, what, code.remedy, code.level, None, place, file=source.path)


def masked(text: str) -> str:
    """The text with comments and strings blanked, of the same length; keys in brackets stay."""

    def blank(found: re.Match[str]) -> str:
        token = found[0]
        if token[0] in "'\"`" and _IN_BRACKETS.search(text, max(0, found.start() - 8), found.start()):
            return token
        if token[1:-1] == "Unauthorized":
            return token
        return "".join(char if char == "\n" else " " for char in token)

    return _CODE.sub(blank, text)


def _events(text: str) -> set[str]:
    """Names that handlers may give their event."""
    names = {found["event"] or found["other"] for found in _PARAMETER.finditer(text)}
    return {_EVENT, "evt", *(name for name in names if name in ("e", "ev", "request", "req", "apiEvent"))}


def _access(name: str, quote: str) -> str:
    return rf"(?:{_DOT}{re.escape(name)}\b|{_KEY.format(name=re.escape(name), quote=quote)})"


def _reads(text: str, before: Format, after: Format) -> Iterator[tuple[int, int, str]]:
    events = "|".join(map(re.escape, sorted(_events(text))))
    for field in FIELDS.get((before, after), ()):
        chain = "".join(_access(name, f"q{number}") for number, name in enumerate(field.path))
        named = ".".join(field.path)
        what = f"`{named}` is {f'{field.instead} in the new events' if field.instead else 'not in the new events'}."
        for match in re.finditer(rf"\b(?:{events})\b{chain}", text):
            yield match.start(), match.end(), what
        if len(field.path) > 1:  # the container may have a name of its own
            inner = "".join(_access(name, f"q{number}") for number, name in enumerate(field.path[1:]))
            for match in re.finditer(rf"\b{field.path[0]}\b{inner}", text):
                yield match.start(), match.end(), what
        for start, end in _unpacked(text, field.path, events):
            yield start, end, what
    if (before, after) == ("rest", "2.0"):
        for name in NULLED:
            for match in re.finditer(rf"\b(?:{events})\b{_access(name, 'q')}\s*[!=]==\s*null\b", text):
                yield match.start(), match.end(), f"`{name}` is absent in the new events where it was null."
    yield from _headers(text, before, after)


def _unpacked(text: str, path: tuple[str, ...], events: str) -> Iterator[tuple[int, int]]:
    """Places where a field is taken out of its container by a pattern between braces."""
    *containers, name = path
    for match in (*_UNPACKED.finditer(text), *(_UNPACKED_PARAMETER.finditer(text) if not containers else ())):
        what = match.groupdict().get("what")
        if what is not None:
            parts = re.split(r"\s*\??\.\s*", what.strip())
            direct = bool(re.fullmatch(events, parts[0])) and parts[1:] == containers
            if not direct and not (containers and parts == containers):
                continue
        for found in re.finditer(rf"(?:^|,)\s*(?P<name>{re.escape(name)})\b", match["names"]):
            start = match.start("names") + found.start("name")
            yield start, start + len(name)


def _headers(text: str, before: Format, after: Format) -> Iterator[tuple[int, int, str]]:
    """Headers by a name that the new events spell otherwise."""
    if before == "rest" and after != "rest":
        access = r"\bheaders\s*(?:\?\.)?(?:\.\s*(?P<dot>[A-Za-z]\w*)|\[\s*(?P<q>['\"`])(?P<key>[\w-]+)(?P=q)\s*\])"
        for match in re.finditer(rf"\b{access}(?!\s*=[^=])", text):
            name = match["dot"] or match["key"]
            fixed = name in CAPITALS or name.startswith("X-Forwarded-")
            if name != name.lower() and not (after == "1.0" and fixed):
                yield match.start(), match.end(), f"The header `{name}` is spelled `{name.lower()}` in the new events."
            elif name == "cookie" and after == "2.0":
                yield match.start(), match.end(), "Cookies are in `cookies` in the new events, no longer in a header."


def _others(text: str, before: Format, after: Format) -> Iterator[tuple[int, int, str]]:
    """Types, answers and refusals."""
    if (before, after) == ("rest", "2.0"):
        for match in _TYPE.finditer(text):
            yield match.start(), match.end(), f"`{match[0]}` is the type of the other format; the new one ends in `V2`."
        for match in _RESPONSE_LISTS.finditer(text):
            yield match.start(), match.end(), "`multiValueHeaders` of a response is ignored with payload 2.0."
    if after == "rest":
        for match in _TYPE_2_0.finditer(text) if before == "2.0" else ():
            yield match.start(), match.end(), f"`{match[0]}` is the type of payload 2.0; a REST API has none with `V2`."
    elif before == "rest":
        for match in _REFUSAL.finditer(text):
            yield (
                match.start(),
                match.end(),
                "A refusal of this kind is 401 with a REST API; with an HTTP API it may be 500.",
            )
