"""From operations to text: ranges of the old text, what replaces each, and one splice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from . import fragments
from .operations import EditError, Outcome, Slot
from .render import Manner, entry, inline, item, manner, scalar
from .source import Source
from .tree import Node
from .values import Tagged, Value, intrinsic

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Edit:
    """Replace the characters from ``start`` to ``end`` by ``text``."""

    start: int
    end: int
    text: str
    concern: str = ""


def plan(source: Source, root: Node, outcome: Outcome) -> list[Edit]:
    """Text edits that carry out an outcome, sorted, none overlapping another.

    Raises:
        EditError: a shape that cannot be edited without printing more than the operation says.
    """
    writer = _Writer(source, manner(source, root), outcome)
    edits = [edit for node in outcome.slots if not outcome.gone(node) for edit in writer.collection(node)]
    edits += [e for node in outcome.values if not outcome.gone(node) and not _dropped(node, outcome) for e in writer.value(node)]
    edits += [e for node in outcome.fragments if not outcome.gone(node) and not _dropped(node, outcome) for e in writer.fragments(node)]
    return _settle(source.text, edits, root)


def splice(text: str, edits: list[Edit]) -> str:
    """Apply sorted edits in one pass; every byte outside them is copied."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _dropped(node: Node, outcome: Outcome) -> bool:
    return node.parent is not None and any(s.old is node and s.removed for s in outcome.slots.get(node.parent, ()))


def _settle(text: str, edits: list[Edit], root: Node) -> list[Edit]:
    """Sort, merge deletions that touch, keep a missing final newline missing, refuse overlaps."""
    merged: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        last = merged[-1] if merged else None
        if last is not None and not last.text and not edit.text and last.start < last.end and edit.start <= last.end:
            merged[-1] = replace(last, end=max(last.end, edit.end), concern=_joined(last.concern, edit.concern))
        elif last is not None and edit.start < last.end:
            raise EditError("unsupported-shape", "two edits overlap here", root)
        elif edit.start < edit.end or edit.text:
            merged.append(edit)
    if merged and merged[-1].end == len(text) and not merged[-1].text and not text.endswith(("\n", "\r")):
        merged[-1] = _without_last_break(text, merged, root)
    return merged


def _without_last_break(text: str, edits: list[Edit], root: Node) -> Edit:
    """The deletion of the last lines of a text without final newline, which takes the line break before it along."""
    last = edits[-1]
    cut = len(text[: last.start].rstrip("\r\n"))
    # A block scalar without a line break at its end has another value.
    if any(node.style in ("|", ">") and node.end == cut for node in root.walk() if node.kind == "scalar"):
        return last
    return replace(last, start=max(cut, edits[-2].end if len(edits) > 1 else 0))


def _joined(first: str, second: str) -> str:
    return first if second in first.split(",") else f"{first},{second}"


