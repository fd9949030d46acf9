"""Fields of events by format: where each goes, and which of them look different there. What no rule names is the same.

Places come from the table that all share (``handlers.fields``); this one says what kind of difference there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from migrator.facts import AuthorizerFacts, Facts, RouteFacts

from . import authorizer_sentences
from .field_uses import AUTHORIZER, as_route
from .fields import (
    DATES,
    FIELDS,
    LISTS,
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
    longest,
)

IDENTITY: Final = ("requestContext", "identity")
STAGE: Final = ("requestContext", "stage")
REQUEST_ID: Final = ("requestContext", "requestId")


@dataclass(frozen=True)
class Rule:
    """What is to be known about one path of the event.

    Arguments:
        kind: ``holds`` (its keys differ), ``moved``, ``nullable``, ``query``, ``body``, ``encoded``, ``headers``,
            ``header``, ``cookie``, ``lists`` (headers or parameters with all their values), ``path``, ``route``,
            ``stage``, ``claim``, ``context``, ``identity``, ``version``, ``new`` (only the new format has it), ``part``
            (the same, and it holds other keys), ``id`` (the same, in another form), ``decoded`` (the same, and it may be decoded), ``gone`` or ``made`` (worked out from other fields); for authorizers ``type``, ``token``, ``source`` and ``arn``.
        new: where it stands in the new format; None where it has no place of its own.
        optional: whether payload 2.0 may lack what holds it, where a REST event has null.
        why: why there is none, as a sentence.
    """

    kind: str
    new: Keys | None = None
    optional: bool = False
    why: str = ""


Table: TypeAlias = Callable[[Keys], "Rule | None"]

STOPS: Final = frozenset(
    {"moved", "header", "cookie", "version", "new", "gone", "made", "identity", "path", "type", "token"}
)
"""Kinds whose values are the same once they are read, or are judged where they are read."""

LEAVES: Final = frozenset({"stage", "claim", "context", "body", "encoded", "arn", "route", "id", "decoded"})
"""Kinds that hold a text, or something else that has no fields."""

_FORWARD: Final = {field.rest_path: field for field in FIELDS}
_BACK: Final = {field.http_path: field for field in FIELDS if field.back}

_PARTS: Final = frozenset(
    path[:depth] for field in FIELDS for path in (field.rest_path, field.http_path) for depth in range(1, len(path))
)
"""Paths that hold fields."""


def table(facts: Facts) -> Table:
    """The rules for a function.

    Arguments:
        facts: what the template says of it.
    """
    if isinstance(facts, AuthorizerFacts):
        return lambda path: _authorizer(path, facts)
    if facts.after == "2.0":
        return lambda path: _to_2_0(path, facts)
    if facts.before == "2.0":
        return lambda path: _from_2_0(path, facts)
    return lambda path: _close(path, facts)


def kinds(facts: RouteFacts) -> frozenset[str]:
    """Whose data the routes carry, where they carry any."""
    return frozenset(str(route.identity) for route in facts.routes) - {"none"}


def stage_changes(facts: Facts) -> bool:
    """Whether the name of the stage may be another one afterwards."""
    return facts.stage is None or (facts.rest_stage is not None and facts.rest_stage != facts.stage)


def _common(path: Keys, facts: RouteFacts) -> Rule | None:
    """What is told apart in all directions."""
    if not path:
        return Rule("holds", ())
    if path == ("headers",):
        return Rule("headers", path)
    if path in {(name,) for name in NULLABLE - {"body"}}:
        return Rule("nullable", path)
    if path == ("body",):
        return Rule("body", path)
    if path == ("isBase64Encoded",):
        return Rule("encoded", path)
    if path == ("requestContext",):
        return Rule("holds", path)
    if path[0] == "queryStringParameters":
        return Rule("query", path) if len(path) == 2 else None
    if path == STAGE and stage_changes(facts):
        return Rule("stage", path)
    if path[0] == "pathParameters" and len(path) == 2 and facts.before == "rest":
        return Rule("decoded", path)
    if path == REQUEST_ID and "rest" in (facts.before, facts.after):
        return Rule("id", path)
    return None


NOT_OF_EDGE: Final = "It comes from the edge of a REST API; an HTTP API never sends it."


def of_edge(name: str) -> bool:
    """Whether a header comes from CloudFront."""
    return name.lower().startswith("cloudfront-") or name.lower() in ("via", "x-amz-cf-id")


def _header(path: Keys) -> Rule:
    name = path[1].lower()
    if name == "cookie":
        return Rule("cookie", None)
    if of_edge(name):
        return Rule("gone", why=NOT_OF_EDGE)
    return Rule("header", ("headers", name))


def _to_2_0(path: Keys, facts: RouteFacts) -> Rule | None:
    if (common := _common(path, facts)) is not None:
        return common
    top, rest = path[0], path[1:]
    if top == "headers":
        return _header(path) if len(path) == 2 else None
    if top == "multiValueQueryStringParameters" and not rest:
        return Rule("made")
    if top == "multiValueHeaders":
        return Rule("gone", why=NOT_IN_2_0[("multiValueHeaders",)])
    if path == ("path",):
        return Rule("path", ("rawPath",))
    if path in (("resource",), ("requestContext", "resourcePath")):
        return Rule("route")
    if path == ("version",):
        return Rule("version")
    if path[:2] == AUTHORIZER:
        return _caller_to_2_0(path, facts)
    if longest(ONLY_2_0, path) is not None:
        return Rule("part" if path in _PARTS else "new")
    if (field := _FORWARD.get(path)) is not None:
        return Rule("moved", field.http_path, field.optional)
    if path == IDENTITY:
        return Rule("holds", None)
    if path[:2] == IDENTITY or (top == "requestContext" and len(path) == 2 and path not in SAME):
        return Rule("gone", why=NOT_IN_2_0.get(path, NO_PLACE))
    return None


def _caller_to_2_0(path: Keys, facts: RouteFacts) -> Rule | None:
    found, key = kinds(facts), path[2] if len(path) > 2 else ""
    if not found:
        return None
    if len(path) == 2:
        return Rule("holds", path)
    if key in ("jwt", "iam", "lambda"):
        return Rule("new")
    if len(found) > 1 or found == {"iam"}:
        return Rule("identity", why=authorizer_sentences.NOT_OF_IAM if len(found) == 1 else "routes differ")
    if found == {"claims"}:
        if key != "claims":
            return Rule("identity", why=authorizer_sentences.NOT_OF_TOKENS.format(key))
        return _claim(path, (*AUTHORIZER, "jwt", *path[2:]))
    if key in ("principalId", "integrationLatency"):
        return Rule("gone", why=NOT_IN_2_0[path[:3]])
    return Rule("context", (*AUTHORIZER, "lambda", *path[2:])) if len(path) == 3 else None


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


_KINDS: Final = {"jwt": "claims"}
"""What the kinds of callers are called in payload 2.0, where that is another name."""


def _from_2_0(path: Keys, facts: RouteFacts) -> Rule | None:
    if (common := _common(path, facts)) is not None:
        return common
    top = path[0]
    if top == "headers":
        return Rule("header", ("headers", path[1].lower())) if len(path) == 2 else None
    if path in (("cookies",), ("rawQueryString",)):
        return Rule("made")
    if path in (("routeKey",), ("requestContext", "routeKey")):
        return Rule("route")
    if path == ("version",):
        return Rule("version")
    if path in (("rawPath",), ("requestContext", "http", "path")):
        return Rule("path", ("path",))
    if path[:2] == AUTHORIZER and len(path) > 2:
        return _caller_from_2_0(path, facts)
    if longest(ONLY_REST, path) is not None:
        return Rule("part" if path in _PARTS else "new")
    if path == AUTHORIZER:
        return Rule("holds", path) if kinds(facts) else None
    if (field := _BACK.get(path)) is not None:
        return Rule("moved", field.rest_path)
    if path[:2] in (("requestContext", "http"), ("requestContext", "authentication")):
        return Rule("holds", None) if len(path) == 2 else Rule("gone", why=NO_PLACE)
    if top == "requestContext" and len(path) == 2 and path not in SAME:
        return Rule("gone", why=NO_PLACE)
    return None


def _caller_from_2_0(path: Keys, facts: RouteFacts) -> Rule | None:
    key, found = path[2], kinds(facts)
    if not found:
        return None  # no route has an authorizer: neither event says anything of a caller
    if found == {"issuer"} and path[:4] == (*AUTHORIZER, "jwt", "claims"):
        return Rule("holds", AUTHORIZER) if len(path) == 4 else Rule("moved", (*AUTHORIZER, path[4]))
    if found == {"issuer"} and path == (*AUTHORIZER, "jwt"):
        return Rule("holds", None)
    if _KINDS.get(key, key) not in found:
        return Rule("identity", why=f"no route of the function has an authorizer that gives `{key}`")
    if path == (*AUTHORIZER, "jwt"):
        return Rule("holds", None)
    if path[:4] == (*AUTHORIZER, "jwt", "claims"):
        return _claim(path, (*AUTHORIZER, *path[3:]))
    if key == "jwt":
        return Rule("gone", why="A REST API does not list the scopes of a token.")
    if key == "lambda":
        return Rule("holds", AUTHORIZER) if len(path) == 3 else Rule("context", (*AUTHORIZER, path[3]))
    if key == "iam":
        field = next((each for each in SIGNED if each.http_path == path), None)
        holds = any(each.http_path[: len(path)] == path for each in SIGNED)
        if field is not None:
            return Rule("moved", field.rest_path, optional="cognitoIdentity" in path or path[-1] == "principalOrgId")
        return Rule("holds", None) if holds else Rule("gone", why=NO_PLACE)
    return Rule("new")


def _close(path: Keys, facts: RouteFacts) -> Rule | None:
    """Payload 1.0 and the REST event, which have the same fields."""
    if (common := _common(path, facts)) is not None:
        return common
    if path[0] == "headers":
        if len(path) == 2 and facts.before == "rest" and of_edge(path[1]):
            return Rule("gone", why=NOT_OF_EDGE)
        return Rule("header", ("headers", path[1].lower())) if len(path) == 2 else None
    if path[0] == "multiValueHeaders":
        return Rule("lists", path) if len(path) == 1 else Rule("header", path) if len(path) == 2 else None
    if path == ("version",):
        return Rule("version")
    if path in (("path",), ("requestContext", "path")) and (facts.stage or len(path) == 2):
        return Rule("path", path)
    if path[:2] == AUTHORIZER:
        if path == AUTHORIZER:
            return Rule("holds", path) if {"claims", "lambda"} & kinds(facts) else None
        if path[2] == "claims":
            return _claim(path, path)
        if path not in NOT_OF_HTTP and path[2] != "principalId" and len(path) == 3:
            return Rule("context", path) if "lambda" in kinds(facts) else None
        if path[2] == "principalId" and facts.before == "rest":
            return Rule("identity", why=authorizer_sentences.PRINCIPAL_OF_REST)
    if path == IDENTITY:
        return Rule("holds", path)
    if facts.before == "rest" and path in NOT_OF_HTTP:
        return Rule("gone", why=NOT_OF_HTTP[path])
    return None


def _authorizer(path: Keys, facts: AuthorizerFacts) -> Rule | None:
    """What an authorizer function is sent: a request, its token, and the ARN of what is called."""
    if not path:
        return Rule("holds", ())
    top = path[0]
    if top in OF_AUTHORIZERS:
        return _own(path, facts) if len(path) == 1 else None
    if facts.after == "token" and top != "requestContext":
        return Rule("gone", why="An authorizer of type TOKEN is sent nothing but its token and the ARN.")
    request = as_route(facts)
    if "2.0" not in (facts.before, facts.after):
        return _close(path, replace(request, before="rest", after="1.0"))
    return _to_2_0(path, request) if facts.after == "2.0" else _from_2_0(path, request)


def _own(path: Keys, facts: AuthorizerFacts) -> Rule | None:
    match path[0]:
        case "type":
            return Rule("type") if "token" in (facts.before, facts.after) else None
        case "version":
            return Rule("version")
        case "authorizationToken" if facts.before == "request":  # it has none, and neither has payload 2.0
            return Rule("new") if facts.after == "1.0" else None
        case "authorizationToken":
            return Rule("token", path) if facts.before != "2.0" else None
        case "identitySource":
            return Rule("source", path) if facts.before in ("1.0", "2.0") else Rule("new")
        case "methodArn" if facts.before != "2.0":
            return Rule("arn", ("routeArn",) if facts.after == "2.0" else path)
        case "routeArn" if facts.before == "2.0":
            return Rule("arn", ("methodArn",) if facts.after != "2.0" else path)
    return Rule("new")
