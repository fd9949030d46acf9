"""SARIF 2.1.0 for code scanning: findings as results, and each template's migration as one fix.

docs.oasis-open.org/sarif/sarif/v2.1.0, and what GitHub takes of it:
docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..findings import Code, Span
from ..migration import ApiOutcome, FileChange, Migration, Status
from ..text.source import Source
from . import Report
from .diff import name_of
from .fingerprint import line_hashes, own
from .placed import Placed, located, placed, placed_once, problem
from .sanitize import clean_line, sarif_text
from .sarif_rules import LEVELS, MIGRATION, rule
from .words import KINDS, advised, count

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
"""Results of one run that GitHub takes; it shows the first 5,000."""

_LINE_END = re.compile(r"\r\n|\r|\n")

HASHED = 2 * 1024 * 1024
"""Characters of a file up to which its lines are hashed one by one."""


def render(report: Report) -> str:
    """Print a run as one SARIF document, ASCII only."""
    results = sorted(_results(report), key=lambda result: [*LEVELS.values()].index(result["level"]))
    codes = {entry.finding.code.name: entry.finding.code for m in report.migrations for entry in placed(m)}
    rules = {MIGRATION.name: MIGRATION, **dict(sorted(codes.items()))}
    kept = results[:MOST_RESULTS]
    indices = {name: number for number, name in enumerate(rules)}
    for result in kept:
        result["ruleIndex"] = indices[result["ruleId"]]
    run = {
        "tool": {"driver": _driver(rules.values())},
        "invocations": [_invocation(report, len(results) - len(kept))],
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"sam-migrate/{report.direction.value}/"},
        "results": kept,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _driver(codes: Iterable[Code]) -> dict[str, Any]:
    return {
        "name": "sam-migrate",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [rule(code) for code in codes],
    }


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    """How the run went: templates that failed, and what did not fit."""
    failed = [m for m in report.migrations if m.error]
    notes = [_notification(m) for m in failed]
    if left_out:
        text = f"{left_out} results are left out: a run holds {MOST_RESULTS}."
        notes.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": not failed, **({"toolExecutionNotifications": notes} if notes else {})}


def _notification(migration: Migration) -> dict[str, Any]:
    message = {"text": sarif_text(located(migration.error or "", migration.source.path))}
    found = problem(migration.error or "")
    location: dict[str, Any] = {"artifactLocation": _artifact(migration.source.path)}
    if found.line:
        location["region"] = {"startLine": found.line}
    return {"level": "error", "message": message, "locations": [{"physicalLocation": location}]}


def _results(report: Report) -> Iterator[dict[str, Any]]:
    hashes: dict[str, list[str]] = {}
    for migration, entries in placed_once(report.migrations):
        yield from (_finding(entry, hashes) for entry in entries)
        for api in migration.apis:
            if api.status is Status.MIGRATED and migration.changed:
                yield _pending(migration, api, hashes)


def _finding(entry: Placed, hashes: dict[str, list[str]]) -> dict[str, Any]:
    finding = entry.finding
    result = {
        "ruleId": finding.code.name,
        "level": "warning" if finding.accepted else LEVELS[finding.level],
        "message": {"text": sarif_text(advised(finding, " ") or finding.code.what)},
        "locations": [_location(entry.path, _region(finding.span), finding.api)],
        "partialFingerprints": {
            **_line_hash(entry.source, finding.span.line if finding.span else 1, hashes),
            "samMigrateFinding/v1": own(entry),
        },
    }
    if finding.accepted:
        taken = {"kind": "external", "status": "accepted", "justification": "The loss was taken with --accept."}
        result["suppressions"] = [taken]
    return result


def _pending(migration: Migration, api: ApiOutcome, hashes: dict[str, list[str]]) -> dict[str, Any]:
    """That an API can be migrated, with the changes of the whole template: parts of them make no template."""
    source = migration.source
    line = _first_line(migration, api)
    moved = f" as {api.new_id}" if api.new_id != api.id else ""
    becomes = f"can become {KINDS[migration.direction][1]}{moved}"
    return {
        "ruleId": MIGRATION.name,
        "level": "note",
        "message": {"text": sarif_text(f"{api.id} {becomes}: {count(api.routes, 'route')}.")},
        "locations": [_location(source.path, _whole_line(source, line), api.id)],
        "partialFingerprints": {
            **_line_hash(source, line, hashes),
            "samMigrateFinding/v1": f"{MIGRATION.name}:{clean_line(api.id)}",
        },
        "fixes": [
            {
                "description": {"text": "Migrate the template with sam-migrate."},
                "artifactChanges": [_artifact_change(change) for change in migration.changes],
            }
        ],
    }


def _first_line(migration: Migration, api: ApiOutcome) -> int:
    """The line where an API stands: that of its first finding, else of the first change."""
    spans = [f.span for f in migration.findings if f.api == api.id and f.span and not f.file]
    if spans:
        return min(span.line for span in spans)
    starts = [edit.start for edit in migration.edits]
    return migration.source.position(min(starts))[0] if starts else 1


def _location(path: str, region: dict[str, int], api: str | None) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(path), "region": region}}
    if api:
        location["logicalLocations"] = [{"name": clean_line(api), "kind": "resource"}]
    return location


def _artifact(path: str) -> dict[str, str]:
    name = name_of(path).encode(errors="surrogateescape")
    return {"uri": quote(name, safe="/-._~!$&'()*+,;=@"), "uriBaseId": "%SRCROOT%"}


def _region(span: Span | None) -> dict[str, int]:
    """The place; GitHub shows nothing without one, so what has none stands at the top."""
    return _part(1, 1, 1, 1) if span is None else _part(span.line, span.column, span.end_line, span.end_column)


def _part(line: int, column: int, end_line: int, end_column: int) -> dict[str, int]:
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _whole_line(source: Source, line: int) -> dict[str, int]:
    lines = _LINE_END.split(source.text)
    text = lines[line - 1] if line <= len(lines) else ""
    start = len(text) - len(text.lstrip()) + 1
    return _part(line, start, line, len(text) + 1)


def _line_hash(source: Source | None, line: int, hashes: dict[str, list[str]]) -> dict[str, str]:
    if source is None or len(source.text) > HASHED:
        return {}
    known = hashes.setdefault(source.path, [])
    if not known:
        known.extend(line_hashes(source))
    return {"primaryLocationLineHash": known[line - 1]} if line <= len(known) else {}


def _artifact_change(change: FileChange) -> dict[str, Any]:
    return {
        "artifactLocation": _artifact(change.source.path),
        "replacements": [
            {"deletedRegion": region, **({"insertedContent": {"text": text}} if text else {})}
            for region, text in _replacements(change)
        ],
    }


def _replacements(change: FileChange) -> Sequence[tuple[dict[str, int], str]]:
    text, source = change.source.text, change.source
    edits = [(edit.start, edit.end, edit.text) for edit in change.edits] or [(0, len(text), change.after)]
    return [(_between(source, start, end), new) for start, end, new in edits]


def _between(source: Source, start: int, end: int) -> dict[str, int]:
    return _part(*source.position(start), *source.position(end))
