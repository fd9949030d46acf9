"""What every report is made from: the migrations of one run, and what they add up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from ..findings import Finding
from ..migration import ApiOutcome, Direction, HandlerOutcome, HandlerStatus, Migration, Options, Status


class Mode(str, Enum):
    """What the run does with the new text."""

    DRY_RUN = "dry-run"
    CHECK = "check"
    WRITE = "write"
    FILTER = "filter"
    """Read from stdin, printed to stdout."""


NO_OPTIONS = Options()


@dataclass(frozen=True)
class Report:
    """One run of the command.

    Arguments:
        direction: which way.
        mode: what was done with the new text.
        migrations: one for each template, in the order of the command line.
        options: what was asked for, to say how the run can be repeated.
    """

    direction: Direction
    mode: Mode
    migrations: tuple[Migration, ...]
    options: Options = field(default=NO_OPTIONS)


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
        blocked_apis: APIs left alone, and ``codes`` why, the most frequent first.
    """

    templates: int
    migrated: int
    blocked: int
    errors: int
    changed: int
    apis: int
    routes: int
    moved: int
    blocked_apis: int
    codes: tuple[str, ...]


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
        moved=sum(a.id != a.new_id for a in done),
        blocked_apis=sum(a.status is Status.BLOCKED for a in apis),
        codes=_blocking_codes(report.migrations),
    )


def _blocking_codes(migrations: tuple[Migration, ...]) -> tuple[str, ...]:
    counts = Counter(f.code.name for m in migrations if m.status is not Status.ERROR for f in m.blockers)
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def by_api(migration: Migration) -> list[tuple[ApiOutcome | None, list[Finding]]]:
    """Group findings under their API, in the template's order; what belongs to no API comes last.

    An unchanged API without findings has nothing to say and is left out.
    """
    groups: dict[str | None, list[Finding]] = {api.id: [] for api in migration.apis}
    for finding in migration.findings:
        groups.setdefault(finding.api if finding.api in groups else None, []).append(finding)
    outcomes = {api.id: api for api in migration.apis}
    return [
        (outcomes[name] if name is not None else None, findings)
        for name, findings in groups.items()
        if findings or (name is not None and outcomes[name].status is not Status.UNCHANGED)
    ]


def told_handlers(migration: Migration) -> tuple[HandlerOutcome, ...]:
    """The handlers that there is something to say about."""
    return tuple(h for h in migration.handlers if h.findings or h.runs or h.status is not HandlerStatus.UNCHANGED)
