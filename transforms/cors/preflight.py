"""Preflight requests on routes of every method: a mock answers them on a REST API, the route gets them on an HTTP API."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Step, View

from ..access.default_authorizer import covering
from ..reading.catching import catching
from ..reading.definition import operations
from ..reading.document import normal
from .codes import PREFLIGHT_AUTHORIZER, PREFLIGHT_FUNCTION
from .openapi import preflights
from .sam import configured


def to_http(view: View) -> Iterator[Step]:
    """Say what becomes of preflight requests on routes that catch them."""
    mocks = {normal(mock.operation.path): mock for mock in preflights(operations(view))}
    for route in catching(view):
        mock = mocks.get(route.path)
        if mock is None and not configured(view):
            continue
        # T23: the mock itself asks for the default authorizer, so that browsers are refused already.
        refused = bool(mock.operation.asks) if mock is not None else covering(view) is not None
        if route.authorizer is None:
            what = f"{route.label} will receive OPTIONS requests, which a mock answers today."
            yield view.find(PREFLIGHT_FUNCTION, what, route.node)
        elif not refused:
            what = f"{route.label} would ask preflight requests for authorizer {route.authorizer} and refuse them with 401."
            yield view.find(PREFLIGHT_AUTHORIZER, what, route.node)


CONCERN = Concern("preflight", to_http)
