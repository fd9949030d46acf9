"""The self-check: the new text, parsed again, must be the old tree with exactly the declared operations applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .operations import Outcome, plain
from .tree import Node
from .values import Tagged, Value, data


def difference(old: Node, new: Node, outcome: Outcome) -> Node | None:
    """The first node of the old tree that the new text gets wrong; None when all is as declared.

    Arguments:
        old: root of the tree before.
        new: root of the tree parsed from the new text.
    """
    if old not in outcome.touched:
        return None if same(old, new) else old
    if old in outcome.values:
        return None if _written(outcome.values[old].value, new) else old
    if old.kind != new.kind or old.tag != new.tag or old.anchor != new.anchor:
        return old
    if old.kind == "scalar":
        return None if outcome.text(old) == new.text and old.style == new.style else old
    return _children(old, new, outcome)


def _children(old: Node, new: Node, outcome: Outcome) -> Node | None:
    slots = outcome.slots.get(old)
    if slots is None:
        olds, news = _values(old), _values(new)
        if [p.key.text for p in old.pairs] != [p.key.text for p in new.pairs] or len(olds) != len(news):
            return old
        return next((d for a, b in zip(olds, news, strict=True) if (d := difference(a, b, outcome)) is not None), None)
    left = [slot for slot in slots if not slot.removed]
    news = _values(new)
    if len(left) != len(news) or (new.kind == "mapping" and [s.key for s in left] != [p.key.text for p in new.pairs]):
        return old
    for slot, node in zip(left, news, strict=True):
        if slot.old is None:
            if not _written(slot.value, node):
                return old
        elif (found := difference(slot.old, node, outcome)) is not None:
            return found
    return None


def _values(node: Node) -> list[Node]:
    return [pair.value for pair in node.pairs] if node.kind == "mapping" else node.items


def same(old: Node, new: Node) -> bool:
    """Whether two nodes are alike in all that can mean something: kinds, tags, types, texts, anchors, order."""
    if (old.kind, old.tag, old.text, old.anchor) != (new.kind, new.tag, new.text, new.anchor):
        return False
    if old.kind == "scalar":
        return old.style == new.style
    if len(old.pairs) != len(new.pairs) or len(old.items) != len(new.items):
        return False
    if not all(same(a.key, b.key) and same(a.value, b.value) for a, b in zip(old.pairs, new.pairs, strict=True)):
        return False
    return all(same(a, b) for a, b in zip(old.items, new.items, strict=True))


def _written(value: Value, new: Node) -> bool:
    """Whether new text says what was to be written; a moved node counts by its data."""
    return _alike(plain(value), data(new))


def _alike(wanted: Value, found: Value) -> bool:
    if isinstance(wanted, Tagged) and isinstance(found, Tagged):
        return wanted.name == found.name and _alike(_dotted(wanted), _dotted(found))
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return list(wanted) == list(found) and all(_alike(wanted[key], found[key]) for key in wanted)
    if isinstance(wanted, str) or isinstance(found, str):
        return wanted == found
    if isinstance(wanted, Sequence) and isinstance(found, Sequence):
        return len(wanted) == len(found) and all(_alike(a, b) for a, b in zip(wanted, found, strict=True))
    return type(wanted) is type(found) and wanted == found


def _dotted(call: Tagged) -> Value:
    """The argument of a call; GetAtt's list form as its dotted one."""
    argument = call.argument
    if call.name == "GetAtt" and isinstance(argument, Sequence) and not isinstance(argument, str):
        return ".".join(str(part) for part in argument)
    return argument
