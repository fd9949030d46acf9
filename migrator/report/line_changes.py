"""Which lines of a file become which other lines.

The edits say where the text differs, so only the lines that they touch are compared: matching a whole template takes
minutes when it is long and its lines repeat, as in generated ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..migration import FileChange, TextEdit

LONG = 2000
"""Changed lines from which on git compares them, where it is there: a matcher's time grows with the square."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")  # git and patch know no other line ends


@dataclass(frozen=True)
class LineChange:
    """Lines ``old[start:end]`` that become other lines."""

    start: int
    end: int
    new: tuple[str, ...]

    @property
    def growth(self) -> int:
        """How many lines more there are afterwards."""
        return len(self.new) - (self.end - self.start)


def lines(text: str) -> list[str]:
    """Split a text into lines with their ends, as git counts them."""
    return _LINE.findall(text)


def line_changes(change: FileChange, old: Sequence[str]) -> list[LineChange]:
    """Line ranges that differ, in order.

    Arguments:
        old: its lines before.
    """
    found: list[LineChange] = []
    for touched in _touched(change, old):
        before = old[touched.start : touched.end]
        if tuple(before) != touched.new:
            found.extend(_narrowed(touched, before))
    return found


def grouped(changes: Iterable[LineChange], distance: int) -> Iterator[list[LineChange]]:
    """Changes in groups between which more lines than a distance stay."""
    group: list[LineChange] = []
    for change in changes:
        if group and change.start - group[-1].end > distance:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def applied(old: Sequence[str], changes: Sequence[LineChange]) -> str:
    """The text that changed lines make of old ones."""
    parts: list[str] = []
    position = 0
    for change in changes:
        parts += old[position : change.start]
        parts += change.new
        position = change.end
    return "".join([*parts, *old[position:]])


def _touched(change: FileChange, old: Sequence[str]) -> list[LineChange]:
    """Whole lines around the edits; all lines where the edits do not tell how the new text came about."""
    starts = [0, *accumulate(map(len, old))]
    touched = []
    for first, end, edits in _by_lines(change, starts):
        new, position = "", starts[first]
        for edit in edits:
            new += change.source.text[position : edit.start] + edit.text
            position = edit.end
        touched.append(LineChange(first, end, tuple(lines(new + change.source.text[position : starts[end]]))))
    if applied(old, touched) == change.after:
        return touched
    return [LineChange(0, len(old), tuple(lines(change.after)))]


def _by_lines(change: FileChange, starts: list[int]) -> list[tuple[int, int, list[TextEdit]]]:
    """Edits that share a line together, with the range of lines they stand in."""
    final = len(starts) - 2
    groups: list[tuple[int, int, list[TextEdit]]] = []
    if final < 0:
        return groups
    for edit in sorted(change.edits, key=lambda e: (e.start, e.end)):
        first, last = (min(bisect_right(starts, at) - 1, final) for at in (edit.start, edit.end))
        edits = [edit]
        if groups and first < groups[-1][1]:
            first, _, before = groups.pop()
            edits = [*before, edit]
        groups.append((first, last + 1, edits))
    return groups


def _narrowed(change: LineChange, before: Sequence[str]) -> Iterator[LineChange]:
    # Lines that both ends share need no matcher.
    head = _common(before, change.new)
    tail = _common(before[head:][::-1], change.new[head:][::-1])
    old, new = before[head : len(before) - tail], change.new[head : len(change.new) - tail]
    start = change.start + head
    for from_, to, replacement in _matched(old, new):
        yield LineChange(start + from_, start + to, tuple(replacement))


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, Sequence[str]]]:
    if len(old) + len(new) > LONG:
        from .histogram import differing

        found = differing(old, new)
        if found is not None:
            yield from found
            return
    import difflib

    for tag, from_, to, new_from, new_to in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            yield from_, to, new[new_from:new_to]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
