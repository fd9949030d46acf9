"""Reads on which access hangs, in code that the event could not be followed into: told by the names that are written there."""

from __future__ import annotations

from typing import Final

from migrator.facts import AuthorizerFacts, Facts
from migrator.findings import Code

from . import authorizer_codes, codes

LOST: Final = frozenset({codes.ESCAPES, codes.NOT_FOLLOWED, codes.DECORATOR, codes.REBOUND, codes.DYNAMIC_KEY})
"""Findings that say that the event went out of sight."""


def said_of(holder: str, key: str, facts: Facts) -> tuple[Code, str] | None:
    """What is to be said of a key that is taken of something, where nothing tells that this is the event.

    Arguments:
        holder: the last name of what it is taken of.
        key: the key.
        facts: what the template says of the function.

    Returns:
        The code and what is there; None for what both formats have alike.
    """
    if holder == "requestContext" and key == "stage" and not facts.same_stage:
        return codes.STAGE, "`requestContext.stage` is read in code that is not followed from the handler"
    if isinstance(facts, AuthorizerFacts):
        if key in ("methodArn", "routeArn") and not facts.same_stage:
            return authorizer_codes.ARN_STAGE, f"`{key}` is read in code that is not followed from the authorizer"
        if holder == "headers" and key != key.lower() and "token" not in (facts.before, facts.after):
            return (
                authorizer_codes.AUTHORIZER_HEADERS,
                f"The header `{key}` is read in code that is not followed from the authorizer",
            )
        return None
    kinds = {route.identity for route in facts.routes}
    if holder == "authorizer" and key == "claims" and "claims" in kinds:
        return authorizer_codes.CLAIMS, "`authorizer.claims` is read in code that is not followed from the handler"
    if holder == "requestContext" and key == "authorizer" and "lambda" in kinds:
        return (
            authorizer_codes.AUTHORIZER_CONTEXT,
            "`requestContext.authorizer` is read in code that is not followed from the handler",
        )
    return None
