"""What every report is made from: the migrations of one run, and what they add up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from ..migration import HandlerOutcome, HandlerStatus, Migration, Status
from ..options import Direction, Options
from .news import Item, News, items, summed


class Mode(str, Enum):
    """What the run does with the new text."""

    DRY_RUN = "dry-run"
    CHECK = "check"
    WRITE = "write"
    FILTER = "filter"
    """Read from stdin, printed to stdout."""

    @property
    def writes(self) -> bool:
        """Whether the new text goes anywhere; else reports say what would become of the APIs."""
        return self in (Mode.WRITE, Mode.FILTER)


NO_OPTIONS = Options()


@dataclass(frozen=True)
class Report:
    """One run of the command.

    Arguments:
        direction: which way.
        mode: what was done with the new text.
        migrations: one for each template, in the order of the command line.
        options: what was asked for, to say how the run can be repeated.
        verify: whether the compiled templates were to be compared.
        verify_handlers: whether handlers were to be run before and after.
        allow_dirty: whether files with uncommitted changes were to be written too.
        paths: the templates and folders that were asked for.
        typed: fields of the options that the command line decided, whatever the settings say of them.
    """

    direction: Direction
    mode: Mode
    migrations: tuple[Migration, ...]
    options: Options = field(default=NO_OPTIONS)
    verify: bool = True
    verify_handlers: bool = False
    allow_dirty: bool = False
    paths: tuple[str, ...] = (".",)
    typed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Totals:
    """What a run adds up to.

    Arguments:
        templates: templates looked at.
        migrated: templates in which at least one API migrated.
        blocked: templates in which at least one API is blocked.
        errors: templates that could not be read, checked or written.
        changed: templates whose text differs.
        apis: APIs that migrated, and ``routes`` the routes of those.
        moved: APIs that migrated under a new logical id: CloudFormation creates them anew.
        steps: the steps that they took on the way to production, each once; the empty one is to migrate at once.
        grown: those of them whose new API was there already and got more routes.
        blocked_apis: APIs left alone, and ``codes`` why, the most frequent first.
        kept: APIs that stay because somebody decided so.
        written: files that were written: templates, and what changed along with them.
        items: what went wrong, or may, template by template.
    """

    templates: int
    migrated: int
    blocked: int
    errors: int
    changed: int
    apis: int
    routes: int
    moved: int
    steps: tuple[str, ...]
    grown: int
    blocked_apis: int
    kept: int
    codes: tuple[str, ...]
    written: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def news(self) -> tuple[News, ...]:
        """What the last lines of a report say, the worst first."""
        return summed(self.items, single=self.templates == 1)


def totals(report: Report) -> Totals:
    """Add up a run. A template that is partly blocked counts as migrated and as blocked."""
    statuses = Counter(m.status for m in report.migrations)
    apis = [a for m in report.migrations if m.status is not Status.ERROR for a in m.apis]
    done = [a for a in apis if a.status is Status.MIGRATED]
    return Totals(
        templates=len(report.migrations),
        migrated=statuses[Status.MIGRATED] + statuses[Status.PARTIAL],
        blocked=statuses[Status.BLOCKED] + statuses[Status.PARTIAL],
        errors=statuses[Status.ERROR],
        changed=sum(m.changed for m in report.migrations),
        apis=len(done),
        routes=sum(a.routes for a in done),
        moved=sum(a.moved for a in done),
        steps=tuple(dict.fromkeys(a.step for a in done)),
        grown=sum(a.grows for a in done),
        blocked_apis=sum(a.status is Status.BLOCKED for a in apis),
        kept=sum(a.status is Status.KEPT for a in apis),
        codes=_blocking_codes(report.migrations),
        written=_written(report) if report.mode is Mode.WRITE else (),
        items=tuple(item for m in report.migrations for item in items(m)),
    )


def _written(report: Report) -> tuple[str, ...]:
    """Every file that changed, each once: templates can share code."""
    return tuple(dict.fromkeys(change.source.path for m in report.migrations for change in m.changes))


def _blocking_codes(migrations: tuple[Migration, ...]) -> tuple[str, ...]:
    counts = Counter(f.code.name for m in migrations if m.status is not Status.ERROR for f in m.blockers)
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def told_handlers(migration: Migration) -> tuple[HandlerOutcome, ...]:
    """The handlers that there is something to say about."""
    return tuple(h for h in migration.handlers if h.findings or h.runs or h.status is not HandlerStatus.UNCHANGED)


class Sums:
    """Totals that grow with each template.

    Arguments:
        direction: which way.
        mode: what is done with the new text.
    """

    def __init__(self, direction: Direction, mode: Mode) -> None:
        self._empty = Report(direction, mode, ())
        none: dict[str, object] = vars(totals(self._empty))
        self._numbers: dict[str, int] = {name: 0 for name, value in none.items() if isinstance(value, int)}
        self._lists: dict[str, dict[object, None]] = {
            name: {} for name, value in none.items() if isinstance(value, tuple)
        }
        self._codes: Counter[str] = Counter()

    def add(self, migration: Migration) -> None:
        """Count one template.

        Arguments:
            migration: what became of the next one.
        """
        one = totals(replace(self._empty, migrations=(migration,)))
        for name in self._numbers:
            self._numbers[name] += getattr(one, name)
        for name, found in self._lists.items():
            found |= dict.fromkeys(getattr(one, name))
        if migration.status is not Status.ERROR:
            self._codes.update(finding.code.name for finding in migration.blockers)

    @property
    def totals(self) -> Totals:
        """What it adds up to by now."""
        # The most frequent first, which no single template can tell.
        codes = tuple(sorted(self._codes, key=lambda name: (-self._codes[name], name)))
        values: dict[str, Any] = {name: tuple(found) for name, found in self._lists.items()}
        return replace(totals(self._empty), **{**values, **self._numbers, "codes": codes})
