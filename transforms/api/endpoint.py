"""``EndpointConfiguration``: HTTP APIs are regional and public."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Drop, Put, Step, View
from migrator.findings import Code, Example, Finding, Level
from migrator.sam.template import Template
from migrator.text.node import Node
from migrator.text.values import get, given, intrinsic, is_list, is_map, literal

from .. import pages
from ..codes import DROPPED_SETTING
from ..reading.lookups import choices
from .settings import HTTP_TLS

PRIVATE_ENDPOINT = Code(
    "private-endpoint",
    Level.BLOCKER,
    "The API can be reached only from inside a VPC, or may be.",
    "HTTP APIs have no private endpoints: the API would be open to the internet.",
    "Leave this API as it is. `--accept private-endpoint` makes it public.",
    pages.PRIVATE,
    Example("EndpointConfiguration: {Type: PRIVATE}", "(not migrated)"),
    security=True,
    announces=frozenset(
        {"api.private", "api.vpc_endpoints", "api.domains", "domain.endpoint", "route.resource_policy"}
    ),
    only="to-http",
)
EDGE_ENDPOINT = Code(
    "edge-endpoint",
    Level.WARNING,
    "The API is edge-optimized: clients reach it through CloudFront's edge locations.",
    "HTTP APIs are regional only.",
    "Put a CloudFront distribution in front if clients are far from the region.",
    pages.HTTP_VS_REST,
    levels=(
        (Level.WARNING, "`EndpointConfiguration` makes it edge-optimized"),
        (Level.INFO, "there is no `EndpointConfiguration`, which makes it edge-optimized"),
    ),
    only="to-http",
)


PRIVATE = "The endpoint is private; an HTTP API would be public."
PUBLIC = frozenset({"EDGE", "REGIONAL"})
VPC = ("VPCEndpointIds", "VpcEndpointIds")


def to_http(view: View) -> Iterator[Step]:
    """Drop the endpoint type; only a public one can move."""
    if view.get("EndpointConfiguration") is not None:
        yield Drop(("EndpointConfiguration",))
    node = given(view.get("EndpointConfiguration"))
    if node is None:
        what = "A REST API without `EndpointConfiguration` is edge-optimized; an HTTP API is regional."
        yield view.find(EDGE_ENDPOINT, what, level=Level.INFO)
        return
    types = endpoint_types(view.template, node)
    if (private := _private(view, node, types)) is not None:
        yield private
    elif types == {"REGIONAL"}:
        yield view.find(DROPPED_SETTING, "`EndpointConfiguration` is left out. An HTTP API is always regional.", node)
    else:
        may = "is" if types == {"EDGE"} else "may be"
        yield view.find(EDGE_ENDPOINT, f"The endpoint {may} edge-optimized; an HTTP API is regional.", node)
    for address in _given(view, node, "IpAddressType"):
        what = "`IpAddressType` is left out. SAM has no such property for HTTP APIs."
        remedy = "Check that clients which call the API by IPv6 still reach it."
        yield view.find(DROPPED_SETTING, what, address, remedy=remedy, level=Level.WARNING)


def _private(view: View, node: Node, types: set[str] | None) -> Finding | None:
    """What says that the endpoint is private, or may be; None where it is not."""
    vpc = next(_vpc_endpoints(view, node), None)
    if types is not None and types <= PUBLIC and vpc is None:
        return None
    if types == {"PRIVATE"} or (vpc is not None and intrinsic(node) is None):
        return view.find(PRIVATE_ENDPOINT, PRIVATE, vpc or node)
    when = "known only at deployment" if types is None else "chosen at deployment"
    what = f"The endpoint's type is {when}; it may be PRIVATE."
    return view.find(PRIVATE_ENDPOINT, what, node.get("Type") if is_map(node) else node)


def _vpc_endpoints(view: View, node: Node) -> Iterator[Node]:
    """Lists of VPC endpoints that are not empty."""
    for each in (each for key in VPC for each in _given(view, node, key)):
        if each.elements() or not is_list(each):
            yield each


def _given(view: View, node: Node, key: str) -> Iterator[Node]:
    """The values of a setting in each map that the endpoint's configuration may be."""
    found = (get(each, key) for each in choices(view.template, node) or ())
    yield from (each for each in found if each is not None)


def endpoint_types(template: Template, node: Node) -> set[str] | None:
    """Every type that an endpoint can have once it is deployed; None where one of them is not written in the template.

    Arguments:
        node: the type, or the map that holds it.
    """
    kinds = choices(template, node)
    if kinds is None:
        return None
    found: set[str] = set() if kinds else {"EDGE"}
    for each in kinds:
        kind = each.get("Type") if is_map(each) else each
        inner = endpoint_types(template, kind) if kind is not None and kind is not each else {literal(kind) or "EDGE"}
        if inner is None:
            return None
        found |= inner
    return found


def to_rest(view: View) -> Iterator[Step]:
    """Make the REST API regional (T26) with TLS 1.2, as every HTTP API is; it is edge-optimized and takes TLS 1.0 otherwise.

    API Gateway uses the policy of the API for a custom domain too (apigateway-custom-domain-tls-version).
    """
    if view.get("EndpointConfiguration") is None:
        yield Put(("EndpointConfiguration",), {"Type": "REGIONAL"})
    yield Put(("SecurityPolicy",), HTTP_TLS)


CONCERN = Concern("endpoint", to_http, frozenset({"EndpointConfiguration"}), to_rest)
