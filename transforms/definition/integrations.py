"""Integrations of a definition: proxies get payload 1.0 and lose what only mapping templates and caches need."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.concern import Step, View, is_true
from migrator.sam.kinds import PERMISSION
from migrator.text.operations import Fragment, Insert, Remove, SetValue
from migrator.text.tree import Node
from migrator.text.values import intrinsic, is_map, literal, says

from ..access.iam import IAM
from ..access.requirement_codes import DEFINITION_SECURITY
from ..api.settings import BINARY_MEDIA_TYPES
from ..codes import DEFINITION_BODY
from ..reading.document import Operation, normal, texts
from ..routes.codes import PARAMETER_CACHING, RESPONSE_STREAMING
from ..routes.timeouts import allowed
from ..several import SaidOfRoutes, together
from .codes import INTEGRATION_SETTING, NUMBER, PARAMETER_MAPPING, PROXY, REMOVED, VPC_LINK

PROXIES = frozenset({"aws_proxy", "http_proxy"})
PAYLOAD = "1.0"

UNUSED = ("passthroughBehavior", "requestTemplates", "responses")
"""Mapping settings, which API Gateway ignores on a proxy integration."""

CACHING = ("cacheKeyParameters", "cacheNamespace")
KEPT = frozenset({"type", "uri", "httpMethod", "payloadFormatVersion", "credentials"})
READ = frozenset({
    *KEPT, *UNUSED, *CACHING, "contentHandling", "timeoutInMillis", "connectionType", "connectionId", "requestParameters",
    "responseTransferMode", "tlsConfig",
})  # fmt: skip

CALLER = ":user/"
"""What the credentials of an integration hold that calls its target as the caller (``arn:aws:iam::*:user/*``)."""


_PATH_PARAMETER = re.compile(r"integration\.request\.path\.(.+)")


def convert(view: View, operations: list[Operation]) -> Iterator[Step]:
    """State what becomes of the integrations of operations that stay.

    Arguments:
        operations: all but the mocks that answer CORS preflight.
    """
    yield from together(view, _converted(view, operations))


def _converted(view: View, operations: list[Operation]) -> Iterator[Step | SaidOfRoutes]:
    seen: set[str] = set()
    for operation in operations:
        node = operation.integration
        if node is None:
            yield SaidOfRoutes(DEFINITION_BODY, "{} [has|have] no integration.", operation.label, operation.node, PROXY)
        elif operation.kind not in PROXIES:
            kind = literal(node.get("type"))
            what = f"`{kind}`" if kind else "of a type that is not known before deployment"
            what = f"The [integration of {{}} is|integrations of {{}} are] {what}, no [proxy|proxies]."
            yield SaidOfRoutes(DEFINITION_BODY, what, operation.label, node.get("type") or node, PROXY)
        else:
            yield from _proxy(view, operation, node, seen)


def _proxy(view: View, operation: Operation, node: Node, seen: set[str]) -> Iterator[Step]:
    # Required for HTTP APIs; 1.0 is the REST event, and the only version that HTTP proxies have (API reference).
    version = node.get("payloadFormatVersion")
    if version is None:
        yield Insert(node, "payloadFormatVersion", PAYLOAD, after="type")
    elif not says(version, PAYLOAD):
        yield SetValue(version, PAYLOAD)
    yield from _unused(view, node, seen)
    yield from _caller(view, operation, node)
    yield from _parameters(view, operation, node)
    for key, check in _CHECKS.items():
        if (value := node.get(key)) is not None:
            yield from check(view, operation, node, value)
    for key, value in node.entries().items():
        if key not in READ:
            what = f"`{key}` in the integration of {operation.label} has no known counterpart."
            yield view.find(DEFINITION_BODY, what, value, remedy=REMOVED.format(key))
    uri = node.get("uri")
    if literal(uri) is None and intrinsic(uri) is None:
        what = f"The integration of {operation.label} has no `uri` that can be read."
        yield view.find(DEFINITION_BODY, what, node, remedy="Write the `uri` of the function or address that it calls.")
    elif uri is not None and any("response-streaming-invocations" in text for text in texts(uri)):
        yield view.find(RESPONSE_STREAMING, f"{operation.label} streams its response.", uri)
        yield from _buffered(uri)


def _buffered(uri: Node) -> Iterator[Step]:
    """The address of the call whose response is handed on as a whole (response-streaming-lambda-configure)."""
    for node in uri.walk():
        for streamed, plain in _BUFFERED.items() if node.kind == "scalar" else ():
            if (at := node.text.find(streamed)) >= 0:
                yield Fragment(node, at, at + len(streamed), plain)


_BUFFERED = {"path/2021-11-15/": "path/2015-03-31/", "/response-streaming-invocations": "/invocations"}


def _unused(view: View, node: Node, seen: set[str]) -> Iterator[Step]:
    """Take settings away that mean nothing here; each kind is reported once for a definition."""
    for key in (*UNUSED, *CACHING, "contentHandling"):
        if (value := node.get(key)) is None:
            continue
        if key not in seen:
            if key in UNUSED:
                yield view.find(INTEGRATION_SETTING, f"`{key}` is removed. Proxy integrations ignore it.", value)
            elif key in CACHING:
                yield view.find(PARAMETER_CACHING, f"`{key}` is removed. HTTP APIs have no cache.", value)
            else:
                what = "`contentHandling` is removed. HTTP APIs do not convert between text and binary."
                yield view.find(BINARY_MEDIA_TYPES, what, value)
        seen.add(key)
        yield Remove(node, key)


def _caller(view: View, operation: Operation, node: Node) -> Iterator[Step]:
    credentials = node.get("credentials")
    if credentials is None or not any(CALLER in text for text in texts(credentials)):
        return
    what = f"The target of {operation.label} is called with the caller's credentials today; later with its permission."
    yield view.find(IAM, what, credentials)
    yield Remove(node, "credentials")
    route = operation.method, normal(operation.path)
    allowed = any((event.method, normal(event.path or "")) == route for event in view.api.events)
    if not allowed and all(r.type != PERMISSION for r in view.template.resources.values()):
        what = f"Nothing but the caller's credentials lets API Gateway call the target of {operation.label}."
        yield view.find(DEFINITION_SECURITY, what, credentials)


def _parameters(view: View, operation: Operation, node: Node) -> Iterator[Step]:
    """Path parameters that are handed on under their own name are what an HTTP proxy of an HTTP API does by itself."""
    parameters = node.get("requestParameters")
    if parameters is None:
        return
    entries = parameters.entries() if is_map(parameters) else None
    own = entries is not None and all(
        (found := _PATH_PARAMETER.fullmatch(key)) and literal(value) == f"method.request.path.{found[1]}"
        for key, value in entries.items()
    )
    if own:
        yield Remove(node, "requestParameters")
    else:
        yield view.find(PARAMETER_MAPPING, f"The integration of {operation.label} sets request parameters.", parameters)


def _timeout(view: View, operation: Operation, _node: Node, value: Node) -> Iterator[Step]:
    wanted = yield from allowed(view, value, operation.label)
    if wanted is None:
        yield view.find(DEFINITION_BODY, f"`timeoutInMillis` of {operation.label} is no number.", value, remedy=NUMBER)
    elif wanted < int(value.text):
        yield SetValue(value, wanted)


def _connection(view: View, operation: Operation, _node: Node, value: Node) -> Iterator[Step]:
    if (literal(value) or "").upper() != "INTERNET":
        yield view.find(VPC_LINK, f"{operation.label} goes through a VPC link.", value)


def _connection_id(view: View, operation: Operation, node: Node, value: Node) -> Iterator[Step]:
    if node.get("connectionType") is None:
        yield view.find(VPC_LINK, f"{operation.label} names a VPC link.", value)
    else:
        yield view.find(INTEGRATION_SETTING, "`connectionId` is removed. It belongs to VPC links.", value)
        yield Remove(node, "connectionId")


def _transfer(view: View, operation: Operation, node: Node, value: Node) -> Iterator[Step]:
    if (literal(value) or "").upper() != "BUFFERED":
        yield view.find(RESPONSE_STREAMING, f"{operation.label} streams its response.", value)
    else:
        yield view.find(
            INTEGRATION_SETTING, "`responseTransferMode: BUFFERED` is what every HTTP API does; it is removed.", value
        )
    yield Remove(node, "responseTransferMode")


def _tls(view: View, operation: Operation, node: Node, value: Node) -> Iterator[Step]:
    if not is_map(value) or is_true(value.get("insecureSkipVerification")):
        what = f"{operation.label} skips the check of its backend's certificate, which an HTTP API never does."
        remedy = (
            "Give the backend a certificate that is trusted and remove the setting first, or leave this API as it is."
        )
        yield view.find(DEFINITION_BODY, what, value, remedy=remedy)
    else:
        yield view.find(INTEGRATION_SETTING, "`tlsConfig` is removed. Certificates are always checked.", value)
        yield Remove(node, "tlsConfig")


_CHECKS = {
    "timeoutInMillis": _timeout,
    "connectionType": _connection,
    "connectionId": _connection_id,
    "responseTransferMode": _transfer,
    "tlsConfig": _tls,
}
