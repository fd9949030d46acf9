"""Security schemes of an HTTP API's definition: JWT authorizers of user pools and Lambda authorizers of a REST API."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from migrator.concern import Move, Step, is_true
from migrator.text.operations import entry
from migrator.text.tree import Node
from migrator.text.values import Value, is_list, is_map, literal

from .cognito import client_expression, token_header
from .cognito_codes import CLAIMS_FORMAT, JWT_ISSUER, SAME_ACCOUNT
from .definition_codes import DEFINITION_SECURITY
from .definition_events import overriding, signed
from .definition_security import SOURCES, described, sort_of
from .invocations import WRITTEN, invocation
from .lambda_authorizer import HTTP_ONLY_CONTEXT, is_never
from .lambda_authorizer_codes import (
    AUTHORIZER_HEADERS,
    AUTHORIZER_IDENTITY,
    AUTHORIZER_PAYLOAD,
    IDENTITY_UNCHECKED,
    SIMPLE_RESPONSES,
)
from .openapi_document import AUTH_TYPE, AUTHORIZER, Document
from .settings import DROPPED_SETTING
from .user_pools import pool_arn_of

COGNITO = "cognito_user_pools"

UNUSED_HEADER = "Unused"
"""The header in the scheme of a request authorizer, as SAM writes it; its sources stand in the authorizer."""

REQUEST_SOURCES = ("header.", "querystring.")
"""What of a request identifies a caller to the authorizers of both kinds."""

SCHEME_KEYS = frozenset({"type", "description", "name", "in", AUTH_TYPE, AUTHORIZER})
JWT_KEYS = frozenset({"type", "jwtConfiguration", "identitySource"})
REQUEST_KEYS = frozenset({"type", "authorizerUri", "authorizerCredentials", "authorizerResultTtlInSeconds", "identitySource",
                          "authorizerPayloadFormatVersion", "enableSimpleResponses"})  # fmt: skip


def convert(move: Move, document: Document) -> Iterator[Step]:
    """State what becomes of the security schemes of an HTTP API's definition."""
    section = document.body.get(*document.schemes_key)
    own = [name for name in document.schemes if name not in move.auth.authorizers]
    if section is None or not own:
        return
    if "components" not in document.schemes_key:
        what = "`securityDefinitions` belongs to Swagger 2.0: an HTTP API skips it, and SAM reads it for a REST API."
        remedy = "Move it to `components.securitySchemes` if it is meant, or remove it."
        yield move.find(DEFINITION_SECURITY, what, section, remedy=remedy)
        return
    used = {name for operation in document.operations for name in operation.asks}
    if _written_by_sam(move, document) and not used.isdisjoint(own):
        what = "Both the definition and `Auth` define authorizers; for a REST API SAM drops those of the definition."
        yield move.find(DEFINITION_SECURITY, what, section, remedy="Define all authorizers in one of the two places.")
    for name in own:
        scheme = document.schemes[name]
        after = yield from _scheme(move, document, name, scheme)
        if after is not scheme:
            yield from entry(section, name, after)


def _written_by_sam(move: Move, document: Document) -> bool:
    """Whether SAM writes security schemes of its own, which take the place of all others in a REST API's body."""
    by_event = any(signed(move, event) for event in overriding(move, document))
    return bool(move.auth.authorizers) or move.auth.default is not None or by_event


def _scheme(move: Move, document: Document, name: str, scheme: Node) -> Generator[Step, None, Value]:
    sort = sort_of(move, document, name)
    if sort == "jwt":
        return (yield from _jwt(move, document, name, scheme))
    if sort == "lambda":
        return (yield from _lambda(move, name, scheme))
    if sort == "unknown" and is_map(scheme) and any(scheme.get(key) is not None for key in (AUTHORIZER, AUTH_TYPE)):
        what = f"Security scheme {name} is of a type that HTTP APIs do not have; it protects nothing today."
        yield move.find(DEFINITION_SECURITY, what, scheme, remedy="Write it as a `jwt` or `request` authorizer first.")
    return scheme


def _jwt(move: Move, document: Document, name: str, scheme: Node) -> Generator[Step, None, Value]:
    authorizer = scheme.get(AUTHORIZER)
    assert authorizer is not None  # noqa: S101 - it is what makes it one
    issuer = authorizer.get("jwtConfiguration", "issuer")
    arn, assumed = pool_arn_of(move.template, issuer) if issuer is not None else (None, False)
    if arn is None:
        what = f"The issuer of authorizer {name} is no Cognito user pool that can be told."
        yield move.find(JWT_ISSUER, what, issuer or scheme)
        return scheme
    if assumed:
        what = f"The user pool of authorizer {name} is taken to be in the stack's own account."
        yield move.find(SAME_ACCOUNT, what, issuer)
    header = yield from token_header(move, name, scheme, authorizer.get("identitySource"))
    scoped = [bool(op.asks[name].items) for op in document.operations if name in op.asks]
    audience = authorizer.get("jwtConfiguration", "audience")
    expression = yield from client_expression(move, name, scheme, audience, scoped)
    yield from _dropped(move, name, scheme, SCHEME_KEYS)
    yield from _dropped(move, name, authorizer, JWT_KEYS)
    what = f"Handlers behind authorizer {name} get list and time claims in another spelling."
    yield move.find(CLAIMS_FORMAT, what, scheme)
    settings: dict[str, Value] = {"type": COGNITO, "providerARNs": [arn]}
    if expression is not None:
        settings["identityValidationExpression"] = expression
    return {
        "type": "apiKey",
        **described(scheme),
        "name": header,
        "in": "header",
        AUTH_TYPE: COGNITO,
        AUTHORIZER: settings,
    }


