"""Nothing is lost without a word: every property of SAM's own schema is written, migrated and looked for afterwards.

The paths come from the installed translator, so a property that a new SAM release brings shows up here as a new row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from rewriting import rewrite

from migrator.findings import Accept
from migrator.migration import Migration
from migrator.options import Direction, Options
from migrator.proof.compile import compiled
from migrator.proof.verify import verified
from migrator.routes import Proof
from migrator.text.source import Source

Path = tuple[str, ...]

MARK = "marked-value"
"""A text that occurs nowhere else, so that it can be found again in compiled form."""

COGNITO = {"UserPoolArn": {"Fn::GetAtt": ["Pool", "Arn"]}}
TOKEN = {"FunctionArn": {"Fn::GetAtt": ["Checker", "Arn"]}, "FunctionPayloadType": "TOKEN"}
REQUEST = {
    "FunctionArn": {"Fn::GetAtt": ["Checker", "Arn"]},
    "FunctionPayloadType": "REQUEST",
    "Identity": {"Headers": ["X-Base"]},
}
AUTHORIZERS: dict[str, dict[str, Any]] = {
    "CognitoAuthorizer": COGNITO,
    "LambdaTokenAuthorizer": TOKEN,
    "LambdaRequestAuthorizer": REQUEST,
}
CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/abc"

NEEDED: dict[Path, dict[str, Any]] = {
    ("Domain",): {"DomainName": "base.example.com", "CertificateArn": CERTIFICATE},
    ("Domain", "Route53"): {"HostedZoneId": "Z1"},
    ("Auth", "UsagePlan"): {"CreateUsagePlan": "PER_API"},
    ("Cors",): {"AllowOrigin": "'https://base.example.com'", "AllowMethods": "'GET'"},
    ("RequestModel",): {"Model": "Order"},
    ("Auth",): {"Authorizer": "Given"},
}
"""Siblings without which SAM refuses a map."""

VALUES: dict[str, Any] = {
    "AccessLogSetting": {
        "DestinationArn": f"arn:aws:logs:eu-west-1:1:log-group:{MARK}",
        "Format": "$context.requestId",
    },
    "AllowOrigin": f"'https://{MARK}.example.com'",
    "AllowHeaders": f"'{MARK}'",
    "AllowMethods": "'DELETE'",
    "AuthorizationScopes": [MARK],
    "Authorizer": "Given",
    "BasePath": ["markedvalue"],
    "BinaryMediaTypes": ["image~1png"],
    "CacheClusterSize": "0.5",
    "CanarySetting": {"PercentTraffic": 10},
    "CertificateArn": CERTIFICATE.replace("abc", MARK),
    "Context": ["identity.sourceIp"],
    "CreateUsagePlan": "PER_API",
    "DefaultAuthorizer": "Given",
    "DefinitionUri": "s3://bucket/key",
    "DisableExecuteApiEndpoint": True,
    "DomainName": f"{MARK}.example.com",
    "EndpointAccessMode": "BASIC",
    "FailOnWarnings": True,
    "FunctionArn": {"Fn::GetAtt": ["Checker", "Arn"]},
    "FunctionInvokeRole": f"arn:aws:iam::123456789012:role/{MARK}",
    "FunctionPayloadType": "REQUEST",
    "GatewayResponses": {"DEFAULT_4XX": {"StatusCode": 400}},
    "HostedZoneName": f"{MARK}.",
    "InvokeRole": "NONE",
    "IpAddressType": "dualstack",
    "IpRangeBlacklist": ["10.0.0.0/8"],
    "IpRangeWhitelist": ["10.0.0.0/8"],
    "MaxAge": "'123'",
    "Method": "delete",
    "MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*", "ThrottlingBurstLimit": 7, "ThrottlingRateLimit": 7}],
    "MinimumCompressionSize": 10,
    "Mode": "overwrite",
    "Models": {"Order": {"type": "object", "properties": {"id": {"type": "string"}}}},
    "MutualTlsAuthentication": {"TruststoreUri": f"s3://{MARK}/trust.pem"},
    "OpenApiVersion": "3.0.1",
    "Path": f"/{MARK}",
    "Policy": {"Version": "2012-10-17", "Statement": []},
    "Quota": {"Limit": 10, "Period": "DAY"},
    "ReauthorizeEvery": 77,
    "RequestModel": {"Model": "Order"},
    "RequestParameters": ["method.request.header.X"],
    "ResponseTransferMode": "RESPONSE_STREAM",
    "RestApiId": {"Ref": "Api"},
    "SecurityPolicy": "TLS_1_2",
    "StageVariables": ["marked"],
    "Tags": {MARK: "x"},
    "Throttle": {"BurstLimit": 1, "RateLimit": 1},
    "TimeoutInMillis": 7777,
    "Type": "REGIONAL",
    "UserPoolArn": {"Fn::GetAtt": ["Pool", "Arn"]},
    "VPCEndpointIds": ["vpce-1"],
    "ValidationExpression": "^abc$",
    "Variables": {"marked": MARK},
}
"""Plausible values by the name of the property; others get one by their type."""

BY_TYPE: dict[str, Any] = {"boolean": True, "integer": 77, "number": 77, "array": [MARK], "object": {"marked": MARK}}


JWT = {
    "IdentitySource": "$request.header.Authorization",
    "JwtConfiguration": {
        "issuer": {"Fn::Sub": "https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}"},
        "audience": [{"Ref": "Client"}],
    },
}
HTTP_LAMBDA = {
    "FunctionArn": {"Fn::GetAtt": ["Checker", "Arn"]},
    "AuthorizerPayloadFormatVersion": "1.0",
    "EnableFunctionDefaultPermissions": True,
    "Identity": {"Headers": ["X-Base"]},
}
LIMITS = {"ThrottlingBurstLimit": 7, "ThrottlingRateLimit": 7}
HTTP_VALUES: dict[str, Any] = {
    "AccessLogSettings": VALUES["AccessLogSetting"],
    "AuthorizerPayloadFormatVersion": "1.0",
    "CorsConfiguration": {"AllowOrigins": [f"https://{MARK}.example.com"], "AllowMethods": ["GET"]},
    "DefaultRouteSettings": LIMITS,
    "EndpointConfiguration": "REGIONAL",
    "IdentitySource": f"$request.header.{MARK}",
    "JwtConfiguration": JWT["JwtConfiguration"],
    "PayloadFormatVersion": "1.0",
    "StageName": "markedstage",
}


@dataclass(frozen=True)
class Side:
    """One kind of API, as the start of a migration.

    Arguments:
        base: properties that the API has in every row.
        event: properties that its event has in every row.
        authorizers: an authorizer for each model of the schema.
        given: the default authorizer of rows about other things.
        scoped: the authorizer of rows about the Auth of an event.
        accepted: losses that rows take, to see behind them.
    """

    direction: Direction
    type: str
    kind: str
    api_key: str
    base: dict[str, Any]
    event: dict[str, Any]
    authorizers: dict[str, dict[str, Any]]
    given: dict[str, Any]
    scoped: dict[str, Any]
    values: dict[str, Any]
    accepted: tuple[str, ...]
    context: frozenset[Path]
    """Paths that the base has already."""


REST = Side(
    Direction.TO_HTTP,
    "AWS::Serverless::Api",
    "Api",
    "RestApiId",
    {"StageName": "base"},
    {},
    AUTHORIZERS,
    TOKEN,
    COGNITO,
    {},
    ("custom-domain",),
    frozenset({("RestApiId", "Ref"), ("StageName",)}),
)
HTTP = Side(
    Direction.TO_REST,
    "AWS::Serverless::HttpApi",
    "HttpApi",
    "ApiId",
    {},
    {"PayloadFormatVersion": "1.0"},
    {"OAuth2Authorizer": JWT, "LambdaAuthorizer": HTTP_LAMBDA},
    HTTP_LAMBDA,
    JWT,
    HTTP_VALUES,
    ("custom-domain", "cors-responses", "access-tokens", "any-client"),
    frozenset({("ApiId",), ("PayloadFormatVersion",)}),
)
MODELS = AUTHORIZERS.keys() | HTTP.authorizers.keys()


def schema(model: Any) -> dict[str, Any]:
    document: dict[str, Any] = model.schema()
    return document


def paths(node: dict[str, Any], definitions: dict[str, Any], at: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Leaves below a schema node. An authorizer's name in a path is the model that it is an example of."""
    for name, child in node.get("properties", {}).items():
        models = referenced(child)
        inner = child.get("additionalProperties")
        if name == "Authorizers" and isinstance(inner, dict):
            for model in referenced(inner):
                yield from paths(definitions[model], definitions, (*at, name, model))
            continue
        for model in models:
            yield from paths(definitions[model], definitions, (*at, name))
        if not models or name == "DefinitionUri":
            yield (*at, name), child


