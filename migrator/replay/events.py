"""The events that a request becomes: REST proxy event, HTTP API payload 1.0 and 2.0. Always the same time and ids.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from ..facts import CATCH_ALL, CorsHeaders, Format
from .identities import ACCOUNT, AGENT, CLIENT_IP, authorizer, caller
from .requests import Pairs, Request

API = "a1b2c3d4e5"
HOST = f"{API}.execute-api.us-east-1.amazonaws.com"
TIME = "12/Mar/2020:19:03:58 +0000"
EPOCH_MS = 1584039838000
REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
"""Of a REST API; an HTTP API gives ``EXTENDED_ID`` in both places."""

EXTENDED_ID = "JKJaXmPLvHcESHA="
TRACE = "Root=1-5e6a8c1e-0123456789abcdef01234567"

# Only where the API is edge-optimised, which is what SAM creates; an HTTP API never has them.
_EDGE: Pairs = (
    ("CloudFront-Forwarded-Proto", "https"),
    ("CloudFront-Is-Desktop-Viewer", "true"),
    ("CloudFront-Viewer-Country", "DE"),
    ("Via", "1.1 example.cloudfront.net (CloudFront)"),
    ("X-Amz-Cf-Id", "example"),
)
_GATEWAY: Pairs = (
    ("Host", HOST),
    ("X-Amzn-Trace-Id", TRACE),
    ("X-Forwarded-For", CLIENT_IP),
    ("X-Forwarded-Port", "443"),
    ("X-Forwarded-Proto", "https"),
)
# Payload 1.0: captured events capitalise these and nothing else; the documentation shows all names in lower case.
_CAPITALISED = {
    name.lower(): name for name in ("Content-Length", "Content-Type", "User-Agent", *(name for name, _ in _GATEWAY))
}
# Measured: what else an HTTP API gets arrives in base64, forms and bodies without a type included.
_TEXT_TYPES = frozenset({"application/json", "application/xml", "application/javascript"})


@dataclass(frozen=True)
class Gateway:
    """An API as far as events and answers depend on it.

    Arguments:
        version: event format.
        stage: name of the stage; ``$default`` for an HTTP API whose paths carry none.
        binary: binary media types of a REST API.
        lower: payload 1.0 with all header names in lower case, as documented, in place of how it is captured.
        cors: whether the API gives CORS headers itself and ignores those of the function.
        adds: which it gives; None where that is not compared.
        called: name of the stage that its events give in place of its own; only a supposition is so.
        turned: header names as the other kind of API would write them, which is a supposition too.
        sends: ids in the form of the other kind of API, and to an HTTP API the headers of an edge, which is one too.
    """

    version: Format
    stage: str = CATCH_ALL
    binary: tuple[str, ...] = ()
    lower: bool = False
    cors: bool = False
    adds: CorsHeaders | None = None
    called: str | None = None
    turned: bool = False
    sends: bool = False

    @property
    def request_id(self) -> str:
        """The id of a request, which has one form in events of a REST API and another in those of an HTTP API."""
        return REQUEST_ID if (self.version == "rest") != self.sends else EXTENDED_ID

    @property
    def edge(self) -> Pairs:
        """The headers that come from an edge."""
        return _EDGE if (self.version == "rest") or self.sends else ()

    @property
    def prefix(self) -> str:
        """What stands before the path in an HTTP API's events."""
        return "" if self.version == "rest" else _prefix(self.stage)

    @property
    def context_prefix(self) -> str:
        """What stands before the path in ``requestContext``."""
        return _prefix(self.called or self.stage)


def _prefix(stage: str) -> str:
    return "" if stage == CATCH_ALL else f"/{stage}"


def event(request: Request, gateway: Gateway) -> dict[str, Any]:
    """Build the event that a function gets for a request.

    Arguments:
        request: what the client sends.
        gateway: the API that takes it.
    """
    if gateway.version == "rest":
        return _rest(request, gateway)
    return _http1(request, gateway) if gateway.version == "1.0" else _http2(request, gateway)


def _rest(request: Request, gateway: Gateway) -> dict[str, Any]:
    sent = [*_sent(request), *_GATEWAY, *gateway.edge]  # Content-Length is dropped
    lines = [(name.lower(), value) for name, value in sent] if gateway.turned else sent
    resource = "/{proxy+}" if request.route.path == CATCH_ALL else request.route.path
    context = {
        "resourceId": "abc123",
        "resourcePath": resource,
        "path": gateway.context_prefix + request.path,
        "requestId": gateway.request_id,
        **_context1(request, gateway),
    }
    encoded = request.body is not None and request.content_type in gateway.binary
    return _event1(request, resource, request.path, lines, context, encoded)


