"""Operations: what to change in a tree, symbolically, and the tree that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, Union

from .tree import MERGE_KEY, Node
from .values import Tagged, Value, data


@dataclass(frozen=True, eq=False)
class SetValue:
    """Replace the value that stands at a node."""

    node: Node
    value: Value
    concern: str = ""


@dataclass(frozen=True, eq=False)
class RenameKey:
    """Give an entry of a mapping another key."""

    mapping: Node
    key: str
    new: str
    concern: str = ""


@dataclass(frozen=True, eq=False)
class Insert:
    """Add an entry to a mapping, at its end unless ``after`` or ``before`` names an entry that is there."""

    mapping: Node
    key: str
    value: Value
    after: str | None = None
    before: str | None = None
    concern: str = ""


@dataclass(frozen=True, eq=False)
class Remove:
    """Take an entry out of a mapping; a mapping left empty goes with its own entry."""

    mapping: Node
    key: str
    concern: str = ""


@dataclass(frozen=True, eq=False)
class Append:
    """Add an item at the end of a sequence."""

    sequence: Node
    value: Value
    concern: str = ""


@dataclass(frozen=True, eq=False)
class RemoveItem:
    """Take an item out of a sequence; a sequence left empty goes with its own entry."""

    sequence: Node
    index: int
    concern: str = ""


@dataclass(frozen=True, eq=False)
class Fragment:
    """Replace characters ``start`` to ``end`` of a scalar's value, whatever style it is written in."""

    scalar: Node
    start: int
    end: int
    text: str
    concern: str = ""


Operation: TypeAlias = Union[SetValue, RenameKey, Insert, Remove, Append, RemoveItem, Fragment]

Obstacle = Literal["shared-yaml", "duplicate-key", "unsupported-shape"]


