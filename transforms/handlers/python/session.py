"""One run over the code behind one function: its files, its drafts, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import libcst as cst

from migrator.facts import Entry, Facts, Package, Rewritten, RouteFacts
from migrator.findings import Finding

from ..cors import NOT_FOLLOWED
from ..outcome import finish
from .draft import Draft
from .program import Callee, Program
from .sites import Path, Site


@dataclass(eq=False)
class Read:
    """One function that the event, or a part of it, was followed through.

    Arguments:
        draft: the draft of its file.
        function: the function.
        parameter: the name or the attribute that holds its event; empty where it is passed a part of one.
        sites: what it reads, aliases nested.
        callee: how it is called; None for the handler itself and for its decorators.
        base: what its parameter holds, or the attribute that is read in it, as keys from the event.
        whole: whether everything that names it passes it the same.
    """

    draft: Draft
    function: cst.FunctionDef
    parameter: str
    sites: list[Site]
    callee: Callee | None = None
    base: Path = ()
    whole: bool = True


Decider: TypeAlias = Callable[[Draft, Site, RouteFacts, str], bool]
"""Decides about a read, given the name of the event; whether it reads what only the old format holds."""

Deciders: TypeAlias = Mapping[Path, Decider]
"""What decides about reads, by the first keys of their paths."""


def decider_of(table: Deciders, path: Path) -> Decider | None:
    """What decides about reads of a path; what two keys name goes first."""
    return table.get(path[:2]) or table.get(path[:1])


@dataclass(eq=False)
class Session:
    """What is known while one handler is looked at.

    Arguments:
        package: the files of the function.
        entry: where its handler is.
        facts: what the template says.
        others: handlers of the same package that get the same events as it from now on.
        along: nodes by which those name functions that they pass the event to; None until they are read.
        unsent: why a response may lack the CORS headers that it has to carry, as a clause.
    """

    package: Package
    entry: Entry
    facts: Facts
    others: tuple[Entry, ...] = ()
    along: dict[Callee, set[int]] | None = None
    unsent: str = NOT_FOLLOWED
    program: Program = field(init=False)
    drafts: dict[str, Draft] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.program = Program(self.package, self.entry.module)

    def draft(self, name: str) -> Draft:
        """The draft of a module that is in the program."""
        if name not in self.drafts:
            module = self.program.quietly(name)
            assert module is not None
            self.drafts[name] = Draft(module)
        return self.drafts[name]

    @property
    def findings(self) -> list[Finding]:
        return [finding for draft in self.drafts.values() for finding in draft.told.findings]

    def finish(self, *, write: bool = True) -> Rewritten:
        """The new texts, unless something is not proven; their trees are kept for the next handler."""
        drafts = list(self.drafts.values())
        outcome = finish(drafts, self.package, self.entry, self.facts, write=write, unsent=self.unsent)
        for draft in drafts:
            if draft.name in outcome.texts and draft.new is not None:
                self.program.keep(draft.module, draft.new)
        return outcome
