"""What an API, its body, operations, schemes and stages hold beyond what is compared or known to decide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from .access import AUTH_TYPE, AUTHORIZER
from .attached.rows import GATEWAY_RESPONSES, LEFT, Row
from .backends import KNOWN as INTEGRATION_KEYS
from .endpoints import ACCESS_MODE, ENDPOINT, ENDPOINT_TYPES, KEY_SOURCE, PARAMETERS, SECURITY_POLICY
from .index import Index
from .intrinsics import plain, rendered, text
from .openapi import INTEGRATION, Operation, alternatives, is_method
from .preflight import CORS
from .raw_routes import VALIDATOR
from .validation import VALIDATORS

_TEXTS = frozenset(
    {"Description", "Name", "Tags", "Version", "description", "title", "version", "info", "externalDocs"}
)

API: Final = _TEXTS | {
    # compared
    "ApiKeySourceType", "Body", "BodyS3Location", "CorsConfiguration", "CredentialsArn", "DisableExecuteApiEndpoint",
    "EndpointAccessMode", "EndpointConfiguration", "IpAddressType", "Mode", PARAMETERS, "Policy",
    "ProtocolType", "RouteKey", "SecurityPolicy", "Target",
    # how bodies are encoded, and whether an import goes on after a warning
    "BinaryMediaTypes", "FailOnWarnings", "MinimumCompressionSize",
}  # fmt: skip
BODY: Final = _TEXTS | {
    "openapi", "swagger", "paths", "securityDefinitions", "x-amazon-apigateway-policy", CORS,
    VALIDATOR, VALIDATORS, GATEWAY_RESPONSES, ENDPOINT, KEY_SOURCE, SECURITY_POLICY, ACCESS_MODE,
    # API Gateway does not read them, or reads them where something compared refers to them
    "basePath", "components", "consumes", "definitions", "host", "parameters", "produces", "responses", "schemes",
    "security", "servers", "tags",
    "x-amazon-apigateway-binary-media-types", "x-amazon-apigateway-documentation",
    "x-amazon-apigateway-importexport-version", "x-amazon-apigateway-minimum-compression-size",
}  # fmt: skip
ITEM: Final = frozenset({"parameters", "summary", "description", "servers"})
OPERATION: Final = frozenset({
    "security", "x-amazon-apigateway-auth", INTEGRATION, VALIDATOR, "parameters", "requestBody", "requestModels",
    "requestParameters", "responses",
    # texts, and what SAM itself leaves in the body
    "isDefaultRoute", "summary", "description", "operationId", "operationName", "tags", "externalDocs",
    "deprecated", "consumes", "produces", "schemes", "servers", "callbacks",
})  # fmt: skip
SCHEME: Final = frozenset({
    "type", "name", "in", "description", AUTH_TYPE, AUTHORIZER,
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


def leftovers(
    api: str,
    index: Index,
    found: Iterable[Operation],
    schemes: Mapping[str, Any],
    stages: Iterable[Mapping[str, Any]],
) -> Iterator[Row]:
    """List what is not compared, each thing with its properties.

    Arguments:
        api: logical id of the API.
        index: the resources of its template.
        found: its operations.
        schemes: its security schemes by name.
        stages: properties of its stages.
    """
    properties = index.properties(api)
    body = properties.get("Body")
    yield from _row("", {**_left(properties, API), **_import_parameters(properties)})
    if isinstance(body, dict):
        yield from _row("the body", {**_left(body, BODY), **_base_path(properties, body)})
        yield from _items(body)
    for op in found:
        yield from _row(
            f"{op.method} {op.path}", {**_left(op.fields, OPERATION), **_left(op.integration, INTEGRATION_KEYS)}
        )
    for name, scheme in schemes.items():
        if isinstance(scheme, dict):
            settings = scheme.get(AUTHORIZER)
            inner = _left(settings, AUTHORIZER_KEYS) if isinstance(settings, dict) else {}
            yield from _row(f"authorizer {name}", {**_left(scheme, SCHEME), **inner})
    for stage in stages:
        yield from _row(f"stage {text(stage.get('StageName'))}", {**_left(stage, STAGE), **_released(stage, index)})


def _import_parameters(properties: Mapping[str, Any]) -> dict[str, str]:
    """Parameters of the import but for the endpoint type, which is read with the endpoint."""
    value = properties.get(PARAMETERS)
    if not isinstance(value, dict):
        return {PARAMETERS: rendered(value)} if value else {}
    left = {key: inner for key, inner in value.items() if key != ENDPOINT_TYPES}
    return {PARAMETERS: rendered(left)} if left else {}


def _base_path(properties: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, str]:
    """What an import makes of the base path: nothing, unless it is told to (API Gateway guide, import base path)."""
    parameters = properties.get(PARAMETERS)
    told = properties.get("BasePath") or (parameters.get("basepath") if isinstance(parameters, dict) else None)
    return {key: rendered(body[key]) for key in ("basePath", "servers") if told and key in body}


def _items(body: Mapping[str, Any]) -> Iterator[Row]:
    """What stands beside the methods of a path, such as a reference to another path."""
    paths = body.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for _, entries in alternatives(item):
            beside = {k: v for k, v in entries.items() if not is_method(k, v)}
            yield from _row(str(path), _left(beside, ITEM))


def _released(stage: Mapping[str, Any], index: Index) -> dict[str, str]:
    """A deployment that is made elsewhere: what it holds is not known."""
    deployment = plain(text(stage.get("DeploymentId")))
    return {} if not deployment or deployment in index.resources else {"DeploymentId": deployment}


def _left(value: Mapping[str, Any], known: frozenset[str]) -> dict[str, str]:
    return {str(key): rendered(inner) for key, inner in value.items() if key not in known}


def _row(name: str, left: Mapping[str, str]) -> Iterator[Row]:
    if left:
        yield Row(LEFT, name, left)
