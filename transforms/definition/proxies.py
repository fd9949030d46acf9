"""What proxies of a definition call: a function at its address, or an HTTP backend with the variables of the path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from migrator.concern import Step, View
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.operations import Append, Fragment, Insert, Remove, SetValue
from migrator.text.values import Value, get, given, intrinsic, is_list, items_of, literal

from ..codes import DEFINITION_BODY
from ..reading.document import Document, Operation, texts
from ..reading.functions import WRITTEN, invocation
from ..routes.codes import RESPONSE_STREAMING
from ..several import SaidOfRoutes
from .codes import FUNCTION_METHOD, INTEGRATION_SETTING, PARAMETER_MAPPING

PAYLOAD = "1.0"
"""The version of the event of a REST API, and the only one that HTTP proxies have (API reference)."""

LAMBDA_METHOD = "POST"
"""The only method by which API Gateway calls a function. Source: API Gateway guide, Lambda proxy integrations."""

URI = "Write the `uri` of the function or address that it calls."
METHOD = "Write the `httpMethod` by which the backend is called."

_BUFFERED = {"path/2021-11-15/": "path/2015-03-31/", "/response-streaming-invocations": "/invocations"}

_URI_VARIABLE = re.compile(r"(?<!\$)\{([\w.-]+)\}")
_PATH_VARIABLE = re.compile(r"\{([^{}+]+)\+?\}")

Stated: TypeAlias = Iterator[Step | SaidOfRoutes]


@dataclass(frozen=True, eq=False)
class Proxy:
    """One integration on its way.

    Arguments:
        view: the API.
        document: its definition.
        operation: where it stands.
        node: the integration.
        event: the event that names the same route; None without one.
    """

    view: View
    document: Document
    operation: Operation
    node: Node
    event: Event | None

    @property
    def label(self) -> str:
        """Its route."""
        return self.operation.label


def target(proxy: Proxy) -> Stated:
    """State how the new API calls what is behind a proxy."""
    if proxy.view.api.kind == "rest":
        return _as_before(proxy)
    return _function(proxy) if proxy.operation.kind == "aws_proxy" else _address(proxy)


def _as_before(proxy: Proxy) -> Stated:
    uri = proxy.node.get("uri")
    if proxy.node.get("payloadFormatVersion") is None:  # required for HTTP APIs
        yield Insert(proxy.node, "payloadFormatVersion", PAYLOAD, after="type")
    if _unreadable(uri):
        yield _no_uri(proxy)
    elif uri is not None and any("response-streaming-invocations" in text for text in texts(uri)):
        if proxy.node.get("responseTransferMode") is None:  # which is told by itself
            yield proxy.view.find(RESPONSE_STREAMING, f"{proxy.label} streams its response.", uri)
        yield from _buffered(uri)
    if proxy.operation.kind == "aws_proxy":
        yield from _by_post(proxy)


def _unreadable(uri: Node | None) -> bool:
    return literal(uri) is None and intrinsic(uri) is None


def _no_uri(proxy: Proxy) -> Step:
    what = f"The integration of {proxy.label} has no `uri` that can be read."
    return proxy.view.find(DEFINITION_BODY, what, proxy.node.get("uri") or proxy.node, remedy=URI)


def _buffered(uri: Node) -> Stated:
    """The address of the call whose response is handed on as a whole (response-streaming-lambda-configure)."""
    for node in uri.walk():
        for streamed, plain in _BUFFERED.items() if node.kind == "scalar" else ():
            if (at := node.text.find(streamed)) >= 0:
                yield Fragment(node, at, at + len(streamed), plain)


def _function(proxy: Proxy) -> Stated:
    uri, method = proxy.node.get("uri"), proxy.node.get("httpMethod")
    address = invocation(proxy.view, uri)
    if uri is None or address is None:
        what = f"The function of {proxy.label} is named in a form that we cannot turn into an address for a REST API."
        yield proxy.view.find(DEFINITION_BODY, what, uri or proxy.node, remedy=WRITTEN)
    elif address is not uri:
        yield SetValue(uri, address)
    if method is None:
        yield Insert(proxy.node, "httpMethod", LAMBDA_METHOD, after="type")
    yield from _by_post(proxy)


def _by_post(proxy: Proxy) -> Stated:
    method = proxy.node.get("httpMethod")
    if method is None or (literal(method) or "").upper() == LAMBDA_METHOD:
        return
    code, what = INTEGRATION_SETTING, "{} becomes POST, the only method by which API Gateway calls a function."
    if proxy.view.api.kind == "rest":
        code, what = FUNCTION_METHOD, "{} becomes POST. Requests that fail with 500 today will be answered."
    yield SaidOfRoutes(code, f"`httpMethod` of {what}", proxy.label, method)
    yield SetValue(method, LAMBDA_METHOD)


def _address(proxy: Proxy) -> Stated:
    """An HTTP API fills path variables into the address by name; a REST API wants to be told."""
    node, uri = proxy.node, proxy.node.get("uri")
    if uri is None or _unreadable(uri):
        yield _no_uri(proxy)
        return
    if node.get("httpMethod") is None:
        what = f"The integration of {proxy.label} does not name its method."
        yield proxy.view.find(DEFINITION_BODY, what, node, remedy=METHOD)
    yield from _variables(proxy, uri)


def _variables(proxy: Proxy, uri: Node) -> Stated:
    used = [*dict.fromkeys(name for text in texts(uri) for name in _URI_VARIABLE.findall(text))]
    own = _PATH_VARIABLE.findall(proxy.operation.path)
    if strange := [name for name in used if name not in own]:
        what = f"The address of {proxy.label} has `{{{strange[0]}}}`, which is not a variable of its path."
        yield proxy.view.find(PARAMETER_MAPPING, what, uri, remedy="Use variables of the path.")
    elif used:
        wanted: Value = {f"integration.request.path.{name}": f"method.request.path.{name}" for name in used}
        if proxy.node.get("requestParameters") is None:
            yield Insert(proxy.node, "requestParameters", wanted)
        yield from _declared(proxy.view, proxy.document, proxy.operation, used)


def _declared(view: View, document: Document, operation: Operation, names: list[str]) -> Iterator[Step]:
    """Declare path variables: a REST API maps only parameters that the operation declares."""
    own, shared = operation.node.get("parameters"), operation.item.get("parameters")
    if any(given(listed) is not None and not is_list(listed) for listed in (own, shared)):
        yield view.find(DEFINITION_BODY, f"The parameters of {operation.label} must be a list.", own or shared)
        return
    there = {*_names(document, own), *_names(document, shared)}
    yield from _added(operation.node, own, [_declaration(name) for name in names if name not in there])


def _added(operation: Node, own: Node | None, missing: list[Value]) -> Iterator[Step]:
    if own is not None and own.items:
        yield from (Append(own, parameter) for parameter in missing)
    elif missing:
        yield from [Remove(operation, "parameters")] if own is not None else []
        yield Insert(operation, "parameters", missing)


def _declaration(name: str) -> Value:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _names(document: Document, parameters: Node | None) -> Iterator[str]:
    """Names of the path parameters in a list, those that it refers to included."""
    for item in items_of(parameters):
        kind, _, name = (literal(item.get("$ref")) or "").rpartition("/")
        parameter = document.body.get("components", "parameters", name) if kind else item
        if literal(get(parameter, "in")) == "path":
            yield literal(get(parameter, "name")) or ""
