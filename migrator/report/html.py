"""The report as one page that needs nothing else: no script, no address, both colour schemes.

What it shows comes from templates that others wrote. Everything is escaped, and a content security policy allows the
page its own style sheet and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from ..migration import ApiOutcome, FileChange, Migration, Status
from ..plan import SIGNS, Action
from ..preview import news
from ..routes import Proof, Verification
from . import Mode, Report, runbook, told_handlers, totals, words
from .diff import name_of
from .line_changes import lines
from .marked import marked
from .meaning import link_title
from .pages import page
from .placed import Placed, grouped, matter, placed, places
from .reproduce import commands
from .rows import DiffRow, Hunk, Mark, hunks, same
from .sanitize import link
from .sections import is_told

MOST_ROWS = 10_000
"""Lines of one file's diff; a browser shows more, nobody reads them."""
MOST_CONTEXT = 300
"""Unchanged lines between two changes that can be opened; of more, only the number is told."""

_Notes = dict[int, list[dict[str, Any]]]
"""Entries by the line of the old text that they stand at."""

_CLASSES = {Mark.SAME: "same", Mark.REMOVED: "removed", Mark.ADDED: "added"}


def render(report: Report) -> str:
    """Print a run as an HTML page."""
    sums = totals(report)
    told = [m for m in report.migrations if is_told(m)]
    return page(
        "html.jinja",
        kinds=[kind.partition(" ")[2] for kind in words.KINDS[report.direction]],
        summary=words.summary(sums, report.mode),
        sums=sums,
        went=f"{'' if report.mode.writes else 'that '}{words.went(sums, report.mode)}",
        written=[name_of(path) for path in sums.written],
        templates=[
            part for number, migration in enumerate(told, 1) for part in _parts_of(migration, report.mode, f"t{number}")
        ],
        unchanged=len(report.migrations) - len(told),
        commands=commands(report),
        rehearse=runbook.REHEARSE,
    )


def _parts_of(migration: Migration, mode: Mode, anchor: str) -> Iterator[dict[str, Any]]:
    """A template, and the preview of what is blocked in it."""
    yield _template(anchor, migration, mode)
    if (shown := news(migration)) is not None:
        part = _template(f"{anchor}preview", shown, mode)
        preview = {"status": "preview", "became": "preview"}
        apis = [{**api, **preview} if api["status"] == Status.MIGRATED.value else api for api in part["apis"]]
        yield {**part, **preview, "apis": apis, "preview": words.preview(migration)}


def _template(anchor: str, migration: Migration, mode: Mode) -> dict[str, Any]:
    entries = [_entry(f"{anchor}f{index}", group) for index, group in enumerate(grouped(placed(migration)), 1)]
    known = {api.id for api in migration.apis}
    heading, sentence = words.verdict(migration)
    verification = migration.verification
    return {
        "id": anchor,
        "preview": "",
        "name": name_of(migration.source.path),
        "status": migration.status.value,
        "became": words.outcome(migration, mode),
        "error": migration.error,
        "proof": _certainty(verification),
        "verdict": (heading, sentence) if migration.changed or verification.differences else None,
        "differences": words.together(verification.differences),
        "announces": words.announced(migration),
        "announced": words.together(verification.announced),
        "apis": [_api(api, migration, mode, entries) for api in migration.apis],
        "others": _by_matter(e for e in entries if e["api"] not in known and not e["function"]),
        "handlers": [
            (
                handler,
                words.handled(handler, mode),
                _by_matter(e for e in entries if e["function"] == handler.function and e["api"] not in known),
            )
            for handler in told_handlers(migration)
        ],
        "plan": _plan(migration),
        "runbook": runbook.data(migration.runbook),
        "files": [_file(change, entries) for change in migration.changes],
    }


def _certainty(verification: Verification) -> str:
    """How the page colours the verdict: what is equal but for what was announced is no good news."""
    equal = verification.status is Proof.EQUIVALENT
    return "announced" if equal and verification.announced else verification.status.value


