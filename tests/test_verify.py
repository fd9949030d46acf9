"""Proving migrations: right ones are equivalent, wrong ones fail with a sentence that says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from textwrap import dedent, indent
from typing import Any

import pytest
from rewriting import rewrite

from migrator.findings import Accept, Code, Finding, Level, Objection
from migrator.migration import ApiOutcome, Migration, Status
from migrator.options import Direction, Options
from migrator.proof import sides, verify
from migrator.proof.checks import dangling
from migrator.proof.difference import FACETS
from migrator.proof.verify import verified
from migrator.routes import Proof, RouteAccess
from migrator.text.source import Source

HEADER = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  PoolArn: {Type: String, Default: ''}
  OtherArn: {Type: String, Default: ''}
Conditions:
  Prod: !Equals [!Ref AWS::Region, us-east-1]
Globals:
  Function: {Handler: app.handler, Runtime: python3.12, CodeUri: src/}
Resources:
  Pool: {Type: AWS::Cognito::UserPool}
  Other: {Type: AWS::Cognito::UserPool}
  Decide: {Type: AWS::Serverless::Function}
"""

# One API with every kind of access, as REST and as the HTTP API it must become.
REST = """
Api:
  Type: AWS::Serverless::Api
  Properties:
    StageName: prod
    Variables: {table: orders}
    AccessLogSetting: {DestinationArn: !GetAtt Log.Arn, Format: $context.requestId}
    MethodSettings: [{HttpMethod: '*', ResourcePath: '/*', ThrottlingBurstLimit: 5, ThrottlingRateLimit: 10}]
    Cors: {AllowOrigin: "'https://a.example'", AllowHeaders: "'Authorization,X-Id'", MaxAge: "'600'"}
    Auth:
      DefaultAuthorizer: Cognito
      Authorizers:
        Cognito: {UserPoolArn: !GetAtt Pool.Arn, AuthorizationScopes: [orders/read]}
        Token: {FunctionArn: !GetAtt Decide.Arn, Identity: {Header: X-Token}}
        Request:
          FunctionArn: !GetAtt Decide.Arn
          FunctionPayloadType: REQUEST
          Identity: {Headers: [X-A], QueryStrings: [q], ReauthorizeEvery: 60}
Log: {Type: AWS::Logs::LogGroup}
Orders:
  Type: AWS::Serverless::Function
  Properties:
    Events:
      Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /orders, Method: get}}
      Options: {Type: Api, Properties: {RestApiId: !Ref Api, Path: '/orders/{id}', Method: options}}
      Token: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /token/, Method: post, Auth: {Authorizer: Token}}}
      Open: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /open, Method: get, Auth: {Authorizer: NONE}}}
Users:
  Type: AWS::Serverless::Function
  Condition: Prod
  Properties:
    Events:
      Any: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /users, Method: any, Auth: {Authorizer: Request}}}
      Iam:
        Type: Api
        Properties:
          {RestApiId: !Ref Api, Path: /iam, Method: get, Auth: {Authorizer: AWS_IAM, InvokeRole: NONE}}
Alarm: {Type: AWS::SNS::Topic, DependsOn: Api, Properties: {DisplayName: !Sub '${Api}-${Api.Stage}'}}
"""

HTTP = """
HttpApi:
  Type: AWS::Serverless::HttpApi
  Properties:
    StageVariables: {table: orders}
    AccessLogSettings: {DestinationArn: !GetAtt Log.Arn, Format: $context.requestId}
    DefaultRouteSettings: {ThrottlingBurstLimit: 5, ThrottlingRateLimit: 10}
    CorsConfiguration:
      AllowOrigins: ['https://a.example']
      AllowHeaders: [Authorization, X-Id]
      AllowMethods: [DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT]
      MaxAge: 600
    Auth:
      DefaultAuthorizer: Cognito
      EnableIamAuthorizer: true
      Authorizers:
        Cognito:
          JwtConfiguration:
            issuer: !Sub https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}
            audience: [client]
          IdentitySource: $request.header.Authorization
          AuthorizationScopes: [orders/read]
        Token:
          FunctionArn: !GetAtt Decide.Arn
          AuthorizerPayloadFormatVersion: '1.0'
          EnableFunctionDefaultPermissions: true
          Identity: {Headers: [X-Token], ReauthorizeEvery: 300}
        Request:
          FunctionArn: !GetAtt Decide.Arn
          AuthorizerPayloadFormatVersion: '1.0'
          EnableFunctionDefaultPermissions: true
          Identity: {Headers: [X-A], QueryStrings: [q], ReauthorizeEvery: 60}
Log: {Type: AWS::Logs::LogGroup}
Orders:
  Type: AWS::Serverless::Function
  Properties:
    Events:
      Get:
        Type: HttpApi
        Properties: {ApiId: !Ref HttpApi, Path: /orders, Method: get, PayloadFormatVersion: '1.0'}
      Options:
        Type: HttpApi
        Properties:
          ApiId: !Ref HttpApi
          Path: /orders/{id}
          Auth: {Authorizer: Cognito}
          Method: options
          PayloadFormatVersion: '1.0'
      Token:
        Type: HttpApi
        Properties:
          {ApiId: !Ref HttpApi, Path: /token, Method: post, PayloadFormatVersion: '1.0', Auth: {Authorizer: Token}}
      Open:
        Type: HttpApi
        Properties:
          {ApiId: !Ref HttpApi, Path: /open, Method: get, PayloadFormatVersion: '1.0', Auth: {Authorizer: NONE}}
Users:
  Type: AWS::Serverless::Function
  Condition: Prod
  Properties:
    Events:
      Any:
        Type: HttpApi
        Properties:
          {ApiId: !Ref HttpApi, Path: /users, Method: any, PayloadFormatVersion: '1.0', Auth: {Authorizer: Request}}
      Iam:
        Type: HttpApi
        Properties:
          {ApiId: !Ref HttpApi, Path: /iam, Method: get, PayloadFormatVersion: '1.0', Auth: {Authorizer: AWS_IAM}}
Alarm: {Type: AWS::SNS::Topic, DependsOn: HttpApi, Properties: {DisplayName: !Sub '${HttpApi}-${HttpApi.Stage}'}}
"""

