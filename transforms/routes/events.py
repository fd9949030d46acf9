"""Function events: ``Type: Api`` -> ``Type: HttpApi`` with payload 1.0, the event that handlers know, or 2.0 where they follow."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Step, View, is_true
from migrator.findings import Level
from migrator.sam.kinds import STATE_MACHINE
from migrator.sam.template import Event
from migrator.text.operations import Insert, Remove, SetValue
from migrator.text.tree import Node
from migrator.text.values import intrinsic, is_list, is_map, literal

from ..codes import REQUEST_MODEL, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.definition import merges
from .codes import (
    CODES,
    EVENT_BESIDE_DEFINITION,
    PARAMETER_CACHING,
    REQUEST_VALIDATION,
    RESPONSE_STREAMING,
    STATE_MACHINE_EVENT,
    TIMEOUT,
)
from .elsewhere import API_ELSEWHERE, undecided
from .event_routes import KEPT, duplicates, named, path_and_method, strangers
from .events_to_rest import to_rest
from .permission_ids import collisions

MAX_TIMEOUT = 30_000
"""Milliseconds. Source: API Gateway quotas, HTTP API integration timeout."""

AUTH_KEYS = frozenset(
    {"Authorizer", "AuthorizationScopes", "ApiKeyRequired", "ResourcePolicy", "InvokeRole", "OverrideApiAuth"}
)
SLEEPING = frozenset({"Auth", "TimeoutInMillis", "RequestModel", "RequestParameters", "ResponseTransferMode"})


def to_http(view: View) -> Iterator[Step]:
    """Rewrite every event of the API."""
    yield from duplicates(view)
    yield from strangers(view)
    yield from undecided(view)
    yield from collisions(view)
    for event in view.api.events:
        if event.owner.type == STATE_MACHINE:
            yield view.find(
                STATE_MACHINE_EVENT, f"{event.owner.id} is started by event {event.name} of this API.", event.node
            )
            continue
        if event.properties is None or event.path is None or event.method is None:
            what = f"Event {event.name} of {event.owner.id} has no literal path and method."
            yield view.find(UNSUPPORTED_SHAPE, what, event.node)
            continue
        yield from _event(view, event, event.properties)


def _event(view: View, event: Event, properties: Node) -> Iterator[Step]:
    yield from named(view, event, properties)
    # 0.7: an HttpApi route gets payload 2.0 by default. T30: SAM wants a string, so the value must be quoted.
    version = "2.0" if view.follows(event.owner.id) else "1.0"
    yield Insert(properties, "PayloadFormatVersion", version, after="Method")
    yield from path_and_method(view, properties)
    asleep = _asleep(view, event)
    for key, node in properties.entries().items():
        if key in asleep:
            level, remedy = (Level.WARNING, "") if key == "Auth" else (Level.INFO, "Nothing to do.")
            what = f"`{key}` of event {event.name} is removed. It has no effect beside the definition of this API."
            yield view.find(EVENT_BESIDE_DEFINITION, what, node, level=level, remedy=remedy)
            yield Remove(properties, key)
        elif key in _REST_KEYS:
            yield from _REST_KEYS[key](view, properties, node)
        elif key == "Auth":
            yield from _auth(view, node)
        elif key not in KEPT and key != "RestApiId":
            yield view.find(UNSUPPORTED_PROPERTY, f"`{key}` is not a property of an API event.", node)
            yield Remove(properties, key)


def _asleep(view: View, event: Event) -> frozenset[str]:
    """Keys of an event that SAM ignores for a REST API with a definition of its own (T6)."""
    defined = any(view.get(key) is not None for key in ("DefinitionBody", "DefinitionUri"))
    if not defined or merges(view):
        return frozenset()
    return SLEEPING if view.auth.own(event) is None else SLEEPING - {"Auth"}


def _auth(view: View, auth: Node) -> Iterator[Step]:
    if auth.is_null:
        return
    if not is_map(auth):
        yield view.find(UNSUPPORTED_SHAPE, "`Auth` of this event is no map.", auth)
        return
    for key, node in auth.entries().items():
        if key not in AUTH_KEYS:
            yield view.find(UNSUPPORTED_PROPERTY, f"`Auth.{key}` is not a property of an API event.", node)
            yield Remove(auth, key)
        elif key == "Authorizer" and literal(node) is None and not node.is_null:
            yield view.find(UNSUPPORTED_SHAPE, "`Authorizer` of this event is no literal name.", node)


def _request_model(view: View, properties: Node, node: Node) -> Iterator[Step]:
    validates = [key for key in ("ValidateBody", "ValidateParameters", "ValidateRequest") if is_true(node.get(key))]
    if validates or not is_map(node):
        what = f"Requests are checked against a model ({', '.join(validates) or 'given by an intrinsic'})."
        yield view.find(REQUEST_VALIDATION, what, node)
    else:
        yield view.find(REQUEST_MODEL, "`RequestModel` validates nothing; it is removed.", node)
    yield Remove(properties, "RequestModel")


def _request_parameters(view: View, properties: Node, node: Node) -> Iterator[Step]:
    validated = is_true(properties.get("RequestModel", "ValidateParameters"))
    # SAM goes through the keys of a map as it does through those of a list's items.
    maps = [node] if is_map(node) else [item for item in node.elements() if is_map(item)]
    settings = [s for each in maps for s in each.entries().values()]
    if not is_list(node) and not is_map(node):
        yield view.find(UNSUPPORTED_SHAPE, "`RequestParameters` must be a list.", node)
    if any(is_true(s.get("Caching")) for s in settings):
        yield view.find(PARAMETER_CACHING, "A request parameter of this route is part of a cache key.", node)
    if validated and any(is_true(s.get("Required")) for s in settings):
        yield view.find(REQUEST_VALIDATION, "Requests without a required parameter are refused.", node)
    else:
        yield view.find(REQUEST_MODEL, "`RequestParameters` validates nothing; it is removed.", node)
    yield Remove(properties, "RequestParameters")


def _timeout(view: View, properties: Node, node: Node) -> Iterator[Step]:
    if intrinsic(node) is not None or not node.text.isdigit():
        yield view.find(UNSUPPORTED_SHAPE, "`TimeoutInMillis` is no number.", node)
    elif int(node.text) > MAX_TIMEOUT:
        yield view.find(
            TIMEOUT, f"This route may take {node.text} ms; an HTTP API ends it after {MAX_TIMEOUT} ms.", node
        )
        yield SetValue(node, MAX_TIMEOUT)


def _transfer_mode(view: View, properties: Node, node: Node) -> Iterator[Step]:
    if literal(node) != "BUFFERED":
        yield view.find(RESPONSE_STREAMING, "This route streams its response.", node)
    else:
        yield view.find(
            REQUEST_MODEL, "`ResponseTransferMode: BUFFERED` is what every HTTP API does; it is removed.", node
        )
    yield Remove(properties, "ResponseTransferMode")


def _stage(view: View, properties: Node, node: Node) -> Iterator[Step]:
    yield view.find(REQUEST_MODEL, "`Stage` of an event has no effect; it is removed.", node)
    yield Remove(properties, "Stage")


_REST_KEYS = {
    "RequestModel": _request_model,
    "RequestParameters": _request_parameters,
    "TimeoutInMillis": _timeout,
    "ResponseTransferMode": _transfer_mode,
    "Stage": _stage,
}

CONCERN = Concern(
    "events",
    (*CODES, API_ELSEWHERE),
    to_http,
    to_rest=to_rest,
)
