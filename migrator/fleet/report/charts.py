"""The bars of charts: where each part begins and how wide it is, in per cent, for SVG and for text alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .asking import FleetAnswer, cell
from .questions import Drawing

WIDTH = 100.0
"""Of the longest bar."""


@dataclass(frozen=True)
class BarPart:
    """A part of a bar.

    Arguments:
        name: what it shows.
        value: its number, as people read it.
        shade: which of the colours it has, from 1.
        start: where it begins.
        width: how wide it is.
    """

    name: str
    value: str
    shade: int
    start: float
    width: float


@dataclass(frozen=True)
class Bar:
    """One bar.

    Arguments:
        title: what it says in words.
        parts: what it is drawn of, those behind first.
    """

    title: str
    parts: tuple[BarPart, ...]


def bars(answer: FleetAnswer) -> list[Bar]:
    """The bars of an answer: one for each row that is shown, or one for all rows where they are parts of a whole."""
    how = answer.question.drawing
    if how in (Drawing.TABLE, Drawing.NUMBERS):
        return []
    rows = [answer.drawn(row) for row in answer.shown]
    if how is Drawing.WHOLE:
        named = [(str(row[0]), each[0][1]) for row, each in zip(answer.shown, rows, strict=True)]
        return [_bar("", named, sum(value for _, value in named), stacked=True)]
    stacked = how is Drawing.STACKS
    longest = max((sum(v for _, v in row) if stacked else max(v for _, v in row) for row in rows), default=0)
    return [_bar(str(row[0]), parts, longest, stacked=stacked) for row, parts in zip(answer.shown, rows, strict=True)]


def legend(answer: FleetAnswer) -> list[BarPart]:
    """What the colours mean, where there are several and the table does not say it."""
    if answer.question.drawing is Drawing.STACKS or len(answer.question.drawn) > 1:
        return [BarPart(name, "", shade, 0, WIDTH) for shade, name in enumerate(answer.question.drawn, 1)]
    return []


def _bar(title: str, values: Sequence[tuple[str, float]], longest: float, *, stacked: bool) -> Bar:
    parts, start = [], 0.0
    for shade, (name, value) in enumerate(values, 1):
        width = WIDTH * value / longest if longest else 0.0
        shown = cell(int(value) if value.is_integer() else value)
        parts.append(BarPart(name, shown, shade, start if stacked else 0.0, width))
        start += width
    said = ", ".join(f"{part.name} {part.value}" for part in parts)
    # What is longer stands behind what is shorter, or it would hide it.
    return Bar(f"{title}: {said}" if title else said, tuple(parts if stacked else parts[::-1]))
