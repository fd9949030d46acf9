"""Findings about custom domains, alarms and dashboards, and about policies that name every API or one by its id."""

from __future__ import annotations

from typing import Final

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
IN_STEPS: Final = (
    "Without an outage: go in steps. After `--side-by-side`, `--switch` writes a domain that only this API uses out under the ids that SAM gave "
    "it, and changes the API of its mapping in place."
)
BY_HAND: Final = (
    "Without an outage: in the place of `Domain`, write out the AWS::ApiGatewayV2::DomainName and its AWS::ApiGatewayV2::ApiMapping under the "
    "logical ids that `aws cloudformation list-stack-resources` shows, and deploy that first; then one deployment changes the API of the mapping "
    "in place."
)
AT_ONCE: Final = (
    "Accept with `--accept custom-domain` if the stack is not deployed yet, or if the name may be unreachable between two deployments, the first "
    "of the API as it is without `Domain`."
)
"""What to do about the domain of an HTTP API, whose mapping leads to APIs of both kinds."""
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
    only="to-http",
)
BASE_PATH = Code(
    "base-path",
    Level.INFO,
    "A base path is changed to what SAM serves today.",
    "SAM keeps letters and digits only of a REST API's base path, unless `NormalizeBasePath` is false; an HTTP API serves it as written.",
    "Expect the URL to stay what it is.",
    pages.MAPPINGS,
    Example("BasePath: [orders-v1]", "BasePath: [ordersv1]"),
)
DOMAIN_TLS = Code(
    "domain-tls",
    Level.WARNING,
    "The custom domain accepts TLS 1.0, or may do so.",
    "HTTP APIs need TLS 1.2.",
    "Check that all clients support TLS 1.2.",
    pages.CUSTOM_DOMAIN,
    Example("SecurityPolicy: TLS_1_0", "SecurityPolicy: TLS_1_2"),
    security=True,
    announces=frozenset({"domain.tls"}),
    only="to-http",
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

OTHER_TLS = "HTTP APIs do not accept the TLS policy of the domain{}."


ALARM = Code(
    "alarm",
    Level.WARNING,
    "A CloudWatch alarm or dashboard watches metrics of REST APIs.",
    "An HTTP API reports `4xx` and `5xx` instead of `4XXError` and `5XXError`, and identifies the API by `ApiId`, not by `ApiName`. "
    "An alarm on the old names receives no data, so it never fires.",
    "Check each alarm after the deployment, and correct by hand those that are not changed.",
    pages.METRICS,
    Example(
        "MetricName: 5XXError\nDimensions: [{Name: ApiName, Value: !Ref AWS::StackName}]",
        "MetricName: 5xx\nDimensions: [{Name: ApiId, Value: !Ref HttpApi}]",
    ),
    security=True,
)
REST_ALARM = Code(
    "rest-alarm",
    Level.WARNING,
    "A CloudWatch alarm or dashboard watches metrics of HTTP APIs.",
    "A REST API reports `4XXError` and `5XXError` instead of `4xx` and `5xx`, and identifies the API by `ApiName`, not by `ApiId`. "
    "An alarm on the old names receives no data, so it never fires.",
    "Check each alarm after the deployment, and correct by hand those that are not changed.",
    pages.METRICS,
    Example(
        "MetricName: 5xx\nDimensions: [{Name: ApiId, Value: !Ref HttpApi}]",
        "MetricName: 5XXError\nDimensions: [{Name: ApiName, Value: !Ref AWS::StackName}]",
    ),
    security=True,
    only="to-rest",
)

EVERY_API_ARN = Code(
    "every-api-arn",
    Level.WARNING,
    "A policy names the stage of this API for every API of the account, or an API by an id that is written out.",
    "It stays as it is, since other APIs may need it. Once the stage is renamed, a statement that allows access no longer lets callers in, and "
    "a statement that denies access no longer keeps them out. The same is true of an id: the new API has another one.",
    "Add the same ARN with the new stage, or replace the stage with `*`.",
    pages.IAM,
    Example("…:execute-api:…:*/Prod/GET/orders", "(unchanged)"),
    security=True,
    announces=frozenset({"route.iam", "api.iam", "policy.by_id"}),
    levels=(
        (Level.BLOCKER, "the statement denies access, and some routes use IAM"),
        (Level.WARNING, "it lets callers in, is not a policy statement, or no route uses IAM"),
    ),
)

DENY_BESIDE = Code(
    "deny-beside",
    Level.BLOCKER,
    "A policy keeps callers out of one of two APIs that stand beside each other.",
    "While both APIs answer, a statement that denies access to one of them by its id keeps no caller out of the other.",
    "Let the statement deny both until the old API is gone: write `*` for the API's id and for its stage where no other API is meant. Or add the "
    "other API's ARN by hand before you deploy; then accept with `--accept deny-beside`.",
    pages.IAM,
    Example("…:execute-api:…:${Shop}/prod/DELETE/orders", "…:execute-api:…:*/*/DELETE/orders"),
    security=True,
    announces=frozenset({"route.iam", "api.iam", "policy.gone", "policy.statements"}),
    levels=(
        (Level.BLOCKER, "the statement does not keep callers out of one of the two"),
        (Level.WARNING, "it keeps them out of every API but one, and so out of the new one"),
    ),
)