# What a REST API has to say to be what the HTTP API is.
BACK = (
    REST.replace("Identity: {Header: X-Token}", "Identity: {Header: X-Token, ReauthorizeEvery: 300}")
    .replace(
        "UserPoolArn: !GetAtt Pool.Arn,", "UserPoolArn: !GetAtt Pool.Arn, Identity: {ValidationExpression: client},"
    )
    .replace("Method: options}", "Method: options, Auth: {Authorizer: Cognito}}")
    .replace(
        "    Auth:\n", "    SecurityPolicy: TLS_1_2\n    Auth:\n      AddDefaultAuthorizerToCorsPreflight: false\n"
    )
    .replace("'Authorization,X-Id'\"", "'Authorization,X-Id'\", AllowMethods: \"'GET,DELETE,HEAD,PATCH,POST,PUT'\"")
)


@pytest.fixture(autouse=True, scope="module")
def _compile_once() -> Iterator[None]:
    """Compile each template once: most tests share the text before."""
    with pytest.MonkeyPatch.context() as patch:
        compiled = lru_cache(maxsize=None)(verify.compiled)
        patch.setattr(verify, "compiled", lambda text, _files, _left_out=(): compiled(text))
        yield


def template(resources: str) -> str:
    return HEADER + indent(dedent(resources).strip("\n"), "  ") + "\n"


def migration(before: str, after: str, **changes: Any) -> Migration:
    values: dict[str, Any] = {
        "source": Source("template.yaml", before),
        "direction": Direction.TO_HTTP,
        "status": Status.MIGRATED,
        "after": after,
        "apis": (ApiOutcome("Api", "HttpApi", Status.MIGRATED, 6),),
    }
    return Migration(**{**values, **changes})


def to_http(after: str, before: str = REST, **changes: Any) -> Migration:
    return verified(migration(template(before), template(after), **changes))


def to_rest(after: str, before: str = HTTP, **changes: Any) -> Migration:
    apis = (ApiOutcome("HttpApi", "Api", Status.MIGRATED, 6),)
    return verified(
        migration(template(before), template(after), **{"direction": Direction.TO_REST, "apis": apis, **changes})
    )


def finding(name: str, *announced: str, **changes: Any) -> Finding:
    code = Code(
        name, Level.BLOCKER, "", "", "", "", announces=frozenset(announced), security=changes.pop("security", False)
    )
    return Finding(code, "", "", **{"level": Level.BLOCKER, "api": "Api", "accepted": True, **changes})


class TestRight:
    def test_to_http(self) -> None:
        found = to_http(HTTP)
        assert found.verification.differences == ()
        assert found.verification.status is Proof.EQUIVALENT
        assert found.status is Status.MIGRATED
        assert found.error is None
        assert found.after == template(HTTP)

    def test_to_rest(self) -> None:
        found = to_rest(BACK)
        assert found.verification.differences == ()
        assert found.verification.status is Proof.EQUIVALENT

    def test_implicit_apis(self) -> None:
        event = "{Type: Api, Properties: {Path: /, Method: any}}"
        before = f"F: {{Type: AWS::Serverless::Function, Properties: {{Events: {{E: {event}}}}}}}"
        after = before.replace("Api,", "HttpApi,").replace("any}", "any, PayloadFormatVersion: '1.0'}")
        apis = (ApiOutcome("ServerlessRestApi", "ServerlessHttpApi", Status.MIGRATED, 1),)
        assert to_http(after, before, apis=apis).verification.status is Proof.EQUIVALENT

    def test_implicit_apis_of_both_kinds_become_one(self) -> None:
        before = """
            F:
              Type: AWS::Serverless::Function
              Properties:
                Events:
                  A: {Type: Api, Properties: {Path: /a, Method: get}}
                  B: {Type: HttpApi, Properties: {Path: /b, Method: get}}
        """
        after = before.replace("Type: Api", "Type: HttpApi").replace("/a,", "/a, PayloadFormatVersion: '1.0',")
        apis = (ApiOutcome("ServerlessRestApi", "ServerlessHttpApi", Status.MIGRATED, 1),)
        assert to_http(after, before, apis=apis).verification.status is Proof.EQUIVALENT

    DEFAULT_ROUTE = """
        HttpApi: {Type: AWS::Serverless::HttpApi}
        F:
          Type: AWS::Serverless::Function
          Properties: {Events: {E: {Type: HttpApi, Properties: {ApiId: !Ref HttpApi, PayloadFormatVersion: '1.0'}}}}
    """
    TWO_ROUTES = """
        Api: {Type: AWS::Serverless::Api, Properties: {StageName: prod, SecurityPolicy: TLS_1_2}}
        F:
          Type: AWS::Serverless::Function
          Properties:
            Events:
              Root: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /, Method: any}}
              Rest: {Type: Api, Properties: {RestApiId: !Ref Api, Path: '/{proxy+}', Method: any}}
    """

    def test_a_default_route_becomes_two(self) -> None:
        """Trap T32."""
        before, after = self.DEFAULT_ROUTE, self.TWO_ROUTES
        assert to_rest(after, before).verification.differences == ()
        lost = after.replace("Root: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /, Method: any}}", "")
        assert to_rest(lost, before).verification.differences[0].startswith("ANY / of HttpApi is gone")

    def test_pools_in_parameters(self) -> None:
        before = REST.replace("!GetAtt Pool.Arn", "!Ref PoolArn")
        issuer = (
            "!Sub ['https://cognito-idp.${R}.amazonaws.com/${I}', "
            "{R: !Select [3, !Split [':', !Ref PoolArn]], I: !Select [1, !Split ['/', !Ref PoolArn]]}]"
        )
        after = HTTP.replace("!Sub https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}", issuer)
        assert to_http(after, before).verification.status is Proof.EQUIVALENT
        wrong = after.replace("!Ref PoolArn", "!Ref OtherArn")
        assert "tokens of PoolArn) would become Cognito (tokens of OtherArn)" in str(to_http(wrong, before).error)

    def test_the_neighbour_of_a_migrated_api_may_name_it_differently(self) -> None:
        neighbour = """
Neighbour:
  Type: AWS::Serverless::Api
  Properties:
    StageName: prod
    Variables: {other: !Ref %s, url: !Sub 'https://${%s}'}
    DefinitionBody: {swagger: '2.0', paths: {/x: {get: {}}}}
"""
        before, after = REST + neighbour % ("Api", "Api"), HTTP + neighbour % ("HttpApi", "HttpApi")
        assert to_http(after, before).verification.differences == ()
        assert to_http(after.replace("/x:", "/y:"), before).verification.differences


