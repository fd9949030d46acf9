"""The ways through a function: whether it always ends in a value or an error, and what it returns before an assignment."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from tree_sitter import Node

from ..ways import ENDED, Ways, either, in_turn
from .expressions import bare
from .syntax import field as child
from .syntax import parts, walk

Puts: TypeAlias = "tuple[Collection[int], Collection[int]]"
"""Ids of assignments, and of places that hand the value on which they are made."""

_NONE: Puts = ((), ())


def ends(block: Node) -> bool:
    """Whether a block always ends in a value or an error."""
    return not ways(block).falls


def ways(node: Node, puts: Puts = _NONE) -> Ways:
    """The ways through a block or a statement, up to the assignments."""
    body = child(node, "body")
    match node.type:
        case "expression_statement" | "return_statement":
            inside = {each.id for each in walk(node, own=True)}
            put, given = not inside.isdisjoint(puts[0]), not inside.isdisjoint(puts[1])
            return Ways(not put and node.type == "expression_statement", given and not put)
        case "throw_statement":
            return ENDED
        case "statement_block" | "else_clause":
            return in_turn(ways(each, puts) for each in parts(node))
        case "if_statement":
            then, other = child(node, "consequence"), child(node, "alternative")
            return either(ways(each, puts) if each is not None else Ways() for each in (then, other))
        case "try_statement" if body is not None:
            inner = (child(each, "body") for each in (child(node, "handler"), node))
            found = either(ways(each, puts) for each in inner if each is not None)
            final = child(node, "finalizer")
            last = child(final, "body")
            return found.ended(ways(last, puts)) if last is not None else found
        case "switch_statement":
            return _switch(parts(body), puts)
        case "for_statement" | "for_in_statement" | "while_statement" | "do_statement" if body is not None:
            condition = child(node, "condition")
            endless = condition is not None and bare(condition).type == "true"
            stops = not endless or any(each.type == "break_statement" for each in walk(body))
            return Ways(stops, ways(body, puts).returns)
    return Ways()


def _switch(cases: list[Node], puts: Puts) -> Ways:
    """A case that is empty, or has no `break`, goes on with the next one; the last goes on behind the statement."""
    inner = [parts(each)[each.type == "switch_case" :] for each in cases]
    filled = [in_turn(ways(each, puts) for each in statements) for statements in inner if statements]
    whole = any(each.type == "switch_default" for each in cases) and bool(inner[-1])
    return either([*filled, Ways(falls=not whole)])
