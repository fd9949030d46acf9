"""Authorizers, each as `Auth` writes it and as a definition does."""

from __future__ import annotations

from dataclasses import dataclass

from uses import Rows


@dataclass(frozen=True)
class Spelled:
    """One authorizer, as `Auth` writes it and as a definition does.

    Arguments:
        auth: below `Authorizers`.
        scheme: below `securitySchemes`.
        scopes: that the route asks for.
    """

    auth: str
    scheme: str
    scopes: str = "[]"


INVOKED = "!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${%s.Arn}/invocations'"
AROUND = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Pool}
  Checker:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.12, Handler: auth.handler, CodeUri: s3://bucket/checker}
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Checker
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/authorizers/*
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: s3://bucket/key
"""


def in_auth(kind: str, key: str, payload: str, one: Spelled) -> str:
    """A template whose API says in `Auth` who may call."""
    scopes = f", AuthorizationScopes: {one.scopes}" if one.scopes != "[]" else ""
    properties = f"{{{key}: !Ref Api, Path: /items, Method: get, Auth: {{Authorizer: A{scopes}}}{payload}}}"
    return f"""\
{AROUND}      Events:
        Get: {{Type: {kind}, Properties: {properties}}}
  Api:
    Type: AWS::Serverless::{kind}
    Properties: {{StageName: prod, Auth: {{Authorizers: {{A: {one.auth}}}}}}}
"""


def in_definition(kind: str, payload: str, one: Spelled) -> str:
    """The same in a definition."""
    integration = f"{{type: aws_proxy, httpMethod: POST, uri: {INVOKED % 'Function'}{payload}}}"
    return f"""\
{AROUND}  Api:
    Type: AWS::Serverless::{kind}
    Properties:
      StageName: prod
      DefinitionBody:
        openapi: 3.0.1
        info: {{title: shop, version: '1'}}
        components: {{securitySchemes: {{A: {one.scheme}}}}}
        paths:
          /items:
            get: {{security: [{{A: {one.scopes}}}], x-amazon-apigateway-integration: {integration}}}
"""


def scheme(kind: str, settings: str, header: str = "Authorization", uri: str = INVOKED % "Checker") -> str:
    address = f", authorizerUri: {uri}" if uri else ""
    named = f"type: apiKey, name: {header}, in: header, x-amazon-apigateway-authtype: {kind}"
    return f"{{{named}, x-amazon-apigateway-authorizer: {{{settings}{address}}}}}"


def token(settings: str = "", header: str = "Authorization") -> str:
    return scheme("custom", f"type: token{settings}", header)


def request(settings: str) -> str:
    return scheme("custom", f"type: request{settings}", "Unused")


def cognito(settings: str = "") -> str:
    return scheme("cognito_user_pools", f"type: cognito_user_pools, providerARNs: [!GetAtt Pool.Arn]{settings}", uri="")


ASKS = "FunctionArn: !GetAtt Checker.Arn"
REST_SPELLINGS = {
    "a user pool": Spelled("{UserPoolArn: !GetAtt Pool.Arn}", cognito()),
    "a user pool and scopes": Spelled("{UserPoolArn: !GetAtt Pool.Arn}", cognito(), "[shop/read]"),
    "a user pool and an expression": Spelled(
        "{UserPoolArn: !GetAtt Pool.Arn, Identity: {ValidationExpression: '^abc$'}}",
        cognito(", identityValidationExpression: '^abc$'"),
    ),
    "a user pool and a pattern": Spelled(
        "{UserPoolArn: !GetAtt Pool.Arn, Identity: {ValidationExpression: 'ab.*'}}",
        cognito(", identityValidationExpression: 'ab.*'"),
    ),
    "two user pools": Spelled(
        "{UserPoolArn: [!GetAtt Pool.Arn, !ImportValue pool]}",
        cognito().replace("[!GetAtt Pool.Arn]", "[!GetAtt Pool.Arn, !ImportValue pool]"),
    ),
    "a pool that is none": Spelled(
        "{UserPoolArn: !GetAtt Checker.Arn}", cognito().replace("!GetAtt Pool.Arn", "!GetAtt Checker.Arn")
    ),
    "a token": Spelled(f"{{{ASKS}}}", token()),
    "a token in a header of its own": Spelled(f"{{{ASKS}, Identity: {{Header: X-Token}}}}", token(header="X-Token")),
    "a token and an expression": Spelled(
        f"{{{ASKS}, Identity: {{ValidationExpression: '^Bearer .+$'}}}}",
        token(", identityValidationExpression: '^Bearer .+$'"),
    ),
    "a token that is never kept": Spelled(
        f"{{{ASKS}, Identity: {{ReauthorizeEvery: 0}}}}", token(", authorizerResultTtlInSeconds: 0")
    ),
    "a request by a header": Spelled(
        f"{{{ASKS}, FunctionPayloadType: REQUEST, Identity: {{Headers: [X-Tenant]}}}}",
        request(", identitySource: method.request.header.X-Tenant"),
    ),
    "a request that is never kept": Spelled(
        f"{{{ASKS}, FunctionPayloadType: REQUEST, Identity: {{Headers: [X-Tenant], ReauthorizeEvery: 0}}}}",
        request(", identitySource: method.request.header.X-Tenant, authorizerResultTtlInSeconds: 0"),
    ),
    "a request by nothing": Spelled(
        f"{{{ASKS}, FunctionPayloadType: REQUEST, Identity: {{ReauthorizeEvery: 0}}}}",
        request(", authorizerResultTtlInSeconds: 0"),
    ),
    "a request by what only a REST API has": Spelled(
        f"{{{ASKS}, FunctionPayloadType: REQUEST, Identity: {{Context: [resourcePath]}}}}",
        request(", identitySource: context.resourcePath"),
    ),
    "a request with a role": Spelled(
        f"{{{ASKS}, FunctionPayloadType: REQUEST, FunctionInvokeRole: 'arn:aws:iam::123456789012:role/r', "
        "Identity: {Headers: [X-Tenant]}}",
        request(
            ", identitySource: method.request.header.X-Tenant, "
            "authorizerCredentials: 'arn:aws:iam::123456789012:role/r'"
        ),
    ),
    "a function and scopes": Spelled(f"{{{ASKS}}}", token(), "[shop/read]"),
}

ISSUER = "!Sub 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}'"


def jwt(settings: str, source: str = "$request.header.Authorization") -> Spelled:
    auth = f"{{IdentitySource: {source}, JwtConfiguration: {{{settings}}}}}"
    inner = f"{{type: jwt, identitySource: {source}, jwtConfiguration: {{{settings}}}}}"
    return Spelled(auth, f"{{type: oauth2, x-amazon-apigateway-authorizer: {inner}}}")


def function(version: str, auth: str, settings: str) -> Spelled:
    """A Lambda authorizer of an HTTP API."""
    one = f"AuthorizerPayloadFormatVersion: '{version}', EnableFunctionDefaultPermissions: true"
    asked = f"authorizerPayloadFormatVersion: '{version}', authorizerUri: {INVOKED % 'Checker'}"
    inner = f"{{type: request, {asked}{settings}}}"
    return Spelled(
        f"{{{ASKS}, {one}{auth}}}",
        f"{{type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authorizer: {inner}}}",
    )


BY_HEADER = ", identitySource: ['$request.header.X-Tenant']"
HTTP_SPELLINGS = {
    "a user pool": jwt(f"issuer: {ISSUER}, audience: [!Ref Client]"),
    "a user pool and scopes": Spelled(
        *(lambda one: (one.auth, one.scheme))(jwt(f"issuer: {ISSUER}, audience: [!Ref Client]")), "[shop/read]"
    ),
    "a user pool and two clients": jwt(f"issuer: {ISSUER}, audience: [!Ref Client, abc]"),
    "another issuer": jwt("issuer: 'https://id.example.com', audience: [abc]"),
    "a token in the query": jwt(f"issuer: {ISSUER}, audience: [!Ref Client]", "$request.querystring.token"),
    "a function by a header": function("1.0", ", Identity: {Headers: [X-Tenant]}", BY_HEADER),
    "a function that is kept": function(
        "1.0",
        ", Identity: {Headers: [X-Tenant], ReauthorizeEvery: 60}",
        f"{BY_HEADER}, authorizerResultTtlInSeconds: 60",
    ),
    "a function by nothing": function("1.0", "", ""),
    "a function of payload 2.0": function("2.0", ", Identity: {Headers: [X-Tenant]}", BY_HEADER),
    "a function with simple answers": function(
        "2.0",
        ", EnableSimpleResponses: true, Identity: {Headers: [X-Tenant]}",
        f"{BY_HEADER}, enableSimpleResponses: true",
    ),
    "a function by the route": function(
        "1.0", ", Identity: {Context: [routeKey]}", ", identitySource: ['$context.routeKey']"
    ),
}

SPELLINGS = {
    **{("to-http", name): one for name, one in REST_SPELLINGS.items()},
    **{("to-rest", name): one for name, one in HTTP_SPELLINGS.items()},
}

SPELLING_WHY: Rows = {}
"""Rows of which one spelling says something that the other does not, and why that is right."""