CORS = "CORS of Api: "
TOKEN = "authorizer Token of Api: "
PERMITTED = "          EnableFunctionDefaultPermissions: true\n          Identity: {Headers: [X-Token]"

# What goes wrong, in the right HTTP template: what is replaced, by what, and the sentence that must say so.
WRONG = {
    "authorizer dropped": (
        "Path: /orders, Method: get, PayloadFormatVersion: '1.0'",
        "Path: /orders, Method: get, PayloadFormatVersion: '1.0', Auth: {Authorizer: NONE}",
        "GET /orders of Api: authorizer Cognito (tokens of Pool) is gone; the route would be open",
    ),
    "T5: no default authorizer on OPTIONS": (
        "          Auth: {Authorizer: Cognito}\n",
        "",
        "OPTIONS /orders/{id} of Api: authorizer Cognito (tokens of Pool) is gone; the route would be open",
    ),
    "other pool": (
        "amazonaws.com/${Pool}",
        "amazonaws.com/${Other}",
        "GET /orders of Api: authorizer Cognito (tokens of Pool) would become Cognito (tokens of Other)",
    ),
    "other authorizer": (
        "Auth: {Authorizer: Token}",
        "Auth: {Authorizer: Cognito}",
        "POST /token of Api: authorizer Token (Lambda Decide) would become Cognito (tokens of Pool)",
    ),
    "other authorizer function": (
        "Token:\n          FunctionArn: !GetAtt Decide.Arn",
        "Token:\n          FunctionArn: !GetAtt Orders.Arn",
        "POST /token of Api: authorizer Token (Lambda Decide) would become Token (Lambda Orders)",
    ),
    "AWS_IAM dropped": (
        "Auth: {Authorizer: AWS_IAM}",
        "Auth: {Authorizer: NONE}",
        "GET /iam (if Prod) of Api: authorizer AWS_IAM is gone; the route would be open",
    ),
    "scope lost": (
        "          AuthorizationScopes: [orders/read]\n",
        "",
        "GET /orders of Api: scopes orders/read are gone; any token would do",
    ),
    "scope added": (
        "AuthorizationScopes: [orders/read]",
        "AuthorizationScopes: [orders/read, orders/list]",
        "GET /orders of Api: the scopes orders/read would become orders/list, orders/read",
    ),
    "no audience": (
        "            audience: [client]\n",
        "",
        "authorizer Cognito of Api: has no audience; API Gateway refuses such an authorizer",
    ),
    "token header changed": (
        "IdentitySource: $request.header.Authorization",
        "IdentitySource: $request.header.X-Auth",
        "authorizer Cognito of Api: would read its identity from header.x-auth instead of header.authorization",
    ),
    "T10: identity header ignored": (
        "Identity: {Headers: [X-Token],",
        "Identity: {Header: X-Token,",
        f"{TOKEN}reads no identity source any more; it read header.x-token",
    ),
    "T11: authorizer permission gone": (
        "EnableFunctionDefaultPermissions: true\n          Identity: {Headers: [X-Token], ReauthorizeEvery: 300}\n"
        "        Request:\n          FunctionArn: !GetAtt Decide.Arn\n          AuthorizerPayloadFormatVersion: '1.0'\n"
        "          EnableFunctionDefaultPermissions: true",
        "Identity: {Headers: [X-Token], ReauthorizeEvery: 300}\n"
        "        Request:\n          FunctionArn: !GetAtt Decide.Arn\n          AuthorizerPayloadFormatVersion: '1.0'",
        f"{TOKEN}API Gateway may no longer call its function: the Lambda permission is gone",
    ),
    "T12: cache gone": (
        "[X-Token], ReauthorizeEvery: 300",
        "[X-Token]",
        f"{TOKEN}answers were kept for 300 seconds and would be kept for 0",
    ),
    "authorizer event 2.0": (
        f"AuthorizerPayloadFormatVersion: '1.0'\n{PERMITTED}",
        f"AuthorizerPayloadFormatVersion: 2.0\n{PERMITTED}",
        f"{TOKEN}event format 1.0 would become 2.0",
    ),
    "simple responses": (
        PERMITTED,
        f"          EnableSimpleResponses: true\n{PERMITTED}",
        f"{TOKEN}simple responses would be True and was not set",
    ),
    "route lost": (
        "Method: options",
        "Method: head",
        "OPTIONS /orders/{id} of Api is gone (target Orders, Cognito (tokens of Pool))",
    ),
    "route moved": (
        "Path: /orders,",
        "Path: /order,",
        "GET /order of Api is new (target Orders, Cognito (tokens of Pool))",
    ),
    "condition lost": (
        "  Condition: Prod\n",
        "",
        "ANY /users (if Prod) of Api is gone (target Users, Request (Lambda Decide))",
    ),
    "event 2.0": (
        "Path: /open, Method: get, PayloadFormatVersion: '1.0'",
        "Path: /open, Method: get",
        "GET /open of Api: event format 1.0 would become 2.0",
    ),
    "timeout": (
        "Path: /open, Method: get, ",
        "Path: /open, Method: get, TimeoutInMillis: 50, ",
        "GET /open of Api: timeout would be 50 and was not set",
    ),
    "T21: CORS widened": (
        "AllowOrigins: ['https://a.example']",
        "AllowOrigins: ['https://a.example', 'https://b.example']",
        f"{CORS}allowed origins https://a.example would become https://a.example, https://b.example",
    ),
    "T19: CORS quotes kept": (
        "AllowOrigins: ['https://a.example']",
        "AllowOrigins: [\"'https://a.example'\"]",
        f"{CORS}allowed origins https://a.example would become 'https://a.example'",
    ),
    "T20: CORS methods": (
        "AllowMethods: [DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT]",
        "AllowMethods: [GET]",
        f"{CORS}allowed methods DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT would become GET",
    ),
    "CORS headers": (
        "AllowHeaders: [Authorization, X-Id]",
        "AllowHeaders: [Authorization]",
        f"{CORS}allowed headers authorization, x-id would become authorization",
    ),
    "CORS gone": (
        HTTP[HTTP.index("    CorsConfiguration:") : HTTP.index("    Auth:")],
        "",
        "CORS of Api is gone; browsers of other origins would be refused (origins https://a.example)",
    ),
    "open route guarded": (
        "Method: get, PayloadFormatVersion: '1.0', Auth: {Authorizer: NONE}",
        "Method: get, PayloadFormatVersion: '1.0', Auth: {Authorizer: Token}",
        "GET /open of Api: the route was open and would need Token (Lambda Decide)",
    ),
    "scopes needed": (
        "Auth: {Authorizer: Request}",
        "Auth: {Authorizer: Cognito}",
        "ANY /users (if Prod) of Api: scopes orders/read would be needed; none were before",
    ),
    "CORS age": ("      MaxAge: 600\n", "", f"{CORS}maximum age 600 would be gone"),
    "CORS credentials": (
        "MaxAge: 600",
        "MaxAge: 600\n      AllowCredentials: true",
        f"{CORS}credentials would be allowed",
    ),
    "stage variable": (
        "{table: orders}",
        "{table: users}",
        "Api: stage variables table=orders would become table=users",
    ),
    "throttle": (
        "ThrottlingBurstLimit: 5, ThrottlingRateLimit: 10",
        "ThrottlingBurstLimit: 5",
        "Api: default throttle burst 5, rate 10 would become burst 5",
    ),
    "access log": (
        "!GetAtt Log.Arn",
        "!GetAtt Alarm.Arn",
        "Api: access log destination ${Log.Arn} would become ${Alarm.Arn}",
    ),
    "dangling Sub": ("'${HttpApi}-", "'${Api}-", "Api is referred to and does not exist"),
    "dangling DependsOn": ("DependsOn: HttpApi", "DependsOn: Api", "Api is referred to and does not exist"),
    "wrong attribute": (
        "${HttpApi.Stage}",
        "${HttpApi.RootResourceId}",
        "HttpApi.RootResourceId is referred to and does not exist",
    ),
    "deployment": ("${HttpApi.Stage}", "${HttpApi.Deployment}", "HttpApi.Deployment is referred to and does not exist"),
}


