"""The events that a request becomes: REST proxy event, HTTP API payload 1.0 and 2.0. Always the same time and ids.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, unquote

from ..facts import CATCH_ALL
from .gateway import API, CAPITALISED, EXTENDED_ID, GATEWAY_HEADERS, HOST, Gateway
from .identities import ACCOUNT, AGENT, CLIENT_IP, authorizer, caller
from .requests import Pairs, Request

TIME = "12/Mar/2020:19:03:58 +0000"
EPOCH_MS = 1584039838000


# Measured: what else an HTTP API gets arrives in base64, forms and bodies without a type included.
_TEXT_TYPES = frozenset({"application/json", "application/xml", "application/javascript"})


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
    sent = [*_sent(request), *GATEWAY_HEADERS, *gateway.edge]  # Content-Length is dropped
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
    lines = [(_case1(name, gateway), value) for name, value in (*_sent(request), *_length(request), *GATEWAY_HEADERS)]
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
    return {
        **_api(request, gateway),
        "extendedRequestId": EXTENDED_ID,
        "httpMethod": request.method,
        "identity": caller(request.route.identity),
        "protocol": "HTTP/1.1",
        "requestTime": TIME,
        "requestTimeEpoch": EPOCH_MS,
        "stage": gateway.called or gateway.stage,
    }


def _api(request: Request, gateway: Gateway) -> dict[str, Any]:
    """What the contexts of all formats begin with."""
    found = authorizer(request, gateway.version)
    whose = {"accountId": ACCOUNT, "apiId": API, **({} if found is None else {"authorizer": found})}
    return {**whose, "domainName": HOST, "domainPrefix": API}


def _http2(request: Request, gateway: Gateway) -> dict[str, Any]:
    sent = (*request.headers, *_length(request), *GATEWAY_HEADERS, *gateway.edge)
    lines = [(name if gateway.turned else name.lower(), value) for name, value in sent]
    path = gateway.prefix + unquote(request.path)
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
            **_api(request, gateway),
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
    return name.lower() if gateway.lower else CAPITALISED.get(name.lower(), name.lower())


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
