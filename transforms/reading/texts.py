"""The text that a reference stands in, up to the outermost Sub or Join, and what stands around the reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.concern import View, fact
from migrator.sam.references import Reference
from migrator.text.node import Node
from migrator.text.values import Intrinsic, innermost, intrinsic

from .pieces import Piece, pieces
from .rows import Row
from .segments import Segment


@dataclass(frozen=True, eq=False)
class Text:
    """The text that a reference is a part of.

    Arguments:
        row: the whole of it.
        index: where the reference is in it; behind the last piece where that cannot be told.
        around: a further text around it, from which a function that is not understood separates it.
        split: whether the text is cut up by Split.
    """

    row: Row
    index: int
    around: Row | None = None
    split: bool = False

    @property
    def alone(self) -> bool:
        """Whether nothing stands before or behind the reference."""
        return self.next is None and self.row.begins(self.index)

    @property
    def behind(self) -> int:
        """The index of the piece behind the reference; beyond the last where nothing follows."""
        return self.index + 1

    @property
    def next(self) -> Piece | None:
        """The piece behind the reference."""
        return self.row.pieces[self.behind] if self.behind < len(self.row.pieces) else None

    def ends(self, ending: str) -> bool:
        """Whether the text before the reference ends in a literal."""
        return self.row.ends(self.index, ending)

    def goes_on(self, literal: str) -> tuple[int, int] | None:
        """The place of the last character of a literal right behind the reference; None when it is not there."""
        return self.row.goes_on(self.behind, literal)

    def first_segment(self) -> Segment | None:
        """The first segment of the path that follows the reference right away; None when none does."""
        return self.row.segment(self.behind, 0) if self.goes_on("/") is not None else None

    def before(self) -> Iterator[Piece]:
        """Pieces before the reference, the nearest first."""
        return (self.row.pieces[at] for at in range(self.index - 1, -1, -1))

    def around_mentions(self, word: str) -> bool:
        """Whether a word stands in the literal parts of the further text around it."""
        return self.around is not None and self.around.mentions(word)


class Texts:
    """The texts of a template, each read when it is first asked for."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}
        self._found: dict[int, Text] = {}

    def of(self, reference: Reference) -> Text:
        """The text that a reference stands in, up to the outermost Sub or Join."""
        if id(reference) not in self._found:
            self._found[id(reference)] = self._text(reference)
        return self._found[id(reference)]

    def _text(self, reference: Reference) -> Text:
        node = top = reference.whole
        outer: Node | None = None
        crossed, split = False, False
        while (held := _holder(node)) is not None:
            call, is_part = held
            if is_part and not crossed:
                top = call.node
            elif is_part:
                outer = call.node
            else:
                crossed = True
                split = split or call.name == "Split"
            node = call.node
        row = self._row(top) if reference.form in ("Ref", "GetAtt", "Sub") else Row(())
        return Text(row, row.at(reference), self._row(outer) if outer is not None else None, split)

    def _row(self, node: Node) -> Row:
        if id(node) not in self._rows:
            self._rows[id(node)] = Row(pieces(node))
        return self._rows[id(node)]


@fact
def texts(view: View) -> Texts:
    """The texts that references of the template stand in."""
    return Texts()


def _holder(node: Node) -> tuple[Intrinsic, bool] | None:
    """The call that a node is an argument of, and whether the node is a part of the text that the call makes."""
    above = node.parent
    if (call := innermost(above)) is not None:
        return (call if call.node is not node else intrinsic(above) or call), False
    outer = above.parent if above is not None else None
    for call in map(innermost, (outer, outer.parent if outer is not None else None)):
        if call is not None and call.argument is above:  # an item in the argument list of a long form
            return call, False
        if call is not None and call.name in ("Join", "Sub") and above in call.argument.elements()[1:2]:
            return call, True
    return None