class TestWrong:
    @pytest.mark.parametrize("name", WRONG)
    def test_to_http(self, name: str) -> None:
        old, new, sentence = WRONG[name]
        assert old in HTTP
        found = to_http(HTTP.replace(old, new))
        assert sentence in found.verification.differences
        assert found.verification.status is Proof.DIFFERENT
        assert found.status is Status.ERROR
        assert found.error is not None
        assert found.error.startswith(f"verification: {found.verification.differences[0]}")
        assert "\n" not in found.error
        assert (found.after, found.edits) == (found.source.text, ())
        assert [(a.new_id, a.status) for a in found.apis] == [("Api", Status.UNCHANGED)]

    def test_targets_swapped(self) -> None:
        swapped = HTTP.replace("Orders:", "x:").replace("Users:", "Orders:").replace("x:", "Users:")
        found = to_http(swapped.replace("  Condition: Prod\n", ""), REST.replace("  Condition: Prod\n", ""))
        assert "GET /orders of Api: target Orders would become Users" in found.verification.differences
        assert "ANY /users of Api: target Users would become Orders" in found.verification.differences

    def test_a_route_that_may_not_be_called(self) -> None:
        uri = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Decide.Arn}/invocations"
        body = f"""
              swagger: '2.0'
              paths: {{/x: {{get: {{x-amazon-apigateway-integration: {{type: aws_proxy, uri: !Sub '{uri}'}}}}}}}}"""
        before = f"""
            Api:
              Type: AWS::Serverless::Api
              Properties:
                StageName: p
                DefinitionBody: {body.replace(chr(10), chr(10) + "    ")}
            Permit:
              Type: AWS::Lambda::Permission
              Properties:
                FunctionName: !Ref Decide
                Principal: apigateway.amazonaws.com
                SourceArn: !Sub arn:aws:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{Api}}/*/GET/x
        """
        after = before.replace("AWS::Serverless::Api", "AWS::Serverless::HttpApi").replace(
            "swagger: '2.0'", "openapi: 3.0.1"
        )
        keep = (ApiOutcome("Api", "Api", Status.MIGRATED, 1),)
        assert to_http(after, before, apis=keep).verification.differences == ()
        lost = to_http(after.replace("${Api}/*", "${Other}/*"), before, apis=keep)
        assert lost.verification.differences == (
            "Lambda permission Permit of Api is new (Decide; apigateway.amazonaws.com; "
            "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Other}/*/GET/x)",
            "GET /x of Api: API Gateway may no longer call the function: its Lambda permission is gone",
        )
        permission_only = before.replace("${Api}/*", "${Other}/*")
        assert to_http(permission_only, before, apis=()).verification.differences == lost.verification.differences

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            (
                "      AddDefaultAuthorizerToCorsPreflight: false\n",
                "",
                "CORS of HttpApi: preflight requests to /iam, /open, /orders, /token would need authorization",
            ),
            (
                "UserPoolArn: !GetAtt Pool.Arn",
                "JwtConfiguration: {issuer: x}",
                "GET /orders of HttpApi: authorizer Cognito (tokens of Pool) would become Cognito (which protects",
            ),
            (
                ", Identity: {ValidationExpression: client}",
                "",
                "authorizer Cognito of HttpApi: took tokens of the clients client only and would take those of every",
            ),
            (
                "Authorizer: AWS_IAM, InvokeRole: NONE",
                "Authorizer: AWS_IAM",
                "GET /iam (if Prod) of HttpApi: integration role would be arn:aws:iam::*:user/* and was not set",
            ),
            (
                "'GET,DELETE,HEAD,PATCH,POST,PUT'",
                "'*'",
                "CORS of HttpApi: allowed methods DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT would become *",
            ),
            (
                "Header: X-Token, ReauthorizeEvery: 300",
                "Header: X-Token, ReauthorizeEvery: 0",
                "authorizer Token of HttpApi",
            ),
            (
                "SecurityPolicy: TLS_1_2",
                "Description: d",
                "HttpApi: security policy TLS_1_2 would become TLS_1_0",
            ),
        ],
        ids=[
            "T23: guarded preflight",
            "T2: jwt keys",
            "audience",
            "caller credentials",
            "cors",
            "ttl",
            "tls",
        ],
    )
    def test_to_rest(self, old: str, new: str, sentence: str) -> None:
        assert old in BACK
        found = to_rest(BACK.replace(old, new))
        assert any(s.startswith(sentence) for s in found.verification.differences), found.verification.differences

    def test_a_default_authorizer_that_is_not_defined(self) -> None:
        """Trap T1: it compiles on a REST API and protects nothing."""
        before = """
            HttpApi:
              Type: AWS::Serverless::HttpApi
              Properties:
                Auth:
                  DefaultAuthorizer: J
                  Authorizers:
                    J: {IdentitySource: $request.header.A, JwtConfiguration: {issuer: "https://i.io", audience: [a]}}
            F:
              Type: AWS::Serverless::Function
              Properties:
                Events:
                  E: {Type: HttpApi, Properties: {ApiId: !Ref HttpApi, Path: /x, Method: get}}
        """
        after = """
            Api: {Type: AWS::Serverless::Api, Properties: {StageName: p, Auth: {DefaultAuthorizer: J}}}
            F:
              Type: AWS::Serverless::Function
              Properties: {Events: {E: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /x, Method: get}}}}
        """
        assert to_rest(after, before).verification.differences[0] == (
            "GET /x of HttpApi: authorizer J (tokens of https://i.io) is gone; the route would be open"
        )

    def test_kind_and_api_must_be_what_was_said(self) -> None:
        assert "Api was to become HTTP and Api is REST" in str(
            to_http(
                REST.replace("/open", "/opened"), apis=(ApiOutcome("Api", "Api", Status.MIGRATED, 6),)
            ).verification.differences
        )
        assert (
            "Api is gone: Elsewhere does not exist"
            in to_http(HTTP, apis=(ApiOutcome("Api", "Elsewhere", Status.MIGRATED, 6),)).verification.differences
        )
        assert "HttpApi is new: no API was migrated to it" in to_http(HTTP, apis=()).verification.differences

    @pytest.mark.parametrize(
        ("settings", "sentence"),
        [
            (
                "Auth: {ResourcePolicy: {IpRangeWhitelist: [10.0.0.0/8]}}",
                "GET /x of Api: the resource policy no longer holds",
            ),
            ("EndpointConfiguration: PRIVATE", "Api: the API was reachable from a VPC only and would be public"),
            ("DisableExecuteApiEndpoint: true", "Api: the execute-api address was off and would be on"),
            ("Auth: {ApiKeyRequired: true}", "GET /x of Api: the API key would no longer be needed"),
            (
                "Auth: {DefaultAuthorizer: AWS_IAM}",
                "GET /x of Api: the function was called with the caller's own permissions and would be called by",
            ),
            (
                "Auth: {DefaultAuthorizer: L, Authorizers: {L: {FunctionArn: !GetAtt Decide.Arn, "
                "Identity: {ValidationExpression: a.*, ReauthorizeEvery: 0}}}}",
                "authorizer L of Api: validation expression a.* would be gone",
            ),
        ],
    )
    def test_what_http_apis_do_not_have(self, settings: str, sentence: str) -> None:
        before = f"""
            Api: {{Type: AWS::Serverless::Api, Properties: {{StageName: p, {settings}}}}}
            F:
              Type: AWS::Serverless::Function
              Properties: {{Events: {{E: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /x, Method: get}}}}}}}}
        """
        auth = ""
        if "AWS_IAM" in settings:
            auth = ", Properties: {Auth: {EnableIamAuthorizer: true, DefaultAuthorizer: AWS_IAM}}"
        if "Authorizers" in settings:
            auth = (
                ", Properties: {Auth: {DefaultAuthorizer: L, Authorizers: {L: {FunctionArn: !GetAtt Decide.Arn, "
                "AuthorizerPayloadFormatVersion: '1.0', EnableFunctionDefaultPermissions: true, "
                "Identity: {Headers: [Authorization]}}}}}"
            )
        after = f"""
            HttpApi: {{Type: AWS::Serverless::HttpApi{auth}}}
            F:
              Type: AWS::Serverless::Function
              Properties:
                Events:
                  E:
                    Type: HttpApi
                    Properties: {{ApiId: !Ref HttpApi, Path: /x, Method: get, PayloadFormatVersion: '1.0'}}
        """
        found = to_http(after, before).verification.differences
        assert len(found) == 1
        assert found[0].startswith(sentence)

    def test_routes_in_another_file_prove_nothing(self) -> None:
        before = "Api: {Type: AWS::Serverless::Api, Properties: {StageName: p, DefinitionUri: api.yaml}}"
        after = "HttpApi: {Type: AWS::Serverless::HttpApi, Properties: {DefinitionUri: api.yaml}}"
        assert to_http(after, before).verification.differences == (
            "Api: routes are in a file elsewhere, so nothing can be compared (--definition ID=FILE names it)",
        )

    def test_slashes_do_not_hide_a_route(self) -> None:
        both = """
            Api: {Type: AWS::Serverless::Api, Properties: {StageName: p}}
            F:
              Type: AWS::Serverless::Function
              Properties:
                Events:
                  A: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /x, Method: get, Auth: {Authorizer: AWS_IAM}}}
                  B: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /x/, Method: get}}
        """
        after = """
            HttpApi: {Type: AWS::Serverless::HttpApi}
            F:
              Type: AWS::Serverless::Function
              Properties:
                Events:
                  B:
                    Type: HttpApi
                    Properties: {ApiId: !Ref HttpApi, Path: /x, Method: get, PayloadFormatVersion: '1.0'}
        """
        assert to_http(after, both).status is Status.ERROR

    def test_an_untouched_api_must_not_change(self) -> None:
        found = to_http(REST.replace("StageName: prod", "StageName: prod\n    Name: other"), apis=())
        assert found.verification.differences == ("Api was not migrated, yet its compiled definition differs",)
        found = to_http(REST.replace("Auth: {Authorizer: Token}", "Auth: {Authorizer: NONE}"), apis=())
        assert "authorizer Token (Lambda Decide) is gone" in str(found.error)


