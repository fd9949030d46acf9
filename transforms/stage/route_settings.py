"""``DefaultRouteSettings`` and ``RouteSettings`` of an HTTP API and its events -> ``MethodSettings`` of a REST API."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import TypeAlias

from migrator.concern import Concern, Drop, Put, Step, View
from migrator.text.node import Node
from migrator.text.operations import Remove
from migrator.text.values import NO_VALUE, Tagged, Value, arguments, entries_of, is_map, ref, ref_target

from ..codes import DROPPED_SETTING, UNSUPPORTED_SHAPE
from .codes import INHERITED_LIMIT, ROUTE_WITHOUT_METHOD
from .method_settings import SUB_KEYS, decoded, named, to_http

REST_KEYS = {new: old for old, new in SUB_KEYS.items()}
KEYS = ("DefaultRouteSettings", "RouteSettings")
Made: TypeAlias = "dict[str, Value] | tuple[Node, Made | None, Made | None]"
"""What settings become: as they are, or as a condition chooses; None where a branch has none."""
Entries: TypeAlias = dict[tuple[str, str], tuple[Node, Made]]
"""Method settings by method and encoded path, each with the place that they come from."""


def to_rest(view: View) -> Iterator[Step]:
    """Fold the settings of routes into those of methods."""
    there: dict[str, Node] = {key: node for key in KEYS if (node := view.get(key)) is not None}
    entries: Entries = {}
    routes = there.get("RouteSettings")
    if routes is not None and not is_map(routes):
        yield view.find(UNSUPPORTED_SHAPE, "`RouteSettings` must be a map.", routes)
    if "DefaultRouteSettings" in there:
        yield from _entry(view, "*", "/*", there["DefaultRouteSettings"], entries)
    for name, route in entries_of(there.get("RouteSettings")).items():
        yield from _route(view, name, route, entries)
    yield from _of_events(view, entries)
    for (method, path), (node, made) in entries.items():
        for each in _plain(made) if method != "*" else ():
            yield from _inherited(view, named(method, decoded(path)), node, each)
    yield from _written(there, entries)


def _written(there: Mapping[str, Node], entries: Entries) -> Iterator[Step]:
    gone = [*there]
    if entries:
        written = [_written_entry(*address, made) for address, (_, made) in entries.items()]
        yield Put(("MethodSettings",), written, was=gone.pop(0) if gone else None)
    for key in gone:
        yield Drop((key,))


def _of_events(view: View, entries: Entries) -> Iterator[Step]:
    for event in view.api.events:
        own = event.get("RouteSettings")
        if own is None or event.properties is None:
            continue
        yield Remove(event.properties, "RouteSettings")
        if is_map(own):
            name = named(event.method or "", event.path) if event.path is not None else "$default"
            yield from _route(view, name, own, entries, event.owner.node.get("Condition"))
        else:
            yield view.find(UNSUPPORTED_SHAPE, "`RouteSettings` of this event must be a map.", own)


def _route(view: View, name: str, node: Node, entries: Entries, condition: Node | None = None) -> Iterator[Step]:
    method, _, path = name.partition(" ")
    if not path.startswith("/") or method.upper() == "ANY":
        yield view.find(ROUTE_WITHOUT_METHOD, f"The settings of `{name}` apply to more than one method.", node)
        return
    encoded = "/" + path.replace("/", "~1") if path != "/" else "/"
    yield from _entry(view, method.upper(), encoded, node, entries, condition)


def _written_entry(method: str, path: str, made: Made) -> Value:
    if isinstance(made, dict):
        return {"HttpMethod": method, "ResourcePath": path, **made}
    condition, *branches = made
    return Tagged(
        "If", [condition, *(_written_entry(method, path, each) if each else ref(NO_VALUE) for each in branches)]
    )


def _entry(
    view: View, method: str, path: str, node: Node, entries: Entries, condition: Node | None = None
) -> Iterator[Step]:
    entry, there = (yield from _made(view, node)), entries.get((method, path))
    if condition is not None and entry:  # SAM puts the settings of an event under the condition of its function
        entry = (condition, entry, None)
    if there is not None and isinstance(there[1], dict) and isinstance(entry, dict):
        entries[method, path] = node, there[1] | entry  # SAM merges those of an event, which win
    elif there is not None and entry:
        what = "`RouteSettings` of this event cannot be merged with those of the API, which a condition chooses."
        yield view.find(UNSUPPORTED_SHAPE, what, node)
    elif entry:
        entries[method, path] = node, entry


def _made(view: View, node: Node) -> Generator[Step, None, Made | None]:
    """What settings become; None where there are none."""
    if parts := arguments(node, "If", 3):
        yes, no = (yield from _made(view, parts[1])), (yield from _made(view, parts[2]))
        return (parts[0], yes, no) if yes or no else None
    if not is_map(node):
        if ref_target(node) != NO_VALUE:
            yield view.find(UNSUPPORTED_SHAPE, "The settings of a route must be a map.", node)
        return None
    for key, value in node.entries().items():
        if key not in REST_KEYS:
            yield view.find(DROPPED_SETTING, f"`{key}` is left out. It has no effect on an HTTP API.", value)
    return {REST_KEYS[key]: value for key, value in node.entries().items() if key in REST_KEYS} or None


def _plain(made: Made | None) -> Iterator[dict[str, Value]]:
    """The settings of every branch."""
    if isinstance(made, dict):
        yield made
    elif made is not None:
        yield from _plain(made[1])
        yield from _plain(made[2])


def _inherited(view: View, route: str, node: Node, entry: dict[str, Value]) -> Iterator[Step]:
    """What a REST API would fill in from its defaults (T38): metrics can be turned off, a limit cannot."""
    default = view.get("DefaultRouteSettings")
    inherited = {pair.key.text for inner in default.walk() for pair in inner.pairs} if default is not None else set()
    for key, old in REST_KEYS.items():
        if old in entry or key not in inherited:
            continue
        if key == "DetailedMetricsEnabled":
            entry[old] = False
        else:
            what = f"The settings of `{route}` have no `{key}`; the default limit will apply to it."
            yield view.find(INHERITED_LIMIT, what, node, about=[route])


CONCERN = Concern("route-settings", to_http, frozenset({"MethodSettings"}), to_rest, frozenset(KEYS))
