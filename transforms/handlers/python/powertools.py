"""Powertools for AWS Lambda: one resolver, data class, model and envelope for each format.

Its classes for format 2.0 lack fields of those for REST events, and the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import libcst as cst

from migrator.facts import RouteFacts

from .. import codes
from .decorators import name_of
from .draft import Draft
from .powertools_events import use
from .powertools_names import AUTHORIZERS, PACKAGE, TO_V2, calls, rename
from .powertools_resolvers import exchange, resolving
from .powertools_uses import Use
from .session import Session
from .trees import dotted, walk

ENVELOPES: Final = frozenset({"API_GATEWAY_REST", "API_GATEWAY_HTTP"})


@dataclass(frozen=True)
class Known:
    """What Powertools takes over of a handler.

    Arguments:
        decorators: last names of decorators that are looked after.
        skip: ids of nodes that take the event in a way that is looked after.
        answers: ids of expressions whose value is a response of the right format.
        parsed: whether the handler is given something else than the event.
    """

    decorators: frozenset[str] = frozenset()
    skip: frozenset[int] = field(default_factory=frozenset)
    answers: frozenset[int] = field(default_factory=frozenset)
    parsed: bool = False


def routes(session: Session, draft: Draft, function: cst.FunctionDef, event: str, facts: RouteFacts) -> Known:
    """Rewrite what Powertools does for a handler behind routes."""
    if PACKAGE not in draft.module.source.text and "resolve" not in draft.module.source.text:
        return Known()
    pairs = TO_V2 if facts.after == "2.0" else {new: old for old, new in TO_V2.items()}
    resolved = resolving(session, draft, function, event)
    if resolved:
        exchange(session, facts, pairs)
    known, parsed = _decorated(draft, function, pairs)
    where = Use(draft, function, facts)
    skip = {*resolved, *_made(where, function, event), *_given(where, function, event)}
    for old, new in pairs.items():
        if not old.endswith("Resolver"):
            rename(draft, old, new)
    return Known(known, frozenset(skip), resolved, parsed)


def _made(where: Use, function: cst.FunctionDef, event: str) -> set[int]:
    """Ids of the calls that make something of the event: an object of a data class, or what the parser takes of it."""
    skip: set[int] = set()
    for call in calls(function):
        name = (where.draft.module.global_name(call.func) or "").rpartition(".")[2]
        if wraps(where.draft, call, event):
            skip.add(id(call))
            use(where, call)
        if name == "parse" and _envelope(where.draft, call) is not None:
            skip.add(id(call))
    return skip


def _given(where: Use, function: cst.FunctionDef, event: str) -> set[int]:
    """Ids of the reads of an event that a decorator gives as an object of a data class."""
    skip: set[int] = set()
    for node in walk(function.body) if data_class(function) else ():
        above = where.draft.module.up(node)
        if not isinstance(above, cst.Attribute) or above.value is not node or above.attr.value == "get":
            continue
        if isinstance(node, cst.Name) and node.value == event:
            skip.add(id(above))
            use(where, node)
    return skip


def data_class(function: cst.FunctionDef) -> bool:
    return any(name_of(decorator).rpartition(".")[2] == "event_source" for decorator in function.decorators)


def wraps(draft: Draft, call: cst.Call, event: str) -> bool:
    """Whether a call makes an object of a data class of the event."""
    name = draft.module.global_name(call.func) or ""
    known = name.startswith(PACKAGE) and name.rpartition(".")[2] in ("APIGatewayProxyEvent", "APIGatewayProxyEventV2")
    return known and len(call.args) == 1 and dotted(call.args[0].value) == event


def _envelope(draft: Draft, call: cst.Call) -> cst.BaseExpression | None:
    """The envelope of a call of the parser: what is parsed then is the body."""
    for arg in call.args:
        name = (draft.module.global_name(arg.value) or "").rpartition(".")[2]
        if arg.keyword and arg.keyword.value == "envelope" and name in ("ApiGatewayEnvelope", "ApiGatewayV2Envelope"):
            return arg.value
    return None


def _decorated(draft: Draft, function: cst.FunctionDef, pairs: object) -> tuple[frozenset[str], bool]:
    """Which decorators are looked after, and whether one of them exchanges the event."""
    known: set[str] = set()
    parsed = False
    for decorator in function.decorators:
        name, call = name_of(decorator).rpartition(".")[2], decorator.decorator
        if not isinstance(call, cst.Call):
            continue
        if name == "event_parser" and _envelope(draft, call) is not None:
            known.add(name)
            parsed = True
        if name == "validator" and _inbound_only(draft, call):
            known.add(name)
        if name == "event_source":
            _source(draft, call)
    return frozenset(known), parsed


def _inbound_only(draft: Draft, call: cst.Call) -> bool:
    given = {arg.keyword.value: arg.value for arg in call.args if arg.keyword}
    envelope = dotted(given["envelope"]).rpartition(".")[2] if "envelope" in given else ""
    return set(given) <= {"inbound_schema", "envelope", "inbound_formats"} and envelope in ENVELOPES


def _source(draft: Draft, call: cst.Call) -> None:
    classes = {*TO_V2, *TO_V2.values(), *AUTHORIZERS.values()}
    for arg in call.args:
        name = (draft.module.global_name(arg.value) or "").rpartition(".")[2]
        if name not in classes:
            draft.say(
                codes.POWERTOOLS,
                arg,
                f"The event is given as `{dotted(arg.value) or '...'}`, whose counterpart in the other format is not known.",
                "Use the data classes of Powertools, or read the event itself.",
            )
