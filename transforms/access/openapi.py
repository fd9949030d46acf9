"""Authorizers as the security schemes of a definition spell them: read for both kinds of API, written for the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

from migrator.concern import NO_AUTHORIZER, View
from migrator.sam.extensions import AUTH_TYPE, AUTHORIZER
from migrator.text.node import Node
from migrator.text.values import each_of, entries_of, get, given, intrinsic, is_map, literal

from ..reading.document import Document
from ..reading.functions import function_of
from .fact import Authorizer, IdentitySource, LambdaAuthorizer, Origin, Place, TokenAuthorizer
from .origins import unnamed_header
from .sam import header_of

Sort = Literal["key", "iam", "jwt", "lambda", "api", "none", "unknown"]

SORTS: Final[dict[str, dict[str, Sort]]] = {
    "rest": {"cognito_user_pools": "jwt", "token": "lambda", "request": "lambda"},
    "http": {"jwt": "jwt", "request": "lambda"},
}
"""Types of ``x-amazon-apigateway-authorizer`` that each kind of API imports."""

COGNITO: Final = "cognito_user_pools"


STARTS: Final[dict[str, dict[str, Place]]] = {
    "rest": {
        "method.request.header.": "header",
        "method.request.querystring.": "querystring",
        "stageVariables.": "stageVariables",
        "context.": "context",
    },
    "http": {
        "$request.header.": "header",
        "$request.querystring.": "querystring",
        "$stageVariables.": "stageVariables",
        "$context.": "context",
    },
}
"""How an identity source begins, by the kind of API."""

SCHEME_KEYS: Final = frozenset({"type", "description", "name", "in", AUTH_TYPE, AUTHORIZER})

# docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
_LAMBDA: Final = ("type", "authorizerUri", "authorizerCredentials", "authorizerResultTtlInSeconds", "identitySource")
LAMBDA_KEYS: Final = {
    "rest": frozenset({*_LAMBDA, "identityValidationExpression", "authorizerPayloadFormatVersion"}),
    "http": frozenset({*_LAMBDA, "authorizerPayloadFormatVersion", "enableSimpleResponses"}),
}
TOKEN_KEYS: Final = {
    "rest": frozenset({"type", "providerARNs", "identityValidationExpression", "authorizerPayloadFormatVersion"}),
    "http": frozenset({"type", "jwtConfiguration", "identitySource"}),
}


def sort_of(view: View, document: Document, name: str) -> Sort:
    """What a name in the security of an operation stands for."""
    if name == NO_AUTHORIZER:
        return "none"
    if name in view.auth.authorizers:
        return "api"  # SAM puts the API's own authorizers over the schemes of the definition, on both kinds
    scheme = document.schemes.get(name)
    if scheme is None or not is_map(scheme):
        return "key" if name == "api_key" else "unknown"
    return _sort_of_scheme(view, scheme)


def _sort_of_scheme(view: View, scheme: Node) -> Sort:
    if literal(scheme.get(AUTH_TYPE)) == "awsSigv4":
        return "iam"
    authorizer = scheme.get(AUTHORIZER)
    if authorizer is not None:
        return SORTS[view.api.kind].get((literal(authorizer.get("type")) or "").lower(), "unknown")
    return "key" if literal(scheme.get("type")) == "apiKey" and scheme.get(AUTH_TYPE) is None else "unknown"


def undecided(scheme: Node | None) -> Node | None:
    """The intrinsic that says at deployment what a security scheme is; None where the template says it.

    Arguments:
        scheme: one entry of the security schemes.
    """
    entries = entries_of(scheme)
    settings = entries.get(AUTHORIZER)
    parts = (scheme, entries.get("type"), entries.get(AUTH_TYPE), settings, entries_of(settings).get("type"))
    return next((part for part in parts if intrinsic(part) is not None), None)


def authorizer(view: View, document: Document, name: str) -> Authorizer | None:
    """Read the authorizer of a security scheme; None where it has none that its kind of API imports.

    Arguments:
        name: the scheme's name.
    """
    sort, scheme = sort_of(view, document, name), document.schemes.get(name)
    settings = get(scheme, AUTHORIZER)
    if scheme is None or settings is None or sort not in ("jwt", "lambda"):
        return None
    known = (LAMBDA_KEYS if sort == "lambda" else TOKEN_KEYS)[view.api.kind]
    ignored = [*(_others(scheme, SCHEME_KEYS) if view.api.kind == "http" else ()), *_others(settings, known)]
    origin = Origin(name, scheme, "openapi", view.api.kind, ignored=tuple(ignored))
    return _lambda(view, origin, settings) if sort == "lambda" else _tokens(origin, settings)


def _others(node: Node, known: frozenset[str]) -> Iterator[tuple[str, Node]]:
    return ((key, value) for key, value in node.entries().items() if key not in known)


def authorizers(view: View, document: Document) -> Iterator[Authorizer]:
    """Read the authorizers of a definition that ``Auth`` does not define itself."""
    yield from (found for name in document.schemes if (found := authorizer(view, document, name)) is not None)


# -- read ---------------------------------------------------------------------------------------------------------


def _lambda(view: View, origin: Origin, settings: Node) -> LambdaAuthorizer:
    token = (literal(settings.get("type")) or "").lower() == "token"
    target, ttl = settings.get("authorizerUri"), settings.get("authorizerResultTtlInSeconds")
    sources, faults = _sources(origin, settings, token=token)
    if target is None:
        faults.append((settings, f"Authorizer {origin.name} names no function."))
    expression = settings.get("identityValidationExpression")
    of_http = settings.entries() if origin.kind == "http" else {}
    ignored = origin.ignored
    if expression is not None and not token and origin.kind == "rest":
        ignored = (*ignored, ("identityValidationExpression", expression))  # it has an effect on tokens only
    return LambdaAuthorizer(
        replace(origin, faults=tuple(faults), ignored=ignored),
        target,
        function_of(view.template, target),
        role=settings.get("authorizerCredentials"),
        token=token,
        sources=tuple(sources),
        ttl=given(ttl),
        payload=of_http.get("authorizerPayloadFormatVersion"),
        simple=of_http.get("enableSimpleResponses"),
        expression=expression if token else None,
    )


def _sources(origin: Origin, settings: Node, *, token: bool) -> tuple[list[IdentitySource], list[tuple[Node, str]]]:
    node = settings.get("identitySource")
    if node is None or node.is_null:
        if not token:
            return [], []
        header, faults = _header(origin)
        return [IdentitySource("header", header or "Authorization", origin.node)], faults
    texts = [literal(item) or "?" for item in each_of(node)]
    parts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    return [_source(origin, part, node) for part in parts], []


def _source(origin: Origin, text: str, node: Node) -> IdentitySource:
    for start, place in STARTS[origin.kind].items():
        if text.startswith(start):
            return IdentitySource(place, text.removeprefix(start), node)
    return IdentitySource("context", f"?{text}", node)


def _header(origin: Origin) -> tuple[str | None, list[tuple[Node, str]]]:
    """The header that a scheme of a REST API names."""
    header, place = origin.node.get("name"), origin.node.get("in")
    faults: list[tuple[Node, str]] = []
    if literal(header) is None:
        faults.append((header or origin.node, unnamed_header(origin)))
    if place is not None and literal(place) != "header":
        faults.append((place, f"Authorizer {origin.name} does not read a header."))
    return literal(header), faults


def _tokens(origin: Origin, settings: Node) -> TokenAuthorizer:
    if origin.kind == "http":
        source = settings.get("identitySource")
        return TokenAuthorizer(
            origin,
            issuer=settings.get("jwtConfiguration", "issuer"),
            audience=settings.get("jwtConfiguration", "audience"),
            header=header_of(source),
            source=source,
        )
    header, faults = _header(origin)
    pools = settings.get("providerARNs")
    if pools is None:
        faults.append((origin.node, f"Security scheme {origin.name} names no user pool."))
    return TokenAuthorizer(
        replace(origin, faults=tuple(faults)),
        pools=pools,
        header=header,
        source=origin.node.get("name"),
        expression=settings.get("identityValidationExpression"),
    )


# -- write --------------------------------------------------------------------------------------------------------
