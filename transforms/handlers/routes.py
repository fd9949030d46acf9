"""The handler of a function behind routes: its event is followed, and each direction decides what becomes of it."""

from __future__ import annotations

from typing import Final

import libcst as cst

from migrator.findings import Level

from . import (
    adapters,
    authorizer_values,
    bodies,
    codes,
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
)
from .bases import place
from .code import counted
from .draft import Draft
from .facts import Rewritten, RouteFacts
from .program import Callee, runs
from .provenance import LOWER, Path, Reader, Site, flat
from .session import Read, Session

TRACKED: Final[frozenset[Path]] = frozenset(
    {
        *flags.NAMES,
        (LOWER,),
        ("requestContext", "stage"),
        ("queryStringParameters",),
        ("queryStringParameters", "*"),
        authorizer_values.CLAIMS["rest"],
        authorizer_values.CLAIMS["2.0"],
        (*authorizer_values.CLAIMS["rest"], "*"),
        (*authorizer_values.CLAIMS["2.0"], "*"),
        (*authorizer_values.AUTHORIZER, "*"),
        (*authorizer_values.CONTEXT, "*"),
        ("isBase64Encoded",),
    }
)
"""What is followed through names that are assigned once."""


def parameter(function: cst.FunctionDef) -> str | None:
    """The name of the event: the first positional parameter."""
    positional = [*function.params.posonly_params, *function.params.params]
    return positional[0].name.value if positional else None


def follow(
    session: Session, draft: Draft, function: cst.FunctionDef, event: str, *, skip: frozenset[int] = frozenset()
) -> list[Read]:
    """Follow the event through a function and those that it is passed to.

    Arguments:
        session: the run.
        draft: the draft of the function's file.
        function: the function.
        event: the name of its event.
        skip: ids of calls that are known to take the event.
    """
    reads: list[Read] = []
    waiting = [(draft, function, event)]
    seen: dict[Callee, tuple[Draft, cst.BaseExpression, int]] = {}
    while waiting:
        here, current, name = waiting.pop()
        counts = counted(current)
        if flags.rebinds(here, current, name, counts):
            continue
        reader = Reader(here.module, current, name, TRACKED)
        flags.looks_into_names(here, reader.names)
        sites = reader.sites()
        reads.append(Read(here, current, name, sites))
        for site in flat(sites):
            if _skipped(here, site, skip):
                continue
            callee = _passed(session, here, site, counts)
            if callee is None:
                flags.unfollowed(here, site)
                continue
            target = session.program.quietly(callee.module)
            assert target is not None
            owner = session.draft(callee.module)
            if owner.has(callee.function):
                continue
            if callee not in seen:
                waiting.append((owner, target.functions[callee.function], callee.parameter))
                seen[callee] = (here, site.node, 0)
            first, node, times = seen[callee]
            seen[callee] = (first, node, times + 1)
    _all_callers(session, seen)
    again = runs(
        session.program, draft.module, function, session.program.reachable(session.entry.module, function.name.value)
    )
    if again is not None:
        session.draft(again[0].name).say(
            codes.ESCAPES,
            again[1],
            f"`{function.name.value}` is called here as well: what it is given, and what its answer is taken for, is not known.",
            "Let the API alone call the handler, and put what both need into a function of its own.",
        )
    return reads


def _skipped(draft: Draft, site: Site, skip: frozenset[int]) -> bool:
    return any(id(above) in skip for above in draft.module.above(site.node)) if skip else False


def _passed(session: Session, draft: Draft, site: Site, counts: dict[str, int]) -> Callee | None:
    """The function of the package that the event is passed to, where the rest of the shape is known."""
    if site.path or site.kind != "argument" or not isinstance(site.user, cst.Arg):
        return None
    call = draft.module.up(site.user)
    if not isinstance(call, cst.Call) or (isinstance(call.func, cst.Name) and call.func.value in counts):
        return None
    return session.program.callee(draft.module, call, site.user)


def _all_callers(session: Session, seen: dict[Callee, tuple[Draft, cst.BaseExpression, int]]) -> None:
    """Report a function that is passed the event here and something else elsewhere."""
    for callee, (draft, node, times) in seen.items():
        modules = session.program.reachable(session.entry.module, callee.function)
        if (
            session.program.references(callee, modules) != times
            or sum(c.function == callee.function and c.module == callee.module for c in seen) > 1
        ):
            draft.say(
                codes.ESCAPES,
                node,
                f"The event is passed to `{callee.function}`, which is also named elsewhere: whether it always gets an event is not known.",
                "Call it with the event only, or pass on the fields that it needs.",
            )


