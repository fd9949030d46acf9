"""A saved event in the shape of the other format. Source: Lambda proxy integrations of REST APIs and of HTTP APIs (2.0)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qs, quote, unquote, urlencode

from migrator.proof.shapes import mapping, value_at
from migrator.sam.kinds import DEFAULT_STAGE

from .event_values import http_body, http_claims, rest_body, rest_claims, rest_context
from .fields import CONTEXT, SIGNED, without_stage

Shape: TypeAlias = dict[str, Any]

_OPTIONAL = frozenset({"cookies", "queryStringParameters", "body", "pathParameters", "stageVariables"})
"""What payload 2.0 leaves out where it is empty."""

_ALIKE = tuple(zip(CONTEXT, CONTEXT, strict=True))
_TIMES = (("requestTime", "time"), ("requestTimeEpoch", "timeEpoch"))
"""Parts of the context, as a REST event names them and as payload 2.0 does."""

_TOKEN_ONLY = frozenset({"principalId", "integrationLatency"})
"""What a REST API adds to the context of an authorizer function by itself."""


def is_rest(event: Any) -> bool:
    """Whether a value is the event of a REST API."""
    return (
        isinstance(event, dict)
        and {"httpMethod", "requestContext", "resource"} <= event.keys()
        and "version" not in event
    )


def is_2_0(event: Any) -> bool:
    """Whether a value is an event of payload 2.0."""
    if not isinstance(event, dict) or event.get("version") != "2.0" or "routeKey" not in event:
        return False
    return isinstance(event.get("requestContext"), dict) and isinstance(event["requestContext"].get("http"), dict)


def to_2_0(event: Mapping[str, Any], route: str, stage: str) -> Shape:
    """The event of payload 2.0 for the request that a REST event holds; what is empty is absent.

    Arguments:
        event: a REST event.
        route: the route key.
        stage: name of the stage afterwards; all but ``$default`` stand in paths.
    """
    context, headers = mapping(event.get("requestContext")), _single_headers(event)
    cookies = [part.strip() for part in headers.pop("cookie", "").split(";") if part.strip()]
    path = f"{'' if stage == DEFAULT_STAGE else f'/{stage}'}{unquote(str(event.get('path') or '/'))}"
    query = mapping(event.get("multiValueQueryStringParameters")) or mapping(event.get("queryStringParameters"))
    body, encoded = http_body(event.get("body"), bool(event.get("isBase64Encoded")), headers.get("content-type", ""))
    new = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": urlencode(query, doseq=True),
        "cookies": cookies,
        "headers": headers,
        "queryStringParameters": {name: _joined(value) for name, value in query.items()},
        "requestContext": _context_2_0(event, context, path, route, stage),
        "body": body,
        "pathParameters": event.get("pathParameters"),
        "isBase64Encoded": encoded,
        "stageVariables": event.get("stageVariables"),
    }
    return {name: value for name, value in new.items() if value or name not in _OPTIONAL}


def _context_2_0(event: Mapping[str, Any], context: Mapping[str, Any], path: str, route: str, stage: str) -> Shape:
    identity = mapping(context.get("identity"))
    new = _taken(context, _ALIKE[:2])
    if authorizer := _authorizer_2_0(mapping(context.get("authorizer")), identity):
        new["authorizer"] = authorizer
    if identity.get("clientCert"):
        new["authentication"] = {"clientCert": identity["clientCert"]}
    new |= _taken(context, _ALIKE[2:4])
    new["http"] = {
        "method": event["httpMethod"],
        "path": path,
        "protocol": context.get("protocol") or "HTTP/1.1",
        "sourceIp": identity.get("sourceIp") or "127.0.0.1",
        "userAgent": identity.get("userAgent") or "",
    }
    new |= _taken(context, _ALIKE[4:5])
    return new | {"routeKey": route, "stage": stage} | _taken(context, _TIMES)


def _authorizer_2_0(authorizer: Mapping[str, Any], identity: Mapping[str, Any]) -> Shape:
    if "claims" in authorizer:
        return {"jwt": {"claims": http_claims(mapping(authorizer["claims"])), "scopes": authorizer.get("scopes")}}
    if own := {name: value for name, value in authorizer.items() if name not in _TOKEN_ONLY}:
        return {"lambda": own}
    if identity.get("userArn"):
        return {"iam": _signed(identity)}
    return {}


def to_rest(event: Mapping[str, Any], resource: str, stage: str) -> Shape:
    """The REST event for the request that an event of payload 2.0 holds; what is empty is null.

    Arguments:
        event: an event of payload 2.0.
        resource: the path of the route, with its variables; ``$default`` becomes two routes.
        stage: name of the stage afterwards.
    """
    context = mapping(event.get("requestContext"))
    http = mapping(context.get("http"))
    headers = {name: str(value) for name, value in mapping(event.get("headers")).items()}
    if event.get("cookies"):
        headers["cookie"] = "; ".join(map(str, event["cookies"]))
    query = parse_qs(str(event.get("rawQueryString") or ""), keep_blank_values=True)
    query = query or {name: [str(value)] for name, value in mapping(event.get("queryStringParameters")).items()}
    path = without_stage(str(event.get("rawPath") or "/"), context.get("stage"))
    variables = event.get("pathParameters")
    if resource == "$default":
        resource, variables = ("/", None) if path == "/" else ("/{proxy+}", {"proxy": path.lstrip("/")})
    body, encoded = rest_body(event.get("body"), bool(event.get("isBase64Encoded")))
    return {
        "resource": resource,
        "path": quote(path),
        "httpMethod": http.get("method"),
        "headers": headers or None,
        "multiValueHeaders": {name: [value] for name, value in headers.items()} or None,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": variables,
        "stageVariables": event.get("stageVariables"),
        "requestContext": _context_rest(context, http, resource, path, stage),
        "body": body,
        "isBase64Encoded": encoded,
    }


def _context_rest(context: Mapping[str, Any], http: Mapping[str, Any], resource: str, path: str, stage: str) -> Shape:
    authorizer = mapping(context.get("authorizer"))
    iam = mapping(authorizer.get("iam"))
    identity = {"sourceIp": http.get("sourceIp"), "userAgent": http.get("userAgent")}
    identity |= {
        field.rest_path[-1]: value for field in SIGNED if (value := value_at(iam, field.http_path[3:])) is not None
    }
    if certificate := mapping(context.get("authentication")).get("clientCert"):
        identity["clientCert"] = certificate
    new = _taken(context, _ALIKE) | {"stage": stage}
    new |= {"resourcePath": resource, "httpMethod": http.get("method"), "path": f"/{stage}{quote(path)}"}
    new |= {"protocol": http.get("protocol"), "identity": identity}
    if "jwt" in authorizer:
        new["authorizer"] = {"claims": rest_claims(mapping(mapping(authorizer["jwt"]).get("claims")))}
    elif "lambda" in authorizer:
        new["authorizer"] = rest_context(mapping(authorizer["lambda"]))
    return new | _taken(context, [(new_name, old) for old, new_name in _TIMES])


def _signed(identity: Mapping[str, Any]) -> Shape:
    """Who signed a request, as it stands below ``authorizer.iam``; what is empty is absent."""
    iam: Shape = {}
    for field in SIGNED:
        *holders, name = field.http_path[3:]
        if value := identity.get(field.rest_path[-1]):
            place = iam
            for holder in holders:
                place = place.setdefault(holder, {})
            place[name] = value
    return iam


def _taken(context: Mapping[str, Any], names: Iterable[tuple[str, str]]) -> Shape:
    """What a context holds under other names, where it holds it; each with its old name and its new one."""
    return {new: context[old] for old, new in names if old in context}


def _single_headers(event: Mapping[str, Any]) -> dict[str, str]:
    """Headers in lower case, several values of one joined as an HTTP API does it."""
    many = mapping(event.get("multiValueHeaders"))
    found = {name: _joined(value) for name, value in mapping(event.get("headers")).items()}
    found |= {name: _joined(value) for name, value in many.items()}
    return {name.lower(): value for name, value in found.items()}


def _joined(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
