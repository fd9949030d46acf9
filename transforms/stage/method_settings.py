"""``MethodSettings`` of a REST API -> ``DefaultRouteSettings`` and ``RouteSettings`` of an HTTP API."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from migrator.concern import Drop, Put, Step, View
from migrator.findings import Code, Finding
from migrator.text.node import Node, boolean
from migrator.text.values import Value, literal, present

from ..codes import CACHING, DROPPED_SETTING, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.cache import has_cache, is_on
from ..reading.definition import routes as routes_of
from ..reading.lookups import choices
from ..several import listed
from .alternatives import Alternatives, alternatives, chosen, lists
from .codes import METHOD_ADDRESS, METHOD_LOGGING, METHOD_ROUTE, METRICS_ONLY

SUB_KEYS = {
    "ThrottlingBurstLimit": "ThrottlingBurstLimit",
    "ThrottlingRateLimit": "ThrottlingRateLimit",
    "MetricsEnabled": "DetailedMetricsEnabled",
}
LOGGING = frozenset({"LoggingLevel", "DataTraceEnabled"})
CACHE = frozenset({"CachingEnabled", "CacheTtlInSeconds", "CacheDataEncrypted", "RequireAuthorizationForCacheControl",
                   "UnauthorizedCacheControlHeaderStrategy"})  # fmt: skip
ADDRESS = frozenset({"HttpMethod", "ResourcePath"})


class Own(NamedTuple):
    """What one entry sets.

    Arguments:
        node: the entry.
        method: as written; empty where it is not a literal text.
        path: likewise.
        kept: the settings that an HTTP API has, by their names there.
    """

    node: Node
    method: str
    path: str
    kept: dict[str, Value]

    @property
    def is_for_all(self) -> bool:
        """Whether it is for every route."""
        return (self.method, self.path) == ("*", "/*")

    @property
    def narrowness(self) -> tuple[bool, bool]:
        """How narrow settings of a REST API are; the narrowest take precedence."""
        return self.path != "/*", self.method != "*"


@dataclass(frozen=True, eq=False)
class Made:
    """What one list of entries becomes.

    Arguments:
        default: settings of every route.
        routes: settings of single routes, by the keys of ``RouteSettings``.
        told: what there is to say of it.
    """

    default: Mapping[str, Value]
    routes: Mapping[str, Value]
    told: Sequence[Finding]


def to_http(view: View) -> Iterator[Step]:
    """Translate the settings of methods."""
    settings = view.get("MethodSettings")
    if settings is None:
        return
    found = alternatives(settings)
    if found is None:
        what = "`MethodSettings` must be a list of maps, or `!If` between such lists."
        yield view.find(UNSUPPORTED_SHAPE, what, settings)
        return
    yield from _lost(view, settings, {id(item): item for entries in lists(found) for item in entries}.values())
    made = {id(entries): _made(view, settings, entries) for entries in lists(found)}
    yield from dict.fromkeys(finding for each in made.values() for finding in each.told)
    yield from _written(found, made)


def _written(found: Alternatives, made: Mapping[int, Made]) -> Iterator[Step]:
    default = chosen(found, lambda entries: made[id(entries)].default or None)
    names = dict.fromkeys(name for each in made.values() for name in each.routes)
    routes = {name: _of_route(name, found, made) for name in names}
    if default is not None:
        yield Put(("DefaultRouteSettings",), default, was="MethodSettings")
    if routes:
        yield Put(("RouteSettings",), routes, was=None if default is not None else "MethodSettings")
    if default is None and not routes:
        yield Drop(("MethodSettings",))


def _of_route(name: str, found: Alternatives, made: Mapping[int, Made]) -> Value:
    return chosen(found, lambda entries: made[id(entries)].routes.get(name))


def _made(view: View, settings: Node, entries: Sequence[Node]) -> Made:
    default: dict[str, Value] = {}
    owned: dict[str, list[Own]] = {}
    told = [*_undocumented(view, entries)]
    measured = any(is_on(item.get("MetricsEnabled")) for item in entries)
    for own in filter(lambda own: own.kept, map(_own, entries)):
        if own.kept.keys() == {"DetailedMetricsEnabled"} and not measured:
            told.append(view.find(DROPPED_SETTING, "`MetricsEnabled: false` is left out. It is the default.", own.node))
        elif not (own.method and own.path):
            what = "`HttpMethod` and `ResourcePath` of this entry must be literal text."
            told.append(view.find(UNSUPPORTED_SHAPE, what, own.node))
        elif own.is_for_all:
            default |= own.kept
        else:
            told += _of_routes(view, own, owned)
    # Entries replace the defaults, they do not inherit them (T38).
    routes = {name: {**default, **_merged(each)} for name, each in owned.items()}
    told += _unlimited(view, settings, [default, *(_merged(each) for each in owned.values())])
    return Made(default, routes, told)


def _own(item: Node) -> Own:
    kept = present({new: item.get(old) for old, new in SUB_KEYS.items()})
    return Own(item, literal(item.get("HttpMethod")) or "", literal(item.get("ResourcePath")) or "", kept)


def _of_routes(view: View, own: Own, routes: dict[str, list[Own]]) -> Iterator[Finding]:
    """Add an entry to the routes that it is for."""
    names = _routes(view, own.method, own.path)
    for name in names:
        routes.setdefault(name, []).append(own)
    whole = [name for name in names if name.startswith("ANY ")] if own.method not in ("*", "ANY") else []
    label = f"{own.method} {decoded(own.path)}"
    if whole:
        what = f"The settings of `{label}` will hold for {listed(whole)} as a whole."
        yield view.find(METHOD_ROUTE, what, own.node, about=names)
    elif not names:
        what = f"The settings of `{label}` are left out: the API has no such route."
        yield view.find(METHOD_ROUTE, what, own.node, about=[label], remedy="Correct the path, or remove the settings.")


def _merged(entries: Sequence[Own]) -> dict[str, Value]:
    return {key: value for own in sorted(entries, key=lambda own: own.narrowness) for key, value in own.kept.items()}


def _unlimited(view: View, settings: Node, groups: Iterable[Mapping[str, Value]]) -> Iterator[Finding]:
    """Metrics without a limit: HTTP APIs may take a limit that is not given for none, or for zero."""
    for made in groups:
        if made and not made.keys() & {"ThrottlingBurstLimit", "ThrottlingRateLimit"}:
            metrics = made.get("DetailedMetricsEnabled")
            may = "are" if isinstance(metrics, Node) and boolean(metrics) else "may be"
            what = f"Detailed metrics {may} on, and no throttling limit is set."
            yield view.find(METRICS_ONLY, what, settings)
            break


def _undocumented(view: View, entries: Sequence[Node]) -> Iterator[Finding]:
    """Addresses that templates have and no AWS page names."""
    seen: set[tuple[str, str]] = set()
    for item in entries:
        method, path = literal(item.get("HttpMethod")), literal(item.get("ResourcePath"))
        if method is None or path is None:
            continue
        if (method, path) in seen:
            yield view.find(METHOD_ADDRESS, f"`{method} {path}` appears more than once; the last value wins.", item)
        seen.add((method, path))
        if path == "/*" and method != "*":
            yield view.find(METHOD_ADDRESS, f"`{method}` on `/*` is applied to each route with that method.", item)
        elif path not in ("/", "/*") and not path.startswith("/~1"):
            yield view.find(METHOD_ADDRESS, f"`{path}` is read as a plain path (not `~1`-encoded).", item)


def _unknown(view: View, entries: Iterable[Node]) -> Iterator[Finding]:
    known = SUB_KEYS.keys() | ADDRESS | LOGGING | CACHE
    for key, node in ((key, node) for item in entries for key, node in item.entries().items()):
        if key not in known:
            yield view.find(UNSUPPORTED_PROPERTY, f"`{key}` is not a property of method settings.", node)


def _lost(view: View, settings: Node, entries: Collection[Node]) -> Iterator[Finding]:
    """What HTTP APIs do not have: logs and a cache. Each is told once, for all entries."""
    logs, cached, off = dict[str, Node](), dict[str, Node](), dict[str, Node]()
    for item in entries:
        for key, node in item.entries().items():
            if key in LOGGING and _is_logged(view, node):
                logs.setdefault(f"`{key}`", node)
            elif key == "CachingEnabled" and has_cache(view) and is_on(node):
                cached.setdefault(_address(item), node)
            elif key in LOGGING | CACHE:
                off.setdefault(f"`{key}`", settings)
    yield from _unknown(view, entries)
    yield from _removed(view, METHOD_LOGGING, logs, "{} removed. HTTP APIs write no execution logs.")
    off = {name: node for name, node in off.items() if name not in logs}
    yield from _removed(
        view, DROPPED_SETTING, off, "{} removed. HTTP APIs have no execution logs and no cache to configure."
    )
    if cached:
        what = f"API Gateway caches the responses of {', '.join(cached)}."
        yield view.find(CACHING, what, next(iter(cached.values())))


def _removed(view: View, code: Code, names: Mapping[str, Node], what: str) -> Iterator[Finding]:
    if names:
        verb = "are" if len(names) > 1 else "is"
        yield view.find(code, what.format(f"{listed([*names])} {verb}"), next(iter(names.values())))


def _is_logged(view: View, node: Node) -> bool:
    values = choices(view.template, node)
    return any(literal(each) != "OFF" and is_on(each) for each in ([node] if values is None else values))


def _address(item: Node) -> str:
    """The methods that an entry is for, as a person names them."""
    method, path = literal(item.get("HttpMethod")), literal(item.get("ResourcePath"))
    if method is None or path is None:
        return "some methods"
    name, joint = ("every method", " of ") if method == "*" else (method, " ")
    return name if path == "/*" else f"{name}{joint}{decoded(path)}"


def named(method: str, path: str) -> str:
    """The key of a route in ``RouteSettings``."""
    return f"{method} {path.rstrip('/') or '/'}"


def decoded(path: str) -> str:
    """``/~1orders~1{id}`` -> ``/orders/{id}``; the form without encoding is taken too."""
    return path.removeprefix("/").replace("~1", "/") if "~1" in path else path


def _routes(view: View, method: str, path: str) -> list[str]:
    """The routes that settings are for; a route for every method only where its path has none for the method."""
    found = [named(*route) for route in routes_of(view) if _matches(*route, method, path)]
    own = {name.partition(" ")[2] for name in found if not name.startswith("ANY ")} if method != "*" else ()
    return [name for name in found if not (name.startswith("ANY ") and name.partition(" ")[2] in own)]


def _matches(route_method: str, route_path: str, method: str, path: str) -> bool:
    if path != "/*" and decoded(path).rstrip("/") != route_path.rstrip("/"):
        return False
    return method == "*" or route_method in ("ANY", method.upper())