def _api(api: ApiOutcome, migration: Migration, mode: Mode, entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    rows = [row for row in migration.verification.routes if row.api == api.id]
    matters = _by_matter(e for e in entries if e["api"] == api.id)
    return {
        "outcome": api,
        "became": words.became(api, mode),
        "shown": bool(rows or matters or api.status is not Status.UNCHANGED),
        "status": api.status.value,
        "count": words.count(api.routes, "route"),
        "rows": [row for row in rows if not row.stays],
        "staying": [row for row in rows if row.stays],
        "differing": sum(not row.same for row in rows),
        "matters": matters,
    }


def _entry(anchor: str, group: Sequence[Placed]) -> dict[str, Any]:
    """Findings that say the same, with an anchor that the diff leads to."""
    finding = group[0].finding
    return {
        "id": anchor,
        "api": finding.api,
        "function": group[0].function,
        "matter": matter(finding).value,
        "level": words.level(finding),
        "label": words.label(finding),
        "message": finding.message or finding.code.what,
        "help": words.advice(finding),
        "why": finding.code.why,
        "docs": link(finding.code.docs),
        "docs_title": link_title(finding.code),
        "places": {path: [(span.line, span.column) for span in spans] for path, spans in places(group).items()},
    }


def _by_matter(entries: Iterator[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(what, list(group)) for what, group in groupby(entries, key=lambda entry: entry["matter"])]


def _plan(migration: Migration) -> dict[str, Any] | None:
    plan = migration.verification.plan
    if plan is None:
        return None
    order = {action: number for number, action in enumerate(Action)}
    changes = sorted(plan.changes, key=lambda change: (order[change.action], change.type, change.id))
    return {"plan": plan, "changes": [(SIGNS[change.action], change) for change in changes]}


def _file(change: FileChange, entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    notes: _Notes = {}
    for entry in entries:
        for line in {line for line, _ in entry["places"].get(change.source.path, ())}:
            if not any(_alike(entry, other) for other in notes.get(line, ())):
                notes.setdefault(line, []).append(entry)
    found = hunks(change)
    rows = [row for hunk in found for row in hunk.rows]
    return {
        "name": name_of(change.source.path),
        "new": change.new,
        "added": sum(row.kind is Mark.ADDED for row in rows),
        "removed": sum(row.kind is Mark.REMOVED for row in rows),
        "parts": list(_parts(change, found, notes)) if len(rows) <= MOST_ROWS else [],
        "cut": len(rows) if len(rows) > MOST_ROWS else 0,
    }


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two findings read alike at their line: one that two APIs share, such as settings in Globals."""
    return (one["label"], one["message"]) == (other["label"], other["message"])


def _parts(
    change: FileChange, found: Sequence[Hunk], notes: dict[int, list[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """Hunks, and the unchanged lines between them."""
    old = lines(change.source.text)
    position, growth = 0, 0
    for hunk in found:
        yield from _gap(old, position, hunk.start, growth, notes)
        yield {"header": hunk.header, "rows": [_row(row, notes) for row in marked(hunk).rows], "gap": 0}
        position = hunk.start + hunk.length
        growth = hunk.new_start + hunk.new_length - position
    yield from _gap(old, position, len(old), growth, notes)


def _gap(old: Sequence[str], start: int, end: int, growth: int, notes: _Notes) -> Iterator[dict[str, Any]]:
    if start < end:
        shown = same(old, start, end, growth) if end - start <= MOST_CONTEXT else ()
        yield {"header": "", "rows": [_row(row, notes) for row in shown], "gap": end - start}


def _row(row: DiffRow, notes: _Notes) -> dict[str, Any]:
    segments = [(segment.text.rstrip("\r"), segment.marked) for segment in row.segments]
    return {
        "class": _CLASSES[row.kind],
        "sign": row.kind.value,
        "old": row.old,
        "new": row.new,
        "segments": segments,
        "ended": row.ended,
        "notes": notes.get(row.old, []) if row.old else [],
    }
