"""Integrations of an HTTP API's definition: proxies lose the payload version, and say what a REST API does not guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from migrator.concern import Step, View
from migrator.sam.template import Event
from migrator.text.operations import Append, Insert, Remove, SetValue
from migrator.text.tree import Node
from migrator.text.values import Value, intrinsic, is_list, literal, says

from ..codes import DEFINITION_BODY, DROPPED_SETTING
from ..reading.definition import event_of, merging
from ..reading.document import Document, Operation, texts
from ..reading.functions import WRITTEN, invocation
from ..routes.payload import FIRST
from ..routes.timeouts import allowed
from .codes import INTEGRATION_SETTING, NUMBER, PARAMETER_MAPPING, PROXY, REMOVED, VPC_LINK
from .integrations import CACHING, KEPT, PROXIES, UNUSED
from .shared_integrations import written_out

LAMBDA_METHOD = "POST"
"""The only method by which API Gateway calls a function. Source: API Gateway guide, Lambda proxy integrations."""

METHOD = "Write the `httpMethod` by which the backend is called."

ASLEEP = frozenset({*CACHING, "contentHandling", "responseTransferMode"})
"""Settings that HTTP APIs skip and REST APIs obey: kept, they would wake up."""

READ = KEPT | frozenset({*UNUSED, *ASLEEP, "timeoutInMillis", "connectionType", "connectionId", "requestParameters",
                         "responseParameters", "tlsConfig"})  # fmt: skip

_URI_VARIABLE = re.compile(r"(?<!\$)\{([\w.-]+)\}")
_PATH_VARIABLE = re.compile(r"\{([^{}+]+)\+?\}")


@dataclass(frozen=True, eq=False)
class Proxy:
    """One integration on its way.

    Arguments:
        operation: where it stands.
        node: the integration.
        event: the event that names the same route; None without one.
        merges: whether events are merged into the definition.
    """

    operation: Operation
    node: Node
    event: Event | None
    merges: bool

    def of_event(self, key: str) -> Node | None:
        """A property of the event."""
        return self.event.properties.get(key) if self.event is not None and self.event.properties is not None else None


def convert(view: View, document: Document) -> Iterator[Step]:
    """State what becomes of the integrations of an HTTP API's definition."""
    merges = merging(view, document)
    for operation in document.operations:
        node, event = operation.integration, event_of(view, operation)
        if node is None or not node.entries():
            if event is None:
                yield view.find(DEFINITION_BODY, f"{operation.label} has no integration.", operation.node, remedy=PROXY)
        elif node.get("$ref") is not None or node.get("integrationSubtype") is not None:
            what = (
                "shares its integration" if node.get("$ref") is not None else "calls an AWS service without a function"
            )
            yield view.find(DEFINITION_BODY, f"{operation.label} {what}, which only HTTP APIs can.", node, remedy=PROXY)
        elif operation.kind not in PROXIES:
            what = f"The integration of {operation.label} is no proxy, so it answers nothing on an HTTP API."
            yield view.find(DEFINITION_BODY, what, node.get("type") or node, remedy=PROXY)
        else:
            steps = _proxy(view, document, Proxy(operation, node, event, merges))
            yield from written_out(operation, steps) if operation.reference is not None else steps


def _proxy(view: View, document: Document, proxy: Proxy) -> Iterator[Step]:
    yield from _payload(view, proxy)
    if proxy.operation.kind == "aws_proxy":
        yield from _function(view, proxy)
    else:
        yield from _address(view, document, proxy)
    yield from _timeout(view, proxy)
    for key, value in proxy.node.entries().items():
        if (check := _CHECKS.get(key)) is not None:
            yield from check(view, proxy, value)
        elif key in ASLEEP:
            what = f"`{key}` of {proxy.operation.label} is removed. HTTP APIs do not read it, and a REST API would."
            yield view.find(INTEGRATION_SETTING, what, value)
            yield Remove(proxy.node, key)
        elif key not in READ:
            what = f"`{key}` in the integration of {proxy.operation.label} has no known counterpart."
            yield view.find(DEFINITION_BODY, what, value, remedy=REMOVED.format(key))


def _payload(view: View, proxy: Proxy) -> Iterator[Step]:
    """A REST API sends the 1.0 event and has no setting for it."""
    version, label = proxy.node.get("payloadFormatVersion"), proxy.operation.label
    if proxy.operation.kind == "http_proxy" and version is not None and literal(version) not in FIRST:
        yield view.find(DEFINITION_BODY, f"{label} has a payload version that HTTP proxies do not have.", version)
    if version is not None:
        yield Remove(proxy.node, "payloadFormatVersion")


# -- functions ----------------------------------------------------------------------------------------------------


def _function(view: View, proxy: Proxy) -> Iterator[Step]:
    uri, method = proxy.node.get("uri"), proxy.node.get("httpMethod")
    address = invocation(view, uri)
    if uri is None or address is None:
        what = (
            f"The function of {proxy.operation.label} is given in a form that no address for a REST API can be made of."
        )
        yield view.find(DEFINITION_BODY, what, uri or proxy.node, remedy=WRITTEN)
    elif address is not uri:
        yield SetValue(uri, address)
    if method is None:
        yield Insert(proxy.node, "httpMethod", LAMBDA_METHOD, after="type")
    elif not says(method, LAMBDA_METHOD):
        what = f"`httpMethod` of {proxy.operation.label} becomes POST: a function is called by no other method."
        yield view.find(INTEGRATION_SETTING, what, method)
        yield SetValue(method, LAMBDA_METHOD)