# A key on each of two routes, in the places where it can stand.
KEYS = {
    "events": """
        Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
        F:
          Type: AWS::Serverless::Function
          Properties:
            Events:
              A:
                Type: Api
                Properties: {RestApiId: !Ref Api, Path: /a, Method: get, Auth: {ApiKeyRequired: true}}
              B:
                Type: Api
                Properties: {RestApiId: !Ref Api, Path: /b/, Method: GET, Auth: {ApiKeyRequired: true}}
    """,
    "definition": """
        F: {Type: AWS::Serverless::Function}
        Api:
          Type: AWS::Serverless::Api
          Properties:
            StageName: v1
            DefinitionBody:
              openapi: 3.0.1
              info: {title: t, version: '1'}
              paths:
                /a:
                  get:
                    security: [{api_key: []}]
                    x-amazon-apigateway-integration:
                      {type: aws_proxy, httpMethod: POST, uri: !Sub 'arn:aws:x:functions/${F.Arn}/invocations'}
                /b:
                  get:
                    security: [{api_key: []}]
                    x-amazon-apigateway-integration:
                      {type: aws_proxy, httpMethod: POST, uri: !Sub 'arn:aws:x:functions/${F.Arn}/invocations'}
              components: {securitySchemes: {api_key: {type: apiKey, name: x-api-key, in: header}}}
    """,
}


