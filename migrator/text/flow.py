"""Edits of flow collections: entries and items between brackets, JSON included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .lines import skip
from .node import Node
from .page import Edit, Extent, Page
from .render import entry, inline, standing
from .slots import Slot, runs


def flow_edits(page: Page, node: Node, slots: Sequence[Slot]) -> Iterator[Edit]:
    """Edits for entries that come to or go from a flow collection that is not empty."""
    yield from _Flow(page, node, slots).edits()


def inline_slot(page: Page, node: Node, slot: Slot) -> str:
    """A new entry or item on one line."""
    text = inline(slot.value, page.how)
    if node.kind == "sequence":
        return text
    return f"{page.key(slot.key, flow=True, node=node)}{':' if page.how.compact else ': '}{text}"


class _Flow:
    """One flow collection that changes."""

    def __init__(self, page: Page, node: Node, slots: Sequence[Slot]) -> None:
        self.page, self.node, self.slots = page, node, slots
        self.places = list(page.places(node, slots))
        first = self.places[0].start
        self.on_lines = page.lines.is_alone(first) and page.lines.spans_lines(node.start, first)
        self.indent = page.lines.indent(first)
        self.taken: set[int] = set()

    def edits(self) -> Iterator[Edit]:
        """New entries first: one that comes where another goes takes its place."""
        for index, run in runs(self.slots):
            yield from self._add(index, run)
        yield from self._removals()

    def _add(self, index: int, run: list[Slot]) -> Iterator[Edit]:
        place = self.places[max(index, 0)]
        texts = [self._text(slot) for slot in run]
        concern = run[0].concern
        free = next((i for i in (index, index + 1) if 0 <= i < len(self.places) and self._goes(i)), None)
        if free is not None:
            self.taken.add(free)
            place = self.places[free]
            yield Edit(place.start, place.end, self._separator.join(texts), concern)
        elif index < 0:
            yield Edit(place.start, place.start, "".join(text + self._separator for text in texts), concern)
        else:
            yield from self._behind(place, self._separator.join(texts), concern)

    def _behind(self, place: Extent, text: str, concern: str) -> Iterator[Edit]:
        """Edits that write entries behind a kept one, and behind the comment at the end of its line."""
        page = self.page
        comma = skip(page.text, place.end)
        has_comma = page.text.startswith(",", comma)
        rest = page.lines.rest(comma + 1 if has_comma else place.end)
        if self.on_lines and not rest.split("#")[0].strip() and ("#" in rest or has_comma):
            end = page.lines.end(comma if has_comma else place.end)
            if not has_comma:
                yield Edit(place.end, place.end, self._apart(place) + ",", concern)
            yield Edit(end, end, self._line + text + ("," if has_comma else ""), concern)
            return
        yield Edit(place.end, place.end, self._apart(place) + self._separator + text, concern)

    def _apart(self, place: Extent) -> str:
        """What keeps a comma apart from the colon of an entry without a value: `a:,` would be a key."""
        return (
            " " if self.page.text[place.end - 1] == ":" and place.slot.old and place.slot.old.start == place.end else ""
        )

    @property
    def _line(self) -> str:
        return self.page.how.newline + self.indent

    @property
    def _separator(self) -> str:
        if self.on_lines:
            return "," + self._line
        if len(self.places) > 1:
            gap = self.page.text[self.places[0].end : self.places[1].start]
            return gap if gap in (",", ", ") else ", "
        return "," if self.page.how.compact else ", "

    def _text(self, slot: Slot) -> str:
        page = self.page
        if not (self.on_lines and page.how.json):
            return inline_slot(page, self.node, slot)
        room = page.room(self.places[0].start)
        if self.node.kind == "sequence":
            return self._line.join(standing(slot.value, page.how, room))
        return self._line.join(entry(slot.key, slot.value, page.how, room))

    def _goes(self, index: int) -> bool:
        return self.places[index].slot.removed and index not in self.taken

    def _removals(self) -> Iterator[Edit]:
        last = max(index for index in range(len(self.places)) if not self._goes(index))
        for index in range(last):
            if self._goes(index):
                yield self._with_comma_behind(self.places[index], self.places[index + 1])
        for index in range(last + 1, len(self.places)):
            yield from self._with_comma_before(self.places[index - 1], self.places[index])

    def _with_comma_behind(self, place: Extent, following: Extent) -> Edit:
        """The removal of an entry that others follow; comment lines above the next one stay."""
        page, lines, concern = self.page, self.page.lines, place.slot.concern
        comma = skip(page.text, place.end)
        end = lines.end(comma)
        if lines.is_alone(place.start) and following.start > end:
            return Edit(lines.start(place.start), lines.next(comma), "", concern)
        if following.start < end or not page.text[end : following.start].strip():
            return Edit(place.start, following.start, "", concern)
        return Edit(place.start, end, "", concern)

    def _with_comma_before(self, before: Extent, place: Extent) -> Iterator[Edit]:
        """The removal of an entry at the end; comments of the entry before it stay."""
        page, lines, concern = self.page, self.page.lines, place.slot.concern
        comma = skip(page.text, before.end)
        if "#" not in page.text[before.end : comma] and "#" not in page.text[comma : place.start]:
            yield Edit(before.end, place.end, "", concern)
            return
        yield Edit(comma, comma + 1, "", concern)
        if lines.is_alone(place.start) and not lines.rest(place.end).split("#")[0].strip(" \t,"):
            yield Edit(lines.start(place.start), lines.next(place.end), "", concern)
        else:
            yield Edit(place.start, place.end, "", concern)
