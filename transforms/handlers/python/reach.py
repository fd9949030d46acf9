"""Where the event of a handler goes: through the function, its decorators, and the functions that it is passed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import libcst as cst

from migrator.facts import Entry

from .. import codes
from ..outcome import close
from . import decorators, flags
from .attributes import readers
from .draft import Draft
from .elsewhere import looks_into_frames, note_around, note_call
from .locate import locate, parameter
from .outside import outside, skipped
from .program import Callee
from .program_imports import runs
from .provenance import Reader
from .session import Read, Session
from .sites import Path, Site, flat
from .tracked import CHECKED, TRACKED, is_passed
from .trees import counted, dotted


@dataclass(frozen=True, eq=False)
class Start:
    """Where something begins to be followed.

    Arguments:
        draft: the file.
        function: the function.
        event: the name that holds it; empty where only an expression does.
        skip: ids of calls that are known to take the event.
        callee: how the function is called; None for the handler itself and for its decorators.
        node: the expression.
        base: what is held there, as keys from the event.
    """

    draft: Draft
    function: cst.FunctionDef
    event: str = ""
    skip: frozenset[int] = frozenset()
    callee: Callee | None = None
    node: cst.BaseExpression | None = None
    base: Path = ()


@dataclass(eq=False)
class _Followed:
    """A function that something of the event is passed to.

    Arguments:
        draft: the file of the first call.
        node: what is passed there.
        names: ids of the nodes that name the function there and in other calls.
    """

    draft: Draft
    node: cst.BaseExpression
    names: set[int] = field(default_factory=set)


@dataclass(frozen=True, eq=False)
class _Along:
    """What was seen of a handler that moves along.

    Arguments:
        functions: the functions that its event reaches, each with its module.
        names: ids of the nodes by which they name those that they pass it to.
    """

    functions: list[tuple[str, cst.FunctionDef]]
    names: Mapping[Callee, set[int]]


def follow(
    session: Session,
    draft: Draft,
    function: cst.FunctionDef,
    event: str,
    *,
    skip: frozenset[int] = frozenset(),
    wrappers: Iterable[decorators.Wrapper] = (),
) -> list[Read]:
    """Follow the event through a function, its decorators, and those that it is passed to.

    Arguments:
        session: the run.
        draft: the draft of the function's file.
        function: the function.
        event: the name of its event.
        skip: ids of calls that are known to take the event.
        wrappers: what decorators of the package put around it.
    """
    start = [Start(draft, function, event, skip)]
    for wrapper in wrappers:
        own = parameter(wrapper.module, wrapper.function)
        passed = frozenset(id(call) for call in wrapper.calls)
        around = session.draft(wrapper.module.name)
        draft.calls.setdefault(function, []).extend((around, call) for call in wrapper.calls)
        if own is not None:
            start.append(Start(session.draft(wrapper.module.name), wrapper.function, own, passed))
    reads, seen = _reads(session, start)
    for read in reads:
        if read.callee is None or read.callee.base not in (CHECKED | {()}):
            continue
        modules = session.program.reachable(session.entry.module, read.callee.word)
        nodes = {id(node) for node in session.program.references(read.callee, modules)}
        rest = nodes - seen[read.callee].names
        read.whole = not rest or not rest - _of_others(session, read.callee)
    note_around(session, reads, function)
    looks_into_frames(session, event)
    again = runs(
        session.program, draft.module, function, session.program.reachable(session.entry.module, function.name.value)
    )
    if again is not None:
        session.draft(again[0].name).say(
            codes.ESCAPES,
            again[1],
            f"`{function.name.value}` is called here as well: what it is given, and what its answer is taken for, is not known.",
            "Call a function of its own, with the values that it needs.",
        )
    return reads


def read_of(session: Session, starts: Iterable[Start]) -> list[Read]:
    """What is read of expressions that are the event, such as `app.current_event` of Powertools."""
    return _reads(session, starts)[0]


def _reads(session: Session, starts: Iterable[Start]) -> tuple[list[Read], dict[Callee, _Followed]]:
    reads: list[Read] = []
    seen: dict[Callee, _Followed] = {}
    waiting = [*starts]
    while waiting:
        start = waiting.pop()
        here, current, name, base = start.draft, start.function, start.event, start.base
        counts = counted(current, filled=False)
        reader = Reader(session.program, here.module, current, name, TRACKED, base)
        if not reader.twice and flags.rebinds(here, current, name, counts):
            continue
        if base in flags.HOLDERS:
            flags.looks_into_names(here, reader.names)
        sites = reader.sites() if start.node is None else [reader.site(start.node)]
        holder = dotted(start.node) if start.node is not None else name
        reads.append(Read(here, current, holder if base == () else "", sites, start.callee, base))
        for site in flat(sites):
            if skipped(here, site, start.skip):
                site.kind = "followed"
                continue
            for target, node, call in _passed(session, here, site, current):
                module = session.program.quietly(target.module)
                if module is None:
                    continue
                owner = session.draft(target.module)
                site.kind = "followed"
                if owner.has(target.function):
                    continue
                if target not in seen:
                    waiting.append(
                        Start(
                            owner, module.functions[target.function], target.parameter, callee=target, base=target.base
                        )
                    )
                    seen[target] = _Followed(here, site.node)
                seen[target].names.add(id(node))
                note_call(session, module, module.functions[target.function], (here, call))
            waiting += _kept(session, start, site)
            if close(session.facts):
                flags.nearly(here, site, outside=outside(session, here, site, counts))
            else:
                flags.unfollowed(here, site)
    return reads, seen


def _kept(session: Session, start: Start, site: Site) -> list[Start]:
    """The reads of an attribute in which an object keeps something of the event."""
    if site.kind != "other" or site.path not in CHECKED | {()}:
        return []
    reads = readers(session.program, start.draft.module, start.function, site.node)
    if reads is None:
        return []
    site.kind = "followed"
    return [
        Start(session.draft(module.name), function, callee=start.callee, node=node, base=site.path)
        for module, function, node in reads
    ]


def _passed(
    session: Session, draft: Draft, site: Site, function: cst.FunctionDef
) -> list[tuple[Callee, cst.CSTNode, cst.Call]]:
    """The functions of the package that something of the event is passed to, the node that names each, and the call."""
    if site.kind != "argument" or not isinstance(site.user, cst.Arg) or not is_passed(site.path):
        return []
    call = draft.module.up(site.user)
    if not isinstance(call, cst.Call):
        return []
    found = session.program.callees(draft.module, call, site.user, function)
    return [(replace(callee, base=site.path), node, call) for callee, node in found]


def _of_others(session: Session, callee: Callee) -> set[int]:
    """Nodes by which handlers that move along name a function, to pass it what it gets here."""
    if session.along is None:
        session.along = {}
        for entry in session.others:
            for key, names in _passing(session, entry).items():
                session.along.setdefault(key, set()).update(names)
    return session.along.get(callee, set())


def _passing(session: Session, entry: Entry) -> Mapping[Callee, set[int]]:
    """The nodes by which a handler names functions that it passes its event to: read once, unless a file changes there."""
    at = ("passing", entry.module, f"{entry.function} {close(session.facts)}")
    along: _Along | None = session.package.kept.get(at)
    if along is None or not all(_stands(session, *each) for each in along.functions):
        along = session.package.kept[at] = _along(session, entry)
    return along.names


def _stands(session: Session, name: str, function: cst.FunctionDef) -> bool:
    """Whether a function is in its file as it was."""
    module = session.program.quietly(name)
    return module is not None and function in module.parents


def _along(session: Session, entry: Entry) -> _Along:
    found = locate(session.program, entry.module, entry.function)
    name = parameter(found.module, found.function) if found.module is not None and found.function is not None else None
    if found.module is None or found.function is None or name is None:
        return _Along([], {})
    other = Session(session.package, entry, session.facts)
    other.program = session.program
    draft = Draft(found.module)
    wrappers = decorators.check(session.program, draft, found.function)
    start = [Start(draft, found.function, name)]
    start += [
        Start(Draft(w.module), w.function, own, frozenset(id(call) for call in w.calls))
        for w in wrappers
        if (own := parameter(w.module, w.function)) is not None
    ]
    reads, seen = _reads(other, start)
    functions = [(draft.module.name, found.function), *((each.draft.module.name, each.function) for each in reads)]
    return _Along(functions, {key: one.names for key, one in seen.items()})
