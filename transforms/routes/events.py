"""Function events, ``Type: Api`` and ``Type: HttpApi``: their API, their route, and what of their settings the other kind takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from migrator.concern import Concern, Step, View, fact, is_true
from migrator.findings import Level
from migrator.sam.kinds import STATE_MACHINE, ApiKind
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove, SetValue
from migrator.text.values import entries_of, is_list, is_map, literal, ref_target

from ..access.default_authorizer import LITERAL_NAME
from ..codes import DROPPED_SETTING, REQUEST_MODEL, UNCHANGED, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.cache import has_cache
from ..reading.definition import document, held, is_defined, merges, merging, uploaded
from ..reading.lookups import choices
from ..reading.sharing import shares
from . import payload
from .codes import (
    EVENT_BESIDE_DEFINITION,
    NO_METHODS,
    PARAMETER_CACHING,
    REQUEST_VALIDATION,
    RESPONSE_STREAMING,
    STATE_MACHINE_EVENT,
    TIMEOUT,
)
from .default_route import permission, two_routes
from .elsewhere import undecided
from .paths import duplicates, named, path_and_method, siblings
from .permission_ids import collisions
from .timeouts import LIMITS, UNKNOWN, allowed

AUTH_KEYS = frozenset(
    {"Authorizer", "AuthorizationScopes", "ApiKeyRequired", "ResourcePolicy", "InvokeRole", "OverrideApiAuth"}
)
IGNORED = frozenset({"Auth", "TimeoutInMillis", "RequestModel", "RequestParameters", "ResponseTransferMode"})
"""What SAM ignores in an event next to the definition of a REST API (T6)."""

_BOTH = frozenset({"Path", "Method"})
KEPT: dict[ApiKind, frozenset[str]] = {"rest": _BOTH | {"RestApiId"}, "http": _BOTH | {"ApiId", "RouteSettings"}}
"""Keys of an event, by the kind that it comes from, that other parts look after."""

_ROUTE = "AWS::ApiGatewayV2::Route"


def migrate(view: View) -> Iterator[Step]:
    """Rewrite every event of the API, in either direction."""
    if view.kind.name == "rest" and not _has_routes(view):
        yield view.find(NO_METHODS, "The API has no events and no definition.")
    yield from duplicates(view)
    yield from _of_new_kind(view)
    yield from undecided(view)
    yield from collisions(view)
    if view.kind.name == "rest":
        yield from siblings(view)
        yield from payload.findings(view)
    for event in view.api.events:
        yield from _event(view, event)


@fact
def _has_routes(view: View) -> bool:
    """Whether the API has a route, or may have: in a definition, which need not be read here, or as a resource."""
    users = {view.template.type_of(reference.resource) for reference in view.template.references_to(view.api.id)}
    return bool(view.api.events) or is_defined(view.api) or _ROUTE in users


def _of_new_kind(view: View) -> Iterator[Step]:
    """T33: an event of type HttpApi at a REST API makes no route there; at an HTTP API it would."""
    for event in view.template.events:
        reference = event.get(view.kind.api_key)
        if event.kind != view.kind.name or view.kind.name != "http" or reference is None:
            continue
        if view.api.id in (ref_target(reference), literal(reference)):
            what = (
                f"Event {event.name} of {event.owner.id} belongs to an HTTP API, so it adds no route to this REST API."
            )
            remedy = "Give the event the type Api if it is meant as a route, else remove it."
            yield view.find(UNSUPPORTED_SHAPE, what, event.node, remedy=remedy)


_NAMED = ("Path", "Method", "RestApiId")
"""What says which route an event is; the format of its events stands behind."""


def _event(view: View, event: Event) -> Iterator[Step]:
    properties, to_rest = event.properties, view.kind.name == "rest"
    if event.owner.type == STATE_MACHINE and not to_rest:
        what = f"Event {event.name} of this API starts the state machine {event.owner.id}."
        yield view.find(STATE_MACHINE_EVENT, what, event.node)
        return
    if to_rest and event.is_catch_all:
        yield from permission(view, event) if uploaded(view) else two_routes(view, event)
    elif properties is None or event.path is None or event.method is None or (to_rest and event.path[:1] != "/"):
        what = f"Event {event.name} of {event.owner.id} needs a literal path and a literal method."
        yield view.find(UNSUPPORTED_SHAPE, what, event.node)
        return
    else:
        yield from _route(view, event, properties)
    yield from _settings(view, event)


def _route(view: View, event: Event, properties: Node) -> Iterator[Step]:
    yield from named(view, event)
    if view.kind.name == "http" and not shares(view, event):
        # 0.7: an HttpApi route gets payload 2.0 by default. T30: SAM wants a string, so the value must be quoted.
        version = "2.0" if view.follows(event.owner.id) else "1.0"
        route = [key for key in properties.entries() if key in _NAMED]
        yield Insert(properties, "PayloadFormatVersion", version, after=route[-1])
    yield from path_and_method(view, properties)


# -- settings -----------------------------------------------------------------------------------------------------


def _settings(view: View, event: Event) -> Iterator[Step]:
    """What becomes of the settings of an event, each by its key."""
    properties = event.properties
    if properties is None:
        return
    ignored, checks = _ignored(view, event), _CHECKS[view.api.kind]
    for key, node in properties.entries().items():
        if key in ignored:
            level, remedy = (Level.WARNING, "") if key == "Auth" else (Level.INFO, UNCHANGED)
            what = f"`{key}` of event {event.name} is left out. SAM ignores it because the API has its own definition."
            yield view.find(EVENT_BESIDE_DEFINITION, what, node, level=level, remedy=remedy)
            yield Remove(properties, key)
        elif key in checks:
            yield from checks[key](view, event, properties, node)
        elif key not in KEPT[view.api.kind]:
            yield view.find(UNSUPPORTED_PROPERTY, f"`{key}` is not a property of an {view.old.section} event.", node)
            yield Remove(properties, key)


def _ignored(view: View, event: Event) -> frozenset[str]:
    """Keys of an event that SAM ignores for a REST API with a definition of its own (T6)."""
    if view.api.kind == "http" or not is_defined(view.api) or merges(view):
        return frozenset()
    return IGNORED if view.auth.own(event) is None else IGNORED - {"Auth"}


def _auth(view: View, event: Event, properties: Node, auth: Node) -> Iterator[Step]:
    if not is_map(auth) and not auth.is_null:
        yield view.find(UNSUPPORTED_SHAPE, "`Auth` of this event must be a map.", auth)
    for key, node in entries_of(auth).items() if view.api.kind == "rest" else ():
        if key not in AUTH_KEYS:
            yield view.find(UNSUPPORTED_PROPERTY, f"`Auth.{key}` is not a property of an Api event.", node)
            yield Remove(auth, key)
        elif key == "Authorizer" and literal(node) is None and not node.is_null:
            yield view.find(UNSUPPORTED_SHAPE, LITERAL_NAME, node)


def _timeout(view: View, event: Event, properties: Node, node: Node) -> Iterator[Step]:
    body = document(view)
    if view.api.kind == "http" and not merging(view, body) and (held(body, event) is not None or uploaded(view)):
        return  # it moves into the definition
    values = choices(view.template, node)
    if values is None:
        yield view.find(TIMEOUT, UNKNOWN.format(LIMITS[view.kind.name]), node, level=Level.BLOCKER)
    for value in values or ():
        wanted = yield from allowed(view, value, "This route")
        if wanted is None:
            yield view.find(UNSUPPORTED_SHAPE, "`TimeoutInMillis` must be a number.", value)
        elif wanted < int(value.text):
            yield SetValue(value, wanted)


def _payload(view: View, event: Event, properties: Node, node: Node) -> Iterator[Step]:
    yield Remove(properties, "PayloadFormatVersion")


def _request_model(view: View, event: Event, properties: Node, node: Node) -> Iterator[Step]:
    validates = [key for key in ("ValidateBody", "ValidateParameters", "ValidateRequest") if is_true(node.get(key))]
    if validates or not is_map(node):
        what = f"API Gateway validates requests of this route ({', '.join(validates) or 'known only at deployment'})."
        yield view.find(REQUEST_VALIDATION, what, node)
    else:
        yield view.find(REQUEST_MODEL, "`RequestModel` validates nothing; it is left out.", node)
    yield Remove(properties, "RequestModel")


def _request_parameters(view: View, event: Event, properties: Node, node: Node) -> Iterator[Step]:
    validated, settings = is_true(properties.get("RequestModel", "ValidateParameters")), _parameters(node)
    if not is_list(node) and not is_map(node):
        yield view.find(UNSUPPORTED_SHAPE, "`RequestParameters` must be a list.", node)
    if has_cache(view) and any(is_true(s.get("Caching")) for s in settings):
        yield view.find(PARAMETER_CACHING, "A request parameter of this route is part of the cache key.", node)
    if validated and any(is_true(s.get("Required")) for s in settings):
        yield view.find(REQUEST_VALIDATION, "API Gateway refuses requests that lack a required parameter.", node)
    else:
        yield view.find(REQUEST_MODEL, "`RequestParameters` validates nothing; it is left out.", node)
    yield Remove(properties, "RequestParameters")


def _parameters(node: Node) -> list[Node]:
    """Settings of request parameters: SAM goes through the keys of a map as through those of a list's items."""
    maps = [node] if is_map(node) else node.elements()
    return [settings for each in maps for settings in entries_of(each).values()]


