"""What of an event is read where: the chains of keys that a follower finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tree_sitter import Node

from .scopes import Binding
from .syntax import ScriptModule, function_of
from .uses import Path

ELEMENT: Final = "[]"
"""What stands in a path for a place in a list."""


@dataclass(frozen=True, eq=False)
class ScriptStep:
    """One key that is taken of a value.

    Arguments:
        key: the key.
        node: the access, or the entry of a pattern.
        how: ``dot``, ``index`` (in brackets, written out), ``name`` (in brackets, a constant), ``pattern`` or ``get`` (by a
            library that is given several keys).
        optional: whether it is taken with ``?.``.
    """

    key: str
    node: Node
    how: str
    optional: bool = False


@dataclass(frozen=True, eq=False)
class ScriptUse:
    """What is done with a value.

    Arguments:
        kind: see ``follow.Follower``.
        node: what does it.
        name: the method, the key that is asked for, or the library's function.
        holder: what holds the value from here on.
    """

    kind: str
    node: Node
    name: str = ""
    holder: Holder | None = None


@dataclass(eq=False)
class Holder:
    """A name, a pattern, a parameter or a call that has a value of the event.

    Arguments:
        module: its file.
        path: where in the event the value stands.
        node: the identifier that declares it, the pattern or the call.
        kind: ``root``, ``name``, ``pattern``, ``parameter`` or ``result``.
        binding: the name; None for a pattern or a call.
        own: keys of a copy of the event whose values are not those of the event.
        chains: what is taken of it and done with that.
    """

    module: ScriptModule
    path: Path
    node: Node
    kind: str
    binding: Binding | None = None
    own: frozenset[str] = frozenset()
    chains: list[Chain] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Chain:
    """One way from a holder to a use.

    Arguments:
        holder: where it begins.
        start: the expression of the holder, or its pattern.
        steps: the keys that are taken.
        path: where in the event the value stands.
        node: the expression or the entry of a pattern with the value.
        use: what is done with it.
        others: operators that give it another value where it has none, with their nodes.
        default: the value that the last entry of a pattern has where none is there.
    """

    holder: Holder
    start: Node
    steps: tuple[ScriptStep, ...]
    path: Path
    node: Node
    use: ScriptUse
    others: tuple[Node, ...] = ()
    default: Node | None = None

    @property
    def module(self) -> ScriptModule:
        return self.holder.module

    @property
    def within(self) -> Node | None:
        """The function that it stands in."""
        return function_of(self.node)


@dataclass(frozen=True, eq=False)
class ScriptValue:
    """A value on its way: everything of a chain but its use; ``own`` are keys that a copy gives values of its own."""

    holder: Holder
    start: Node
    node: Node
    path: Path
    steps: tuple[ScriptStep, ...] = ()
    others: tuple[Node, ...] = ()
    default: Node | None = None
    own: frozenset[str] = frozenset()
