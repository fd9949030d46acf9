"""Lists of maps of which conditions choose the whole or items: one plain list for each way that the conditions go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeAlias

from migrator.text.meaning import plain
from migrator.text.node import Node
from migrator.text.values import (
    NO_VALUE,
    Tagged,
    Value,
    arguments,
    intrinsic,
    is_list,
    is_map,
    literal,
    ref,
    ref_target,
)

MOST_CONDITIONS = 3
"""Each doubles what is written; nobody reads more than eight of them."""


@dataclass(frozen=True, eq=False)
class ChosenLists:
    """What a condition chooses between.

    Arguments:
        condition: its name as it stands.
        yes: what there is where it holds.
        no: what there is where it does not.
    """

    condition: Node
    yes: Alternatives
    no: Alternatives


Alternatives: TypeAlias = list[Node] | ChosenLists
Known: TypeAlias = Mapping[str, bool]
"""Conditions that hold, or do not, where something stands."""


def alternatives(node: Node, known: Known | None = None) -> Alternatives | None:
    """The lists that a value may be; None where one of them cannot be seen, or there are too many.

    Arguments:
        node: the value.
        known: conditions that are decided where it stands.
    """
    call, known = intrinsic(node), known or {}
    if call is None:
        return _items(node.elements(), [], known) if is_list(node) else None
    if ref_target(node) == NO_VALUE:
        return []
    return _choice(node, known, alternatives)


def _items(rest: Sequence[Node], done: list[Node], known: Known) -> Alternatives | None:
    plain_ones = [*takewhile(is_map, rest)]
    done, rest = [*done, *plain_ones], rest[len(plain_ones) :]
    if not rest:
        return done
    if ref_target(rest[0]) == NO_VALUE:
        return _items(rest[1:], done, known)

    def with_the_others(branch: Node, held: Known) -> Alternatives | None:
        return _items([branch, *rest[1:]], done, held)

    return _choice(rest[0], known, with_the_others)


def _choice(node: Node, known: Known, of: Callable[[Node, Known], Alternatives | None]) -> Alternatives | None:
    parts = arguments(node, "If", 3)
    name = literal(parts[0]) if parts else None
    if name is None:
        return None
    if name in known:
        return of(parts[1 if known[name] else 2], known)
    if len(known) == MOST_CONDITIONS:
        return None
    yes, no = of(parts[1], {**known, name: True}), of(parts[2], {**known, name: False})
    return ChosenLists(parts[0], yes, no) if yes is not None and no is not None else None


def lists(found: Alternatives) -> Iterator[list[Node]]:
    """Every list that there may be.

    Arguments:
        found: what conditions choose between.
    """
    if isinstance(found, ChosenLists):
        yield from lists(found.yes)
        yield from lists(found.no)
    else:
        yield found


def chosen(found: Alternatives, made: Callable[[list[Node]], Value]) -> Value:
    """What lists become, chosen by the same conditions; None where it is nothing, whichever way they go.

    Arguments:
        found: what conditions choose between.
        made: what one list becomes; None for nothing.
    """
    if not isinstance(found, ChosenLists):
        return made(found)
    yes, no = chosen(found.yes, made), chosen(found.no, made)
    if plain(yes) == plain(no):
        return yes
    return Tagged("If", [found.condition, *(ref(NO_VALUE) if each is None else each for each in (yes, no))])