class EditError(Exception):
    """An operation that cannot be carried out without changing more than it says.

    Arguments:
        obstacle: the code of the finding that it becomes.
        message: one line.
        node: where.
    """

    def __init__(self, obstacle: Obstacle, message: str, node: Node) -> None:
        super().__init__(message)
        self.obstacle = obstacle
        self.node = node


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
    """

    old: Node | None
    key: str = ""
    value: Value = None
    removed: bool = False
    renamed: bool = False
    concern: str = ""
    key_node: Node | None = None


@dataclass(eq=False)
class Outcome:
    """All operations of one migration, combined: what every touched node becomes."""

    slots: dict[Node, list[Slot]] = field(default_factory=dict)
    values: dict[Node, SetValue] = field(default_factory=dict)
    fragments: dict[Node, list[Fragment]] = field(default_factory=dict)
    touched: set[Node] = field(default_factory=set)

    def gone(self, node: Node) -> bool:
        """Whether a node stands in text that another operation removes or replaces."""
        child, parent = node, node.parent
        while parent is not None:
            if child in self.values and child is not node:
                return True
            if any(slot.old is child and slot.removed for slot in self.slots.get(parent, ())):
                return True
            child, parent = parent, parent.parent
        return child in self.values and child is not node

    def final(self, node: Node) -> Value:
        """What a node becomes; the node itself when no operation touches it or anything below it."""
        if node in self.values:
            return self.values[node].value
        if node not in self.touched:
            return node
        if node.kind == "scalar":
            return _tagged(node, self.text(node))
        children: list[tuple[str, Value]] = []
        for slot in self.slots.get(node) or _slots(node):
            if not slot.removed:
                children.append((slot.key, slot.value if slot.old is None else self.final(slot.old)))
        return _tagged(node, dict(children) if node.kind == "mapping" else [value for _, value in children])

    def text(self, scalar: Node) -> str:
        """The value of a scalar after its fragments are rewritten."""
        text = scalar.text
        for fragment in sorted(self.fragments.get(scalar, ()), key=lambda f: -f.start):
            text = text[: fragment.start] + fragment.text + text[fragment.end :]
        return text


def combine(operations: Iterable[Operation]) -> Outcome:
    """Combine operations of all concerns into one outcome.

    Raises:
        EditError: an operation would change text that others share, or contradicts another.
    """
    outcome = Outcome()
    for operation in operations:
        _refuse_shared(operation)
        _enter(outcome, operation)
    _collapse(outcome)
    _refuse_doubles(outcome)
    for node in [*outcome.slots, *outcome.values, *outcome.fragments]:
        ancestor: Node | None = node
        while ancestor is not None and ancestor not in outcome.touched:
            outcome.touched.add(ancestor)
            ancestor = ancestor.parent
    return outcome


def reconcile(mapping: Node, key: str, value: Value, concern: str = "") -> Iterator[Operation]:
    """Operations that turn the value under a key into ``value``, keeping all text that stays the same."""
    pair = mapping.pair(key)
    if pair is None:
        yield Insert(mapping, key, value, concern=concern)
    elif isinstance(value, dict) and pair.value.kind == "mapping" and pair.value.tag is None:
        yield from _reconcile_mapping(pair.value, value, concern)
    elif not _equal(pair.value, value):
        yield SetValue(pair.value, value, concern)


def _reconcile_mapping(node: Node, wanted: dict[str, Value], concern: str) -> Iterator[Operation]:
    there = {p.key.read().text for p in node.pairs}
    previous: str | None = next((k for k in wanted if k in there), None)
    for key in there - wanted.keys():
        yield Remove(node, key, concern)
    for key, value in wanted.items():
        if key in there:
            yield from reconcile(node, key, value, concern)
            previous = key
        elif previous is None:
            yield Insert(node, key, value, concern=concern)
        else:
            yield Insert(node, key, value, after=previous, concern=concern)
            previous = key


def _equal(node: Node, value: Value) -> bool:
    if isinstance(value, Node):
        return value is node or value is node.read()
    if node.kind == "alias":
        return False
    return data(node) == plain(value)


def plain(value: Value) -> Value:
    """A value without nodes in it: what `data` gives for the text that it is written as."""
    if isinstance(value, Node):
        return data(value)
    if isinstance(value, Tagged):
        return Tagged(value.name, plain(value.argument))
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(inner) for inner in value]
    return value


def _tagged(node: Node, value: Value) -> Value:
    return value if node.tag is None else Tagged(node.tag.removeprefix("!"), value)


def _slots(node: Node) -> list[Slot]:
    if node.kind == "mapping":
        return [Slot(pair.value, pair.key.read().text, key_node=pair.key) for pair in node.pairs]
    return [Slot(item) for item in node.items]


def _of(operation: Operation) -> Node:
    """The node whose text an operation changes."""
    if isinstance(operation, SetValue):
        return operation.node
    if isinstance(operation, Fragment):
        return operation.scalar
    if isinstance(operation, (Append, RemoveItem)):
        return operation.sequence
    return operation.mapping


def _refuse_shared(operation: Operation) -> None:
    node: Node | None = _of(operation)
    here = _of(operation)
    while node is not None:
        if node.users:
            raise EditError("shared-yaml", f"the anchor &{node.anchor} is used elsewhere by an alias", here)
        node = node.parent
    if isinstance(operation, (Remove, RenameKey)):
        pair = here.pair(operation.key)
        if pair is None:
            raise EditError("shared-yaml", f"`{operation.key}` comes from a merge key (`{MERGE_KEY}`)", here)
        if sum(p.key.read().text == operation.key for p in here.pairs) > 1:
            raise EditError("duplicate-key", f"`{operation.key}` stands more than once here", pair.key)
    lost = _lost(operation)
    if lost is not None and any(inner.users for inner in lost.walk()):
        raise EditError("shared-yaml", "an anchor in this text is used elsewhere by an alias", lost)


def _lost(operation: Operation) -> Node | None:
    """The node whose text goes away with an operation."""
    if isinstance(operation, SetValue):
        return operation.node
    if isinstance(operation, RemoveItem):
        return operation.sequence.items[operation.index]
    if isinstance(operation, Remove):
        pair = operation.mapping.pair(operation.key)
        return pair.value if pair is not None else None
    return None


def _enter(outcome: Outcome, operation: Operation) -> None:
    if isinstance(operation, SetValue):
        if operation.node in outcome.values and outcome.values[operation.node].value != operation.value:
            raise EditError("unsupported-shape", "two concerns set this value differently", operation.node)
        outcome.values[operation.node] = operation
    elif isinstance(operation, Fragment):
        _enter_fragment(outcome, operation)
    elif isinstance(operation, Append):
        slots = outcome.slots.setdefault(operation.sequence, _slots(operation.sequence))
        slots.append(Slot(None, "", operation.value, concern=operation.concern))
    elif isinstance(operation, RemoveItem):
        slot = outcome.slots.setdefault(operation.sequence, _slots(operation.sequence))[operation.index]
        slot.removed, slot.concern = True, operation.concern
    else:
        _enter_entry(outcome.slots.setdefault(operation.mapping, _slots(operation.mapping)), operation)


def _enter_fragment(outcome: Outcome, operation: Fragment) -> None:
    others = outcome.fragments.setdefault(operation.scalar, [])
    for other in others:
        if (other.start, other.end, other.text) == (operation.start, operation.end, operation.text):
            return
        if other.start < operation.end and operation.start < other.end:
            raise EditError("unsupported-shape", "two concerns rewrite the same part of this text", operation.scalar)
    others.append(operation)


def _enter_entry(slots: list[Slot], operation: RenameKey | Insert | Remove) -> None:
    if isinstance(operation, Insert):
        at = len(slots)
        for index, slot in enumerate(slots):
            old_key = slot.old.key if slot.old is not None else slot.key
            if operation.after is not None and operation.after in (slot.key, old_key):
                at = index + 1
            elif operation.before is not None and operation.before in (slot.key, old_key):
                at = min(at, index)
        slots.insert(at, Slot(None, operation.key, operation.value, concern=operation.concern))
        return
    for slot in slots:
        if slot.old is not None and slot.old.key == operation.key:
            slot.concern = operation.concern
            if isinstance(operation, Remove):
                slot.removed = True
            else:
                slot.key, slot.renamed = operation.new, True


def _collapse(outcome: Outcome) -> None:
    """Remove the entries whose collection lost its last child."""
    queue = list(outcome.slots)
    while queue:
        node = queue.pop()
        slots = outcome.slots[node]
        parent = node.parent
        if parent is None or not slots or not all(slot.removed for slot in slots):
            continue
        above = outcome.slots.setdefault(parent, _slots(parent))
        own = next(slot for slot in above if slot.old is node)
        if not own.removed:
            own.removed, own.concern = True, slots[0].concern
            queue.append(parent)


def _refuse_doubles(outcome: Outcome) -> None:
    """Refuse a new key that stands there already, or that two concerns add."""
    for node, slots in outcome.slots.items():
        left = [slot for slot in slots if not slot.removed and node.kind == "mapping"]
        for slot in left:
            if (slot.old is None or slot.renamed) and sum(other.key == slot.key for other in left) > 1:
                raise EditError("unsupported-shape", f"`{slot.key}` is there already", node)