@dataclass(frozen=True)
class _Writer:
    """Writes the edits of one document."""

    source: Source
    how: Manner
    outcome: Outcome

    # -- collections ------------------------------------------------------------------------------------------

    def collection(self, node: Node) -> Iterator[Edit]:
        """Edits for entries that go, come or change their key."""
        slots = self.outcome.slots[node]
        for slot in slots:
            if slot.renamed and not slot.removed and slot.old is not None:
                yield self._rename(node, slot)
        if not node.pairs and not node.items:
            if slots:
                yield self._fill(node, slots)
            return
        if all(slot.removed for slot in slots):
            return  # the entry of the whole collection is removed instead
        yield from self._flow(node, slots) if node.is_flow else self._block(node, slots)

    def _rename(self, node: Node, slot: Slot) -> Edit:
        key = slot.key_node
        assert key is not None  # noqa: S101 - only entries of mappings are renamed
        quote = key.style if key.style in ("'", '"') else None
        return Edit(key.start, key.end, scalar(slot.key, self.how, flow=node.is_flow, quote=quote), slot.concern)

    def _fill(self, node: Node, slots: list[Slot]) -> Edit:
        """Entries for an empty collection, which is always ``{}`` or ``[]``."""
        inside = ", ".join(self._inline(slot, node) for slot in slots)
        return Edit(node.start + 1, node.start + 1, inside, slots[0].concern)

    def _runs(self, slots: list[Slot]) -> Iterator[tuple[int | None, list[Slot]]]:
        """New slots with the index of the old one that they stand behind (None: before the first)."""
        behind: int | None = None
        run: list[Slot] = []
        for index, slot in enumerate(slots):
            if slot.old is None:
                run.append(slot)
                continue
            if run:
                yield behind, run
            behind, run = index, []
        if run:
            yield behind, run

    def _start(self, node: Node, slot: Slot) -> int:
        """Where the text of an old slot starts: its key, or its dash."""
        assert slot.old is not None  # noqa: S101
        if (key := slot.key_node) is not None:
            if self.source.text[: key.start].rstrip(" ").endswith("?") and not node.is_flow:
                raise EditError("unsupported-shape", "a key written with `?` is not edited", key)
            return key.start
        if node.is_flow:
            return slot.old.start
        return self.source.text.rindex("-", 0, slot.old.start if slot.old.start < slot.old.end else slot.old.start + 1)

    def _line_end(self, at: int) -> int:
        found = _BREAK.search(self.source.text, at)
        return found.start() if found else len(self.source.text)

    def _next_line(self, at: int) -> int:
        found = _BREAK.search(self.source.text, at)
        return found.end() if found else len(self.source.text)

    def _indent(self, at: int) -> tuple[str, bool]:
        """Spaces that stand for the column of ``at``, and whether only spaces stand before it on its line."""
        column = self.source.position(at)[1] - 1
        before = self.source.text[at - column : at]
        return (before, True) if not before.strip() else (" " * column, False)

    def _block(self, node: Node, slots: list[Slot]) -> Iterator[Edit]:
        first = next(slot for slot in slots if slot.old is not None)
        indent, _ = self._indent(self._start(node, first))
        replaced: set[int] = set()
        for behind, run in self._runs(slots):
            texts = [self._lines(slot, node, indent) for slot in run]
            concern = run[0].concern
            if behind is None:
                at = self._start(node, first)
                yield Edit(at, at, "".join(text + self.how.newline + indent for text in texts), concern)
                continue
            anchor = slots[behind]
            assert anchor.old is not None  # noqa: S101
            end = self._line_end(anchor.old.end)
            gap = self._gap(node, slots) if not anchor.removed else ""
            joined = (self.how.newline + gap + indent).join(texts)
            if anchor.removed:
                replaced.add(behind)
                yield Edit(self._start(node, anchor), end, joined, concern)
            else:
                yield Edit(end, end, self.how.newline + gap + indent + joined, concern)
        yield from self._block_removals(node, slots, replaced)

    def _gap(self, node: Node, slots: list[Slot]) -> str:
        """A line break where the sections of this mapping are kept apart by blank lines."""
        old = [s for s in slots if s.old is not None]
        if len(old) < 2 or node.kind != "mapping" or not all(s.old and s.old.kind == "mapping" for s in old[:2]):
            return ""
        gaps = [self.source.text[a.old.end : self._start(node, b)] for a, b in pairwise(old) if a.old is not None]
        blank = sum(len(_BREAK.findall(gap)) > 1 for gap in gaps)
        return self.how.newline if blank * 2 > len(gaps) else ""

    def _block_removals(self, node: Node, slots: list[Slot], replaced: set[int]) -> Iterator[Edit]:
        old = [(i, slot) for i, slot in enumerate(slots) if slot.old is not None]
        kept_before = False
        for number, (index, slot) in enumerate(old):
            if not slot.removed or index in replaced:
                kept_before = True
                continue
            assert slot.old is not None  # noqa: S101
            start, end = self._start(node, slot), self._line_end(slot.old.end)
            indent, alone = self._indent(start)
            if alone:
                yield Edit(start - len(indent), self._next_line(end), "", slot.concern)
            elif not kept_before and number + 1 < len(old):  # the first entry behind a dash: the next one moves up
                following = self._start(node, old[number + 1][1])
                clear = not self.source.text[end:following].strip()
                yield Edit(start, following if clear else end, "", slot.concern)
            else:
                raise EditError("unsupported-shape", "this entry shares its line with another", slot.old)

    def _lines(self, slot: Slot, node: Node, indent: str) -> str:
        room = 110 - len(indent)
        lines = entry(slot.key, slot.value, self.how, room) if node.kind == "mapping" else item(slot.value, self.how, room)
        return (self.how.newline + indent).join(lines)

    def _inline(self, slot: Slot, node: Node) -> str:
        text = inline(slot.value, self.how)
        return f"{scalar(slot.key, self.how, flow=True)}: {text}" if node.kind == "mapping" else text

    def _flow(self, node: Node, slots: list[Slot]) -> Iterator[Edit]:
        text = self.source.text
        first = next(slot for slot in slots if slot.old is not None)
        indent, own_lines = self._indent(self._start(node, first))
        own_lines = own_lines and _BREAK.search(text, node.start, self._start(node, first)) is not None
        comma = "," + self.how.newline + indent if own_lines else ", "
        replaced: set[int] = set()
        for behind, run in self._runs(slots):
            shaped = own_lines and self.how.json
            texts = [self._lines(slot, node, indent) if shaped and node.kind == "mapping" else self._inline(slot, node) for slot in run]
            if behind is None:
                at = self._start(node, first)
                yield Edit(at, at, "".join(t + comma for t in texts), run[0].concern)
                continue
            anchor = slots[behind]
            assert anchor.old is not None  # noqa: S101
            if anchor.removed:
                replaced.add(behind)
                yield Edit(self._start(node, anchor), anchor.old.end, comma.join(texts), run[0].concern)
            else:
                yield Edit(anchor.old.end, anchor.old.end, "".join(comma + t for t in texts), run[0].concern)
        yield from self._flow_removals(node, slots, replaced)

    def _flow_removals(self, node: Node, slots: list[Slot], replaced: set[int]) -> Iterator[Edit]:
        old = [(slot, slot.removed and i not in replaced) for i, slot in enumerate(slots) if slot.old is not None]
        kept: Node | None = None
        for number, (slot, goes) in enumerate(old):
            assert slot.old is not None  # noqa: S101
            if not goes:
                kept = slot.old
            elif any(not later for _, later in old[number + 1 :]):
                yield Edit(self._start(node, slot), self._start(node, old[number + 1][0]), "", slot.concern)
            elif kept is not None:
                yield Edit(kept.end, slot.old.end, "", slot.concern)
                kept = slot.old

    # -- values -----------------------------------------------------------------------------------------------

    def value(self, node: Node) -> Iterator[Edit]:
        """The edit that replaces the value standing at a node."""
        wanted = self.outcome.values[node]
        parent = node.parent
        if parent is None:
            raise EditError("unsupported-shape", "the whole document is not replaced", node)
        if parent.is_flow or self.how.json:
            yield Edit(node.start, node.end, self._plainly(node, wanted.value, flow=True), wanted.concern)
            return
        if parent.kind == "sequence":
            indent, _ = self._indent(self._start(parent, Slot(node)))
            lines = item(wanted.value, self.how, 110 - len(indent))
            text = (self.how.newline + indent).join(lines)
            yield Edit(node.start, node.end, text.removeprefix("- "), wanted.concern)
            return
        key = next(pair.key for pair in parent.pairs if pair.value is node)
        indent, _ = self._indent(key.start)
        lines = entry(str(node.key), wanted.value, self.how, 110 - len(indent))
        if len(lines) == 1 and not _BREAK.search(self.source.text, key.end, node.start):
            yield Edit(node.start, node.end, self._spaced(node, self._plainly(node, wanted.value, flow=False)), wanted.concern)
            return
        colon = self.source.text.index(":", key.end) + 1
        between = self.source.text[colon : node.start]
        head, _, body = (self.how.newline + indent).join(lines).partition(":")
        if "#" in between:
            raise EditError("unsupported-shape", "a comment stands between this key and its value", node)
        yield Edit(colon, node.end, (self.how.newline + indent).join(lines)[len(head) + 1 :] if body else "", wanted.concern)

    def _plainly(self, node: Node, value: Value, *, flow: bool) -> str:
        """A new value on one line, with the quotes of the scalar that it replaces."""
        quoted = node.style if node.style in ("'", '"') else None
        call = intrinsic(node)
        if isinstance(value, str):
            return scalar(value, self.how, flow=flow, quote=quoted if node.tag is None else None)
        if isinstance(value, Tagged) and isinstance(value.argument, str) and call is not None and quoted and not self.how.long:
            return f"!{value.name} {scalar(value.argument, self.how, flow=flow, quote=quoted)}"
        return inline(value, self.how, flow=flow)

    def _spaced(self, node: Node, text: str) -> str:
        return text if node.start < node.end or self.source.text[node.start - 1] == " " else " " + text

    def fragments(self, node: Node) -> Iterator[Edit]:
        """Edits inside a scalar."""
        for part in self.outcome.fragments[node]:
            start, end, text = fragments.locate(self.source.text, node, part.start, part.end, part.text)
            yield Edit(start, end, text, part.concern)
