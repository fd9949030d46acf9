"""Function events on the way back: ``Type: HttpApi`` -> ``Type: Api``, the catch-all as the two routes that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.concern import Step, View, fact
from migrator.findings import Level
from migrator.sam.template import Event
from migrator.text.operations import Insert, Remove, SetValue
from migrator.text.tree import Node
from migrator.text.values import Value, intrinsic, is_map, ref

from ..access import default_authorizer
from ..codes import UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.definition import document, held, merging, uploaded
from ..reading.document import Document
from . import payload
from .codes import DEFAULT_ROUTE, EVENT_PERMISSION, NO_METHODS, SIBLING_VARIABLES, TIMEOUT
from .elsewhere import undecided
from .event_routes import KEPT, duplicates, is_catch_all, named, path_and_method
from .permission_ids import collisions

MAX_REST_TIMEOUT = 29_000
"""Milliseconds. Source: API Gateway quotas, REST API integration timeout."""

FASTER = "Make the route faster if it ever takes that long."

HTTP_KEYS = KEPT | {"ApiId", "Auth", "PayloadFormatVersion", "RouteSettings"}
CATCH_ALL = ("/{proxy+}", "/")
"""The routes of a REST API that stand for ``$default``."""
ALL_ROUTES = "/*"
"""The path of which SAM makes the permission to call a function from every route of a REST API."""
_ROUTE = "AWS::ApiGatewayV2::Route"
_PATH_VARIABLE = re.compile(r"\{([^}]+)\}")


def to_rest(view: View) -> Iterator[Step]:
    """Rewrite every event of the HTTP API."""
    body = document(view)
    merges = merging(view, body)
    if not _has_routes(view):
        yield view.find(NO_METHODS, "No event is on this API, and it has no definition.")
    yield from duplicates(view)
    yield from undecided(view)
    yield from collisions(view)
    yield from _siblings(view, body)
    yield from payload.findings(view)
    for event in view.api.events:
        if is_catch_all(event):
            yield from _permission(view, event) if uploaded(view) else _default_route(view, event)
            yield from _of_http(view, event, body, merges=merges)
        elif event.properties is None or event.path is None or event.method is None or not event.path.startswith("/"):
            what = f"Event {event.name} of {event.owner.id} has no literal path and method."
            yield view.find(UNSUPPORTED_SHAPE, what, event.node)
        else:
            yield from named(view, event, event.properties)
            yield from path_and_method(view, event.properties)
            yield from _of_http(view, event, body, merges=merges)


@fact
def _has_routes(view: View) -> bool:
    """Whether the API has a route, or may have: in a definition, which need not be read here, or as a resource."""
    defined = any(view.get(key) is not None for key in ("DefinitionBody", "DefinitionUri"))
    users = (view.template.resources.get(r.resource or "") for r in view.template.references_to(view.api.id))
    return bool(view.api.events) or defined or any(user is not None and user.type == _ROUTE for user in users)


def _of_http(view: View, event: Event, body: Document | None, *, merges: bool) -> Iterator[Step]:
    """Rewrite what an event says of its route.

    Arguments:
        body: the definition of the API; None without one.
        merges: whether events are merged into the definition.
    """
    properties, operation = event.properties, held(body, event)
    defined = operation is not None or uploaded(view)
    if properties is None:
        return
    if properties.get("PayloadFormatVersion") is not None:
        yield Remove(properties, "PayloadFormatVersion")
    for key, node in properties.entries().items():
        if key == "TimeoutInMillis":
            if not defined or merges:  # otherwise it moves into the definition
                yield from _rest_timeout(view, node)
        elif key == "Auth" and not is_map(node) and not node.is_null:
            yield view.find(UNSUPPORTED_SHAPE, "`Auth` of this event is no map.", node)
        elif key not in HTTP_KEYS:
            yield view.find(UNSUPPORTED_PROPERTY, f"`{key}` is not a property of an HttpApi event.", node)
            yield Remove(properties, key)


def _rest_timeout(view: View, node: Node) -> Iterator[Step]:
    if intrinsic(node) is not None or not node.text.isdigit():
        yield view.find(UNSUPPORTED_SHAPE, "`TimeoutInMillis` is no number.", node)
    elif _is_longer(node):
        what = f"This route may take {node.text} ms; a REST API ends it after {MAX_REST_TIMEOUT} ms."
        yield view.find(TIMEOUT, what, node, level=Level.WARNING, remedy=FASTER)
        yield SetValue(node, MAX_REST_TIMEOUT)


def _is_longer(node: Node) -> bool:
    """Whether a route may take longer than a REST API lets it."""
    return node.text.isdigit() and int(node.text) > MAX_REST_TIMEOUT


def _default_route(view: View, event: Event) -> Iterator[Step]:
    """T32: the catch-all takes every path below the root; a second event takes the root.

    Where one of the two is a route already, API Gateway prefers that to the catch-all, so the other is all that is left.
    """
    taken = {each.path for each in view.api.events if each.method == "ANY"}
    left = [path for path in CATCH_ALL if path not in taken]
    routes = " and ".join(f"`{path}`" for path in left) or "nothing: other routes take every path"
    yield view.find(DEFAULT_ROUTE, f"The catch-all of {event.owner.id} becomes {routes}.", event.node)
    if not left:
        if event.node.parent is not None:
            yield Remove(event.node.parent, event.name)
        return
    yield from named(view, event, event.properties)
    yield from _caught(view, event, left[0])
    if len(left) > 1:
        yield from _second(view, event, left[1])


def _permission(view: View, event: Event) -> Iterator[Step]:
    """SAM makes no route of an event beside `DefinitionUri`: the event lets the API call its function on all routes."""
    what = f"Event {event.name} makes no route beside `DefinitionUri`; its permission for all routes stays, as `{ALL_ROUTES}`."
    yield view.find(EVENT_PERMISSION, what, event.node)
    yield from named(view, event, event.properties)
    yield from _caught(view, event, ALL_ROUTES)


def _caught(view: View, event: Event, path: str) -> Iterator[Step]:
    properties = event.properties
    if properties is None:
        api: dict[str, Value] = {"RestApiId": ref(view.new_id)} if view.explicit else {}
        yield Insert(event.node, "Properties", {**api, "Path": path, "Method": "any"}, after="Type")
    else:
        first = next(iter(properties.entries()), None)
        yield Insert(properties, "Path", path, before=first)
        yield Insert(properties, "Method", "any", after="Path")


def _second(view: View, event: Event, path: str) -> Iterator[Step]:
    events, kept = event.node.parent, event.properties.entries() if event.properties is not None else {}
    made: dict[str, Value] = {"Path": path, "Method": "any"}
    if "ApiId" in kept or view.explicit:
        made = {"RestApiId": ref(view.new_id), **made}
    if (timeout := kept.get("TimeoutInMillis")) is not None:
        made["TimeoutInMillis"] = MAX_REST_TIMEOUT if _is_longer(timeout) else timeout
    if (auth := kept.get("Auth")) is not None and is_map(auth) and (left := default_authorizer.of_http(view, auth)):
        made["Auth"] = left
    if events is not None:
        taken = {pair.key.text for pair in events.pairs}
        name = next(n for n in (f"{event.name}Root", *(f"{event.name}Root{i}" for i in range(2, 99))) if n not in taken)
        yield Insert(events, name, {"Type": "Api", "Properties": made}, after=event.name)


def _siblings(view: View, body: Document | None) -> Iterator[Step]:
    """T39: one variable name for each place below one parent."""
    paths = [(op.path, op.node) for op in body.operations] if body is not None else []
    for event in view.api.events:
        if held(body, event) is None and not uploaded(view):
            paths.append((CATCH_ALL[0] if is_catch_all(event) else event.path or "", event.node))
    names: dict[int, str] = {}
    places: dict[tuple[int, str], int] = {}  # by the place above and the part: a number for each
    for path, node in paths:
        at = 0
        for part in path.strip("/").split("/"):
            found = _PATH_VARIABLE.fullmatch(part)
            if found is not None and names.setdefault(at, part) != part:
                what = f"`{path}` has `{part}` where another path has `{names[at]}`."
                yield view.find(SIBLING_VARIABLES, what, node)
            at = places.setdefault((at, "{}" if found is not None else part), len(places) + 1)
