"""One run over the code behind one function: its files, its drafts, and what comes of them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import libcst as cst

from migrator.facts import Entry, Facts, Package, Rewritten
from migrator.findings import Code, Finding, Level

from .. import codes, sentences
from ..cors import NOT_FOLLOWED
from .code import Module
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
    def near(self) -> bool:
        """Whether the formats before and after are nearly the same."""
        return "1.0" in (self.facts.before, self.facts.after)

    @property
    def findings(self) -> list[Finding]:
        return [finding for draft in self.drafts.values() for finding in draft.findings]

    def changed(self, draft: Draft) -> bool:
        """Whether anything becomes of a file."""
        return bool(draft.edits or draft.imports or draft.helpers)

    def finish(self, *, write: bool = True) -> Rewritten:
        """The new texts, unless something is not proven."""
        drafts = [draft for draft in self.drafts.values() if self.changed(draft)] if write else []
        for draft in drafts:
            for name in sorted(draft.taken()):
                sentences.NAME_IN_USE.on(draft, None, name)
        if self._blocked():
            return self._kept()
        texts: dict[str, str] = {}
        for draft in drafts:
            after = draft.after()
            text = after.source.text
            if text == draft.module.source.text:
                continue
            if not compiles(text, draft.module.source.path):
                draft.say(
                    codes.UNREADABLE,
                    None,
                    "What the file would become is no valid Python.",
                    "Report this with the file.",
                )
            elif draft.specific and self.shared(draft.module):
                draft.say(
                    codes.SHARED,
                    None,
                    "The file would have to change, and other functions of the template can import it.",
                    "Migrate all functions that use the file, or give this one its own.",
                )
            else:
                texts[draft.module.name] = text
                self.program.keep(draft.module, after)
        if self._blocked():
            return self._kept()
        mended = [finding for draft in drafts if draft.module.name in texts for finding in draft.mended]
        neutral = frozenset(d.module.name for d in drafts if d.module.name in texts and not d.specific and not d.alike)
        told = tuple(finding for finding in self._sorted() if finding not in mended)
        return Rewritten(texts, told, neutral, self.unsent)

    def _kept(self) -> Rewritten:
        """The outcome for code that stays as it is."""
        return Rewritten({}, tuple(self._sorted()), unsent=self.unsent)

    def _blocked(self) -> bool:
        """Whether something keeps the code as it is: where the formats are nearly the same, what is certain is written all the same."""
        loose = self.near
        return any(
            f.level is Level.BLOCKER
            and (not loose or f.code in codes.FIRM | {codes.NAME_TAKEN, codes.UNREADABLE, codes.SHARED})
            for f in self.findings
        )

    def shared(self, module: Module) -> bool:
        """Whether a file that would change is not the handler's own and belongs to more than one function."""
        return module.name != self.entry.module and self.package.users(module.name) > 1

    def _sorted(self) -> list[Finding]:
        """Findings by file, in the order of the text."""
        return sorted(self.findings, key=lambda f: (f.file or "", f.span.start if f.span else 0, f.code.name))


def compiles(text: str, path: str) -> bool:
    """Whether a text is valid Python; nothing of it is run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def refused(code: Code, message: str, help_: str, file: str | None = None) -> Rewritten:
    """The outcome for code that is not even looked into."""
    return Rewritten({}, (Finding(code, message, help_, code.level, file=file),))