def referenced(node: dict[str, Any]) -> list[str]:
    """Models that a property may hold; pass-through and intrinsic wrappers are none."""
    options = [node, *node.get("anyOf", []), *node.get("allOf", []), *node.get("oneOf", [])]
    names = [str(option["$ref"]).rsplit("/", 1)[1] for option in options if "$ref" in option]
    return [name for name in names if name not in ("PassThroughProp", "SamIntrinsicable")]


def api_paths(side: Side) -> list[tuple[Path, dict[str, Any]]]:
    from samtranslator.internal.schema_source import aws_serverless_api, aws_serverless_httpapi

    document = schema((aws_serverless_api if side is REST else aws_serverless_httpapi).Properties)
    return list(paths(document, document["definitions"]))


def event_paths(side: Side) -> list[tuple[Path, dict[str, Any]]]:
    from samtranslator.internal.schema_source import aws_serverless_function as source

    document = schema(source.ApiEventProperties if side is REST else source.HttpApiEventProperties)
    return list(paths(document, document["definitions"]))


def value_of(side: Side, base: str, path: Path, node: dict[str, Any]) -> Any:
    if path[-1] == "RouteSettings":
        return LIMITS if base == "event" else {"GET /base": LIMITS}
    if path == ("StageVariables",):
        return {"marked": MARK}
    if path[-1] in side.values:
        return side.values[path[-1]]
    if "enum" in node or "const" in node:
        return node.get("const", node.get("enum", [None])[0])
    if path[-1] in VALUES:
        return VALUES[path[-1]]
    options = [node, *node.get("anyOf", []), *node.get("allOf", [])]
    kinds = [option.get("type") for option in options]
    return next((BY_TYPE[kind] for kind in kinds if kind in BY_TYPE), MARK)


