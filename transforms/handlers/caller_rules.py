"""Where an event says who calls, by format: claims of a token, values of an authorizer function, an IAM identity."""

from __future__ import annotations

from typing import Final

from migrator.facts import RouteFacts

from . import authorizer_sentences
from .field_uses import AUTHORIZER
from .fields import DATES, LISTS, NO_PLACE, NOT_IN_2_0, NOT_OF_HTTP, SIGNED, Keys
from .rules import Rows, Rule, fixed, kinds, rule_of


def _claim(path: Keys, new: Keys) -> Rule | None:
    """A claim, below ``claims``: lists and times look different."""
    depth = path.index("claims") + 1
    if len(path) == depth:
        return Rule("claims", new)
    if len(path) > depth + 1:
        return None
    if path[depth] in LISTS | DATES:
        return Rule("claim", new)
    return Rule("moved", new) if new != path else None


def to_2_0(path: Keys, facts: RouteFacts) -> Rule | None:
    """Where payload 2.0 says what a REST event says of the caller."""
    found, key = kinds(facts), path[2] if len(path) > 2 else ""
    if not found:
        return None
    if len(path) == 2:
        return Rule("holds", path)
    if key in ("jwt", "iam", "lambda"):
        return Rule("part" if path[2:] in (("jwt",), ("jwt", "claims"), ("iam",), ("lambda",)) else "new")
    if len(found) > 1 or found == {"iam"}:
        return Rule("identity", why=authorizer_sentences.NOT_OF_IAM if len(found) == 1 else "routes differ")
    if found == {"claims"}:
        if key != "claims":
            return Rule("identity", why=authorizer_sentences.NOT_OF_TOKENS.format(key))
        return _claim(path, (*AUTHORIZER, "jwt", *path[2:]))
    if key in ("principalId", "integrationLatency"):
        return Rule("gone", why=NOT_IN_2_0[path[:3]])
    return Rule("context", (*AUTHORIZER, "lambda", *path[2:])) if len(path) == 3 else None


_CLAIMS: Final = (*AUTHORIZER, "jwt", "claims")
_NAMES: Final = {"jwt": "claims"}
"""What the kinds of callers are called in payload 2.0, where that is another name."""

_MISSING: Final = frozenset({"cognitoIdentity", "principalOrgId"})
"""What payload 2.0 leaves out of the identity of some that sign."""

_CALLERS: Final[Rows] = {
    _CLAIMS[:3]: fixed("holds"),
    (*_CLAIMS[:3], "..."): fixed("gone", why="A REST API does not list the scopes of a token."),
    (*_CLAIMS, "..."): lambda path, _: _claim(path, (*AUTHORIZER, *path[3:])),
    (*AUTHORIZER, "lambda"): fixed("holds", AUTHORIZER),
    (*AUTHORIZER, "lambda", "..."): lambda path, _: Rule("context", (*AUTHORIZER, path[3])),
    (*AUTHORIZER, "iam", "..."): fixed("gone", why=NO_PLACE),
    **{field.http_path[:depth]: fixed("holds") for field in SIGNED for depth in range(3, len(field.http_path))},
    **{f.http_path: fixed("moved", f.rest_path, optional=bool(_MISSING & {*f.http_path})) for f in SIGNED},
    (*AUTHORIZER, "..."): fixed("new"),
}
_ISSUED: Final[Rows] = {
    _CLAIMS[:3]: fixed("holds"),
    _CLAIMS: fixed("holds", AUTHORIZER),
    (*_CLAIMS, "..."): lambda path, _: Rule("moved", (*AUTHORIZER, path[4])),
}
"""Claims that a function checks from now on: it gives each as a value of its own."""


def from_2_0(path: Keys, facts: RouteFacts) -> Rule | None:
    """Where a REST event says what payload 2.0 says of the caller."""
    key, found = path[2] if len(path) > 2 else "", kinds(facts)
    if not found:
        return None  # no route has an authorizer: neither event says anything of a caller
    if not key:
        return Rule("holds", path)
    if found == {"issuer"} and (issued := rule_of(_ISSUED, path, facts)) is not None:
        return issued
    if _NAMES.get(key, key) not in found:
        return Rule("identity", why=f"no route of the function has an authorizer that gives `{key}`")
    return rule_of(_CALLERS, path, facts)


def close(path: Keys, facts: RouteFacts) -> Rule | None:
    """What payload 1.0 and a REST event say of the caller."""
    if path == AUTHORIZER:
        return Rule("holds", path) if {"claims", "lambda"} & kinds(facts) else None
    if path[2] == "claims":
        return _claim(path, path)
    if path[2] == "principalId":
        return Rule("identity", why=authorizer_sentences.PRINCIPAL_OF_REST) if facts.before == "rest" else None
    if path in NOT_OF_HTTP:
        return not_of_http(path, facts)
    return Rule("context", path) if len(path) == 3 and "lambda" in kinds(facts) else None


_OF_RESOURCE: Final = "A REST API sends the id of the resource, an HTTP API the key of the route."


def not_of_http(path: Keys, facts: RouteFacts) -> Rule | None:
    """What a REST API alone sends, in any format; in place of the id of a resource payload 1.0 has the route's key."""
    if facts.before != "rest" and path[-1] != "resourceId":
        return Rule("new")
    return Rule("gone", why=NOT_OF_HTTP[path] if facts.before == "rest" else _OF_RESOURCE)
