"""Long documents in parts, cut to a length so that what is left is whole and says what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_NAMED = 5
_ROOM_FOR_NOTE = 700
"""Characters that the note about what is cut may take."""


@dataclass(frozen=True)
class Block:
    """A part of a document.

    Arguments:
        name: what a note calls it, such as ``the diff of template.yaml``; harmless as it stands.
        lines: its lines.
        opening: how many of them make no sense without what follows.
        closing: lines that must follow, however much of it is cut.
    """

    name: str
    lines: tuple[str, ...]
    opening: int = 0
    closing: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole block."""
        return _text((*self.lines, *self.closing))


def fitted(blocks: Sequence[Block], tail: str, limit: int) -> str:
    """Join blocks and a tail; where they are too long, the last blocks give way, line by line.

    Arguments:
        blocks: the weightiest first.
        tail: what stands at the end in any case, with its line end.
        limit: characters of the whole.
    """
    whole = "".join(block.text for block in blocks) + tail
    if len(whole) <= limit:
        return whole
    room = limit - len(tail) - _ROOM_FOR_NOTE
    parts: list[str] = []
    cut: list[str] = []
    for block in blocks:
        if not cut and len(block.text) <= room:
            parts.append(block.text)
            room -= len(block.text)
            continue
        kept = 0 if cut else _fitting(block, room)
        if kept:
            parts.append(_text((*block.lines[:kept], *block.closing)))
        cut.append(f"{len(block.lines) - kept} lines of {block.name}" if kept else block.name)
    more = f", and {len(cut) - _NAMED} parts more" if len(cut) > _NAMED else ""
    note = f"**Cut at {limit} characters.** Not shown: {'; '.join(cut[:_NAMED])}{more}."
    return _shortened("".join(parts) + f"\n{_shortened(note, _ROOM_FOR_NOTE - 3)}\n\n" + tail, limit)


def _fitting(block: Block, room: int) -> int:
    """How many lines fit together with the closing ones; none where that is no more than the opening."""
    room -= len(_text(block.closing))
    kept = 0
    for line in block.lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept += 1
    return kept if kept > block.opening else 0


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rpartition("\n")[0] or text[:limit]


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