def rewrite(session: Session, draft: Draft, function: cst.FunctionDef, facts: RouteFacts) -> Rewritten:
    """Rewrite a plain function."""
    event = parameter(function)
    if event is None or function.asynchronous:
        draft.say(
            codes.NOT_FOLLOWED,
            function.name,
            f"`{function.name.value}` takes its event in a way that is not followed.",
            "Give it two parameters, `event` and `context`.",
            Level.INFO if facts.after == "1.0" else None,
        )
        return session.finish()
    if facts.after == "1.0":
        return close(session, draft, function, event, facts)
    known = powertools.routes(session, draft, function, event, facts)
    adapted = frozenset(
        id(call) for call in powertools_names.calls(function) if adapters.called(session, draft, call, event, facts)
    )
    decorators.check(draft, function, known.decorators)
    reads = [] if known.parsed else follow(session, draft, function, event, skip=known.skip | adapted)
    if facts.before == "1.0":
        from_http_v1.decide([(read.draft, list(flat(read.sites)), read.parameter) for read in reads], facts)
        responses_to_rest.from_v1(session.draft, session.program, draft, function, facts)
        return session.finish()
    decide(session, reads, facts)
    answer = responses.to_v2 if facts.after == "2.0" else responses_to_rest.to_rest
    answer(session.draft, session.program, draft, function, facts, known.answers | adapted)
    return session.finish()


def decide(session: Session, reads: list[Read], facts: RouteFacts) -> None:
    """Let the direction decide about every site, and write what moves."""
    direction = to_http_v2 if facts.after == "2.0" else to_rest
    old, new = [], []
    for read in reads:
        for site in flat(read.sites):
            _logged(read.draft, site)
            if direction.decide(read.draft, site, facts, read.parameter):
                old.append((read, site))
            elif _new(site, direction.NEW):
                new.append((read, site))
            if facts.after == "2.0":
                to_http_v1.options(read.draft, site, facts)
        if not any(finding.blocks for finding in read.draft.findings):
            place(
                read.draft, read.sites, lambda site: direction.moved(site, facts), direction.SURVIVING, read.parameter
            )
    if old and new:
        read, site = new[0]
        read.draft.say(
            codes.TWO_FORMATS,
            site.node,
            f"`{'.'.join(site.path) or site.name}` is of the new format and other code here reads the old one: the handler tells them apart itself.",
            "Check by hand that the handler takes the new events, then leave only that way in.",
        )
    if facts.after == "2.0":
        bodies.decide([(r.draft, list(flat(r.sites)), r.parameter) for r in reads], facts, rewrite=True, level=None)
    else:
        for read in reads:
            to_rest.encoded_bodies(read.draft, list(flat(read.sites)), facts)


def _new(site: Site, new: frozenset[Path]) -> bool:
    path = (*site.path, site.name) if site.kind == "member" else site.path
    return any(path[: len(known)] == known for known in new)


def _logged(draft: Draft, site: Site) -> None:
    if site.kind == "log" and site.path in flags.NAMES:
        draft.say(
            codes.LOGGED,
            site.node,
            f"The log shows {flags.NAMES[site.path]} in the new format from now on.",
            "Change queries and alarms over the log that read its fields.",
        )


def close(session: Session, draft: Draft, function: cst.FunctionDef, event: str, facts: RouteFacts) -> Rewritten:
    """Report what differs on payload format 1.0, and repair it where that is asked for and everything is followed."""
    counts = counted(function)
    for call in powertools_names.calls(function):
        if adapters.called(session, draft, call, event, facts):
            return session.finish(write=facts.repair)
    powertools_resolvers.v1(session, facts)
    resolved = powertools_resolvers.resolving(session, draft, function, event)
    reader = Reader(draft.module, function, event, TRACKED)
    sites = [site for site in flat(reader.sites()) if not _skipped(draft, site, resolved)]
    to_http_v1.decide(draft, sites, facts, event)
    hard = Draft(draft.module)
    for site in sites:
        flags.unfollowed(hard, site)
    whole = facts.repair and counts.get(event) == 1 and not hard.findings
    bodies.decide([(draft, sites, event)], facts, rewrite=whole, level=Level.WARNING)
    responses.to_v1(session.draft, session.program, draft, function, facts)
    return session.finish(write=whole)
