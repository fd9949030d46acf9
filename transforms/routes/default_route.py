"""The catch-all route ``$default`` of an HTTP API, as the two routes of a REST API that it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from migrator.concern import Step, View, fact
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove, SetValue
from migrator.text.values import Value, is_map, literal, present, ref

from ..access import default_authorizer
from ..reading.definition import document
from .codes import DEFAULT_ROUTE, EVENT_PERMISSION
from .paths import CATCH_ALL, named
from .timeouts import LIMITS

ALL_ROUTES = "/*"
"""The path of which SAM makes the permission to call a function from every route of a REST API."""


def two_routes(view: View, event: Event) -> Iterator[Step]:
    """T32: the catch-all takes every path below the root; a second event takes the root.

    Where one of the two is a route already, API Gateway prefers that to the catch-all, so the other is all that is left.
    """
    left = _left(view)
    routes = " and ".join(f"`{path}`" for path in left) or "nothing, since other routes already cover every path"
    if document(view) is None:  # else SAM merges it into none, which is said of the definition
        yield view.find(DEFAULT_ROUTE, f"The `$default` route of {event.owner.id} becomes {routes}.", event.node)
    if left:
        yield from _at(view, event, left[0])
    elif event.node.parent is not None:
        yield Remove(event.node.parent, event.name)
    if len(left) > 1:
        yield from _second(view, event, left[1])


@fact
def _left(view: View) -> list[str]:
    """The paths of the catch-all that no other event takes."""
    taken = {each.path for each in view.api.events if each.method == "ANY"}
    return [path for path in CATCH_ALL if path not in taken]


def permission(view: View, event: Event) -> Iterator[Step]:
    """SAM makes no route of an event beside `DefinitionUri`: the event lets the API call its function on all routes."""
    what = f"SAM creates no route for event {event.name}, because `DefinitionUri` defines the routes. The event keeps its permission for all routes, as `{ALL_ROUTES}`."
    yield view.find(EVENT_PERMISSION, what, event.node)
    yield from _at(view, event, ALL_ROUTES)


def _at(view: View, event: Event, path: str) -> Iterator[Step]:
    """Give an event a path and any method."""
    yield from named(view, event)
    properties = event.properties
    if properties is None:
        api: dict[str, Value] = {"RestApiId": ref(view.new_id)} if view.explicit else {}
        yield Insert(event.node, "Properties", {**api, "Path": path, "Method": "any"}, after="Type")
    else:
        first = next(iter(properties.entries()), None)
        there = properties.get("Path")
        yield Insert(properties, "Path", path, before=first) if there is None else SetValue(there, path)
        if properties.get("Method") is None:
            yield Insert(properties, "Method", "any", after="Path")


def _second(view: View, event: Event, path: str) -> Iterator[Step]:
    events, auth = event.node.parent, event.get("Auth")
    named_api = event.get("ApiId") is not None or view.explicit
    made = present(
        {
            "RestApiId": ref(view.new_id) if named_api else None,
            "Path": path,
            "Method": "any",
            "TimeoutInMillis": _timeout(event.get("TimeoutInMillis")),
            "Auth": default_authorizer.of_http(view, auth) or None if auth is not None and is_map(auth) else None,
        }
    )
    if events is not None:
        yield Insert(events, _free_name(events, event), {"Type": "Api", "Properties": made}, after=event.name)


def _free_name(events: Node, event: Event) -> str:
    taken = {pair.key.text for pair in events.pairs}
    names = (f"{event.name}Root{number if number > 1 else ''}" for number in count(1))
    return next(name for name in names if name not in taken)


def _timeout(node: Node | None) -> Value:
    """The timeout of the catch-all, at most that of a REST API."""
    longer = (text := literal(node) or "").isdecimal() and int(text) > LIMITS["rest"]
    return LIMITS["rest"] if longer else node
