"""Entries of a collection while operations on it come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .changes import EditError, Insert, RenameKey
from .node import Node
from .values import Value


@dataclass(eq=False)
class Slot:
    """One entry or item of a collection after the operations.

    Arguments:
        old: the node that stands there now (the value, for a mapping); None for a new one.
        key: the key after; empty in a sequence.
        value: the value of a new slot.
        removed: whether the old one goes.
        renamed: whether the key changes.
        key_node: the key that stands there now.
        before: new slots that were asked for in front of this one.
        after: new slots that were asked for behind this one.
    """

    old: Node | None
    key: str = ""
    value: Value = None
    removed: bool = False
    renamed: bool = False
    concern: str = ""
    key_node: Node | None = None
    before: list[Slot] = field(default_factory=list)
    after: list[Slot] = field(default_factory=list)


class Slots:
    """The slots of one collection, found by key, index or node however many there are."""

    def __init__(self, node: Node) -> None:
        self.slots = _slots(node)
        self._holds_sections = node.parent is None
        self._by_key = {s.key: s for s in self.slots if s.key_node is not None and s.key_node.name is not None}
        self._by_node: dict[Node, Slot] = {}

    @property
    def is_empty(self) -> bool:
        """Whether all old slots go and no new one comes."""
        return all(slot.removed and not slot.before and not slot.after for slot in self.slots)

    def insert(self, operation: Insert) -> None:
        """Put a new slot where it was asked for, once; several behind one entry keep their order."""
        twin = self._by_key.get(operation.key)
        if twin is not None and twin.old is None and self._shares(twin, operation.value):
            return
        slot = Slot(None, operation.key, operation.value, concern=operation.concern)
        if operation.after is not None and (anchor := self._by_key.get(operation.after)) is not None:
            anchor.after.append(slot)
        elif operation.before is not None and (anchor := self._by_key.get(operation.before)) is not None:
            anchor.before.append(slot)
        else:
            self.slots.append(slot)
        self._by_key.setdefault(operation.key, slot)

    def _shares(self, slot: Slot, value: Value) -> bool:
        """Whether a new slot is what another operation asks for too; a new section takes in the entries of both."""
        if slot.value == value:
            return True
        held = slot.value
        if not (self._holds_sections and isinstance(held, Mapping) and isinstance(value, Mapping)):
            return False
        if any(held[key] != value[key] for key in held.keys() & value.keys()):
            return False
        slot.value = {**held, **value}
        return True

    def rename(self, operation: RenameKey) -> None:
        """Give a slot its new key; it is still found under the old one."""
        slot = self._by_key[operation.key]
        if slot.renamed and slot.key != operation.new:
            message = f"two concerns rename `{operation.key}` differently"
            raise EditError("unsupported-shape", message, operation.mapping)
        slot.key, slot.renamed, slot.concern = operation.new, True, operation.concern
        self._by_key.setdefault(operation.new, slot)

    def remove(self, key: str | int, concern: str) -> None:
        """Mark a slot as going."""
        slot = self.slots[key] if isinstance(key, int) else self._by_key[key]
        slot.removed, slot.concern = True, concern

    def holder(self, node: Node) -> Slot:
        """The slot that a child of the collection stands in."""
        if not self._by_node:
            self._by_node = {slot.old: slot for slot in self.slots if slot.old is not None}
        return self._by_node[node]

    def settled(self) -> list[Slot]:
        """All slots in their final order."""
        order: list[Slot] = []
        todo = [(slot, False) for slot in reversed(self.slots)]
        while todo:
            slot, is_open = todo.pop()
            if is_open or not (slot.before or slot.after):
                order.append(slot)
                continue
            todo += [(inner, False) for inner in reversed(slot.after)]
            todo.append((slot, True))
            todo += [(inner, False) for inner in reversed(slot.before)]
        return order


def _slots(node: Node) -> list[Slot]:
    if node.kind == "mapping":
        return [Slot(pair.value, pair.key.name or "", key_node=pair.key) for pair in node.pairs]
    return [Slot(item) for item in node.items]


def runs(slots: Sequence[Slot]) -> Iterator[tuple[int, list[Slot]]]:
    """New slots that stand together, with the number of the old slot that they stand behind (-1: before the first)."""
    run: list[Slot] = []
    index = -1
    for slot in slots:
        if slot.old is None:
            run.append(slot)
            continue
        if run:
            yield index, run
        index, run = index + 1, []
    if run:
        yield index, run
