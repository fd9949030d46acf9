"""Reading compiled templates: routes, access and settings of both kinds in one form."""

from __future__ import annotations

import os
import subprocess
import sys
from textwrap import dedent, indent

import pytest

from migrator.proof.access import Authorizer
from migrator.proof.compile import CompileError, compiled
from migrator.proof.document import loaded
from migrator.proof.intrinsics import address_of, function_of, text
from migrator.proof.permissions import Granted, Permission
from migrator.proof.policies import LANGUAGE, NOBODY, policy_of, policy_statements
from migrator.proof.preflight import Catcher, refused
from migrator.proof.route_settings import route_limits
from migrator.proof.stage_settings import StageSettings
from migrator.proof.surface import ExposedApi, surfaces
from migrator.proof.token_issuers import of_arn, of_issuer

HEADER = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  PoolArn: {Type: String, Default: ''}
  OtherArn: {Type: String, Default: ''}
  Origin: {Type: String, Default: https://a.example}
Conditions:
  Prod: !Equals [!Ref AWS::Region, us-east-1]
  Beta: !Equals [!Ref AWS::Region, us-east-2]
Globals:
  Function: {Handler: app.handler, Runtime: python3.12, CodeUri: src/}
"""


def template(resources: str, header: str = HEADER) -> str:
    return header + "Resources:\n" + indent(dedent(resources).strip("\n"), "  ") + "\n"


def api(resources: str, name: str = "A") -> ExposedApi:
    return surfaces(compiled(template(resources)))[name]


def rest(auth: str = "{}", event_auth: str = "{}", *, more: str = "", path: str = "/x") -> ExposedApi:
    """A REST API with one route."""
    return api(f"""
        D: {{Type: AWS::Serverless::Function}}
        Pool: {{Type: AWS::Cognito::UserPool}}
        A: {{Type: AWS::Serverless::Api, Properties: {{StageName: prod, Auth: {auth}{more}}}}}
        F:
          Type: AWS::Serverless::Function
          Properties:
            Events:
              E: {{Type: Api, Properties: {{RestApiId: !Ref A, Path: '{path}', Method: get, Auth: {event_auth}}}}}
    """)


def http(auth: str = "{}", event_auth: str = "{}", *, more: str = "", path: str = "/x") -> ExposedApi:
    """An HTTP API with one route."""
    return api(f"""
        D: {{Type: AWS::Serverless::Function}}
        Pool: {{Type: AWS::Cognito::UserPool}}
        A: {{Type: AWS::Serverless::HttpApi, Properties: {{Auth: {auth}{more}}}}}
        F:
          Type: AWS::Serverless::Function
          Properties:
            Events:
              E:
                Type: HttpApi
                Properties:
                  {{ApiId: !Ref A, Path: '{path}', Method: GET, PayloadFormatVersion: '1.0', Auth: {event_auth}}}
    """)


COGNITO = "{DefaultAuthorizer: C, Authorizers: {C: {UserPoolArn: %s, AuthorizationScopes: [b, a]}}}"
JWT = (
    "{DefaultAuthorizer: C, Authorizers: {C: {AuthorizationScopes: [a, b], "
    "IdentitySource: $request.header.Authorization, JwtConfiguration: {issuer: %s, audience: [client]}}}}"
)
LAMBDA_REST = "{DefaultAuthorizer: L, Authorizers: {L: {FunctionArn: !GetAtt D.Arn%s}}}"
LAMBDA_HTTP = (
    "{DefaultAuthorizer: L, Authorizers: {L: {FunctionArn: !GetAtt D.Arn, AuthorizerPayloadFormatVersion: '1.0'%s}}}"
)


def calls(permission: Permission, stages: list[str], method: str, path: str) -> bool:
    return Granted("A", stages, [permission]).limits("F", method, path, "") is not None


class TestCompile:
    """`compiled` takes what packaging would have prepared, and leaves the process as it was."""

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("- a\n", "top level is not a mapping"),
            ("", "top level is not a mapping"),
            ("a: [\n", "not readable as YAML"),
            ("{'a': \t1", "not readable as YAML"),
            ("a: " + "[" * 900 + "]" * 900, "nested too deeply"),
            ("a: " + "[" * 5000 + "]" * 5000, "nest"),
            ("a: &a [*a]\n", "this is no template"),
            (
                "a0: &a0 [1, 1, 1, 1]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}1]\n" for n in range(1, 30)),
                "too large",
            ),
            ('{"a":' * 5000 + "1" + "}" * 5000, "nested too deeply"),
        ],
    )
    def test_refusals_are_one_line(self, body: str, message: str) -> None:
        with pytest.raises(CompileError) as error:
            compiled(body)
        assert message in str(error.value)
        assert "\n" not in str(error.value)

    @pytest.mark.parametrize(
        ("body", "about"),
        [
            ("a: 1\n", "Resources"),
            ("Resources: {F: {Type: AWS::Serverless::Function, Properties: {}}}", "[F]"),
            ("Resources: {A: {Type: AWS::Serverless::Api, Properties: {Auth: 7, StageName: 5}}}", "[A]"),
            ("Resources: {A: 5}", ""),
        ],
    )
    def test_refusals_of_the_translator_are_one_line(self, body: str, about: str) -> None:
        with pytest.raises(CompileError) as error:
            compiled(body)
        assert about in str(error.value)
        assert "\n" not in str(error.value)

    def test_causes_are_joined(self) -> None:
        with pytest.raises(CompileError, match=r"\[F\].*; .*\[G\]"):
            compiled("Resources:\n  F: {Type: AWS::Serverless::Function}\n  G: {Type: AWS::Serverless::Function}\n")

    def test_what_only_the_scanner_of_sam_reads_is_read(self) -> None:
        text = "Resources:\n  B: {Type: AWS::S3::Bucket, Metadata: {x: [a:, b]}}\n\ufeffOutputs: {}\n"
        found = compiled(text.replace("\ufeff", ""))
        assert found["Resources"]["B"]["Metadata"] == {"x": [{"a": None}, "b"]}
        assert loaded(text).keys() == {"Resources", "\ufeffOutputs"}

    def test_a_large_text_is_not_given_to_the_slow_scanner(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("migrator.proof.document.MAX_SLOWLY", 10)
        with pytest.raises(CompileError, match="not readable as YAML"):
            loaded("a: [b:, c, d]\n")
        with pytest.raises(CompileError, match="a byte order mark inside more than 10 characters"):
            loaded("a: 1\n\ufeffb: 2\n")

    def test_json_and_flow_yaml_are_read(self) -> None:
        assert compiled('{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}')["Resources"]["B"]
        assert compiled("{Resources: {B: {Type: AWS::S3::Bucket}}}")["Resources"]["B"]

    def test_local_paths_images_and_applications_need_no_packaging(self) -> None:
        zipped = "Handler: app.handler, Runtime: python3.12"
        application = "arn:aws:serverlessrepo:us-east-1:1:applications/x"
        resources = f"""
            I: {{Type: AWS::Serverless::Function, Properties: {{PackageType: Image}}}}
            L: {{Type: AWS::Serverless::LayerVersion, Properties: {{ContentUri: layer/}}}}
            N: {{Type: AWS::Serverless::Application, Properties: {{Location: other.yaml}}}}
            R:
              Type: AWS::Serverless::Application
              Properties: {{Location: {{ApplicationId: {application}, SemanticVersion: 1.0.0}}}}
            S: {{Type: AWS::Serverless::StateMachine, Properties: {{DefinitionUri: a.json, Role: 'arn:aws:iam::1:r'}}}}
            A: {{Type: AWS::Serverless::Api, Properties: {{StageName: p, DefinitionUri: api.yaml}}}}
            M: {{Type: AWS::Serverless::Function, Properties: {{CodeUri: !Sub 'x/${{AWS::Region}}', {zipped}}}}}
            O: {{Type: AWS::Serverless::Function, Properties: {{Policies: AmazonS3ReadOnlyAccess, {zipped}}}}}
        """
        assert compiled(template(resources, ""))["Resources"]["I"]["Properties"]["Code"]["ImageUri"]

    def test_unquoted_dates_stay_text_and_yaml_is_left_alone(self) -> None:
        import yaml

        tags = dict(yaml.SafeLoader.yaml_constructors)
        found = compiled("AWSTemplateFormatVersion: 2010-09-09\nResources: {B: {Type: AWS::S3::Bucket}}\n")
        assert found["AWSTemplateFormatVersion"] == "2010-09-09"
        assert tags == yaml.SafeLoader.yaml_constructors

    def test_environment_and_region_are_left_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from samtranslator.translator.arn_generator import ArnGenerator

        monkeypatch.setenv("AWS_PROFILE", "does-not-exist")
        monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
        before = dict(os.environ)
        rest()
        assert dict(os.environ) == before
        assert ArnGenerator.BOTO_SESSION_REGION_NAME is None

    @pytest.mark.parametrize(
        ("parameter", "value"),
        [
            ("{Type: String, Default: d}", "d"),
            ("{Type: String, AllowedValues: [a, b]}", "a"),
            ("{Type: Number, MinValue: 3}", "3"),
            ("{Type: Number}", "1"),
            ("{Type: List<Number>}", "1,2"),
            ("{Type: String}", "value-of-P"),
            ("{Type: 'AWS::SSM::Parameter::Value<String>', Default: /x}", "/x"),
            ("{}", "value-of-P"),
        ],
    )
    def test_parameters_have_values(self, parameter: str, value: str) -> None:
        found = compiled(f"Parameters: {{P: {parameter}}}\nResources: {{B: {{Type: AWS::S3::Bucket}}}}\n")
        assert found["Parameters"]["P"]["Default"] == value

    def test_a_parameter_of_an_authorizer_may_also_stand_where_a_value_is_needed(self) -> None:
        assert compiled(
            template("""
                A:
                  Type: AWS::Serverless::Api
                  Properties: {StageName: p, Auth: {Authorizers: {C: {UserPoolArn: !Sub 'arn:${Origin}'}}}}
                F: {Type: AWS::Serverless::Function, Properties: {AutoPublishAlias: !Ref Origin}}
            """).replace("https://a.example", "live")
        )

    def test_verify_is_imported_without_the_translator(self) -> None:
        heavy = "{'samtranslator', 'boto3', 'yaml', 'deepdiff'}"
        code = f"import sys, migrator.proof.verify; print(sorted({heavy} & sys.modules.keys()))"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"

    def test_nothing_is_printed(self) -> None:
        code = "import logging; logging.basicConfig(level=0)\nfrom migrator.proof.compile import compiled\n" + (
            "compiled('Resources: {B: {Type: AWS::Serverless::SimpleTable}}')"
        )
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert "samtranslator" not in found.stderr
        assert "metrics" not in found.stderr


class TestIntrinsics:
    """Spellings of one value compare equal."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (None, ""),
            ("a", "a"),
            (True, "true"),
            (5, "5"),
            (1.0, "1"),
            (0.5, "0.5"),
            (float("inf"), "inf"),
            ({"Ref": "X"}, "${X}"),
            ({"Ref": "AWS::Partition"}, "aws"),
            ({"Ref": "P"}, "value"),
            ({"Fn::GetAtt": ["X", "Arn"]}, "${X.Arn}"),
            ({"Fn::GetAtt": "X.Arn"}, "${X.Arn}"),
            ({"Fn::Sub": "a-${X}-${P}-${!lit}"}, "a-${X}-value-${!lit}"),
            ({"Fn::Sub": ["${V}/${X.Arn}", {"V": {"Ref": "Y"}}]}, "${Y}/${X.Arn}"),
            ({"Fn::Sub": 5}, "Fn::Sub(5)"),
            ({"Fn::Join": ["/", ["a", {"Ref": "X"}]]}, "a/${X}"),
            ({"Fn::If": ["C", "a", {"Ref": "AWS::NoValue"}]}, "a"),
            ({"Fn::If": ["C", "a", "b"]}, "Fn::If(C,a,b)"),
            ({"Fn::Select": [1, ["a", "b"]]}, "Fn::Select(1,[a,b])"),
            ({"b": 1, "a": 2}, '{"a": 2, "b": 1}'),
        ],
    )
    def test_text(self, value: object, expected: str) -> None:
        assert text(value, {"P": "value"}) == expected

    @pytest.mark.parametrize(
        ("arn", "issuer"),
        [
            ({"Fn::GetAtt": ["Pool", "Arn"]}, {"Fn::Sub": "https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}"}),
            ({"Fn::GetAtt": ["Pool", "Arn"]}, {"Fn::GetAtt": ["Pool", "ProviderURL"]}),
            (
                {"Fn::GetAtt": ["Pool", "Arn"]},
                {
                    "Fn::Join": [
                        "",
                        ["https://cognito-idp.", {"Ref": "AWS::Region"}, ".amazonaws.com/", {"Ref": "Pool"}],
                    ]
                },
            ),
            (
                "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC",
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC",
            ),
            (
                {"Fn::Sub": "arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${PoolId}"},
                {"Fn::Sub": "https://cognito-idp.${AWS::Region}.amazonaws.com/${PoolId}"},
            ),
            (
                {"Fn::ImportValue": "pool-arn"},
                {
                    "Fn::Sub": [
                        "https://cognito-idp.${R}.amazonaws.com/${Id}",
                        {
                            "R": {"Fn::Select": [3, {"Fn::Split": [":", {"Fn::ImportValue": "pool-arn"}]}]},
                            "Id": {"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::ImportValue": "pool-arn"}]}]},
                        },
                    ]
                },
            ),
        ],
    )
    def test_a_pool_arn_and_its_issuer_name_the_same_pool(self, arn: object, issuer: object) -> None:
        assert of_arn(arn) == of_issuer(issuer)
        assert len(of_arn(arn)) == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("arn:aws:cognito-idp:eu-west-1:1:userpool/${P}", "arn:aws:cognito-idp:us-east-1:1:userpool/${P}"),
            ("${Stack.Outputs.PoolA}", "${Stack.Outputs.PoolB}"),
            ("${Pool.Arn}", "${Other.Arn}"),
        ],
    )
    def test_different_pools_have_different_names(self, one: str, other: str) -> None:
        assert of_arn({"Fn::Sub": one}) != of_arn({"Fn::Sub": other})

    @pytest.mark.parametrize(
        "other",
        [
            "https://cognito-idp.${AWS::Region}.amazonaws.com/${P}/",
            "https://cognito-idp.us-east-1.amazonaws.com.cn/${P}",
            "https://cognito-idp.${AWS::Region}.amazonaws.com/${P}x",
            "https://cognito-idp.eu-west-1.amazonaws.com/${P}",
            "https://cognito-idp.${R}.amazonaws.com/${P}",
            "https://cognito-idp.example.com/${P}",
            "https://a.example/cognito-idp.${AWS::Region}.amazonaws.com/${P}",
            "https://a.example/${P}",
            "http://cognito-idp.${AWS::Region}.amazonaws.com/${P}",
            "${P.Arn}",
            "${P.ProviderName}",
        ],
    )
    def test_what_only_holds_the_name_of_a_pool_is_another_issuer(self, other: str) -> None:
        issuer = "https://cognito-idp.${AWS::Region}.amazonaws.com/${P}"
        assert of_issuer({"Fn::Sub": other}) != of_issuer({"Fn::Sub": issuer}) == ("P",)

    def test_a_condition_is_part_of_an_issuer(self) -> None:
        one, other = ({"Fn::If": ["C", *sides]} for sides in (["https://a", "https://b"], ["https://b", "https://a"]))
        assert of_issuer(one) == ("https://a if C", "https://b if not C")
        assert of_issuer(one) != of_issuer(other)

    def test_a_function_behind_an_address(self) -> None:
        uri = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/%s/invocations"
        assert function_of({"Fn::Sub": uri % "${F.Arn}"}) == "F"
        assert function_of({"Fn::Sub": uri % "${F.Arn}:live"}) == "${F.Arn}:live"
        assert function_of({"Fn::Sub": [uri % "${X}", {"X": None}]}) is None
        assert address_of({"Fn::Sub": uri % "${F.Arn}"}) == address_of("https://example.com") == ""
        elsewhere = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/%s/invocations"
        assert address_of(elsewhere % "f") == elsewhere % "…"


