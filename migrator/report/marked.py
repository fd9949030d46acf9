"""What differs inside the lines of a diff, and which lines belong side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .rows import DiffRow, Hunk, LineSegment, Mark

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.5
_MOST_PAIRS = 2500
"""Pairs of lines of one block that are compared with each other."""

_LONGEST = 500
"""Characters of a line that is compared token by token."""


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
