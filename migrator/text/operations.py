"""Operations: what to change in a tree, and the tree that they lead to. The names that concerns and the engine use."""

from __future__ import annotations

from .become import Chosen, Moved, RewrittenText, Wanted, assign, become, entry, settled
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
from .meaning import plain

__all__ = [
    "Append",
    "Chosen",
    "EditError",
    "Fragment",
    "Insert",
    "LimitError",
    "Moved",
    "Operation",
    "Outcome",
    "Remove",
    "RemoveItem",
    "RenameKey",
    "RewrittenText",
    "SetValue",
    "Wanted",
    "assign",
    "become",
    "combine",
    "entry",
    "plain",
    "settled",
    "target",
]
