"""What files say about requests: values for paths, and saved events."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlencode

from ..proof.shapes import mapping, value_at
from .call import ApiCall, Pairs, escaped
from .hiding import CREDENTIALS

PathValues: TypeAlias = tuple[tuple[str, str, str], ...]
"""Values of path variables, by route path and name."""

_OF_THE_WAY = frozenset({
    "host", "content-length", "connection", "accept-encoding", "transfer-encoding", "via", "te", "upgrade",
    "keep-alive", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id", "x-amz-cf-id",
    "if-none-match", "if-modified-since",
})  # fmt: skip
"""Headers that the way of a request adds, or that ask for another answer than a first one."""
_OF_THE_WAY_TOO = ("cloudfront-", "sec-", ":")


class RequestsError(Exception):
    """A file of requests that cannot be read; the message is one line for the user."""


@dataclass(frozen=True)
class Examples:
    """What files say about requests.

    Arguments:
        calls: whole requests.
        values: values of path variables, by route path and name.
        secrets: values of headers that are never printed.
        left_out: how many recorded requests went to other hosts.
    """

    calls: tuple[ApiCall, ...] = ()
    values: PathValues = ()
    secrets: frozenset[str] = frozenset()
    left_out: int = 0


def kept_headers(headers: Pairs) -> Pairs:
    """Headers of a recorded request, without what its way added and what let it in then.

    Arguments:
        headers: as they were recorded.
    """
    return tuple(
        (name, value)
        for name, value in headers
        if not (low := name.lower()).startswith(_OF_THE_WAY_TOO)
        and low not in _OF_THE_WAY | CREDENTIALS
        and value.isprintable()
        and value.isascii()
    )


_METHODS = ("get", "head", "options", "post", "put", "patch", "delete")


def of_openapi(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """List examples of path variables: route path, name and value.

    Source: OpenAPI 3.1.0, "Parameter Object"; ``x-example`` is what Swagger 2.0 is written with.

    Arguments:
        document: the OpenAPI document.
    """
    for path, item in mapping(document.get("paths")).items():
        if not isinstance(item, dict):
            continue
        operations = [operation for key in _METHODS if isinstance(operation := item.get(key), dict)]
        listed = [p for each in (item, *operations) for p in each.get("parameters") or () if isinstance(p, dict)]
        for written in listed:
            parameter = _resolved(document, written)
            if parameter.get("in") == "path" and (example := _example(parameter)) is not None:
                yield str(path), str(parameter.get("name")), example


def _resolved(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = parameter.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return parameter
    return mapping(value_at(document, reference[2:].split("/")))


def _example(parameter: Mapping[str, Any]) -> str | None:
    """The first example of a parameter, or of its schema."""
    schema = mapping(parameter.get("schema"))
    named = [mapping(each).get("value") for each in mapping(parameter.get("examples")).values()]
    lists = [each for key in ("examples", "enum") if isinstance(each := schema.get(key), list)]
    single = [
        parameter.get("example"),
        *named,
        parameter.get("x-example"),
        schema.get("example"),
        schema.get("default"),
    ]
    found = (*single, *(value for each in lists for value in each))
    return next((str(each) for each in found if isinstance(each, (str, int, float)) and str(each)), None)


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
    known = tuple((resource, str(k), str(v)) for k, v in mapping(event.get("pathParameters")).items())
    call = ApiCall(str(method or "GET").upper(), escaped(path), query, kept_headers(_headers(event)), _body(event))
    return call, known


def _query(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    several, single = event.get("multiValueQueryStringParameters"), event.get("queryStringParameters")
    if isinstance(several, dict) and several:
        return [(str(k), str(v)) for k, values in several.items() for v in values or ()]
    return [(str(k), str(v)) for k, v in mapping(single).items()]


def _headers(event: Mapping[str, Any]) -> Pairs:
    return tuple((str(k), str(v)) for k, v in mapping(event.get("headers")).items())


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
