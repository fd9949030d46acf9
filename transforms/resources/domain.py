"""Custom domains: an HTTP API needs a regional one with TLS 1.2, and a live one moves in two deployments."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from migrator.concern import Concern, Drop, Put, Step, View
from migrator.findings import Code, Example, Level
from migrator.text.tree import Node, boolean
from migrator.text.values import Value, entries_of, is_list, is_map, literal

from .. import pages
from ..access.resource_policy import RESOURCE_POLICY
from ..api.endpoint import PRIVATE_ENDPOINT
from ..api.identity import retaining
from ..api.settings import HTTP_TLS, SECURITY_POLICY
from ..codes import DROPPED_SETTING, UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE

CUSTOM_DOMAIN = Code(
    "custom-domain",
    Level.BLOCKER,
    "The API has a custom domain.",
    "SAM makes another domain resource for an HTTP API. CloudFormation creates the new one before it deletes the old one, and API Gateway "
    "refuses the second domain of the same name: `The domain name you provided already exists` (aws-sam-cli #2591).",
    "Move it in two deployments: first deploy the API as it is without `Domain` (the name is unreachable from then on), then this template. "
    "Without an outage: first move the name to an AWS::ApiGatewayV2::DomainName with an AWS::ApiGatewayV2::ApiMapping, in resources or a "
    "stack of its own; a mapping of that type leads to a REST or an HTTP API, so one deployment moves it in place. Accept with "
    "`--accept custom-domain`; a stack that is not deployed yet needs no second step.",
    pages.CUSTOM_DOMAIN,
)
DOMAIN_RETAINED = Code(
    "domain-retained",
    Level.BLOCKER,
    "The custom domain of the API has its `DeletionPolicy`, so it stays in the account and its name stays taken.",
    "SAM gives the domain, its mappings and its DNS records the deletion policy of the API. A domain that CloudFormation leaves in the "
    "account keeps its name: the new one fails with `The domain name you provided already exists`, in however many steps it is deployed.",
    "Take `DeletionPolicy` off the API and deploy that first.",
    pages.DELETION_POLICY,
    acceptable=False,
)
EDGE_DOMAIN = Code(
    "edge-domain",
    Level.BLOCKER,
    "The custom domain is edge-optimized.",
    "HTTP APIs take regional domains only. Its certificate is in us-east-1; a regional one must be in the stack's region, and DNS must "
    "point to another target.",
    "Make a certificate in the stack's region and set the domain to REGIONAL first.",
    pages.CUSTOM_DOMAIN,
    acceptable=False,
)
BASE_PATH = Code(
    "base-path",
    Level.INFO,
    "A base path is written as SAM serves it.",
    "SAM keeps letters and digits only of a REST API's base path, unless `NormalizeBasePath` is false; an HTTP API serves it as written.",
    "Nothing to do: the URL stays what it is.",
    pages.MAPPINGS,
    Example("BasePath: [orders-v1]", "BasePath: [ordersv1]"),
)
DOMAIN_TLS = Code(
    "domain-tls",
    Level.WARNING,
    "The custom domain takes TLS 1.0.",
    "HTTP APIs need TLS 1.2.",
    "Check that no client is left that cannot speak TLS 1.2.",
    pages.CUSTOM_DOMAIN,
    Example("SecurityPolicy: TLS_1_0", "SecurityPolicy: TLS_1_2"),
    security=True,
    announces=frozenset({"domain.tls"}),
)

BASE_PATH_LEVELS = Code(
    "base-path-levels",
    Level.BLOCKER,
    "A base path has more than one level.",
    "SAM maps a REST API with a BasePathMapping, which takes one level only.",
    "Use a base path of one level, or AWS::ApiGatewayV2::ApiMapping.",
    pages.MAPPINGS,
    acceptable=False,
)

KEPT = frozenset({"DomainName", "CertificateArn", "MutualTlsAuthentication", "OwnershipVerificationCertificateArn"})
ROUTE53_KEPT = frozenset({"HostedZoneId", "HostedZoneName", "EvaluateTargetHealth", "IpV6", "SetIdentifier", "Region"})
ROUTE53_LOST = frozenset({"DistributionDomainName", "SeparateRecordSetGroup"})
_CHECK = "Check after the deployment that clients reach the domain as before."
_NAME = re.compile(r"^[0-9a-zA-Z/_-]+$")


def _domain(view: View) -> Generator[Step, None, Node | None]:
    """The API's domain; None when there is none that can be read."""
    node = view.get("Domain")
    if node is None:
        return None
    if not is_map(node):
        yield view.find(UNSUPPORTED_SHAPE, "`Domain` is no map.", node)
        return None
    name = literal(node.get("DomainName")) or "given by an intrinsic"
    yield view.find(CUSTOM_DOMAIN, f"The domain ({name}) moves to a new resource.", node)
    if (policy := retaining(view)) is not None:
        what = f"The domain ({name}) stays in the account when it leaves the stack, so its name is never free for the new one."
        yield view.find(DOMAIN_RETAINED, what, policy)
    return node


def to_http(view: View) -> Iterator[Step]:
    """Translate ``Domain``."""
    node = yield from _domain(view)
    if node is None:
        return
    for key, value in node.entries().items():
        if key in _KEYS:
            yield from _KEYS[key](view, node, value)
        elif key not in KEPT:
            yield view.find(UNSUPPORTED_PROPERTY, f"`Domain.{key}` is not a property of a domain.", value)
            yield Drop(("Domain", key))


