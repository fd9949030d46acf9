"""Pairs of templates that differ in one thing about access, which a common part could hide, and pairs that do not.

The templates are compiled already: what is tried here is how two APIs are read and compared, not the translator.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from migrator.proof.comparison import compare
from migrator.proof.readings import compared_in_all, readings, shared_parameters
from migrator.text.source import Source

Template = dict[str, Any]

GATEWAY = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/%s/invocations"
ISSUER = "https://cognito-idp.${AWS::Region}.amazonaws.com/%s"
ARN = "arn:aws:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/%s"
SOURCE = "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*"
SIGNED = {"type": "apiKey", "x-amazon-apigateway-authtype": "awsSigv4"}
POLICY = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*"}]}
EFFECTS = ("Deny", "Allow")
DENYING = {"Statement": [{**POLICY["Statement"][0], "Effect": "Deny"}]}
AUTHORIZER = "x-amazon-apigateway-authorizer"
AUTH = "x-amazon-apigateway-auth"
POOL = ("schemes", "J", AUTHORIZER, "providerARNs", 0)
JWT = ("schemes", "J", AUTHORIZER, "jwtConfiguration", "issuer")
URI = ("get", "x-amazon-apigateway-integration", "uri")


CONDITIONS: Template = {
    "Prod": {"Fn::Equals": [{"Ref": "Env"}, "prod"]},
    "Test": {"Fn::Equals": ["test", {"Ref": "Env"}]},
    "On": {"Fn::Equals": [{"Ref": "P"}, "on"]},
    "NotBoth": {"Fn::Not": [{"Fn::And": [{"Condition": "Prod"}, {"Condition": "On"}]}]},
    "OneNot": {"Fn::Or": [{"Fn::Not": [{"Condition": "Prod"}]}, {"Fn::Not": [{"Condition": "On"}]}]},
    "Same": {"Fn::Equals": [{"Ref": "Env"}, {"Ref": "P"}]},
    "SameToo": {"Fn::Equals": [{"Ref": "P"}, {"Ref": "Env"}]},
}
CORS_SETTINGS = ("body", "x-amazon-apigateway-cors")
NOTHING = {"Ref": "AWS::NoValue"}


def cors(**settings: Any) -> Template:
    return {"allowOrigins": ["https://a.example"], **settings}


def sub(text: str) -> dict[str, str]:
    return {"Fn::Sub": text}


def by(condition: str, yes: Any, no: Any) -> dict[str, Any]:
    return {"Fn::If": [condition, yes, no]}


def parts(kind: str) -> Template:
    """The parts of a template that a row changes, each under a short name."""
    tokens: dict[str, Any] = {
        "rest": {"type": "cognito_user_pools", "providerARNs": [sub("${Pool.Arn}")]},
        "http": {"type": "jwt", "jwtConfiguration": {"issuer": sub(ISSUER % "${Pool}"), "audience": ["a"]}},
    }
    function = {"type": "request", "authorizerUri": sub(GATEWAY % "${D.Arn}"), "identitySource": "$request.header.A"}
    integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": sub(GATEWAY % "${F.Arn}")}
    scheme = {"type": "apiKey", "in": "header", "name": "Authorization"}
    return {
        "get": {"security": [{"J": []}], "x-amazon-apigateway-integration": integration},
        "schemes": {
            "J": {**scheme, AUTHORIZER: tokens[kind]},
            "L": {**scheme, AUTHORIZER: {**function, "authorizerCredentials": "arn:aws:iam::1:role/r"}},
            "AWS_IAM": SIGNED,
        },
        "body": {},
        "api": {},
        "permission": {"Properties": {"SourceArn": sub(SOURCE)}},
    }


def template(kind: str, given: Template) -> Template:
    paths = {"/x": {"get": given["get"]}}
    body = {"openapi": "3.0.1", "paths": paths, "components": {"securitySchemes": given["schemes"]}, **given["body"]}
    type_ = {"rest": "AWS::ApiGateway::RestApi", "http": "AWS::ApiGatewayV2::Api"}[kind]
    allowed = {
        "FunctionName": {"Ref": "F"},
        "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
        **given["permission"].get("Properties", {}),
    }
    return {
        "Parameters": {"P": {"Type": "String"}, "Env": {"Type": "String"}},
        "Conditions": CONDITIONS,
        "Mappings": {"Issuers": {"us-east-1": {"url": "https://a.example"}}},
        "Resources": {
            "Custom": {"Type": "Custom::Role", "Properties": {}},
            "Api": {"Type": type_, "Properties": {"Body": body, **given["api"]}},
            "F": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "orders"}},
            "Allow": {"Type": "AWS::Lambda::Permission", **given["permission"], "Properties": allowed},
        },
    }


def changed(given: Template, path: tuple[str | int, ...], value: Any) -> Template:
    found = copy.deepcopy(given)
    place = found
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return found


def told(before: Template, after: Template) -> list[str]:
    sides = readings(before, after)
    return [d.sentence for d in compared_in_all(sides, {"Api": "Api"}, shared_parameters(before, after))]


DIFFERENT: dict[str, tuple[str, tuple[str | int, ...], Any, Any]] = {
    # -- issuers that have a part in common
    "another host": ("http", JWT, sub("https://good.example/${P}"), sub("https://evil.example/${P}")),
    "another path": ("http", JWT, sub("https://good.example/${P}/a"), sub("https://good.example/${P}/b")),
    "another region": ("http", JWT, sub(ISSUER % "${P}"), "https://cognito-idp.eu-west-1.amazonaws.com/${P}"),
    "a host like Cognito's": (
        "http",
        JWT,
        "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a",
        "https://cognito-idp.example.com/us-east-1_a",
    ),
    "a slash at the end": ("http", JWT, "https://good.example", "https://good.example/"),
    "a dynamic reference": ("http", JWT, "https://a.example/{{resolve:ssm:/p}}", "https://b.example/{{resolve:ssm:/p}}"),
    "another piece": (
        "http",
        JWT,
        {"Fn::Select": [0, {"Fn::Split": ["/", {"Ref": "P"}]}]},
        {"Fn::Select": [1, {"Fn::Split": ["/", {"Ref": "P"}]}]},
    ),
    "another value where a mapping has none": (
        "http",
        JWT,
        *({"Fn::FindInMap": ["Issuers", {"Ref": "AWS::Region"}, "url", {"DefaultValue": f"https://{host}.example"}]}
          for host in "ab"),
    ),
    "branches the other way round": (
        "http",
        JWT,
        by("Prod", "https://a.example", "https://b.example"),
        by("Prod", "https://b.example", "https://a.example"),
    ),
    "a pool of another account": (
        "rest",
        POOL,
        sub(ARN % "${P}"),
        sub("arn:aws:cognito-idp:${AWS::Region}:222222222222:userpool/${P}"),
    ),
    "a pool of another region": (
        "rest",
        POOL,
        sub(ARN % "${P}"),
        sub("arn:aws:cognito-idp:eu-west-1:${AWS::AccountId}:userpool/${P}"),
    ),
    "a configuration by condition": (
        "http",
        ("schemes", "J", AUTHORIZER, "jwtConfiguration"),
        by("Prod", {"issuer": "https://a.example"}, {"issuer": "https://b.example"}),
        by("Prod", {"issuer": "https://b.example"}, {"issuer": "https://a.example"}),
    ),
    "an attribute in the place of an id": (
        "http",
        ("schemes", "J", AUTHORIZER, "jwtConfiguration", "audience"),
        [sub("${Made}")],
        [sub("${Made.Arn}")],
    ),
    # -- expressions that list the same clients
    "an expression without its anchors": (
        "rest",
        ("schemes", "J", AUTHORIZER, "identityValidationExpression"),
        "^(a|b)$",
        "a|b",
    ),
    # -- requirements
    "an empty alternative": ("rest", ("get", "security"), [{"J": []}], [{"J": []}, {}]),
    "an empty alternative, HTTP": ("http", ("get", "security"), [{"J": []}], [{"J": []}, {}]),
    "NONE as an alternative": ("rest", ("get", "security"), [{"J": []}], [{"J": []}, {"NONE": []}]),
    "security by condition": (
        "http",
        ("get", "security"),
        by("Prod", [{"J": []}], [{"L": []}]),
        by("Prod", [{"J": []}], []),
    ),
    "a second authorizer by the extension": ("rest", ("get", AUTH), None, {"type": "AWS_IAM"}),
    "an extension that is not known": ("rest", ("get", AUTH), None, {"type": "CUSTOM"}),
    # -- how functions are called
    "a function by way of another region": (
        "rest",
        URI,
        sub(GATEWAY % "${F.Arn}"),
        sub((GATEWAY % "${F.Arn}").replace("${AWS::Region}", "eu-west-1")),
    ),
    "a function of that name in another account": (
        "rest",
        URI,
        sub(GATEWAY % "${F.Arn}"),
        sub(GATEWAY % "arn:aws:lambda:${AWS::Region}:222222222222:function:orders"),
    ),
    "a function by way of another service": (
        "http",
        URI,
        sub(GATEWAY % "${F.Arn}"),
        sub((GATEWAY % "${F.Arn}").replace(":lambda:", ":s3:")),
    ),
    "a permission for another account": (
        "http",
        ("permission", "Properties", "SourceArn"),
        sub(SOURCE),
        sub(SOURCE.replace("${AWS::AccountId}", "222222222222")),
    ),
    "a permission for another region": (
        "rest",
        ("permission", "Properties", "SourceArn"),
        sub(SOURCE),
        sub(SOURCE.replace("${AWS::Region}", "eu-west-1")),
    ),
    "a permission for calls of one account": (
        "rest",
        ("permission", "Properties"),
        {"SourceArn": sub(SOURCE)},
        {"SourceArn": sub(SOURCE), "SourceAccount": "222222222222"},
    ),
    "a permission by condition": ("http", ("permission", "Condition"), "", "Prod"),
    "other headers in a branch of two conditions": (
        "http",
        CORS_SETTINGS,
        cors(allowHeaders=[by("Prod", "a", "b"), by("On", "c", "d")]),
        cors(allowHeaders=[by("Prod", "a", "d"), by("On", "c", "b")]),
    ),
    "credentials by condition": (
        "http", CORS_SETTINGS, cors(allowCredentials=False), cors(allowCredentials=by("Prod", True, False))
    ),
    "credentials by the other condition": (
        "http",
        CORS_SETTINGS,
        cors(allowCredentials=by("Prod", True, False)),
        cors(allowCredentials=by("On", True, False)),
    ),
    "origins of two parameters": (
        "http", CORS_SETTINGS, cors(allowOrigins=[{"Ref": "P"}]), cors(allowOrigins=[{"Ref": "Env"}])
    ),
    "what a custom resource is called, and its ARN": (
        "http",
        ("get", "x-amazon-apigateway-integration", "credentials"),
        {"Ref": "Custom"},
        {"Fn::GetAtt": ["Custom", "Arn"]},
    ),
    "outputs of a nested stack": (
        "rest", POOL, {"Fn::GetAtt": ["Nested", "Outputs.Arn"]}, {"Fn::GetAtt": ["Nested", "Outputs.ProviderURL"]}
    ),
    # -- settings that have two places
    "a policy beside the property": (
        "rest",
        ("body", "x-amazon-apigateway-policy"),
        POLICY,
        DENYING,
    ),
    "a policy with its branches the other way round": (
        "rest", ("api", "Policy"), by("Prod", POLICY, DENYING), by("Prod", DENYING, POLICY)
    ),
    "a key source beside the property": (
        "rest",
        ("body", "x-amazon-apigateway-api-key-source"),
        "HEADER",
        "AUTHORIZER",
    ),
    "an endpoint that is off by condition": (
        "http",
        ("api", "DisableExecuteApiEndpoint"),
        True,
        by("Prod", True, False),
    ),
}  # fmt: skip
"""Kind, what is changed, before, after."""

GIVEN: Template = {"Policy": POLICY, "ApiKeySourceType": "HEADER"}
"""Properties that the rows about two places need."""


@pytest.mark.parametrize("name", DIFFERENT)
def test_is_told(name: str) -> None:
    kind, path, old, new = DIFFERENT[name]
    base = parts(kind)
    if "beside the property" in name:
        base = changed(base, ("api",), GIVEN)
    before, after = (template(kind, changed(base, path, value)) for value in (old, new))
    assert told(before, after)
    assert told(after, before)
    assert not told(before, before)


SAME: dict[str, tuple[str, tuple[str | int, ...], Any, Any]] = {
    "a pool by its URL and by its parts": (
        "http",
        JWT,
        {"Fn::GetAtt": ["Pool", "ProviderURL"]},
        {"Fn::Join": ["", ["https://cognito-idp.", {"Ref": "AWS::Region"}, ".amazonaws.com/", {"Ref": "Pool"}]]},
    ),
    "a pool by its name": ("http", JWT, sub("https://${Pool.ProviderName}"), sub(ISSUER % "${Pool}")),
    "a function by its name": ("rest", URI, *(
        sub(GATEWAY % each) for each in ("${F.Arn}", "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${F}")
    )),
    "a function by its name in the account": (
        "http", URI, sub(GATEWAY % "${F.Arn}:7"),
        sub(GATEWAY % "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:orders:7")
    ),
    "a permission by the name in the account": (
        "http", ("permission", "Properties", "FunctionName"), {"Ref": "F"}, "orders"
    ),
    "everybody in other words": ("rest", ("api", "Policy"), *(
        {"Statement": [{**POLICY["Statement"][0], "Principal": each}]} for each in ("*", {"AWS": ["*"]})
    )),
    "an account in other words": ("rest", ("api", "Policy"), *(
        {"Statement": [{**POLICY["Statement"][0], "Principal": {"AWS": each}}]}
        for each in ("123456789012", "arn:aws:iam::123456789012:root")
    )),
    "an action in other letters": ("rest", ("api", "Policy"), POLICY, {
        "Statement": {**POLICY["Statement"][0], "Action": ["execute-api:invoke"]}
    }),
    "an ARN in parts": ("rest", POOL, sub(ARN % "${Pool}"), sub("${Pool.Arn}")),
    "a permission of the own account": (
        "http",
        ("permission", "Properties"),
        {"SourceArn": sub(SOURCE)},
        {"SourceArn": sub(SOURCE), "SourceAccount": {"Ref": "AWS::AccountId"}},
    ),
    "an extension that asks for nothing": ("rest", ("get",), *[
        {k: v for k, v in {**parts("rest")["get"], "security": [], AUTH: extension}.items() if v}
        for extension in ({"type": "NONE"}, None)
    ]),
}  # fmt: skip


SAME |= {
    "a condition that is said in other words": (
        "http", ("get", "security"), by("NotBoth", [{"J": []}], []), by("OneNot", [{"J": []}], [])
    ),
    "a comparison the other way round": (
        "http", ("get", "security"), by("Same", [{"J": []}], []), by("SameToo", [{"J": []}], [])
    ),
    "conditions in another order": (
        "rest",
        ("api", "EndpointConfiguration"),
        {"Types": [by("Prod", by("On", "REGIONAL", "EDGE"), by("On", "PRIVATE", "EDGE"))]},
        {"Types": [by("On", by("Prod", "REGIONAL", "PRIVATE"), "EDGE")]},
    ),
    "conditions of which only one can hold, in another order": (
        "rest",
        ("api", "EndpointConfiguration"),
        {"Types": [by("Prod", "REGIONAL", by("Test", "PRIVATE", "EDGE"))]},
        {"Types": [by("Test", "PRIVATE", by("Prod", "REGIONAL", "EDGE"))]},
    ),
    "a configuration by condition, and its parts": (
        "http",
        ("schemes", "J", AUTHORIZER, "jwtConfiguration"),
        by("Prod", *({"issuer": f"https://{host}.example", "audience": ["a"]} for host in "ab")),
        {"issuer": by("Prod", "https://a.example", "https://b.example"), "audience": ["a"]},
    ),
    "a statement by condition, and its effect": (
        "rest",
        ("api", "Policy"),
        {"Statement": [by("Prod", *({**POLICY["Statement"][0], "Effect": each} for each in EFFECTS))]},
        {"Statement": [{**POLICY["Statement"][0], "Effect": by("Prod", *EFFECTS)}]},
    ),
    "a policy as a text": ("rest", ("api", "Policy"), DENYING, json.dumps(DENYING)),
    "a list by condition, and its items": (
        "http",
        CORS_SETTINGS,
        cors(allowHeaders=by("Prod", ["a", "b"], ["c"])),
        cors(allowHeaders=[by("Prod", "b", "c"), by("Prod", "a", NOTHING)]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_is_the_same(name: str) -> None:
    kind, path, old, new = SAME[name]
    before, after = (template(kind, changed(parts(kind), path, value)) for value in (old, new))
    assert told(before, after) == []


@pytest.mark.parametrize(("scopes", "differ"), [([], True), (["s"], False)])
def test_the_kinds_take_other_tokens(scopes: list[str], differ: bool) -> None:
    """Without scopes a REST API takes ID tokens only, an HTTP API access tokens too."""
    sides = (template(kind, changed(parts(kind), ("get", "security"), [{"J": scopes}])) for kind in ("rest", "http"))
    sentence = "GET /x of Api: it took ID tokens and would take ID tokens and access tokens"
    assert (sentence in told(*sides)) is differ


BEHIND: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "issuer": (JWT, "https://evil.example"),
    "client": (("schemes", "J", AUTHORIZER, "jwtConfiguration", "audience"), ["a", "b"]),
    "identity": (("schemes", "J", AUTHORIZER, "identitySource"), "$request.header.X"),
}
"""What differs of an authorizer: the path, and the value after."""
CHOSEN: dict[str, Any] = {
    "by condition": by("Prod", [{"J": []}], []),
    "in a list by condition": [by("Prod", {"J": []}, NOTHING)],
    "in one of two conditions": by("On", by("Prod", [{"J": []}], [{"L": []}]), [{"L": []}]),
}


@pytest.mark.parametrize("what", BEHIND)
@pytest.mark.parametrize("where", CHOSEN)
def test_what_stands_behind_a_condition_is_told(what: str, where: str) -> None:
    """By default the route has another authorizer, or none: only where the condition holds something differs."""
    path, value = BEHIND[what]
    base = changed(parts("http"), ("get", "security"), CHOSEN[where])
    found = told(template("http", base), template("http", changed(base, path, value)))
    assert found
    assert all(sentence.endswith(" (with other parameter values)") for sentence in found)


def test_a_default_that_decides_is_told_beside_an_open_condition() -> None:
    region = {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}
    given = changed(parts("http"), ("get", "security"), by("Prod", [{"J": []}], by("Here", [{"L": []}], [])))
    before, after = (template("http", given) for _ in range(2))
    for side, default in ((before, "prod"), (after, "test")):
        side["Conditions"] = {**CONDITIONS, "Here": region}
        side["Parameters"] = {**side["Parameters"], "Env": {"Type": "String", "Default": default}}
    assert told(before, after)


TEXT = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  One: {Type: String, Default: same}
  Two: {Type: String, Default: same}
Mappings: {Origins: {same: {origin: 'https://a.example'}, other: {origin: 'https://b.example'}}}
Resources:
  Api: {Type: AWS::Serverless::%s, Properties: {StageName: %s}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: pass
      Events: {E: {Type: %s, Properties: {%s: !Ref Api, Path: /x, Method: get}}}
"""
KINDS = {"rest": ("Api", "Api", "RestApiId"), "http": ("HttpApi", "HttpApi", "ApiId")}
ALIKE = {
    "stage": ("rest", "!Ref {0}"),
    "domain": ("http", "p, Domain: {{DomainName: !Ref {0}, CertificateArn: c}}"),
    "base path": ("http", "p, Domain: {{DomainName: a.example, CertificateArn: c, BasePath: [!Ref {0}]}}"),
    "origin": ("http", "p, CorsConfiguration: {{AllowOrigins: [!Ref {0}]}}"),
    "origin of a mapping": ("http", "p, CorsConfiguration: {{AllowOrigins: [!FindInMap [Origins, !Ref {0}, origin]]}}"),
    "quoted origin": ("rest", "p, Cors: {{AllowOrigin: !Sub \"'${{{0}}}'\"}}"),
}


@pytest.mark.parametrize("name", ALIKE)
def test_parameters_of_one_default_are_told_apart(name: str) -> None:
    """Also where SAM puts the value in the place of the name."""
    kind, value = ALIKE[name]
    type_, event, key = KINDS[kind]
    one, two = (Source("t", TEXT % (type_, value.format(name), event, key)) for name in ("One", "Two"))
    found = compare(one, two)
    assert found.differences
    assert compare(one, one).differences == ()


def test_a_parameter_that_is_read_otherwise_is_told() -> None:
    value = "p, CorsConfiguration: {AllowOrigins: [!Select [0, !Split ['%s', !Ref One]]]}"
    one, two = (Source("t", TEXT % ("HttpApi", value % between, "HttpApi", "ApiId")) for between in ",;")
    assert compare(one, two).differences
