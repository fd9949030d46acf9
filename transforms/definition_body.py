"""Hand-written definitions: ``DefinitionBody`` and ``DefinitionUri``."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Move, Step
from migrator.findings import Code, Level

from . import pages

DEFINITION_BODY = Code(
    "definition-body",
    Level.BLOCKER,
    "The API has a hand-written OpenAPI definition.",
    "A definition for a REST API (Swagger 2.0, its integrations, authorizers and extensions) is refused or misread by an HTTP API.",
    "Describe the routes as function events and remove the definition, or migrate it by hand.",
    pages.OPENAPI,
    acceptable=False,
)
DEFINITION_URI = Code(
    "definition-uri",
    Level.BLOCKER,
    "The API's definition is in a file of its own.",
    "A definition for a REST API is refused or misread by an HTTP API, and SAM does not merge Auth or CORS into a file.",
    "Describe the routes as function events and remove the definition, or migrate it by hand.",
    pages.OPENAPI,
    acceptable=False,
)


def to_http(move: Move) -> Iterator[Step]:
    """Leave an API alone that has a definition of its own."""
    if (body := move.get("DefinitionBody")) is not None:
        yield move.find(DEFINITION_BODY, "The routes of this API come from a definition written for REST APIs.", body)
    if (uri := move.get("DefinitionUri")) is not None:
        yield move.find(DEFINITION_URI, "The routes of this API come from a definition file written for REST APIs.", uri)
    for event in move.api.events:
        override = event.properties.get("Auth", "OverrideApiAuth") if event.properties is not None else None
        if override is not None and body is None:
            yield from _override(move, event.properties.get("Auth") if event.properties else None, override)


def _override(move: Move, auth: object, override: object) -> Iterator[Step]:
    from migrator.operations import Remove
    from migrator.tree import Node

    from .settings import DROPPED_SETTING

    if isinstance(auth, Node) and isinstance(override, Node):
        yield move.find(DROPPED_SETTING, "`OverrideApiAuth` is removed. An event's Auth always applies on an HTTP API.", override)
        yield Remove(auth, "OverrideApiAuth")


CONCERN = Concern("definition", (DEFINITION_BODY, DEFINITION_URI), to_http, frozenset({"DefinitionBody", "DefinitionUri"}))
