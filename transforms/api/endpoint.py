"""``EndpointConfiguration``: HTTP APIs are regional and public."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Drop, Put, Step, View
from migrator.findings import Code, Example, Level
from migrator.text.values import is_map, literal

from .. import pages
from ..codes import DROPPED_SETTING
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
)


PRIVATE = "The endpoint is private; an HTTP API would be public."


def to_http(view: View) -> Iterator[Step]:
    """Drop the endpoint type; only a public one can move."""
    node = view.get("EndpointConfiguration")
    if node is None or node.is_null:
        yield view.find(
            EDGE_ENDPOINT,
            "A REST API without `EndpointConfiguration` is edge-optimized; an HTTP API is regional.",
            level=Level.INFO,
        )
        if node is not None:
            yield Drop(("EndpointConfiguration",))
        return
    yield Drop(("EndpointConfiguration",))
    kind_node = node.get("Type") if is_map(node) else node
    kind = literal(kind_node)
    vpc = next((n for key in ("VPCEndpointIds", "VpcEndpointIds") if (n := node.get(key)) is not None), None)
    if kind == "PRIVATE" or vpc is not None:
        yield view.find(PRIVATE_ENDPOINT, PRIVATE, vpc or node)
    elif kind_node is not None and kind not in ("EDGE", "REGIONAL"):
        yield view.find(
            PRIVATE_ENDPOINT, "The endpoint's type is known only at deployment; it may be PRIVATE.", kind_node
        )
    elif kind != "REGIONAL":
        yield view.find(EDGE_ENDPOINT, "The endpoint is edge-optimized; an HTTP API is regional.", node)
    else:
        yield view.find(DROPPED_SETTING, "`EndpointConfiguration` is left out. An HTTP API is always regional.", node)
    if (address := node.get("IpAddressType")) is not None:
        yield view.find(
            DROPPED_SETTING,
            "`IpAddressType` is left out. SAM has no such property for HTTP APIs.",
            address,
            remedy="Check that clients which call the API by IPv6 still reach it.",
            level=Level.WARNING,
        )


def to_rest(view: View) -> Iterator[Step]:
    """Make the REST API regional (T26) with TLS 1.2, as every HTTP API is; it is edge-optimized and takes TLS 1.0 otherwise.

    API Gateway uses the policy of the API for a custom domain too (apigateway-custom-domain-tls-version).
    """
    if view.get("EndpointConfiguration") is None:
        yield Put(("EndpointConfiguration",), {"Type": "REGIONAL"})
    yield Put(("SecurityPolicy",), HTTP_TLS)


CONCERN = Concern("endpoint", to_http, frozenset({"EndpointConfiguration"}), to_rest)
