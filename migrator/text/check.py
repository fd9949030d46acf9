"""The self-check: the new text, parsed again, must be the old tree with exactly the declared operations applied."""

from __future__ import annotations

from .combination import Outcome
from .meaning import says, typed
from .node import Node
from .slots import Slot


def difference(old: Node, new: Node, outcome: Outcome) -> Node | None:
    """The first node of the old tree that the new text gets wrong; None when all is as declared.

    Arguments:
        old: root of the tree before.
        new: root of the tree parsed from the new text.
    """
    todo = [(old, new)]
    while todo:
        before, after = todo.pop()
        if before in outcome.values:
            if not says(after, outcome.values[before].value):
                return before
            continue
        if not _alike(before, after, outcome):
            return before
        slots = outcome.slots.get(before)
        if slots is None:
            if len(before.pairs) != len(after.pairs) or len(before.items) != len(after.items):
                return before
            todo += [part for a, b in zip(before.pairs, after.pairs, strict=True) for part in zip(a, b, strict=True)]
            todo += zip(before.items, after.items, strict=True)
        elif not _kept(slots, after, todo):
            return before
    return None


def _alike(before: Node, after: Node, outcome: Outcome) -> bool:
    """Whether two nodes are alike in all that can mean something, their children aside."""
    text = outcome.text(before) if before in outcome.fragments else before.text
    same = (before.kind, before.tag, before.anchor, text) == (after.kind, after.tag, after.anchor, after.text)
    if before.kind != "scalar" or not same:
        return same
    return typed(before)[0] == typed(after)[0] and (before.style == after.style or before in outcome.fragments)


def _kept(slots: list[Slot], after: Node, todo: list[tuple[Node, Node]]) -> bool:
    """Whether a collection holds exactly what is left of its slots; what is not new goes to ``todo``."""
    left = [slot for slot in slots if not slot.removed]
    if len(left) != len(after.children):
        return False
    for index, (slot, value) in enumerate(zip(left, after.children, strict=True)):
        if after.kind == "mapping":
            key = after.pairs[index].key
            if slot.key_node is not None and not slot.renamed:
                todo.append((slot.key_node, key))
            elif not says(key, slot.key):
                return False
        if slot.old is not None:
            todo.append((slot.old, value))
        elif not says(value, slot.value):
            return False
    return True
