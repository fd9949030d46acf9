"""What a direction decides about everything that a handler reads of its event."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import libcst as cst

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import codes, header_sentences, sentences
from ..rules import of_edge
from . import (
    bodies,
    both_formats,
    flags,
    to_http_v1,
    to_http_v2,
    to_rest,
    to_rest_reads,
)
from .bases import place
from .chains import Move, base_of
from .draft import Draft
from .elsewhere import called_elsewhere
from .headers import say_found, say_twice
from .package import changed_names
from .resolve import strings
from .session import Read, Session
from .sites import LOWER, NAMED, Path, Site, flat


def decide(session: Session, reads: list[Read], facts: RouteFacts) -> None:
    """Let the direction decide about every site, and write what moves."""
    old: list[Site] = []
    new: list[tuple[Read, Site]] = []
    for read in reads:
        was, now = _of_read(session, read, facts)
        old += was
        new += [(read, site) for site in now]
    called_elsewhere(reads)
    if facts.after == "2.0":
        names_at_hand(reads, facts.after)
    if old and new:
        first, site = new[0]
        sentences.BOTH_READ.on(first.draft, site.node, ".".join(site.path) or site.name)
    else:
        say_new(new)
    if facts.after == "2.0":
        bodies.decide(reads, facts, rewrite=True, level=None)
    else:
        to_rest_reads.put_before(reads)
        to_rest.encoded_bodies(reads, facts)


def _of_read(session: Session, read: Read, facts: RouteFacts) -> tuple[list[Site], list[Site]]:
    """Decide about the sites of a function; those that only the old events hold, and those that only the new ones do."""
    direction = to_http_v2 if facts.after == "2.0" else to_rest
    old, new = [], []
    read.sites = _but(read.sites, both_formats.copes(read))
    for site in flat(read.sites):
        _logged(read.draft, site)
        say_found(read.draft, site, facts.before)
        if facts.after == "rest" and site.path[:1] in (("headers",), (LOWER,)):
            say_twice(read.draft, site, to_rest=True)
        if direction.decide(read.draft, site, facts, site.event or read.parameter):
            old.append(site)
        elif is_new(site, direction.NEW) and not _done(session, read):
            new.append(site)
        if facts.after == "2.0":
            to_http_v1.options(read.draft, site, facts)
    if not any(finding.blocks for finding in read.draft.told.findings):
        moved = _mover(direction.moved, facts)
        base = base_of(read.sites, moved, len(read.base))
        place(read.draft, read.sites, moved, direction.SURVIVING, read.parameter, base)
    return old, new


def say_new(new: Iterable[tuple[Read, Site]]) -> None:
    """Report reads of what today's events do not hold, and which the code is ready for."""
    for read, site in new:
        if _may_be_missing(read.draft, site):
            named = (*site.path, site.name) if site.kind == "member" else site.path
            sentences.NEW_READ.on(read.draft, site.node, ".".join(named))


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


def is_new(site: Site, new: frozenset[Path]) -> bool:
    """Whether a use asks for what only the new events hold."""
    path = (*site.path, site.name) if site.kind == "member" else site.path
    return any(path[: len(known)] == known for known in new)


def _logged(draft: Draft, site: Site) -> None:
    if site.kind == "log" and site.path in flags.HOLDERS:
        sentences.LOGGED.on(draft, site.node, flags.use_of(draft, site).shown)
