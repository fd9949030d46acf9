"""The result of a migration: frozen, picklable values that every report is made from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from .findings import Finding
from .options import SIDE_BY_SIDE, SWITCH, Direction
from .plan import GuideSection
from .routes import NOT_VERIFIED, Verification
from .text.source import Source


class Status(str, Enum):
    """What became of a template or of one API in it."""

    MIGRATED = "migrated"
    PARTIAL = "partial"
    """Some APIs of the template migrated, others are blocked (templates only)."""
    BLOCKED = "blocked"
    KEPT = "kept"
    """It stays, as somebody decided (APIs only)."""
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True)
class ApiOutcome:
    """What became of one API.

    Arguments:
        id: its logical id.
        new_id: equal to ``id`` unless it migrated under a new logical id.
        status: whether it migrated.
        routes: how many it has.
        step: the step of the way to production that was done; empty where it migrated at once.
        reason: why it is kept, where somebody said it.
        grows: whether the first step was done once more, for routes that came later: the new API was there.
    """

    id: str
    new_id: str
    status: Status
    routes: int
    step: str = ""
    reason: str = ""
    grows: bool = False

    @property
    def beside(self) -> bool:
        """Whether the new API stands beside it, and it stays."""
        return self.step in (SIDE_BY_SIDE, SWITCH)

    @property
    def goes_on(self) -> bool:
        """Whether the step went on from, or back from, two APIs that stand beside each other."""
        return self.step not in ("", SIDE_BY_SIDE)

    @property
    def moved(self) -> bool:
        """Whether another API took its place with this migration, so that its URL is another."""
        return self.id != self.new_id and not self.step


@dataclass(frozen=True)
class TextEdit:
    """A range of the old text (character offsets, byte order mark not counted) and what replaces it."""

    start: int
    end: int
    text: str
    concern: str


@dataclass(frozen=True)
class FileChange:
    """One file before and after: the template itself, a definition beside it, a handler, or a new module.

    Arguments:
        source: the file as read; its path is reported like the template's. Its text is empty where the file is new.
        after: the text after.
        edits: what leads from one to the other; none where the file is written anew as a whole.
        new: whether there is no such file yet.
    """

    source: Source
    after: str
    edits: tuple[TextEdit, ...] = ()
    new: bool = False

    @property
    def changed(self) -> bool:
        """Whether the text after differs from the text before."""
        return self.new or self.after != self.source.text


class HandlerStatus(str, Enum):
    """What became of the code behind a route."""

    REWRITTEN = "rewritten"
    UNCHANGED = "unchanged"
    FLAGGED = "flagged"
    """It cannot be proven to follow; its findings say why, and it is left as it is."""


class Risk(str, Enum):
    """What may happen to requests that a handler answers, once its API has migrated."""

    NONE = "none"
    """Nothing that is known."""
    DIFFERS = "differs"
    """It may fail or answer differently; its findings say where."""
    FAILS = "fails"
    """It fails on requests that it answered before."""


@dataclass(frozen=True)
class Trial:
    """What it takes to run a handler before and after; nothing is run by a migration itself.

    Arguments:
        module: dotted name of the handler's module.
        function: name of the handler in it.
        folder: where the code is, as it is reported; None where the template holds it.
        inline: that code before and after.
        environment: variables of the function that are known text.
        facts: what the template says of its events, a `migrator.facts.Facts`.
        script: whether it is JavaScript, whose modules are paths of files.
    """

    module: str
    function: str
    folder: str | None
    inline: tuple[str, str]
    environment: tuple[tuple[str, str], ...]
    facts: object
    script: bool = False


@dataclass(frozen=True)
class HandlerOutcome:
    """What became of the code of one function of the template.

    Arguments:
        path: the file that holds the handler; None when it was not found.
        function: logical id of the function.
        status: what became of it.
        findings: what a person must know; their spans are in that file.
        trial: how to run it before and after; None where that cannot be told.
        runs: what running it showed, a sentence each; empty where it was not run, or nothing differs.
        risk: what may happen to its requests.
    """

    path: str | None
    function: str
    status: HandlerStatus
    findings: tuple[Finding, ...] = ()
    trial: Trial | None = None
    runs: tuple[str, ...] = ()
    risk: Risk = Risk.NONE


@dataclass(frozen=True)
class Migration:
    """The result for one template.

    Arguments:
        source: the template as read; ``source.text`` is the text before.
        direction: which way.
        status: ``error`` means that ``error`` says why and ``after`` is the text before.
        after: the text after; equal to ``source.text`` when nothing changes.
        error: one line for the user, with the line number where there is one.
        readable: whether the text could be read at all; a file that is found in a folder need not be a template.
        files: other files that change along with the template; all are written or none.
        handlers: what became of the code behind the routes.
        kept: paths of the old APIs and of their events, which stay beside the new ones; empty where those replace them.
        held: paths of the routes that have no counterpart beside them.
        runbook: how to bring it into production; empty where that was not asked for.
        preview: what would become of the APIs that are blocked, if what blocks them were accepted; None where that was
            not asked for, or cannot be.
    """

    source: Source
    direction: Direction
    status: Status
    after: str
    error: str | None = None
    apis: tuple[ApiOutcome, ...] = ()
    findings: tuple[Finding, ...] = ()
    edits: tuple[TextEdit, ...] = ()
    verification: Verification = field(default=NOT_VERIFIED)
    readable: bool = True
    files: tuple[FileChange, ...] = ()
    handlers: tuple[HandlerOutcome, ...] = ()
    kept: tuple[tuple[str, ...], ...] = ()
    held: tuple[tuple[str | int, ...], ...] = ()
    runbook: tuple[GuideSection, ...] = ()
    preview: Migration | None = None

    @property
    def changes(self) -> tuple[FileChange, ...]:
        """Every file that differs afterwards, the template first."""
        own = FileChange(self.source, self.after, self.edits)
        return tuple(change for change in (own, *self.files) if change.changed)

    @property
    def changed(self) -> bool:
        """Whether any text after differs from the text before."""
        return bool(self.changes)

    def withdrawn(self, error: str) -> Migration:
        """The migration as an error: every text stands as it was, and no API counts as migrated.

        Arguments:
            error: one line for the user.
        """
        apis = tuple(
            replace(api, status=Status.UNCHANGED, new_id=api.id) if api.status is Status.MIGRATED else api
            for api in self.apis
        )
        return replace(
            self,
            status=Status.ERROR,
            error=error,
            after=self.source.text,
            apis=apis,
            edits=(),
            files=(),
            handlers=(),
            runbook=(),
            preview=None,
        )

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """Findings that keep an API from being migrated."""
        return tuple(f for f in self.findings if f.blocks)
