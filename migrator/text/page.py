"""A document while its edits are being made: its text, its lines, its manner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .changes import EditError, written_out
from .lines import Lines, after_properties, skip
from .manner import Manner, manner
from .node import Node
from .render import WIDTH, scalar
from .slots import Slot
from .source import Source

MAX_KEY = 1000
"""Longest key that is written; the scanners find no colon behind 1024 characters."""


@dataclass(frozen=True)
class Edit:
    """Replace the characters from ``start`` to ``end`` by ``text``."""

    start: int
    end: int
    text: str
    concern: str = ""


@dataclass(frozen=True)
class Extent:
    """Where an entry or item stands: from its key or dash to the end of its value."""

    slot: Slot
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """What every edit of one document needs to know.

    Arguments:
        source: the document.
        root: its root.
        long: whether intrinsics are written ``Fn::Sub:`` here, whatever the document does.
    """

    source: Source
    root: Node
    long: bool = False

    @cached_property
    def text(self) -> str:
        """The text of the document."""
        return self.source.text

    @cached_property
    def lines(self) -> Lines:
        """Its lines."""
        return Lines(self.text)

    @cached_property
    def how(self) -> Manner:
        """How it is written."""
        how = manner(self.source, self.root, self.lines)
        return replace(how, long=True) if self.long else how

    @cached_property
    def literals(self) -> list[Node]:
        """Block scalars in the order of the text: what stands behind one can become part of it."""
        return [node for node in self.root.walk(keys=True) if node.style in ("|", ">")]

    @cached_property
    def behind_literals(self) -> dict[int, Node]:
        """Block scalars by where the text goes on behind them: the blank lines before may belong to their values."""
        return {skip(self.text, each.end): each for each in self.literals}

    def indicators(self, literal: Node) -> str:
        """What stands behind the sign of a block scalar, such as ``2-``."""
        header = after_properties(self.text, literal.start, literal.end) + 1
        return self.text[header : self.lines.end(header)].split("#")[0].rstrip()

    def room(self, at: int) -> int:
        """Columns left on a line from an offset on."""
        return WIDTH - self.lines.column(at)

    def key(self, name: str, *, flow: bool, node: Node, quote: str | None = None) -> str:
        """A key as text, between the quotes of other keys unless it says which."""
        text = scalar(name, self.how, flow=flow, quote=(self.how.keys if quote is None else quote) or None)
        if len(text) > MAX_KEY:
            raise EditError("unsupported-shape", f"a key of more than {MAX_KEY} characters cannot be written", node)
        return text

    def places(self, node: Node, slots: Sequence[Slot]) -> Iterator[Extent]:
        """Where the old slots of a collection stand.

        Raises:
            EditError: an entry is written with ``?``, or without the brackets of its mapping.
        """
        at = after_properties(self.text, node.start, node.end)
        if node.is_flow:
            if self.text[at : at + 1] not in ("{", "["):
                raise EditError("unsupported-shape", "a mapping without its braces is not edited", node)
            at += 1
        for slot in slots:
            if slot.old is None:
                continue
            at = skip(self.text, at)
            if node.is_flow and self.text.startswith(",", at):
                at = skip(self.text, at + 1)
            expected = slot.key_node if slot.key_node is not None else slot.old
            is_dash = not node.is_flow and slot.key_node is None
            fits = self.text.startswith("-", at) if is_dash else at == expected.start
            if not fits:
                raise written_out(expected)
            yield Extent(slot, at, slot.old.end)
            at = slot.old.end
