"""Whether a function may return a dict before a key is put into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import libcst as cst

from .displays import entries
from .returned import Answer
from .trees import literal, walk

Ways: TypeAlias = tuple[bool, bool]
"""Of a piece of code that begins without the key: whether its end is reached without it, and whether it returns so."""


def lacks(answer: Answer, key: str) -> bool:
    """Whether some way through the function returns an answer without a key.

    Arguments:
        answer: a dict that is written out.
        key: the key.
    """
    if key in (entries(answer.node) or {}):
        return False
    if key not in answer.added or answer.function is None:
        return key not in answer.added
    puts = {
        id(node)
        for node in walk(answer.function)
        if isinstance(node, cst.Assign) and any(_key(target.target) == key for target in node.targets)
    }
    return _ways(answer.function.body, frozenset(puts))[1]


def _ways(node: cst.CSTNode, puts: frozenset[int]) -> Ways:
    if id(node) in puts:
        return False, False
    match node:
        case cst.IndentedBlock(body=parts) | cst.SimpleStatementSuite(body=parts) | cst.SimpleStatementLine(body=parts):
            return _in_turn(parts, puts)
        case cst.Return(value=value):
            return False, isinstance(value, (cst.Name, cst.IfExp))
        case cst.Raise():
            return False, False
        case cst.If(orelse=orelse):
            return _either([_ways(node.body, puts), _ways(orelse, puts) if orelse is not None else (True, False)])
        case cst.Else() | cst.Finally() | cst.With():
            return _ways(node.body, puts)
        case cst.Try() | cst.TryStar():
            tried = [node.body, *([node.orelse] if node.orelse is not None else [])]
            found = _either([_in_turn(tried, puts), *(_ways(each.body, puts) for each in node.handlers)])
            final = _ways(node.finalbody, puts) if node.finalbody is not None else (True, False)
            return found[0] and final[0], found[1] or final[1]
        case cst.Match(cases=cases):
            last = cases[-1] if cases else None
            whole = last is not None and last.guard is None and isinstance(last.pattern, cst.MatchAs)
            whole = whole and last is not None and getattr(last.pattern, "pattern", None) is None
            return _either([*(_ways(each.body, puts) for each in cases), (not whole, False)])
        case cst.For() | cst.While():
            return True, _ways(node.body, puts)[1]
    return True, False


def _in_turn(parts: Iterable[cst.CSTNode], puts: frozenset[int]) -> Ways:
    returns = False
    for part in parts:
        falls, returned = _ways(part, puts)
        returns = returns or returned
        if not falls:
            return False, returns
    return True, returns


def _either(ways: list[Ways]) -> Ways:
    return any(falls for falls, _ in ways), any(returns for _, returns in ways)


def _key(node: cst.BaseExpression) -> str | None:
    match node:
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=index))]):
            found = literal(index)
            return str(found.evaluated_value) if found is not None else None
    return None
