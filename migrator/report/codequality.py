"""GitLab's code quality report: one JSON array, shown in the widget and in the lines of a merge request.

docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format: every entry needs a description, the name of a
check, a fingerprint, a severity, and a file with a line.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ..findings import Level
from ..migration import Migration
from . import Report
from .diff import name_of
from .fingerprint import own
from .placed import Placed, placed_once, problem
from .words import advised

SEVERITIES = {Level.BLOCKER: "major", Level.WARNING: "minor", Level.INFO: "info"}
SECURITY = {Level.BLOCKER: "critical", Level.WARNING: "major", Level.INFO: "info"}
"""Severities of findings that touch access."""
ERROR = "error"
"""The check of a template that could not be read or migrated; no code of a finding is called so."""


def render(report: Report) -> str:
    """Print a run; everything outside ASCII is escaped."""
    seen: Counter[str] = Counter()
    found = (entry for migration, placed in placed_once(report.migrations) for entry in _entries(migration, placed))
    entries = [_told_apart(entry, seen) for entry in found]
    return json.dumps(entries, indent=2) + "\n"


def _entries(migration: Migration, placed: Iterable[Placed]) -> Iterator[dict[str, Any]]:
    if migration.error:
        found = problem(migration.error)
        mark = hashlib.sha256(f"{migration.source.path}\0{found.message}".encode(errors="surrogateescape")).hexdigest()
        yield _entry(found.message, ERROR, mark[:32], "blocker", migration.source.path, found.line or 1)
    yield from map(_finding, placed)


def _finding(entry: Placed) -> dict[str, Any]:
    finding = entry.finding
    level = Level.WARNING if finding.accepted else finding.level
    severity = (SECURITY if finding.code.security else SEVERITIES)[level]
    text = advised(finding, " ")
    return _entry(text, finding.code.name, own(entry), severity, entry.path, finding.span.line if finding.span else 1)


def _entry(text: str, check: str, mark: str, severity: str, path: str, line: int) -> dict[str, Any]:
    return {
        "description": " ".join(text.split()),
        "check_name": check,
        "fingerprint": mark,
        "severity": severity,
        "location": {"path": name_of(path), "lines": {"begin": line}},
    }


def _told_apart(entry: dict[str, Any], seen: Counter[str]) -> dict[str, Any]:
    """GitLab drops entries with a fingerprint that it has seen: what stands twice in one place gets a number."""
    mark = entry["fingerprint"]
    seen[mark] += 1
    return entry if seen[mark] == 1 else {**entry, "fingerprint": f"{mark}-{seen[mark]}"}