def _transfer_mode(view: View, event: Event, properties: Node, node: Node) -> Iterator[Step]:
    modes = choices(view.template, node)
    if modes is None or any(literal(mode) != "BUFFERED" for mode in modes):
        yield view.find(RESPONSE_STREAMING, "This route streams its response.", node)
    else:
        what = "`ResponseTransferMode` is left out. An HTTP API always buffers responses."
        yield view.find(DROPPED_SETTING, what, node)
    yield Remove(properties, "ResponseTransferMode")


def _stage(view: View, event: Event, properties: Node, node: Node) -> Iterator[Step]:
    yield view.find(DROPPED_SETTING, "`Stage` of an event is left out. SAM ignores it.", node)
    yield Remove(properties, "Stage")


Check: TypeAlias = Callable[[View, Event, Node, Node], Iterator[Step]]
"""States what becomes of a setting: the API, the event, its properties and the value."""

_CHECKS: dict[ApiKind, dict[str, Check]] = {
    "rest": {
        "Auth": _auth,
        "RequestModel": _request_model,
        "RequestParameters": _request_parameters,
        "ResponseTransferMode": _transfer_mode,
        "Stage": _stage,
        "TimeoutInMillis": _timeout,
    },
    "http": {"Auth": _auth, "PayloadFormatVersion": _payload, "TimeoutInMillis": _timeout},
}

CONCERN = Concern("events", migrate, to_rest=migrate)
