"""Custom domains: an HTTP API needs a regional one with TLS 1.2, and a live one moves in two deployments."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator

from migrator.concern import Concern, Drop, Put, Step, View
from migrator.findings import Level
from migrator.sam.domains import made_of
from migrator.sam.kinds import ApiKind
from migrator.text.node import Node, boolean
from migrator.text.values import Value, each_of, entries_of, is_list, is_map, literal

from ..access.resource_policy import RESOURCE_POLICY
from ..api.endpoint import PRIVATE_ENDPOINT, endpoint_types
from ..api.identity import retaining
from ..api.settings import HTTP_TLS, SECURITY_POLICY
from ..codes import DROPPED_SETTING, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.lookups import choices
from .codes import (
    AT_ONCE,
    BASE_PATH,
    BASE_PATH_LEVELS,
    BY_HAND,
    CUSTOM_DOMAIN,
    DOMAIN_RETAINED,
    DOMAIN_TLS,
    EDGE_DOMAIN,
    IN_STEPS,
    OTHER_TLS,
)

_BOTH = frozenset({"DomainName", "CertificateArn", "MutualTlsAuthentication", "OwnershipVerificationCertificateArn"})
KEPT: dict[ApiKind, frozenset[str]] = {"rest": _BOTH, "http": _BOTH | {"EndpointConfiguration", "SecurityPolicy"}}
"""Settings that mean the same on the other kind of API, by the kind that the API comes from."""
ROUTE53_KEPT = frozenset({"HostedZoneId", "HostedZoneName", "EvaluateTargetHealth", "IpV6", "SetIdentifier", "Region"})
ROUTE53_LOST = frozenset({"DistributionDomainName", "SeparateRecordSetGroup"})
_CHECK = "Check after the deployment that clients reach the domain as before."
_NAME = re.compile(r"^[0-9a-zA-Z/_-]+$")


def migrate(view: View) -> Iterator[Step]:
    """Translate ``Domain``, in either direction."""
    node = view.get("Domain")
    if node is None:
        return
    if not is_map(node):
        yield view.find(UNSUPPORTED_SHAPE, "`Domain` must be a map.", node)
        return
    yield from _moves(view, node)
    checks = _CHECKS[view.api.kind]
    for key, value in node.entries().items():
        if key in checks:
            yield from checks[key](view, node, value)
        elif key not in KEPT[view.api.kind]:
            yield from _unknown(view, value, "Domain", key)
    if view.kind.name == "rest":
        yield from _defaults(view, node)


def _moves(view: View, node: Node) -> Iterator[Step]:
    called = literal(node.get("DomainName"))
    name, remedy = called or "given by an intrinsic", BY_HAND if made_of(view.template, node) else IN_STEPS
    what = f"The domain ({name}) moves to a new resource."
    yield view.find(CUSTOM_DOMAIN, what, node, remedy="" if view.kind.name == "http" else f"{remedy} {AT_ONCE}")
    if (policy := retaining(view)) is not None:
        what = f"The domain ({name}) stays in the account when it leaves the stack, so the new domain can never take its name."
        yield view.find(DOMAIN_RETAINED, what, policy)


def _unknown(view: View, value: Node, *path: str) -> Iterator[Step]:
    if view.api.kind == "rest":
        yield view.find(UNSUPPORTED_PROPERTY, f"`{'.'.join(path[-2:])}` is not a property of a domain.", value)
    else:
        what = f"`{'.'.join(path[-2:])}` is left out. SAM ignores it on an HTTP API."
        yield view.find(DROPPED_SETTING, what, value)
    yield Drop(path)


def _endpoint(view: View, domain: Node, node: Node) -> Iterator[Step]:
    types = endpoint_types(view.template, node)
    if types == {"EDGE"}:
        yield view.find(EDGE_DOMAIN, "The domain is edge-optimized.", node)
    elif types != {"REGIONAL"}:
        what = (
            "is private" if types == {"PRIVATE"} else "has a type that is known only at deployment; it may be PRIVATE"
        )
        yield view.find(PRIVATE_ENDPOINT, f"The domain {what}.", node)
        yield Drop(("Domain", "EndpointConfiguration"))


def _base_path(view: View, domain: Node, node: Node) -> Iterator[Step]:
    normalized = boolean(domain.get("NormalizeBasePath")) is not False
    values: list[Value] = []
    for item in each_of(node):
        values.append((yield from _one_path(view, item, normalized=normalized)))
    if values == [""]:
        yield Drop(("Domain", "BasePath"))  # the root, which a mapping without a key is for
    elif not is_list(node) or any(new is not old for new, old in zip(values, node.elements(), strict=True)):
        yield Put(("Domain", "BasePath"), values)


def _one_path(view: View, node: Node, *, normalized: bool) -> Generator[Step, None, Value]:
    text = literal(node)
    if text is None:
        yield view.find(UNSUPPORTED_SHAPE, "A base path must be literal text.", node)
        return node
    new = "".join(c for c in text if c.isalnum()) if normalized else text  # T27
    if new != text:
        yield view.find(
            BASE_PATH,
            f"`{text}` is served as {f'`{new}`' if new else 'the root of the domain'}; the template will say so.",
            node,
        )
        return new
    if not _NAME.match(text):
        yield view.find(UNSUPPORTED_SHAPE, f"SAM refuses `{text}` as a base path of an HTTP API.", node)
    return node


def _normalize(view: View, domain: Node, node: Node) -> Iterator[Step]:
    yield view.find(
        DROPPED_SETTING, "`NormalizeBasePath` is left out. Base paths of HTTP APIs are served as written.", node
    )
    yield Drop(("Domain", "NormalizeBasePath"))


def _security_policy(view: View, domain: Node, node: Node) -> Iterator[Step]:
    values = choices(view.template, node)
    policies = {literal(value) for value in values} if values is not None else {None}
    if policies == {HTTP_TLS}:
        return
    if policies <= {HTTP_TLS, "TLS_1_0"}:
        yield view.find(DOMAIN_TLS, f"`TLS_1_0` becomes `{HTTP_TLS}`.", node)
    else:
        unknown = "The TLS policy of the domain is known only at deployment."
        yield view.find(SECURITY_POLICY, OTHER_TLS.format("") if values is not None else unknown, node)
    yield Put(("Domain", "SecurityPolicy"), HTTP_TLS)


def _policy(view: View, domain: Node, node: Node) -> Iterator[Step]:
    """T37: SAM drops it from an HttpApi without a word."""
    yield view.find(RESOURCE_POLICY, "A policy limits who may use the domain.", node)
    yield Drop(("Domain", str(node.key)))


def _lost(view: View, domain: Node, node: Node) -> Iterator[Step]:
    what = f"`Domain.{node.key}` is left out. Domains of HTTP APIs have no such setting in SAM."
    yield view.find(DROPPED_SETTING, what, node, remedy=_CHECK, level=Level.WARNING)
    yield Drop(("Domain", str(node.key)))


def _access_mode(view: View, domain: Node, node: Node) -> Iterator[Step]:
    if literal(node) == "BASIC":
        yield from _lost(view, domain, node)
        return
    what = "`EndpointAccessMode` makes the domain check which name clients ask for; a domain of an HTTP API does not."
    yield view.find(SECURITY_POLICY, what, node)
    yield Drop(("Domain", str(node.key)))


def _route53(view: View, domain: Node, node: Node) -> Iterator[Step]:
    if not is_map(node):
        yield view.find(UNSUPPORTED_SHAPE, "`Route53` must be a map.", node)
    for key, value in entries_of(node).items():
        path = ("Domain", "Route53", key)
        if key in ROUTE53_KEPT:
            continue
        if view.api.kind == "rest" and key in ROUTE53_LOST:
            what = f"`Route53.{key}` is left out. It has no effect for an HTTP API; the record set may get another logical id."
            yield view.find(DROPPED_SETTING, what, value, remedy=_CHECK, level=Level.WARNING)
            yield Drop(path)
        elif view.api.kind == "rest" and key.startswith("VpcEndpoint"):
            yield view.find(PRIVATE_ENDPOINT, "The domain's record points to a VPC endpoint.", value)
            yield Drop(path)
        else:
            yield from _unknown(view, value, *path)


# -- to-rest --------------------------------------------------------------------------------------------------


def _levels(view: View, domain: Node, node: Node) -> Iterator[Step]:
    for item in each_of(domain.get("BasePath")):
        text = literal(item)
        if text is None:
            yield view.find(UNSUPPORTED_SHAPE, "A base path must be literal text.", item)
        elif "/" in text.strip("/"):
            yield view.find(BASE_PATH_LEVELS, f"`{text}` has more than one level.", item)


def _defaults(view: View, domain: Node) -> Iterator[Step]:
    """What a REST API does differently unless it is told: TLS 1.0, and base paths of letters and digits only (T27)."""
    if domain.get("SecurityPolicy") is None:
        yield Put(("Domain", "SecurityPolicy"), HTTP_TLS)
    if any(not (literal(item) or "").isalnum() for item in each_of(domain.get("BasePath"))):
        yield Put(("Domain", "NormalizeBasePath"), False)


_CHECKS: dict[ApiKind, dict[str, Callable[[View, Node, Node], Iterator[Step]]]] = {
    "rest": {
        "EndpointConfiguration": _endpoint,
        "BasePath": _base_path,
        "NormalizeBasePath": _normalize,
        "SecurityPolicy": _security_policy,
        "Policy": _policy,
        "AccessAssociation": _policy,
        "EndpointAccessMode": _access_mode,
        "IpAddressType": _lost,
        "Route53": _route53,
    },
    "http": {"BasePath": _levels, "Route53": _route53},
}
"""What looks after a setting of the domain, by the kind that the API comes from."""

_OWNED = frozenset({"Domain"})

CONCERN = Concern("domain", migrate, _OWNED, migrate, _OWNED)
