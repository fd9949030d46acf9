"""The validation expression of a Cognito authorizer: what stands for the audience of a JWT authorizer where it can."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence

from migrator.concern import Step, View
from migrator.text.node import Node
from migrator.text.values import Value, all_known, items_of, literal, ref_target, sub

from .audience import is_machine
from .fact import TokenAuthorizer
from .pools import CLIENT
from .token_codes import ACCESS_TOKENS, ANY_CLIENT, CLIENT_PATTERN


def expression(view: View, fact: TokenAuthorizer, scoped: Sequence[bool]) -> Generator[Step, None, Value]:
    """The expression that stands for an audience; None when every client of the pool is taken from now on.

    Arguments:
        fact: the JWT authorizer.
        scoped: for each route behind it, whether it asks for scopes; one without routes counts by its own scopes.
    """
    name, node = fact.origin.name, fact.origin.node
    routes = scoped or ([True] if fact.scopes is not None else [])
    items = items_of(fact.audience)
    found = _expression(items)
    if any(routes) or found is None:
        # Scopes are asked of access tokens, which have no `aud` that an expression could match.
        what = f"Authorizer {name} will accept tokens of every app client of its pool."
        yield view.find(ANY_CLIENT, what, fact.audience or node)
        found = None
    else:
        yield from _patterns(view, fact, items)
    if not all(routes):
        what = f"Authorizer {name} will accept ID tokens only on routes without scopes."
        yield view.find(ACCESS_TOKENS, what, node, remedy=_advice(view, items))
    return found


def _expression(items: Sequence[Node]) -> Value:
    """A pattern that the audience of an ID token matches when its client is one of those listed."""
    names = all_known(map(_client, items))
    if not names:
        return None
    text = f"^({'|'.join(names)})$"
    return sub(text) if any(ref_target(item) is not None for item in items) else text


def _client(node: Node) -> str | None:
    """An app client, which means itself in a pattern; None for anything else, which could match more."""
    if (name := ref_target(node)) is not None:
        return f"${{{name}}}"
    text = literal(node)
    return text if text is not None and re.fullmatch(r"\w+", text) else None


def _patterns(view: View, fact: TokenAuthorizer, items: Sequence[Node]) -> Iterator[Step]:
    """An audience is compared as a whole; in an expression, the value of a parameter is a pattern."""
    for item in items:
        name = ref_target(item)
        if name is not None and name in view.template.parameters:
            what = (
                f"The value of parameter {name} becomes part of the regular expression in `ValidationExpression` of authorizer "
                f"{fact.origin.name}: a `|` or `.` in it would let other clients in."
            )
            yield view.find(CLIENT_PATTERN, what, item)


def _advice(view: View, items: Sequence[Node]) -> str:
    """What to do about access tokens where every client is one that gets no others; the code's own advice otherwise."""
    names = [ref_target(item) or "" for item in items]
    if not names or not all(view.template.type_of(name) == CLIENT and is_machine(view, name) for name in names):
        return ""
    scopes = _scopes(view, names)
    example = f"`AuthorizationScopes: [{', '.join(scopes)}]`" if scopes else "`AuthorizationScopes`"
    return (
        f"{', '.join(names)} can get access tokens only. Ask for their scopes with {example} on the authorizer or its routes: "
        "a REST API accepts access tokens there."
    )


def _scopes(view: View, clients: Sequence[str]) -> list[str]:
    """The scopes that app clients may ask for, as far as they are written out."""
    listed = [view.template.resources[name].properties.get("AllowedOAuthScopes") for name in clients]
    return sorted({text for node in listed for item in items_of(node) if (text := literal(item))})
