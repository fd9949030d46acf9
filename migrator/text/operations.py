"""Operations: what to change in a tree, and the tree that they lead to. The names that concerns and the engine use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .changes import (
    Append,
    EditError,
    Fragment,
    Insert,
    LimitError,
    Operation,
    Remove,
    RemoveItem,
    RenameKey,
    SetValue,
    target,
)
from .combination import Outcome, combine
from .node import Node, is_merge
from .values import Value, plain, says

__all__ = [
    "Append",
    "EditError",
    "Fragment",
    "Insert",
    "LimitError",
    "Operation",
    "Outcome",
    "Remove",
    "RemoveItem",
    "RenameKey",
    "SetValue",
    "combine",
    "plain",
    "reconcile",
    "target",
]


def reconcile(mapping: Node, key: str, value: Value, concern: str = "") -> Iterator[Operation]:
    """Operations that turn the value under a key into ``value``, keeping all text that stays the same."""
    pair = mapping.pair(key)
    if pair is None:
        yield Insert(mapping, key, value, concern=concern)
    elif value is pair.value or says(pair.value, value):
        return
    elif isinstance(value, Mapping) and value and _is_open(pair.value):
        yield from _reconcile_mapping(pair.value, value, concern)
    else:
        yield SetValue(pair.value, value, concern)


def _is_open(node: Node) -> bool:
    """Whether the entries of a mapping can be changed one by one."""
    return node.kind == "mapping" and node.tag is None and not any(is_merge(pair.key) for pair in node.pairs)


def _reconcile_mapping(node: Node, wanted: Mapping[str, Value], concern: str) -> Iterator[Operation]:
    there = [name for pair in node.pairs if (name := pair.key.name) is not None]
    first = next((key for key in wanted if node.pair(key) is not None), None)
    for key in there:
        if key not in wanted:
            yield Remove(node, key, concern)
    previous: str | None = None
    for key, value in wanted.items():
        if node.pair(key) is not None:
            yield from reconcile(node, key, value, concern)
        elif previous is None:
            yield Insert(node, key, value, before=first, concern=concern)
            continue
        else:
            yield Insert(node, key, value, after=previous, concern=concern)
        previous = key
