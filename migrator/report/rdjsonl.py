"""Reviewdog's diagnostic format, one JSON object a line: findings, and the changes as suggestions.

github.com/reviewdog/reviewdog/tree/master/proto/rdf: lines count from 1, columns count UTF-8 bytes from 1, ends are
exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..findings import Level, Span
from ..migration import FileChange, Migration
from ..options import Direction
from ..text.source import Source
from . import Report
from .diff import name_of
from .line_changes import LineChange, grouped, line_changes, lines
from .placed import Placed, placed_once, problem
from .sanitize import link
from .words import KINDS, advised

SEVERITIES = {Level.BLOCKER: "ERROR", Level.WARNING: "WARNING", Level.INFO: "INFO"}
SUGGESTED = "migration"
"""The code of the diagnostics that carry the changes; no finding has it."""


def render(report: Report) -> str:
    """Print a run; ASCII only, so no text of a template can act on the terminal."""
    found = placed_once(report.migrations)
    entries = (entry for migration, placed in found for entry in _diagnostics(migration, placed))
    # Templates that share code suggest the same changes of it.
    return "".join(dict.fromkeys(f"{json.dumps(entry)}\n" for entry in entries))


def _diagnostics(migration: Migration, placed: Iterable[Placed]) -> Iterator[dict[str, Any]]:
    if migration.error:
        yield _error(migration)
    yield from map(_finding, placed)
    for change in migration.changes:
        if not change.new:  # a suggestion needs a file that a review can show
            yield from _suggestions(change, migration.direction)


def _diagnostic(message: str, path: str, span: dict[str, Any] | None, severity: str, code: str) -> dict[str, Any]:
    location = {"path": name_of(path), **({"range": span} if span else {})}
    return {
        "message": message,
        "location": location,
        "severity": severity,
        "source": {"name": "sam-migrate"},
        "code": {"value": code},
    }


def _error(migration: Migration) -> dict[str, Any]:
    found = problem(migration.error or "")
    span = {"start": {"line": found.line}} if found.line else None
    return _diagnostic(found.message, migration.source.path, span, "ERROR", "error")


def _finding(entry: Placed) -> dict[str, Any]:
    finding = entry.finding
    message = advised(finding, "\n")
    span = _range(finding.span, entry.source) if finding.span else None
    severity = "WARNING" if finding.accepted else SEVERITIES[finding.level]
    diagnostic = _diagnostic(message, entry.path, span, severity, finding.code.name)
    if url := link(finding.code.docs):
        diagnostic["code"]["url"] = url
    return diagnostic


def _range(span: Span, source: Source | None) -> dict[str, Any]:
    if source is None:  # without the text nobody can count its bytes; whole lines need no columns
        return {"start": {"line": span.line}, "end": {"line": span.end_line}}
    return {
        "start": {"line": span.line, "column": _bytes_before(source.text, span.start, span.column)},
        "end": {"line": span.end_line, "column": _bytes_before(source.text, span.end, span.end_column)},
    }


def _bytes_before(text: str, offset: int, column: int) -> int:
    return len(text[offset - column + 1 : offset].encode()) + 1


def _suggestions(change: FileChange, direction: Direction) -> Iterator[dict[str, Any]]:
    """One diagnostic for each run of changed lines."""
    old = lines(change.source.text)
    # Changes that touch are one: two suggestions for neighbouring lines would be in each other's way.
    groups = grouped(line_changes(change, old), 0)
    changes = [LineChange(g[0].start, g[-1].end, tuple(line for each in g for line in each.new)) for g in groups]
    for number, changed in enumerate(changes, 1):
        part = f", part {number} of {len(changes)}: take all parts or none" if len(changes) > 1 else ""
        message = f"Migration to {KINDS[direction][1]}{part}."
        span, text = _replacement(changed, old)
        diagnostic = _diagnostic(message, change.source.path, span, "INFO", SUGGESTED)
        yield {**diagnostic, "suggestions": [{"range": span, "text": text}]}


def _replacement(change: LineChange, old: Sequence[str]) -> tuple[dict[str, Any], str]:
    """The range of a change and its text. Line ends at the end stay, so that reviewers see whole lines."""
    text = "".join(change.new)
    if change.start == change.end and change.start == len(old) and old and not old[-1].endswith("\n"):
        end = {"line": len(old), "column": len(old[-1].encode()) + 1}
        return {"start": end, "end": end}, text
    start = {"line": change.start + 1, "column": 1}
    if change.start == change.end:
        return {"start": start, "end": start}, text
    last = old[change.end - 1]
    ending = _line_end(last)
    if not ending or not text.endswith(ending):
        end = {"line": change.end + 1, "column": 1}
        if not last.endswith("\n"):
            end = {"line": change.end, "column": len(last.encode()) + 1}
        return {"start": start, "end": end}, text
    end = {"line": change.end, "column": len(last.removesuffix(ending).encode()) + 1}
    return {"start": start, "end": end}, text.removesuffix(ending)


def _line_end(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""
