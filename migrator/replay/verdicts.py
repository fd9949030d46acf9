"""What an API makes of the answer of an authorizer function: who is let in, and what the routes learn of them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ..facts import AuthorizerFormat
from .identities import as_text

Decision: TypeAlias = Literal["allow", "deny", "401", "500", "unknown"]

_ACTION = "execute-api:Invoke"


@dataclass(frozen=True)
class RequestVerdict:
    """What becomes of a request.

    Arguments:
        decision: whether it is let in; ``unknown`` where a policy has parts that are not judged here.
        elsewhere: the same for a request to another route while the answer is cached; None without a cache.
        context: what routes can read, as text; sorted.
        principal: ``principalId``; None where the answer holds none.
    """

    decision: Decision
    elsewhere: Decision | None = None
    context: tuple[tuple[str, str], ...] = ()
    principal: str | None = None


def failed(message: str, kind: AuthorizerFormat) -> RequestVerdict:
    """What a function that raised leads to.

    Arguments:
        message: of the exception. A REST API turns the word ``Unauthorized`` into 401, an HTTP API documents no such.
        kind: which event the function got.
    """
    return RequestVerdict("401" if kind in ("token", "request") and message == "Unauthorized" else "500")


def verdict(value: Any, kind: AuthorizerFormat, simple: bool, arns: tuple[str, str | None]) -> RequestVerdict:
    """Judge what an authorizer function returned.

    Arguments:
        value: JSON data.
        kind: which event the function got.
        simple: whether the API takes ``isAuthorized`` in place of a policy.
        arns: of the method that was asked for, and of one of another route if the answer is cached.
    """
    if not isinstance(value, dict):
        return RequestVerdict("500")
    context = _context(value.get("context"), nested=kind == "2.0")
    if context is None:
        return RequestVerdict("500")
    if simple and kind == "2.0":
        return _simple(value, context, arns[1])
    document, principal = value.get("policyDocument"), value.get("principalId")
    if not isinstance(document, dict) or not isinstance(principal, str):
        return RequestVerdict("500")
    here, there = (None if arn is None else _decided(document, arn) for arn in arns)
    return RequestVerdict(here or "deny", there, context if here == "allow" else (), principal)


def _simple(value: dict[str, Any], context: tuple[tuple[str, str], ...], other: str | None) -> RequestVerdict:
    if not isinstance(value.get("isAuthorized"), bool):
        return RequestVerdict("500")
    decision: Decision = "allow" if value["isAuthorized"] else "deny"
    # One answer stands for every route while it is cached.
    return RequestVerdict(decision, decision if other else None, context if decision == "allow" else ())


def _context(value: Any, nested: bool) -> tuple[tuple[str, str], ...] | None:
    """The context as text; None where the API does not take it."""
    if value is None:
        return ()
    if not isinstance(value, dict):
        return None
    if not nested and any(isinstance(entry, dict | list) for entry in value.values()):
        return None
    return tuple(sorted((name, as_text(entry)) for name, entry in value.items()))


def _decided(document: dict[str, Any], arn: str) -> Decision:
    """Evaluate a policy for one method: an explicit denial wins, and what nothing allows is denied."""
    allowed = False
    for statement in _list(document.get("Statement")):
        if not isinstance(statement, dict) or not {"Action", "Resource"} <= statement.keys():
            return "unknown"
        if statement.get("Condition"):
            return "unknown"
        actions, resources = _list(statement["Action"]), _list(statement["Resource"])
        if not (_covers(actions, _ACTION, fold=True) and _covers(resources, arn)):
            continue
        if statement.get("Effect") == "Deny":
            return "deny"
        allowed = allowed or statement.get("Effect") == "Allow"
    return "allow" if allowed else "deny"


def _covers(patterns: Iterable[Any], value: str, fold: bool = False) -> bool:
    """Whether a pattern with ``*`` and ``?`` matches; brackets and ``$`` stand for themselves."""
    flags = re.DOTALL | (re.IGNORECASE if fold else 0)
    texts = (pattern for pattern in patterns if isinstance(pattern, str))
    return any(re.fullmatch(_expression(pattern), value, flags) for pattern in texts)


def _expression(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def shown(found: RequestVerdict) -> str:
    """A verdict in words, for a sentence.

    Arguments:
        found: what became of a request.
    """
    words = {"allow": "lets it in", "deny": "answers 403", "401": "answers 401", "500": "answers 500"}
    context = f" with the context {json.dumps(dict(found.context))}" if found.context else ""
    return words.get(found.decision, "has a policy that is not judged here") + context
