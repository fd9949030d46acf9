"""What API Gateway takes of numbers and characters: facts of both kinds of API, for concerns and for the proof."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

INTEGRATIONS: Final = 300
"""Integrations of an HTTP API; SAM writes one for each operation. Source: http-api-quotas, cannot be increased."""

ROUTES: Final = 300
"""Routes of an HTTP API. Source: http-api-quotas, can be increased."""

SCOPES: Final = 10
"""Scopes of a route of an HTTP API. Source: http-api-quotas, cannot be increased."""

RESOURCES: Final = 300
"""Resources of a REST API below its root. Source: api-gateway-execution-service-limits-table, can be increased."""

AGES: Final = range(-1, 86_401)
"""Seconds of ``MaxAge`` of an HTTP API. Source: apigatewayv2 API, Cors."""

LOGICAL_ID: Final = 255
"""Characters of a logical id. Source: cloudformation-limits."""

_PART = re.compile(r"[a-zA-Z0-9._:-]+|\{[a-zA-Z0-9._:-]+\+?\}")
_ORIGIN = re.compile(r"\*|https?://(?:\*|[^*/?#\s]+)")


def refused_part(path: str) -> str | None:
    """The first part of a path that a REST API does not take; None where it takes all.

    Source: `Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the
    beginning and the end` (CreateResource).

    Arguments:
        path: such as ``/orders/{id}``.
    """
    parts = path.strip("/").split("/") if path.strip("/") else []
    return next((part for part in parts if _PART.fullmatch(part) is None), None)


def resources(paths: Iterable[str]) -> int:
    """How many resources a REST API has below its root: one for each beginning of a path.

    Arguments:
        paths: of its routes.
    """
    known: dict[tuple[int, str], int] = {}  # by the number of the one above, so that long paths are read once
    for path in paths:
        above = 0
        for part in path.strip("/").split("/") if path.strip("/") else ():
            above = known.setdefault((above, part), len(known) + 1)
    return len(known)


def is_origin(text: str) -> bool:
    """Whether an HTTP API takes a text as CORS origin: `Invalid format for origin` otherwise.

    An origin is a scheme and a host, perhaps with a port. ``*`` stands for every origin, or every host of a scheme; in
    a part of a host it is refused (http-api-cors).

    Arguments:
        text: one origin.
    """
    return _ORIGIN.fullmatch(text) is not None
