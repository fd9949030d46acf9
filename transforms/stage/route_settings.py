"""``DefaultRouteSettings`` and ``RouteSettings`` of an HTTP API and its events -> ``MethodSettings`` of a REST API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from migrator.concern import Concern, Drop, Put, Step, View
from migrator.text.operations import Remove
from migrator.text.tree import Node
from migrator.text.values import Value, entries_of, get, is_map

from ..codes import DROPPED_SETTING, UNSUPPORTED_SHAPE
from .codes import INHERITED_LIMIT, ROUTE_WITHOUT_METHOD
from .method_settings import SUB_KEYS, decoded, named, to_http

REST_KEYS = {new: old for old, new in SUB_KEYS.items()}
KEYS = ("DefaultRouteSettings", "RouteSettings")
Entries: TypeAlias = dict[tuple[str, str], tuple[Node, dict[str, Value]]]
"""Method settings by method and encoded path, each with the place that they come from."""


def to_rest(view: View) -> Iterator[Step]:
    """Fold the settings of routes into those of methods."""
    there: dict[str, Node] = {key: node for key in KEYS if (node := view.get(key)) is not None}
    entries: Entries = {}
    for key, node in there.items():
        if not is_map(node):
            yield view.find(UNSUPPORTED_SHAPE, f"`{key}` must be a map.", node)
    if "DefaultRouteSettings" in there and is_map(there["DefaultRouteSettings"]):
        yield from _entry(view, "*", "/*", there["DefaultRouteSettings"], entries)
    for name, route in entries_of(there.get("RouteSettings")).items():
        yield from _route(view, name, route, entries)
    yield from _of_events(view, entries)
    for (method, path), (node, made) in entries.items():
        if method != "*":
            yield from _inherited(view, named(method, decoded(path)), node, made)
    yield from _written(there, entries)


def _written(there: Mapping[str, Node], entries: Entries) -> Iterator[Step]:
    gone = [*there]
    if entries:
        written = [
            {"HttpMethod": method, "ResourcePath": path, **made} for (method, path), (_, made) in entries.items()
        ]
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
            yield from _route(view, name, own, entries)
        else:
            yield view.find(UNSUPPORTED_SHAPE, "`RouteSettings` of this event must be a map.", own)


def _route(view: View, name: str, node: Node, entries: Entries) -> Iterator[Step]:
    method, _, path = name.partition(" ")
    if not path.startswith("/") or method.upper() == "ANY":
        yield view.find(ROUTE_WITHOUT_METHOD, f"The settings of `{name}` apply to more than one method.", node)
        return
    encoded = "/" + path.replace("/", "~1") if path != "/" else "/"
    yield from _entry(view, method.upper(), encoded, node, entries)


def _entry(view: View, method: str, path: str, node: Node, entries: Entries) -> Iterator[Step]:
    entry: dict[str, Value] = {}
    if not is_map(node):
        yield view.find(UNSUPPORTED_SHAPE, "The settings of a route must be a map.", node)
        return
    for key, value in node.entries().items():
        if key in REST_KEYS:
            entry[REST_KEYS[key]] = value
        else:
            yield view.find(DROPPED_SETTING, f"`{key}` is left out. It has no effect on an HTTP API.", value)
    if entry:  # SAM merges the settings of an event into those of its route, and the event's win
        there = entries.get((method, path))
        entries[method, path] = (node, there[1] | entry if there is not None else entry)


def _inherited(view: View, route: str, node: Node, entry: dict[str, Value]) -> Iterator[Step]:
    """What a REST API would fill in from its defaults (T38): metrics can be turned off, a limit cannot."""
    default = view.get("DefaultRouteSettings")
    for key, old in REST_KEYS.items():
        if old in entry or get(default, key) is None:
            continue
        if key == "DetailedMetricsEnabled":
            entry[old] = False
        else:
            what = f"The settings of `{route}` have no `{key}`; the default limit will apply to it."
            yield view.find(INHERITED_LIMIT, what, node, about=[route])


CONCERN = Concern("route-settings", to_http, frozenset({"MethodSettings"}), to_rest, frozenset(KEYS))
