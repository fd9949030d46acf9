"""Edits of block collections: entries and items on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from .changes import EditError
from .lines import BREAK, after_properties, skip
from .node import Node
from .page import Edit, Extent, Page
from .render import entry, item
from .slots import Slot, runs

_WHITE = re.compile(r"[ \t]*")
_VISIBLE = re.compile(r"\S")


def block_edits(page: Page, node: Node, slots: Sequence[Slot]) -> Iterator[Edit]:
    """Edits for entries that come to or go from a block collection."""
    yield from _Block(page, node, slots).edits()


class _Block:
    """One block collection that changes."""

    def __init__(self, page: Page, node: Node, slots: Sequence[Slot]) -> None:
        self.page, self.node, self.slots = page, node, slots
        self.places = list(page.places(node, slots))
        self.indent = page.lines.indent(self.places[0].start)
        self.newline = page.how.newline
        self.taken: set[int] = set()

    def edits(self) -> Iterator[Edit]:
        """New entries first: one that comes where another goes takes its lines."""
        for index, run in runs(self.slots):
            yield from self._add(index, run)
        yield from self._removals()

    def _add(self, index: int, run: list[Slot]) -> Iterator[Edit]:
        """Edits that write new entries behind the one at an index (-1: before the first)."""
        place = self.places[max(index, 0)]
        gap = self._gap if any(isinstance(slot.value, dict) for slot in run) else ""
        texts = [(self.newline + self.indent).join(self._lines(slot)) for slot in run]
        joined = (self.newline + gap + self.indent).join(texts)
        concern = run[0].concern
        end = self._end(place)
        free = next((i for i in (index, index + 1) if 0 <= i < len(self.places) and self._goes(i)), None)
        if free is not None:
            self.taken.add(free)
            place = self.places[free]
            yield Edit(place.start, self.page.lines.end(place.end), joined, concern)
        elif index < 0:
            yield Edit(place.start, place.start, joined + self.newline + gap + self.indent, concern)
        else:
            yield from self._closed(end, concern)
            before = self.page.behind_literals.get(skip(self.page.text, place.end))
            if before is not None and "+" in self.page.indicators(before):
                gap = ""
            yield Edit(end, end, self.newline + gap + self.indent + joined, concern)

    def _end(self, place: Extent) -> int:
        """Where the lines of an entry end, with comments behind it that are indented deeper than its key."""
        lines, text = self.page.lines, self.page.text
        end = at = lines.end(place.end)
        while (at := lines.next(at)) < len(text):
            stop = lines.end(at)
            inner = text[at:stop].lstrip()
            if inner and not (inner.startswith("#") and stop - at - len(inner) > len(self.indent)):
                break
            end, at = (stop, stop) if inner else (end, stop)
        return end

    def _lines(self, slot: Slot) -> list[str]:
        room = self.page.room(self.places[0].start)
        if self.node.kind == "sequence":
            return item(slot.value, self.page.how, room)
        self.page.key(slot.key, flow=False, node=self.node)
        return entry(slot.key, slot.value, self.page.how, room)

    def _closed(self, end: int, concern: str) -> Iterator[Edit]:
        """An edit that keeps the value of a block scalar at the very end of a text without final line break."""
        last = self.page.literals[-1] if self.page.literals else None
        if last is None or last.end != end or end < len(self.page.text):
            return
        if last.text.endswith("\n"):
            raise EditError("unsupported-shape", "a block scalar ends with the file here", last)
        indicators = self.page.indicators(last)
        if "-" not in indicators:
            header = after_properties(self.page.text, last.start, last.end) + 1
            yield Edit(header, header + len(indicators), indicators.replace("+", "") + "-", concern)

    @cached_property
    def _gap(self) -> str:
        """A line break where the mappings in this mapping are kept apart by blank lines."""
        maps = [(a, b) for a, b in pairwise(self.places) if b.slot.old is not None and b.slot.old.kind == "mapping"]
        if self.node.kind == "sequence" or not maps:
            return ""
        gaps = [self.page.text[a.end : b.start] for a, b in maps]
        blank = sum(any(not line.strip() for line in BREAK.split(gap)[1:-1]) for gap in gaps)
        return self.newline if blank * 2 > len(gaps) else ""

    def _removals(self) -> Iterator[Edit]:
        after_dash = not self.page.lines.is_alone(self.places[0].start)
        first = self._moving_up() if after_dash and self._goes(0) else 0
        if first:
            survivor = self.places[first].start
            yield Edit(self.places[0].start, survivor, "", self.places[0].slot.concern)
        for index in range(first, len(self.places)):
            place = self.places[index]
            if not self._goes(index):
                continue
            if index or not after_dash:
                yield self._line_removal(place)
            else:
                start = self.page.lines.start(place.start) + len(self.page.lines.before(place.start).rstrip())
                yield Edit(start, self.page.lines.end(place.end), "", place.slot.concern)

    def _goes(self, index: int) -> bool:
        return self.places[index].slot.removed and index not in self.taken

    def _moving_up(self) -> int:
        """Index of the entry that moves up behind the dash; 0 when comments keep it from moving."""
        lines = self.page.lines
        for index, (place, following) in enumerate(pairwise(self.places), 1):
            if self.page.text[lines.end(place.end) : following.start].strip():
                return 0
            if not self._goes(index):
                return index
        return 0

    def _line_removal(self, place: Extent) -> Edit:
        lines = self.page.lines
        start, end = lines.start(place.start), lines.next(lines.end(place.end))
        above = start
        while above and lines.is_blank(above - 1):
            above = lines.start(above - 1)
        # Of two runs of blank lines that meet, one stays, and none at the end of the text: what was added goes with its
        # own. Those that may belong to a block scalar stay where they are.
        if above < start and (lines.is_blank(end) or end == len(self.page.text)):
            if place.start not in self.page.behind_literals:
                return Edit(above, end, "", place.slot.concern)
            while lines.is_blank(end):
                end = lines.next(end)
        return Edit(start, end, "", place.slot.concern)


def guard_literals(page: Page, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Edits that keep text behind a deletion from becoming part of the block scalar before it.

    A comment that is indented like the scalar would; so would blank lines where the scalar keeps them.
    """
    deletions = {}
    for edit in edits:
        if not edit.text and page.lines.start(edit.start) == edit.start:
            deletions[skip(page.text, edit.start)] = edit
    for literal in page.literals:
        at = skip(page.text, literal.end)
        while (deletion := deletions.get(at)) is not None and deletion.start >= literal.end:
            following = skip(page.text, deletion.end)
            yield from _guarded(page, literal, deletion, following)
            if following <= at:
                break
            at = following


def _guarded(page: Page, literal: Node, deletion: Edit, following: int) -> Iterator[Edit]:
    lines = page.lines
    indicator = after_properties(page.text, literal.start, literal.end)
    header = page.text[indicator : lines.end(indicator)]
    leading = _WHITE.match(page.text, lines.start(indicator))
    indent = leading[0] if leading else ""
    content = _VISIBLE.search(page.text, lines.end(indicator), literal.end)
    explicit = content is None or any(c.isdigit() for c in header)
    depth = len(indent) + 1 if explicit or content is None else lines.column(content.start())
    at = deletion.end
    while "+" in header and at < following and lines.is_blank(at):
        at = lines.next(at)
    if at > deletion.end:
        yield Edit(deletion.end, at, "", deletion.concern)
    while at < following:
        found = _WHITE.match(page.text, at)
        comment = found.end() if found else at
        if page.text.startswith("#", comment) and comment - at >= depth:
            yield Edit(at, comment, indent, deletion.concern)
        at = lines.next(at)
