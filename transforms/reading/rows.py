"""Texts with references in them, each read in one pass however many references stand in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from migrator.sam.references import Reference

from .pieces import Piece
from .segments import Segment, behind, segment

_ARN = "execute-api:"
_ARN_ENDS = re.compile(r"[\s\"',]")
_HOST_ENDS = re.compile(r"[^A-Za-z0-9.:_-]")


class Places:
    """Where pieces are, by the references that stand in them.

    Arguments:
        row: pieces; those that are literal text hold no reference.
    """

    def __init__(self, row: Iterable[Piece]) -> None:
        wholes: dict[int, int] = {}  # pieces that hold a scalar as a whole: a local variable of a Sub
        parts: dict[int, dict[int, tuple[int, int]]] = {}
        for index, piece in enumerate(row):
            if piece.kind != "text" and piece.origin is not piece.node:
                wholes.setdefault(id(piece.origin), index)
            elif piece.kind != "text":
                parts.setdefault(id(piece.origin), {}).setdefault(piece.start, (piece.end, index))
        self._wholes = wholes
        self._parts = {key: sorted((start, *rest) for start, rest in found.items()) for key, found in parts.items()}

    def of(self, reference: Reference) -> int | None:
        """The index of the first piece that a reference stands in; None without one."""
        key = id(reference.scalar)
        found = [self._wholes[key]] if key in self._wholes else []
        parts = self._parts.get(key, [])
        at = bisect_right(parts, reference.start, key=lambda part: part[0]) - 1
        if at >= 0 and reference.start < parts[at][1]:
            found.append(parts[at][2])
        return min(found, default=None)

    def hold(self, reference: Reference) -> bool:
        """Whether a reference stands in one of the pieces."""
        return self.of(reference) is not None


@dataclass(frozen=True, eq=False)
class Row:
    """The pieces of a text, and what stands where in it; places are an index of a piece and an offset in its text."""

    pieces: Sequence[Piece]
    _segments: dict[tuple[int, int], Segment | None] = field(default_factory=dict, repr=False)
    _mentions: dict[str, bool] = field(default_factory=dict, repr=False)

    def at(self, reference: Reference) -> int:
        """The index of the piece that a reference stands in; behind the last where none is."""
        found = self._places.of(reference)
        return len(self.pieces) if found is None else found

    @cached_property
    def _places(self) -> Places:
        return Places(self.pieces)

    def mentions(self, word: str) -> bool:
        """Whether a word stands in the literal parts of the text."""
        if word not in self._mentions:
            self._mentions[word] = word in self._literal
        return self._mentions[word]

    @cached_property
    def _literal(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.kind == "text")

    @cached_property
    def _lead(self) -> str:
        """The text with a ``?`` for each piece that is not literal."""
        return "".join(_shown(piece) for piece in self.pieces)

    @cached_property
    def _starts(self) -> list[int]:
        return [*accumulate((len(_shown(piece)) for piece in self.pieces), initial=0)]

    def begins(self, index: int) -> bool:
        """Whether there is no text before a piece."""
        return self._starts[index] == 0

    def ends(self, index: int, ending: str) -> bool:
        """Whether the text before a piece ends in a literal."""
        return self._lead.endswith(ending, 0, self._starts[index])

    def in_arn(self, index: int) -> bool:
        """Whether a piece stands in an ARN of ``execute-api``: neither white space nor a quote or comma ends it."""
        end = self._starts[index]
        last = bisect_right(self._arns, end) - 1
        if last < 0:
            return False
        return bisect_left(self._arn_ends, self._arns[last]) == bisect_left(self._arn_ends, end)

    @cached_property
    def _arns(self) -> list[int]:
        return [found.end() for found in re.finditer(_ARN, self._lead)]

    @cached_property
    def _arn_ends(self) -> list[int]:
        return [found.start() for found in _ARN_ENDS.finditer(self._lead)]

    def goes_on(self, index: int, literal: str) -> tuple[int, int] | None:
        """The place of the last character of a literal that the text goes on with from a piece; None when it does not."""
        return behind(self.pieces, literal, index)

    def segment(self, index: int, offset: int) -> Segment | None:
        """The segment of a path that begins at a place; at a slash the one behind it."""
        place = index, offset
        if place not in self._segments:
            self._segments[place] = segment(self.pieces, index, offset)
        return self._segments[place]

    def path(self, index: int) -> tuple[Segment | None, bool]:
        """The first segment of the path behind a host, and whether one may be there that cannot be told.

        Arguments:
            index: a piece of literal text in the host.
        """
        end = self.host_end(index)
        at = bisect_left(self._names, index)
        if at < len(self._names) and (end is None or self._names[at] < end[0]):  # `….amazonaws.com${Path}`
            return None, True
        if end is None or self.pieces[end[0]].text[end[1]] != "/":
            return None, False
        return self.segment(*end), False

    def host_end(self, index: int) -> tuple[int, int] | None:
        """The first place from a piece on whose character is none of a host; None where the text ends before."""
        at = bisect_left(self._host_ends, (index,))
        return self._host_ends[at] if at < len(self._host_ends) else None

    @cached_property
    def _host_ends(self) -> list[tuple[int, int]]:
        texts = ((index, piece.text) for index, piece in enumerate(self.pieces) if piece.kind == "text")
        return [(index, end.start()) for index, text in texts if (end := _HOST_ENDS.search(text)) is not None]

    @cached_property
    def _names(self) -> list[int]:
        """Pieces that are not literal, where no dot before them says that they are labels of a host."""
        found, last = [], "."
        for index, piece in enumerate(self.pieces):
            if piece.kind != "text" and last != ".":
                found.append(index)
            last = piece.text[-1:] if piece.kind == "text" else "?"
        return found


def _shown(piece: Piece) -> str:
    return piece.text if piece.kind == "text" else "?"
