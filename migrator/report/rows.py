"""The rows of a diff: what the terminal, the page and the comment on a pull request show alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from ..migration import FileChange
from .line_changes import LineChange, grouped, line_changes, lines

CONTEXT = 3


class Mark(str, Enum):
    """What becomes of a line; the value is the sign before it in a unified diff."""

    SAME = " "
    REMOVED = "-"
    ADDED = "+"


@dataclass(frozen=True)
class LineSegment:
    """A part of a line.

    Arguments:
        text: the part.
        marked: whether it is what differs from the line that this one is laid beside.
        role: what it is in YAML, ``key`` or ``comment``; empty for all else, and where nobody looked.
    """

    text: str
    marked: bool = False
    role: str = ""


@dataclass(frozen=True)
class DiffRow:
    """One line of a diff.

    Arguments:
        kind: what becomes of it.
        old: its number before, from 1; None for a new line.
        new: its number after, from 1; None for one that goes.
        segments: its parts, the line feed left off.
        beside: for a line that goes or is new, the number of the line it is laid beside; None where there is none.
        ended: whether a line feed follows.
    """

    kind: Mark
    old: int | None
    new: int | None
    segments: tuple[LineSegment, ...]
    beside: int | None = None
    ended: bool = True

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True)
class Hunk:
    """Changed lines that stand together, with their context.

    Arguments:
        start: how many lines of the old text stand before it, and ``new_start`` how many of the new.
        length: how many lines of the old text it covers, and ``new_length`` how many of the new.
        rows: its rows.
    """

    start: int
    length: int
    new_start: int
    new_length: int
    rows: tuple[DiffRow, ...]

    @property
    def header(self) -> str:
        """The line that introduces it, such as ``@@ -1,6 +1,7 @@``."""
        return f"@@ -{_span(self.start, self.length)} +{_span(self.new_start, self.new_length)} @@"


def hunks(change: FileChange) -> tuple[Hunk, ...]:
    """What differs in one file, without marks inside the lines; see `marked`."""
    old = lines(change.source.text)
    return tuple(_hunks(old, line_changes(change, old)))


def _hunks(old: Sequence[str], changes: Sequence[LineChange]) -> Iterator[Hunk]:
    growth = 0
    for group in grouped(changes, 2 * CONTEXT):  # changes whose contexts meet are one hunk
        start, end = max(0, group[0].start - CONTEXT), min(len(old), group[-1].end + CONTEXT)
        grown = sum(change.growth for change in group)
        rows = tuple(_rows(old, group, start, end, growth))
        yield Hunk(start, end - start, start + growth, end - start + grown, rows)
        growth += grown


def _rows(old: Sequence[str], group: Sequence[LineChange], start: int, end: int, growth: int) -> Iterator[DiffRow]:
    position = start
    for change in group:
        yield from same(old, position, change.start, growth)
        for at in range(change.start, change.end):
            yield _row(Mark.REMOVED, at + 1, None, old[at])
        for number, line in enumerate(change.new, change.start + growth + 1):
            yield _row(Mark.ADDED, None, number, line)
        position = change.end
        growth += change.growth
    yield from same(old, position, end, growth)


def same(old: Sequence[str], start: int, end: int, growth: int) -> Iterator[DiffRow]:
    """List lines that stay as they are.

    Arguments:
        old: all lines before.
        start: the first of them, from 0, and ``end`` the one after the last.
        growth: how many lines further down they stand afterwards.
    """
    for at in range(start, end):
        yield _row(Mark.SAME, at + 1, at + 1 + growth, old[at])


def _row(kind: Mark, old: int | None, new: int | None, line: str) -> DiffRow:
    return DiffRow(kind, old, new, (LineSegment(line.removesuffix("\n")),), ended=line.endswith("\n"))


def _span(start: int, length: int) -> str:
    line = start + (1 if length else 0)
    return str(line) if length == 1 else f"{line},{length}"
