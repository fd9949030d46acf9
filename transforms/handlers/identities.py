"""Routes as code sees them: what their requests are, and whose data their events carry."""

from __future__ import annotations

from collections.abc import Mapping

from migrator.concern import AWS_IAM, NO_AUTHORIZER, View
from migrator.facts import CATCH_ALL, Identity, Route
from migrator.sam.template import Event
from migrator.text.values import is_list, is_map

from ..access.issuers import made
from ..access.openapi import sort_of
from ..reading.definition import document
from ..reading.document import Operation

_SORTS: Mapping[str, Identity] = {"jwt": "claims", "lambda": "lambda", "iam": "iam"}
"""Whose data events carry, by the sort of a scheme in a definition; others stand in `Auth`, or are nobody's."""


def route_of(view: View, event: Event) -> Route:
    """The route of an event of a function."""
    identity = _identity(view, view.auth.of(event))
    return Route(event.method or "ANY", event.path or CATCH_ALL, identity, _scoped(view, event))


def route_of_operation(view: View, operation: Operation) -> Route:
    """The route of an operation of a definition."""
    scoped = any(is_list(scopes) and bool(scopes.elements()) for scopes in operation.asks.values())
    return Route(operation.method, operation.path, _asked(view, operation), scoped)


def _scoped(view: View, event: Event) -> bool:
    """Whether a route asks for scopes of a token, by itself or by its authorizer."""
    name, auth = view.auth.of(event), view.auth.own(event)
    authorizer = view.auth.authorizers.get(name) if name is not None else None
    given = (node.get("AuthorizationScopes") for node in (auth, authorizer) if node is not None and is_map(node))
    return any(node is not None and is_list(node) and bool(node.elements()) for node in given)


def _asked(view: View, operation: Operation) -> Identity:
    """Whose data the events of an operation carry, by what it asks of callers or the API's default authorizer does."""
    body = document(view)
    if body is None or len(operation.asks) > 1:
        return "none"
    name = next(iter(operation.asks), view.auth.default)
    sort = sort_of(view, body, name) if name is not None else "none"
    return _SORTS.get(sort) or _identity(view, name)


def _identity(view: View, name: str | None) -> Identity:
    if name in (None, NO_AUTHORIZER):
        return "none"
    if name == AWS_IAM:
        return "iam"
    node = view.auth.authorizers.get(name or "")
    tokens = node is not None and any(node.get(key) is not None for key in ("UserPoolArn", "JwtConfiguration"))
    if tokens and name in made(view):
        return "issuer"
    return "claims" if tokens else "lambda"