class TestAccess:
    """Every authorizer kind reads alike from both kinds of API."""

    @pytest.mark.parametrize(
        "found",
        [
            rest(COGNITO % "!GetAtt Pool.Arn"),
            http(JWT % "!Sub 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}'"),
        ],
        ids=["rest", "http"],
    )
    def test_tokens(self, found: ExposedApi) -> None:
        route, guard = found.routes[0], found.guards[0]
        assert route.authorizer == Authorizer("jwt", "C", ("Pool",))
        assert route.scopes == ("a", "b")
        assert guard.identity == ("header.authorization",)
        assert guard.ttl == ""

    def test_parameters_with_one_default_are_told_apart(self) -> None:
        assert rest(COGNITO % "!Ref PoolArn").routes[0].authorizer.subjects == ("PoolArn",)
        assert rest(COGNITO % "!Ref OtherArn").routes[0].authorizer.subjects == ("OtherArn",)

    @pytest.mark.parametrize(
        ("found", "event"),
        [
            (rest(LAMBDA_REST % ", Identity: {Header: X-Token, ReauthorizeEvery: 60}"), "token"),
            (
                rest(
                    LAMBDA_REST % ", FunctionPayloadType: REQUEST, Identity: {Headers: [X-Token], ReauthorizeEvery: 60}"
                ),
                "1.0",
            ),
            (
                http(
                    LAMBDA_HTTP
                    % ", EnableFunctionDefaultPermissions: true, Identity: {Headers: [x-token], ReauthorizeEvery: 60}"
                ),
                "1.0",
            ),
        ],
        ids=["token", "request", "http"],
    )
    def test_functions(self, found: ExposedApi, event: str) -> None:
        assert found.routes[0].authorizer == Authorizer("lambda", "L", ("D",))
        guard = found.guards[0]
        assert (guard.identity, guard.ttl, guard.event_format, guard.invocable) == (
            ("header.x-token",),
            "60",
            event,
            True,
        )

    def test_defaults_of_the_kinds_differ(self) -> None:
        assert rest(LAMBDA_REST % "").guards[0].ttl == "300"
        assert http(LAMBDA_HTTP % "").guards[0].ttl == "0"
        assert rest(LAMBDA_REST % "").guards[0].invocable
        assert not http(LAMBDA_HTTP % "").guards[0].invocable

    @pytest.mark.parametrize(
        ("settings", "rest_requires", "http_requires"),
        [
            (", FunctionPayloadType: REQUEST, Identity: {Headers: [H]}", True, True),
            (", FunctionPayloadType: REQUEST, Identity: {Headers: [H], ReauthorizeEvery: 9}", True, True),
            (", FunctionPayloadType: REQUEST, Identity: {Headers: [H], ReauthorizeEvery: 0}", False, True),
            (", FunctionPayloadType: REQUEST, Identity: {ReauthorizeEvery: 0}", False, False),
            (", Identity: {Header: H, Headers: [H], ReauthorizeEvery: 0}", True, True),
        ],
        ids=["cache by default", "cache", "no cache", "no source", "token"],
    )
    def test_whether_the_identity_is_required(self, settings: str, rest_requires: bool, http_requires: bool) -> None:
        assert rest(LAMBDA_REST % settings).guards[0].required is rest_requires
        settings = settings.replace(", FunctionPayloadType: REQUEST", "")
        assert http(LAMBDA_HTTP % settings).guards[0].required is http_requires

    def test_every_identity_source(self) -> None:
        identity = ", Identity: {Headers: [H], QueryStrings: [q], StageVariables: [v], Context: [identity.sourceIp]}"
        expected = ("context.identity.sourceIp", "header.h", "querystring.q", "stageVariables.v")
        assert rest(LAMBDA_REST % f", FunctionPayloadType: REQUEST{identity}").guards[0].identity == expected
        assert http(LAMBDA_HTTP % identity).guards[0].identity == expected

    def test_iam(self) -> None:
        assert rest("{DefaultAuthorizer: AWS_IAM}").routes[0].authorizer.kind == "iam"
        assert rest("{DefaultAuthorizer: AWS_IAM}").routes[0].credentials == "arn:aws:iam::*:user/*"
        assert rest("{DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}").routes[0].credentials == ""
        assert http("{EnableIamAuthorizer: true, DefaultAuthorizer: AWS_IAM}").routes[0].authorizer.kind == "iam"

    def test_keys_and_open_routes(self) -> None:
        assert rest("{ApiKeyRequired: true}").routes[0].api_key
        assert rest("{ApiKeyRequired: true}").routes[0].authorizer.kind == "none"
        both = rest(LAMBDA_REST % "", "{ApiKeyRequired: true}").routes[0]
        assert (both.api_key, both.authorizer.kind) == (True, "lambda")
        assert rest(LAMBDA_REST % "", "{Authorizer: NONE}").routes[0].authorizer.kind == "none"
        assert http().routes[0].authorizer.kind == "none"

    def test_a_jwt_authorizer_left_on_a_rest_api_protects_nothing(self) -> None:
        """Trap T2."""
        auth = "{DefaultAuthorizer: J, Authorizers: {J: {JwtConfiguration: {issuer: i, audience: [a]}}}}"
        assert rest(auth).routes[0].authorizer == Authorizer("unknown", "J")

    @pytest.mark.parametrize(
        ("security", "kind"),
        [
            ("[]", "none"),
            ("[{NONE: []}]", "none"),
            ("[{Missing: []}]", "unknown"),
            ("[{J: []}, {K: []}]", "unknown"),
            ("[{api_key: []}]", "unknown"),
            ("{'Fn::If': [Prod, [{J: []}], []]}", "unknown"),
            ("[{J: []}]", "jwt"),
            ("[{T: []}]", "unknown"),
        ],
    )
    def test_hand_written_security_of_an_http_api(self, security: str, kind: str) -> None:
        jwt = "{type: oauth2, x-amazon-apigateway-authorizer: {type: jwt, jwtConfiguration: {issuer: 'https://i'}}}"
        found = api(f"""
            A:
              Type: AWS::Serverless::HttpApi
              Properties:
                DefinitionBody:
                  openapi: 3.0.1
                  security: [{{J: []}}]
                  paths: {{/x: {{parameters: [], get: {{security: {security}}}}}}}
                  components:
                    securitySchemes:
                      J: {jwt}
                      K: {jwt}
                      T: {{type: apiKey, x-amazon-apigateway-authorizer: {{type: token, authorizerUri: u}}}}
        """)
        assert found.routes[0].authorizer.kind == kind

    def test_the_auth_extension_of_a_rest_api(self) -> None:
        found = api("""
            A:
              Type: AWS::Serverless::Api
              Properties:
                StageName: p
                DefinitionBody: {swagger: '2.0', paths: {/x: {get: {x-amazon-apigateway-auth: {type: aws_iam}}}}}
        """)
        assert found.routes[0].authorizer.kind == "iam"