# -- HTTP proxies -------------------------------------------------------------------------------------------------


def _address(view: View, document: Document, proxy: Proxy) -> Iterator[Step]:
    """An HTTP API fills path variables into the address by name; a REST API wants to be told."""
    node, label, uri = proxy.node, proxy.operation.label, proxy.node.get("uri")
    if literal(uri) is None and intrinsic(uri) is None:
        yield view.find(DEFINITION_BODY, f"The integration of {label} has no `uri` that can be read.", uri or node)
        return
    if node.get("httpMethod") is None:
        yield view.find(DEFINITION_BODY, f"The integration of {label} does not name its method.", node, remedy=METHOD)
    assert uri is not None  # noqa: S101 - it is literal or an intrinsic
    used = [*dict.fromkeys(name for text in texts(uri) for name in _URI_VARIABLE.findall(text))]
    own = frozenset(_PATH_VARIABLE.findall(proxy.operation.path))
    strange = [name for name in used if name not in own]
    if strange:
        what = f"The address of {label} has `{{{strange[0]}}}`, which is no variable of its path."
        yield view.find(PARAMETER_MAPPING, what, uri, remedy="Use variables of the path.")
    elif used:
        wanted = {f"integration.request.path.{name}": f"method.request.path.{name}" for name in used}
        if node.get("requestParameters") is None:
            yield Insert(node, "requestParameters", wanted)
        yield from _declared(view, document, proxy.operation, used)


def _declared(view: View, document: Document, operation: Operation, names: list[str]) -> Iterator[Step]:
    """Declare path variables: a REST API maps only parameters that the operation declares."""
    own, shared = operation.node.get("parameters"), operation.item.get("parameters")
    if any(listed is not None and not listed.is_null and not is_list(listed) for listed in (own, shared)):
        yield view.find(DEFINITION_BODY, f"The parameters of {operation.label} are no list.", own or shared)
        return
    there = {name for listed in (own, shared) if listed is not None for name in _names(document, listed)}
    missing: list[Value] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
        if name not in there
    ]
    if own is not None and own.items:
        yield from (Append(own, parameter) for parameter in missing)
    elif missing:
        if own is not None:
            yield Remove(operation.node, "parameters")
        yield Insert(operation.node, "parameters", missing)


def _names(document: Document, parameters: Node) -> Iterator[str]:
    """Names of the path parameters in a list, those that it refers to included."""
    for item in parameters.elements():
        kind, _, name = (literal(item.get("$ref")) or "").rpartition("/")
        parameter = document.body.get("components", "parameters", name) if kind else item
        if parameter is not None and literal(parameter.get("in")) == "path":
            yield literal(parameter.get("name")) or ""


# -- settings -----------------------------------------------------------------------------------------------------


def _timeout(view: View, proxy: Proxy) -> Iterator[Step]:
    """What an event says goes over the definition on an HTTP API; beside that of a REST API SAM does not read it."""
    own, there = None if proxy.merges else proxy.of_event("TimeoutInMillis"), proxy.node.get("timeoutInMillis")
    value = own or there
    if value is None:
        return
    wanted = yield from allowed(view, value, proxy.operation.label)
    if wanted is None:
        what = f"The timeout of {proxy.operation.label} is no number."
        yield view.find(DEFINITION_BODY, what, value, remedy=NUMBER)
        return
    if own is not None and proxy.event is not None and proxy.event.properties is not None:
        yield Remove(proxy.event.properties, "TimeoutInMillis")
    if there is None:
        yield Insert(proxy.node, "timeoutInMillis", wanted)
    elif not says(there, wanted):
        yield SetValue(there, wanted)


def _connection(view: View, proxy: Proxy, value: Node) -> Iterator[Step]:
    if (literal(value) or "").upper() != "INTERNET":
        remedy = "Create an AWS::ApiGateway::VpcLink to a network load balancer and rewrite the integration by hand."
        yield view.find(VPC_LINK, f"{proxy.operation.label} goes through a VPC link.", value, remedy=remedy)


def _connection_id(view: View, proxy: Proxy, value: Node) -> Iterator[Step]:
    if proxy.node.get("connectionType") is None:
        yield from _connection(view, proxy, value)
    else:
        yield view.find(DROPPED_SETTING, "`connectionId` is removed. It belongs to VPC links.", value)
        yield Remove(proxy.node, "connectionId")


def _parameters(view: View, proxy: Proxy, value: Node) -> Iterator[Step]:
    remedy = "Do the mapping in the backend, or write it in the form that REST APIs read."
    what = f"The integration of {proxy.operation.label} changes parameters of requests or responses."
    yield view.find(PARAMETER_MAPPING, what, value, remedy=remedy)


def _tls(view: View, proxy: Proxy, value: Node) -> Iterator[Step]:
    what = f"The integration of {proxy.operation.label} says how its backend's certificate is checked."
    yield view.find(DEFINITION_BODY, what, value, remedy="Remove `tlsConfig` if the check may be the usual one.")


_CHECKS: dict[str, Callable[[View, Proxy, Node], Iterator[Step]]] = {
    "connectionType": _connection,
    "connectionId": _connection_id,
    "requestParameters": _parameters,
    "responseParameters": _parameters,
    "tlsConfig": _tls,
}
