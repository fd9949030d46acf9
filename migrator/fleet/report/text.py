"""The report for a terminal: a table for each question, with bars of characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...report.paint import Look
from ...report.sanitize import clean_line
from . import charts
from .asking import FleetAnswer, FleetReport, cell, is_number, title
from .charts import Bar
from .questions import Drawing

MOST = 10
"""Rows of a table that are shown; more are for the other formats."""
_BAR = 30
_LONGEST = 48
_FILLS = ("█", "▓", "▒", "░")


def render(report: FleetReport, look: Look) -> str:
    """Print a report for people."""
    lines = [look.paint(title(report), "bold"), ""]
    for answer in report.answers:
        lines += [look.paint(answer.question.title, "bold"), look.wrap(answer.question.words, 0), *_table(answer)]
        lines += [*(look.wrap(f"- {note}", 2, hang=2) for note in answer.question.notes), ""]
    lines += [look.wrap(note, 0) for note in report.notes]
    return "\n".join(lines) + "\n"


def _table(answer: FleetAnswer) -> Iterator[str]:
    if answer.question.drawing is Drawing.NUMBERS:
        widest = max(map(len, answer.columns))
        yield from (
            f"  {name:<{widest}}  {cell(v):>10}" for name, v in zip(answer.columns, answer.rows[0], strict=True)
        )
        return
    if not answer.rows:
        yield "  none"
        return
    shown = answer.shown[:MOST]
    drawn = _drawn(answer)[: len(shown)]
    cells = [[_short(cell(value)) for value in row] for row in (answer.columns, *shown)]
    right = [all(is_number(row[at]) for row in shown) for at in range(len(answer.columns))]
    widths = [max(len(row[at]) for row in cells) for at in range(len(answer.columns))]
    for row, bar in zip(cells, ["", *(drawn or [""] * len(shown))], strict=True):
        texts = [f"{text:>{w}}" if r else f"{text:<{w}}" for text, w, r in zip(row, widths, right, strict=True)]
        yield f"  {'  '.join(texts)}  {bar}".rstrip()
    if keys := charts.legend(answer):
        yield "  " + "  ".join(f"{_FILLS[(part.shade - 1) % len(_FILLS)]} {part.name}" for part in keys)
    if left := len(answer.rows) - len(shown):
        yield f"  {left:,} more"


def _drawn(answer: FleetAnswer) -> Sequence[str]:
    found = charts.bars(answer)
    if answer.question.drawing is Drawing.WHOLE:
        return ["█" * round(part.width * _BAR / charts.WIDTH) for part in found[0].parts]
    return [_line(bar) for bar in found]


def _line(bar: Bar) -> str:
    ends = 0
    places: dict[int, str] = {}
    for part in bar.parts:
        first, last = (round(at * _BAR / charts.WIDTH) for at in (part.start, part.start + part.width))
        places |= dict.fromkeys(range(first, last), _FILLS[(part.shade - 1) % len(_FILLS)])
        ends = max(ends, last)
    return "".join(places.get(at, " ") for at in range(ends))


def _short(text: str) -> str:
    """A value on one line; of a long name the end says more than the beginning."""
    shown = clean_line(text)
    return shown if len(shown) <= _LONGEST else f"…{shown[1 - _LONGEST :]}"
