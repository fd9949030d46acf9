"""Values that look different in the events of the two kinds of API: claims, bodies, what an authorizer function says."""

from __future__ import annotations

import base64
import calendar
import json
import time
from collections.abc import Mapping
from typing import Any, Final

from .fields import LISTS

_DATE: Final = "%a %b %d %H:%M:%S UTC %Y"
_TIMES: Final = frozenset({"exp", "iat"})
_TEXTS: Final = frozenset({"application/json", "application/xml", "application/javascript"})
"""Content types beside ``text/*`` whose bodies an HTTP API hands over as text."""


def http_claims(claims: Mapping[str, Any]) -> dict[str, Any]:
    """Claims as an HTTP API renders them: lists in brackets, times in seconds.

    Arguments:
        claims: of a REST event.
    """
    return {name: _http_claim(name, value) for name, value in claims.items()}


def _http_claim(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in _TIMES and not value.isdigit():
        try:
            return str(calendar.timegm(time.strptime(value, _DATE)))
        except ValueError:
            return value
    return f"[{' '.join(value.split(','))}]" if name in LISTS and not value.startswith("[") else value


def rest_claims(claims: Mapping[str, Any]) -> dict[str, Any]:
    """Claims as a REST API renders them: lists with commas, times in words.

    Arguments:
        claims: of an event of an HTTP API.
    """
    return {name: _rest_claim(name, value) for name, value in claims.items()}


def _rest_claim(name: str, value: Any) -> Any:
    if name in _TIMES and str(value).isdigit():
        return time.strftime(_DATE, time.gmtime(int(value)))
    listed = name in LISTS and isinstance(value, str) and value[:1] == "["
    return ",".join(value.strip("[]").split()) if listed else value


def rest_context(values: Mapping[str, Any]) -> dict[str, Any]:
    """What an authorizer function says, as a REST API hands it over: texts only.

    Arguments:
        values: its context in an event of an HTTP API.
    """
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}


def http_body(body: Any, encoded: bool, content_type: str) -> tuple[Any, bool]:
    """A body as an HTTP API hands it over, and whether it is encoded: what is declared as no text is.

    Arguments:
        body: of a REST event.
        encoded: whether it is encoded there.
        content_type: as the client declares it; empty where a saved event leaves it out.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if not isinstance(body, str) or not body or encoded or not kind or kind.startswith("text/") or kind in _TEXTS:
        return body, encoded
    return base64.b64encode(body.encode("utf-8")).decode("ascii"), True


def rest_body(body: Any, encoded: bool) -> tuple[Any, bool]:
    """A body as a REST API hands it over, and whether it is encoded: what is text is not.

    Arguments:
        body: of an event of an HTTP API.
        encoded: whether it is encoded there.
    """
    if not isinstance(body, str) or not encoded:
        return body, encoded
    try:
        return base64.b64decode(body, validate=True).decode("utf-8"), False
    except ValueError:
        return body, encoded
