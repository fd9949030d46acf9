"""The keys of APIs, bodies, operations, schemes and stages that are compared, or known to decide nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..sam.extensions import (
    ACCESS_MODE,
    AUTHORIZER,
    BINARY,
    COMPRESSION,
    CORS_SETTINGS,
    DOCUMENTATION,
    ENDPOINT,
    IMPORT,
    INTEGRATION,
    KEY_SOURCE,
    OPERATION_AUTH,
    POLICY,
    RESPONSES,
    SECURITY_POLICY,
    VALIDATOR,
    VALIDATORS,
)
from .endpoints import PARAMETERS
from .route_settings import SETTINGS

_TEXTS = frozenset(
    {"Description", "Name", "Tags", "Version", "description", "title", "version", "info", "externalDocs"}
)

API: Final = _TEXTS | {
    # compared
    "ApiKeySourceType", "Body", "BodyS3Location", "CorsConfiguration", "CredentialsArn", "DisableExecuteApiEndpoint",
    "EndpointAccessMode", "EndpointConfiguration", "IpAddressType", "Mode", PARAMETERS, "Policy",
    "BinaryMediaTypes", "MinimumCompressionSize", "ProtocolType", "RouteKey", "SecurityPolicy", "Target",
    # whether an import goes on after a warning
    "FailOnWarnings",
}  # fmt: skip
BODY: Final = _TEXTS | {
    "openapi", "swagger", "paths", "securityDefinitions", POLICY, CORS_SETTINGS,
    VALIDATOR, VALIDATORS, RESPONSES, ENDPOINT, KEY_SOURCE, SECURITY_POLICY, ACCESS_MODE, BINARY,
    COMPRESSION,
    # API Gateway does not read them, or reads them where something compared refers to them
    "basePath", "components", "consumes", "definitions", "host", "parameters", "produces", "responses", "schemes",
    "security", "servers", "tags",
    DOCUMENTATION, IMPORT,
}  # fmt: skip
HTTP: Final = "HTTP"
MESSAGES: Final = frozenset({"requestModels", "requestParameters"})
"""What only a WebSocket API checks of a message by itself."""
ITEM: Final = frozenset({"parameters", "summary", "description", "servers"})
OPERATION: Final = frozenset({
    "security", OPERATION_AUTH, INTEGRATION, VALIDATOR, "parameters", "requestBody", "requestModels",
    "requestParameters", "responses",
    # texts, and what SAM itself leaves in the body
    "isDefaultRoute", "summary", "description", "operationId", "operationName", "tags", "externalDocs",
    "deprecated", "consumes", "produces", "schemes", "servers", "callbacks",
})  # fmt: skip
SCHEME: Final = frozenset({
    "description", AUTHORIZER,
    # what tokens are got with; API Gateway does not read it
    "flow", "flows", "authorizationUrl", "tokenUrl", "scopes", "openIdConnectUrl", "scheme", "bearerFormat",
})  # fmt: skip
AUTHORIZER_KEYS: Final = frozenset({
    "type", "authorizerUri", "authorizerCredentials", "authorizerPayloadFormatVersion", "enableSimpleResponses",
    "authorizerResultTtlInSeconds", "identitySource", "identityValidationExpression", "jwtConfiguration",
    "providerARNs",
})  # fmt: skip
STAGE: Final = _TEXTS | {
    "AccessLogSetting", "AccessLogSettings", "ApiId", "AutoDeploy", "CacheClusterEnabled", "CacheClusterSize",
    "CanarySetting", "ClientCertificateId", "DefaultRouteSettings", "DeploymentId", "MethodSettings", "RestApiId",
    "RouteSettings", "StageName", "StageVariables", "Variables",
    # who watches, and texts
    "DocumentationVersion", "TracingEnabled",
}  # fmt: skip


LIMITS: Final = frozenset({
    "ThrottlingBurstLimit", "ThrottlingRateLimit", "MetricsEnabled", "DetailedMetricsEnabled", "HttpMethod",
    "ResourcePath", "CachingEnabled", *SETTINGS,
    # what is logged
    "DataTraceEnabled", "LoggingLevel",
})  # fmt: skip
NESTED: Final[Mapping[str, frozenset[str]]] = {
    "AccessLogSetting": frozenset({"DestinationArn", "Format"}),
    "AccessLogSettings": frozenset({"DestinationArn", "Format"}),
    "CorsConfiguration": frozenset(
        {"AllowOrigins", "AllowMethods", "AllowHeaders", "ExposeHeaders", "MaxAge", "AllowCredentials"}
    ),
    "DefaultRouteSettings": LIMITS,
    "EndpointConfiguration": frozenset({"Types", "VpcEndpointIds", "IpAddressType"}),
    "Policy": frozenset({"Statement", "Id", "Version"}),
    "jwtConfiguration": frozenset({"issuer", "audience"}),
}
"""Maps of which the keys are known."""
BY_KEYS: Final = frozenset({"jwtConfiguration"})
"""Those that are read by their keys only; where others depend on a condition, they are compared as a whole."""
MAPS: Final = frozenset({*NESTED, "RouteSettings", "StageVariables", "Variables", "requestParameters", "Body"})
"""What has to be a map to be read."""
OF_TOKENS: Final = frozenset(
    {"jwtConfiguration", "providerARNs", "identitySource", "identityValidationExpression", "type"}
)
"""What is read of an authorizer that takes tokens."""
