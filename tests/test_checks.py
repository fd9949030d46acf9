"""What the translator lets pass: SAM's schema and what API Gateway refuses, each named and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from migrator.proof.checks import refusals
from migrator.proof.compile import compiled
from migrator.proof.document import loaded
from migrator.proof.problems import Problem, new_problems
from migrator.proof.sam_schema import schema_problems
from tests.golden import cases
from tests.test_verify import HTTP, REST, template, to_http

IDENTITY = "Identity: {Headers: [X-Token], ReauthorizeEvery: 300}"

# In a template that is right: what is replaced, by what, and what must be said.
REFUSED = {
    "REST stage": (REST, "StageName: prod", "StageName: $default", "the stage name $default for a REST API"),
    "stage with a slash": (HTTP, "    StageVariables", "    StageName: a/b\n    StageVariables", "the stage name a/b"),
    "CORS value without quotes": (REST, "AllowOrigin: \"'https://a.example'\"", "AllowOrigin: https://a.example",
                                  "the value https://a.example of Access-Control-Allow-Origin needs single quotes"),
    "CORS origin as a list": (REST, "AllowOrigin: \"'https://a.example'\"", "AllowOrigin: [a, b]",
                              "Access-Control-Allow-Origin is a list"),
    "sibling variables": (REST, "Path: /open", "Path: '/orders/{name}'",
                          "{id} and {name} stand at one place below /orders"),
    "no audience": (HTTP, "            audience: [client]\n", "", "authorizer Cognito of HttpApi: has no audience"),
    "payload format": (HTTP, "AuthorizerPayloadFormatVersion: '1.0'", "AuthorizerPayloadFormatVersion: '3.0'",
                       "the payload format 3.0 does not exist"),
    "simple responses": (HTTP, IDENTITY, f"{IDENTITY}\n          EnableSimpleResponses: true",
                         "simple responses need payload format 2.0"),
    "cache without identity": (HTTP, IDENTITY, "Identity: {ReauthorizeEvery: 300}",
                               "keeps answers for 300 seconds without an identity source"),
    "settings of no route": (HTTP, "    StageVariables", "    RouteSettings: {GET /nowhere: {}}\n    StageVariables",
                             "RouteSettings name GET /nowhere"),
    "REST path": (REST, "Path: /open", "Path: /open/@me", "REST APIs do not take the part @me of the path /open/@me"),
    "CORS age": (HTTP, "MaxAge: 600", "MaxAge: 86401", "a MaxAge of 86401 seconds is refused; 86400 is the most"),
    "CORS origin": (HTTP, "AllowOrigins: ['https://a.example']", "AllowOrigins: [a.example]",
                    "CORS of HttpApi: a.example is no origin"),
    "CORS credentials": (HTTP, "AllowOrigins: ['https://a.example']",
                         "AllowOrigins: ['*', 'https://b.example']\n      AllowCredentials: true",
                         "credentials cannot be allowed for every origin"),
    "eleven scopes": (HTTP, "AuthorizationScopes: [orders/read]", f"AuthorizationScopes: [{', '.join('abcdefghijk')}]",
                      "asks for 11 scopes; a route takes 10"),
    "slash at the end": (HTTP, "Path: /token", "Path: /token/", "the path /token/ ends in a slash"),
}  # fmt: skip


def problems(text: str) -> tuple[Problem, ...]:
    return refusals(compiled(template(text)))


class TestRefusals:
    @pytest.mark.parametrize("text", [REST, HTTP], ids=["rest", "http"])
    def test_right_templates_have_none(self, text: str) -> None:
        assert problems(text) == ()

    @pytest.mark.parametrize(("text", "old", "new", "sentence"), REFUSED.values(), ids=REFUSED)
    def test_named(self, text: str, old: str, new: str, sentence: str) -> None:
        assert old in text
        found = problems(text.replace(old, new, 1))
        assert found
        assert sentence in found[0].sentence

    def test_an_audience_stands_in_both_branches(self) -> None:
        def body(other: dict[str, Any]) -> dict[str, Any]:
            chosen = {"Fn::If": ["Live", {"issuer": "https://i.io", "audience": ["client"]}, other]}
            scheme = {"x-amazon-apigateway-authorizer": {"type": "jwt", "jwtConfiguration": chosen}}
            api = {"Body": {"paths": {}, "components": {"securitySchemes": {"Tokens": scheme}}}}
            return {"Resources": {"A": {"Type": "AWS::ApiGatewayV2::Api", "Properties": api}}}

        assert refusals(body({"Fn::Transform": {"Name": "Configuration"}})) == ()
        assert [p.key for p in refusals(body({"issuer": "https://i.io"}))] == [("audience", "Tokens")]

    def test_one_integration_too_many(self) -> None:
        def body(count: int) -> dict[str, Any]:
            operation = {"x-amazon-apigateway-integration": {"type": "aws_proxy"}}
            paths = {f"/{n}": {"get": operation, "post": operation} for n in range(count // 2)}
            return {"Resources": {"A": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Body": {"paths": paths}}}}}

        assert refusals(body(300)) == ()
        assert [p.key for p in refusals(body(302))] == [("integrations",)]

    @pytest.mark.parametrize(
        ("text", "old", "new"),
        [
            (HTTP, "MaxAge: 600", "MaxAge: -1"),
            (HTTP, "['https://a.example']", "['*', 'http://localhost:3000', 'https://*']"),
            (HTTP, "['https://a.example']", "[!Ref PoolArn]"),
            (REST, "StageName: prod", "StageName: !Ref PoolArn"),
            (REST, "AllowOrigin: \"'https://a.example'\"", "AllowOrigin: !Ref PoolArn"),
            (REST, "AllowOrigin: \"'https://a.example'\"", "AllowOrigin: !Sub \"'https://${AWS::Region}'\""),
            (REST, "Path: /open", "Path: '/orders/{id}/more'"),
            (REST, "Path: /open", "Path: '/{name}'"),
            (HTTP, "    StageVariables", "    RouteSettings: {GET /orders: {}}\n    StageVariables"),
            (HTTP, "    StageVariables", "    RouteSettings: {POST /token: {}}\n    StageVariables"),
            (HTTP, "    StageVariables", "    StageName: $default\n    StageVariables"),
            (HTTP, IDENTITY, "Identity: {ReauthorizeEvery: 0}"),
            (HTTP, "AuthorizerPayloadFormatVersion: '1.0'", "AuthorizerPayloadFormatVersion: 2.0"),
        ],
    )
    def test_what_is_right_or_not_known(self, text: str, old: str, new: str) -> None:
        assert old in text
        assert problems(text.replace(old, new, 1)) == ()

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"paths": []},
            {"paths": {"/x": 5}},
            {"components": {"securitySchemes": {"A": 5}}},
            {"securityDefinitions": 5},
        ],
    )
    def test_odd_shapes_never_raise(self, body: dict[str, Any]) -> None:
        for kind in ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"):
            assert refusals({"Resources": {"A": {"Type": kind, "Properties": {"Body": body}}, "B": 5}}) == ()


class TestSchema:
    @pytest.mark.parametrize("text", [REST, HTTP], ids=["rest", "http"])
    def test_right_templates_have_none(self, text: str) -> None:
        assert schema_problems(loaded(template(text))) == ()

    @pytest.mark.parametrize(
        "properties",
        [
            "AWS::Serverless::Api, Properties: {StageName: p, EndpointConfiguration: REGIONAL}",
            "AWS::Serverless::Api, Properties: {StageName: p, Auth: {Authorizers: {A: {UserPoolArn: [a, b]}}}}",
            "AWS::Serverless::HttpApi, Properties: {Domain: {DomainName: d, CertificateArn: c, BasePath: v1}}",
            "AWS::Serverless::Api, Properties: {StageName: p, Auth: {Authorizers: "
            "{A: {UserPoolArn: a, Identity: {ValidationExpression: !Sub '${PoolArn}'}}}}}",
            "AWS::Serverless::Api, Properties: {StageName: p, Auth: {Authorizers: {A: {FunctionArn: a, "
            "FunctionInvokeRole: !Ref PoolArn, Identity: {ReauthorizeEvery: !Ref PoolArn}}}}}",
            "AWS::Serverless::Api, Properties: {StageName: p, Auth: {DefaultAuthorizer: !Ref PoolArn}}",
        ],
        ids=[
            "endpoint as text",
            "pools as a list",
            "base path as text",
            "intrinsic expression",
            "intrinsic role",
            "T16",
        ],
    )
    def test_legal_forms_that_the_models_do_not_know(self, properties: str) -> None:
        assert schema_problems(loaded(template(f"A: {{Type: {properties}}}"))) == ()

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("Identity: {Headers: [X-Token]", "Identity: {Header: X-Token",
             "HttpApi: the schema of SAM does not allow Auth.Authorizers.Token.Identity.Header: extra fields"),
            ("Auth: {Authorizer: NONE}", "Auth: {Authorizer: NONE, ApiKeyRequired: true}",
             "Orders.Open: the schema of SAM does not allow Properties.Auth.ApiKeyRequired: extra fields"),
            ("    StageVariables: {table", "    Domain: {DomainName: d, CertificateArn: c, NormalizeBasePath: true}\n"
             "    StageVariables: {table", "Domain.NormalizeBasePath: extra fields"),
        ],
    )  # fmt: skip
    def test_keys_that_the_translator_ignores(self, old: str, new: str, sentence: str) -> None:
        assert old in HTTP
        (found,) = schema_problems(loaded(template(HTTP.replace(old, new, 1))))
        assert sentence in found.sentence

    def test_globals(self) -> None:
        document = {"Globals": {"HttpApi": {"Auth": {"Wrong": 1}}, "Api": 5}, "Resources": []}
        assert [p.key for p in schema_problems(document)] == [("schema", "Auth", "Wrong", "extra fields not permitted")]


class TestInVerification:
    def test_a_new_problem_fails_the_migration(self) -> None:
        found = to_http(HTTP.replace("    StageVariables", "    RouteSettings: {GET /nowhere: {}}\n    StageVariables"))
        assert found.error == "verification: HttpApi: RouteSettings name GET /nowhere, and there is no such route"

    def test_a_key_that_nobody_reads_fails_the_migration(self) -> None:
        found = to_http(HTTP.replace("Auth: {Authorizer: NONE}", "Auth: {Authorizer: NONE, InvokeRole: x}"))
        assert str(found.error).startswith(
            "verification: Orders.Open: the schema of SAM does not allow Properties.Auth"
        )

    def test_a_problem_that_was_there_is_not_new(self) -> None:
        one, two = Problem(("a",), "one"), Problem(("b",), "two")
        assert new_problems((one,), (one, two, two)) == ["two"]
        assert new_problems((one, two), (one,)) == []

    def test_no_golden_result_has_a_new_problem(self) -> None:
        """A sample; the golden tests verify every case."""
        for case in cases()[::25]:
            old, new = case.template.read_text("utf-8-sig"), case.expected.decode("utf-8-sig")
            assert new_problems(schema_problems(loaded(old)), schema_problems(loaded(new))) == [], case.name