def template(side: Side, api: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    function = {"Runtime": "python3.12", "Handler": "app.handler", "CodeUri": "s3://bucket/key"}
    get = {side.api_key: {"Ref": "Api"}, "Path": "/base", "Method": "get", **side.event, **event}
    return {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Pool": {"Type": "AWS::Cognito::UserPool"},
            "Client": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "Pool"}}},
            "Checker": {"Type": "AWS::Serverless::Function", "Properties": function},
            "Api": {"Type": side.type, "Properties": {**side.base, **api}},
            "Function": {
                "Type": "AWS::Serverless::Function",
                "Properties": {**function, "Events": {"Get": {"Type": side.kind, "Properties": get}}},
            },
        },
    }


def nested(side: Side, base: str, path: Path, value: Any) -> dict[str, Any]:
    """A value under its path, with the siblings that SAM asks for."""
    made: dict[str, Any] = {}
    at = made
    for depth, key in enumerate(path[:-1], start=1):
        is_model = path[depth - 2 : depth - 1] == ("Authorizers",)
        inner = side.authorizers[key] if is_model else NEEDED.get(path[:depth], {})
        at = at.setdefault(named(key), json.loads(json.dumps(inner)))
        if base == "api" and path[:depth] == ("Auth",):
            del at["Authorizer"]
            at["DefaultAuthorizer"] = "Given"
            if path[1] != "Authorizers":
                at["Authorizers"] = {"Given": side.given}
    if path[-1] == "HostedZoneName":
        del at["HostedZoneId"]  # SAM takes the id where both are there
    if isinstance(at.get(path[-1]), dict) and isinstance(value, dict) and path[-1] == "Identity":
        value = {**at[path[-1]], **value}
    at[path[-1]] = value
    return made


