"""Requests from events that a project keeps: those of REST APIs, and of HTTP APIs in both formats."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from .call import ApiCall, Pairs, escaped
from .examples import PathValues, kept_headers


def is_event(data: Any) -> bool:
    """Whether a value is an event of a REST API, or of an HTTP API in payload 1.0 or 2.0."""
    if not isinstance(data, dict) or not isinstance(data.get("requestContext"), dict):
        return False
    if data.get("version") == "2.0":
        return isinstance(data["requestContext"].get("http"), dict) and isinstance(data.get("rawPath"), str)
    return isinstance(data.get("httpMethod"), str) and isinstance(data.get("path"), str)


def event_call(event: Mapping[str, Any]) -> tuple[ApiCall, PathValues]:
    """The request that an event came from, and the values of its path variables.

    Arguments:
        event: one that `is_event` holds of.
    """
    context = event["requestContext"]
    if event.get("version") == "2.0":
        method, path, route = context["http"].get("method"), event["rawPath"], str(event.get("routeKey") or "")
        query, resource = str(event.get("rawQueryString") or ""), route.partition(" ")[2]
    else:
        method, path, resource = event["httpMethod"], event["path"], str(event.get("resource") or "")
        query = urlencode(_query(event))
    stage = context.get("stage")
    if event.get("version") and isinstance(stage, str) and path.startswith(f"/{stage}/"):
        path = path[len(stage) + 1 :]  # an HTTP API keeps the stage in the path, a REST API does not
    values = event.get("pathParameters") or {}
    known = tuple((resource, str(k), str(v)) for k, v in values.items()) if isinstance(values, dict) else ()
    call = ApiCall(str(method or "GET").upper(), escaped(path), query, kept_headers(_headers(event)), _body(event))
    return call, known


def _query(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    several, single = event.get("multiValueQueryStringParameters"), event.get("queryStringParameters")
    if isinstance(several, dict) and several:
        return [(str(k), str(v)) for k, values in several.items() for v in values or ()]
    return [(str(k), str(v)) for k, v in single.items()] if isinstance(single, dict) else []


def _headers(event: Mapping[str, Any]) -> Pairs:
    headers = event.get("headers")
    return tuple((str(k), str(v)) for k, v in headers.items()) if isinstance(headers, dict) else ()


def _body(event: Mapping[str, Any]) -> bytes | None:
    body = event.get("body")
    if not isinstance(body, str):
        return None
    if event.get("isBase64Encoded") is True:
        try:
            return base64.b64decode(body)
        except (ValueError, binascii.Error):
            return None
    return body.encode()
