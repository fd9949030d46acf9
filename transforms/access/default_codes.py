"""Findings about the default authorizer, and about the routes that it covers."""

from __future__ import annotations

from migrator.findings import Code, Example, Level

from .. import pages

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
    "Read the CORS settings of the API: they alone decide what preflight requests are told.",
    pages.CORS,
)