def rewritten(resources: str) -> Migration:
    accepted = tuple(map(Accept.parse, ("api-keys", "resource-policy")))
    return rewrite(Source("t", template(resources)), Direction.TO_HTTP, Options(accept=accepted))


class TestAnnounced:
    OPEN = HTTP.replace("Auth: {Authorizer: Token}", "Auth: {Authorizer: NONE}")
    CORS = HTTP.replace("MaxAge: 600", "MaxAge: 60")

    def test_an_accepted_blocker_announces(self) -> None:
        found = to_http(self.OPEN, findings=(finding("some-blocker", "route.lambda"),))
        assert found.verification.status is Proof.EQUIVALENT
        assert found.status is Status.MIGRATED
        assert found.verification.announced == (
            "POST /token of Api: authorizer Token (Lambda Decide) is gone; the route would be open (some-blocker)",
        )

    @pytest.mark.parametrize(
        "announcing",
        [
            finding("b", "route.lambda", accepted=False),
            finding("b", "cors.origins"),
            finding("b", "route.lambda", api="Other"),
            finding("b", "route.lambda", api=None),
            finding("w", "route.lambda", level=Level.WARNING, accepted=False),
            finding("api-keys", "route.api_key", security=True),
            finding("iam", "route.iam", security=True),
            finding("b", "route.lambda", subjects=frozenset({"GET /orders"})),
            finding("b", "route.lambda", subjects=frozenset({"Cognito"})),
        ],
        ids=[
            "not accepted",
            "other facet",
            "other api",
            "no api",
            "no security",
            "about keys",
            "about iam",
            "other route",
            "other authorizer",
        ],
    )
    def test_what_does_not_announce_weaker_access(self, announcing: Finding) -> None:
        assert to_http(self.OPEN, findings=(announcing,)).status is Status.ERROR

    @pytest.mark.parametrize("subject", ["POST /token", "Token"])
    def test_a_finding_about_one_route_or_its_authorizer_announces(self, subject: str) -> None:
        about = finding("b", "route.lambda", subjects=frozenset({subject, "GET /other"}))
        assert to_http(self.OPEN, findings=(about,)).verification.status is Proof.EQUIVALENT

    @pytest.mark.parametrize("where", KEYS)
    def test_an_accepted_loss_of_one_route_is_not_that_of_another(self, where: str) -> None:
        """What is said of several routes names them; the loss at one that it does not name is unannounced."""
        found = rewritten(KEYS[where])
        (keys,) = (f for f in found.findings if f.code.name == "api-keys")
        assert keys.subjects == {"GET /a", "GET /b"}
        assert verified(found).verification.status is Proof.EQUIVALENT
        less = replace(keys, subjects=frozenset({"GET /b"}))
        lost = verified(replace(found, findings=tuple(less if f is keys else f for f in found.findings)))
        assert lost.error == "verification: GET /a of Api: the API key would no longer be needed"
        assert lost.verification.announced == ("GET /b of Api: the API key would no longer be needed (api-keys)",)

    def test_a_finding_at_an_anchor_is_about_every_route_that_repeats_it(self) -> None:
        text = KEYS["events"].replace("Auth: {ApiKeyRequired: true}", "Auth: &key {ApiKeyRequired: true}", 1)
        found = rewritten(text.replace("Auth: {ApiKeyRequired: true}", "Auth: *key"))
        assert {f.subjects for f in found.findings if f.code.name == "api-keys"} == {frozenset({"GET /a", "GET /b"})}

    def test_a_finding_about_the_api_is_about_every_route(self) -> None:
        text = KEYS["events"].replace(", Auth: {ApiKeyRequired: true}", "")
        found = rewritten(text.replace("StageName: v1", "StageName: v1, Auth: {ApiKeyRequired: true}"))
        assert [f.subjects for f in found.findings if f.code.name == "api-keys"] == [frozenset()]
        assert len(verified(found).verification.announced) == 2

    def test_a_policy_of_one_route_is_not_that_of_another(self) -> None:
        """The policy of an API keeps callers out of routes that no statement allows."""
        found = rewritten(KEYS["events"].replace("ApiKeyRequired: true", "ResourcePolicy: {IpRangeBlacklist: [a]}", 1))
        assert verified(found).verification.status is Proof.EQUIVALENT
        for lost in (f for f in found.findings if f.code.name == "resource-policy"):
            (route,) = lost.subjects
            error = verified(replace(found, findings=tuple(f for f in found.findings if f is not lost))).error
            assert error == f"verification: {route} of Api: the resource policy no longer holds"

    def test_a_security_warning_announces_weaker_access(self) -> None:
        warning = finding("w", "route.lambda", level=Level.WARNING, accepted=False, security=True)
        assert to_http(self.OPEN, findings=(warning,)).verification.status is Proof.EQUIVALENT

    def test_any_warning_announces_what_is_not_about_access(self) -> None:
        warning = finding("w", "cors.max_age", level=Level.WARNING, accepted=False)
        found = to_http(self.CORS, findings=(warning,))
        assert found.verification.announced == ("CORS of Api: maximum age 600 would become 60 (w)",)
        assert to_http(self.CORS).status is Status.ERROR

    def test_weaker_access_comes_first(self) -> None:
        found = to_http(self.OPEN.replace("MaxAge: 600", "MaxAge: 60").replace("{table: orders}", "{}"))
        assert found.error == (
            "verification: POST /token of Api: authorizer Token (Lambda Decide) is gone; "
            "the route would be open and 2 more"
        )

    def test_nothing_announces_a_dangling_reference(self) -> None:
        found = to_http(HTTP.replace("DependsOn: HttpApi", "DependsOn: Api"), findings=(finding("b", *FACETS),))
        assert found.verification.differences == ("Api is referred to and does not exist",)


