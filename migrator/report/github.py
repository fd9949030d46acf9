"""Workflow commands of GitHub Actions: findings become annotations on the lines of a pull request.

docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..findings import Finding, Level
from ..migration import Migration
from . import Report
from .diff import name_of
from .placed import Placed, placed_once, problem, rank
from .sanitize import command_data, command_property
from .words import advised, count, label

PER_KIND = 10
"""Annotations of one kind that a step can make; the rest is dropped in silence. Three kinds stay below 50 a job."""

KINDS = {Level.BLOCKER: "error", Level.WARNING: "warning", Level.INFO: "notice"}
_CALLED = {"error": "more error", "warning": "more warning", "notice": "more notice"}


@dataclass(frozen=True)
class Annotation:
    """One annotation.

    Arguments:
        kind: one of the values of `KINDS`.
        message: what it says.
        properties: where, and its title.
    """

    kind: str
    message: str
    properties: dict[str, str]

    @property
    def text(self) -> str:
        """The line that makes it."""
        properties = ",".join(f"{name}={command_property(value)}" for name, value in self.properties.items())
        return f"::{self.kind} {properties}::{command_data(self.message)}\n"


def render(report: Report) -> str:
    """Print annotations, the worst first, as many as GitHub shows."""
    return most(_annotations(report))


def most(annotations: Iterable[Annotation]) -> str:
    """Print as many annotations as GitHub shows, the worst first; the last one says how many more there are.

    Arguments:
        annotations: in the order in which they matter within a kind.
    """
    found = sorted(annotations, key=lambda annotation: [*KINDS.values()].index(annotation.kind))
    kept: list[Annotation] = []
    for kind in KINDS.values():
        kept += [annotation for annotation in found if annotation.kind == kind][:PER_KIND]
    if len(found) > len(kept):
        if sum(annotation.kind == "notice" for annotation in kept) == PER_KIND:
            kept = kept[:-1]
        every, shown = (Counter(annotation.kind for annotation in each) for each in (found, kept))
        left = [count(number, _CALLED[kind]) for kind in _CALLED if (number := every[kind] - shown[kind])]
        more = f"Not shown here: {', '.join(left)}. The report of sam-migrate lists all."
        kept.append(Annotation("notice", more, {"title": "sam-migrate"}))
    return "".join(annotation.text for annotation in kept)


def _annotations(report: Report) -> Iterator[Annotation]:
    """Failures first, since nothing is said of what cannot be read; then what matters most in any template."""
    yield from (_error(migration) for migration in report.migrations if migration.error)
    found = [entry for _, entries in placed_once(report.migrations) for entry in entries]
    yield from map(_finding, sorted(found, key=lambda entry: rank(entry.finding)[:3]))


def _error(migration: Migration) -> Annotation:
    found = problem(migration.error or "")
    properties = {"file": name_of(migration.source.path)}
    if found.line is not None:
        properties["line"] = str(found.line)
    differences = "".join(f"\n- {sentence}" for sentence in migration.verification.differences)
    return Annotation("error", found.message + differences, {**properties, "title": "sam-migrate failed"})


def _finding(entry: Placed) -> Annotation:
    finding, span = entry.finding, entry.finding.span
    properties = {"file": name_of(entry.path)}
    if span:
        properties |= {"line": str(span.line), "endLine": str(span.end_line)}
        if span.line == span.end_line:  # GitHub takes columns within one line only
            properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    message = advised(finding, "\n")
    return Annotation(_kind(finding), message, {**properties, "title": label(finding) + " accepted" * finding.accepted})


def _kind(finding: Finding) -> str:
    return KINDS[Level.WARNING] if finding.accepted else KINDS[finding.level]
