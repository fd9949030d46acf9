"""Diffs for people at a terminal: what differs inside the lines, and the findings where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ..migration import Migration
from .diff import NO_NEWLINE, headers
from .folding import FoldedFile, folded, unfolded
from .marked import highlighted, marked, sides
from .paint import Look, level_style
from .placed import Placed, placed
from .rows import DiffRow, Hunk, Mark
from .sanitize import clean, clean_line
from .words import count, label, level, some

UNIFIED, SIDE_BY_SIDE, SEMANTIC = "unified", "side-by-side", "semantic"

_STYLES = {Mark.REMOVED: "red", Mark.ADDED: "green"}
_ROLES = {"key": "key", "comment": "dim"}
_YAML = (".yaml", ".yml")
_LEAST_NOTE = 30
"""Columns that a note beside the diff has at least, however far right its place is."""
_TAB = "    "
_NUMBER = 4

Notes = Mapping[int, Sequence[Placed]]
"""Findings by the line of the old text that they stand at."""


def shown(migration: Migration, look: Look, view: str = UNIFIED) -> str:
    """Diff of a template, and of the files that change along with it, for a person to read.

    Changes of the same shape are shown once, unless all are asked for. Without colours this is a plain unified diff; a
    terminal that shows colours gets marks inside the lines and the findings at their lines.

    Arguments:
        view: one of ``unified``, ``side-by-side``, ``semantic``.
    """
    if view == SEMANTIC:
        from .semantic import compared

        return compared(migration, look)
    found = placed(migration)
    files = unfolded(migration.changes) if look.full else folded(migration.changes)
    return "\n".join(line for file in files for line in _file(file, found, look, beside=view == SIDE_BY_SIDE))


def _file(file: FoldedFile, found: Sequence[Placed], look: Look, *, beside: bool) -> Iterator[str]:
    path = file.change.source.path
    yield from (look.paint(clean(line).rstrip("\t"), "bold") for line in headers(file.change))
    notes: dict[int, list[Placed]] = {}
    for entry in found:
        if entry.path == path and entry.finding.span:
            notes.setdefault(entry.finding.span.line, []).append(entry)
    for each in file.hunks:
        hunk = highlighted(each.hunk) if look.colour and path.endswith(_YAML) else each.hunk
        yield from _hunk(hunk, notes, look, beside=beside)
        if each.again:
            lines = some([str(line) for line in each.again])
            place = count(len(each.again), "more place")
            yield _again(f"the same change at {place}, line{'s' * (len(each.again) > 1)} {lines}", look)
    if file.again:
        yield _again(f"the same changes in {count(len(file.again), 'more file')}: {some(file.again)}", look)


def _again(sentence: str, look: Look) -> str:
    return look.paint(look.wrap(f"{look.more} {clean_line(sentence)} (--full shows all)", 0, hang=2), "dim")


def _hunk(hunk: Hunk, notes: Notes, look: Look, *, beside: bool) -> Iterator[str]:
    if not beside and not look.colour:
        yield from _plain(hunk)
        return
    hunk = marked(hunk)
    yield look.paint(hunk.header, "dim")
    yield from _beside(hunk, notes, look) if beside else _unified(hunk, notes, look)


def _plain(hunk: Hunk) -> Iterator[str]:
    yield hunk.header
    for row in hunk.rows:
        yield row.kind.value + clean(row.text.rstrip("\r"))
        if not row.ended:
            yield NO_NEWLINE


def _unified(hunk: Hunk, notes: Notes, look: Look) -> Iterator[str]:
    for row in hunk.rows:
        yield _painted(row, look, row.kind.value)
        if not row.ended:
            yield look.paint(NO_NEWLINE, "dim")
        yield from _notes(row, notes, look, 1)


def _painted(row: DiffRow, look: Look, sign: str) -> str:
    return _joined([(sign, _STYLES.get(row.kind, "")), *_parts(row)], look)


def _joined(parts: Sequence[tuple[str, str]], look: Look) -> str:
    grouped = groupby(parts, key=lambda part: part[1])
    texts = (("".join(text for text, _ in group), style) for style, group in grouped)
    return "".join(look.paint(text, style) if style else text for text, style in texts)


def _parts(row: DiffRow) -> list[tuple[str, str]]:
    """The text of a row, made harmless, with the styles of its parts; spaces alone are not worth a mark."""
    style = _STYLES.get(row.kind, "")
    parts = []
    for segment in row.segments:
        text = clean(segment.text.rstrip("\r"))
        plain = style or _ROLES.get(segment.role, "")
        parts.append((text, f"{style}-marked" if style and segment.marked and text.strip() else plain))
    return parts


def _notes(row: DiffRow, notes: Notes, look: Look, indent: int) -> Iterator[str]:
    """One line below a row for each finding that stands there; what it says in full is in the list of findings."""
    told: dict[tuple[str, str], Placed] = {}
    for entry in notes.get(row.old, ()) if row.old else ():
        # What several APIs share, such as settings in Globals, is found for each of them at one line.
        told.setdefault((label(entry.finding), entry.finding.message), entry)
    for entry in told.values():
        column = entry.finding.span.column if entry.finding.span else 1
        before = re.sub(r"[^\t]", " ", clean(row.text[: column - 1]))
        before = before[: max(0, look.width - indent - _LEAST_NOTE)]
        room = look.width - indent - len(before.expandtabs())
        yield " " * indent + before + _note(entry, room, look)


def _note(entry: Placed, room: int, look: Look) -> str:
    title = f"^ {level(entry.finding)} {label(entry.finding)}:"
    message = clean_line(f" {entry.finding.message}")
    if len(title) + len(message) > room:
        message = f"{message[: max(0, room - len(title) - len(look.more))].rstrip()}{look.more}"
    return look.paint(title, level_style(entry.finding)) + message


def _beside(hunk: Hunk, notes: Notes, look: Look) -> Iterator[str]:
    digits = max(_NUMBER, len(str(hunk.start + hunk.length)), len(str(hunk.new_start + hunk.new_length)))
    room = max(20, (look.width - 3) // 2 - digits - 3)
    for left, right in sides(hunk.rows):
        cells = [_cell(row, number, digits, room, look) for row, number in _numbered(left, right)]
        for one, other in _level(cells, " " * (digits + 3 + room)):
            yield f"{one} {look.bar} {other}".rstrip()
        if left:
            yield from _notes(left, notes, look, digits + 3)


def _numbered(left: DiffRow | None, right: DiffRow | None) -> tuple[tuple[DiffRow | None, int | None], ...]:
    return (left, left.old if left else None), (right, right.new if right else None)


def _level(cells: Sequence[list[str]], empty: str) -> Iterator[tuple[str, str]]:
    for at in range(max(map(len, cells))):
        one, other = (cell[at] if at < len(cell) else empty for cell in cells)
        yield one, other


def _cell(row: DiffRow | None, number: int | None, digits: int, room: int, look: Look) -> list[str]:
    """One side of one row: number, sign and text, folded to its room."""
    if row is None:
        return []
    folded = list(_folded(row, room, look)) or [" " * room]
    sign = _joined([(row.kind.value, _STYLES.get(row.kind, ""))], look)
    first = f"{look.paint(str(number).rjust(digits), 'dim')} {sign} "
    return [(" " * (digits + 3) if at else first) + text for at, text in enumerate(folded)]


def _folded(row: DiffRow, room: int, look: Look) -> Iterator[str]:
    """The text of a row in pieces of one width."""
    from rich.cells import cell_len, chop_cells

    parts = [(text.replace("\t", _TAB), style) for text, style in _parts(row)]
    for piece in chop_cells("".join(text for text, _ in parts), room):
        taken, parts = _split(parts, len(piece))
        yield _joined(taken, look) + " " * (room - cell_len(piece))


def _split(parts: list[tuple[str, str]], length: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Cut styled text after some characters."""
    taken = []
    for number, (text, style) in enumerate(parts):
        taken.append((text[:length], style))
        length -= len(text)
        if length < 0:
            return taken, [(text[length:], style), *parts[number + 1 :]]
    return taken, []
