"""A step over one template, in rounds: each reads the text that the round before left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..migration import TextEdit
from ..sam.template import Template, read_template
from ..text.check import difference
from ..text.edits import plan, splice
from ..text.node import Node
from ..text.operations import EditError, Operation, Outcome, combine
from ..text.page import Edit
from ..text.rounds import one_round
from ..text.source import Source


@dataclass(frozen=True)
class Rounds:
    """A template on its way.

    Arguments:
        first: the template as it was read.
        text: its text by now.
        done: the edits of each round.
    """

    first: Source
    text: str
    done: tuple[tuple[Edit, ...], ...] = ()

    @property
    def source(self) -> Source:
        """The text by now, as a file of the same name."""
        return replace(self.first, text=self.text)

    @property
    def template(self) -> Template:
        """The text by now, read."""
        found = read_template(self.source)
        assert found is not None  # noqa: S101 - every round ends in a text that was read
        return found

    @property
    def edits(self) -> tuple[TextEdit, ...]:
        """What leads from the first text to the one by now."""
        return tuple(TextEdit(e.start, e.end, e.text, e.concern) for e in one_round(self.first.text, self.done))

    def after(self, edits: Sequence[Edit]) -> Rounds:
        """The template after one more round.

        Arguments:
            edits: sorted, of the text by now.
        """
        return replace(self, text=splice(self.text, edits), done=(*self.done, tuple(edits)))

    def carried_out(
        self, template: Template, operations: Iterable[Operation], step: str, *, closing_up: bool = False
    ) -> Rounds:
        """The template after one more round of operations.

        Arguments:
            template: the text by now, as the operations know it.
            operations: what to change.
            step: what the edits are made for.
            closing_up: take the blank line along that parted what goes from what stands before it.

        Raises:
            EditError: an operation cannot be carried out.
        """
        outcome = combine([replace(each, concern=step) for each in operations])
        edits = plan(template.source, template.root, outcome)
        after = self.after([_closed_up(self.text, edit) for edit in edits] if closing_up else edits)
        checked(template.root, after.source, outcome)
        return after


def checked(root: Node, after: Source, outcome: Outcome) -> None:
    """Read a new text again.

    Arguments:
        root: the tree before.
        after: the new text.
        outcome: what was to change.

    Raises:
        EditError: the text cannot be read, or says something else.
    """
    again = read_template(after)
    if again is None or difference(root, again.root, outcome) is not None:
        raise EditError("unsupported-shape", "the new text would not be as declared", root)


def _closed_up(text: str, edit: Edit) -> Edit:
    """A deletion of whole lines that leaves no blank line more than there was before they were written."""
    before, gone = text[: edit.start], text[edit.start : edit.end]
    blank = BLANK.search(before)
    if edit.text or blank is None or PARTED.search(gone):
        return edit
    return replace(edit, start=blank.start())


BLANK: Final = re.compile(r"(?<=\n)[ \t]*\r?\n\Z")
PARTED: Final = re.compile(r"\n[ \t]*\r?\n\Z")
