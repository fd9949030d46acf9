"""Preflight requests on routes of every method: a mock answers them on a REST API, the route gets them on an HTTP API.

Source: API Gateway guide, http-api-cors: API Gateway answers preflight where no route matches OPTIONS; a route for every
method matches it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.concern import Concern, Move, Step, is_true, once
from migrator.findings import Code, Example, Level
from migrator.text.tree import Node

from . import pages
from .cors import configured
from .definition_cors import preflights
from .openapi_document import document, normal

PREFLIGHT_AUTHORIZER = Code(
    "preflight-authorizer",
    Level.BLOCKER,
    "A route of every method has an authorizer, and browsers send preflight requests to its path.",
    "On the REST API a mock answers OPTIONS without the authorizer. On an HTTP API a route of method ANY catches OPTIONS too, so that the "
    "authorizer refuses preflight requests, which carry no token: browsers of other origins cannot call the route any more.",
    "Write the methods that the route takes as events of their own (GET, POST, …), which leaves preflight to API Gateway, and run again; or "
    "accept with `--accept preflight-authorizer` where no browser calls the route from another origin.",
    pages.CORS,
    Example("Method: any  # OPTIONS is answered by the mock", "Method: any  # OPTIONS needs a token as well: 401"),
)
PREFLIGHT_FUNCTION = Code(
    "preflight-function",
    Level.WARNING,
    "A function will receive preflight requests that a mock of the REST API answers today.",
    "On an HTTP API a route of method ANY catches OPTIONS too. Where the function answers 404, 405 or fails, preflight fails.",
    "Let the function answer OPTIONS with a status of 2xx, or write its methods as events of their own.",
    pages.CORS,
    Example("Method: any  # OPTIONS is answered by the mock", "Method: any  # the function sees OPTIONS"),
)


@dataclass(frozen=True, eq=False)
class Route:
    """A route of every method whose path answers preflight requests by a mock today.

    Arguments:
        label: method and path.
        node: where it stands.
        authorizer: what protects it; None where it is open.
    """

    label: str
    node: Node
    authorizer: str | None


def to_http(move: Move) -> Iterator[Step]:
    """Say what becomes of preflight requests on routes that catch them."""
    for route in (*_of_events(move), *_of_definition(move)):
        if route.authorizer is not None:
            what = f"{route.label} would ask preflight requests for authorizer {route.authorizer} and refuse them with 401."
            yield move.find(PREFLIGHT_AUTHORIZER, what, route.node)
        else:
            what = f"{route.label} will receive OPTIONS requests, which a mock answers today."
            yield move.find(PREFLIGHT_FUNCTION, what, route.node)


def _of_events(move: Move) -> Iterator[Route]:
    if not configured(move):
        return
    own = {normal(event.path or "") for event in move.api.events if event.method == "OPTIONS"}
    for event in move.api.events:
        if event.method != "ANY" or event.path is None or normal(event.path) in own:
            continue
        name = move.auth.of(event)
        if name is None or not _is_guarded_today(move):
            yield Route(f"ANY {event.path}", event.node, name)


@once
def _is_guarded_today(move: Move) -> bool:
    """Whether the mock itself asks for the default authorizer, so that browsers are refused already (T23)."""
    preflight = move.get("Auth", "AddDefaultAuthorizerToCorsPreflight")
    return move.auth.default is not None and (preflight is None or is_true(preflight))


def _of_definition(move: Move) -> Iterator[Route]:
    body = document(move)
    if body is None:
        return
    answered = {normal(mock.operation.path) for mock in preflights(body) if not mock.operation.asks}
    for operation in body.operations:
        if operation.method == "ANY" and normal(operation.path) in answered:
            name = next(iter(operation.asks), None) or move.auth.default
            yield Route(operation.label, operation.node, name)


CONCERN = Concern("preflight", (PREFLIGHT_AUTHORIZER, PREFLIGHT_FUNCTION), to_http)
