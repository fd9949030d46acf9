"""What the events of both directions have in common: their type, their API, and the route that they are for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from migrator.concern import Step, View
from migrator.sam.kinds import OTHER
from migrator.sam.template import Event
from migrator.text.operations import RenameKey, SetValue
from migrator.text.tree import Node
from migrator.text.values import get, literal, ref, ref_target

from ..codes import UNSUPPORTED_SHAPE
from .codes import DUPLICATE_ROUTE, GREEDY_PERMISSION, METHOD_SPELLING, TRAILING_SLASH

KEPT = frozenset({"Path", "Method", "TimeoutInMillis"})
"""What means the same in an event of either kind."""
_REST_ANY = frozenset({"*", "x-amazon-apigateway-any-method"})
_OTHER_GREEDY = re.compile(r"\{(?!proxy\+)[^{}]*\+\}")


def is_catch_all(event: Event) -> bool:
    """Whether an event says nothing of its route, in whatever form: SAM takes it for ``$default``."""
    properties = event.properties
    return properties is None or all(properties.get(key) is None for key in ("Path", "Method"))


def named(view: View, event: Event, properties: Node | None) -> Iterator[Step]:
    """The type of an event and the key by which it names its API, wherever they stand: behind a merge key none changes."""
    if (kind := event.node.get("Type")) is not None:
        yield SetValue(kind, view.kind.section)
    old = OTHER[view.kind.name].api_key
    reference = get(properties, old)
    if properties is None or reference is None:
        return
    yield RenameKey(properties, old, view.kind.api_key)
    if literal(reference) == view.api.id:
        # SAM takes the text itself for the API's id in the permission that it makes: nobody could call the function.
        yield SetValue(reference, ref(view.new_id))


def path_and_method(view: View, properties: Node) -> Iterator[Step]:
    path, method = properties.get("Path"), properties.get("Method")
    if path is None or method is None:
        return
    if path.text.endswith("/") and path.text.strip("/"):
        more = "" if view.kind.name == "http" else " It had no route on the HTTP API, and has one from now on."
        yield view.find(TRAILING_SLASH, f"`{path.text}` becomes `{path.text.rstrip('/')}`.{more}", path)  # T31
        yield SetValue(path, path.text.rstrip("/"))
    if method.text == "*":
        yield view.find(UNSUPPORTED_SHAPE, "`*` is no method: SAM makes no route of it. Is `ANY` meant?", method)
    elif method.text.lower() in _REST_ANY:
        yield view.find(METHOD_SPELLING, f"`{method.text}` becomes `ANY`.", method)
        yield SetValue(method, "ANY")
    if view.kind.name == "http" and _OTHER_GREEDY.search(path.text):
        yield view.find(
            GREEDY_PERMISSION, f"`{path.text}` catches all paths below it under another name than `proxy`.", path
        )


def strangers(view: View) -> Iterator[Step]:
    """T33: an event of type HttpApi at a REST API makes no route there; at an HTTP API it would."""
    for event in view.template.events:
        reference = event.get(view.kind.api_key)
        if event.kind != view.kind.name or reference is None:
            continue
        if view.api.id in (ref_target(reference), literal(reference)):
            what = f"Event {event.name} of {event.owner.id} is for an HTTP API, and makes no route of this one."
            yield view.find(UNSUPPORTED_SHAPE, what, event.node)


def duplicates(view: View) -> Iterator[Step]:
    routes = Counter((event.method, (event.path or "").rstrip("/")) for event in view.api.events)
    for event in view.api.events:
        if event.path is not None and routes[(event.method, event.path.rstrip("/"))] > 1:
            yield view.find(
                DUPLICATE_ROUTE, f"{event.method} {event.path} is claimed by more than one event.", event.node
            )
