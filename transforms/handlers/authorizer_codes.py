"""What is said of authorizers, and of what handlers are told of callers."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages
from .code_levels import LOWERED, blocker

IDENTITY = blocker(
    "handler-identity",
    "A handler reads what an authorizer says, and where that stands is not proven.",
    "Format 2.0 keeps claims below `authorizer.jwt`, values of a function below `authorizer.lambda` and an IAM identity below "
    "`authorizer.iam`; a REST API keeps all in `authorizer` and `identity`.",
    "Split the function by the kind of authorizer.",
    pages.LAMBDA_AUTHORIZER,
    security=True,
)
CLAIMS = blocker(
    "handler-claims",
    "A claim is read that looks different in the other API.",
    "A REST API sends `exp` and `iat` as dates in words and lists as `g1,g2`; an HTTP API sends seconds and `[g1 g2]`.",
    'Read lists with `re.split(r"[,\\s]+", value.strip("[]"))`, and times from a claim of your own.',
    pages.JWT,
    security=True,
)
AUTHORIZER_CONTEXT = blocker(
    "handler-authorizer-context",
    "A value of an authorizer's context may have another type.",
    "A REST API makes every value a text. Payload format 2.0 keeps numbers, truth values and nested ones.",
    "Let the authorizer give texts, or compare in a way that takes both.",
    pages.LAMBDA_AUTHORIZER,
    security=True,
)
ARN_STAGE = blocker(
    "handler-arn-stage",
    "An authorizer looks at the stage in an ARN, or writes it into a policy.",
    "`methodArn` and `routeArn` hold the name of the stage, which changes with the API. A statement that names the old one matches nothing.",
    "Build the ARN from the parts of the one in the event, with its own stage or `*` in that place.",
    pages.LAMBDA_AUTHORIZER,
    example=Example('f"{api}/prod/GET/*"', 'f"{api}/*/GET/*"'),
    security=True,
)
AUTHORIZER_HEADERS = Code(
    "handler-authorizer-headers",
    Level.WARNING,
    "An authorizer looks for a header in a way that depends on how its name is written.",
    "A REST API sends header names as the client wrote them, an HTTP API in lower case. Who was refused by a header may be let in.",
    LOWERED,
    pages.LAMBDA_AUTHORIZER,
    security=True,
)
UNAUTHORIZED = blocker(
    "handler-unauthorized",
    "An authorizer raises an exception to answer 401.",
    'A REST API answers 401 to `Exception("Unauthorized")`. An HTTP API takes every exception for a failure and answers 500.',
    "Return a policy that denies, or `isAuthorized: False`: the client then gets 403.",
    pages.LAMBDA_AUTHORIZER,
)
AUTHORIZER_TYPE = blocker(
    "handler-authorizer-type",
    "An authorizer asks which type of event it got.",
    "An HTTP API sends `REQUEST` always; a REST API sends `TOKEN` to authorizers of that type.",
    "Take the test out.",
    pages.LAMBDA_AUTHORIZER,
)
AUTHORIZER_TOKEN = blocker(
    "handler-authorizer-token",
    "Where an authorizer finds its token in the new event is not proven.",
    "A REST authorizer of type TOKEN gets `authorizationToken`; payload format 2.0 lists the identity sources, in `identitySource`.",
    "Read the token from the header by its name in lower case.",
    pages.LAMBDA_AUTHORIZER,
)
AUTHORIZER_ANSWER = blocker(
    "handler-authorizer-answer",
    "An authorizer's answer cannot be proven to mean the same.",
    "An answer is a policy or `isAuthorized`. A policy names methods and paths, `isAuthorized` only this request; a cached answer is taken "
    "for every route.",
    "Return the answer as a dict that is written out.",
    pages.LAMBDA_AUTHORIZER,
)