class TestRoutes:
    """The routes that reports lay side by side."""

    def test_an_equivalent_migration_has_the_same_rows_but_for_clients(self) -> None:
        rows = to_http(HTTP).verification.routes
        other = {row.label: row.before.sentence for row in rows if row.before and not row.same}
        assert other == {  # a REST API takes tokens of every client
            "GET /orders": "Cognito (tokens of Pool), every client, scope orders/read",
            "OPTIONS /orders/{id}": "Cognito (tokens of Pool), every client, scope orders/read",
        }
        said = {row.label: row.after.sentence for row in rows if row.after}
        assert said == {
            "GET /iam (if Prod)": "AWS_IAM",
            "GET /open": "no authorizer",
            "GET /orders": "Cognito (tokens of Pool), client client, scope orders/read",
            "OPTIONS /orders/{id}": "Cognito (tokens of Pool), client client, scope orders/read",
            "POST /token": "Token (Lambda Decide)",
            "ANY /users (if Prod)": "Request (Lambda Decide)",
        }
        assert [row.label for row in rows if row.after and row.after.open] == ["GET /open"]

    def test_weaker_access_shows_also_when_the_proof_fails(self) -> None:
        found = to_http(TestAnnounced.OPEN)
        assert found.verification.status is Proof.DIFFERENT
        row = next(row for row in found.verification.routes if row.label == "POST /token")
        assert not row.same
        assert row.before == RouteAccess("Orders", "Token (Lambda Decide)")
        assert row.after == RouteAccess("Orders", "no authorizer", open=True)

    def test_a_route_that_only_one_side_has(self) -> None:
        rows = to_http(HTTP.replace("Path: /open", "Path: /other")).verification.routes
        sides = {r.label: (r.before is None, r.after is None) for r in rows if not (r.before and r.after)}
        assert sides == {"GET /open": (False, True), "GET /other": (True, False)}

    def test_a_default_route_is_the_two_that_take_its_place(self) -> None:
        rows = to_rest(TestRight.TWO_ROUTES, TestRight.DEFAULT_ROUTE).verification.routes
        assert [(row.label, row.same) for row in rows] == [("ANY /", True), ("ANY /{proxy+}", True)]


