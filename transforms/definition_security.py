"""Security of a definition: its schemes, and what its operations ask for."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Literal

from migrator.concern import AWS_IAM, NO_AUTHORIZER, Move, Step, is_true
from migrator.text.operations import Insert, Remove, RemoveItem
from migrator.text.tree import Node
from migrator.text.values import Value, data, is_list, is_map, literal

from . import swagger2
from .api_keys import API_KEYS
from .cognito import jwt_configuration
from .cognito_codes import CLAIMS_FORMAT, JWT_TOKENS
from .definition_codes import DEFINITION_SECURITY, ROOT_SECURITY
from .iam import IAM
from .lambda_authorizer import DEFAULT_TTL, REST_ONLY_CONTEXT, is_never
from .lambda_authorizer_codes import (
    AUTHORIZER_IDENTITY,
    AUTHORIZER_VALIDATION,
    IDENTITY_REQUIRED,
    LAMBDA_AUTHORIZER,
)
from .openapi_document import AUTH_TYPE, AUTHORIZER, Document, Operation, is_open_list
from .settings import DROPPED_SETTING

Sort = Literal["key", "iam", "jwt", "lambda", "api", "none", "unknown"]

SORTS: dict[str, dict[str, Sort]] = {
    "rest": {"cognito_user_pools": "jwt", "token": "lambda", "request": "lambda"},
    "http": {"jwt": "jwt", "request": "lambda"},
}
"""Types of ``x-amazon-apigateway-authorizer`` that each kind of API imports."""

LAMBDA_KEYS = frozenset({"type", "authorizerUri", "authorizerCredentials", "authorizerResultTtlInSeconds", "identitySource",
                         "identityValidationExpression"})  # fmt: skip
COGNITO_KEYS = frozenset({"type", "providerARNs", "identityValidationExpression"})

SOURCES = {"method.request.": "$request.", "stageVariables.": "$stageVariables.", "context.": "$context."}
"""How an identity source begins, for REST APIs and for HTTP APIs."""

Schemes = dict[str, Value]
"""Security schemes after, by name; those that go are missing."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """One name that an operation asks for."""

    name: str
    sort: Sort
    entry: Node
    index: int
    scopes: Node


def sort_of(move: Move, document: Document, name: str) -> Sort:
    """What a name in the security of an operation stands for."""
    if name == NO_AUTHORIZER:
        return "none"
    if name in move.auth.authorizers:
        return "api"  # SAM puts the API's own authorizers over the schemes of the definition, on both kinds
    scheme = document.schemes.get(name)
    if scheme is None or not is_map(scheme):
        return "key" if name == "api_key" else "unknown"
    if literal(scheme.get(AUTH_TYPE)) == "awsSigv4":
        return "iam"
    authorizer = scheme.get(AUTHORIZER)
    if authorizer is not None:
        return SORTS[move.api.kind].get((literal(authorizer.get("type")) or "").lower(), "unknown")
    return "key" if literal(scheme.get("type")) == "apiKey" and scheme.get(AUTH_TYPE) is None else "unknown"


# -- schemes ------------------------------------------------------------------------------------------------------


def schemes(move: Move, document: Document, operations: list[Operation]) -> Generator[Step, None, Schemes]:
    """What the security schemes become.

    Arguments:
        operations: all that stay.
    """
    after: Schemes = {}
    if document.schemes and move.auth.authorizers and not document.is_swagger and "components" in document.schemes_key:
        # SAM writes the API's authorizers over all schemes of an OpenAPI 3 body of a REST API, and beside them for HTTP.
        node = document.body.get(*document.schemes_key)
        yield move.find(
            DEFINITION_SECURITY, "Both `Auth` and the definition define authorizers; SAM drops the latter today.", node
        )
    for name, scheme in document.schemes.items():
        sort = sort_of(move, document, name)
        if sort == "jwt":
            after[name] = yield from _cognito(move, name, scheme, operations, document)
        elif sort == "lambda":
            after[name] = yield from _lambda(move, name, scheme)
        elif sort == "key":
            yield move.find(
                DROPPED_SETTING,
                f"Security scheme {name} is removed. It is an API key, and HTTP APIs have none.",
                scheme,
            )
        elif sort == "unknown" and any(
            is_map(scheme) and scheme.get(key) is not None for key in (AUTHORIZER, AUTH_TYPE)
        ):
            yield move.find(DEFINITION_SECURITY, f"Security scheme {name} is of a type that is not known.", scheme)
        else:
            after[name] = swagger2.scheme(scheme) if document.is_swagger else scheme
    return after


def _cognito(
    move: Move, name: str, scheme: Node, operations: list[Operation], document: Document
) -> Generator[Step, None, Value]:
    authorizer = scheme.get(AUTHORIZER)
    pools = authorizer.get("providerARNs") if authorizer is not None else None
    if authorizer is None or pools is None:
        yield move.find(DEFINITION_SECURITY, f"Security scheme {name} names no user pool.", scheme)
        return scheme
    configuration = yield from jwt_configuration(
        move, name, scheme, pools, authorizer.get("identityValidationExpression")
    )
    header = yield from _header(move, name, scheme)
    yield from _dropped(move, name, authorizer, COGNITO_KEYS)
    yield move.find(
        CLAIMS_FORMAT, f"Handlers behind authorizer {name} get list and time claims in another spelling.", scheme
    )
    wanted = [w for op in operations for w in wanted_by(move, document, op) if w.name == name]
    if not wanted or any(not w.scopes.items for w in wanted):
        yield move.find(JWT_TOKENS, f"Authorizer {name} asks for no scope, so it takes access tokens too.", scheme)
    settings: dict[str, Value] = {
        "type": "jwt",
        "jwtConfiguration": configuration,
        "identitySource": f"$request.header.{header}",
    }
    return {"type": "oauth2", **described(scheme), AUTHORIZER: settings}


def _lambda(move: Move, name: str, scheme: Node) -> Generator[Step, None, Value]:
    authorizer = scheme.get(AUTHORIZER)
    assert authorizer is not None  # noqa: S101 - it is what makes it one
    kind = (literal(authorizer.get("type")) or "").upper()
    yield move.find(LAMBDA_AUTHORIZER, f"Authorizer {name} ({kind}) gets payload 1.0 events of an HTTP API.", scheme)
    if (expression := authorizer.get("identityValidationExpression")) is not None:
        if kind == "TOKEN":
            what = f"Authorizer {name} is asked about every token; those that do not match the expression too."
            yield move.find(AUTHORIZER_VALIDATION, what, expression)
        else:
            yield move.find(
                DROPPED_SETTING,
                "`identityValidationExpression` is removed. It has an effect on tokens only.",
                expression,
            )
    yield from _dropped(move, name, authorizer, LAMBDA_KEYS)
    sources = yield from _sources(move, name, scheme, authorizer, kind)
    kept_for = authorizer.get("authorizerResultTtlInSeconds")
    if kind == "REQUEST" and sources and kept_for is not None and is_never(kept_for):
        yield move.find(IDENTITY_REQUIRED, f"Authorizer {name} is asked even where a source is missing.", authorizer)
    ttl: Value = kept_for
    if ttl is None and sources:
        ttl = DEFAULT_TTL  # T12
    elif ttl is None:
        yield move.find(
            DEFINITION_SECURITY,
            f"Authorizer {name} caches for {DEFAULT_TTL} seconds, by no identity source.",
            authorizer,
        )
    settings: dict[str, Value] = {"type": "request"}
    for key in ("authorizerUri", "authorizerCredentials"):
        if (value := authorizer.get(key)) is not None:
            settings[key] = value
    if "authorizerUri" not in settings:
        yield move.find(DEFINITION_SECURITY, f"Authorizer {name} names no function.", authorizer)
    settings["authorizerPayloadFormatVersion"] = "1.0"
    if sources:
        settings["identitySource"] = sources[0] if len(sources) == 1 else [*sources]
    settings["authorizerResultTtlInSeconds"] = ttl
    kept: dict[str, Value] = {key: scheme.get(key) for key in ("name", "in") if scheme.get(key) is not None}
    return {
        "type": "apiKey",
        **described(scheme),
        "name": "Authorization",
        "in": "header",
        **kept,
        AUTHORIZER: settings,
    }


def described(scheme: Node) -> dict[str, Value]:
    """The description of a scheme, as the beginning of another."""
    description = scheme.get("description")
    return {"description": description} if description is not None else {}


def _header(move: Move, name: str, scheme: Node) -> Generator[Step, None, str]:
    """The header that a token is read from."""
    header = scheme.get("name")
    if literal(header) is None:
        yield move.find(DEFINITION_SECURITY, f"The header of authorizer {name} is no literal name.", header or scheme)
    if scheme.get("in") is not None and literal(scheme.get("in")) != "header":
        yield move.find(DEFINITION_SECURITY, f"Authorizer {name} does not read a header.", scheme.get("in"))
    return literal(header) or "Authorization"


def _sources(move: Move, name: str, scheme: Node, authorizer: Node, kind: str) -> Generator[Step, None, list[str]]:
    """Identity sources in the spelling of HTTP APIs."""
    node = authorizer.get("identitySource")
    if node is None:
        return [f"$request.header.{(yield from _header(move, name, scheme))}"] if kind == "TOKEN" else []
    texts = [literal(item) for item in node.elements()] if is_list(node) else [literal(node)]
    found = []
    for text in (part.strip() for whole in texts for part in (whole or "?").split(",") if part.strip()):
        start = next((start for start in SOURCES if text.startswith(start)), None)
        if start is None or (start == "context." and text.removeprefix(start).startswith(REST_ONLY_CONTEXT)):
            yield move.find(AUTHORIZER_IDENTITY, f"Authorizer {name} is identified by `{text}`.", node)
        else:
            found.append(SOURCES[start] + text.removeprefix(start))
    return found


def _dropped(move: Move, name: str, authorizer: Node, known: frozenset[str]) -> Iterator[Step]:
    for key, value in authorizer.entries().items():
        if key not in known and key != "authorizerPayloadFormatVersion":
            # `enableSimpleResponses` is ignored by REST APIs and would wake up; Cognito authorizers keep no answers.
            yield move.find(
                DROPPED_SETTING, f"`{key}` of authorizer {name} is removed. It has no effect on a REST API.", value
            )


# -- operations ---------------------------------------------------------------------------------------------------


def requirements(move: Move, document: Document, operations: list[Operation]) -> Iterator[Step]:
    """Check what operations ask for; API keys that the user gives up go."""
    yield from _root(move, document, operations)
    for operation in operations:
        security = operation.node.get("security")
        if security is not None and not security.is_null:
            yield from _operation(move, document, operation, security)
        if not wanted_by(move, document, operation):
            yield from _options(move, operation, security)
        auth = operation.node.get("x-amazon-apigateway-auth")
        if auth is not None and (literal(auth.get("type")) or "").upper() == "NONE":
            yield move.find(
                DROPPED_SETTING, "`x-amazon-apigateway-auth: {type: NONE}` is removed. It asks for nothing.", auth
            )
            yield Remove(operation.node, "x-amazon-apigateway-auth")
        elif auth is not None:
            yield move.find(
                DEFINITION_SECURITY,
                f"{operation.label} is open to callers that `x-amazon-apigateway-auth` names.",
                auth,
            )


def wanted_by(move: Move, document: Document, operation: Operation) -> list[Wanted]:
    """The names that an operation asks for; nothing where its security cannot be read."""
    security = operation.node.get("security")
    if security is None or not is_open_list(security):
        return []
    return [
        Wanted(name, sort_of(move, document, name), entry, index, scopes)
        for index, entry in enumerate(security.elements())
        for name, scopes in entry.entries().items()
    ]


def _root(move: Move, document: Document, operations: list[Operation]) -> Iterator[Step]:
    security = document.body.get("security")
    if security is None:
        return
    bare = [op for op in operations if op.node.get("security") is None]
    if bare and not security.is_null and (not is_list(security) or security.items):
        yield move.find(ROOT_SECURITY, f"{bare[0].label} has no security of its own, so it is open today.", security)
    else:
        yield move.find(
            DROPPED_SETTING,
            "`security` at the top level is removed. API Gateway reads that of the operations.",
            security,
        )
    yield Remove(document.body, "security")


def _operation(move: Move, document: Document, operation: Operation, security: Node) -> Iterator[Step]:
    if not is_open_list(security) or not all(is_map(entry) for entry in security.elements()):
        yield move.find(DEFINITION_SECURITY, f"The security of {operation.label} is no list of maps.", security)
        return
    wanted = wanted_by(move, document, operation)
    for one in wanted:
        if one.sort == "key":
            yield move.find(API_KEYS, f"An API key is required on {operation.label}.", security)
            # T44: next to an authorizer it is refused; the authorizer stays.
            alone = len(one.entry.entries()) == 1
            yield RemoveItem(security, one.index) if alone else Remove(one.entry, one.name)
    others = [one for one in wanted if one.sort != "key"]
    if any(not entry.entries() for entry in security.elements()):
        # SAM adds the default authorizer of a REST API to it, and leaves it alone for an HTTP API: an open route.
        yield move.find(DEFINITION_SECURITY, f"{operation.label} has an empty requirement.", security)
    if len(others) > 1:
        yield move.find(
            DEFINITION_SECURITY, f"{operation.label} asks for {' and '.join(o.name for o in others)}.", security
        )
    for one in others:
        yield from _authorizer(move, operation, one, security)


def _authorizer(move: Move, operation: Operation, one: Wanted, security: Node) -> Iterator[Step]:
    default = move.auth.default
    if one.sort == "unknown":
        what = f"{operation.label} asks for {one.name}, which is no authorizer: API Gateway lets everybody in today."
        yield move.find(DEFINITION_SECURITY, what, security)
    elif one.sort == "iam":
        yield move.find(IAM, f"{operation.label} is open to callers that sign with IAM; that stays so.", security)
    elif one.sort == "lambda" and (not is_list(one.scopes) or one.scopes.items):
        yield move.find(
            DEFINITION_SECURITY, f"{operation.label} asks for scopes of {one.name}, which has none.", one.scopes
        )
    elif not is_open_list(one.scopes):
        yield move.find(
            DEFINITION_SECURITY, f"The scopes of {operation.label} are no list that stands here.", one.scopes
        )
    if default is not None and one.sort not in ("api", "none") and one.name != AWS_IAM:
        # SAM adds the default authorizer of a REST API to such a requirement, and leaves it alone for an HTTP API.
        yield move.find(
            DEFINITION_SECURITY, f"{operation.label} has {one.name} and the default authorizer {default}.", security
        )


def _options(move: Move, operation: Operation, security: Node | None) -> Iterator[Step]:
    """T5: the default authorizer of a REST API covers OPTIONS, that of an HTTP API never does."""
    from .default_authorizer import OPTIONS_ROUTE

    default = move.auth.default
    preflight = move.get("Auth", "AddDefaultAuthorizerToCorsPreflight")
    if (
        operation.method != "OPTIONS"
        or default is None
        or default == NO_AUTHORIZER
        or (preflight is not None and not is_true(preflight))
    ):
        return
    authorizer = move.auth.authorizers.get(default)
    scopes = authorizer.get("AuthorizationScopes") if authorizer is not None else None
    yield move.find(OPTIONS_ROUTE, f"{operation.label} names its authorizer `{default}` itself.", operation.node)
    if security is not None:
        yield Remove(operation.node, "security")
    yield Insert(operation.node, "security", [{default: data(scopes) if scopes is not None else []}])
