"""Code that copes with both formats: one expression that asks for a field where either of them has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tree_sitter import Node

from migrator.facts import Facts

from ..rules import Table
from .chains import Chain
from .expressions import bare, sign_of, string, wrapped
from .program import ScriptProgram
from .syntax import field, of_type
from .uses import Path

_OLD: Final = frozenset({"moved", "path", "arn", "claims"})
"""Kinds of fields that stand elsewhere, with the same value or with claims."""


@dataclass(frozen=True, eq=False)
class _Way:
    """Where an expression reads a field.

    Arguments:
        chain: the read.
        path: where the field stands in the new format.
        new: whether that is where it is read.
        two: whether it is read where payload 2.0 has it.
        asked: what is asked for before it is read.
    """

    chain: Chain
    path: Path
    new: bool
    two: bool
    asked: tuple[Chain, ...] = ()


def coping(chains: Iterable[Chain], rules: Table, *, to_2_0: bool) -> frozenset[int]:
    """Ids of the reads that give the same value in both formats as they are written.

    Arguments:
        chains: all reads of an event.
        rules: what differs.
        to_2_0: whether the new format is payload 2.0.
    """
    chains = list(chains)
    reads = {bare(chain.node).id: chain for chain in chains if not chain.steps or chain.steps[0].how != "pattern"}
    ways = {at: way for at, chain in reads.items() if (way := _way(chain, rules, to_2_0=to_2_0)) is not None}
    found: set[int] = set()
    for way in ways.values():
        around = _around(way.chain) if way.new else None
        sides = [side for each in _sides(around) if (side := _given(each, ways, reads)) is not None]
        if len(sides) < 2 or not _are_one(*sides):
            continue
        condition = field(around, "condition")
        asked = _goes_by(condition, sides[0], reads, rules) if condition is not None else []
        if asked or (condition is None and not any(_may_fail(each) for each in sides)):
            found |= {id(chain) for side in sides for chain in (*asked, side.chain, *side.asked)}
    return frozenset(_of_names(chains, found))


def _way(chain: Chain, rules: Table, *, to_2_0: bool) -> _Way | None:
    rule = rules(chain.path)
    if rule is None or not chain.steps or (chain.use.holder is not None and chain.path[-1] != "claims"):
        return None
    if rule.kind in ("new", "part"):
        return _Way(chain, chain.path, new=True, two=to_2_0)
    old = rule.kind in _OLD and not rule.optional
    return _Way(chain, rule.new, new=False, two=not to_2_0) if old and rule.new is not None else None


def _of_names(chains: list[Chain], found: set[int]) -> set[int]:
    """Ids of such reads, and of what is read of names that have their values alone."""
    other = {chain.use.holder for chain in chains if id(chain) not in found}
    held = {chain.use.holder for chain in chains if id(chain) in found} - other
    inner = {id(chain) for holder in held if holder is not None for chain in holder.chains} - found
    return _of_names(chains, found | inner) if inner else found


def _around(chain: Chain) -> Node | None:
    """The expression that takes a value, or what is asked for before it: ``event.a && event.a.b``."""
    node = wrapped(chain.node)
    while node.parent is not None and sign_of(node.parent) == "&&" and field(node.parent, "right") == node:
        node = wrapped(node.parent)
    return node.parent


def _given(side: Node, ways: Mapping[int, _Way], reads: Mapping[int, Chain]) -> _Way | None:
    """The read that an expression gives, where no more is asked for before it than what holds it."""
    *before, last = _operands(side)
    way, asked = ways.get(last.id), [reads[each.id] for each in before if each.id in reads]
    if way is None or len(asked) < len(before) or any(not _holds(each, way.chain) for each in asked):
        return None
    return replace(way, asked=tuple(asked))


def _holds(one: Chain, other: Chain) -> bool:
    """Whether a value of the event holds another one."""
    return other.path[: len(one.path)] == one.path


def _operands(node: Node) -> list[Node]:
    """What is asked for, one after the other."""
    node = bare(node)
    sides = [field(node, name) for name in ("left", "right")] if sign_of(node) == "&&" else []
    return [one for side in sides if side is not None for one in _operands(side)] or [node]


def _are_one(one: _Way, other: _Way) -> bool:
    """Whether two reads are of one field, each where one of the formats has it."""
    return one.new != other.new and one.path == other.path


def _may_fail(way: _Way) -> bool:
    """Whether a read of the old format fails where the events have nothing that holds its field."""
    path, steps = way.chain.path, way.chain.steps
    known = 2 if path[0] == "requestContext" else 1
    asked = {each.path for each in way.asked}
    held = [(path[: len(path) - len(steps) + number], step) for number, step in enumerate(steps)]
    return not way.new and any(len(at) >= known and not step.optional and at not in asked for at, step in held)


def _sides(around: Node | None) -> list[Node]:
    """The two values that an expression chooses from."""
    if of_type(around, "ternary_expression"):
        names = ("consequence", "alternative")
    elif sign_of(around) in ("||", "??"):
        names = ("left", "right")
    else:
        return []
    return [side for name in names if (side := field(around, name)) is not None]


def _goes_by(condition: Node, first: _Way, reads: Mapping[int, Chain], rules: Table) -> list[Chain]:
    """The reads that a condition hangs on, where it is true for events of the format of the first value alone."""
    *before, last = (reads.get(each.id) for each in _operands(condition))
    if last is not None:
        rule = rules(last.path)
        asked = [each for each in before if each is not None]
        holds = _holds(last, first.chain) and rule is not None and rule.new != last.path
        known = len(asked) == len(before) and all(_holds(each, last) for each in asked)
        return [*asked, last] if holds and known else []
    condition = bare(condition)
    left, right = field(condition, "left"), field(condition, "right")
    if sign_of(condition) not in ("===", "==") or left is None or right is None:
        return []
    for side, other in ((left, right), (right, left)):
        version = reads.get(bare(side).id)
        if version is not None and version.path == ("version",) and first.two:
            return [version] if string(version.module, other) == "2.0" else []
    return []


def asked_in_vain(program: ScriptProgram, chain: Chain, facts: Facts) -> bool:
    """Whether the version is compared with one that neither the old nor the new events have."""
    around = wrapped(chain.node).parent
    if around is None or sign_of(around) not in ("===", "==", "!==", "!="):
        return False
    sides = [side for name in ("left", "right") if (side := field(around, name)) is not None]
    named = [program.constant(chain.module, side) for side in sides if bare(side) != bare(chain.node)]
    return len(named) == 1 and named[0] not in (None, facts.before, facts.after)
