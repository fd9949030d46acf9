"""Changes of the same shape: what many functions have in common is shown once, with the places where it stands again.

The diff that `--patch` writes, and every other format, has all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ..migration import FileChange
from .rows import CONTEXT, DiffRow, Hunk, Mark, hunks

Shape: TypeAlias = tuple[tuple[str, str, bool], ...]
"""The lines of a hunk that go or are new, without their numbers."""

_EVENT = "{Type: "
"""Where an event in flow style begins."""
_WORD = re.compile(r"\w+|\W")

MOST_RUNS = 200
"""Runs of changed lines that are looked at together."""
LONGEST_PART = 12
"""Runs that one part of a repetition has at most."""


@dataclass
class FoldedHunk:
    """A hunk, and where the same change stands again.

    Arguments:
        hunk: the first of them.
        again: numbers of the first changed lines of the others.
    """

    hunk: Hunk
    again: list[int] = field(default_factory=list)


@dataclass
class FoldedFile:
    """A file, and other files that change alike.

    Arguments:
        change: the first of them.
        hunks: what differs in it.
        again: paths of the others.
    """

    change: FileChange
    hunks: list[FoldedHunk]
    again: list[str] = field(default_factory=list)


def unfolded(changes: Sequence[FileChange]) -> Iterator[FoldedFile]:
    """Files with all their hunks.

    Arguments:
        changes: what a migration changes.
    """
    for change in changes:
        yield FoldedFile(change, [FoldedHunk(hunk) for hunk in hunks(change)])


def folded(changes: Sequence[FileChange]) -> list[FoldedFile]:
    """Files, and hunks in them, of which the changed lines are the same, together.

    Arguments:
        changes: what a migration changes.
    """
    files: dict[tuple[bool, tuple[Shape, ...]], FoldedFile] = {}
    for change in changes:
        found = hunks(change)
        shape = (change.new, tuple(map(_shape, found)))
        if shape in files:
            files[shape].again.append(change.source.path)
        else:
            files[shape] = FoldedFile(change, _folded(found))
    return list(files.values())


def _folded(found: Sequence[Hunk]) -> list[FoldedHunk]:
    shown: dict[Shape, FoldedHunk] = {}
    for hunk in found:
        for part in _parts(hunk):
            shape = _shape(part)
            if shape in shown:
                shown[shape].again.append(_line(part))
            else:
                shown[shape] = FoldedHunk(part)
    return list(shown.values())


def _shape(hunk: Hunk) -> Shape:
    return tuple((row.kind.value, text, row.ended) for row, text in _counting(hunk.rows))


def _counting(rows: Sequence[DiffRow]) -> Iterator[tuple[DiffRow, str]]:
    """Changed lines, each with what counts of it: of an event in flow style what changes, as its path is there too."""
    for start, end in _runs(rows):
        run = rows[start:end]
        removed, added = ([row for row in run if row.kind is kind] for kind in (Mark.REMOVED, Mark.ADDED))
        texts = {id(row): row.text for row in run}
        for old, new in zip(removed, added, strict=False) if len(removed) == len(added) else ():
            if _EVENT in old.text and _EVENT in new.text:
                texts[id(old)], texts[id(new)] = _difference(old.text, new.text)
        yield from ((row, texts[id(row)]) for row in run)


def _difference(old: str, new: str) -> tuple[str, str]:
    """What each of two lines has that the other has not."""
    from difflib import SequenceMatcher

    before, after = _WORD.findall(old), _WORD.findall(new)
    changes = [each for each in SequenceMatcher(None, before, after, False).get_opcodes() if each[0] != "equal"]
    return (
        "\n".join("".join(before[a:b]) for _, a, b, _, _ in changes),
        "\n".join("".join(after[c:d]) for _, _, _, c, d in changes),
    )


def _line(hunk: Hunk) -> int:
    """The first line of the old text that a hunk changes, or stands behind."""
    at = next(at for at, row in enumerate(hunk.rows) if row.kind is not Mark.SAME)
    removed = hunk.rows[at].old
    return removed if removed is not None else hunk.start + at


def _parts(hunk: Hunk) -> Iterator[Hunk]:
    """A hunk cut where its changes begin to repeat, as those of many events of one function do."""
    runs = _runs(hunk.rows)
    texts = [tuple((row.kind, text) for row, text in _counting(hunk.rows[slice(*run)])) for run in runs]
    starts = [*_starts(texts)]
    for start, end in zip(starts, [*starts[1:], len(runs)], strict=True):
        least = runs[start - 1][1] if start else 0
        most = runs[end][0] if end < len(runs) else len(hunk.rows)
        yield _cut(hunk, max(least, runs[start][0] - CONTEXT), min(most, runs[end - 1][1] + CONTEXT))


def _starts(texts: Sequence[object]) -> Iterator[int]:
    """Numbers of the runs with which parts begin: what repeats itself is a part each time."""
    at = 0
    while at < len(texts):
        first, length, times = _repetition(texts[at : at + MOST_RUNS])
        if first or not length:
            yield at
        if not length:
            return
        yield from range(at + first, at + first + length * times, length)
        at += first + length * times


def _repetition(texts: Sequence[object]) -> tuple[int, int, int]:
    """From where on runs repeat, how many of them, and how often; a length of 0 where they do not."""
    best = (0, 0, 0)
    for first in range(min(len(texts), LONGEST_PART)):
        for length in range(1, min(LONGEST_PART, (len(texts) - first) // 2) + 1):
            times = 1
            part = texts[first : first + length]
            while texts[first + length * times : first + length * (times + 1)] == part:
                times += 1
            if times > 1 and length * (times - 1) > best[1] * (best[2] - 1):
                best = first, length, times
    return best


def _runs(rows: Sequence[DiffRow]) -> list[tuple[int, int]]:
    """Where changed lines stand together."""
    runs: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        if row.kind is Mark.SAME:
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _cut(hunk: Hunk, start: int, end: int) -> Hunk:
    before, rows = hunk.rows[:start], hunk.rows[start:end]
    return Hunk(
        hunk.start + _count(before, Mark.ADDED),
        _count(rows, Mark.ADDED),
        hunk.new_start + _count(before, Mark.REMOVED),
        _count(rows, Mark.REMOVED),
        rows,
    )


def _count(rows: Sequence[DiffRow], but: Mark) -> int:
    return sum(row.kind is not but for row in rows)