class TestRoutes:
    def test_conditional_functions(self) -> None:
        for kind, key in (("Api", "RestApiId"), ("HttpApi", "ApiId")):
            found = api(f"""
                A: {{Type: AWS::Serverless::{kind}, Properties: {{StageName: p}}}}
                F:
                  Type: AWS::Serverless::Function
                  Condition: Prod
                  Properties: {{Events: {{E: {{Type: {kind}, Properties: {{{key}: !Ref A, Path: /x, Method: get}}}}}}}}
            """)
            assert [(r.label, r.target) for r in found.routes] == [("GET /x (if Prod)", "F")]

    def test_the_conditions_of_an_implicit_api_are_those_of_its_functions(self) -> None:
        for kind, name in (("Api", "ServerlessRestApi"), ("HttpApi", "ServerlessHttpApi")):
            found = api(
                f"""
                F:
                  Type: AWS::Serverless::Function
                  Condition: Prod
                  Properties: {{Events: {{E: {{Type: {kind}, Properties: {{Path: /x, Method: get}}}}}}}}
                G:
                  Type: AWS::Serverless::Function
                  Condition: Beta
                  Properties: {{Events: {{E: {{Type: {kind}, Properties: {{Path: /x, Method: post}}}}}}}}
            """,
                name,
            )
            assert [r.label for r in found.routes] == ["GET /x (if Prod)", "POST /x (if Beta)"]
            assert found.condition == "Beta or Prod"

    def test_either_branch_of_a_condition_is_a_route(self) -> None:
        found = api("""
            A:
              Type: AWS::Serverless::Api
              Properties:
                StageName: p
                DefinitionBody:
                  swagger: '2.0'
                  paths:
                    /x:
                      get:
                        Fn::If:
                          - Prod
                          - {x-amazon-apigateway-integration: {type: http_proxy, uri: 'https://a'}}
                          - {x-amazon-apigateway-integration: {'Fn::If': [Beta, {type: mock}, {type: http}]}}
        """)
        assert [(r.label, r.integration) for r in found.routes] == [
            ("GET /x (if Prod)", "http_proxy"),
            ("GET /x (if not Prod)", "conditional"),
        ]

    def test_methods_and_paths(self) -> None:
        found = api("""
            F:
              Type: AWS::Serverless::Function
              Properties:
                Events:
                  R: {Type: Api, Properties: {Path: /, Method: any}}
                  S: {Type: Api, Properties: {Path: /a/, Method: POST, TimeoutInMillis: 5000}}
        """, "ServerlessRestApi")  # fmt: skip
        assert [(r.label, r.timeout) for r in found.routes] == [("ANY /", None), ("POST /a", 5000)]

    @pytest.mark.parametrize(
        ("body", "opaque"),
        [
            ("{openapi: 3.0.1, paths: {/x: {get: {}}}}", False),
            ("{openapi: 3.0.1, paths: {'Fn::Transform': {Name: AWS::Include}}}", True),
            ("{openapi: 3.0.1, paths: {/x: {'Fn::Transform': {Name: AWS::Include}}}}", True),
            ("{openapi: 3.0.1, paths: {/x: {get: {'Fn::Transform': {Name: AWS::Include}}}}}", True),
            ("{'Fn::Transform': {Name: AWS::Include, Parameters: {Location: a.yaml}}}", True),
        ],
    )
    def test_bodies_that_stand_elsewhere(self, body: str, opaque: bool) -> None:
        resources = f"A: {{Type: AWS::Serverless::Api, Properties: {{StageName: p, DefinitionBody: {body}}}}}"
        assert api(resources).opaque is opaque

    def test_permissions(self) -> None:
        permission = "{Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref F, Principal: %s%s}}"
        uri = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations"
        for principal, source, expected in [
            ("apigateway.amazonaws.com", "", True),
            ("apigateway.amazonaws.com", ", SourceArn: !Sub 'arn:x:${A}/*/GET/x'", True),
            ("apigateway.amazonaws.com", ", SourceArn: !Sub 'arn:x:${A}/*'", True),
            ("apigateway.amazonaws.com", ", SourceArn: !Sub 'arn:x:${A}/authorizers/1'", False),
            ("apigateway.amazonaws.com", ", SourceArn: !Sub 'arn:x:${B}/*'", False),
            ("s3.amazonaws.com", "", False),
        ]:
            found = api(f"""
                F: {{Type: AWS::Serverless::Function}}
                B: {{Type: AWS::S3::Bucket}}
                P: {permission % (principal, source)}
                A:
                  Type: AWS::Serverless::Api
                  Properties:
                    StageName: p
                    DefinitionBody:
                      swagger: '2.0'
                      paths:
                        /x:
                          get:
                            x-amazon-apigateway-integration:
                              type: aws_proxy
                              uri: !Sub '{uri}'
            """)
            assert found.routes[0].invocable is expected, (principal, source)


