"""What a client gets for what a handler returns: REST API, HTTP API payload 1.0 and 2.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .gateway import Gateway
from .identities import as_text

CRASH = {"rest": 502, "1.0": 500, "2.0": 500}
"""What an API answers when the function fails or returns what the API does not take."""

# Measured: any other key makes a REST API answer 502. An HTTP API passes over it.
_REST_KEYS = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded", "base64Encoded"})
_CORS = "access-control-"


@dataclass(frozen=True)
class Received:
    """The client's view.

    Arguments:
        status: HTTP status.
        headers: names in lower case and values, each name once, sorted; without ``Set-Cookie``. ``Content-Type`` is
            missing where the API chooses one and which is not documented.
        cookies: values of ``Set-Cookie``, sorted.
        body: what is sent, before any compression.
        crashed: whether the API answers for a function that failed.
        written: whether the API wrote the body as JSON itself, whose spaces are not documented.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    cookies: tuple[str, ...] = ()
    body: bytes = b""
    crashed: bool = False
    written: bool = field(default=False, compare=False)

    def sends_as(self, other: Received) -> bool:
        """Whether two bodies are the same to a client.

        Arguments:
            other: another answer.
        """
        if self.body == other.body or not (self.written or other.written):
            return self.body == other.body
        try:
            return bool(json.loads(self.body) == json.loads(other.body))
        except ValueError:
            return False


class MalformedError(Exception):
    """A return value that the API does not take; the message says why."""


def crash(gateway: Gateway) -> Received:
    """The answer for a function that failed.

    Arguments:
        gateway: the API.
    """
    return Received(CRASH[gateway.version], body=b'{"message":"Internal Server Error"}', crashed=True)


def answer(value: Any, gateway: Gateway) -> Received:
    """Turn what a handler returned into what the client gets.

    Arguments:
        value: JSON data.
        gateway: the API in front of the function.
    """
    try:
        received = _answered(value, gateway)
    except MalformedError:
        return crash(gateway)
    if gateway.adds is None:
        return received
    added = {name.lower(): text for name, text in gateway.adds.written.items()}
    return replace(received, headers=tuple(sorted({**dict(received.headers), **added}.items())))


def _answered(value: Any, gateway: Gateway) -> Received:
    if gateway.version == "rest":
        return _rest(value, gateway)
    if gateway.version == "2.0" and not (isinstance(value, dict) and "statusCode" in value):
        return _inferred(value)
    return _http(value, gateway)


def _rest(value: Any, gateway: Gateway) -> Received:
    if not isinstance(value, dict):
        raise MalformedError("the function returned no object")
    if unknown := value.keys() - _REST_KEYS:
        raise MalformedError(f"unknown keys: {', '.join(sorted(unknown))}")
    body = value.get("body")
    if body is not None and not isinstance(body, str):
        raise MalformedError("the body is not text")
    # Measured: decoded only for binary media types, else the base64 text itself is sent.
    encoded = bool(gateway.binary) and _flag(value.get("base64Encoded", value.get("isBase64Encoded")))
    status = _status(value["statusCode"]) if "statusCode" in value else 200
    return _answer(status, _rest_lines(value), _bytes(body or "", encoded), gateway, "application/json")


def _rest_lines(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Both kinds of headers, the lists first; a pair that stands in both is sent once."""
    sent = set()
    for name, values in _mapping(value.get("multiValueHeaders")).items():
        if not isinstance(values, list):
            raise MalformedError(f"{name} in multiValueHeaders is no list")
        for entry in values:
            sent.add((name, entry := _rest_value(name, entry)))
            yield name, entry
    for name, entry in _mapping(value.get("headers")).items():
        line = (name, _rest_value(name, entry))
        if line not in sent:
            yield line


def _rest_value(name: str, value: Any) -> str:
    if not isinstance(value, str | bool):
        raise MalformedError(f"{name} is neither text nor a boolean")
    return as_text(value)


def _http(value: Any, gateway: Gateway) -> Received:
    if not isinstance(value, dict) or "statusCode" not in value:
        raise MalformedError("no statusCode")
    lists = _mapping(value.get("multiValueHeaders")) if gateway.version == "1.0" else {}
    lines = [(name, as_text(v)) for name, values in lists.items() for v in _list(values)]
    named = {name.lower() for name in lists}
    for name, entry in _mapping(value.get("headers")).items():
        # Of names that differ in case, only the first counts; what becomes of null is not documented.
        if name.lower() not in named and entry is not None:
            lines.append((name, as_text(entry)))
            named.add(name.lower())
    if gateway.version == "2.0":
        lines.extend(("set-cookie", as_text(cookie)) for cookie in _list(value.get("cookies") or []))
    body = value.get("body")
    sent = _bytes("" if body is None else as_text(body), _flag(value.get("isBase64Encoded")))
    default = "application/json" if gateway.version == "1.0" else None
    answered = _answer(_status(value["statusCode"]), lines, sent, gateway, default)
    return replace(answered, written=isinstance(body, dict | list))


def _inferred(value: Any) -> Received:
    """Payload 2.0 without a status: the whole value is the body."""
    return Received(
        200,
        (("content-type", "application/json"),),
        body=as_text(value).encode(),
        written=isinstance(value, dict | list),
    )


def _answer(
    status: int, lines: Iterable[tuple[str, str]], body: bytes, gateway: Gateway, default_type: str | None
) -> Received:
    folded: dict[str, list[str]] = {}
    for name, value in lines:
        folded.setdefault(name.lower(), []).append(value)
    cookies = folded.pop("set-cookie", [])
    if default_type is not None:
        folded.setdefault("content-type", [default_type])
    headers = ((name, ", ".join(values)) for name, values in folded.items())
    kept = sorted(pair for pair in headers if not (gateway.cors and pair[0].startswith(_CORS)))
    return Received(status, tuple(kept), tuple(sorted(cookies)), body)


def _status(value: Any) -> int:
    """A status code; text of digits is taken too."""
    try:
        status = int(value) if isinstance(value, str | int) and not isinstance(value, bool) else 0
    except ValueError:
        status = 0
    if not 100 <= status <= 599:
        raise MalformedError(f"statusCode {json.dumps(value)}")
    return status


def _flag(value: Any) -> bool:
    """A boolean; both spellings as text are taken too."""
    if value is None or isinstance(value, bool):
        return bool(value)
    if value not in ("true", "True", "false", "False"):
        raise MalformedError(f"isBase64Encoded {json.dumps(value)}")
    return value in ("true", "True")


def _bytes(text: str, encoded: bool) -> bytes:
    if not encoded:
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedError(f"the body is no base64: {error}") from None


def _mapping(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise MalformedError("headers are no object")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise MalformedError("not a list")
    return value
