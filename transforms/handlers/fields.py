"""Fields of events that both formats have, in one place or the other: the table that all who read or write events share.

Source: Lambda proxy integrations of REST APIs and of HTTP APIs (payload format 2.0). Only the judge that replays handlers
and the module that ``--shim`` copies into projects have tables of their own; tests hold them against this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

Keys: TypeAlias = tuple[str, ...]
Steps: TypeAlias = tuple[Keys, ...]
"""Keys by the steps of another path: for each of its keys none, one or several."""


@dataclass(frozen=True)
class EventField:
    """A field that a REST event and payload 2.0 both have, in different places.

    Arguments:
        rest: its place in a REST event: keys with slashes between.
        http: its place in payload 2.0: for each key of the other place what stands for it, several keys with dots.
        optional: whether payload 2.0 leaves out what holds it where a REST event has null.
        back: whether code that reads it in payload 2.0 finds it at that place of a REST event.
        absent: whether a REST event leaves it out as well, in place of null.
    """

    rest: str
    http: str
    optional: bool = False
    back: bool = True
    absent: bool = False

    @property
    def null(self) -> bool:
        """Whether a REST event has null where payload 2.0 leaves it out."""
        return self.optional and not self.absent

    @property
    def rest_path(self) -> Keys:
        """Keys of a REST event."""
        return tuple(self.rest.split("/"))

    @property
    def http_path(self) -> Keys:
        """Keys of payload 2.0."""
        return tuple(key for keys in self.there for key in keys)

    @property
    def there(self) -> Steps:
        """Keys of payload 2.0 for each key of a REST event."""
        return tuple(tuple(part.split(".")) for part in self.http.split("/"))

    @property
    def home(self) -> Steps:
        """Keys of a REST event for each key of payload 2.0."""
        return tuple(self._home())

    def _home(self) -> Iterator[Keys]:
        last = len(self.there) - 1
        for index, (key, keys) in enumerate(zip(self.rest_path, self.there, strict=True)):
            # What holds fields takes the first of several keys' place, the field itself that of the last.
            at = len(keys) - 1 if index == last else 0
            yield from ((key,) if position == at else () for position in range(len(keys)))


_IDENTITY = "requestContext/identity"
_IAM = "requestContext/authorizer.iam"

FIELDS: Final = (
    EventField("httpMethod", "requestContext.http.method"),
    EventField("requestContext/httpMethod", "requestContext/http.method", back=False),
    EventField("requestContext/path", "requestContext/http.path", back=False),  # it begins with the stage
    EventField("requestContext/protocol", "requestContext/http.protocol"),
    EventField("requestContext/requestTime", "requestContext/time"),
    EventField("requestContext/requestTimeEpoch", "requestContext/timeEpoch"),
    EventField("requestContext/extendedRequestId", "requestContext/requestId", back=False),  # both have a `requestId`
    EventField(f"{_IDENTITY}/sourceIp", "requestContext/http/sourceIp"),
    EventField(f"{_IDENTITY}/userAgent", "requestContext/http/userAgent"),
    EventField(f"{_IDENTITY}/clientCert", "requestContext/authentication/clientCert", optional=True, absent=True),
    EventField(f"{_IDENTITY}/accessKey", f"{_IAM}/accessKey", optional=True),
    EventField(f"{_IDENTITY}/accountId", f"{_IAM}/accountId", optional=True),
    EventField(f"{_IDENTITY}/caller", f"{_IAM}/callerId", optional=True),
    EventField(f"{_IDENTITY}/cognitoIdentityId", f"{_IAM}/cognitoIdentity.identityId", optional=True),
    EventField(f"{_IDENTITY}/cognitoIdentityPoolId", f"{_IAM}/cognitoIdentity.identityPoolId", optional=True),
    EventField(f"{_IDENTITY}/principalOrgId", f"{_IAM}/principalOrgId", optional=True),
    EventField(f"{_IDENTITY}/userArn", f"{_IAM}/userArn", optional=True),
    EventField(f"{_IDENTITY}/user", f"{_IAM}/userId", optional=True),
)

SIGNED: Final = tuple(field for field in FIELDS if field.http.startswith(f"{_IAM}/"))
"""Who signed a request, where routes ask for IAM."""

NULLABLE: Final = frozenset({"queryStringParameters", "pathParameters", "stageVariables", "body"})
"""Sent as null by a REST API when empty, left out by format 2.0."""

CONTEXT: Final = ("accountId", "apiId", "domainName", "domainPrefix", "requestId", "stage")
"""Parts of the request context that both formats have under one name."""

SAME: Final = frozenset(
    {
        *((key,) for key in ("headers", "isBase64Encoded", "requestContext")),
        *(("requestContext", key) for key in CONTEXT),
        ("requestContext", "authorizer"),
    }
)
"""Means the same in both formats, under the same name."""

ONLY_2_0: Final = frozenset(
    {
        *((key,) for key in ("version", "rawPath", "rawQueryString", "routeKey", "cookies")),
        *(("requestContext", key) for key in ("http", "routeKey", "time", "timeEpoch", "authentication")),
        *(("requestContext", "authorizer", key) for key in ("jwt", "iam", "lambda")),
    }
)
"""What only payload 2.0 has: code that reads it knows that format already."""

ONLY_REST: Final = frozenset(
    {
        *((key,) for key in ("httpMethod", "path", "resource", "multiValueHeaders", "multiValueQueryStringParameters")),
        *(
            ("requestContext", key)
            for key in ("httpMethod", "path", "identity", "resourcePath", "requestTime", "requestTimeEpoch", "protocol")
        ),
        ("requestContext", "authorizer", "claims"),
        ("requestContext", "authorizer", "principalId"),
    }
)
"""What only a REST event has: code that reads it knows that event already."""

NOT_OF_HTTP: Final[Mapping[Keys, str]] = MappingProxyType(
    {
        ("requestContext", "resourceId"): "An HTTP API has no resources.",
        ("requestContext", "operationName"): "An HTTP API does not send the name of the operation.",
        ("requestContext", "identity", "apiKey"): "HTTP APIs have no API keys.",
        ("requestContext", "identity", "apiKeyId"): "HTTP APIs have no API keys.",
        ("requestContext", "authorizer", "integrationLatency"): "An HTTP API does not tell it.",
    }
)
"""What an HTTP API sends in no format, and why."""

NOT_IN_2_0: Final[Mapping[Keys, str]] = MappingProxyType(
    {
        **NOT_OF_HTTP,
        ("multiValueHeaders",): "It lists every value of a header; format 2.0 joins them with commas in `headers`.",
        (
            "requestContext",
            "authorizer",
            "principalId",
        ): "Format 2.0 holds what the authorizer puts into `context`, and nothing else.",
    }
)
"""What payload 2.0 has nowhere, and why."""

NO_PLACE: Final = "No place for it is known there."
"""Why a field has no counterpart, where nothing more is known."""

OF_AUTHORIZERS: Final = frozenset({"type", "authorizationToken", "methodArn", "identitySource", "routeArn", "version"})
"""Keys of an authorizer's event that a route's event does not have, or not with the same meaning."""

LISTS: Final = frozenset({"cognito:groups", "cognito:roles", "groups", "roles"})
"""Claims that hold several values: ``g1,g2`` from a REST API, ``[g1 g2]`` from an HTTP API."""

DATES: Final = frozenset({"exp", "iat", "auth_time"})
"""Claims that hold a time: a date in words from a REST API, seconds from an HTTP API."""

CAPITALS: Final = frozenset(
    {"Content-Length", "Content-Type", "Host", "User-Agent", "X-Amzn-Trace-Id", "Postman-Token"}
)
"""Headers that payload 1.0 spells so whatever the client sent; others, but for ``X-Forwarded-``, are in lower case."""

SENT_ONCE: Final = frozenset(
    {
        "authorization",
        "content-type",
        "content-length",
        "cookie",
        "host",
        "user-agent",
        "origin",
        "referer",
        "x-amzn-trace-id",
    }
)
"""Headers that clients send once (RFC 9110), or that API Gateway writes itself."""


def never_sent(name: str, kind: str) -> bool:
    """Whether an HTTP API sends no header under a name.

    Arguments:
        name: the name as code writes it.
        kind: the payload format of the events.
    """
    if kind == "1.0":
        return name != sent_by_1_0(name)
    return kind == "2.0" and (name != name.lower() or name == "cookie")  # these are in `cookies`


def sent_by_1_0(name: str) -> str:
    """The spelling under which payload 1.0 sends a header, however the client writes it."""
    lower = name.lower()
    fixed = {each.lower(): each for each in CAPITALS}
    return fixed.get(lower) or (lower.title() if lower.startswith("x-forwarded-") else lower)


def sent_in_lower(name: str, kind: str) -> bool:
    """Whether an HTTP API sends a header by the name in lower case that code writes, however the client writes it.

    Arguments:
        name: the name as code writes it.
        kind: the payload format of the events.
    """
    return name == name.lower() and (kind == "2.0" or sent_by_1_0(name) == name)


def without_stage(path: str, stage: str | None) -> str:
    """A path without the stage in front, which only a whole segment is.

    Arguments:
        path: a path of an HTTP API's event.
        stage: name of its stage.
    """
    prefix = f"/{stage}"
    return path.removeprefix(prefix) or "/" if f"{path}/".startswith(f"{prefix}/") else path


_ARN: Final = re.compile(
    r"(?<![*])(?:^|/)(?!(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)/)[^/*{}\s]+/(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|\*)(?:/|$)"
)
"""The end of an ARN with a stage that is written out: ``prod/GET/items``."""


def names_stage(text: str, stages: Iterable[str], *, taken: bool) -> bool:
    """Whether a text of an authorizer is, or holds, the name of a stage in an ARN.

    Arguments:
        text: the text, or a part of one between values that are put in.
        stages: names of the stage before and after, as far as they are known.
        taken: whether the authorizer reads the ARN at all, so that a name by itself may be put into one.
    """
    for stage in stages:
        if f"/{stage}/" in f"{text}/" or f"/{text}".startswith(f"/{stage}/") or (taken and text == stage):
            return True
    return bool(_ARN.search(text)) and ("/" in text.strip("/"))
