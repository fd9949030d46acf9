"""Reads on which access hangs, in code that the event could not be followed into: told by the names that are written there."""

from __future__ import annotations

import re
from typing import Final

from migrator.facts import AuthorizerFacts, Facts
from migrator.findings import Code

from . import authorizer_codes, codes

LOST: Final = frozenset({codes.ESCAPES, codes.NOT_FOLLOWED, codes.DECORATOR, codes.REBOUND, codes.DYNAMIC_KEY})
"""Findings that say that the event went out of sight."""


STAGE_TEXT: Final = re.compile(r"(?:^|[.\[{(])stage(?:$|[\]}).:!])")
"""Texts by which a library or a helper looks the stage up: ``stage``, ``requestContext.stage``, ``{stage}``, ``%(stage)s``."""

NOT_EVENTS: Final = frozenset(
    {"environ", "env", "config", "settings", "options", "opts", "args", "argv", "stageVariables"}
)
"""Names of what holds a stage of its own."""

ANSWERS: Final = frozenset({"res", "resp", "response", "result", "reply", "answer", "options", "opts", "config"})
"""Names of what has headers that are not those of the event."""

GROUPS: Final = "cognito:groups"


def said_of(holder: str, key: str, facts: Facts, *, of_event: bool = False) -> tuple[Code, str] | None:
    """What is to be said of a key that is taken of something, where nothing tells that this is the event.

    Arguments:
        holder: the last name of what it is taken of.
        key: the key.
        facts: what the template says of the function.
        of_event: whether what it is taken of may be a part of the event, and is nothing else by its name.

    Returns:
        The code and what is there; None for what both formats have alike.
    """
    if key == "stage" and not facts.same_stage and holder not in NOT_EVENTS:
        return codes.STAGE, f"`{holder or '...'}.stage` is read in code that is not followed from the handler"
    capitals = holder == "headers" and key != key.lower()
    if isinstance(facts, AuthorizerFacts):
        if key in ("methodArn", "routeArn") and not facts.same_stage:
            return authorizer_codes.ARN_STAGE, f"`{key}` is read in code that is not followed from the authorizer"
        if capitals and "token" not in (facts.before, facts.after):
            return (
                authorizer_codes.AUTHORIZER_HEADERS,
                f"The header `{key}` is read in code that is not followed from the authorizer",
            )
        return None
    if capitals and of_event:
        return codes.HEADER_CASE, f"The header `{key}` is read in code that is not followed from the handler"
    kinds = {route.identity for route in facts.routes}
    if key in ("claims", GROUPS) and "claims" in kinds:
        return authorizer_codes.CLAIMS, f"`{key}` is read in code that is not followed from the handler"
    if key == "authorizer" and "lambda" in kinds:
        return (
            authorizer_codes.AUTHORIZER_CONTEXT,
            "`requestContext.authorizer` is read in code that is not followed from the handler",
        )
    return None
