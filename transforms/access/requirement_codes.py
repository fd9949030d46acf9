"""Findings about what routes ask of callers: their authorizer, or what a definition says of an operation."""

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


DANGLING_AUTHORIZER = Code(
    "dangling-authorizer",
    Level.BLOCKER,
    "`DefaultAuthorizer` names an authorizer that is not defined.",
    "Under a REST API, SAM compiles that to an API without any authorizer: it is open today. Under an HTTP API SAM refuses it.",
    "Define the authorizer, or accept with `--accept dangling-authorizer` that the API stays as open as it is.",
    pages.ACCESS,
    security=True,
)


AUTHORIZER_PARAMETER = Code(
    "authorizer-parameter",
    Level.BLOCKER,
    "`DefaultAuthorizer` is given by a template parameter.",
    "SAM resolves parameters in the Auth of a REST API, not in that of an HTTP API.",
    "Write the name itself, or accept the parameter's default with `--accept authorizer-parameter`.",
    pages.ACCESS,
    Example("DefaultAuthorizer: !Ref Which", "DefaultAuthorizer: Cognito"),
    security=True,
)


EMPTY_SCOPES = Code(
    "empty-scopes",
    Level.BLOCKER,
    "A route clears the scopes of its authorizer with `AuthorizationScopes: []`.",
    "An HTTP API ignores the empty list: the route would ask for the authorizer's scopes, and tokens without them get 403.",
    "Move the scopes from the authorizer to the routes that need them, or accept the stricter route with `--accept empty-scopes`.",
    pages.ACCESS,
    security=True,
    announces=frozenset({"route.scopes"}),
)


OPTIONS_ROUTE = Code(
    "options-route",
    Level.INFO,
    "An OPTIONS route of your own is protected by the default authorizer.",
    "An HTTP API never applies the default authorizer to OPTIONS, so the route names it itself.",
    "Look for the authorizer at the event from now on.",
    pages.ACCESS,
    Example("Method: options", "Method: options\nAuth: {Authorizer: Cognito}"),
    security=True,
)


PREFLIGHT = Code(
    "preflight",
    Level.INFO,
    "CORS preflight requests went through the default authorizer.",
    "An HTTP API answers preflight requests itself, without an authorizer. Browsers send no credentials with them.",
    "Read the CORS settings of the API: they alone decide how preflight requests are answered.",
    pages.CORS,
)
