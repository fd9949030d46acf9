"""Where the event of a handler goes: through the function, its decorators, and the functions that it is passed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import libcst as cst

from migrator.facts import Entry

from .. import codes, sentences
from ..outcome import close
from . import authorizer_values, decorators, flags
from .attributes import readers
from .classes import unfilled
from .code import Module
from .draft import Draft
from .locate import locate
from .program import Callee
from .program_imports import runs
from .provenance import Reader
from .resolve import COPIES, foreign, renders, strings
from .session import Read, Session
from .sites import LOWER, Path, Site, flat
from .trees import assigned, counted, dotted

TRACKED: Final[frozenset[Path]] = frozenset(
    {
        *flags.HOLDERS,
        (LOWER,),
        ("requestContext", "stage"),
        ("requestContext", "path"),
        ("requestContext", "requestId"),
        ("methodArn",),
        ("body",),
        ("queryStringParameters",),
        ("queryStringParameters", "*"),
        ("multiValueHeaders",),
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

PASSED: Final[frozenset[Path]] = TRACKED - {
    (LOWER,),
    ("requestContext", "identity"),
    ("requestContext", "http"),
    ("requestContext", "authentication"),
    ("queryStringParameters",),
    ("queryStringParameters", "*"),
}
"""What is followed into functions that it is passed to. The others are read from several places in the other format."""


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


def parameter(module: Module, function: cst.FunctionDef) -> str | None:
    """The name of the event: the first positional parameter, of a method the one behind its object or class."""
    positional = [param.name.value for param in (*function.params.posonly_params, *function.params.params)]
    return next((name for name in positional[unfilled(function, module) :] if name != "self"), None)


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
        if read.callee is None or read.callee.base not in (_CHECKED | {()}):
            continue
        modules = session.program.reachable(session.entry.module, read.callee.word)
        nodes = {id(node) for node in session.program.references(read.callee, modules)}
        rest = nodes - seen[read.callee].names
        if rest:
            rest -= _of_others(session, read.callee)
        read.whole = not rest
    _looks_into_frames(session, event)
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


def _looks_into_frames(session: Session, event: str) -> None:
    """Report what reads the variables of functions that call it, of the files that were read or by the event's name."""
    for module in session.program.reachable(session.entry.module, "f_locals"):
        if module.name in session.drafts or any(each == event for _, each in strings(module)):
            for node in module.named("f_locals"):
                if isinstance(node, cst.Attribute):
                    flags.looks_into(session.draft(module.name), node, "f_locals")


_CHECKED: Final[frozenset[Path]] = frozenset(
    {
        ("headers",),
        ("requestContext",),
        authorizer_values.AUTHORIZER,
        authorizer_values.CLAIMS["rest"],
        authorizer_values.CLAIMS["2.0"],
    }
)


def read_of(session: Session, starts: Iterable[Start]) -> list[Read]:
    """What is read of expressions that are the event, such as `app.current_event` of Powertools."""
    return _reads(session, starts)[0]


def _reads(session: Session, starts: Iterable[Start]) -> tuple[list[Read], dict[Callee, _Followed]]:
    reads: list[Read] = []
    seen: dict[Callee, _Followed] = {}
    waiting = [*starts]
    while waiting:
        start = waiting.pop()
        here, current, name, callee = start.draft, start.function, start.event, start.callee
        base = start.base
        counts = counted(current, filled=False)
        if flags.rebinds(here, current, name, counts):
            continue
        reader = Reader(session.program, here.module, current, name, TRACKED, base)
        if base in flags.HOLDERS:
            flags.looks_into_names(here, reader.names)
        sites = reader.sites() if start.node is None else [reader.site(start.node)]
        holder = dotted(start.node) if start.node is not None else name
        reads.append(Read(here, current, holder if base == () else "", sites, callee, base))
        for site in flat(sites):
            if skipped(here, site, start.skip):
                site.kind = "followed"
                continue
            for target, node in _passed(session, here, site, current):
                module = session.program.quietly(target.module)
                if module is None:
                    continue
                owner = session.draft(target.module)
                site.kind = "followed"
                if owner.has(target.function):
                    continue
                if target not in seen:
                    inside = module.functions[target.function]
                    waiting.append(Start(owner, inside, target.parameter, callee=target, base=target.base))
                    seen[target] = _Followed(here, site.node)
                seen[target].names.add(id(node))
                owner.calls.setdefault(module.functions[target.function], []).append((here, node))
            waiting += _kept(session, start, site)
            if close(session.facts):
                flags.nearly(here, site, outside=_outside(session, here, site, counts))
            else:
                flags.unfollowed(here, site)
    return reads, seen


