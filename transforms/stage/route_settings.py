"""``MethodSettings`` -> ``DefaultRouteSettings`` and ``RouteSettings``; stage variables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from migrator.concern import Concern, Drop, Put, Step, View, is_true
from migrator.findings import Code, Example, Level
from migrator.sam.template import Event
from migrator.text.operations import Remove
from migrator.text.tree import Node, boolean
from migrator.text.values import Value, intrinsic, is_list, is_map, literal, ref_target

from .. import pages
from ..codes import CACHING, DROPPED_SETTING, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.definition import routes as routes_of

METHOD_LOGGING = Code(
    "method-logging",
    Level.WARNING,
    "Execution logs or data traces are on.",
    "HTTP APIs write no execution logs.",
    "Use access logs (`AccessLogSettings`).",
    pages.LOGGING,
)
METHOD_ROUTE = Code(
    "method-route",
    Level.WARNING,
    "Settings of a method have no route to go to.",
    "An HTTP API takes settings for routes that exist; a setting for one method cannot narrow an ANY route.",
    "Split the ANY route, or set the limit for the whole route.",
    pages.THROTTLING,
    Example("{HttpMethod: GET, ResourcePath: /~1x}", "RouteSettings: {GET /x: …}"),
    announces=frozenset({"route.throttle", "route.metrics"}),
)
METHOD_ADDRESS = Code(
    "method-address",
    Level.WARNING,
    "Settings of methods are addressed in a way that is not documented for REST APIs.",
    "Whether they hold today is not known: the documentation has `*` on `/*` for all routes, one method on one path otherwise, with `~1` "
    "for each slash of the path, and each of them once. On an HTTP API they hold for the routes that they are written for.",
    "Compare with the settings of the deployed stage, and remove what you do not want.",
    pages.THROTTLING,
    Example("{HttpMethod: GET, ResourcePath: /*}", "RouteSettings: {GET /x: …, GET /y: …}"),
)
INHERITED_LIMIT = Code(
    "inherited-limit",
    Level.WARNING,
    "Settings of a route leave out a limit that the defaults have.",
    "On an HTTP API they take the place of the defaults, so the route has no such limit; a REST API fills in what they leave out.",
    "Check that the default limit is high enough for the route, or write the limit that it shall have.",
    pages.THROTTLING,
    Example(
        "DefaultRouteSettings: {ThrottlingRateLimit: 50}\nRouteSettings: {GET /x: {ThrottlingBurstLimit: 9}}",
        "MethodSettings:\n- {HttpMethod: '*', ResourcePath: /*, ThrottlingRateLimit: 50}\n"
        "- {HttpMethod: GET, ResourcePath: /~1x, ThrottlingBurstLimit: 9}  # and 50 a second",
    ),
    announces=frozenset({"route.throttle"}),
)
METRICS_ONLY = Code(
    "metrics-only",
    Level.WARNING,
    "Detailed metrics are set without throttling limits.",
    "Whether CloudFormation then leaves the account's limits in force is not documented; other tools report a limit of 0.",
    "Set `ThrottlingBurstLimit` and `ThrottlingRateLimit` too, or check the stage after the deployment.",
    pages.THROTTLING,
)
STAGE_VARIABLES = Code(
    "stage-variables",
    Level.INFO,
    "Stage variables move to `StageVariables`.",
    "The same map under another name.",
    "Nothing to do.",
    pages.STAGES,
    Example("Variables: {Table: orders}", "StageVariables: {Table: orders}"),
)

ROUTE_WITHOUT_METHOD = Code(
    "route-without-method",
    Level.BLOCKER,
    "Settings of an ANY or `$default` route have no method to go to.",
    "Settings of a REST API are for one method and path, or for all; whether `ANY` is taken there is not documented.",
    "Give the limits to all routes, or split the route; then run again.",
    pages.THROTTLING,
    acceptable=False,
)
VARIABLE_NAME = Code(
    "variable-name",
    Level.WARNING,
    "The name of a stage variable has an underscore.",
    "The documentation of REST APIs allows letters and digits only.",
    "Rename the variable if the deployment is refused.",
    pages.STAGES,
)

SUB_KEYS = {
    "ThrottlingBurstLimit": "ThrottlingBurstLimit",
    "ThrottlingRateLimit": "ThrottlingRateLimit",
    "MetricsEnabled": "DetailedMetricsEnabled",
}
LOGGING = frozenset({"LoggingLevel", "DataTraceEnabled"})
CACHE = frozenset({"CachingEnabled", "CacheTtlInSeconds", "CacheDataEncrypted", "RequireAuthorizationForCacheControl",
                   "UnauthorizedCacheControlHeaderStrategy"})  # fmt: skip
ADDRESS = frozenset({"HttpMethod", "ResourcePath"})
NO_VALUE = "AWS::NoValue"


def to_http(view: View) -> Iterator[Step]:
    """Translate method settings and stage variables."""
    if (variables := view.get("Variables")) is not None:
        if is_map(variables):
            yield view.find(STAGE_VARIABLES, "`Variables` becomes `StageVariables`.", variables)
            yield Put(("StageVariables",), variables, was="Variables")
        else:
            yield view.find(UNSUPPORTED_SHAPE, "`Variables` is no map.", variables)
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
    routes: dict[str, list[tuple[tuple[bool, bool], dict[str, Value]]]] = {}
    yield from _undocumented(view, settings.elements())
    yield from _lost(view, settings, settings.elements())
    measured = any(is_true(item.get("MetricsEnabled")) for item in settings.elements())
    for item in settings.elements():
        method, path = literal(item.get("HttpMethod")), literal(item.get("ResourcePath"))
        kept: dict[str, Value] = {new: item.get(old) for old, new in SUB_KEYS.items() if item.get(old) is not None}
        if kept.keys() == {"DetailedMetricsEnabled"} and not measured and boolean(item.get("MetricsEnabled")) is False:
            yield view.find(DROPPED_SETTING, "`MetricsEnabled: false` is removed. It says what holds by default.", item)
            continue
        if method is None or path is None:
            yield view.find(UNSUPPORTED_SHAPE, "`HttpMethod` or `ResourcePath` of this entry is no literal text.", item)
        elif not kept:
            continue
        elif (method, path) == ("*", "/*"):
            default |= kept
        else:
            names = _routes(view, method, path)
            for name in names:
                routes.setdefault(name, []).append((_specific(item), kept))
            if not names or (any(name.startswith("ANY ") for name in names) and method not in ("*", "ANY")):
                name = f"{method} {_decoded(path)}"
                yield view.find(METHOD_ROUTE, f"`{name}` is no route of its own.", item, about=names or [name])
    yield from _written(view, settings, default, {name: _merged(entries) for name, entries in routes.items()})


def _written(
    view: View, settings: Node, default: dict[str, Value], routes: dict[str, dict[str, Value]]
) -> Iterator[Step]:
    for made in (default, *routes.values()):
        if made and not made.keys() & {"ThrottlingBurstLimit", "ThrottlingRateLimit"}:
            yield view.find(METRICS_ONLY, "Detailed metrics are on, and no throttling limit is set.", settings)
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
            yield view.find(METHOD_ADDRESS, f"`{method} {path}` is there more than once; the last value wins.", item)
        seen.add((method, path))
        if path == "/*" and method != "*":
            yield view.find(METHOD_ADDRESS, f"`{method}` of every path is set on each route of that method.", item)
        elif path not in ("/", "/*") and not path.startswith("/~1"):
            yield view.find(METHOD_ADDRESS, f"`{path}` is taken for the path as it is, without `~1`.", item)


def _lost(view: View, settings: Node, entries: Sequence[Node]) -> Iterator[Step]:
    """What HTTP APIs do not have: logs and a cache. Each is told once, for all entries."""
    logs, cached, off = dict[str, Node](), dict[str, Node](), dict[str, Node]()
    for item in entries:
        for key, node in item.entries().items():
            if key in LOGGING and literal(node) != "OFF" and is_true(node):
                logs.setdefault(f"`{key}`", node)
            elif key == "CachingEnabled" and is_true(node):
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
    return name if path == "/*" else f"{name}{joint}{_decoded(path)}"


def _key(event: Event) -> str:
    return _named(event.method or "", event.path or "")


def _named(method: str, path: str) -> str:
    """The key of a route in ``RouteSettings``."""
    return f"{method} {path.rstrip('/') or '/'}"


def _decoded(path: str) -> str:
    """``/~1orders~1{id}`` -> ``/orders/{id}``; the form without encoding is taken too."""
    return path.removeprefix("/").replace("~1", "/") if "~1" in path else path


def _merged(entries: list[tuple[tuple[bool, bool], dict[str, Value]]]) -> dict[str, Value]:
    return {k: value for _, kept in sorted(entries, key=lambda entry: entry[0]) for k, value in kept.items()}


def _specific(item: Node) -> tuple[bool, bool]:
    """How narrow settings of a REST API are; the narrowest take precedence."""
    return literal(item.get("ResourcePath")) != "/*", literal(item.get("HttpMethod")) != "*"


def _routes(view: View, method: str, path: str) -> list[str]:
    """The routes that settings are for; a route for every method only where the method has none of its own."""
    found = [_named(*route) for route in routes_of(view) if _matches(*route, method, path)]
    own = [name for name in found if not name.startswith("ANY ")]
    return own if own and method != "*" else found


def _matches(route_method: str, route_path: str, method: str, path: str) -> bool:
    if path != "/*" and _decoded(path).rstrip("/") != route_path.rstrip("/"):
        return False
    return method == "*" or route_method in ("ANY", method.upper())


# -- to-rest ---------------------------------------------------------------------------------------------------

REST_KEYS = {new: old for old, new in SUB_KEYS.items()}
Entries: TypeAlias = dict[tuple[str, str], tuple[Node, dict[str, Value]]]
"""Method settings by method and encoded path, each with the place that they come from."""


def to_rest(view: View) -> Iterator[Step]:
    """Fold route settings into method settings; stage variables."""
    if (variables := view.get("StageVariables")) is not None:
        if is_map(variables):
            for name, node in variables.entries().items():
                if "_" in name:
                    yield view.find(VARIABLE_NAME, f"Stage variable `{name}` has an underscore.", node)
            yield Put(("Variables",), variables, was="StageVariables")
        else:
            yield view.find(UNSUPPORTED_SHAPE, "`StageVariables` is no map.", variables)
    entries: Entries = {}
    for key in ("DefaultRouteSettings", "RouteSettings"):
        settings = view.get(key)
        if settings is None:
            continue
        if not is_map(settings):
            yield view.find(UNSUPPORTED_SHAPE, f"`{key}` is no map.", settings)
        elif key == "DefaultRouteSettings":
            yield from _entry(view, "*", "/*", settings, entries)
        else:
            for name, route in settings.entries().items():
                yield from _route(view, name, route, entries)
    yield from _of_events(view, entries)
    for (method, path), (node, made) in entries.items():
        if method != "*":
            yield from _inherited(view, _named(method, _decoded(path)), node, made)
    first = next((k for k in ("DefaultRouteSettings", "RouteSettings") if view.get(k) is not None), None)
    if entries:
        written = [
            dict(zip(("HttpMethod", "ResourcePath"), at, strict=True)) | made for at, (_, made) in entries.items()
        ]
        yield Put(("MethodSettings",), written, was=first)
    for key in ("DefaultRouteSettings", "RouteSettings"):
        if view.get(key) is not None and (key != first or not entries):
            yield Drop((key,))


def _of_events(view: View, entries: Entries) -> Iterator[Step]:
    for event in view.api.events:
        own = event.get("RouteSettings")
        if own is None or event.properties is None:
            continue
        yield Remove(event.properties, "RouteSettings")
        if is_map(own):
            yield from _route(view, _key(event) if event.path is not None else "$default", own, entries)
        else:
            yield view.find(UNSUPPORTED_SHAPE, "`RouteSettings` of this event is no map.", own)


def _route(view: View, name: str, node: Node, entries: Entries) -> Iterator[Step]:
    method, _, path = name.partition(" ")
    if not path.startswith("/") or method.upper() == "ANY":
        yield view.find(ROUTE_WITHOUT_METHOD, f"Settings of `{name}` are for more than one method.", node)
        return
    encoded = "/" + path.replace("/", "~1") if path != "/" else "/"
    yield from _entry(view, method.upper(), encoded, node, entries)


def _entry(view: View, method: str, path: str, node: Node, entries: Entries) -> Iterator[Step]:
    entry: dict[str, Value] = {}
    if not is_map(node):
        yield view.find(UNSUPPORTED_SHAPE, "Settings of a route are no map.", node)
        return
    for key, value in node.entries().items():
        if key in REST_KEYS:
            entry[REST_KEYS[key]] = value
        else:
            yield view.find(DROPPED_SETTING, f"`{key}` is removed. It has no effect on an HTTP API.", value)
    if entry:  # SAM merges the settings of an event into those of its route, and the event's win
        there = entries.get((method, path))
        entries[method, path] = (node, there[1] | entry if there is not None else entry)


def _inherited(view: View, route: str, node: Node, entry: dict[str, Value]) -> Iterator[Step]:
    """What a REST API would fill in from its defaults (T38): metrics can be turned off, a limit cannot."""
    default = view.get("DefaultRouteSettings")
    left_out = [
        k for k in REST_KEYS if REST_KEYS[k] not in entry and default is not None and default.get(k) is not None
    ]
    for key in left_out:
        if key == "DetailedMetricsEnabled":
            entry[REST_KEYS[key]] = False
        else:
            what = f"Settings of `{route}` have no `{key}`; the default one will hold for it."
            yield view.find(INHERITED_LIMIT, what, node, about=[route])


CONCERN = Concern(
    "route-settings",
    to_http,
    frozenset({"MethodSettings", "Variables"}),
    to_rest,
    frozenset({"DefaultRouteSettings", "RouteSettings", "StageVariables"}),
)
