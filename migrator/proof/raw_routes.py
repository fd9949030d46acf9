"""Routes, methods and authorizers that are resources of their own, read as the OpenAPI that says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..sam.extensions import AUTH_TYPE, AUTHORIZER, VALIDATOR
from .access import Kind
from .index import Index
from .intrinsics import plain, text
from .openapi import DEFAULT_ROUTE, PathMethod, normal_path

REST_AUTHORIZER: Final = "AWS::ApiGateway::Authorizer"
REST_METHOD: Final = "AWS::ApiGateway::Method"
REST_RESOURCE: Final = "AWS::ApiGateway::Resource"
HTTP_AUTHORIZER: Final = "AWS::ApiGatewayV2::Authorizer"
HTTP_ROUTE: Final = "AWS::ApiGatewayV2::Route"

KEY: Final = "key of a resource"
"""How a requirement names the API key where no scheme does."""

SIGNED: Final = "signature of a resource"
"""How a requirement names a signature where no scheme does."""
OWN_SCHEMES: Final = {KEY: {"type": "apiKey"}, SIGNED: {AUTH_TYPE: "awsSigv4"}}
"""What a method asks for by its own properties, without a scheme."""
WEBSOCKET: Final = "WEBSOCKET"
"""The method of what is no HTTP request."""

# Names that differ between CloudFormation and OpenAPI by more than the case of their first letter.
RENAMED: Final = {
    "IntegrationHttpMethod": "httpMethod",
    "IntegrationMethod": "httpMethod",
    "IntegrationResponses": "responses",
    "IntegrationType": "type",
    "IntegrationUri": "uri",
    "CredentialsArn": "credentials",
    "AuthorizerCredentialsArn": "authorizerCredentials",
    "AuthorizerType": "type",
    "ContentHandlingStrategy": "contentHandling",
    "MethodResponses": "responses",
    "RequestValidatorId": VALIDATOR,
}
READ: Final = frozenset({"RestApiId", "ApiId", "ResourceId", "HttpMethod", "RouteKey", "Target", "Integration",
                         "AuthorizationType", "AuthorizerId", "AuthorizationScopes"})  # fmt: skip

BY_AUTHORIZER: Final = ("JWT", "CUSTOM", "COGNITO_USER_POOLS")
"""Types of authorization by an authorizer of their own; one that is not known before deployment is another."""

_INTEGRATION = re.compile(r"integrations/(.+)")
_FUNCTION = re.compile(r"lambda|\.Arn\}")


def raw_operations(api: str, kind: Kind, index: Index) -> tuple[PathMethod, ...]:
    """List the operations that resources beside an API's body make.

    Arguments:
        api: logical id of the API.
    """
    return tuple(_methods(api, index) if kind == "rest" else _routes(api, index))


def raw_schemes(api: str, kind: Kind, index: Index) -> dict[str, Any]:
    """Security schemes by the logical id of the authorizer that makes them.

    Arguments:
        api: logical id of the API.
    """
    type_, owner = (REST_AUTHORIZER, "RestApiId") if kind == "rest" else (HTTP_AUTHORIZER, "ApiId")
    return OWN_SCHEMES | {name: _scheme(p) for name, p in index.of_type(type_) if plain(text(p.get(owner))) == api}


def _scheme(properties: Mapping[str, Any]) -> dict[str, Any]:
    settings = opened({k: v for k, v in properties.items() if k not in ("RestApiId", "ApiId", "Name", "AuthType")})
    settings["type"] = text(settings.get("type")).lower()
    return {"type": "apiKey", AUTHORIZER: settings}


def opened(value: Any) -> Any:
    """Put OpenAPI's names in the place of CloudFormation's, as deep as both name things.

    Arguments:
        value: properties of a resource.
    """
    return {RENAMED.get(key, key[:1].lower() + key[1:]): _deeper(key, inner) for key, inner in value.items()}


def _deeper(key: str, value: Any) -> Any:
    if key in ("TlsConfig", "JwtConfiguration") and isinstance(value, dict):
        return opened(value)
    if key == "IntegrationResponses" and isinstance(value, list):
        listed = [opened(item) for item in value if isinstance(item, dict)]
        return {text(item.pop("selectionPattern", "default")) or "default": item for item in listed}
    return value


# -- REST ----------------------------------------------------------------------------------------------------------


def _methods(api: str, index: Index) -> Iterator[PathMethod]:
    for name, properties in index.of_type(REST_METHOD):
        if plain(text(properties.get("RestApiId"))) != api:
            continue
        integration = properties.get("Integration")
        yield PathMethod(
            method=text(properties.get("HttpMethod")).upper() or "ANY",
            path=_path(plain(text(properties.get("ResourceId"))), api, index),
            condition=index.condition(name),
            fields=_fields(properties),
            integration=opened(integration) if isinstance(integration, dict) else {},
        )


def _path(resource: str, api: str, index: Index) -> str:
    """The path of a resource: its parts up to the root. What is not in the template stands as it is named."""
    parts: list[str] = []
    while index.type(resource) == REST_RESOURCE and len(parts) < len(index.resources):
        properties = index.properties(resource)
        parts.append(text(properties.get("PathPart")))
        resource = plain(text(properties.get("ParentId")))
    root = resource.partition(".")[0] == api
    return normal_path("/".join(reversed(parts if root else [*parts, resource])))


def _fields(properties: Mapping[str, Any]) -> dict[str, Any]:
    fields = opened({key: value for key, value in properties.items() if key not in READ})
    if validator := fields.get(VALIDATOR):
        fields[VALIDATOR] = plain(text(validator))
    required = _security(properties)
    # Only REST APIs and WebSocket APIs ask for keys, and only the former are read for them.
    if text(fields.pop("apiKeyRequired", "") if "ResourceId" in properties else "").lower() not in ("", "false"):
        required[KEY] = []
    return {**fields, "security": [required] if required else []}


def _security(properties: Mapping[str, Any]) -> dict[str, Any]:
    kind, scopes = text(properties.get("AuthorizationType")).upper(), properties.get("AuthorizationScopes") or []
    required: dict[str, Any] = {}
    if kind == "AWS_IAM":
        required[SIGNED] = []
    elif kind not in ("", "NONE", *BY_AUTHORIZER):
        required[f"{kind} {text(properties.get('AuthorizerId'))}".strip()] = scopes
    elif kind in BY_AUTHORIZER:
        required[plain(text(properties.get("AuthorizerId"))) or kind] = scopes
    return required


# -- HTTP ----------------------------------------------------------------------------------------------------------


def _routes(api: str, index: Index) -> Iterator[PathMethod]:
    yield from _quick(api, index)
    for name, properties in index.of_type(HTTP_ROUTE):
        if plain(text(properties.get("ApiId"))) != api:
            continue
        method, path = _place(text(properties.get("RouteKey")))
        yield PathMethod(method, path, index.condition(name), _fields(properties), _integration(properties, index))


def _place(key: str) -> tuple[str, str]:
    """Method and path of a route key; the keys of WebSocket APIs are no paths."""
    if key == DEFAULT_ROUTE.strip("/"):
        return "ANY", DEFAULT_ROUTE
    method, _, path = key.partition(" ")
    return (method.upper(), normal_path(path)) if path.startswith("/") else (WEBSOCKET, key)


def _integration(route: Mapping[str, Any], index: Index) -> dict[str, Any]:
    target = text(route.get("Target"))
    named = _INTEGRATION.fullmatch(target)
    found = index.properties(plain(named[1])) if named else {}
    if not found:
        return {"uri": target} if target else {}
    integration = opened({key: value for key, value in found.items() if key not in ("ApiId", "Description")})
    return {**integration, "type": text(integration.get("type")).lower()}


def _quick(api: str, index: Index) -> Iterator[PathMethod]:
    """The route of an API that is created with a target (API reference, quick create): a proxy with payload 2.0."""
    properties = index.properties(api)
    target = properties.get("Target")
    if target is None:
        return
    method, path = _place(text(properties.get("RouteKey")) or DEFAULT_ROUTE.strip("/"))
    integration = {
        "type": "aws_proxy" if _FUNCTION.search(text(target)) else "http_proxy",
        "uri": target,
        "payloadFormatVersion": "2.0",
        "credentials": properties.get("CredentialsArn"),
    }
    yield PathMethod(method, path, "", {}, integration)