class TestNoProof:
    def test_unchanged(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(verify, "compiled", None)
        found = verified(migration("x", "x"))
        assert (found.verification.status, found.verification.reason) == (Proof.SKIPPED, "nothing to verify")

    def test_an_error_is_left_alone(self) -> None:
        broken = migration("x", "y", status=Status.ERROR, error="line 1: broken")
        assert verified(broken).error == "line 1: broken"

    def test_before_does_not_compile(self) -> None:
        found = to_http("A: {Type: AWS::S3::Bucket}", "A: {Type: AWS::Serverless::Api, Properties: {}}")
        assert found.verification.status is Proof.SKIPPED
        assert found.verification.reason.startswith("the template does not compile as it stands: ")
        assert [o.code.name for o in found.verification.objections] == ["unproven"]
        assert found.status is Status.ERROR
        assert found.after == found.source.text

    def test_after_does_not_compile(self) -> None:
        found = to_http(HTTP.replace("EnableIamAuthorizer: true", "EnableIamAuthorizer: 'true'"))
        assert found.verification.status is Proof.UNCOMPILABLE
        assert found.status is Status.ERROR
        assert str(found.error).startswith("verification: the migrated template does not compile: ")
        assert [o.code.name for o in found.verification.objections] == ["does-not-compile"]
        assert found.after == found.source.text

    def test_a_difference_is_an_objection_to_its_api(self) -> None:
        found = to_http(HTTP.replace("Path: /open", "Path: /other"))
        assert {(o.api, o.code.name) for o in found.verification.objections} == {("Api", "not-equivalent")}

    def test_an_api_that_is_objected_to_stays_and_its_neighbours_go(self) -> None:
        calls: list[list[str]] = []

        def run(objections: Sequence[Objection]) -> Migration:
            calls.append([o.api for o in objections])
            return migration(template(REST), template(HTTP if objections else HTTP.replace("/open", "/other")))

        found = verify.proven(run)
        assert calls == [[], ["Api"]]
        assert found.verification.status is Proof.EQUIVALENT

    def test_surprises_fail_closed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def surprise(_: object) -> None:
            raise KeyError("a\nb")

        monkeypatch.setattr(sides, "surfaces", surprise)
        found = to_http(HTTP)
        assert found.status is Status.ERROR
        assert found.error == "verification: the compiled templates cannot be compared: KeyError: 'a\\nb'"

    @pytest.mark.parametrize(
        "properties",
        [
            "Body: ODD",
            "Body: {swagger: '2.0', paths: ODD}",
            "Body: {swagger: '2.0', paths: {/x: ODD}}",
            "Body: {swagger: '2.0', paths: {/x: {get: ODD}}}",
            "Body: {swagger: '2.0', paths: {/x: {get: {security: ODD}}}}",
            "Body: {swagger: '2.0', paths: {/x: {get: {security: [{A: ODD}]}}}, securityDefinitions: ODD}",
            "Body: {swagger: '2.0', paths: {/x: {get: {security: [{A: []}]}}}, securityDefinitions: {A: ODD}}",
            "Body: {paths: {/x: {options: {x-amazon-apigateway-integration: {type: mock, responses: {a: ODD}}}}}}",
            "Body: {paths: {/x: {get: {x-amazon-apigateway-integration: ODD}}}}",
            "Body: {paths: {}, x-amazon-apigateway-cors: ODD, servers: ODD, components: ODD}",
        ],
    )
    def test_odd_shapes_never_raise(self, properties: str) -> None:
        odd = ["null", "[]", "5", "'x'", "{}", "[[]]", "{Ref: X}", "{Fn::If: [A]}", "{Fn::Sub: []}", "{Fn::GetAtt: []}"]
        resources = "".join(
            f"Rest{n}: {{Type: AWS::ApiGateway::RestApi, Properties: {{{properties.replace('ODD', value)}}}}}\n"
            f"Http{n}: {{Type: AWS::ApiGatewayV2::Api, Properties: {{{properties.replace('ODD', value)}}}}}\n"
            f"P{n}: {{Type: AWS::Lambda::Permission, Properties: {value}}}\n"
            f"S{n}: {{Type: AWS::ApiGateway::Stage, Properties: {{RestApiId: !Ref Rest{n}, Variables: {value}}}}}\n"
            f"T{n}: {{Type: AWS::SNS::Topic, DependsOn: {value}, Properties: {value}}}\n"
            for n, value in enumerate(odd)
        )
        text = template(resources)
        found = verified(migration(text, text + "# changed\n", apis=()))
        assert found.verification.status is Proof.EQUIVALENT, found.verification


class TestDangling:
    @pytest.mark.parametrize(
        ("value", "missing"),
        [
            ({"Ref": "B"}, set()),
            ({"Ref": "P"}, set()),
            ({"Ref": "AWS::Region"}, set()),
            ({"Ref": "X"}, {"X"}),
            ({"Ref": "A.Deployment"}, {"A.Deployment"}),
            ({"Fn::GetAtt": ["B", "Arn"]}, set()),
            ({"Fn::GetAtt": ["A", "RootResourceId"]}, {"A.RootResourceId"}),
            ({"Fn::GetAtt": "A.ApiEndpoint"}, set()),
            ({"Fn::GetAtt": ["X", "Arn"]}, {"X.Arn"}),
            ({"Fn::Sub": "${B} ${!X} ${X} ${AWS::Region}"}, {"X"}),
            ({"Fn::Sub": ["${V} ${Y}", {"V": {"Ref": "X"}}]}, {"X", "Y"}),
            ([{"Fn::Join": ["", [{"Ref": "X"}]]}], {"X"}),
        ],
    )
    def test_references(self, value: object, missing: set[str]) -> None:
        found = dangling(
            {
                "Parameters": {"P": {}},
                "Resources": {"A": {"Type": "AWS::ApiGatewayV2::Api"}, "B": {"Type": "AWS::S3::Bucket"}},
                "Outputs": {"O": {"Value": value}},
            }
        )
        assert found == missing

    def test_depends_on(self) -> None:
        assert dangling({"Resources": {"A": {"DependsOn": "X"}, "B": {"DependsOn": ["A", "Y", 5]}}}) == {"X", "Y"}

    def test_references_that_dangled_before_are_not_new(self) -> None:
        extra = "Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Nowhere}}\n"
        assert to_http(HTTP + extra, REST + extra).verification.status is Proof.EQUIVALENT
