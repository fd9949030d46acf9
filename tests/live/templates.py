"""Templates with inline functions, one for each kind of access, and what a finding says that will differ."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent, indent

from migrator.findings import Accept
from migrator.migration import Direction, Options

HEAD = """\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.12, Handler: index.handler, Timeout: 10}
Resources:
  Pool: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: pool}}
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Pool, ClientName: c, ExplicitAuthFlows: [ALLOW_ADMIN_USER_PASSWORD_AUTH]}
  Strangers: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: strangers}}
  StrangersClient:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Strangers, ClientName: s, ExplicitAuthFlows: [ALLOW_ADMIN_USER_PASSWORD_AUTH]}
  Decide:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: |
        def handler(event, context):
            given = event.get("authorizationToken") or (event.get("headers") or {}).get("authorization") or ""
            if given == "deny":
                effect = "Deny"
            else:
                effect = "Allow" if given == "allow" else "Deny"
            return {"principalId": "p", "policyDocument": {"Version": "2012-10-17", "Statement": [
                {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}]}}
"""

FUNCTION = """
{name}:
  Type: AWS::Serverless::Function
  Properties:
    InlineCode: |
      import json
      def handler(event, context):
          return {{"statusCode": 200, "body": json.dumps({{"who": "{name}"}})}}
    Events:
"""

COGNITO = "Cognito: {UserPoolArn: !GetAtt Pool.Arn"
JWT = (
    "Cognito: {IdentitySource: $request.header.Authorization, JwtConfiguration: {audience: [!Ref Client], "
    "issuer: !Sub 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}'}"
)
SCOPE = "aws.cognito.signin.user.admin"


@dataclass(frozen=True)
class Live:
    """One template that is deployed, called, migrated, deployed over itself and called again.

    Arguments:
        name: what it shows.
        direction: which way it migrates.
        before: the template.
        accept: losses that are taken.
        differs: routes whose answers may differ, each with the code of the finding that says so.
    """

    name: str
    direction: Direction
    before: str
    accept: tuple[str, ...] = ()
    differs: tuple[tuple[str, str], ...] = ()

    @property
    def options(self) -> Options:
        return Options(accept=tuple(Accept.parse(text) for text in self.accept))


def rest(properties: str, *routes: str) -> str:
    """A template with a REST API; routes as ``FUNCTION METHOD PATH [AUTH]``."""
    return _template("Type: AWS::Serverless::Api", "StageName: prod\n" + dedent(properties), "Api", "RestApiId", routes)


def http(properties: str, *routes: str) -> str:
    """A template with an HTTP API."""
    return _template("Type: AWS::Serverless::HttpApi", dedent(properties), "HttpApi", "ApiId", routes)


def _template(kind: str, properties: str, event: str, key: str, routes: tuple[str, ...]) -> str:
    parts = [
        f"Gate:\n  {kind}\n" + (f"  Properties:\n{indent(properties.strip(), '    ')}\n" if properties.strip() else "")
    ]
    for name in dict.fromkeys(route.split()[0] for route in routes):
        parts.append(FUNCTION.format(name=name))
        for number, route in enumerate(routes):
            function, method, path, *auth = route.split(" ", 3)
            if function == name:
                payload = ", PayloadFormatVersion: '1.0'" if event == "HttpApi" else ""
                extra = f", Auth: {auth[0]}" if auth else ""
                text = f"{{{key}: !Ref Gate, Path: '{path}', Method: {method}{payload}{extra}}}"
                parts.append(f"      E{number}: {{Type: {event}, Properties: {text}}}\n")
    return HEAD + indent("".join(parts), "  ")


OPEN = "{Authorizer: NONE}"
TO_HTTP, TO_REST = Direction.TO_HTTP, Direction.TO_REST

LIVE = (
    Live(
        "open routes, CORS, path variables",
        TO_HTTP,
        rest("Cors: \"'https://shop.example'\"", "One get /one", "One post /one", "Two get /items/{id}",
             "Two delete /items/{id}"),
        differs=(("GET /nowhere", "cors"),),
    ),
    Live(
        "Cognito by default, an open route, CORS",
        TO_HTTP,
        rest(
            f"""
            Cors: {{AllowOrigin: "'https://shop.example'", AllowHeaders: "'Authorization'"}}
            Auth:
              AddDefaultAuthorizerToCorsPreflight: false
              DefaultAuthorizer: Cognito
              Authorizers: {{{COGNITO}}}}}
            """,
            "One get /one", "Two post /two", f"Two get /open {OPEN}",
        ),
        differs=(("GET /nowhere", "cors"),),
    ),
    Live(
        "Cognito with scopes",
        TO_HTTP,
        rest(
            f"""
            Auth:
              DefaultAuthorizer: Cognito
              Authorizers: {{{COGNITO}, AuthorizationScopes: [{SCOPE}]}}}}
            """,
            "One get /one", "Two get /two {AuthorizationScopes: [other/read], Authorizer: Cognito}",
        ),
    ),
    Live(
        "Lambda token authorizer",
        TO_HTTP,
        rest(
            """
            Auth:
              DefaultAuthorizer: Token
              Authorizers: {Token: {FunctionArn: !GetAtt Decide.Arn, Identity: {ReauthorizeEvery: 0}}}
            """,
            "One get /one", "Two post /two", f"Two get /open {OPEN}",
        ),
    ),
    Live(
        "Lambda request authorizer on one route",
        TO_HTTP,
        rest(
            """
            Auth:
              Authorizers:
                Request:
                  FunctionArn: !GetAtt Decide.Arn
                  FunctionPayloadType: REQUEST
                  Identity: {Headers: [Authorization], ReauthorizeEvery: 0}
            """,
            "One get /one {Authorizer: Request}", "Two get /two",
        ),
    ),
    Live(
        "API key, its loss accepted",
        TO_HTTP,
        rest("Auth: {ApiKeyRequired: true}", "One get /one", "Two get /two {ApiKeyRequired: false}"),
        accept=("api-keys",),
        differs=(("GET /one", "api-keys"),),
    ),
    Live("open routes, CORS", TO_REST, http(
        """
        CorsConfiguration:
          {AllowOrigins: ['https://shop.example'], AllowMethods: [GET, POST], AllowHeaders: [Authorization]}
        """,
        "One get /one", "One post /one", "Two get /items/{id}",
    ), accept=("cors-responses",), differs=(("GET /nowhere", "cors-responses"),)),
    Live("Cognito tokens by default, an open route", TO_REST, http(
        f"""
        Auth:
          DefaultAuthorizer: Cognito
          Authorizers: {{{JWT}}}}}
        """,
        "One get /one", "Two post /two", f"Two get /open {OPEN}",
    ), accept=("access-tokens", "any-client")),
    Live("Cognito tokens with scopes", TO_REST, http(
        f"""
        Auth:
          DefaultAuthorizer: Cognito
          Authorizers: {{{JWT}, AuthorizationScopes: [{SCOPE}]}}}}
        """,
        "One get /one", "Two get /two {AuthorizationScopes: [other/read], Authorizer: Cognito}",
    ), accept=("any-client",)),
    Live("Lambda authorizer", TO_REST, http(
        """
        Auth:
          DefaultAuthorizer: Request
          Authorizers:
            Request:
              FunctionArn: !GetAtt Decide.Arn
              AuthorizerPayloadFormatVersion: '1.0'
              EnableFunctionDefaultPermissions: true
              Identity: {Headers: [Authorization]}
        """,
        "One get /one", "Two post /two",
    )),
)  # fmt: skip
