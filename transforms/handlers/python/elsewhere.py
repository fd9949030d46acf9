"""Code that is reached by other ways than the calls that are followed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import libcst as cst

from .. import sentences
from . import flags
from .classes import class_named, named
from .code import Module
from .decorators import layers
from .draft import Draft
from .program import Program
from .resolve import strings
from .session import Read, Session
from .sites import flat
from .trees import walk


def looks_into_frames(session: Session, event: str) -> None:
    """Report what reads the variables of functions that call it, of the files that were read or by the event's name."""
    for module in session.program.reachable(session.entry.module, "f_locals"):
        if module.name in session.drafts or any(each == event for _, each in strings(module)):
            for node in module.named("f_locals"):
                if isinstance(node, cst.Attribute):
                    flags.looks_into(session.draft(module.name), node, "f_locals")


def note_call(session: Session, module: Module, function: cst.FunctionDef, call: tuple[Draft, cst.CSTNode]) -> None:
    """Keep where a function is called with something of the event, and where its decorators call it in turn."""
    calls = session.draft(module.name).calls.setdefault(function, [])
    for layer in layers(session.program, module, function) or ():
        calls += [(session.draft(layer.module.name), each) for each in layer.calls]
    calls.append(call)


def note_around(session: Session, reads: Iterable[Read], handler: cst.FunctionDef) -> None:
    """Keep what errors pass on their way out of functions that nothing is passed to, and which context managers take some."""
    _note_runs(session, reads, handler)
    _note_managers(session)


def _note_runs(session: Session, reads: Iterable[Read], handler: cst.FunctionDef) -> None:
    """Keep where methods are named that read what their object keeps of the event: nothing is passed to them there."""
    for read in reads:
        module, function = read.draft.module, read.function
        if function is not handler and not read.draft.calls.get(function):
            at = (module.name, module.qualified(function))
            for each in session.program.reachable(session.entry.module, function.name.value):
                found = [(session.draft(each.name), node) for node in named(session.program, at, each)]
                read.draft.calls.setdefault(function, []).extend(found)


def _note_managers(session: Session) -> None:
    """Keep the ``with`` statements whose context managers, of the package, may take errors."""
    for draft in session.drafts.values():
        for node in draft.module.of(cst.With):
            if any(_takes_errors(session.program, draft.module, item.item) for item in node.items):
                draft.taking.add(node)


def _takes_errors(program: Program, module: Module, node: cst.BaseExpression) -> bool:
    func = node.func if isinstance(node, cst.Call) else node
    made = program.defined(module, func) or class_named(program, module, func)
    parts = list(walk(made[1])) if made is not None else []
    return any(
        (isinstance(n, cst.Try) and n.handlers) or (isinstance(n, cst.FunctionDef) and _swallows(n)) for n in parts
    )


def _swallows(function: cst.FunctionDef) -> bool:
    if function.name.value not in ("__exit__", "__aexit__"):
        return False
    return any(isinstance(node, cst.Return) and node.value is not None for node in walk(function.body))


def called_elsewhere(reads: Collection[Read]) -> None:
    """Report a function that changes for the event it is passed, or hands it on to one, and that may be passed something else."""
    changed = _changed(reads)
    for read in reads:
        if not read.whole and read.callee is not None and read.function in changed:
            sentences.PASSED_AND_NAMED.on(read.draft, read.function.name, read.function.name.value)


def _changed(reads: Iterable[Read]) -> set[cst.FunctionDef]:
    """The functions inside which something changes, or in those that they pass the event to."""
    found: set[cst.FunctionDef] = set()
    waiting = [(read.draft, read.function) for read in reads if _edited(read)]
    while waiting:
        draft, function = waiting.pop()
        if function not in found:
            found.add(function)
            above = ((other, other.module.function_of(call)) for other, call in draft.calls.get(function, ()))
            waiting += [(other, each) for other, each in above if each is not None]
    return found


def _edited(read: Read) -> bool:
    """Whether something inside a function changes, or inside the lambdas that it runs."""
    module = read.draft.module
    inside = {above for site in flat(read.sites) for above in module.above(site.node) if isinstance(above, cst.Lambda)}
    scopes = {read.function, *inside}
    return any(not scopes.isdisjoint((node, *module.above(node))) for node in read.draft.edits)
