"""What is said of handlers that the code of all languages says, and that no other code says."""

from __future__ import annotations

from typing import Final

from migrator.findings import Code, Example, Level

from ..handlers.codes import AUTHORIZERS, CORS

STAGE: Final = Code(
    "handler-stage",
    Level.BLOCKER,
    "A handler or an authorizer hangs on the name of the stage.",
    "The stage of the HTTP API is called `$default` unless it is named, also in `methodArn`; comparisons, look-ups, texts and policies that hold "
    "the old name give another answer, and access may hang on it.",
    "Take the stage from an environment variable of the function, and let policies end in `*` behind the API's id.",
    AUTHORIZERS,
    Example("if (event.requestContext.stage === 'prod')", "if (process.env.STAGE === 'prod')"),
    security=True,
    acceptable=False,
    levels=(
        (Level.BLOCKER, "to-rest, where the name of the stage changes"),
        (Level.WARNING, "the function keeps payload 1.0"),
    ),
)

CORS_IN_FORCE: Final = Code(
    "handler-cors-in-force",
    Level.WARNING,
    "A handler sends CORS headers that come into force.",
    "An HTTP API with CORS settings ignores the CORS headers of its functions. Behind a REST API they are what browsers go by: `*` or an echo "
    "of the origin lets pages of every site read the answers.",
    "Let the headers say what `CorsConfiguration` says, or take them out.",
    CORS,
    Example("'Access-Control-Allow-Origin': '*'", "'Access-Control-Allow-Origin': 'https://shop.example.com'"),
    security=True,
)

CODES: Final = (STAGE, CORS_IN_FORCE)
