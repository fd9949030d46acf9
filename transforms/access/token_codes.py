"""Findings about user pools and the tokens that they issue."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

AUTHORIZER = "authorizer"
"""The way around a foreign issuer: a function that checks its tokens."""

JWT_AUDIENCE = Code(
    "jwt-audience",
    Level.BLOCKER,
    "No app client of the Cognito user pool is known.",
    "A REST API takes tokens of every app client of the pool. A JWT authorizer takes those of the clients in its audience, and API Gateway "
    "refuses one without an audience.",
    "Name the clients with `--audience AUTHORIZER=CLIENT_ID`, or a template parameter for one with `--audience AUTHORIZER=param:NAME`.",
    pages.JWT,
    Example(
        "UserPoolArn: !GetAtt Pool.Arn",
        "JwtConfiguration:\n  issuer: !Sub https://…/${Pool}\n  audience: [!Ref Client]",
    ),
    acceptable=False,
    security=True,
    only="to-http",
)
MULTIPLE_POOLS = Code(
    "cognito-multiple-pools",
    Level.BLOCKER,
    "One Cognito authorizer takes tokens of several user pools.",
    "A JWT authorizer has one issuer, and a route has one authorizer.",
    "Use one pool, or a Lambda authorizer that checks the tokens of all of them.",
    pages.JWT,
    acceptable=False,
    security=True,
    only="to-http",
)
POOL_REFERENCE = Code(
    "cognito-pool",
    Level.BLOCKER,
    "The user pool is given in a form that no issuer can be made from.",
    "A JWT authorizer needs the issuer's URL, which holds the pool's region and id.",
    "Give the pool by `!GetAtt Pool.Arn`, by its ARN, or by a parameter that holds the ARN.",
    pages.JWT,
    acceptable=False,
    security=True,
)
CLIENT_EXPRESSION = Code(
    "cognito-validation",
    Level.BLOCKER,
    "A validation expression limits which app clients may call, and it is not a plain list of client ids.",
    "A JWT authorizer takes a list of client ids, no pattern.",
    "Name the clients that may call with `--audience AUTHORIZER=only:CLIENT_ID`; the expression is dropped then.",
    pages.JWT,
    Example("ValidationExpression: '^(abc|def)$'", "audience: [abc, def]"),
    acceptable=False,
    security=True,
    announces=frozenset({"authorizer.clients", "authorizer.expression"}),
    levels=(
        (Level.BLOCKER, "it is not known which clients match"),
        (Level.WARNING, "`--audience` names the clients"),
    ),
    only="to-http",
)
JWT_CLIENTS = Code(
    "jwt-clients",
    Level.WARNING,
    "Only tokens of the listed app clients will be accepted.",
    "A REST API takes tokens of every app client of the pool; clients made outside this template cannot be seen from here and get 401.",
    "Add clients that are missing with `--audience AUTHORIZER=CLIENT_ID`.",
    pages.JWT,
    security=True,
    levels=(
        (Level.WARNING, "the clients are those that the template defines"),
        (Level.INFO, "they are those of the authorizer's own expression"),
    ),
    only="to-http",
)
JWT_TOKENS = Code(
    "jwt-tokens",
    Level.WARNING,
    "Without scopes, access tokens will be accepted as well as ID tokens.",
    "A REST API without scopes takes ID tokens of a Cognito pool; a JWT authorizer takes ID and access tokens of its audience.",
    "If handlers read claims that only ID tokens have (`email`, `cognito:username`), check that they cope, or ask for a scope.",
    pages.COGNITO,
    announces=frozenset({"route.tokens"}),
    security=True,
    only="to-http",
)
MACHINE_CLIENT = Code(
    "machine-client",
    Level.BLOCKER,
    "An app client that can get access tokens only would be let in where it is kept out today.",
    "On routes without scopes a REST API accepts ID tokens only, and a client of the flow `client_credentials` has none; on routes with scopes "
    "it accepts access tokens. A JWT authorizer accepts both kinds of token of every client in its audience, on all of its routes.",
    "Ask for a scope on the routes that have none, or use two authorizers; or take the loss with `--accept machine-client`.",
    pages.COGNITO,
    Example(
        "AllowedOAuthFlows: [client_credentials]  # never has an ID token",
        "audience: [!Ref WebClient]  # the machine's client is left out where no route asks for scopes",
    ),
    security=True,
    levels=(
        (Level.BLOCKER, "some routes ask for scopes and others do not"),
        (Level.INFO, "no route asks for scopes, and the client is left out"),
    ),
    only="to-http",
)
CLAIMS_FORMAT = Code(
    "claims-format",
    Level.WARNING,
    "Claims that are lists or times will look different to handlers.",
    "`cognito:groups` arrives as `[a b]` instead of `a,b`, and `exp` and `iat` as seconds instead of a date. With payload 1.0 claims stay "
    "under `requestContext.authorizer.claims`.",
    "Check handlers that read groups or times from claims.",
    pages.PAYLOAD,
)
NEW_PARAMETER = Code(
    "audience-parameter",
    Level.INFO,
    "A template parameter holds the app client id.",
    "You asked for it with `--audience AUTHORIZER=param:NAME`.",
    "Give it a value when you deploy.",
    pages.JWT,
    only="to-http",
)
JWT_ISSUER = Code(
    "jwt-issuer",
    Level.BLOCKER,
    "The tokens come from an issuer that is not a Cognito user pool we can identify.",
    "A REST API checks JWTs of Cognito pools only. Without its authorizer the API would be open.",
    "Accept with `--accept jwt-issuer=authorizer`, which writes a Lambda authorizer that checks the tokens into a folder beside the template.",
    pages.JWT,
    Example(
        "JwtConfiguration: {issuer: https://example.auth0.com/, audience: [orders]}",
        "FunctionArn: !GetAtt OrdersTokenAuthorizer.Arn\nFunctionPayloadType: REQUEST\nIdentity: {Headers: [Authorization], ReauthorizeEvery: 0}",
    ),
    acceptable=False,
    security=True,
    levels=(
        (Level.BLOCKER, "no authorizer is written"),
        (Level.WARNING, "`--accept jwt-issuer=authorizer` writes one"),
    ),
    announces=frozenset(
        {
            "route.jwt",
            "route.scopes",
            "authorizer.required",
            "authorizer.clients",
            "authorizer.event_format",
            "authorizer.ttl",
        }
    ),
    ways=(AUTHORIZER,),
    only="to-rest",
)
JWT_SOURCE = Code(
    "jwt-source",
    Level.BLOCKER,
    "The token is not read from one header.",
    "A Cognito authorizer of a REST API reads a header.",
    "Let clients send the token in a header.",
    pages.COGNITO,
    acceptable=False,
    security=True,
    only="to-rest",
)
ANY_CLIENT = Code(
    "any-client",
    Level.BLOCKER,
    "Tokens of every app client of the pool will be accepted.",
    "A REST API can limit clients by the audience of ID tokens only. Routes that ask for scopes take access tokens, and those have no "
    "audience.",
    "Check that every app client of the pool may call, or check `client_id` in the handler; then accept with `--accept any-client`.",
    pages.COGNITO,
    security=True,
    announces=frozenset({"authorizer.clients"}),
)
CLIENT_PATTERN = Code(
    "client-pattern",
    Level.WARNING,
    "The value of a parameter becomes part of a regular expression that limits which app clients may call.",
    "A JWT authorizer compares the audience as a whole. `ValidationExpression` is a regular expression: characters such as `|`, `.` and `*` in "
    "the parameter's value would match other clients.",
    "Give the parameter `AllowedPattern: '[a-z0-9]+'`, the form of Cognito's client ids.",
    pages.COGNITO,
    Example("audience: [!Ref ClientId]", "Identity: {ValidationExpression: !Sub '^(${ClientId})$'}"),
    security=True,
)
ACCESS_TOKENS = Code(
    "access-tokens",
    Level.BLOCKER,
    "Access tokens are refused on routes without scopes.",
    "There a REST API takes ID tokens only: clients that send access tokens get 401.",
    "Let clients send ID tokens, or ask for a scope on these routes; then accept with `--accept access-tokens`.",
    pages.COGNITO,
    announces=frozenset({"route.tokens"}),
    only="to-rest",
)
SAME_ACCOUNT = Code(
    "same-account",
    Level.WARNING,
    "The user pool is assumed to be in the account that the stack is deployed to.",
    "An issuer's URL says nothing about the account; the ARN that a REST API wants does.",
    "Write the pool's ARN out if it is in another account.",
    pages.COGNITO,
    security=True,
)
