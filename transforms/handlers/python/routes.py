"""The handler of a function behind routes: its event is followed, and each direction decides what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import libcst as cst

from migrator.facts import Rewritten, RouteFacts
from migrator.findings import Level

from .. import codes, sentences
from . import (
    adapters,
    bodies,
    decorators,
    flags,
    from_http_v1,
    powertools,
    powertools_names,
    powertools_resolvers,
    responses,
    responses_to_rest,
    to_http_v1,
    to_rest,
    unseen,
)
from .answer_values import handed_on
from .cors_answers import CorsWriter
from .deciding import decide, names_at_hand
from .draft import Draft
from .endings import statements
from .locate import parameter
from .reach import follow
from .returned import answers
from .session import Session
from .sites import flat
from .trees import dotted, walk

NUMBERS = frozenset({"timeEpoch", "requestTimeEpoch", "isBase64Encoded"})
"""Fields of events that hold no texts."""

HOLDERS = frozenset(
    {*flags.HOLDERS, *(("requestContext", "authorizer", key) for key in ("jwt", "lambda", "iam", "claims"))}
    | {(key,) for key in ("queryStringParameters", "pathParameters", "stageVariables", "cookies", "multiValueHeaders")}
    | {("requestContext", "authorizer", "jwt", "claims"), ("multiValueQueryStringParameters",)}
)
"""Parts of an event that are no text."""


_TYPES: Final[Mapping[str, tuple[str, ...]]] = {"2.0": ("V2",), "rest": ("V1", "ProxyEvent")}
"""How types of events end, by format; what one is of payload 1.0 is one of a REST event."""


def rewrite(session: Session, draft: Draft, function: cst.FunctionDef, facts: RouteFacts) -> Rewritten:
    """Rewrite a plain function."""
    event = parameter(draft.module, function)
    if event is None or function.asynchronous:
        sentences.EVENT_NOT_FOLLOWED.on(
            draft, function.name, function.name.value, level=Level.INFO if facts.after == "1.0" else None
        )
        unseen.decide(session)
        return session.finish()
    if facts.after == "1.0":
        return close(session, draft, function, event, facts)
    known = powertools.routes(session, draft, function, event, facts)
    adapted = frozenset(
        id(call) for call in powertools_names.calls(function) if adapters.called(session, draft, call, event, facts)
    )
    typed(draft, function, event, facts)
    wrappers = decorators.check(session.program, draft, function, known.decorators)
    skip = known.skip | adapted
    reads = [] if known.parsed else follow(session, draft, function, event, skip=skip, wrappers=wrappers)
    for read in reads:
        typed(read.draft, read.function, read.parameter, facts)
    answering, passed = _answering(session, draft, function, wrappers, facts)
    if facts.before == "1.0":
        for read in reads:
            from_http_v1.decide(read, facts)
        to_rest.encoded_bodies(reads, facts)
        for owner, each in answering:
            responses_to_rest.from_v1(session.draft, session.program, owner, each, facts)
        _cors(session, answering, known.answers | adapted, passed)
        unseen.decide(session, reads)
        return session.finish(write=_gets_event(session, wrappers))
    sites = [site for read in reads for site in flat(read.sites) if site.steps and site.path not in HOLDERS]
    sites = [site for site in sites if site.path[-1] not in NUMBERS]
    fields = frozenset(id(node) for site in sites for node in (site.node, site.steps[-1].node))
    decide(session, reads, facts)
    taken = known.answers | adapted | passed
    for owner, each in answering:
        if facts.after == "2.0":
            responses.to_http(session.draft, session.program, owner, each, facts, taken)
        else:
            responses_to_rest.to_rest(session.draft, session.program, owner, each, facts, taken, fields)
    _cors(session, answering, known.answers | adapted, passed)
    return session.finish()


def _cors(
    session: Session,
    answering: list[tuple[Draft, cst.FunctionDef]],
    made: frozenset[int],
    passed: frozenset[int],
) -> None:
    """Let the responses carry the CORS headers that the function has to send.

    Arguments:
        made: ids of expressions that a library makes responses of.
        passed: ids of calls whose responses are looked at elsewhere.
    """
    facts = session.facts
    if isinstance(facts, RouteFacts) and facts.sends is not None:
        writer = CorsWriter(session.draft, session.program, facts.sends, facts.before == "2.0", made, passed)
        session.unsent = writer.write(answering)


def typed(draft: Draft, function: cst.FunctionDef, event: str, facts: RouteFacts) -> None:
    """Report a type annotation that names the event of the old format."""
    params = (*function.params.posonly_params, *function.params.params, *function.params.kwonly_params)
    annotation = next((param.annotation for param in params if param.name.value == event), None)
    if annotation is None:
        return
    name = (draft.module.global_name(annotation.annotation) or dotted(annotation.annotation)).rpartition(".")[2]
    old = _TYPES.get(facts.before, ())
    if "Event" in name and name.endswith(old) and not draft.edits.get(annotation.annotation):
        draft.say(
            codes.TYPED,
            annotation,
            f"The event is annotated as `{name}`, the type of the events that the function got until now.",
            "Change the annotation to the type of the new events; the code itself does not depend on it.",
            Level.INFO,
        )


def close(session: Session, draft: Draft, function: cst.FunctionDef, event: str, facts: RouteFacts) -> Rewritten:
    """Report what differs on payload format 1.0, and repair what can be repaired exactly."""
    taken = frozenset(
        id(call) for call in powertools_names.calls(function) if adapters.called(session, draft, call, event, facts)
    )
    powertools_resolvers.v1(session, facts)
    taken |= powertools_resolvers.resolving(session, draft, function, event)
    resolved = taken | _objects(session, draft, function, event, facts)
    wrappers = decorators.check(session.program, draft, function)
    reads = follow(session, draft, function, event, skip=resolved, wrappers=wrappers)
    for read in reads:
        to_http_v1.decide(read, facts)
    names_at_hand(reads, facts.after)
    bodies.decide(reads, facts, rewrite=facts.repair, level=Level.WARNING)
    answering, passed = _answering(session, draft, function, wrappers, facts)
    for owner, each in answering:
        responses.to_http(session.draft, session.program, owner, each, facts, passed | resolved)
    unseen.decide(session, reads)
    return session.finish(write=facts.repair and _gets_event(session, wrappers))


def _gets_event(session: Session, wrappers: list[decorators.Wrapper]) -> bool:
    """Whether what the handler gets is the event, and not what a decorator makes of it."""
    lost = {codes.DECORATOR, *((codes.REBOUND, codes.CHANGED) if wrappers else ())}
    return not any(finding.code in lost for finding in session.findings)


def _objects(
    session: Session, draft: Draft, function: cst.FunctionDef, event: str, facts: RouteFacts
) -> frozenset[int]:
    """Ids of the nodes that read the event through a data class of Powertools, which copes with both formats."""
    found: list[cst.CSTNode] = []
    given = powertools.data_class(function)
    for node in walk(function.body):
        above = draft.module.up(node)
        if isinstance(node, cst.Call) and powertools.wraps(draft, node, event):
            found.append(node)
        elif given and isinstance(node, cst.Name) and node.value == event and isinstance(above, cst.Attribute):
            found += [node] if above.attr.value != "get" else []
    powertools_resolvers.objects(session, ((draft, node) for node in found), facts)
    return frozenset(id(draft.module.up(node) if isinstance(node, cst.Name) else node) for node in found)


def _answering(
    session: Session, draft: Draft, function: cst.FunctionDef, wrappers: list[decorators.Wrapper], facts: RouteFacts
) -> tuple[list[tuple[Draft, cst.FunctionDef]], frozenset[int]]:
    """The functions whose results are responses: a decorator's, and the handler's where the decorator hands it on.

    Returns:
        The functions, and ids of the expressions that are what something inside answers.
    """
    found: list[tuple[Draft, cst.FunctionDef]] = []
    passed: set[int] = set()
    for wrapper in wrappers:
        found.append((session.draft(wrapper.module.name), wrapper.function))
        calls = set(map(id, wrapper.calls))
        results = [
            answer
            for statement in statements(wrapper.function)
            for answer in answers(session.program, wrapper.module, wrapper.function, statement.value)
        ]
        inner = {
            id(one.node) for one in results if id(one.node) in calls or handed_on(session.program, one, calls, facts)
        }
        passed |= calls | inner
        if not inner:
            return found, frozenset(passed)
    return [*found, (draft, function)], frozenset(passed)
