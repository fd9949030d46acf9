"""What a concern asks to change in a tree, symbolically; how it is written is the editor's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from .node import Node
from .values import Value


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
    """Replace characters ``start`` to ``end`` of a scalar's value, whatever style it is written in.

    Arguments:
        everywhere: whether the change is right wherever an alias repeats the text: a name that follows, for one.
    """

    scalar: Node
    start: int
    end: int
    text: str
    concern: str = ""
    everywhere: bool = False


Operation: TypeAlias = SetValue | RenameKey | Insert | Remove | Append | RemoveItem | Fragment

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


def written_out(node: Node) -> EditError:
    """The refusal to change an entry whose key stands behind a ``?``."""
    return EditError("unsupported-shape", "an entry written with `?` is not edited", node)


class LimitError(Exception):
    """A part of a template that takes more to work out than any real one does.

    Arguments:
        message: what is too large, without an article.
        node: where.
    """

    def __init__(self, message: str, node: Node) -> None:
        super().__init__(message)
        self.node = node


def target(operation: Operation) -> Node:
    """The node whose text an operation changes."""
    if isinstance(operation, SetValue):
        return operation.node
    if isinstance(operation, Fragment):
        return operation.scalar
    if isinstance(operation, (Append, RemoveItem)):
        return operation.sequence
    return operation.mapping


def lost(operation: Operation) -> list[Node]:
    """Nodes whose text goes away with an operation."""
    if isinstance(operation, SetValue):
        return [operation.node]
    if isinstance(operation, RemoveItem):
        return [operation.sequence.items[operation.index]]
    pair = operation.mapping.pair(operation.key) if isinstance(operation, (Remove, RenameKey)) else None
    if pair is None:
        return []
    return [pair.key] if isinstance(operation, RenameKey) else [pair.key, pair.value]
