"""The validation expression of a Cognito authorizer: what stands for the audience of a JWT authorizer where it can."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence

from migrator.concern import Step, View
from migrator.text.node import Node
from migrator.text.values import (
    NO_VALUE,
    Tagged,
    Value,
    all_known,
    arguments,
    get,
    is_list,
    items_of,
    literal,
    ref_target,
    sub,
)

from ..reading.definition import some_scopes
from ..reading.segments import shape_of, shown
from .audience import is_machine
from .fact import TokenAuthorizer
from .pools import CLIENT
from .token_codes import ACCESS_TOKENS, ANY_CLIENT, CLIENT_PATTERN

MOST_CONDITIONS = 3
"""Of so many every case is written out; of more, the text would be longer than anybody reads."""


def expression(view: View, fact: TokenAuthorizer, scoped: Sequence[bool]) -> Generator[Step, None, Value]:
    """The expression that stands for an audience; None when every client of the pool is taken from now on.

    Arguments:
        fact: the JWT authorizer.
        scoped: for each route behind it, whether it asks for scopes; one without routes counts by its own scopes.
    """
    name, node = fact.origin.name, fact.origin.node
    routes = scoped or ([True] if some_scopes(fact.scopes) else [])
    items = items_of(fact.audience)
    found = _expression(view, fact.audience, {}) if _lists(fact.audience) else None
    if any(routes) or found is None:
        # Scopes are asked of access tokens, which have no `aud` that an expression could match.
        what = f"Authorizer {name} will accept tokens of every app client of its pool."
        yield view.find(ANY_CLIENT, what, fact.audience or node)
        found = None
    else:
        yield from _patterns(view, fact)
    if not all(routes):
        what = f"Authorizer {name} will accept ID tokens only on routes without scopes."
        yield view.find(ACCESS_TOKENS, what, node, remedy=_advice(view, items))
    return found


def _expression(view: View, audience: Node | None, decided: Mapping[str, bool]) -> Value:
    """A pattern that the audience of an ID token matches when its client is one of those listed, by case where there are conditions."""
    items = list(_entries(audience, decided))
    condition = next((name for item in items if (name := _condition(item)) is not None), None)
    if condition is None:
        names = all_known(_client(view, item) for item in items)
        text = f"^({'|'.join(names)})$" if names else None
        return sub(text) if text is not None and "${" in text else text
    if len(decided) == MOST_CONDITIONS:
        return None
    branches = [_expression(view, audience, {**decided, condition: holds}) for holds in (True, False)]
    return Tagged("If", [condition, *branches]) if None not in branches else None


def _entries(node: Node | None, decided: Mapping[str, bool]) -> Iterator[Node]:
    """The entries of an audience where some conditions hold or do not; a call where that is not decided."""
    holds, listed = decided.get(_condition(node) or ""), items_of(node)
    if node is not None and holds is not None:
        listed = [arguments(node, "If", 3)[1 if holds else 2]]
    elif node is not None and not is_list(node):
        yield from () if ref_target(node) == NO_VALUE else (node,)
    for each in listed:
        yield from _entries(each, decided)


def _lists(audience: Node | None) -> bool:
    """Whether an audience is a list, or one of lists that a condition chooses."""
    return is_list(audience) or (bool(branches := arguments(audience, "If", 3)[1:]) and all(map(_lists, branches)))


def _condition(node: Node | None) -> str | None:
    """The condition that chooses a value; None of any other value."""
    parts = arguments(node, "If", 3)
    return literal(parts[0]) if parts else None


def _client(view: View, node: Node) -> str | None:
    """An app client, which means itself in a pattern; None for anything else, which could match more."""
    said = shape_of(node)
    types = (get(view.template.parameters.get(text), "Type") for kind, text in said if kind == "name")
    is_known = all(kind == "name" or (kind == "text" and re.fullmatch(r"\w+", text)) for kind, text in said)
    is_known = is_known and not any("List" in (literal(each) or "") for each in types)
    return shown(said) if said and is_known else None


def _patterns(view: View, fact: TokenAuthorizer) -> Iterator[Step]:
    """An audience is compared as a whole; in an expression, a value that may be no client's id is a pattern."""
    for item in fact.audience.walk() if fact.audience is not None else ():
        for name in ("" if is_list(item) else text for kind, text in shape_of(item) if kind == "name"):
            if name in view.template.parameters:
                what = (
                    f"The value of parameter {name} becomes part of the regular expression in `ValidationExpression` of "
                    f"authorizer {fact.origin.name}: a `|` or `.` in it would let other clients in."
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
