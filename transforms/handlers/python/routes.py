"""The handler of a function behind routes: its event is followed, and each direction decides what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from migrator.facts import Rewritten, RouteFacts
from migrator.findings import Level

from .. import codes, header_sentences, sentences
from ..rules import of_edge
from . import (
    adapters,
    bodies,
    both_formats,
    decorators,
    flags,
    from_http_v1,
    powertools,
    powertools_names,
    powertools_resolvers,
    responses,
    responses_to_rest,
    to_http_v1,
    to_http_v2,
    to_rest,
    to_rest_reads,
    unseen,
)
from .answer_values import handed_on
from .bases import place
from .chains import Move, base_of
from .cors_answers import CorsWriter
from .draft import Draft
from .elsewhere import called_elsewhere
from .endings import statements
from .headers import say_found, say_twice
from .locate import parameter
from .package import changed_names
from .reach import follow
from .resolve import strings
from .returned import answers
from .session import Read, Session
from .sites import LOWER, NAMED, Path, Site, flat
from .trees import dotted, walk

HOLDERS = frozenset(
    {*flags.HOLDERS, *(("requestContext", "authorizer", key) for key in ("jwt", "lambda", "iam", "claims"))}
    | {(key,) for key in ("queryStringParameters", "pathParameters", "stageVariables", "cookies", "multiValueHeaders")}
    | {("requestContext", "authorizer", "jwt", "claims"), ("multiValueQueryStringParameters",)}
)
"""Parts of an event that are no text."""


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
    typed(draft, function, facts)
    wrappers = decorators.check(session.program, draft, function, known.decorators)
    skip = known.skip | adapted
    reads = [] if known.parsed else follow(session, draft, function, event, skip=skip, wrappers=wrappers)
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


def typed(draft: Draft, function: cst.FunctionDef, facts: RouteFacts) -> None:
    """Report a type annotation that names the event of the old format."""
    annotation = function.params.params[0].annotation if function.params.params else None
    if annotation is None:
        return
    name = (draft.module.global_name(annotation.annotation) or dotted(annotation.annotation)).rpartition(".")[2]
    old = ("V2",) if facts.after == "rest" else ("V1", "ProxyEvent")
    if "Event" in name and name.endswith(old) and not draft.edits.get(annotation.annotation):
        draft.say(
            codes.TYPED,
            annotation,
            f"The event is annotated as `{name}`, the type of the events that the function got until now.",
            "Change the annotation to the type of the new events; the code itself does not depend on it.",
            Level.INFO,
        )


def decide(session: Session, reads: list[Read], facts: RouteFacts) -> None:
    """Let the direction decide about every site, and write what moves."""
    direction = to_http_v2 if facts.after == "2.0" else to_rest
    old, new = [], []
    for read in reads:
        left = both_formats.copes(read)
        read.sites = _but(read.sites, left)
        for site in flat(read.sites):
            _logged(read.draft, site)
            say_found(read.draft, site, facts.before)
            if facts.after == "rest" and site.path[:1] in (("headers",), (LOWER,)):
                say_twice(read.draft, site, to_rest=True)
            if direction.decide(read.draft, site, facts, read.parameter):
                old.append((read, site))
            elif _new(site, direction.NEW) and not _done(session, read):
                new.append((read, site))
            if facts.after == "2.0":
                to_http_v1.options(read.draft, site, facts)
        if not any(finding.blocks for finding in read.draft.told.findings):
            moved = _mover(direction.moved, facts)
            base = base_of(read.sites, moved, len(read.base))
            place(read.draft, read.sites, moved, direction.SURVIVING, read.parameter, base)
    called_elsewhere(reads)
    if facts.after == "2.0":
        names_at_hand(reads, facts.after)
    if old and new:
        read, site = new[0]
        sentences.BOTH_READ.on(read.draft, site.node, ".".join(site.path) or site.name)
    for read, site in [] if old else new:
        if _may_be_missing(read.draft, site):
            named = (*site.path, site.name) if site.kind == "member" else site.path
            sentences.NEW_READ.on(read.draft, site.node, ".".join(named))
    if facts.after == "2.0":
        bodies.decide(reads, facts, rewrite=True, level=None)
    else:
        to_rest_reads.put_before(reads)
        to_rest.encoded_bodies(reads, facts)


def _but(sites: list[Site], left: set[int]) -> list[Site]:
    """Sites and those of their aliases, without some."""
    for site in sites:
        site.children = _but(site.children, left)
    return [site for site in sites if id(site) not in left]


def _may_be_missing(draft: Draft, site: Site) -> bool:
    """Whether code asks for what today's events do not hold in a way that does not fail."""
    if site.kind in ("log", "statement") or site.children or "version" in (*site.path, site.name):
        return False
    soft = site.kind == "member" or any(step.get for step in site.steps)
    return soft or any(isinstance(above, (cst.Try, cst.TryStar)) for above in draft.module.above(site.node))


def _done(session: Session, read: Read) -> bool:
    """Whether a function was rewritten for another handler in this run."""
    name = read.draft.module.name
    before, now = session.package.original(name), session.package.module(name)
    done = changed_names(before.text, now.text) if before is not None and now is not None else frozenset()
    above = [read.function, *read.draft.module.above(read.function)]
    return any(node.name.value in done for node in above if isinstance(node, (cst.FunctionDef, cst.ClassDef)))


def names_at_hand(reads: list[Read], kind: str) -> None:
    """Report code that looks for cookies, or for headers of the edge, among headers whose names it has at hand in lower case.

    Arguments:
        kind: the payload format of the events from now on.
    """
    hidden = ("folded", "argument", "dynamic", "iterate", "method", "other")
    found = [site for read in reads for site in flat(read.sites) if site.path in NAMED and site.kind in hidden]
    for draft in {read.draft.module.name: read.draft for read in reads}.values() if found else ():
        for node, text in strings(draft.module):
            if of_edge(text):
                header_sentences.OF_THE_EDGE.on(draft, node, text, level=Level.WARNING if kind == "1.0" else None)
            elif text.lower() == "cookie" and kind == "2.0":
                draft.say(
                    codes.NO_COUNTERPART,
                    node,
                    f"`{text}` is looked for among the headers, and payload format 2.0 keeps cookies in `cookies`.",
                    "Read `cookies` of the event.",
                )


def _mover(moved: Callable[[Site, RouteFacts], Move], facts: RouteFacts) -> Callable[[Site], Move]:
    return lambda site: moved(site, facts)


def _new(site: Site, new: frozenset[Path]) -> bool:
    path = (*site.path, site.name) if site.kind == "member" else site.path
    return any(path[: len(known)] == known for known in new)


def _logged(draft: Draft, site: Site) -> None:
    if site.kind == "log" and site.path in flags.HOLDERS:
        sentences.LOGGED.on(draft, site.node, flags.use_of(draft, site).shown)


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
