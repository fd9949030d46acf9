"""The requests on which access can hang: groups, roles and truth values that the code itself names, and stages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..facts import CATCH_ALL, Facts, Format, RouteFacts
from .requests import FormatTrap, Request
from .vocabulary import Vocabulary

MOST = 12
"""Words of the code that are tried one by one."""

GROUPS = "cognito:groups"
_LISTS = re.compile(r"group|role|permission", re.IGNORECASE)
"""Claims that hold several values when they are called so."""

_STAGE = re.compile(r"[A-Za-z0-9_-]{1,32}|\$default")


def access_requests(usual: Request, asked: Vocabulary) -> Iterator[Request]:
    """List requests of clients that the code may tell apart.

    Arguments:
        usual: a request of the route.
    """
    words = asked.words[:MOST]
    if usual.route.identity == "claims":
        claims = (GROUPS, *(name for name in asked.names if _LISTS.search(name) and name != GROUPS))
        for groups in (*((word,) for word in words), *((word, "others") for word in words[:1]), words[:2]):
            if groups:
                name = f"the group{'s' if len(groups) > 1 else ''} {', '.join(map(repr, groups))}"
                given: tuple[tuple[str, Any], ...] = tuple((claim, list(groups)) for claim in claims)
                yield replace(usual, name=name, given=given, trap=FormatTrap.CLAIMS)
    if usual.route.identity == "lambda":
        for value in (False, True, 0, 1, *words):
            given = tuple((key, value) for key in ("admin", "level", *asked.names))
            name = f"{value!r} as every value of the authorizer's context"
            yield replace(usual, name=name, given=given, trap=FormatTrap.CONTEXT)


def stage_of(version: Format, facts: Facts) -> str:
    """Name of the stage of an API.

    Arguments:
        version: format of its events.
    """
    if version == "rest":
        return facts.rest_stage or facts.stage or "prod"
    return facts.stage or CATCH_ALL


def other_stages(facts: RouteFacts, asked: Vocabulary) -> Iterator[str]:
    """Names that the code knows, where the template leaves the name of the REST API's stage to the deployment.

    Arguments:
        facts: what the template says of the function.
    """
    if facts.rest_stage is None and facts.stage is None:
        known = stage_of("rest", facts)
        yield from (value for value in asked.values[:MOST] if _STAGE.fullmatch(value) and value != known)