class TestSettings:
    @pytest.mark.parametrize(
        ("of_rest", "of_http"),
        [
            ("\"'*'\"", "{AllowOrigins: ['*'], AllowMethods: [GET, OPTIONS]}"),
            (
                "{AllowOrigin: \"'https://a'\", AllowHeaders: \"'X-A,b'\", AllowMethods: \"'GET'\", MaxAge: \"'60'\", "
                "AllowCredentials: true}",
                "{AllowOrigins: [https://a], AllowHeaders: [B, x-a], AllowMethods: [get], MaxAge: 60, "
                "AllowCredentials: true}",
            ),
            (
                "{AllowOrigin: !Sub \"'${Origin}'\", AllowMethods: \"'GET'\"}",
                "{AllowOrigins: [!Ref Origin], AllowMethods: [GET]}",
            ),
            (
                "{AllowOrigin: !Sub \"'https://${Pool}'\", AllowMethods: \"'GET'\"}",
                "{AllowOrigins: [!Join ['', ['https://', !Ref Pool]]], AllowMethods: [GET]}",
            ),
        ],
    )
    def test_cors(self, of_rest: str, of_http: str) -> None:
        one, other = rest(more=f", Cors: {of_rest}"), http(more=f", CorsConfiguration: {of_http}")
        assert one.cors == other.cors
        assert [r.label for r in one.routes] == ["GET /x"]

    def test_quotes_that_an_http_api_would_send_are_kept(self) -> None:
        """Trap T19."""
        found = http(more=""", CorsConfiguration: {AllowOrigins: ["'https://a'"]}""").cors
        assert found is not None
        assert found.origins == ("'https://a'",)

    def test_an_intrinsic_in_place_of_the_block(self) -> None:
        """Trap T18."""
        found = http(more=", CorsConfiguration: {AllowOrigins: !Split [',', !GetAtt Pool.X], AllowMethods: [GET]}").cors
        assert found is not None
        assert found.methods == ()
        assert "Fn::Split" in found.origins[0]

    def test_a_guarded_preflight(self) -> None:
        found = rest(COGNITO % "!GetAtt Pool.Arn", more=""", Cors: "'*'" """).cors
        assert found is not None
        assert found.guarded == ("/x",)

    @pytest.mark.parametrize(
        ("routes", "paths"),
        [
            ("ANY /x !", "/x"),
            ("ANY /x", ""),
            ("GET /x !", ""),
            ("ANY /x !, OPTIONS /x", ""),
            ("ANY /{proxy+} !, GET /x", "/x /{proxy+}"),
            ("ANY /{proxy+} !, ANY /x", "/{proxy+}"),
            ("ANY /{proxy+} !, OPTIONS /{proxy+}, GET /x", ""),
            ("ANY /a/{rest+} !, ANY /{proxy+}, GET /a/b, GET /c", "/a/b /a/{rest+}"),
            ("ANY /$default !, GET /x", "/$default /x"),
        ],
    )
    def test_preflight_that_a_route_catches(self, routes: str, paths: str) -> None:
        """API Gateway answers preflight where no route matches OPTIONS; the most specific route takes a request."""
        listed = [each.split() for each in routes.split(", ")]
        assert " ".join(refused(Catcher(method, path, bool(guard)) for method, path, *guard in listed)) == paths

    def test_stages(self) -> None:
        one = rest(
            more=", Variables: {k: !Ref Origin}, AccessLogSetting: {DestinationArn: !GetAtt Pool.Arn}, MethodSettings: "
            "[{HttpMethod: '*', ResourcePath: '/*', ThrottlingBurstLimit: 5, ThrottlingRateLimit: 7.5}]"
        ).stage
        other = http(
            more=", StageVariables: {k: !Ref Origin}, AccessLogSettings: {DestinationArn: !GetAtt Pool.Arn}, "
            "DefaultRouteSettings: {ThrottlingBurstLimit: 5, ThrottlingRateLimit: 7.5}"
        ).stage
        assert (one.names, other.names) == (("prod",), ("$default",))
        assert one.variables == other.variables == (("k", "${Origin}"),)
        assert one.limits.throttle == other.limits.throttle == ("burst 5, rate 7.5",)
        assert one.access_log == other.access_log == ("${Pool.Arn}",)

    def test_what_only_rest_apis_have(self) -> None:
        assert rest(more=", EndpointConfiguration: PRIVATE").endpoint.private
        assert not rest(more=", EndpointConfiguration: {Type: REGIONAL}").endpoint.private

    def test_a_resource_policy_by_route(self) -> None:
        policed = rest("{ResourcePolicy: {IpRangeWhitelist: [10.0.0.0/8]}}").routes[0]
        assert any("NotIpAddress" in statement for statement in policed.resource_policy)
        assert rest().routes[0].resource_policy == http().routes[0].resource_policy == ()

    @pytest.mark.parametrize(
        ("resource", "method", "path", "named", "limits"),
        [
            ("execute-api:/*", "GET", "/a", True, ""),
            ("execute-api:/*/*/*", "GET", "/a/b", True, ""),
            ("execute-api:/prod/GET/a", "GET", "/a", True, "stage prod"),
            ("execute-api:/prod/GET/a", "POST", "/a", False, ""),
            ("execute-api:/prod/GET/a", "GET", "/b", False, ""),
            ("execute-api:/prod/GET/a", "ANY", "/a", True, "stage prod, method GET"),
            ("execute-api:/prod/*/orders/*", "GET", "/orders/{id}", True, "stage prod"),
            ("execute-api:/prod/GET/orders/7", "GET", "/orders/{id}", True, "stage prod, path orders/7"),
            ("arn:aws:execute-api:us-east-1:1:abc/prod/GET/a", "GET", "/b", False, ""),
            ("arn:aws:execute-api:us-east-1:1:abc/*", "GET", "/b", True, "API abc"),
            ({"Fn::Sub": "${Something}"}, "GET", "/a", True, "${Something}"),
        ],
    )
    def test_what_a_policy_names(self, resource: object, method: str, path: str, named: bool, limits: str) -> None:
        statement = {"Effect": "Deny", "Principal": "*", "Resource": [resource]}
        found = policy_of(policy_statements({"Version": LANGUAGE, "Statement": [statement]}), method, path)
        told, _, within = found[0].partition(" for ")
        assert (len(found), told) == (1, '{"Effect": "Deny", "Principal": "*"}' if named else NOBODY)
        assert within == (limits if named else "")

    def test_policies_of_odd_shapes(self) -> None:
        assert policy_of(policy_statements({}), "GET", "/") == ()
        assert policy_of(policy_statements({"Version": LANGUAGE, "Statement": [5]}), "GET", "/") == (
            '{"Fn::Unknown": 5}',
        )
        assert policy_of(policy_statements("text"), "GET", "/") == ('{"Fn::Unknown": "text"}',)
        allow = {"Statement": {"Effect": "Allow"}}
        assert policy_of(policy_statements({"Version": LANGUAGE, **allow}), "GET", "/") == ('{"Effect": "Allow"}',)
        old = policy_of(policy_statements(allow), "GET", "/")
        assert old == policy_of(policy_statements({"Version": "2008-10-17", **allow}), "GET", "/")
        assert old == ('{"Effect": "Allow", "Version": "2008-10-17"}',)

    @pytest.mark.parametrize(
        ("settings", "throttle", "metrics"),
        [
            ("", (), ()),
            ("{HttpMethod: '*', ResourcePath: '/*', ThrottlingBurstLimit: 5, MetricsEnabled: true}",
             ("burst 5",), ("on",)),
            ("{HttpMethod: GET, ResourcePath: '/~1orders~1{id}', ThrottlingRateLimit: 7.0}", ("rate 7",), ()),
            ("{HttpMethod: get, ResourcePath: '/orders/{id}', ThrottlingRateLimit: 7}", ("rate 7",), ()),
            ("{HttpMethod: '*', ResourcePath: '/~1orders~1{id}', ThrottlingRateLimit: 7}", ("rate 7",), ()),
            ("{HttpMethod: GET, ResourcePath: '/*', ThrottlingRateLimit: 7}", ("rate 7",), ()),
            ("{HttpMethod: POST, ResourcePath: '/~1orders~1{id}', ThrottlingRateLimit: 7}", (), ()),
            ("{HttpMethod: GET, ResourcePath: '/~1orders', ThrottlingRateLimit: 7}", (), ()),
            ("{HttpMethod: GET, ResourcePath: '/~1orders~1{id}', ThrottlingRateLimit: 7, MetricsEnabled: false}, "
             "{HttpMethod: '*', ResourcePath: '/*', ThrottlingBurstLimit: 5, ThrottlingRateLimit: 1, "
             "MetricsEnabled: true}", ("burst 5, rate 7",), ()),
        ],
    )  # fmt: skip
    def test_limits_of_a_method(self, settings: str, throttle: tuple[str, ...], metrics: tuple[str, ...]) -> None:
        found = rest(more=f", MethodSettings: [{settings}]", path="/orders/{id}").routes[0].limits
        assert (found.throttle, found.metrics) == (throttle, metrics)

    @pytest.mark.parametrize(
        ("settings", "throttle", "metrics"),
        [
            ("DefaultRouteSettings: {ThrottlingBurstLimit: 5}", ("burst 5",), ()),
            ("DefaultRouteSettings: {ThrottlingBurstLimit: 5}, RouteSettings: {POST /orders: {}}", ("burst 5",), ()),
            ("DefaultRouteSettings: {ThrottlingBurstLimit: 5, DetailedMetricsEnabled: true}, "
             "RouteSettings: {'GET /orders/{id}': {ThrottlingRateLimit: 7}}", ("rate 7",), ()),
            ("RouteSettings: {'GET /orders/{id}': {DetailedMetricsEnabled: true}}", (), ("on",)),
        ],
    )  # fmt: skip
    def test_limits_of_a_route(self, settings: str, throttle: tuple[str, ...], metrics: tuple[str, ...]) -> None:
        found = http(more=f", {settings}", path="/orders/{id}").routes[0].limits
        assert (found.throttle, found.metrics) == (throttle, metrics)

    def test_limits_that_a_condition_chooses_are_said_alike_for_both_kinds(self) -> None:
        five, nine = {"ThrottlingBurstLimit": 5}, {"ThrottlingBurstLimit": 9}
        every = {"HttpMethod": "*", "ResourcePath": "/*"}
        rest_ways = [
            {"Fn::If": ["Prod", [{**every, **five}], [{**every, **nine}]]},
            [{"Fn::If": ["Prod", {**every, **five}, {**every, **nine}]}],
        ]
        http_ways = [
            {"DefaultRouteSettings": {"Fn::If": ["Prod", five, nine]}},
            {"RouteSettings": {"Fn::If": ["Prod", {"GET /": five}, {"GET /": nine}]}},
            {"DefaultRouteSettings": {"ThrottlingBurstLimit": {"Fn::If": ["Prod", 5, 9]}}},
        ]
        found = [StageSettings("rest", {"MethodSettings": way}) for way in rest_ways]
        found += [StageSettings("http", way) for way in http_ways]
        assert {route_limits([each], "GET", "/").throttle for each in found} == {("burst Fn::If(Prod,5,9)",)}

    def test_limits_that_are_not_known_yet_equal_themselves_only(self) -> None:
        choice = {"Fn::FindInMap": ["Limits", "Prod", "Api"]}
        found = [
            route_limits([StageSettings("http", {"DefaultRouteSettings": choice})], "GET", "/"),
            route_limits([StageSettings("http", {"RouteSettings": choice})], "GET", "/"),
            route_limits([StageSettings("rest", {"MethodSettings": [choice]})], "GET", "/"),
            route_limits([StageSettings("rest", {"MethodSettings": choice})], "GET", "/"),
        ]
        assert all("Prod" in "".join(limits.throttle) for limits in found)

    @pytest.mark.parametrize(
        ("source", "callable_"),
        [
            ("${A}/*/GET/orders/*", True),
            ("${A}/prod/GET/orders/{id}", True),
            ("${A}/*/*/*", True),
            ("${A}/*", True),
            ("${A}", True),
            ("${A}/${Stage}/GET/orders/*", True),
            ("${A}/*/POST/orders/*", False),
            ("${A}/*/GET/items/*", False),
            ("${A}/*/GET/orders/7", False),
            ("${A}/beta/GET/orders/*", False),
            ("${A}/authorizers/*", False),
            ("${B}/*/GET/orders/*", False),
        ],
    )
    def test_the_route_that_a_permission_names(self, source: str, callable_: bool) -> None:
        permission = Permission("F", f"arn:aws:execute-api:us-east-1:1:{source}")
        assert calls(permission, ["prod"], "GET", "/orders/{id}") is callable_

    def test_permissions_of_other_things(self) -> None:
        anything = Permission("F", "arn:aws:execute-api:us-east-1:1:${A}/*/*/*")
        assert calls(anything, [], "ANY", "/{proxy+}")
        assert not calls(Permission("F", "${A}/*/GET/x"), ["p"], "ANY", "/x")
        assert calls(Permission("F", "${A}/*/$default"), ["$default"], "ANY", "/$default")
        assert calls(Permission("F", ""), ["p"], "GET", "/")
        assert not anything.covers_authorizer("A")
        assert Permission("F", "${A}/authorizers/abc").covers_authorizer("A")

    def test_limits_of_the_default_route(self) -> None:
        stage = {"RouteSettings": {"$default": {"ThrottlingBurstLimit": 5}}}
        assert route_limits([StageSettings("http", stage)], "ANY", "/$default").throttle == ("burst 5",)

    def test_a_disabled_address(self) -> None:
        assert rest(more=", DisableExecuteApiEndpoint: true").endpoint.disabled
        assert http(more=", DisableExecuteApiEndpoint: true").endpoint.disabled
        assert not http().endpoint.disabled


def test_a_deployment_does_not_depend_on_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """AlwaysDeploy puts the time into the logical id of the deployment."""
    text = "Resources: {Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1, AlwaysDeploy: true}}}"
    first = compiled(text)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert compiled(text) == first
