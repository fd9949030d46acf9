"""Several rounds of edits as one: what leads from the first text to the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from .page import Edit


@dataclass(frozen=True)
class _Kept:
    """A range of the first text that is still there."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class _Written:
    """Text that some round wrote."""

    text: str
    concern: str

    def __len__(self) -> int:
        return len(self.text)


_Piece: TypeAlias = _Kept | _Written


def one_round(text: str, rounds: Sequence[Sequence[Edit]]) -> list[Edit]:
    """Edits of the first text that have the effect of all rounds.

    Arguments:
        text: the first text.
        rounds: sorted edits, each round's of the text that the round before left.
    """
    pieces: list[_Piece] = [_Kept(0, len(text))]
    for edits in rounds:
        pieces = list(_applied(pieces, edits))
    return list(_edits(pieces, len(text), ",".join(dict.fromkeys(e.concern for edits in rounds for e in edits))))


def _applied(pieces: Sequence[_Piece], edits: Sequence[Edit]) -> Iterator[_Piece]:
    at = 0
    for edit in edits:
        yield from _cut(pieces, at, edit.start)
        yield _Written(edit.text, edit.concern)
        at = edit.end
    yield from _cut(pieces, at, sum(map(len, pieces)))


def _cut(pieces: Sequence[_Piece], start: int, end: int) -> Iterator[_Piece]:
    """The pieces of a range of the text that they make up."""
    at = 0
    for piece in pieces:
        first, last = max(start - at, 0), min(end - at, len(piece))
        if first < last:
            yield (
                _Kept(piece.start + first, piece.start + last)
                if isinstance(piece, _Kept)
                else replace(piece, text=piece.text[first:last])
            )
        at += len(piece)


def _edits(pieces: Sequence[_Piece], length: int, concerns: str) -> Iterator[Edit]:
    at, written, names = 0, "", dict[str, None]()
    for piece in (*pieces, _Kept(length, length)):
        if isinstance(piece, _Written):
            written += piece.text
            names[piece.concern] = None
            continue
        if written or piece.start > at:
            yield Edit(at, piece.start, written, ",".join(filter(None, names)) or concerns)
        at, written, names = piece.end, "", {}


def around(cut: Sequence[Edit], edits: Sequence[Edit]) -> list[Edit]:
    """Edits of a text from which parts were cut, as edits of the whole text, in which those parts stay.

    Arguments:
        cut: what was taken out of the whole text, sorted.
        edits: sorted edits of what was left.
    """
    return [replace(edit, start=start, end=end) for edit in edits for start, end in [_whole(cut, edit)]]


def _whole(cut: Sequence[Edit], edit: Edit) -> tuple[int, int]:
    start, end = edit.start, edit.end
    for part in cut:
        gone = part.end - part.start - len(part.text)
        if part.start < end or (part.start == start < end):
            end += gone
        if part.start < start or (part.start == start < edit.end):
            start += gone
    return start, max(start, end)
