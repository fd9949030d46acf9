"""The requests that a route is tried with: each puts one thing to the test in which the event formats differ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeAlias

from ..facts import CATCH_ALL, Format, Route

Pairs: TypeAlias = tuple[tuple[str, str], ...]


class FormatTrap(str, Enum):
    """Why the same request need not look the same in two event formats, however well the code follows."""

    PATH = "an HTTP API decodes the path, a REST API does not"
    SLASH = "whether an HTTP API takes a path with a slash at its end is not documented"
    QUERY = "payload 2.0 joins the values of a parameter that is given twice, the other formats keep the last"
    HEADERS = "payload 2.0 joins the values of a header that is given twice, the other formats keep the last"
    CASE = "a REST API hands header names over as the client wrote them, an HTTP API in lower case"
    UNTYPED = "an HTTP API hands a body without Content-Type over in base64"
    CLAIMS = "a REST API renders lists with commas and expiries as dates, an HTTP API with brackets and as numbers"
    CONTEXT = "payload 2.0 keeps the types of an authorizer's context, the other formats turn all of it into text"
    REFUSAL = "a function can make a REST API answer 401; what an HTTP API answers for it is 403"
    BINARY = "a REST API hands bytes over as text unless their type is a binary media type, an HTTP API in base64"
    FORM = "a REST API hands a form over as text, an HTTP API in base64"
    STAGE = "the stage of the two APIs has not the same name"
    FAILURE = "a function that raises for it makes a REST API answer 401; an HTTP API answers 500"
    NULL = "a REST event holds null for what is empty, payload 2.0 leaves it out"
    ANSWER = "the two APIs do not take the same answers"
    SENT = "a REST API sends headers of its edge and ids of another form"


# Between the two kinds of API, and between payload 2.0 and the other formats.
_APIS = frozenset({FormatTrap.PATH, FormatTrap.SLASH, FormatTrap.CLAIMS, FormatTrap.UNTYPED, FormatTrap.BINARY})
_SHAPES = frozenset({FormatTrap.QUERY, FormatTrap.HEADERS, FormatTrap.CONTEXT})
# Code written for an HTTP API reads headers in lower case: what a REST API hands over then is no trap but an error.
_FROM_REST = frozenset({FormatTrap.CASE, FormatTrap.REFUSAL})

INHERENT: dict[tuple[Format, Format], frozenset[FormatTrap]] = {
    ("rest", "1.0"): _APIS | _FROM_REST,
    ("rest", "2.0"): _APIS | _FROM_REST | _SHAPES,
    ("1.0", "2.0"): _SHAPES,
    ("2.0", "1.0"): _SHAPES,
    ("1.0", "rest"): _APIS,
    ("2.0", "rest"): _APIS | _SHAPES,
}
"""The traps that lie between two formats whatever the code does; others are the code's fault, or foretold."""


@dataclass(frozen=True)
class Request:
    """What a client sends, and the route that takes it.

    Arguments:
        name: what is put to the test, to be read after ``with``.
        route: the route that the request reaches.
        method: in upper case.
        path: escaped, as it stands on the wire; neither stage nor query.
        query: escaped, without the question mark.
        headers: in the client's order and case, one entry for each line; neither ``Host`` nor ``Cookie``.
        cookies: ``name=value`` entries, sent in one header.
        body: None when there is none.
        variables: name and value of each path variable; values as escaped as the path.
        names: what else the authorizer's data is to hold.
        given: values in the authorizer's data that are put to the test: JSON data, a list where a claim has several.
        trap: why the formats differ in this request by nature; None where they should not.
    """

    name: str
    route: Route
    method: str
    path: str
    query: str = ""
    headers: Pairs = ()
    cookies: tuple[str, ...] = ()
    body: bytes | None = None
    variables: Pairs = ()
    names: tuple[str, ...] = ()
    given: tuple[tuple[str, Any], ...] = ()
    trap: FormatTrap | None = None

    @property
    def content_type(self) -> str:
        """Media type of the body in lower case, without parameters; empty when the client names none."""
        found = next((value for name, value in self.headers if name.lower() == "content-type"), "")
        return found.partition(";")[0].strip().lower()


