"""Function events: ``Type: Api`` -> ``Type: HttpApi`` with payload 1.0, the event that handlers know, or 2.0 where they follow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from migrator.concern import Concern, Move, Step, is_true
from migrator.findings import Level
from migrator.kinds import STATE_MACHINE
from migrator.operations import Insert, Remove, RenameKey, SetValue
from migrator.template import Event
from migrator.tree import Node
from migrator.values import Value, intrinsic, is_list, is_map, literal, ref

from .api import UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from .definition_codes import EVENT_BESIDE_DEFINITION
from .event_codes import (
    DEFAULT_ROUTE,
    DUPLICATE_ROUTE,
    GREEDY_PERMISSION,
    METHOD_SPELLING,
    PARAMETER_CACHING,
    PAYLOAD,
    REQUEST_MODEL,
    REQUEST_VALIDATION,
    RESPONSE_STREAMING,
    SIBLING_VARIABLES,
    STATE_MACHINE_EVENT,
    TIMEOUT,
    TRAILING_SLASH,
)
from .handlers.concern import why
from .openapi_document import merges

MAX_TIMEOUT = 30_000
"""Milliseconds. Source: API Gateway quotas, HTTP API integration timeout."""

KEPT = frozenset({"Path", "Method", "TimeoutInMillis"})
AUTH_KEYS = frozenset(
    {"Authorizer", "AuthorizationScopes", "ApiKeyRequired", "ResourcePolicy", "InvokeRole", "OverrideApiAuth"}
)
SLEEPING = frozenset({"Auth", "TimeoutInMillis", "RequestModel", "RequestParameters", "ResponseTransferMode"})
_REST_ANY = frozenset({"*", "x-amazon-apigateway-any-method"})
_OTHER_GREEDY = re.compile(r"\{(?!proxy\+)[^}]*\+\}")


def to_http(move: Move) -> Iterator[Step]:
    """Rewrite every event of the API."""
    yield from _duplicates(move)
    for event in move.api.events:
        if event.owner.type == STATE_MACHINE:
            yield move.find(
                STATE_MACHINE_EVENT, f"{event.owner.id} is started by event {event.name} of this API.", event.node
            )
            continue
        if event.properties is None or event.path is None or event.method is None:
            what = f"Event {event.name} of {event.owner.id} has no literal path and method."
            yield move.find(UNSUPPORTED_SHAPE, what, event.node)
            continue
        yield from _event(move, event, event.properties)


def _event(move: Move, event: Event, properties: Node) -> Iterator[Step]:
    kind = event.node.pair("Type")
    if kind is not None:
        yield SetValue(kind.value, "HttpApi")
    if (pair := properties.pair("RestApiId")) is not None:
        yield RenameKey(properties, "RestApiId", "ApiId")
        if literal(pair.value) == move.api.id:
            # SAM takes the text itself for the API's id in the permission that it makes: nobody could call the function.
            yield SetValue(pair.value, ref(move.new_id))
    # 0.7: an HttpApi route gets payload 2.0 by default. T30: SAM wants a string, so the value must be quoted.
    version = "2.0" if move.follows(event.owner.id) else "1.0"
    yield Insert(properties, "PayloadFormatVersion", version, after="Method")
    yield from _path_and_method(move, properties)
    asleep = _asleep(move, event)
    for key, node in properties.entries().items():
        if key in asleep:
            level = Level.WARNING if key == "Auth" else Level.INFO
            what = f"`{key}` of event {event.name} is removed. It has no effect beside the definition of this API."
            yield move.find(EVENT_BESIDE_DEFINITION, what, node, level=level)
            yield Remove(properties, key)
        elif key in _REST_KEYS:
            yield from _REST_KEYS[key](move, properties, node)
        elif key == "Auth":
            yield from _auth(move, node)
        elif key not in KEPT and key != "RestApiId":
            yield move.find(UNSUPPORTED_PROPERTY, f"`{key}` is not a property of an API event.", node)
            yield Remove(properties, key)


def _asleep(move: Move, event: Event) -> frozenset[str]:
    """Keys of an event that SAM ignores for a REST API with a definition of its own (T6)."""
    if move.get("DefinitionBody") is None or merges(move):
        return frozenset()
    return SLEEPING if move.auth.own(event) is None else SLEEPING - {"Auth"}


def _path_and_method(move: Move, properties: Node) -> Iterator[Step]:
    path, method = properties.get("Path"), properties.get("Method")
    if path is None or method is None:
        return
    if path.text.endswith("/") and path.text.strip("/"):
        yield move.find(TRAILING_SLASH, f"`{path.text}` becomes `{path.text.rstrip('/')}`.", path)  # T31
        yield SetValue(path, path.text.rstrip("/"))
    if method.text == "*":
        yield move.find(UNSUPPORTED_SHAPE, "`*` is no method: SAM makes no route of it. Is `ANY` meant?", method)
    elif method.text.lower() in _REST_ANY:
        yield move.find(METHOD_SPELLING, f"`{method.text}` becomes `ANY`.", method)
        yield SetValue(method, "ANY")
    if _OTHER_GREEDY.search(path.text):
        yield move.find(
            GREEDY_PERMISSION, f"`{path.text}` catches all paths below it under another name than `proxy`.", path
        )


def _duplicates(move: Move) -> Iterator[Step]:
    routes = Counter((event.method, (event.path or "").rstrip("/")) for event in move.api.events)
    for event in move.api.events:
        if event.path is not None and routes[(event.method, event.path.rstrip("/"))] > 1:
            yield move.find(
                DUPLICATE_ROUTE, f"{event.method} {event.path} is claimed by more than one event.", event.node
            )


def _auth(move: Move, auth: Node) -> Iterator[Step]:
    if auth.is_null:
        return
    if not is_map(auth):
        yield move.find(UNSUPPORTED_SHAPE, "`Auth` of this event is no map.", auth)
        return
    for key, node in auth.entries().items():
        if key not in AUTH_KEYS:
            yield move.find(UNSUPPORTED_PROPERTY, f"`Auth.{key}` is not a property of an API event.", node)
            yield Remove(auth, key)
        elif key == "Authorizer" and literal(node) is None and not node.is_null:
            yield move.find(UNSUPPORTED_SHAPE, "`Authorizer` of this event is no literal name.", node)


def _request_model(move: Move, properties: Node, node: Node) -> Iterator[Step]:
    validates = [key for key in ("ValidateBody", "ValidateParameters", "ValidateRequest") if is_true(node.get(key))]
    if validates or not is_map(node):
        what = f"Requests are checked against a model ({', '.join(validates) or 'given by an intrinsic'})."
        yield move.find(REQUEST_VALIDATION, what, node)
    else:
        yield move.find(REQUEST_MODEL, "`RequestModel` validates nothing; it is removed.", node)
    yield Remove(properties, "RequestModel")


def _request_parameters(move: Move, properties: Node, node: Node) -> Iterator[Step]:
    validated = is_true(properties.get("RequestModel", "ValidateParameters"))
    settings = [s for item in node.elements() if is_map(item) for s in item.entries().values()]
    if not is_list(node):
        yield move.find(UNSUPPORTED_SHAPE, "`RequestParameters` is no list.", node)
    if any(is_true(s.get("Caching")) for s in settings):
        yield move.find(PARAMETER_CACHING, "A request parameter of this route is part of a cache key.", node)
    if validated and any(is_true(s.get("Required")) for s in settings):
        yield move.find(REQUEST_VALIDATION, "Requests without a required parameter are refused.", node)
    else:
        yield move.find(REQUEST_MODEL, "`RequestParameters` validates nothing; it is removed.", node)
    yield Remove(properties, "RequestParameters")


def _timeout(move: Move, properties: Node, node: Node) -> Iterator[Step]:
    if intrinsic(node) is not None or not node.text.isdigit():
        yield move.find(UNSUPPORTED_SHAPE, "`TimeoutInMillis` is no number.", node)
    elif int(node.text) > MAX_TIMEOUT:
        yield move.find(
            TIMEOUT, f"This route may take {node.text} ms; an HTTP API ends it after {MAX_TIMEOUT} ms.", node
        )
        yield SetValue(node, MAX_TIMEOUT)


def _transfer_mode(move: Move, properties: Node, node: Node) -> Iterator[Step]:
    if literal(node) != "BUFFERED":
        yield move.find(RESPONSE_STREAMING, "This route streams its response.", node)
    else:
        yield move.find(
            REQUEST_MODEL, "`ResponseTransferMode: BUFFERED` is what every HTTP API does; it is removed.", node
        )
    yield Remove(properties, "ResponseTransferMode")


def _stage(move: Move, properties: Node, node: Node) -> Iterator[Step]:
    yield move.find(REQUEST_MODEL, "`Stage` of an event has no effect; it is removed.", node)
    yield Remove(properties, "Stage")


_REST_KEYS = {
    "RequestModel": _request_model,
    "RequestParameters": _request_parameters,
    "TimeoutInMillis": _timeout,
    "ResponseTransferMode": _transfer_mode,
    "Stage": _stage,
}

# -- to-rest ---------------------------------------------------------------------------------------------------

MAX_REST_TIMEOUT = 29_000
"""Milliseconds. Source: API Gateway quotas, REST API integration timeout."""

HTTP_KEYS = KEPT | {"ApiId", "Auth", "PayloadFormatVersion", "RouteSettings"}
_PATH_VARIABLE = re.compile(r"\{([^}]+)\}")


def to_rest(move: Move) -> Iterator[Step]:
    """Rewrite every event of the HTTP API."""
    yield from _duplicates(move)
    yield from _siblings(move)
    for event in move.api.events:
        if event.properties is None or (event.path is None and event.method is None):
            yield from _default_route(move, event)
        elif event.path is None or event.method is None or not event.path.startswith("/"):
            what = f"Event {event.name} of {event.owner.id} has no literal path and method."
            yield move.find(UNSUPPORTED_SHAPE, what, event.node)
            continue
        yield from _of_http(move, event)


def _of_http(move: Move, event: Event) -> Iterator[Step]:
    kind, properties = event.node.pair("Type"), event.properties
    if kind is not None:
        yield SetValue(kind.value, "Api")
    version = properties.get("PayloadFormatVersion") if properties is not None else None
    if (version is None or version.text not in ("1.0", "1")) and not move.follows(event.owner.id):
        route = f"{event.method or 'ANY'} {event.path or '$default'}"
        what = f"{event.owner.id} gets events of payload 2.0 on {route}.{why(move, event.owner.id)}"
        yield move.find(PAYLOAD, what, version or event.node)
    if properties is None:
        return
    if version is not None:
        yield Remove(properties, "PayloadFormatVersion")
    if (pair := properties.pair("ApiId")) is not None:
        yield RenameKey(properties, "ApiId", "RestApiId")
        if literal(pair.value) == move.api.id:
            yield SetValue(pair.value, ref(move.new_id))  # as above
    for key, node in properties.entries().items():
        if key == "TimeoutInMillis":
            yield from _rest_timeout(move, node)
        elif key == "Auth" and not is_map(node) and not node.is_null:
            yield move.find(UNSUPPORTED_SHAPE, "`Auth` of this event is no map.", node)
        elif key not in HTTP_KEYS:
            yield move.find(UNSUPPORTED_PROPERTY, f"`{key}` is not a property of an HttpApi event.", node)
            yield Remove(properties, key)


def _rest_timeout(move: Move, node: Node) -> Iterator[Step]:
    if intrinsic(node) is not None or not node.text.isdigit():
        yield move.find(UNSUPPORTED_SHAPE, "`TimeoutInMillis` is no number.", node)
    elif int(node.text) > MAX_REST_TIMEOUT:
        what = f"This route may take {node.text} ms; a REST API ends it after {MAX_REST_TIMEOUT} ms."
        yield move.find(TIMEOUT, what, node, level=Level.WARNING)
        yield SetValue(node, MAX_REST_TIMEOUT)


def _default_route(move: Move, event: Event) -> Iterator[Step]:
    """T32: the catch-all takes every path below the root; a second event takes the root."""
    yield move.find(DEFAULT_ROUTE, f"The catch-all of {event.owner.id} becomes `/{{proxy+}}` and `/`.", event.node)
    events, properties = event.node.parent, event.properties
    if properties is None:
        named: dict[str, Value] = {"RestApiId": ref(move.new_id)} if move.explicit else {}
        yield Insert(event.node, "Properties", {**named, "Path": "/{proxy+}", "Method": "any"}, after="Type")
    else:
        first = next(iter(properties.entries()), None)
        yield Insert(properties, "Path", "/{proxy+}", before=first)
        yield Insert(properties, "Method", "any", after="Path")
    kept = properties.entries() if properties is not None else {}
    root: dict[str, Value] = {"Path": "/", "Method": "any"}
    if "ApiId" in kept or move.explicit:
        root = {"RestApiId": ref(move.new_id), **root}
    root |= {key: kept[key] for key in ("TimeoutInMillis", "Auth") if key in kept}
    if events is not None:
        taken = {pair.key.text for pair in events.pairs}
        name = next(n for n in (f"{event.name}Root", *(f"{event.name}Root{i}" for i in range(2, 99))) if n not in taken)
        yield Insert(events, name, {"Type": "Api", "Properties": root}, after=event.name)


def _siblings(move: Move) -> Iterator[Step]:
    """T39: one variable name for each place below one parent."""
    names: dict[tuple[str, ...], str] = {}
    for event in move.api.events:
        at: tuple[str, ...] = ()
        for part in (event.path or "").strip("/").split("/"):
            found = _PATH_VARIABLE.fullmatch(part)
            if found is not None and names.setdefault(at, part) != part:
                what = f"`{event.path}` has `{part}` where another path has `{names[at]}`."
                yield move.find(SIBLING_VARIABLES, what, event.node)
            at = (*at, "{}" if found is not None else part)


CONCERN = Concern(
    "events",
    (
        STATE_MACHINE_EVENT,
        REQUEST_VALIDATION,
        REQUEST_MODEL,
        PARAMETER_CACHING,
        TIMEOUT,
        RESPONSE_STREAMING,
        TRAILING_SLASH,
        METHOD_SPELLING,
        DUPLICATE_ROUTE,
        GREEDY_PERMISSION,
        PAYLOAD,
        DEFAULT_ROUTE,
        SIBLING_VARIABLES,
    ),
    to_http,
    to_rest=to_rest,
)
