"""The report as Markdown: a table for each question."""

from __future__ import annotations

from collections.abc import Iterator

from ...report.sanitize import prose
from .asking import FleetAnswer, FleetReport, cell, further, is_number, title
from .questions import Drawing


def render(report: FleetReport) -> str:
    """Print a report as Markdown."""
    lines = [f"# {prose(title(report))}", ""]
    for answer in report.answers:
        lines += [f"## {answer.question.title}", "", prose(answer.question.words), "", *_table(answer), ""]
        lines += [*(f"- {prose(note)}" for note in answer.question.notes), *([""] if answer.question.notes else [])]
    lines += [f"{prose(note)}\n" for note in report.notes]
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(answer: FleetAnswer) -> Iterator[str]:
    if not answer.rows:
        yield "None."
        return
    if answer.question.drawing is Drawing.NUMBERS:
        yield "| | |"
        yield "|---|---:|"
        yield from (f"| {name} | {cell(value)} |" for name, value in zip(answer.columns, answer.rows[0], strict=True))
        return
    yield f"| {' | '.join(answer.columns)} |"
    yield f"|{'|'.join('---:' if is_number(value) else '---' for value in answer.rows[0])}|"
    for row in answer.shown:
        yield f"| {' | '.join(prose(cell(value)) for value in row)} |"
    if left := further(answer):
        yield ""
        yield left
