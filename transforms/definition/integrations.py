"""Integrations of a definition: proxies are what both kinds of API have; their settings differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence

from migrator.concern import Step, View
from migrator.findings import Code
from migrator.sam.extensions import SHARED_INTEGRATIONS
from migrator.sam.kinds import PERMISSION, ApiKind
from migrator.sam.quotas import INTEGRATIONS
from migrator.text.meaning import says
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove, SetValue
from migrator.text.values import Value, get, is_map, literal

from ..access.iam import IAM
from ..access.requirement_codes import DEFINITION_SECURITY
from ..api.settings import BINARY_MEDIA_TYPES
from ..codes import DEFINITION_BODY
from ..reading.definition import event_of, merging
from ..reading.document import Document, Operation, normal, texts
from ..reading.sharing import PROXIES, shared
from ..routes.codes import PARAMETER_CACHING
from ..routes.payload import FIRST
from ..routes.timeouts import allowed
from ..several import SaidOfRoutes, together
from .codes import INTEGRATION_SETTING, NUMBER, PARAMETER_MAPPING, PROXY, REMOVED
from .connections import connection, connection_id, tls, transfer
from .proxies import PAYLOAD, Proxy, Stated, target
from .shared_integrations import SHARED_INTEGRATION, referring, settled, written_out

CALLER = ":user/"
"""What the credentials of an integration hold that calls its target as the caller (``arn:aws:iam::*:user/*``)."""

UNUSED = ("passthroughBehavior", "requestTemplates", "responses")
"""Mapping settings, which API Gateway ignores on a proxy integration."""
CACHING = ("cacheKeyParameters", "cacheNamespace")
KEPT = frozenset({"type", "uri", "httpMethod", "credentials", "timeoutInMillis"})
"""Settings that both kinds have."""

_IGNORED = INTEGRATION_SETTING, "Proxy integrations ignore it."
_CACHED = PARAMETER_CACHING, "HTTP APIs have no cache."
_INACTIVE = INTEGRATION_SETTING, "HTTP APIs ignore it; a REST API would apply it."
GONE: dict[ApiKind, dict[str, tuple[Code, str]]] = {
    "rest": {
        **dict.fromkeys(UNUSED, _IGNORED),
        **dict.fromkeys(CACHING, _CACHED),
        "contentHandling": (BINARY_MEDIA_TYPES, "HTTP APIs do not convert between text and binary."),
    },
    "http": dict.fromkeys((*CACHING, "contentHandling", "responseTransferMode"), _INACTIVE),
}
"""Settings that go, by the kind that the API comes from: what is reported, and why."""

_PATH_PARAMETER = re.compile(r"integration\.request\.path\.(.+)")


def convert(view: View, document: Document, operations: Sequence[Operation]) -> Iterator[Step]:
    """State what becomes of the integrations of a definition.

    Arguments:
        operations: all but the mocks that answer CORS preflight.
    """
    yield from together(view, _converted(view, document, operations))


def _converted(view: View, document: Document, operations: Sequence[Operation]) -> Stated:
    sharing = {id(operation): each for each in shared(view) for operation in each.operations}
    for operation in operations:
        node, of_http = operation.integration, view.api.kind == "http"
        event = event_of(view, operation) if of_http else None
        if node is None or (of_http and not node.entries()):
            if event is None:
                yield SaidOfRoutes(
                    DEFINITION_BODY, "{} [has|have] no integration.", operation.label, operation.node, PROXY
                )
        elif (what := _no_proxy(view, operation, node)) is not None:
            yield SaidOfRoutes(DEFINITION_BODY, what, operation.label, node.get("type") or node, PROXY)
        else:
            steps = _proxy(Proxy(view, document, operation, node, event))
            if (there := sharing.get(id(operation))) is not None:
                yield from referring(operation, there, steps)
            else:
                yield from written_out(operation, steps) if operation.reference is not None else steps


def components(view: View, document: Document) -> Generator[Step, None, dict[str, Value]]:
    """State the integrations that operations share from now on, as a part of ``components``.

    Returns:
        That part by its name; nothing where each operation keeps its own.
    """
    found: dict[str, Value] = {}
    for each in shared(view):
        node = each.first.integration
        if node is not None:
            found[each.name] = settled(node, _proxy(Proxy(view, document, each.first, node, None)))[0]
    if not found:
        return {}
    number = sum(len(each.operations) for each in shared(view))
    what = f"{number} operations share {len(found)} integration{'s' if len(found) > 1 else ''} below `components` from now on: an HTTP API has at most {INTEGRATIONS}."
    yield view.find(SHARED_INTEGRATION, what, document.body)
    return {SHARED_INTEGRATIONS: found}


def _no_proxy(view: View, operation: Operation, node: Node) -> str | None:
    """What an integration is that only one kind of API has; None for a proxy."""
    if view.api.kind == "http" and node.get("$ref") is not None:
        return "{} [shares its integration|share their integration], which only HTTP APIs can."
    if view.api.kind == "http" and node.get("integrationSubtype") is not None:
        return "{} [calls|call] an AWS service without a function, which only HTTP APIs can."
    if operation.kind in PROXIES:
        return None
    kind = literal(node.get("type"))
    what = f"`{kind}`" if kind else "of a type that is known only at deployment"
    return f"The [integration of {{}} is|integrations of {{}} are] {what}, not [a proxy|proxies]."


def _proxy(proxy: Proxy) -> Stated:
    yield from target(proxy)
    yield from _timeout(proxy)
    gone, checks = GONE[proxy.view.api.kind], _CHECKS[proxy.view.api.kind]
    for key, value in proxy.node.entries().items():
        if key in checks:
            yield from checks[key](proxy, value)
        elif key in gone:
            code, why = gone[key]
            yield SaidOfRoutes(code, f"`{key}` of {{}} is left out. {why}", proxy.label, value)
            yield Remove(proxy.node, key)
        elif key not in KEPT and not (proxy.view.api.kind == "http" and key in UNUSED):
            what = f"`{key}` in the integration of {proxy.label} has no known counterpart."
            yield proxy.view.find(DEFINITION_BODY, what, value, remedy=REMOVED.format(key))


# -- settings -----------------------------------------------------------------------------------------------------


def _version(proxy: Proxy, value: Node) -> Stated:
    """A REST API sends the 1.0 event and has no setting for it."""
    if proxy.view.api.kind == "rest":
        if not says(value, PAYLOAD):
            yield SetValue(value, PAYLOAD)
        return
    if proxy.operation.kind == "http_proxy" and literal(value) not in FIRST:
        what = f"{proxy.label} has a payload version that HTTP proxies do not have."
        remedy = "Write `1.0`, the only version that HTTP proxies have, or remove it."
        yield proxy.view.find(DEFINITION_BODY, what, value, remedy=remedy)
    yield Remove(proxy.node, "payloadFormatVersion")


def _timeout(proxy: Proxy) -> Stated:
    """What an event says goes over the definition on an HTTP API; beside that of a REST API SAM does not read it."""
    there = proxy.node.get("timeoutInMillis")
    properties = proxy.event.properties if proxy.event is not None else None
    own = get(properties, "TimeoutInMillis") if not merging(proxy.view, proxy.document) else None
    value = own or there
    if value is None:
        return
    wanted = yield from allowed(proxy.view, value, proxy.label)
    if wanted is None:
        yield proxy.view.find(
            DEFINITION_BODY, f"The timeout of {proxy.label} must be a literal number.", value, remedy=NUMBER
        )
        return
    if own is not None and properties is not None:
        yield Remove(properties, "TimeoutInMillis")
    if there is None:
        yield Insert(proxy.node, "timeoutInMillis", wanted)
    elif literal(there) != str(wanted):
        yield SetValue(there, wanted)


def _caller(proxy: Proxy, value: Node) -> Stated:
    if not any(CALLER in text for text in texts(value)):
        return
    view, (method, path) = proxy.view, (proxy.operation.method, normal(proxy.operation.path))
    what = f"API Gateway calls the target of {proxy.label} with the credentials of the caller today; an HTTP API will call it with its own permission."
    yield view.find(IAM, what, value)
    yield Remove(proxy.node, "credentials")
    by_event = any((event.method, normal(event.path or "")) == (method, path) for event in view.api.events)
    if not by_event and all(r.type != PERMISSION for r in view.template.resources.values()):
        what = f"Only the credentials of the caller allow API Gateway to call the target of {proxy.label}."
        yield view.find(DEFINITION_SECURITY, what, value)


def _path_parameters(proxy: Proxy, value: Node) -> Stated:
    """Path parameters that are handed on under their own name are what an HTTP proxy of an HTTP API does by itself."""
    if is_map(value) and all(_is_own(key, literal(each)) for key, each in value.entries().items()):
        yield Remove(proxy.node, "requestParameters")
    else:
        yield proxy.view.find(PARAMETER_MAPPING, f"The integration of {proxy.label} sets request parameters.", value)


def _is_own(key: str, source: str | None) -> bool:
    found = _PATH_PARAMETER.fullmatch(key)
    return found is not None and source == f"method.request.path.{found[1]}"


def _mapped(proxy: Proxy, value: Node) -> Stated:
    remedy = "Do the mapping in the backend, or write it in the form that REST APIs read."
    what = f"The integration of {proxy.label} changes parameters of requests or responses."
    yield proxy.view.find(PARAMETER_MAPPING, what, value, remedy=remedy)


_CHECKS: dict[ApiKind, dict[str, Callable[[Proxy, Node], Stated]]] = {
    "rest": {
        "payloadFormatVersion": _version,
        "credentials": _caller,
        "requestParameters": _path_parameters,
        "connectionType": connection,
        "connectionId": connection_id,
        "responseTransferMode": transfer,
        "tlsConfig": tls,
    },
    "http": {
        "payloadFormatVersion": _version,
        "requestParameters": _mapped,
        "responseParameters": _mapped,
        "connectionType": connection,
        "connectionId": connection_id,
        "tlsConfig": tls,
    },
}
"""What looks after a setting, by the kind that the API comes from."""
