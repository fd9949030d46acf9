"""Unified diffs of templates: the text as it is for programs, coloured and harmless for people.

The edits say where the text differs, so only the lines that they touch are compared: matching a whole template takes
minutes when it is long and its lines repeat, as in generated ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePath

from ..migration import FileChange, Migration, TextEdit
from .paint import Look
from .sanitize import clean

CONTEXT = 3
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")  # git and patch know no other line ends
_STYLES = {"@": "cyan", "+": "green", "-": "red", "\\": "dim"}
_HEADER = ("--- ", "+++ ")


@dataclass(frozen=True)
class _Change:
    """Lines ``old[start:end]`` that become other lines."""

    start: int
    end: int
    new: list[str]

    @property
    def growth(self) -> int:
        return len(self.new) - (self.end - self.start)


def unified(change: FileChange) -> str:
    """Diff of one file, empty when nothing changes; ``git apply`` and ``patch`` take it."""
    return "".join(_lines(change))


def patch(migration: Migration) -> str:
    """Diff of a template and of the files that change along with it."""
    return "".join(unified(change) for change in migration.changes)


def coloured(migration: Migration, look: Look) -> str:
    """Diff of a template, and of the files that change along with it, for a person to read."""
    return "\n".join(
        _paint(line, look, header=number < len(_HEADER))
        for change in migration.changes
        for number, line in enumerate(_lines(change))
    )


def _paint(line: str, look: Look, *, header: bool) -> str:
    shown = clean(line.rstrip("\r\n"))
    if header:
        return look.paint(shown, "bold")
    style = _STYLES.get(line[:1])
    return look.paint(shown, style) if style else shown


def _lines(change: FileChange) -> Iterator[str]:
    if not change.changed:
        return
    name = clean(PurePath(change.source.path).as_posix().lstrip("/")).replace("\n", "\u240a")
    yield "--- /dev/null\n" if change.new else f"--- a/{name}\n"
    yield f"+++ b/{name}\n"
    old = _LINE.findall(change.source.text)
    for line in _hunks(old, _changes(change, old)):
        if line.endswith("\n"):
            yield line
        else:
            yield f"{line}\n"
            yield "\\ No newline at end of file\n"


def _changes(change: FileChange, old: list[str]) -> list[_Change]:
    """Line ranges that differ, in order."""
    found: list[_Change] = []
    for touched in _touched(change, old):
        before = old[touched.start : touched.end]
        if before != touched.new:
            found.extend(_narrowed(touched, before))
    return found


def _touched(change: FileChange, old: list[str]) -> list[_Change]:
    """Whole lines around the edits; all lines where the edits do not tell how the new text came about."""
    starts = [0, *accumulate(map(len, old))]
    touched = []
    for first, end, edits in _by_lines(change, starts):
        new, position = "", starts[first]
        for edit in edits:
            new += change.source.text[position : edit.start] + edit.text
            position = edit.end
        touched.append(_Change(first, end, _LINE.findall(new + change.source.text[position : starts[end]])))
    if _applied(old, touched) == change.after:
        return touched
    return [_Change(0, len(old), _LINE.findall(change.after))]


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


def _applied(old: list[str], changes: list[_Change]) -> str:
    parts, position = [], 0
    for change in changes:
        parts += old[position : change.start]
        parts += change.new
        position = change.end
    return "".join(parts + old[position:])


def _narrowed(change: _Change, before: list[str]) -> Iterator[_Change]:
    import difflib

    # Lines that both ends share need no matcher, which is far from linear.
    head = _common(before, change.new)
    tail = _common(before[head:][::-1], change.new[head:][::-1])
    old, new = before[head : len(before) - tail], change.new[head : len(change.new) - tail]
    for tag, from_, to, new_from, new_to in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            start = change.start + head
            yield _Change(start + from_, start + to, new[new_from:new_to])


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _hunks(old: list[str], changes: list[_Change]) -> Iterator[str]:
    growth = 0
    for group in _grouped(changes):
        start = max(0, group[0].start - CONTEXT)
        end = min(len(old), group[-1].end + CONTEXT)
        grown = sum(change.growth for change in group)
        yield f"@@ -{_span(start, end - start)} +{_span(start + growth, end - start + grown)} @@\n"
        position = start
        for change in group:
            yield from (" " + line for line in old[position : change.start])
            yield from ("-" + line for line in old[change.start : change.end])
            yield from ("+" + line for line in change.new)
            position = change.end
        yield from (" " + line for line in old[position:end])
        growth += grown


def _grouped(changes: list[_Change]) -> Iterator[list[_Change]]:
    """Changes whose contexts meet are one hunk."""
    group: list[_Change] = []
    for change in changes:
        if group and change.start - group[-1].end > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _span(start: int, length: int) -> str:
    line = start + (1 if length else 0)
    return str(line) if length == 1 else f"{line},{length}"
