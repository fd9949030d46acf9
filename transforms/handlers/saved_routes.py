"""The routes of a template that a saved event may have come by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from migrator.concern import View
from migrator.proof.shapes import value_at
from migrator.sam.template import Event, Template

from .roles import format_of

_VARIABLE = re.compile(r"\{([^{}]+?)(\+?)\}")
_SAMPLE = ("{proxy+}", "$default")
"""What generated samples of events name as their route (``sam local generate-event apigateway``)."""


@dataclass(frozen=True, eq=False)
class SavedRoute:
    """A route whose events get another format, or keep theirs; one whose API stays has no view."""

    view: View | None
    event: Event
    follows: bool

    @property
    def key(self) -> str:
        return f"{self.event.method} {self.event.path}" if self.event.path is not None else "$default"

    def takes(self, method: str, resource: str, path: str) -> bool:
        """Whether a request may have come by this route."""
        own = self.event.path
        if self.event.method not in (None, "ANY", method):
            return False
        return own is None or own in (resource, path) or _pattern(own).fullmatch(path) is not None


def routes_of(template: Template, moves: Sequence[View]) -> Iterator[SavedRoute]:
    moving = {id(event) for view in moves for event in view.api.events}
    yield from (SavedRoute(None, event, False) for event in template.events if id(event) not in moving)
    for view in moves:
        for event in view.api.events:
            changed = event.kind == "rest" or format_of(event) == "2.0"
            yield SavedRoute(view, event, changed and view.follows(event.owner.id))


def came_by(event: dict[str, Any], before: str, routes: list[SavedRoute]) -> SavedRoute | None:
    """The route that an event came by; where it names none, the one of a template in which all follow."""
    method, resource, path = _request(event, before)
    named = bool(resource) and not resource.endswith(_SAMPLE)
    paths = {(route.event.path or "").rstrip("/") for route in routes}
    if before == "rest" and named and "{" in resource and resource.rstrip("/") not in paths:
        return None
    if taking := [route for route in routes if route.takes(method, resource, path)]:
        return next((route for route in taking if route.event.path == resource), taking[0])
    return None if named or len({route.follows for route in routes}) != 1 else routes[0]


def _request(event: dict[str, Any], before: str) -> tuple[str, str, str]:
    """The method, the route and the path of an event; empty where it does not name them."""
    if before == "rest":
        return str(event.get("httpMethod") or ""), str(event.get("resource") or ""), str(event.get("path") or "")
    method = value_at(event, ("requestContext", "http", "method"))
    resource = str(event.get("routeKey") or "").rpartition(" ")[2]
    return str(method or ""), resource, str(event.get("rawPath") or "")


def _pattern(path: str) -> re.Pattern[str]:
    """Requests that a route takes."""
    at, parts = 0, []
    for variable in _VARIABLE.finditer(path):
        parts += [re.escape(path[at : variable.start()]), ".+" if variable[2] else "[^/]+"]
        at = variable.end()
    return re.compile("".join([*parts, re.escape(path[at:]), "/?"]))
