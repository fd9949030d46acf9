"""Preflight requests on routes of every method: a mock answers them on a REST API, the route gets them on an HTTP API.

Source: API Gateway guide, http-api-cors: API Gateway answers preflight where no route matches OPTIONS; a route for every
method matches it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.concern import Concern, Step, View, fact, is_true
from migrator.text.tree import Node

from ..reading.definition import document
from ..reading.document import normal
from .codes import PREFLIGHT_AUTHORIZER, PREFLIGHT_FUNCTION
from .openapi import preflights
from .sam import configured, own_routes


@dataclass(frozen=True, eq=False)
class MockedRoute:
    """A route of every method whose path answers preflight requests by a mock today.

    Arguments:
        label: method and path.
        node: where it stands.
        authorizer: what protects it; None where it is open.
    """

    label: str
    node: Node
    authorizer: str | None


def to_http(view: View) -> Iterator[Step]:
    """Say what becomes of preflight requests on routes that catch them."""
    for route in (*_of_events(view), *_of_definition(view)):
        if route.authorizer is not None:
            what = f"{route.label} would ask preflight requests for authorizer {route.authorizer} and refuse them with 401."
            yield view.find(PREFLIGHT_AUTHORIZER, what, route.node)
        else:
            what = f"{route.label} will receive OPTIONS requests, which a mock answers today."
            yield view.find(PREFLIGHT_FUNCTION, what, route.node)


def _of_events(view: View) -> Iterator[MockedRoute]:
    if not configured(view):
        return
    own = {normal(path or "") for path in own_routes(view)}
    for event in view.api.events:
        if event.method != "ANY" or event.path is None or normal(event.path) in own:
            continue
        name = view.auth.of(event)
        if name is None or not _is_guarded_today(view):
            yield MockedRoute(f"ANY {event.path}", event.node, name)


@fact
def _is_guarded_today(view: View) -> bool:
    """Whether the mock itself asks for the default authorizer, so that browsers are refused already (T23)."""
    preflight = view.get("Auth", "AddDefaultAuthorizerToCorsPreflight")
    return view.auth.default is not None and (preflight is None or is_true(preflight))


def _of_definition(view: View) -> Iterator[MockedRoute]:
    body = document(view)
    if body is None:
        return
    answered = {normal(mock.operation.path) for mock in preflights(body) if not mock.operation.asks}
    for operation in body.operations:
        if operation.method == "ANY" and normal(operation.path) in answered:
            name = next(iter(operation.asks), None) or view.auth.default
            yield MockedRoute(operation.label, operation.node, name)


CONCERN = Concern("preflight", to_http)
