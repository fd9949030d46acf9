"""What an API uses, by name: one table says how each feature is seen in a template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..api_access import AWS_IAM, Access, is_true
from ..sam.extensions import AUTH_TYPE, AUTHORIZER, BINARY, COMPRESSION, CORS_SETTINGS, POLICY, RESPONSES, VALIDATOR
from ..sam.kinds import STATE_MACHINE
from ..sam.template import Api, Template
from ..subjects import SCHEMES
from ..text.node import Node
from ..text.values import entries_of, get, literal


@dataclass(frozen=True)
class Feature:
    """How a feature is seen; one sign of it is enough.

    Arguments:
        name: as the column has it.
        properties: places among the effective properties of an API that say something other than no.
        keys: keys that stand anywhere in its properties or its definition, and say something other than no.
        texts: values that stand anywhere below a place among its properties.
        events: places among the properties of its events.
        users: types of resources that refer to it.
        owners: types of resources that answer its routes.
    """

    name: str
    properties: tuple[tuple[str, ...], ...] = ()
    keys: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    events: tuple[tuple[str, ...], ...] = ()
    users: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


FEATURES: Final = (
    Feature("alarm", users=("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")),
    Feature("binary", properties=(("BinaryMediaTypes",),), keys=(BINARY,)),
    Feature("cache", properties=(("CacheClusterEnabled",),), keys=("CachingEnabled",)),
    Feature("canary", properties=(("CanarySetting",),)),
    Feature("compression", properties=(("MinimumCompressionSize",),), keys=(COMPRESSION,)),
    Feature("cors", properties=(("Cors",), ("CorsConfiguration",)), keys=(CORS_SETTINGS,)),
    Feature("definition", properties=(("DefinitionBody",), ("DefinitionUri",))),
    Feature("distribution", users=("AWS::CloudFront::Distribution",)),
    Feature(
        "domain",
        properties=(("Domain",),),
        users=(
            "AWS::ApiGateway::BasePathMapping",
            "AWS::ApiGatewayV2::ApiMapping",
            "AWS::ApiGateway::BasePathMappingV2",
        ),
    ),
    Feature("endpoint-off", properties=(("DisableExecuteApiEndpoint",),)),
    Feature("gateway-responses", properties=(("GatewayResponses",),), keys=(RESPONSES,)),
    Feature(
        "logs",
        properties=(("AccessLogSetting",), ("AccessLogSettings",)),
        keys=("LoggingLevel", "DataTraceEnabled"),
    ),
    Feature("metrics", keys=("MetricsEnabled", "DetailedMetricsEnabled")),
    Feature("models", properties=(("Models",),)),
    Feature("mutual-tls", properties=(("Domain", "MutualTlsAuthentication"),)),
    Feature("nested-stack", users=("AWS::CloudFormation::Stack", "AWS::Serverless::Application")),
    Feature("private", texts=(("EndpointConfiguration", "PRIVATE"),)),
    Feature(
        "raw-resources",
        users=(
            "AWS::ApiGateway::Authorizer",
            "AWS::ApiGateway::Deployment",
            "AWS::ApiGateway::DocumentationPart",
            "AWS::ApiGateway::GatewayResponse",
            "AWS::ApiGateway::Method",
            "AWS::ApiGateway::Model",
            "AWS::ApiGateway::RequestValidator",
            "AWS::ApiGateway::Resource",
            "AWS::ApiGateway::Stage",
            "AWS::ApiGatewayV2::Authorizer",
            "AWS::ApiGatewayV2::Deployment",
            "AWS::ApiGatewayV2::Integration",
            "AWS::ApiGatewayV2::Route",
            "AWS::ApiGatewayV2::Stage",
        ),
    ),
    Feature("stage-variables", properties=(("Variables",), ("StageVariables",))),
    Feature("state-machine", owners=(STATE_MACHINE,)),
    Feature("throttling", keys=("ThrottlingRateLimit", "ThrottlingBurstLimit")),
    Feature("tracing", properties=(("TracingEnabled",),)),
    Feature("usage-plan", properties=(("Auth", "UsagePlan"),), users=("AWS::ApiGateway::UsagePlan",)),
    Feature(
        "validation",
        keys=(VALIDATOR,),
        events=(("RequestModel",), ("RequestParameters",)),
    ),
    Feature("vpc-link", keys=("connectionId", "ConnectionId")),
    Feature("waf", users=("AWS::WAFv2::WebACLAssociation", "AWS::WAFRegional::WebACLAssociation")),
)
"""By name. Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html, and the SAM
reference of both resource types."""

SORTS: Final = {
    "UserPoolArn": "cognito",
    "JwtConfiguration": "jwt",
    "FunctionArn": "lambda",
}
"""Sorts of authorizers of SAM, by the key that tells. Source: SAM, ``ApiAuth`` and ``HttpApiAuth``."""

SCHEME_SORTS: Final = {"cognito_user_pools": "cognito", "jwt": "jwt", "request": "lambda", "token": "lambda"}
"""Sorts of authorizers of a definition, by ``type``. Source: API Gateway, ``x-amazon-apigateway-authorizer``."""


def features(template: Template, api: Api) -> tuple[str, ...]:
    """Name the features that an API uses, sorted."""
    definition = template.definition_of(api)
    nodes = [node for root in (api.properties, definition) if root is not None for node in root.walk()]
    keys = {name for node in nodes for name, value in entries_of(node).items() if is_true(value)}
    users = {template.type_of(reference.resource) for reference in template.references_to(api.id)}
    owners = {event.owner.type for event in api.events}

    def shown(feature: Feature) -> bool:
        return (
            any(is_true(api.properties.get(*place)) for place in feature.properties)
            or not keys.isdisjoint(feature.keys)
            or any(_holds(api.properties.get(place), text) for place, text in feature.texts)
            or any(is_true(event.get(*place)) for event in api.events for place in feature.events)
            or not users.isdisjoint(feature.users)
            or not owners.isdisjoint(feature.owners)
        )

    return tuple(sorted(feature.name for feature in FEATURES if shown(feature)))


def authorizers(template: Template, api: Api) -> tuple[str, ...]:
    """Name the sorts of authorizers that an API has, sorted."""
    return tuple(sorted({*_written(template, api), *_defined(template.definition_of(api))}))


def _written(template: Template, api: Api) -> Iterator[str]:
    """Sorts that ``Auth`` names, of the API and of its events."""
    auth = Access(api, api.properties.get("Auth"), template.parameters)
    for node in auth.authorizers.values():
        yield from (sort for key, sort in SORTS.items() if node.get(key) is not None)
    if AWS_IAM in {auth.default, *map(auth.of, api.events)} or is_true(get(auth.node, "EnableIamAuthorizer")):
        yield "iam"
    for node in filter(None, (auth.node, *map(auth.own, api.events))):
        if is_true(node.get("ApiKeyRequired")):
            yield "api-key"
        if is_true(node.get("ResourcePolicy")):
            yield "resource-policy"


def _defined(definition: Node | None) -> Iterator[str]:
    """Sorts that a definition names."""
    if definition is None:
        return
    if is_true(definition.get(POLICY)):
        yield "resource-policy"
    for keys in SCHEMES:
        for scheme in entries_of(definition.get(*keys)).values():
            kind = (literal(scheme.get(AUTHORIZER, "type")) or "").lower()
            if kind in SCHEME_SORTS:
                yield SCHEME_SORTS[kind]
            elif (literal(scheme.get(AUTH_TYPE)) or "").lower() == "awssigv4":
                yield "iam"
            elif (literal(scheme.get("name")) or "").lower() == "x-api-key" and scheme.get(AUTHORIZER) is None:
                yield "api-key"


def _holds(node: Node | None, text: str) -> bool:
    return node is not None and any(literal(each) == text for each in node.walk())
