"""Routes of every method, which catch preflight requests on an HTTP API.

Source: API Gateway guide, http-api-cors: API Gateway answers preflight where no route matches OPTIONS; a route for every
method matches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrator.concern import NO_AUTHORIZER, View, fact
from migrator.text.node import Node

from .definition import operations, routes
from .document import Operation, normal


@dataclass(frozen=True, eq=False)
class CatchingRoute:
    """A route of every method, on a path that has no OPTIONS route of its own.

    Arguments:
        label: method and path.
        path: without a slash at its end.
        node: where it stands.
        authorizer: what protects it; None where it is open.
    """

    label: str
    path: str
    node: Node
    authorizer: str | None


@fact
def catching(view: View) -> Sequence[CatchingRoute]:
    """The routes of every method that will get the preflight requests to their paths."""
    own = {normal(path) for method, path in routes(view) if method == "OPTIONS"}
    found: dict[str, CatchingRoute] = {}
    for event in view.api.events:
        if event.method == "ANY" and event.path is not None:
            path = normal(event.path)
            found[path] = CatchingRoute(f"ANY {event.path}", path, event.node, view.auth.of(event))
    for operation in operations(view):
        if operation.method == "ANY":
            path = normal(operation.path)
            by_event = found[path].authorizer if path in found else view.auth.default
            found[path] = CatchingRoute(operation.label, path, operation.node, _asked(operation, by_event))
    return [route for path, route in found.items() if path not in own]


def _asked(operation: Operation, otherwise: str | None) -> str | None:
    """What protects an operation; None where it is open."""
    asked = next(iter(operation.asks), otherwise)
    return None if asked == NO_AUTHORIZER else asked
