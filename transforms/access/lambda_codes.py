"""Findings about Lambda authorizers."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

LAMBDA_AUTHORIZER = Code(
    "lambda-authorizer",
    Level.WARNING,
    "A Lambda authorizer will answer for an HTTP API.",
    "Payload 1.0 carries what a REST API sends (`authorizationToken`, `methodArn`, headers), with differences: header names are in lower case; "
    "`type` is always `REQUEST`; `methodArn` holds the new stage, `$default` by default; context values keep their types instead of becoming "
    "text; whether a raised `Unauthorized` still gives 401 is not documented; the function has 10 seconds.",
    "Check that the function looks up header names in lower case, does not test `event['type']`, does not compare or take apart the stage in "
    "`methodArn`, and returns a policy that denies instead of raising.",
    pages.LAMBDA_AUTHORIZER,
    Example(
        "Token:\n  FunctionArn: !GetAtt Auth.Arn",
        "Token:\n  FunctionArn: !GetAtt Auth.Arn\n  AuthorizerPayloadFormatVersion: '1.0'\n  EnableFunctionDefaultPermissions: true\n"
        "  Identity:\n    Headers: [Authorization]\n    ReauthorizeEvery: 300",
    ),
)
AUTHORIZER_VALIDATION = Code(
    "authorizer-validation",
    Level.BLOCKER,
    "A Lambda authorizer has a validation expression for the token.",
    "HTTP APIs have none: tokens that do not match reach the function instead of being refused with 401.",
    "Make sure that the function refuses such tokens itself; then accept with `--accept authorizer-validation`.",
    pages.LAMBDA_AUTHORIZER,
    Example(
        "Identity: {Header: X-Token, ValidationExpression: '^Bearer .+$'}",
        "Identity: {Headers: [X-Token], ReauthorizeEvery: 300}",
    ),
    security=True,
    announces=frozenset({"authorizer.expression"}),
    only="to-http",
)
AUTHORIZER_IDENTITY = Code(
    "authorizer-identity",
    Level.BLOCKER,
    "A Lambda authorizer is identified by a context variable that the other kind of API does not have.",
    "A missing identity source means that every request is refused with 401 before the function is called.",
    "Use another identity source.",
    pages.LOGGING,
    acceptable=False,
)
AUTHORIZER_PERMISSION = Code(
    "authorizer-permission",
    Level.INFO,
    "The template itself defines the permission to call a Lambda authorizer.",
    "The template tells SAM not to create it (`DisableFunctionDefaultPermissions`); for an HTTP API SAM creates it only when told to.",
    "Check that the permission's source names the new API.",
    pages.LAMBDA_AUTHORIZER,
)
AUTHORIZER_PAYLOAD = Code(
    "authorizer-payload-2.0",
    Level.BLOCKER,
    "A Lambda authorizer takes events of payload 2.0.",
    "A REST API sends the 1.0 event: other names, other places.",
    "Adapt the authorizer function to payload 1.0 first; then accept with `--accept authorizer-payload-2.0`.",
    pages.LAMBDA_AUTHORIZER,
    security=True,
    announces=frozenset({"authorizer.event_format"}),
    only="to-rest",
)
AUTHORIZER_HEADERS = Code(
    "authorizer-headers",
    Level.WARNING,
    "A Lambda authorizer will receive header names as clients write them.",
    "An HTTP API sends most header names in lower case on payload 1.0, a REST API as the client wrote them: a function that reads "
    "`headers.authorization` finds nothing where the client sent `Authorization`.",
    "Look up headers case-insensitively.",
    pages.LAMBDA_AUTHORIZER,
    Example(
        'event["headers"]["authorization"]',
        '{name.lower(): value for name, value in event["headers"].items()}["authorization"]',
    ),
)
SIMPLE_RESPONSES = Code(
    "simple-responses",
    Level.BLOCKER,
    "A Lambda authorizer answers yes or no instead of with a policy.",
    "A REST API takes an IAM policy only: every request would be refused with 500.",
    "Let the function return a policy; then accept with `--accept simple-responses`.",
    pages.LAMBDA_AUTHORIZER,
    security=True,
    announces=frozenset({"authorizer.simple_responses", "authorizer.event_format"}),
    only="to-rest",
)
IDENTITY_UNCHECKED = Code(
    "identity-unchecked",
    Level.WARNING,
    "A Lambda authorizer that caches no decisions has identity sources.",
    "An HTTP API answers 401 when a source is missing. A REST API calls the function all the same unless decisions are cached "
    "(`ReauthorizeEvery` above 0), so the function will see requests that lack it.",
    "Make sure that the function refuses requests without them, and does not fail on them.",
    pages.LAMBDA_AUTHORIZER,
    Example(
        "Identity: {Headers: [X-Tenant]}  # HTTP API: 401 without the header",
        "Identity: {Headers: [X-Tenant], ReauthorizeEvery: 0}  # REST API: the function decides",
    ),
    security=True,
    announces=frozenset({"authorizer.required"}),
)
IDENTITY_REQUIRED = Code(
    "identity-required",
    Level.WARNING,
    "A REQUEST authorizer that caches no decisions has identity sources.",
    "A REST API that caches no decisions calls the function even when a source is missing. An HTTP API answers 401 unless all are present.",
    "Remove from `Identity` what callers need not send.",
    pages.LAMBDA_AUTHORIZER,
    Example(
        "Identity: {Headers: [X-A], QueryStrings: [a], ReauthorizeEvery: 0}  # either may do",
        "Identity: {Headers: [X-A], QueryStrings: [a], ReauthorizeEvery: 0}  # 401 without both",
    ),
    announces=frozenset({"authorizer.required"}),
    only="to-http",
)
FOREIGN_FUNCTION = Code(
    "foreign-function",
    Level.WARNING,
    "A function that this template does not define must allow the new API to invoke it.",
    "A function of another account, or one that is managed elsewhere, says in its own resource policy which APIs may invoke it, by their "
    "ids. The migrated API has a new id, and API Gateway answers 500 until that policy names it.",
    "Before clients move, add a permission for the new API to the function's resource policy (`aws lambda add-permission` with the new "
    "API's ARN as source).",
    pages.LAMBDA_AUTHORIZER,
)