def named(key: str) -> str:
    return "Given" if key in MODELS else key


def without(path: Path, made: dict[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(made))
    at = copy
    for key in path[:-1]:
        at = at[named(key)]
    del at[path[-1]]
    return copy


def migrated(side: Side, document: dict[str, Any]) -> Migration:
    options = Options(accept=tuple(map(Accept, side.accepted)))
    return verified(rewrite(Source("template.json", json.dumps(document, indent=2)), side.direction, options))


def told(side: Side, migration: Migration, where: tuple[str, ...]) -> bool:
    """Whether a finding points at the property, or keeps a map that holds it from being migrated or in the output."""
    for finding in migration.findings:
        path = tuple(str(key) for key in finding.path)
        if path[: len(where)] == where:
            return True
        floor = BASES["event" if path[: len(BASES["event"])] == BASES["event"] else "api"]
        holds = len(path) > len(floor) and where[: len(path)] == path
        if holds and finding.code.name not in side.accepted and path[-1] not in ("Authorizers", "Given"):
            return True
    return False


BASES: dict[str, tuple[str, ...]] = {
    "api": ("Resources", "Api", "Properties"),
    "event": ("Resources", "Function", "Properties", "Events", "Get", "Properties"),
}


DEFAULTS = {
    ("Auth", "Authorizers", "LambdaAuthorizer", "EnableFunctionDefaultPermissions"): "a REST API does it unasked (T11)",
    ("Domain", "SecurityPolicy"): "a REST API is told of TLS 1.2 in any case, which is all that an HTTP API takes",
}
"""What the other kind does without being told; the verification sees that it does."""


def rows() -> list[Any]:
    return [
        pytest.param(side, base, path, value_of(side, base, path, node), id=f"{side.kind}-{base}-{'.'.join(path)}")
        for side in (REST, HTTP)
        for base, found in (("api", api_paths(side)), ("event", event_paths(side)))
        for path, node in found
        if path not in side.context
    ]


def test_the_schema_is_read() -> None:
    api, event = ({path for path, _ in found} for found in (api_paths(REST), event_paths(REST)))
    assert {("CacheClusterEnabled",), ("Auth", "ResourcePolicy", "IpRangeWhitelist")} <= api
    assert ("Auth", "Authorizers", "LambdaTokenAuthorizer", "Identity", "Header") in api
    assert {("Auth", "OverrideApiAuth"), ("RequestModel", "ValidateBody"), ("TimeoutInMillis",)} <= event
    assert len(api) + len(event) > 120
    assert {("Auth", "EnableIamAuthorizer"), ("Domain", "Route53", "IpV6")} <= {path for path, _ in api_paths(HTTP)}


@pytest.mark.parametrize(("side", "base", "path", "value"), rows())
def test_no_property_is_lost_without_a_word(side: Side, base: str, path: Path, value: Any) -> None:
    made = nested(side, base, path, value)
    api = {"Auth": {"Authorizers": {"Given": side.scoped}}} if path[0] == "Auth" else {}
    present, absent = (
        template(side, m, {}) if base == "api" else template(side, api, m) for m in (made, without(path, made))
    )
    migration = migrated(side, present)
    assert migration.verification.status in (Proof.EQUIVALENT, Proof.SKIPPED), migration.error
    if told(side, migration, (*BASES[base], *map(named, path))):
        return
    assert migration.changed, "it is neither migrated nor reported"
    before = compiled(json.dumps(present))
    if same(before, absent):
        return  # SAM does nothing with it: nothing can be lost
    after = compiled(migration.after)
    if path in DEFAULTS:
        return
    lost = same(after, json.loads(migrated(side, absent).after))
    assert not lost, "it is gone from the output, and no finding points at it"
    if MARK in json.dumps(value):
        assert MARK in json.dumps(after)


def same(one: dict[str, Any], document: dict[str, Any]) -> bool:
    """Whether a template compiles to the same resources; one that does not compile is not the same."""
    try:
        return json.dumps(one, sort_keys=True) == json.dumps(compiled(json.dumps(document)), sort_keys=True)
    except Exception:
        return False
