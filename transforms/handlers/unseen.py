"""Reads on which access hangs, in code that the event could not be followed into: told by the names that are written there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from migrator.facts import AuthorizerFacts, Facts
from migrator.findings import Code, Finding, Level

from . import authorizer_codes, codes
from .outcome import close
from .sentence import Speaker

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


def report(
    facts: Facts, said: Iterable[Finding], reads: Iterable[tuple[Speaker, Any, tuple[Code, str] | None]], *, lost: bool
) -> None:
    """Report such reads where the formats are nearly the same; elsewhere the loss alone keeps the code as it is.

    Arguments:
        said: what was said so far.
        reads: keys that are taken where nothing was followed, each with the draft of its file and what is to be said.
        lost: whether the handler itself is not followed.
    """
    if not close(facts) or not (lost or any(each.code in LOST for each in said)):
        return
    for draft, node, told in reads:
        if told is not None:
            code, what = told
            message = f"{what}. If it is taken of the event, it is not the same on the other API."
            draft.say(code, node, message, code.remedy, Level.WARNING)


def said_of(holder: str, key: str, facts: Facts, *, of_event: bool = False) -> tuple[Code, str] | None:
    """What is to be said of a key that is taken of something, where nothing tells that this is the event.

    Arguments:
        holder: the last name of what it is taken of.
        of_event: whether what it is taken of may be a part of the event, and is nothing else by its name.

    Returns:
        The code and what is there; None for what both formats have alike.
    """
    if key == "stage" and not facts.same_stage and holder not in NOT_EVENTS:
        return codes.STAGE, f"`{holder or '...'}.stage` is read in code that is not followed from the handler"
    capitals = holder == "headers" and key != key.lower()
    if isinstance(facts, AuthorizerFacts):
        return _said_of_authorizer(key, facts, capitals=capitals)
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


def _said_of_authorizer(key: str, facts: AuthorizerFacts, *, capitals: bool) -> tuple[Code, str] | None:
    if key in ("methodArn", "routeArn") and not facts.same_stage:
        return authorizer_codes.ARN_STAGE, f"`{key}` is read in code that is not followed from the authorizer"
    if capitals and facts.before != "token":
        what = f"The header `{key}` is read in code that is not followed from the authorizer"
        return authorizer_codes.AUTHORIZER_HEADERS, what
    return None