METHODS = ("POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
"""What a route for every method is tried with: all requests for the first, one for each other."""

WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
VALUE = "7"
"""The value of whatever the code asks for by name: text that is also a number."""

BINARY_TYPE = "application/octet-stream"
NOT_TEXT = b"\x89PNG\x00\xff\xfe"

_VARIABLE = re.compile(r"\{([^{}+]+)(\+?)\}")
_HEADERS = frozenset({"authorization", "origin", "referer", "accept"})
# Those a gateway or the set itself writes.
_OWN_HEADERS = frozenset({"content-type", "content-length", "set-cookie", "user-agent", "transfer-encoding"})
_GATEWAY_HEADERS = ("host", "via", "x-forwarded-", "x-amzn-trace-id", "x-amz-cf-id", "cloudfront-")
_CLIENT: Pairs = (("Accept", "application/json"), ("User-Agent", "replay/1"))


def requests_for(route: Route, names: tuple[str, ...] = ()) -> tuple[Request, ...]:
    """List the requests that a route is tried with.

    Arguments:
        route: a route of the template.
        names: what the code asks for by name: becomes parameters, headers, cookies, fields of the body and of
            the authorizer's data, since code that stops at the first missing one shows nothing.
    """
    methods = METHODS if route.method == "ANY" else (route.method,)
    usual = _usual(route, methods[0], names)
    others = (replace(usual, name=f"the method {method}", method=method) for method in methods[1:])
    without = (request if request.method in WITH_BODY else replace(request, body=None) for request in others)
    return (usual, *_variants(usual, names), *without)


def _usual(route: Route, method: str, names: tuple[str, ...]) -> Request:
    path, variables = _filled(route, VALUE)
    headers = (*_CLIENT, *_headers(names))
    request = Request("everything it asks for", route, method, path, headers=headers, variables=variables, names=names)
    request = replace(request, query=_query(names, VALUE) if names else "")
    return _json(request, names) if method in WITH_BODY else request


def _variants(usual: Request, names: tuple[str, ...]) -> Iterator[Request]:
    yield replace(usual, name="nothing but the path", query="", headers=_CLIENT, body=None)
    yield from _paths(usual)
    yield from _queries(usual, names or ("q",))
    yield from _header_lines(usual)
    first, second, *_ = (*names, "a", "b")
    yield replace(usual, name="one cookie", cookies=(f"{first}=1",))
    yield replace(usual, name="two cookies", cookies=(f"{first}=1", f"{second}=2"))
    if usual.route.identity == "claims":
        yield replace(usual, name="lists and dates among the claims", trap=FormatTrap.CLAIMS)
    if usual.route.identity == "lambda":
        yield replace(usual, name="typed values in the authorizer's context", trap=FormatTrap.CONTEXT)
    if usual.method in WITH_BODY:
        yield from _bodies(usual, names)


def _paths(usual: Request) -> Iterator[Request]:
    for value, title in (("a%20b", "an escaped space in the path"), ("a%2Fb", "an escaped slash in the path")):
        path, variables = _filled(usual.route, value)
        if variables:
            yield replace(usual, name=title, path=path, variables=variables, trap=FormatTrap.PATH)
    if usual.path != "/":
        yield replace(usual, name="a slash at the end of the path", path=f"{usual.path}/", trap=FormatTrap.SLASH)


def _queries(usual: Request, names: tuple[str, ...]) -> Iterator[Request]:
    yield replace(usual, name="a query", query=_query(names, VALUE))
    yield replace(usual, name="each parameter twice", query=_query(names, "1", "2"), trap=FormatTrap.QUERY)
    yield replace(usual, name="blank parameters", query=_query(names, ""))
    yield replace(usual, name="a plus sign in the query", query=_query(names, "a+b"))
    yield replace(usual, name="escaped characters in the query", query=_query(names, "a%20%C3%A9"))


def _header_lines(usual: Request) -> Iterator[Request]:
    turned = tuple((_turned(name), value) for name, value in usual.headers)
    mixed = (*turned, ("x-MiXeD-cAsE", "Mixed"))
    yield replace(usual, name="header names in another case", headers=mixed, trap=FormatTrap.CASE)
    twice = (*usual.headers, ("X-Twice", "1"), ("X-Twice", "2"))
    yield replace(usual, name="a header twice", headers=twice, trap=FormatTrap.HEADERS)


def _bodies(usual: Request, names: tuple[str, ...]) -> Iterator[Request]:
    yield replace(usual, name="no body", body=None, headers=_untyped(usual))
    untyped = _json(usual, names)
    yield replace(untyped, name="JSON without Content-Type", headers=_untyped(usual), trap=FormatTrap.UNTYPED)
    form = _query(names or ("name",), "a+b").encode()
    yield replace(_typed(usual, "a form", form, "application/x-www-form-urlencoded"), trap=FormatTrap.FORM)
    yield replace(_typed(usual, "a binary body", NOT_TEXT, BINARY_TYPE), trap=FormatTrap.BINARY)


def _json(request: Request, names: tuple[str, ...]) -> Request:
    body = json.dumps(dict.fromkeys(names or ("name",), VALUE)).encode()
    return _typed(request, request.name, body, "application/json")


def _typed(request: Request, name: str, body: bytes, kind: str) -> Request:
    return replace(request, name=name, body=body, headers=(*_untyped(request), ("Content-Type", kind)))


def _untyped(request: Request) -> Pairs:
    return tuple(pair for pair in request.headers if pair[0].lower() != "content-type")


def _filled(route: Route, value: str) -> tuple[str, Pairs]:
    """The path of a route with its variables filled, and the variables."""
    if route.path == CATCH_ALL:
        return f"/any/{value}", (("proxy", f"any/{value}"),)
    variables = tuple((name, f"any/{value}" if greedy else value) for name, greedy in _VARIABLE.findall(route.path))
    values = dict(variables)
    return _VARIABLE.sub(lambda match: values[match[1]], route.path), variables


def _query(names: tuple[str, ...], *values: str) -> str:
    return "&".join(f"{name}={value}" for name in names for value in values)


def _headers(names: tuple[str, ...]) -> Pairs:
    """Those names that are names of headers, in the case in which the code writes them."""
    found = (name for name in names if "-" in name or name.lower() in _HEADERS)
    own = _OWN_HEADERS | {name.lower() for name, _ in _CLIENT}
    return tuple(
        (name, VALUE) for name in found if name.lower() not in own and not name.lower().startswith(_GATEWAY_HEADERS)
    )


def _turned(name: str) -> str:
    return name.lower() if name != name.lower() else name.title()