def _http1(request: Request, gateway: Gateway) -> dict[str, Any]:
    lines = [(_case1(name, gateway), value) for name, value in (*_sent(request), *_length(request), *_GATEWAY)]
    lines += gateway.edge
    # Whether the path is decoded is not documented; the captures disagree. Decoded is what code has to bear.
    path = gateway.prefix + unquote(request.path)
    context = {
        "resourceId": route_key(request),
        "resourcePath": request.route.path,
        "path": gateway.context_prefix + unquote(request.path),
        "requestId": gateway.request_id,
        **_context1(request, gateway),
    }
    built = _event1(request, request.route.path, path, lines, context, _is_encoded(request))
    return {"version": "1.0", **built}


def _event1(
    request: Request, resource: str, path: str, lines: list[tuple[str, str]], context: dict[str, Any], encoded: bool
) -> dict[str, Any]:
    """What REST and payload 1.0 have in common: every key is there, null when it is empty."""
    query = parse_qsl(request.query, keep_blank_values=True)
    # The catch-all of an HTTP API has no variables; the REST API's is ``/{proxy+}``.
    variables = () if resource == CATCH_ALL else request.variables
    return {
        "resource": resource,
        "path": path,
        "httpMethod": request.method,
        "headers": dict(lines),
        "multiValueHeaders": _lists(lines),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _lists(query) or None,
        "requestContext": context,
        "pathParameters": dict(variables) or None,
        "stageVariables": None,
        "body": _body(request, encoded),
        "isBase64Encoded": encoded,
    }


def _context1(request: Request, gateway: Gateway) -> dict[str, Any]:
    found = authorizer(request, gateway.version)
    return {
        "accountId": ACCOUNT,
        "apiId": API,
        **({} if found is None else {"authorizer": found}),
        "domainName": HOST,
        "domainPrefix": API,
        "extendedRequestId": EXTENDED_ID,
        "httpMethod": request.method,
        "identity": caller(request.route.identity),
        "protocol": "HTTP/1.1",
        "requestTime": TIME,
        "requestTimeEpoch": EPOCH_MS,
        "stage": gateway.called or gateway.stage,
    }


def _http2(request: Request, gateway: Gateway) -> dict[str, Any]:
    sent = (*request.headers, *_length(request), *_GATEWAY, *gateway.edge)
    lines = [(name if gateway.turned else name.lower(), value) for name, value in sent]
    path = gateway.prefix + unquote(request.path)
    found = authorizer(request, "2.0")
    query = _lists(parse_qsl(request.query, keep_blank_values=True))
    variables = () if request.route.path == CATCH_ALL else request.variables
    encoded = _is_encoded(request)
    optional = {
        "cookies": list(request.cookies),
        "queryStringParameters": {name: ",".join(values) for name, values in query.items()},
        "pathParameters": dict(variables),
    }
    return {
        "version": "2.0",
        "routeKey": route_key(request),
        "rawPath": path,
        "rawQueryString": request.query,
        "headers": {name: ",".join(values) for name, values in _lists(lines).items()},
        **{name: value for name, value in optional.items() if value},  # absent when empty, never null
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": API,
            **({} if found is None else {"authorizer": found}),
            "domainName": HOST,
            "domainPrefix": API,
            "http": {
                "method": request.method,
                "path": gateway.context_prefix + unquote(request.path),
                "protocol": "HTTP/1.1",
                "sourceIp": CLIENT_IP,
                "userAgent": AGENT,
            },
            "requestId": gateway.request_id,
            "routeKey": route_key(request),
            "stage": gateway.called or gateway.stage,
            "time": TIME,
            "timeEpoch": EPOCH_MS,
        },
        **({} if request.body is None else {"body": _body(request, encoded)}),
        "isBase64Encoded": encoded,
    }


def route_key(request: Request) -> str:
    """The route key that an HTTP API matched.

    Arguments:
        request: a request that reached a route.
    """
    route = request.route
    return CATCH_ALL if route.path == CATCH_ALL else f"{route.method} {route.path}"


def _sent(request: Request) -> Pairs:
    """The client's header lines, cookies included."""
    return (*request.headers, ("Cookie", "; ".join(request.cookies))) if request.cookies else request.headers


def _length(request: Request) -> Pairs:
    return () if request.body is None else (("Content-Length", str(len(request.body))),)


def _case1(name: str, gateway: Gateway) -> str:
    if gateway.turned:
        return name
    return name.lower() if gateway.lower else _CAPITALISED.get(name.lower(), name.lower())


def _lists(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _is_encoded(request: Request) -> bool:
    """Whether an HTTP API hands the body over in base64."""
    kind = request.content_type
    return request.body is not None and not kind.startswith("text/") and kind not in _TEXT_TYPES


def _body(request: Request, encoded: bool) -> str | None:
    if request.body is None:
        return None
    # A REST API takes every byte for text: what is none is lost.
    return base64.b64encode(request.body).decode() if encoded else request.body.decode("utf-8", "replace")
