"""Security schemes of a definition: what each becomes for the other kind of API."""

from __future__ import annotations

from collections.abc import Generator

from migrator.concern import Step, View
from migrator.sam.extensions import AUTH_TYPE, AUTHORIZER
from migrator.text.node import Node
from migrator.text.values import Value, is_map, literal, present

from ..codes import DROPPED_SETTING
from ..reading.definition import overriding, signed
from ..reading.document import Document
from . import lambdas, tokens
from .fact import TokenAuthorizer
from .openapi import authorizer, sort_of, undecided
from .requirement_codes import DEFINITION_SECURITY

Schemes = dict[str, Value]
"""Security schemes after, by name; those that go are missing."""

OF_SWAGGER = "`securityDefinitions` belongs to Swagger 2.0: an HTTP API skips it, and SAM reads it for a REST API."
MOVE = "Move it to `components.securitySchemes` if it is meant, or remove it."
ONE_PLACE = "Define all authorizers in one of the two places."


def convert(view: View, document: Document) -> Generator[Step, None, Schemes]:
    """What the security schemes become."""
    section = document.body.get(*document.schemes_key)
    own = [name for name in document.schemes if view.api.kind == "rest" or name not in view.auth.authorizers]
    if section is None or not own:
        return {}
    if view.api.kind == "http" and "components" not in document.schemes_key:
        yield view.find(DEFINITION_SECURITY, OF_SWAGGER, section, remedy=MOVE)
        return {}
    if _are_replaced(view, document, own):
        what = "Both the definition and `Auth` define authorizers; for a REST API SAM drops those of the definition."
        yield view.find(DEFINITION_SECURITY, what, section, remedy=ONE_PLACE)
    after: Schemes = {}
    for name in own:
        after[name] = yield from _scheme(view, document, name)
    return present(after)


def _are_replaced(view: View, document: Document, own: list[str]) -> bool:
    """Whether SAM writes security schemes of its own, which take the place of all others in a REST API's body."""
    if view.api.kind == "rest":
        return bool(view.auth.authorizers) and not document.is_swagger and "components" in document.schemes_key
    by_event = any(signed(view, event) for event in overriding(view, document))
    written = bool(view.auth.authorizers) or view.auth.default is not None or by_event
    return written and any(name in operation.asks for operation in document.operations for name in own)


def _scheme(view: View, document: Document, name: str) -> Generator[Step, None, Value]:
    """What one scheme becomes; None where it goes."""
    scheme = document.schemes[name]
    fact = authorizer(view, document, name)
    if fact is not None:
        made = tokens.scheme(view, fact) if isinstance(fact, TokenAuthorizer) else lambdas.scheme(view, fact)
        return (yield from made)
    sort = sort_of(view, document, name)
    if sort == "key" and view.api.kind == "rest":
        what = f"Security scheme {name} is left out. It is an API key, and HTTP APIs have none."
        yield view.find(DROPPED_SETTING, what, scheme)
        return None
    if sort == "unknown":
        yield from _unknown(view, name, scheme)
    return swagger_scheme(scheme) if document.is_swagger and view.api.kind == "rest" else scheme


def _unknown(view: View, name: str, scheme: Node) -> Generator[Step, None, None]:
    if (decides := undecided(scheme)) is not None:
        what = f"What security scheme {name} is depends on an intrinsic function, and is known at deployment only."
        remedy = "Write the authorizer without a condition, or give each kind of authorizer its own scheme."
        yield view.find(DEFINITION_SECURITY, what, decides, remedy=remedy)
    elif is_map(scheme) and any(scheme.get(key) is not None for key in (AUTHORIZER, AUTH_TYPE)):
        kinds = {"rest": "REST APIs", "http": "HTTP APIs"}[view.api.kind]
        what = f"Security scheme {name} is of a type that {kinds} do not have; it protects nothing today."
        remedy = "Write it as an authorizer that this kind of API has first, or remove it."
        yield view.find(DEFINITION_SECURITY, what, scheme, remedy=remedy)


FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}


def swagger_scheme(node: Node) -> Value:
    """A security scheme without an authorizer behind it, which documents only."""
    kind = literal(node.get("type"))
    if kind == "basic":
        return {**node.entries(), "type": "http", "scheme": "basic"}
    return _flows(node) if kind == "oauth2" else node


def _flows(node: Node) -> Value:
    flow = FLOWS.get(literal(node.get("flow")) or "", "implicit")
    inner = {k: v for k, v in node.entries().items() if k in ("authorizationUrl", "tokenUrl", "scopes")}
    return {**{k: v for k, v in node.entries().items() if k not in ("flow", *inner)}, "flows": {flow: inner}}
