"""Findings about custom domains."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

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
    "The `DeletionPolicy` of the API also keeps its custom domain in the account, so the name of the domain stays in use.",
    "SAM gives the domain, its mappings and its DNS records the deletion policy of the API. A domain that CloudFormation leaves in the "
    "account keeps its name: the new one fails with `The domain name you provided already exists`, in however many steps it is deployed.",
    "Remove `DeletionPolicy` from the API and deploy that first.",
    pages.DELETION_POLICY,
    acceptable=False,
)
EDGE_DOMAIN = Code(
    "edge-domain",
    Level.BLOCKER,
    "The custom domain is edge-optimized.",
    "HTTP APIs support only regional domains. The certificate of this domain is in us-east-1; a regional domain needs one in the stack's region, "
    "and DNS must point to another target.",
    "Make a certificate in the stack's region and set the domain to REGIONAL first.",
    pages.CUSTOM_DOMAIN,
    acceptable=False,
)
BASE_PATH = Code(
    "base-path",
    Level.INFO,
    "A base path is changed to what SAM serves today.",
    "SAM keeps letters and digits only of a REST API's base path, unless `NormalizeBasePath` is false; an HTTP API serves it as written.",
    "Nothing to do: the URL stays what it is.",
    pages.MAPPINGS,
    Example("BasePath: [orders-v1]", "BasePath: [ordersv1]"),
)
DOMAIN_TLS = Code(
    "domain-tls",
    Level.WARNING,
    "The custom domain accepts TLS 1.0.",
    "HTTP APIs need TLS 1.2.",
    "Check that all clients support TLS 1.2.",
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
