"""Fields of events by format: where each goes, and which of them look different there. What no rule names is the same.

Places come from the table that all share (``handlers.fields``); this one says what kind of difference there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from migrator.facts import AuthorizerFacts, Facts, RouteFacts

from . import caller_rules
from .field_uses import AUTHORIZER, as_route
from .fields import (
    FIELDS,
    NO_PLACE,
    NOT_IN_2_0,
    NOT_OF_HTTP,
    NULLABLE,
    OF_AUTHORIZERS,
    ONLY_2_0,
    ONLY_REST,
    SAME,
    SIGNED,
    Keys,
)
from .rules import NOT_OF_EDGE, Make, Rows, Rule, Table, fixed, of_edge, rule_of, stage_changes, stays

CONTEXT: Final = "requestContext"
IDENTITY: Final = (CONTEXT, "identity")


def table(facts: Facts) -> Table:
    """The rules for a function.

    Arguments:
        facts: what the template says of it.
    """
    if isinstance(facts, AuthorizerFacts):
        return lambda path: _authorizer(path, facts)
    rows = _TO_2_0 if facts.after == "2.0" else _FROM_2_0 if facts.before == "2.0" else _CLOSE
    return lambda path: rule_of(rows, path, facts)


def _below(paths: Iterable[Keys]) -> dict[Keys, Make]:
    """What only the new format has. What holds fields there is a part of it."""
    return {
        (*path, "..."): lambda p, _: Rule("part" if p in _PARTS else "new") for path in paths if path[:2] != AUTHORIZER
    }


_PARTS: Final = frozenset(
    path[:depth] for field in FIELDS for path in (field.rest_path, field.http_path) for depth in range(1, len(path))
)
"""Paths that hold fields."""


def _header(path: Keys, facts: RouteFacts) -> Rule:
    name = path[1].lower()
    if facts.after == "2.0" and name == "cookie":
        return Rule("cookie", None)
    if facts.before == "rest" and of_edge(name):
        return Rule("gone", why=NOT_OF_EDGE)
    return Rule("header", ("headers", name))


def _gone(path: Keys, facts: RouteFacts) -> Rule | None:
    """What stands in the request context of one format only."""
    return (
        Rule("gone", why=NOT_IN_2_0.get(path, NO_PLACE) if facts.after == "2.0" else NO_PLACE)
        if path not in SAME
        else None
    )


# -- routes -------------------------------------------------------------------------------------------------------

_COMMON: Final[Rows] = {
    (): stays("holds"),
    ("headers",): stays("headers"),
    ("headers", "*"): _header,
    ("body",): stays("body"),
    ("isBase64Encoded",): stays("encoded"),
    ("version",): fixed("version"),
    (CONTEXT,): stays("holds"),
    (CONTEXT, "stage"): lambda path, facts: Rule("stage", path) if stage_changes(facts) else None,
    (CONTEXT, "requestId"): lambda path, facts: Rule("id", path) if "rest" in (facts.before, facts.after) else None,
    **{(key,): stays("nullable") for key in NULLABLE - {"body"}},
    ("queryStringParameters", "*"): stays("query"),
    ("pathParameters", "*"): lambda path, facts: Rule("decoded", path) if facts.before == "rest" else None,
}
"""What is told apart in all directions."""

_TO_2_0: Final[Rows] = {
    **_below(ONLY_2_0),
    **_COMMON,
    (CONTEXT, "*"): _gone,
    **{field.rest_path: fixed("moved", field.http_path, optional=field.optional) for field in FIELDS},
    ("multiValueQueryStringParameters",): fixed("made"),
    ("multiValueHeaders", "..."): fixed("gone", why=NOT_IN_2_0[("multiValueHeaders",)]),
    ("path",): fixed("path", ("rawPath",)),
    ("resource",): fixed("route"),
    (CONTEXT, "resourcePath"): fixed("route"),
    (*AUTHORIZER, "..."): caller_rules.to_2_0,
    IDENTITY: fixed("holds"),
    (*IDENTITY, "..."): _gone,
}
_FROM_2_0: Final[Rows] = {
    **_below(ONLY_REST),
    **_COMMON,
    (CONTEXT, "*"): _gone,
    **{field.http_path: fixed("moved", field.rest_path) for field in FIELDS if field.back and field not in SIGNED},
    ("cookies",): fixed("made"),
    ("rawQueryString",): fixed("made"),
    ("routeKey",): fixed("route"),
    (CONTEXT, "routeKey"): fixed("route"),
    ("rawPath",): fixed("path", ("path",)),
    (CONTEXT, "http", "path"): fixed("path", ("path",)),
    (*AUTHORIZER, "..."): caller_rules.from_2_0,
    **{
        key: made
        for part in ("http", "authentication")
        for key, made in (((CONTEXT, part), fixed("holds")), ((CONTEXT, part, "..."), _gone))
    },
}
_CLOSE: Final[Rows] = {
    **dict.fromkeys(NOT_OF_HTTP, caller_rules.not_of_http),
    **_COMMON,
    ("multiValueHeaders",): stays("lists"),
    ("multiValueHeaders", "*"): stays("header"),
    ("path",): lambda path, facts: Rule("path", path) if facts.stage else None,
    (CONTEXT, "path"): lambda path, facts: None if facts.same_stage else Rule("path", path),
    (*AUTHORIZER, "..."): caller_rules.close,
    IDENTITY: stays("holds"),
}
"""Payload 1.0 and the REST event, which have the same fields."""


# -- authorizers --------------------------------------------------------------------------------------------------


def _authorizer(path: Keys, facts: AuthorizerFacts) -> Rule | None:
    """What an authorizer function is sent: a request, its token, and the ARN of what is called."""
    if not path:
        return Rule("holds", ())
    top = path[0]
    if top in OF_AUTHORIZERS:
        return _OWN[top](path, facts) if len(path) == 1 else None
    if facts.before == "token":
        return Rule("new")  # it is sent its token and the ARN, and nothing of the request
    request = as_route(facts)
    if "2.0" not in (facts.before, facts.after):
        return rule_of(_CLOSE, path, replace(request, before="rest", after="1.0"))
    return table(request)(path)


def _token(path: Keys, facts: AuthorizerFacts) -> Rule | None:
    if facts.before == "request":  # it has none, and neither has payload 2.0
        return Rule("new") if facts.after == "1.0" else None
    return Rule("token", path) if facts.before != "2.0" else None


def _arn(path: Keys, facts: AuthorizerFacts) -> Rule:
    if (path == ("routeArn",)) != (facts.before == "2.0"):
        return Rule("new")
    return Rule("arn", ("routeArn",) if facts.after == "2.0" else ("methodArn",))


_OWN: Final[Mapping[str, Callable[[Keys, AuthorizerFacts], Rule | None]]] = {
    "type": lambda _, facts: Rule("type") if facts.before == "token" else None,
    "version": lambda _, __: Rule("version"),
    "authorizationToken": _token,
    "identitySource": lambda path, facts: Rule("source", path) if facts.before in ("1.0", "2.0") else Rule("new"),
    "methodArn": _arn,
    "routeArn": _arn,
}
"""Keys of an authorizer's event that no request has."""
