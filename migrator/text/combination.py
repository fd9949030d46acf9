"""All operations of one migration combined: what every touched node becomes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .changes import (
    Append,
    EditError,
    Fragment,
    Insert,
    Operation,
    Remove,
    RemoveItem,
    RenameKey,
    SetValue,
    lost,
    target,
)
from .lines import spliced
from .node import MERGE_KEY, Node, Pair
from .slots import Slot, Slots
from .values import Tagged, Value


@dataclass(eq=False)
class Outcome:
    """All operations of one migration, combined: what every touched node becomes."""

    slots: dict[Node, list[Slot]] = field(default_factory=dict)
    values: dict[Node, SetValue] = field(default_factory=dict)
    fragments: dict[Node, list[Fragment]] = field(default_factory=dict)
    touched: set[Node] = field(default_factory=set)
    removed: set[Node] = field(default_factory=set)

    def gone(self, node: Node) -> bool:
        """Whether a node stands in text that another operation removes or replaces."""
        return node in self.removed or any(each in self.removed or each in self.values for each in node.above())

    def text(self, scalar: Node) -> str:
        """The value of a scalar after its fragments are rewritten."""
        return spliced(scalar.text, sorted((f.start, f.end, f.text) for f in self.fragments.get(scalar, ())))


def combine(operations: Iterable[Operation]) -> Outcome:
    """Combine operations of all concerns into one outcome.

    Raises:
        EditError: an operation would change text that others share, or contradicts another.
    """
    outcome = Outcome()
    drafts: dict[Node, Slots] = {}
    ranges: dict[Node, list[Fragment]] = {}
    shared: list[tuple[Node, EditError]] = []
    for operation in operations:
        _refuse_unfit(operation)
        shared += _shared(operation)
        _enter_twins(outcome, drafts, operation)
        if isinstance(operation, Fragment):
            _enter_fragment(outcome, ranges.setdefault(operation.scalar, []), operation)
        else:
            _enter(outcome, drafts, operation)
    _collapse(outcome, drafts)
    outcome.slots = {node: draft.settled() for node, draft in drafts.items()}
    _refuse_shared(outcome, shared)
    _refuse_contradictions(outcome)
    for node in (*outcome.slots, *outcome.values, *outcome.fragments):
        for each in (node, *node.above()):
            if each in outcome.touched:
                break
            outcome.touched.add(each)
    return outcome


def _refuse_unfit(operation: Operation) -> None:
    """Refuse an operation on a node of another kind than it is for."""
    node = target(operation)
    if isinstance(operation, SetValue):
        return
    if isinstance(operation, Fragment):
        fits = node.kind == "scalar" and 0 <= operation.start <= operation.end <= len(node.text)
    else:
        fits = node.kind == ("sequence" if isinstance(operation, (Append, RemoveItem)) else "mapping")
    if not fits:
        raise EditError("unsupported-shape", f"this {node.kind} cannot be changed like this", node)


def _shared(operation: Operation) -> Iterator[tuple[Node, EditError]]:
    """Anchored nodes whose text an operation changes, each with what is wrong if an alias of it stays."""
    here = target(operation)
    everywhere = isinstance(operation, Fragment) and operation.everywhere
    for node in (here, *here.above()):
        if node.users and not everywhere:
            yield node, EditError("shared-yaml", f"the anchor &{node.anchor} is used elsewhere by an alias", here)
        if node.is_double and not _is_repeated(node):
            raise EditError("duplicate-key", f"`{node.key}` stands more than once here", here)
        if node.is_key:
            raise EditError("unsupported-shape", "the inside of a key is not edited", here)
    if isinstance(operation, (Remove, RenameKey)):
        pair = here.pair(operation.key)
        if pair is None:
            raise EditError("shared-yaml", f"`{operation.key}` comes from a merge key (`{MERGE_KEY}`)", here)
        if pair.value.is_double and not _is_repeated(pair.value):
            raise EditError("duplicate-key", f"`{operation.key}` stands more than once here", pair.key)
    for gone in lost(operation):
        for inner in gone.walk(keys=True):
            if inner.users:
                yield inner, EditError("shared-yaml", "an anchor in this text is used elsewhere by an alias", gone)


def _twins(value: Node) -> list[Pair]:
    """All entries with the key of a value that stands in a mapping."""
    return [pair for pair in value.parent.pairs if pair.key.name == value.key] if value.parent is not None else []


def _is_repeated(value: Node) -> bool:
    """Whether a key stands more than once with one text, so that there is no doubt which of them is meant."""
    said = {(pair.value.kind, pair.value.tag, pair.value.text, pair.value.anchor) for pair in _twins(value)}
    return said == {("scalar", value.tag, value.text, None)}


def _enter_twins(outcome: Outcome, drafts: dict[Node, Slots], operation: Operation) -> None:
    """Remove the earlier ones of the entries that say the same as the one that changes."""
    value = target(operation)
    if isinstance(operation, (Remove, RenameKey)) and (pair := value.pair(operation.key)) is not None:
        value = pair.value
    if not value.is_double or value.parent is None:
        return
    draft = _draft(drafts, value.parent)
    for twin in _twins(value)[:-1]:
        slot = draft.holder(twin.value)
        slot.removed, slot.concern = True, operation.concern
        outcome.removed.update(twin)


def _refuse_shared(outcome: Outcome, shared: Sequence[tuple[Node, EditError]]) -> None:
    """Refuse to change text that an alias stands for, unless every alias of it goes too."""
    if not shared:
        return
    root = shared[0][0].root
    written = [node for value in _written(outcome) for node in _nodes(value)]
    copied = {inner for node in written for inner in node.walk() if inner.kind == "alias"}
    stays = {
        alias.target
        for alias in root.walk(keys=True)
        if alias.kind == "alias" and (alias in copied or not (alias in outcome.values or outcome.gone(alias)))
    }
    for node, error in shared:
        if node in stays:
            raise error


def _written(outcome: Outcome) -> Iterator[Value]:
    yield from (operation.value for operation in outcome.values.values())
    yield from (slot.value for slots in outcome.slots.values() for slot in slots if slot.old is None)


def _nodes(value: Value) -> Iterator[Node]:
    """Nodes among the parts of a value: their text is copied, aliases in it included."""
    if isinstance(value, Node):
        yield value
    elif isinstance(value, Tagged):
        yield from _nodes(value.argument)
    elif isinstance(value, Mapping):
        yield from (node for inner in value.values() for node in _nodes(inner))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from (node for inner in value for node in _nodes(inner))


def _enter(
    outcome: Outcome, drafts: dict[Node, Slots], operation: SetValue | Append | Insert | RenameKey | Remove | RemoveItem
) -> None:
    if isinstance(operation, SetValue):
        _enter_value(outcome, operation)
        return
    draft = _draft(drafts, target(operation))
    if isinstance(operation, Append):
        draft.slots.append(Slot(None, "", operation.value, concern=operation.concern))
    elif isinstance(operation, Insert):
        draft.insert(operation)
    elif isinstance(operation, RenameKey):
        draft.rename(operation)
    else:
        draft.remove(operation.key if isinstance(operation, Remove) else operation.index, operation.concern)
        outcome.removed.update(lost(operation))


def _draft(drafts: dict[Node, Slots], node: Node) -> Slots:
    return drafts.get(node) or drafts.setdefault(node, Slots(node))


def _enter_value(outcome: Outcome, operation: SetValue) -> None:
    other = outcome.values.setdefault(operation.node, operation)
    if other.value is not operation.value and other.value != operation.value:
        raise EditError("unsupported-shape", "two concerns set this value differently", operation.node)


def _enter_fragment(outcome: Outcome, ranges: list[Fragment], operation: Fragment) -> None:
    """Take in a fragment.

    Arguments:
        ranges: those of the same scalar that came before, by their place. None overlaps another, so that only the two
            neighbours can overlap the new one.
    """
    at = bisect_right(ranges, operation.start, key=lambda other: other.start)
    for other in ranges[max(at - 1, 0) : at + 1]:
        if (other.start, other.end, other.text) == (operation.start, operation.end, operation.text):
            return
        if (other.start < operation.end and operation.start < other.end) or other.start == operation.start:
            raise EditError("unsupported-shape", "two concerns rewrite the same part of this text", operation.scalar)
    ranges.insert(at, operation)
    outcome.fragments.setdefault(operation.scalar, []).append(operation)


def _collapse(outcome: Outcome, drafts: dict[Node, Slots]) -> None:
    """Remove the entries whose collection lost its last child."""
    queue = list(drafts)
    while queue:
        node = queue.pop()
        slots = drafts[node].slots
        if not slots or not drafts[node].is_empty:
            continue
        if node.parent is None:
            raise EditError("unsupported-shape", "nothing would be left of the whole document", node)
        above = _draft(drafts, node.parent)
        own = above.holder(node)
        if not own.removed:
            own.removed, own.concern = True, slots[0].concern
            outcome.removed.add(node)
            queue.append(node.parent)


def _refuse_contradictions(outcome: Outcome) -> None:
    """Refuse a new key that stands there already or that two concerns add, and a node changed in two manners."""
    for node, slots in outcome.slots.items():
        if node.kind == "mapping":
            left = [slot for slot in slots if not slot.removed]
            often = Counter(slot.key for slot in left if slot.key_node is None or slot.key_node.name is not None)
            double = next((s for s in left if (s.old is None or s.renamed) and often[s.key] > 1), None)
            if double is not None:
                raise EditError("unsupported-shape", f"`{double.key}` is there already", node)
    for node in (*outcome.slots, *outcome.fragments):
        if node in outcome.values and node not in outcome.removed:
            raise EditError("unsupported-shape", "two concerns change this value in different ways", node)