def _lambda(move: Move, name: str, scheme: Node) -> Generator[Step, None, Value]:
    authorizer = scheme.get(AUTHORIZER)
    assert authorizer is not None  # noqa: S101 - it is what makes it one
    version, simple = authorizer.get("authorizerPayloadFormatVersion"), authorizer.get("enableSimpleResponses")
    if version is None or version.text.removesuffix(".0") != "1":
        yield move.find(AUTHORIZER_PAYLOAD, f"Authorizer {name} takes events of payload 2.0.", version or authorizer)
    else:
        yield move.find(AUTHORIZER_HEADERS, f"Authorizer {name} may look headers up in lower case.", version)
    if is_true(simple):
        yield move.find(SIMPLE_RESPONSES, f"Authorizer {name} answers yes or no.", simple)
    yield from _dropped(move, name, scheme, SCHEME_KEYS)
    yield from _dropped(move, name, authorizer, REQUEST_KEYS)
    uri = authorizer.get("authorizerUri")
    address = invocation(move, uri)
    if address is None:
        what = f"The function of authorizer {name} is given in a form that no address for a REST API can be made of."
        yield move.find(DEFINITION_SECURITY, what, uri or authorizer, remedy=WRITTEN)
    settings: dict[str, Value] = {"type": "request", "authorizerUri": address}
    if (credentials := authorizer.get("authorizerCredentials")) is not None:
        settings["authorizerCredentials"] = credentials
    sources = yield from _sources(move, name, authorizer)
    if sources:
        settings["identitySource"] = ", ".join(sources)
    kept = authorizer.get("authorizerResultTtlInSeconds")
    if sources and (kept is None or kept.is_null or is_never(kept)):
        what = f"Authorizer {name} will be asked about requests without its identity sources too."
        yield move.find(IDENTITY_UNCHECKED, what, authorizer)
    settings["authorizerResultTtlInSeconds"] = yield from _seconds(move, name, authorizer, sources)
    return {
        "type": "apiKey",
        **described(scheme),
        "name": UNUSED_HEADER if scheme.get("name") is None else scheme.get("name"),
        "in": "header",
        AUTH_TYPE: "custom",
        AUTHORIZER: settings,
    }


def _seconds(move: Move, name: str, authorizer: Node, sources: list[str]) -> Generator[Step, None, Value]:
    """T12: an HTTP API keeps no answers unless told to; a REST API does, and wants to be told what they depend on."""
    seconds = authorizer.get("authorizerResultTtlInSeconds")
    if seconds is None or seconds.is_null:
        return 0
    if not sources and literal(seconds) != "0":
        what = f"Authorizer {name} keeps answers, by no identity source that can be told."
        yield move.find(DEFINITION_SECURITY, what, seconds, remedy="Name the identity sources, or keep no answers.")
    return seconds


def _sources(move: Move, name: str, authorizer: Node) -> Generator[Step, None, list[str]]:
    """Identity sources in the spelling of REST APIs."""
    node = authorizer.get("identitySource")
    if node is None or node.is_null:
        return []
    texts = [literal(item) for item in node.elements()] if is_list(node) else [literal(node)]
    spelled = {new: old for old, new in SOURCES.items()}
    found = []
    for text in (part.strip() for whole in texts for part in (whole or "?").split(",") if part.strip()):
        start = next((start for start in spelled if text.startswith(start)), None)
        name_of = text.removeprefix(start or "")
        strange = start == "$request." and not name_of.startswith(REQUEST_SOURCES)
        if start is None or strange or (start == "$context." and name_of.startswith(HTTP_ONLY_CONTEXT)):
            yield move.find(AUTHORIZER_IDENTITY, f"Authorizer {name} is identified by `{text}`.", node)
        else:
            found.append(spelled[start] + name_of)
    return found


def _dropped(move: Move, name: str, node: Node, known: frozenset[str]) -> Iterator[Step]:
    for key, value in node.entries().items():
        if key not in known:
            what = f"`{key}` of authorizer {name} is removed. It has no effect on an HTTP API."
            yield move.find(DROPPED_SETTING, what, value)
