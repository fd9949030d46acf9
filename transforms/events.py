"""Function events: ``Type: Api`` -> ``Type: HttpApi`` with payload 1.0, so that handlers keep getting the event they know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from migrator.concern import Concern, Move, Step, is_true
from migrator.findings import Code, Example, Level
from migrator.operations import Insert, Remove, RenameKey, SetValue
from migrator.template import STATE_MACHINE, Event
from migrator.tree import Node
from migrator.values import intrinsic, is_list, is_map, literal

from . import pages
from .api import UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE

STATE_MACHINE_EVENT = Code(
    "state-machine-event",
    Level.BLOCKER,
    "A state machine is started by an event of this API.",
    "Its integration is not a proxy: it maps the request with a template. HTTP APIs have no such integration, and SAM has no HttpApi "
    "event for state machines.",
    "Leave this API as it is, or move the state machine's route to an API of its own first.",
    pages.SAM_STATE_MACHINE,
    acceptable=False,
)
REQUEST_VALIDATION = Code(
    "request-validation",
    Level.BLOCKER,
    "API Gateway checks requests before they reach the function.",
    "HTTP APIs ignore models and validators: requests that were refused with 400 would reach the handler.",
    "Validate in the handler, then accept the loss with `--accept request-validation`.",
    pages.VALIDATION,
    Example("RequestModel: {Model: Order, ValidateBody: true}", "(removed)"),
    security=True,
)
REQUEST_MODEL = Code(
    "request-model",
    Level.INFO,
    "A request model or request parameters that validate nothing.",
    "They document the route only; HTTP APIs ignore them and SAM refuses them on an HttpApi event.",
    "Nothing to do.",
    pages.OPENAPI,
)
PARAMETER_CACHING = Code(
    "parameter-caching",
    Level.WARNING,
    "A request parameter is part of a cache key.",
    "HTTP APIs have no cache.",
    "Expect more calls to the function.",
    pages.CACHING,
)
TIMEOUT = Code(
    "timeout",
    Level.BLOCKER,
    "A route may take longer than an HTTP API waits.",
    "HTTP APIs end every request after 30 seconds; a larger value fails the deployment.",
    "Make the route faster, or accept 30 seconds with `--accept timeout`.",
    pages.LIMITS,
    Example("TimeoutInMillis: 45000", "TimeoutInMillis: 30000"),
    announces=frozenset({"route.timeout"}),
)
RESPONSE_STREAMING = Code(
    "response-streaming",
    Level.BLOCKER,
    "A route streams its response.",
    "HTTP APIs buffer responses, up to 10 MB.",
    "Leave this API as it is, or buffer the response and accept with `--accept response-streaming`.",
    pages.STREAMING,
)
TRAILING_SLASH = Code(
    "trailing-slash",
    Level.WARNING,
    "A path ends in a slash.",
    "SAM creates no route for such a path on an HttpApi (SAM #1949). Both kinds of API serve `/x` and `/x/` by the same route.",
    "Nothing to do, unless the handler looks at the last character of the path.",
    pages.ROUTES,
    Example("Path: /orders/", "Path: /orders"),
)
METHOD_SPELLING = Code(
    "method-spelling",
    Level.INFO,
    "A method is spelled in a way that only REST APIs understand.",
    "`*` and `x-amazon-apigateway-any-method` become `ANY`.",
    "Nothing to do.",
    pages.ROUTES,
    Example("Method: x-amazon-apigateway-any-method", "Method: ANY"),
)
DUPLICATE_ROUTE = Code(
    "duplicate-route",
    Level.BLOCKER,
    "Two events stand for one route.",
    "On an HTTP API they are the same route: only one of the functions would answer.",
    "Remove one of the events.",
    pages.ROUTES,
    acceptable=False,
)
GREEDY_PERMISSION = Code(
    "greedy-permission",
    Level.WARNING,
    "A catch-all path variable has another name than `proxy`.",
    "SAM writes `*` into the function's permission only for `{proxy+}`; whether API Gateway accepts another name there is not documented.",
    "Call the route once after the deployment; rename the variable to `proxy` if it answers 500.",
    pages.ROUTES,
)

MAX_TIMEOUT = 30_000
"""Milliseconds. Source: API Gateway quotas, HTTP API integration timeout."""

KEPT = frozenset({"Path", "Method", "TimeoutInMillis"})
AUTH_KEYS = frozenset(
    {"Authorizer", "AuthorizationScopes", "ApiKeyRequired", "ResourcePolicy", "InvokeRole", "OverrideApiAuth"}
)
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
        if literal(pair.value) == move.api.id and move.new_id != move.api.id:
            yield SetValue(pair.value, move.new_id)
    # 0.7: an HttpApi route gets payload 2.0 by default. T30: SAM wants a string, so the value must be quoted.
    yield Insert(properties, "PayloadFormatVersion", "1.0", after="Method")
    yield from _path_and_method(move, properties)
    for key, node in properties.entries().items():
        if key in _REST_KEYS:
            yield from _REST_KEYS[key](move, properties, node)
        elif key == "Auth":
            yield from _auth(move, node)
        elif key not in KEPT and key != "RestApiId":
            yield move.find(UNSUPPORTED_PROPERTY, f"`{key}` is not a property of an API event.", node)
            yield Remove(properties, key)


def _path_and_method(move: Move, properties: Node) -> Iterator[Step]:
    path, method = properties.get("Path"), properties.get("Method")
    if path is None or method is None:
        return
    if path.text.endswith("/") and path.text.strip("/"):
        yield move.find(TRAILING_SLASH, f"`{path.text}` becomes `{path.text.rstrip('/')}`.", path)  # T31
        yield SetValue(path, path.text.rstrip("/"))
    if method.text.lower() in _REST_ANY:
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
    ),
    to_http,
)
