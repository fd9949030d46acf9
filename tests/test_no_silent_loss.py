"""Nothing is lost without a word: every property of SAM's own schema is written, migrated and looked for afterwards.

The paths come from the installed translator, so a property that a new SAM release brings shows up here as a new row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from migrator import engine
from migrator.compile import compiled
from migrator.findings import Accept
from migrator.migration import Direction, Migration, Options, Proof
from migrator.source import Source
from migrator.verify import verified

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


def api_paths() -> list[tuple[Path, dict[str, Any]]]:
    from samtranslator.internal.schema_source import aws_serverless_api

    document = schema(aws_serverless_api.Properties)
    return list(paths(document, document["definitions"]))


def event_paths() -> list[tuple[Path, dict[str, Any]]]:
    from samtranslator.internal.schema_source import aws_serverless_function

    document = schema(aws_serverless_function.ApiEventProperties)
    return list(paths(document, document["definitions"]))


def value_of(path: Path, node: dict[str, Any]) -> Any:
    if "enum" in node or "const" in node:
        return node.get("const", node.get("enum", [None])[0])
    if path[-1] in VALUES:
        return VALUES[path[-1]]
    options = [node, *node.get("anyOf", []), *node.get("allOf", [])]
    kinds = [option.get("type") for option in options]
    return next((BY_TYPE[kind] for kind in kinds if kind in BY_TYPE), MARK)


def template(api: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    function = {"Runtime": "python3.12", "Handler": "app.handler", "CodeUri": "s3://bucket/key"}
    get = {"RestApiId": {"Ref": "Api"}, "Path": "/base", "Method": "get", **event}
    return {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Pool": {"Type": "AWS::Cognito::UserPool"},
            "Client": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "Pool"}}},
            "Checker": {"Type": "AWS::Serverless::Function", "Properties": function},
            "Api": {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "base", **api}},
            "Function": {
                "Type": "AWS::Serverless::Function",
                "Properties": {**function, "Events": {"Get": {"Type": "Api", "Properties": get}}},
            },
        },
    }


def nested(base: str, path: Path, value: Any) -> dict[str, Any]:
    """A value under its path, with the siblings that SAM asks for."""
    made: dict[str, Any] = {}
    at = made
    for depth, key in enumerate(path[:-1], start=1):
        inner = AUTHORIZERS[key] if path[depth - 2 : depth - 1] == ("Authorizers",) else NEEDED.get(path[:depth], {})
        at = at.setdefault(named(key), json.loads(json.dumps(inner)))
        if base == "api" and path[:depth] == ("Auth",):
            del at["Authorizer"]
            at["DefaultAuthorizer"] = "Given"
            if path[1] != "Authorizers":
                at["Authorizers"] = {"Given": TOKEN}
    if path[-1] == "HostedZoneName":
        del at["HostedZoneId"]  # SAM takes the id where both are there
    if isinstance(at.get(path[-1]), dict) and isinstance(value, dict) and path[-1] == "Identity":
        value = {**at[path[-1]], **value}
    at[path[-1]] = value
    return made


def named(key: str) -> str:
    return "Given" if key in AUTHORIZERS else key


def without(path: Path, made: dict[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(made))
    at = copy
    for key in path[:-1]:
        at = at[named(key)]
    del at[path[-1]]
    return copy


OPTIONS = Options(accept=(Accept("custom-domain"),))


def migrated(document: dict[str, Any]) -> Migration:
    return verified(engine.rewrite(Source("template.json", json.dumps(document, indent=2)), Direction.TO_HTTP, OPTIONS))


def told(migration: Migration, where: tuple[str, ...]) -> bool:
    """Whether a finding points at the property, or keeps a map that holds it from being migrated or in the output."""
    for finding in migration.findings:
        path = tuple(str(key) for key in finding.path)
        if path[: len(where)] == where:
            return True
        floor = BASES["event" if path[: len(BASES["event"])] == BASES["event"] else "api"]
        holds = len(path) > len(floor) and where[: len(path)] == path
        if holds and finding.code.name != "custom-domain" and path[-1] not in ("Authorizers", "Given"):
            return True
    return False


BASES: dict[str, tuple[str, ...]] = {
    "api": ("Resources", "Api", "Properties"),
    "event": ("Resources", "Function", "Properties", "Events", "Get", "Properties"),
}

NEEDS_CONTEXT: dict[Path, str] = {
    ("RestApiId", "Ref"): "the base event has it",
    ("StageName",): "the base API has it, and `stage-path` points at it",
}


def rows() -> list[Any]:
    found = [("api", path, node) for path, node in api_paths()] + [
        ("event", path, node) for path, node in event_paths()
    ]
    return [
        pytest.param(base, path, value_of(path, node), id=f"{base}-{'.'.join(path)}")
        for base, path, node in found
        if path not in NEEDS_CONTEXT
    ]


def test_the_schema_is_read() -> None:
    api = {path for path, _ in api_paths()}
    event = {path for path, _ in event_paths()}
    assert {
        ("CacheClusterEnabled",),
        ("Auth", "ResourcePolicy", "IpRangeWhitelist"),
        ("Domain", "Route53", "IpV6"),
    } <= api
    assert ("Auth", "Authorizers", "LambdaTokenAuthorizer", "Identity", "Header") in api
    assert {("Auth", "OverrideApiAuth"), ("RequestModel", "ValidateBody"), ("TimeoutInMillis",)} <= event
    assert len(api) + len(event) > 120


@pytest.mark.parametrize(("base", "path", "value"), rows())
def test_no_property_is_lost_without_a_word(base: str, path: Path, value: Any) -> None:
    made = nested(base, path, value)
    api = {"Auth": {"Authorizers": {"Given": COGNITO}}} if path[0] == "Auth" else {}
    present, absent = (template(m, {}) if base == "api" else template(api, m) for m in (made, without(path, made)))
    migration = migrated(present)
    assert migration.verification.status in (Proof.EQUIVALENT, Proof.SKIPPED), migration.error
    if told(migration, (*BASES[base], *map(named, path))):
        return
    assert migration.changed, "it is neither migrated nor reported"
    before = compiled(json.dumps(present))
    if same(before, absent):
        return  # SAM does nothing with it: nothing can be lost
    after = compiled(migration.after)
    assert not same(after, json.loads(migrated(absent).after)), (
        "it is gone from the output, and no finding points at it"
    )
    if MARK in json.dumps(value):
        assert MARK in json.dumps(after)


def same(one: dict[str, Any], document: dict[str, Any]) -> bool:
    """Whether a template compiles to the same resources; one that does not compile is not the same."""
    try:
        return json.dumps(one, sort_keys=True) == json.dumps(compiled(json.dumps(document)), sort_keys=True)
    except Exception:
        return False
