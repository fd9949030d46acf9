"""Code that copes with both formats: one expression that asks for a field where either of them has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from migrator.facts import Facts

from ..rules import Table
from .chains import Chain
from .expressions import bare, sign_of, string, wrapped
from .program import ScriptProgram
from .syntax import field
from .uses import Path

_OLD: Final = frozenset({"moved", "path", "arn"})
"""Kinds of fields that stand elsewhere, with the same value."""


@dataclass(frozen=True, eq=False)
class _Way:
    """Where an expression reads a field.

    Arguments:
        chain: the read.
        path: where the field stands in the new format.
        new: whether that is where it is read.
        two: whether it is read where payload 2.0 has it.
    """

    chain: Chain
    path: Path
    new: bool
    two: bool


def coping(chains: Iterable[Chain], rules: Table, *, to_2_0: bool) -> frozenset[int]:
    """Ids of the reads that give the same value in both formats as they are written.

    Arguments:
        chains: all reads of an event.
        rules: what differs.
        to_2_0: whether the new format is payload 2.0.
    """
    reads = {bare(chain.node).id: chain for chain in chains if chain.use.holder is None and _is_plain(chain)}
    ways: dict[int, _Way] = {}
    for at, chain in reads.items():
        rule = rules(chain.path)
        if rule is not None and rule.kind == "new":
            ways[at] = _Way(chain, chain.path, new=True, two=to_2_0)
        elif rule is not None and rule.kind in _OLD and rule.new is not None and not rule.optional:
            ways[at] = _Way(chain, rule.new, new=False, two=not to_2_0)
    found: set[int] = set()
    for way in ways.values():
        around = wrapped(way.chain.node).parent if way.new else None
        sides = [ways[side.id] for side in _sides(around) if side.id in ways] if around is not None else []
        if around is None or len(sides) < 2 or not _are_one(*sides):
            continue
        condition = field(around, "condition")
        asked = _goes_by(bare(condition), sides[0], reads, rules) if condition is not None else None
        if asked is not None or (condition is None and not any(_may_fail(each) for each in sides)):
            found |= {id(chain) for chain in (asked, *(side.chain for side in sides)) if chain is not None}
    return frozenset(found)


def _is_plain(chain: Chain) -> bool:
    return bool(chain.steps) and chain.steps[0].how != "pattern"


def _are_one(one: _Way, other: _Way) -> bool:
    """Whether two reads are of one field, each where one of the formats has it."""
    return one.new != other.new and one.path == other.path


def _may_fail(way: _Way) -> bool:
    """Whether a read of the old format fails where the events have nothing that holds its field."""
    known = 2 if way.chain.path[0] == "requestContext" else 1
    depth = len(way.chain.path) - len(way.chain.steps)
    return not way.new and any(not step.optional for step in way.chain.steps[max(known - depth, 0) :])


def _sides(around: Node) -> list[Node]:
    """The two values that an expression chooses from."""
    if around.type == "ternary_expression":
        names = ("consequence", "alternative")
    elif sign_of(around) in ("||", "??"):
        names = ("left", "right")
    else:
        return []
    return [bare(side) for name in names if (side := field(around, name)) is not None]


def _goes_by(condition: Node, first: _Way, reads: Mapping[int, Chain], rules: Table) -> Chain | None:
    """The read that a condition hangs on, where it is true for events of the format of the first value alone."""
    asked = reads.get(condition.id)
    if asked is not None:
        rule = rules(asked.path)
        holds = first.chain.path[: len(asked.path)] == asked.path and rule is not None and rule.new != asked.path
        return asked if holds else None
    left, right = field(condition, "left"), field(condition, "right")
    if sign_of(condition) not in ("===", "==") or left is None or right is None:
        return None
    for side, other in ((left, right), (right, left)):
        version = reads.get(bare(side).id)
        if version is not None and version.path == ("version",) and first.two:
            return version if string(version.module, other) == "2.0" else None
    return None


def asked_in_vain(program: ScriptProgram, chain: Chain, facts: Facts) -> bool:
    """Whether the version is compared with one that neither the old nor the new events have."""
    around = wrapped(chain.node).parent
    if around is None or sign_of(around) not in ("===", "==", "!==", "!="):
        return False
    sides = [side for name in ("left", "right") if (side := field(around, name)) is not None]
    named = [program.constant(chain.module, side) for side in sides if bare(side) != bare(chain.node)]
    return len(named) == 1 and named[0] not in (None, facts.before, facts.after)
