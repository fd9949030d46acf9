"""``MethodSettings`` of a REST API -> ``DefaultRouteSettings`` and ``RouteSettings`` of an HTTP API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from migrator.concern import Drop, Put, Step, View, is_true
from migrator.text.tree import Node, boolean
from migrator.text.values import NO_VALUE, Value, intrinsic, is_list, is_map, literal, ref_target

from ..codes import CACHING, DROPPED_SETTING, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.definition import routes as routes_of
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
        method: as written.
        path: as written.
        kept: the settings that an HTTP API has, by their names there.
    """

    node: Node
    method: str
    path: str
    kept: dict[str, Value]

    @property
    def narrowness(self) -> tuple[bool, bool]:
        """How narrow settings of a REST API are; the narrowest take precedence."""
        return self.path != "/*", self.method != "*"


def to_http(view: View) -> Iterator[Step]:
    """Translate the settings of methods."""
    settings = view.get("MethodSettings")
    if settings is None:
        return
    if is_list(settings) and all(is_map(item) for item in settings.elements()):
        yield from _settings(view, settings)
    elif (chosen := _entries(settings)) is None or any(SUB_KEYS.keys() & item.entries().keys() for item in chosen):
        yield view.find(UNSUPPORTED_SHAPE, "`MethodSettings` must be a literal list of maps.", settings)
    else:  # an HTTP API has none of them, whichever branch holds
        yield from _lost(view, settings, chosen)
        yield Drop(("MethodSettings",))


def _entries(settings: Node) -> list[Node] | None:
    """Every entry that there may be, in lists and branches of conditions; None where one cannot be seen."""
    if ref_target(settings) == NO_VALUE:
        return []
    call = intrinsic(settings)
    if call is None and is_map(settings):
        return [settings]
    branches = call.argument.elements() if call is not None and call.name == "If" else []
    if len(branches) != 3 and not is_list(settings):
        return None
    found = [_entries(each) for each in (branches[1:] or settings.elements())]
    return None if None in found else [item for items in found for item in items or ()]


def _settings(view: View, settings: Node) -> Iterator[Step]:
    default: dict[str, Value] = {}
    routes: dict[str, list[Own]] = {}
    yield from _undocumented(view, settings.elements())
    yield from _lost(view, settings, settings.elements())
    measured = any(_is_on(item.get("MetricsEnabled")) for item in settings.elements())
    for item in settings.elements():
        method, path = literal(item.get("HttpMethod")), literal(item.get("ResourcePath"))
        kept: dict[str, Value] = {new: item.get(old) for old, new in SUB_KEYS.items() if item.get(old) is not None}
        if kept.keys() == {"DetailedMetricsEnabled"} and not measured:
            yield view.find(DROPPED_SETTING, "`MetricsEnabled: false` is left out. It is the default.", item)
        elif method is None or path is None:
            yield view.find(
                UNSUPPORTED_SHAPE, "`HttpMethod` and `ResourcePath` of this entry must be literal text.", item
            )
        elif (method, path) == ("*", "/*"):
            default |= kept
        elif kept:
            yield from _of_routes(view, Own(item, method, path, kept), routes)
    yield from _written(view, settings, default, {name: _merged(entries) for name, entries in routes.items()})


def _is_on(node: Node | None) -> bool:
    """Whether a setting that goes to CloudFormation as it is may be on: ``'false'`` is no there."""
    return is_true(node) and (literal(node) or "").lower() != "false"


def _of_routes(view: View, own: Own, routes: dict[str, list[Own]]) -> Iterator[Step]:
    """Add an entry to the routes that it is for."""
    names = _routes(view, own.method, own.path)
    for name in names:
        routes.setdefault(name, []).append(own)
    if not names or (any(name.startswith("ANY ") for name in names) and own.method not in ("*", "ANY")):
        name = f"{own.method} {decoded(own.path)}"
        yield view.find(METHOD_ROUTE, f"`{name}` is not a separate route.", own.node, about=names or [name])


def _merged(entries: Sequence[Own]) -> dict[str, Value]:
    return {key: value for own in sorted(entries, key=lambda own: own.narrowness) for key, value in own.kept.items()}


def _written(
    view: View, settings: Node, default: dict[str, Value], routes: dict[str, dict[str, Value]]
) -> Iterator[Step]:
    for made in (default, *routes.values()):
        if made and not made.keys() & {"ThrottlingBurstLimit", "ThrottlingRateLimit"}:
            metrics = made.get("DetailedMetricsEnabled")
            may = "are" if isinstance(metrics, Node) and boolean(metrics) else "may be"
            what = f"Detailed metrics {may} on, and no throttling limit is set."
            yield view.find(METRICS_ONLY, what, settings)
            break
    if default:
        yield Put(("DefaultRouteSettings",), default, was="MethodSettings")
    if routes:
        # Entries replace the defaults, they do not inherit them (T38).
        value: dict[str, Value] = {name: {**default, **own} for name, own in routes.items()}
        yield Put(("RouteSettings",), value, was=None if default else "MethodSettings")
    if not default and not routes:
        yield Drop(("MethodSettings",))


def _undocumented(view: View, entries: Sequence[Node]) -> Iterator[Step]:
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


def _lost(view: View, settings: Node, entries: Sequence[Node]) -> Iterator[Step]:
    """What HTTP APIs do not have: logs and a cache. Each is told once, for all entries."""
    logs, cached, off = dict[str, Node](), dict[str, Node](), dict[str, Node]()
    for item in entries:
        for key, node in item.entries().items():
            if key in LOGGING and literal(node) != "OFF" and _is_on(node):
                logs.setdefault(f"`{key}`", node)
            elif key == "CachingEnabled" and _is_on(node):
                cached.setdefault(_address(item), node)
            elif key in LOGGING | CACHE:
                off.setdefault(f"`{key}`", settings)
            elif key not in SUB_KEYS and key not in ADDRESS:
                yield view.find(UNSUPPORTED_PROPERTY, f"`{key}` is not a property of method settings.", node)
    off = {name: node for name, node in off.items() if name not in logs}
    for code, names, what in (
        (METHOD_LOGGING, logs, "{} removed. HTTP APIs write no execution logs."),
        (DROPPED_SETTING, off, "{} removed. HTTP APIs have no execution logs and no cache to configure."),
    ):
        if names:
            listed = f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"
            yield view.find(code, what.format(listed), next(iter(names.values())))
    if cached:
        what = f"API Gateway caches the responses of {', '.join(cached)}."
        yield view.find(CACHING, what, next(iter(cached.values())))


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
    """The routes that settings are for; a route for every method only where the method has none of its own."""
    found = [named(*route) for route in routes_of(view) if _matches(*route, method, path)]
    own = [name for name in found if not name.startswith("ANY ")]
    return own if own and method != "*" else found


def _matches(route_method: str, route_path: str, method: str, path: str) -> bool:
    if path != "/*" and decoded(path).rstrip("/") != route_path.rstrip("/"):
        return False
    return method == "*" or route_method in ("ANY", method.upper())