def _endpoint(view: View, domain: Node, node: Node) -> Iterator[Step]:
    kind = literal(node)
    if kind == "EDGE":
        yield view.find(EDGE_DOMAIN, "The domain is edge-optimized.", node)
    elif kind != "REGIONAL":
        yield view.find(PRIVATE_ENDPOINT, "The domain is private, or may be.", node)
        yield Drop(("Domain", "EndpointConfiguration"))


def _base_path(view: View, domain: Node, node: Node) -> Iterator[Step]:
    normalized = boolean(domain.get("NormalizeBasePath")) is not False
    values: list[Value] = []
    for item in node.elements() if is_list(node) else [node]:
        values.append((yield from _one_path(view, item, normalized=normalized)))
    if values == [""]:
        yield Drop(("Domain", "BasePath"))  # the root, which a mapping without a key is for
    elif not is_list(node) or any(new is not old for new, old in zip(values, node.elements(), strict=True)):
        yield Put(("Domain", "BasePath"), values)


def _one_path(view: View, node: Node, *, normalized: bool) -> Generator[Step, None, Value]:
    text = literal(node)
    if text is None:
        yield view.find(UNSUPPORTED_SHAPE, "A base path is no literal text.", node)
        return node
    new = "".join(c for c in text if c.isalnum()) if normalized else text  # T27
    if new != text:
        yield view.find(
            BASE_PATH, f"`{text}` is served as {f'`{new}`' if new else 'the root of the domain'}, and written so.", node
        )
        return new
    if not _NAME.match(text):
        yield view.find(UNSUPPORTED_SHAPE, f"SAM refuses `{text}` as a base path of an HTTP API.", node)
    return node


def _normalize(view: View, domain: Node, node: Node) -> Iterator[Step]:
    yield view.find(
        DROPPED_SETTING, "`NormalizeBasePath` is removed. Base paths of HTTP APIs are served as written.", node
    )
    yield Drop(("Domain", "NormalizeBasePath"))


def _security_policy(view: View, domain: Node, node: Node) -> Iterator[Step]:
    policy = literal(node)
    if policy == HTTP_TLS:
        return
    if policy == "TLS_1_0":
        yield view.find(DOMAIN_TLS, f"`TLS_1_0` becomes `{HTTP_TLS}`.", node)
    else:
        yield view.find(SECURITY_POLICY, "The TLS policy of the domain is none that HTTP APIs take.", node)
    yield Put(("Domain", "SecurityPolicy"), HTTP_TLS)


def _policy(view: View, domain: Node, node: Node) -> Iterator[Step]:
    """T37: SAM drops it from an HttpApi without a word."""
    yield view.find(RESOURCE_POLICY, "A policy limits who may use the domain.", node)
    yield Drop(("Domain", str(node.key)))


def _lost(view: View, domain: Node, node: Node) -> Iterator[Step]:
    what = f"`Domain.{node.key}` is removed. Domains of HTTP APIs have no such setting in SAM."
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
        yield view.find(UNSUPPORTED_SHAPE, "`Route53` is no map.", node)
        return
    for key, value in node.entries().items():
        if key in ROUTE53_KEPT:
            continue
        yield Drop(("Domain", "Route53", key))
        if key in ROUTE53_LOST:
            what = f"`Route53.{key}` is removed. It has no effect for an HTTP API; the record set may get another logical id."
            yield view.find(DROPPED_SETTING, what, value, remedy=_CHECK, level=Level.WARNING)
        elif key.startswith("VpcEndpoint"):
            yield view.find(PRIVATE_ENDPOINT, "The domain's record points to a VPC endpoint.", value)
        else:
            yield view.find(UNSUPPORTED_PROPERTY, f"`Route53.{key}` is not a property of a domain.", value)


_KEYS = {
    "EndpointConfiguration": _endpoint,
    "BasePath": _base_path,
    "NormalizeBasePath": _normalize,
    "SecurityPolicy": _security_policy,
    "Policy": _policy,
    "AccessAssociation": _policy,
    "EndpointAccessMode": _access_mode,
    "IpAddressType": _lost,
    "Route53": _route53,
}


def to_rest(view: View) -> Iterator[Step]:
    """Keep the domain; its base paths are written as they are served (T27)."""
    node = yield from _domain(view)
    if node is None:
        return
    for key, value in node.entries().items():
        if key not in KEPT | {"EndpointConfiguration", "BasePath", "SecurityPolicy", "Route53"}:
            yield view.find(DROPPED_SETTING, f"`Domain.{key}` is removed. SAM ignores it on an HTTP API.", value)
            yield Drop(("Domain", key))
    if node.get("SecurityPolicy") is None:
        yield Put(("Domain", "SecurityPolicy"), HTTP_TLS)
    record = node.get("Route53")
    for key, value in entries_of(record).items():
        if key not in ROUTE53_KEPT:
            yield view.find(DROPPED_SETTING, f"`Route53.{key}` is removed. SAM ignores it on an HTTP API.", value)
            yield Drop(("Domain", "Route53", key))
    paths = node.get("BasePath")
    items = paths.elements() if paths is not None and is_list(paths) else [paths] if paths is not None else []
    for item in items:
        text = literal(item)
        if text is None:
            yield view.find(UNSUPPORTED_SHAPE, "A base path is no literal text.", item)
        elif "/" in text.strip("/"):
            yield view.find(BASE_PATH_LEVELS, f"`{text}` has more than one level.", item)
    if any(not (literal(item) or "").isalnum() for item in items):
        yield Put(("Domain", "NormalizeBasePath"), False)


CONCERN = Concern("domain", to_http, frozenset({"Domain"}), to_rest, frozenset({"Domain"}))
