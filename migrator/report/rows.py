"""The rows of a diff: what the terminal, the page and the comment on a pull request show alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ..migration import FileChange
from .line_changes import LineChange, line_changes, lines

CONTEXT = 3

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.5
_MOST_PAIRS = 2500
"""Pairs of lines of one block that are compared with each other."""
_LONGEST = 500
"""Characters of a line that is compared token by token."""


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
    for group in _grouped(changes):
        start, end = max(0, group[0].start - CONTEXT), min(len(old), group[-1].end + CONTEXT)
        grown = sum(change.growth for change in group)
        rows = tuple(_rows(old, group, start, end, growth))
        yield Hunk(start, end - start, start + growth, end - start + grown, rows)
        growth += grown


def _grouped(changes: Sequence[LineChange]) -> Iterator[list[LineChange]]:
    """Changes whose contexts meet are one hunk."""
    group: list[LineChange] = []
    for change in changes:
        if group and change.start - group[-1].end > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


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


def marked(hunk: Hunk) -> Hunk:
    """Lay lines that go beside the new ones that resemble them, and mark what differs inside.

    Arguments:
        hunk: as `hunks` makes it.
    """
    rows: list[DiffRow] = []
    for removed, added in _blocks(hunk.rows):
        for one, other in _pairs(removed, added):
            removed[one], added[other] = _compared(removed[one], added[other])
        rows += [*removed, *added]
    return replace(hunk, rows=tuple(rows))


def highlighted(hunk: Hunk) -> Hunk:
    """Tell keys and comments of YAML apart in lines that stay; in the others, what differs is to be seen.

    Arguments:
        hunk: of a YAML file.
    """
    rows = (replace(row, segments=_roles(row.text)) if row.kind is Mark.SAME else row for row in hunk.rows)
    return replace(hunk, rows=tuple(rows))


_YAML = re.compile(r"^(\s*(?:- +)*)([\w.$*/:-]+(?=:(?:\s|$)))?(.*?)((?:(?<=\s)|^)#.*)?$", re.DOTALL)


def _roles(text: str) -> tuple[LineSegment, ...]:
    found = _YAML.match(text)
    if found is None or "'" in text or '"' in text:  # a sign in quotes is no comment
        return (LineSegment(text),)
    parts = zip(found.groups(), ("", "key", "", "comment"), strict=True)
    return tuple(LineSegment(part, role=role) for part, role in parts if part)


def sides(rows: Sequence[DiffRow]) -> Iterator[tuple[DiffRow | None, DiffRow | None]]:
    """Rows as two columns: old and new lines that belong together on one level.

    Arguments:
        rows: of a marked hunk.
    """
    for removed, added in _blocks(rows):
        if removed and removed[0].kind is Mark.SAME:
            yield removed[0], removed[0]
            continue
        rest = list(added)
        for row in removed:
            if row.beside is None:
                yield row, None
                continue
            while rest and rest[0].new != row.beside:
                yield None, rest.pop(0)
            yield row, rest.pop(0) if rest else None
        yield from ((None, row) for row in rest)


def _blocks(rows: Sequence[DiffRow]) -> Iterator[tuple[list[DiffRow], list[DiffRow]]]:
    """Lines that go, with the new ones in their place; a line that stays is a block of its own."""
    removed: list[DiffRow] = []
    added: list[DiffRow] = []
    for row in rows:
        if (removed or added) and (row.kind is Mark.SAME or (added and row.kind is Mark.REMOVED)):
            yield removed, added
            removed, added = [], []
        if row.kind is Mark.SAME:
            yield [row], []
        else:
            (removed if row.kind is Mark.REMOVED else added).append(row)
    if removed or added:
        yield removed, added


def _pairs(removed: Sequence[DiffRow], added: Sequence[DiffRow]) -> Iterator[tuple[int, int]]:
    """Which old line resembles which new one; both in order."""
    import difflib

    if len(removed) * len(added) > _MOST_PAIRS:
        return
    first = 0
    for one, row in enumerate(removed):
        if len(row.text) > _LONGEST:
            continue
        matcher = difflib.SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(_TOKEN.findall(row.text.strip()))
        best, found = 0.0, None
        for other in range(first, len(added)):
            if len(added[other].text) > _LONGEST:
                continue
            matcher.set_seq1(_TOKEN.findall(added[other].text.strip()))
            if matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best and ratio >= _ALIKE:
                best, found = ratio, other
        if found is not None:
            yield one, found
            first = found + 1


def _compared(old: DiffRow, new: DiffRow) -> tuple[DiffRow, DiffRow]:
    """Both rows with marks; indents stay without, since their difference shows anyway."""
    import difflib

    rests = old.text.lstrip(), new.text.lstrip()
    was, now = (
        [LineSegment(row.text[: len(row.text) - len(rest)])] for row, rest in zip((old, new), rests, strict=True)
    )
    before, after = map(_TOKEN.findall, rests)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for into, tokens in ((was, before[a:b]), (now, after[c:d])):
            into.append(LineSegment("".join(tokens), tag != "equal"))
    return (
        replace(old, segments=tuple(filter(_has_text, was)), beside=new.new),
        replace(new, segments=tuple(filter(_has_text, now)), beside=old.old),
    )


def _has_text(segment: LineSegment) -> bool:
    return bool(segment.text)
