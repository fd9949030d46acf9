"""Findings about what the operations of a definition ask of callers."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

DEFINITION_SECURITY = Code(
    "definition-security",
    Level.BLOCKER,
    "The security of an operation in the definition has no exact counterpart.",
    "An operation of an HTTP API has one authorizer, which must be JWT, Lambda or IAM; anything else fails the import or protects nothing. "
    "A REST API leaves an operation open whose authorizer it does not know.",
    "Give the operation one authorizer that is defined in the definition or in `Auth`.",
    pages.OPENAPI,
    acceptable=False,
    security=True,
)
OPEN_SCHEME = Code(
    "open-scheme",
    Level.BLOCKER,
    "An operation asks for a security scheme that has no authorizer.",
    "API Gateway does not check such a scheme: it documents what the function checks itself, or it was meant to protect the operation and does "
    "not. The operation is open to everyone as far as API Gateway goes, and stays so.",
    "If an authorizer is missing, add it to the scheme. If the function checks callers itself, accept with `--accept open-scheme`; the "
    "requirement is removed.",
    pages.OPENAPI,
    Example("security: [{Bearer: []}]  # type: http, no authorizer", "(removed: API Gateway never checked it)"),
    security=True,
    announces=frozenset({"route.unknown"}),
)
ROOT_SECURITY = Code(
    "root-security",
    Level.BLOCKER,
    "The definition asks for security at its top level, and operations have none of their own.",
    "API Gateway ignores security at the top level of a REST API's definition: such operations are open today, which may not be what is "
    "meant. Left in place it could mean something to an HTTP API.",
    "Write `security` on the operations that need it; or accept with `--accept root-security` that they stay open.",
    pages.KNOWN_ISSUES,
    Example("security: [{Token: []}]\npaths: {/x: {get: {…}}}", "paths: {/x: {get: {security: [{Token: []}], …}}}"),
    security=True,
)
