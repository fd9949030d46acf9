"""Make the routes of an HTTP API's body into resources of their own: the emulator does not read bodies."""

from __future__ import annotations

import re
from typing import Any

from migrator.sam.extensions import INTEGRATION

AUTHORIZER = "x-amazon-apigateway-authorizer"
CORS = "x-amazon-apigateway-cors"
ANY = "x-amazon-apigateway-any-method"


def expanded(template: dict[str, Any]) -> dict[str, Any]:
    """Replace the bodies of HTTP APIs in a compiled template by what API Gateway makes of them.

    Arguments:
        template: CloudFormation; it is changed in place and handed back.
    """
    resources = template["Resources"]
    for name, resource in list(resources.items()):
        if resource["Type"] == "AWS::ApiGatewayV2::Api" and "Body" in resource["Properties"]:
            body = resource["Properties"].pop("Body")
            resource["Properties"] = _api(name, body, resource["Properties"])
            for number, (path, item) in enumerate(body.get("paths", {}).items()):
                for method, operation in item.items():
                    resources.update(_route(f"{name}{number}", name, path, method, operation, body))
            resources.update(_authorizers(name, body))
    return template


def _api(name: str, body: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    # The emulator keeps the keys as they are given and reads them as its API spells them.
    cors = body.get(CORS)
    return {"Name": name, "ProtocolType": "HTTP", **properties, **({"CorsConfiguration": cors} if cors else {})}


def _route(
    prefix: str, api: str, path: str, method: str, operation: dict[str, Any], body: dict[str, Any]
) -> dict[str, Any]:
    integration = operation[INTEGRATION]
    name = f"{prefix}{re.sub('[^a-z]', '', method)}"
    key = "$default" if path == "/$default" else f"{'ANY' if method == ANY else method.upper()} {path}"
    made = {
        "ApiId": {"Ref": api},
        "IntegrationType": integration["type"].upper(),
        "IntegrationMethod": "POST",
        "IntegrationUri": integration["uri"],
        "PayloadFormatVersion": integration["payloadFormatVersion"],
    }
    route = {
        "ApiId": {"Ref": api},
        "RouteKey": key,
        "Target": {"Fn::Sub": f"integrations/${{{name}Integration}}"},
        **_access(api, operation, body),
    }
    return {
        f"{name}Integration": {"Type": "AWS::ApiGatewayV2::Integration", "Properties": made},
        f"{name}Route": {"Type": "AWS::ApiGatewayV2::Route", "Properties": route},
    }


def _access(api: str, operation: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    for entry in operation.get("security") or ():
        for name, scopes in entry.items():
            settings = _schemes(body).get(name, {}).get(AUTHORIZER)
            if settings:
                jwt = settings["type"] == "jwt"
                return {
                    "AuthorizationType": "JWT" if jwt else "CUSTOM",
                    "AuthorizerId": {"Ref": _authorizer_id(api, name)},
                    **({"AuthorizationScopes": scopes} if scopes else {}),
                }
    return {}


def _authorizers(api: str, body: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, scheme in _schemes(body).items():
        settings = scheme.get(AUTHORIZER)
        if not settings:
            continue
        source = settings.get("identitySource", [])
        properties: dict[str, Any] = {
            "ApiId": {"Ref": api},
            "Name": name,
            "AuthorizerType": settings["type"].upper(),
            "IdentitySource": source if isinstance(source, list) else [source],
        }
        if settings["type"] == "jwt":
            jwt = settings["jwtConfiguration"]
            properties["JwtConfiguration"] = {"Issuer": jwt["issuer"], "Audience": jwt["audience"]}
        else:
            properties["AuthorizerUri"] = settings["authorizerUri"]
            properties["AuthorizerPayloadFormatVersion"] = settings["authorizerPayloadFormatVersion"]
            properties["AuthorizerResultTtlInSeconds"] = settings.get("authorizerResultTtlInSeconds", 0)
        found[_authorizer_id(api, name)] = {"Type": "AWS::ApiGatewayV2::Authorizer", "Properties": properties}
    return found


def _authorizer_id(api: str, name: str) -> str:
    return f"{api}{name}Authorizer"


def _schemes(body: dict[str, Any]) -> dict[str, Any]:
    schemes: dict[str, Any] = body.get("components", {}).get("securitySchemes", {})
    return schemes
