"""Whether a function always ends in a value or an error."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from tree_sitter import Node

from .syntax import bare, parts, walk
from .syntax import field as child


def ends(block: Node) -> bool:
    """Whether a block always ends in a value or an error."""
    statements = parts(block)
    if not statements:
        return False
    last = statements[-1]
    match last.type:
        case "return_statement" | "throw_statement":
            return True
        case "statement_block":
            return ends(last)
        case "if_statement":
            other = child(last, "alternative")
            then = child(last, "consequence")
            branches = [then, parts(other)[0] if other is not None and parts(other) else None]
            return all(each is not None and _branch(each) for each in branches)
        case "try_statement":
            final = child(last, "finalizer")
            if final is not None and (body := child(final, "body")) is not None and ends(body):
                return True
            handler = child(last, "handler")
            tried, caught = child(last, "body"), child(handler, "body") if handler is not None else None
            return tried is not None and ends(tried) and (handler is None or (caught is not None and ends(caught)))
        case "switch_statement":
            body = child(last, "body")
            cases = parts(body)
            filled = [each for each in cases if len(parts(each)) > (1 if each.type == "switch_case" else 0)]
            has_default = any(each.type == "switch_default" for each in cases)
            return has_default and bool(filled) and all(_branch(parts(each)[-1]) for each in filled)
        case "while_statement" | "for_statement":
            condition = child(last, "condition")
            return condition is not None and bare(condition).type == "true"
    return False


Puts: TypeAlias = "tuple[Collection[int], Collection[int]]"
"""Ids of assignments, and of places that hand the value on which they are made."""


def returns_without(block: Node, puts: Puts) -> bool:
    """Whether some way through a block returns a value, or hands it on, before any of the given assignments is made.

    Arguments:
        block: the body of a function.
        puts: the assignments and the places.
    """
    return _ways(block, puts)[1]


def _ways(node: Node, puts: Puts) -> tuple[bool, bool]:
    """Of code that begins without the assignment: whether its end is reached without it, and whether it returns so."""
    body = child(node, "body")
    match node.type:
        case "expression_statement" | "return_statement":
            inside = {each.id for each in walk(node, own=True)}
            put, given = not inside.isdisjoint(puts[0]), not inside.isdisjoint(puts[1])
            return not put and node.type == "expression_statement", given and not put
        case "throw_statement":
            return False, False
        case "statement_block" | "else_clause":
            return _in_turn(parts(node), puts)
        case "if_statement":
            then, other = child(node, "consequence"), child(node, "alternative")
            return _either([_ways(each, puts) if each is not None else (True, False) for each in (then, other)])
        case "try_statement" if body is not None:
            handler, final = child(node, "handler"), child(node, "finalizer")
            caught = child(handler, "body") if handler is not None else None
            found = _either([_ways(each, puts) for each in (body, caught) if each is not None])
            last = child(final, "body") if final is not None else None
            ended = _ways(last, puts) if last is not None else (True, False)
            return found[0] and ended[0], found[1] or ended[1]
        case "switch_statement":
            cases = parts(body)
            whole = any(each.type == "switch_default" for each in cases)
            ways = [_in_turn(parts(each)[each.type == "switch_case" :], puts) for each in cases]
            # A case that is empty, or has no `break`, goes on with the next one.
            filled = [
                way for way, each in zip(ways, cases, strict=True) if len(parts(each)) > (each.type == "switch_case")
            ]
            return _either([*filled, (not whole, False)])
        case "for_statement" | "for_in_statement" | "while_statement" | "do_statement" if body is not None:
            return True, _ways(body, puts)[1]
    return True, False


def _in_turn(nodes: list[Node], puts: Puts) -> tuple[bool, bool]:
    returns = False
    for node in nodes:
        falls, returned = _ways(node, puts)
        returns = returns or returned
        if not falls:
            return False, returns
    return True, returns


def _either(ways: list[tuple[bool, bool]]) -> tuple[bool, bool]:
    return any(falls for falls, _ in ways), any(returns for _, returns in ways)


def _branch(node: Node) -> bool:
    if node.type == "statement_block":
        return ends(node)
    if node.type in ("return_statement", "throw_statement"):
        return True
    return (
        node.type in ("if_statement", "try_statement", "switch_statement") and node.parent is not None and _alone(node)
    )


def _alone(node: Node) -> bool:
    """Whether a statement always ends, as the last of a block would have to."""
    if node.type == "if_statement":
        other, then = child(node, "alternative"), child(node, "consequence")
        inner = parts(other)[0] if other is not None and parts(other) else None
        return then is not None and inner is not None and _branch(then) and _branch(inner)
    if node.type == "try_statement":
        tried, handler = child(node, "body"), child(node, "handler")
        caught = child(handler, "body") if handler is not None else None
        return tried is not None and ends(tried) and (handler is None or (caught is not None and ends(caught)))
    return False