def _kept(session: Session, start: Start, site: Site) -> list[Start]:
    """The reads of an attribute in which an object keeps something of the event."""
    if site.kind != "other" or site.path not in _CHECKED | {()}:
        return []
    reads = readers(session.program, start.draft.module, start.function, site.node)
    if reads is None:
        return []
    site.kind = "followed"
    return [
        Start(session.draft(module.name), function, callee=start.callee, node=node, base=site.path)
        for module, function, node in reads
    ]


SENDERS: Final = frozenset(
    {"boto3", "botocore", "aioboto3", "requests", "httpx", "urllib3", "sentry_sdk", "aws_xray_sdk"}
)
"""Libraries that send what they are given elsewhere, and look up no names in it."""


def _outside(session: Session, draft: Draft, site: Site, local: Mapping[str, int]) -> bool:
    """Whether something only becomes a text, or is sent elsewhere by a library that knows no event."""
    for above in draft.module.above(site.node):
        if isinstance(above, cst.Call):
            made = foreign(session.program, draft.module, above.func, local)
            if renders(session.program, draft.module, above, local):
                return made not in COPIES and not _searched(draft, above)
            return (made or _maker(session, draft, above.func, local)).partition(".")[0] in SENDERS
        if not isinstance(above, (cst.Arg, cst.DictElement, cst.Dict, cst.Element, cst.List, cst.Tuple)):
            return False
    return False


def _searched(draft: Draft, call: cst.Call) -> bool:
    """Whether something is looked for in a text that is made, or the text itself asks for keys, as ``{0[headers]}``."""
    around = draft.module.up(call)
    if isinstance(call.func, cst.Attribute) and isinstance(call.func.value, cst.SimpleString):
        return "[" in call.func.value.value
    if isinstance(around, cst.Arg) and isinstance(user := draft.module.up(around), cst.Call):
        return (draft.module.global_name(user.func) or "").startswith("re.")
    return isinstance(around, (cst.Comparison, cst.ComparisonTarget, cst.Subscript))


def _maker(session: Session, draft: Draft, func: cst.BaseExpression, local: Mapping[str, int]) -> str:
    """The full name of what made the object whose method is called, where a library did."""
    head = dotted(func).partition(".")[0]
    made = list(assigned(draft.module.tree, head)) if head and head not in local else []
    if len(made) != 1 or not isinstance(made[0], cst.Call):
        return ""
    return foreign(session.program, draft.module, made[0].func, local) or _maker(session, draft, made[0].func, local)


def skipped(draft: Draft, site: Site, skip: frozenset[int]) -> bool:
    """Whether a use is part of a call that is known to take the event."""
    return any(id(above) in skip for above in draft.module.above(site.node)) if skip else False


def _passed(session: Session, draft: Draft, site: Site, function: cst.FunctionDef) -> list[tuple[Callee, cst.CSTNode]]:
    """The functions of the package that something of the event is passed to, where it is followed there."""
    if site.kind != "argument" or not isinstance(site.user, cst.Arg) or not _is_passed(site.path):
        return []
    call = draft.module.up(site.user)
    if not isinstance(call, cst.Call):
        return []
    found = session.program.callees(draft.module, call, site.user, function)
    return [(Callee(c.module, c.function, c.parameter, site.path), node) for c, node in found]


def _is_passed(path: Path) -> bool:
    return path in PASSED or ((*path[:-1], "*") in PASSED if path else False)


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


def edited(read: Read) -> bool:
    """Whether something inside a function changes."""
    module = read.draft.module
    return any(read.function is node or read.function in module.above(node) for node in read.draft.edits)


def called_elsewhere(reads: Iterable[Read]) -> None:
    """Report a function that changes for the event it is passed, and that may be passed something else elsewhere."""
    for read in reads:
        if read.whole or read.callee is None or not edited(read):
            continue
        sentences.PASSED_AND_NAMED.on(read.draft, read.function.name, read.function.name.value)
