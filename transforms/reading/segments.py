"""Segments of a path in a text: which one is a stage, and how it is taken out or replaced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from migrator.text.node import Node
from migrator.text.operations import Fragment, Operation, RemoveItem, SetValue
from migrator.text.values import literal

from .pieces import SEGMENT_ENDS, Kind, Piece, pieces

_END = re.compile(f"[{re.escape(SEGMENT_ENDS)}]")

Shape = tuple[tuple[Kind, str], ...]
"""What a stretch of text says, however it is put together: neighbouring literal parts are one."""


@dataclass(frozen=True, eq=False)
class Part:
    """A range of one piece."""

    piece: Piece
    start: int
    end: int

    @property
    def whole_item(self) -> bool:
        """Whether nothing is left of an item of a Join when the range goes."""
        whole = self.piece.kind != "text" or self.end - self.start == len(self.piece.text)
        return self.piece.items is not None and whole

    @property
    def range(self) -> tuple[int, int]:
        """Where it stands in the scalar; a variable is taken as a whole."""
        if self.piece.kind != "text" or self.piece.origin is not self.piece.node:
            return self.piece.start, self.piece.end
        return self.piece.start + self.start, self.piece.start + self.end


@dataclass(frozen=True, eq=False)
class Segment:
    """One segment of a path: the slash before it, its parts, and the slash behind it."""

    slash: Part | None
    parts: Sequence[Part]
    closing: Part | None

    @cached_property
    def shape(self) -> Shape:
        """What it says."""
        return shape(self.parts)

    @property
    def shown(self) -> str:
        """How a message names it."""
        return shown(self.shape)

    @property
    def pieces(self) -> list[Piece]:
        """The names in it."""
        return [part.piece for part in self.parts if part.piece.kind == "name"]

    def removed(self) -> list[Operation] | None:
        """Take the segment out with one slash; None where that slash is not written in the text."""
        slash = self.slash
        if slash is not None and slash.piece.separator:
            if len(self.parts) == 1 and self.parts[0].whole_item:  # the Join takes its separator away
                return _rewritten(self.parts, "")
            slash = self.closing
        if slash is None or slash.piece.separator:
            return None
        return _rewritten([slash, *self.parts] if slash is self.slash else [*self.parts, slash], "")

    def replaced(self, new: str) -> list[Operation]:
        """Put a literal segment in its place."""
        return _rewritten(self.parts, new)


def _rewritten(parts: Sequence[Part], new: str) -> list[Operation]:
    """Put literal text in the place of ranges; those that touch in one scalar are one."""
    found: list[Operation] = []
    for part in parts:
        last, operation = found[-1] if found else None, _rewritten_part(part, new)
        if isinstance(last, Fragment) and isinstance(operation, Fragment) and _touch(last, operation):
            found.pop()
            operation = Fragment(last.scalar, last.start, operation.end, last.text, everywhere=True)
        new, piece = "", part.piece
        if piece.items is not None and isinstance(operation, Fragment) and _empties(operation, piece):
            operation = RemoveItem(piece.items, piece.index)
        found.append(operation)
    return found


def _rewritten_part(part: Part, new: str) -> Operation:
    piece = part.piece
    if piece.items is not None and part.whole_item and not new:
        return RemoveItem(piece.items, piece.index)
    if piece.items is not None and piece.kind != "text":
        return SetValue(piece.items.items[piece.index], new)
    return Fragment(piece.node, *part.range, new, everywhere=True)


def _touch(before: Fragment, after: Fragment) -> bool:
    return before.scalar is after.scalar and before.end == after.start


def _empties(fragment: Fragment, piece: Piece) -> bool:
    """Whether nothing is left of an item, in a Join that puts nothing between its items."""
    above = piece.items.parent if piece.items is not None else None
    whole = (fragment.start, fragment.end, fragment.text) == (0, len(piece.node.text), "")
    return whole and piece.kind == "text" and above is not None and literal(above.elements()[0]) == ""


def behind(row: Sequence[Piece], prefix: str, start: int = 0) -> tuple[int, int] | None:
    """The place of the last character of a literal that a row goes on with from an index; None when it does not."""
    rest = prefix
    for index in range(start, len(row)):
        piece = row[index]
        if piece.kind != "text":
            return None
        if len(piece.text) >= len(rest):
            return (index, len(rest) - 1) if piece.text.startswith(rest) else None
        if not rest.startswith(piece.text):
            return None
        rest = rest[len(piece.text) :]
    return None


def segment(row: Sequence[Piece], index: int, offset: int) -> Segment | None:
    """The segment that begins at a place of a row of pieces; at a slash the one behind it."""
    slash: Part | None = None
    closing: Part | None = None
    parts: list[Part] = []
    if index < len(row) and row[index].kind == "text" and row[index].text.startswith("/", offset):
        slash = Part(row[index], offset, offset + 1)
        offset += 1
    for at in range(index, len(row)):
        piece = row[at]
        if piece.kind != "text":
            parts.append(Part(piece, 0, piece.end - piece.start))
            offset = 0
            continue
        found = _END.search(piece.text, offset)
        stop = found.start() if found is not None else len(piece.text)
        if stop > offset:
            parts.append(Part(piece, offset, stop))
        if stop < len(piece.text):
            closing = Part(piece, stop, stop + 1) if piece.text[stop] == "/" else None
            break
        offset = 0
    return Segment(slash, parts, closing) if parts else None


def shape(parts: Sequence[Part]) -> Shape:
    """What ranges say, put together."""
    said: list[tuple[Kind, str]] = []
    for part in parts:
        text = part.piece.text[part.start : part.end] if part.piece.kind == "text" else part.piece.text
        if said and said[-1][0] == part.piece.kind == "text":
            said[-1] = ("text", said[-1][1] + text)
        else:
            said.append((part.piece.kind, text))
    return tuple(said)


def shape_of(node: Node) -> Shape:
    """What a value says."""
    return shape([Part(piece, 0, len(piece.text)) for piece in pieces(node)])


def shown(said: Shape) -> str:
    """A shape for a message."""
    return "".join(text if kind == "text" else f"${{{text or '?'}}}" for kind, text in said)
