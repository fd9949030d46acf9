"""Parts of the text that are written elsewhere too: they say there what operations make of them where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .combination import Outcome
from .node import Node
from .values import Tagged, Value, intrinsic


def carry(outcome: Outcome) -> None:
    """Write the changes inside of nodes out in all values that copy them, such as a reference in Globals.

    Arguments:
        outcome: what becomes of each node; its values are replaced.
    """
    outcome.values = {
        node: replace(found, value=_carried(outcome, found.value, {node})) for node, found in outcome.values.items()
    }
    for slot in (slot for slots in outcome.slots.values() for slot in slots if slot.old is None):
        slot.value = _carried(outcome, slot.value, set())


def _carried(outcome: Outcome, value: Value, above: set[Node]) -> Value:
    """A value with what operations change in the nodes among its parts.

    Arguments:
        above: nodes in whose place it stands; of those it holds the old text.
    """
    if isinstance(value, Node):
        return _changed(outcome, value, above) if _is_touched(outcome, value) else value
    if isinstance(value, Tagged):
        return Tagged(value.name, _carried(outcome, value.argument, above))
    if isinstance(value, Mapping):
        return {key: _carried(outcome, each, above) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_carried(outcome, each, above) for each in value]
    return value


def _changed(outcome: Outcome, node: Node, above: set[Node]) -> Value:
    found = outcome.values.get(node)
    if found is not None and node not in above:
        return _carried(outcome, found.value, {*above, node})
    if node not in outcome.fragments and not any(_is_touched(outcome, inner) for inner in node.children):
        return node
    if (call := intrinsic(node)) is not None:
        return Tagged(call.name, _inside(outcome, call.argument, above))
    return _inside(outcome, node, above)


def _is_touched(outcome: Outcome, node: Node) -> bool:
    """Whether something changes in a node; one that is merged from several stands nowhere, its parts do."""
    return node in outcome.touched or (node.start < 0 and any(_is_touched(outcome, each) for each in node.children))


def _inside(outcome: Outcome, node: Node, above: set[Node]) -> Value:
    if node.kind == "scalar":
        return outcome.text(node)
    if node.kind == "mapping":
        return {key: _carried(outcome, each, above) for key, each in node.entries().items()}
    return [_carried(outcome, each, above) for each in node.elements()]
