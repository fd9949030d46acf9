"""How functions end: with a value, without one, or by yielding."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from ..ways import ENDED, Ways, either, in_turn
from .trees import dotted, plain, walk


def statements(function: cst.FunctionDef) -> Iterator[cst.Return]:
    """The ``return`` statements of a function itself."""
    for node in walk(function, own=True):
        if isinstance(node, cst.Return):
            yield node


def generator(function: cst.FunctionDef) -> bool:
    """Whether a function yields."""
    return any(isinstance(node, cst.Yield) for node in walk(function, own=True))


def falls_through(body: cst.BaseSuite) -> bool:
    """Whether the end of a block may be reached, so that the function returns None there."""
    return ways(body).falls


def ways(node: cst.CSTNode, puts: Collection[int] = ()) -> Ways:
    """The ways through a piece of code.

    Arguments:
        node: a block or a statement.
        puts: ids of the statements that do what is looked for.
    """
    if id(node) in puts:
        return ENDED
    match node:
        case cst.IndentedBlock(body=parts) | cst.SimpleStatementSuite(body=parts) | cst.SimpleStatementLine(body=parts):
            return in_turn(ways(part, puts) for part in parts)
        case cst.Return(value=value):
            return Ways(falls=False, returns=isinstance(value, (cst.Name, cst.IfExp)))
        case cst.Raise():
            return ENDED
        case cst.If(orelse=orelse):
            return either([ways(node.body, puts), ways(orelse, puts) if orelse is not None else Ways()])
        case cst.With() if puts or _suppresses(node):  # its manager may take an error that is raised in front of them
            return either([ways(node.body, puts), Ways()])
        case cst.Else() | cst.Finally() | cst.With():
            return ways(node.body, puts)
        case cst.Try() | cst.TryStar():
            return _tried(node, puts)
        case cst.Match(cases=cases):
            whole = bool(cases) and cases[-1].guard is None and _takes_all(cases[-1].pattern)
            return either([*(ways(each.body, puts) for each in cases), Ways(falls=not whole)])
        case cst.While(test=cst.Name(value="True"), body=body):
            return Ways(any(isinstance(part, cst.Break) for part in walk(body)), ways(body, puts).returns)
        case cst.For() | cst.While():
            return Ways(returns=ways(node.body, puts).returns)
    return Ways()


def _tried(node: cst.Try | cst.TryStar, puts: Collection[int]) -> Ways:
    tried = in_turn(ways(part, puts) for part in (node.body, node.orelse) if part is not None)
    found = either([tried, *(ways(each.body, puts) for each in node.handlers)])
    return found.ended(ways(node.finalbody, puts)) if node.finalbody is not None else found


def _suppresses(node: cst.With) -> bool:
    """Whether a statement goes on behind an error that is raised in it, as ``with suppress(KeyError):`` does."""
    made = (each.item.func for each in node.items if isinstance(each.item, cst.Call))
    return any(dotted(func).rpartition(".")[2] == "suppress" for func in made)


def _takes_all(pattern: cst.MatchPattern) -> bool:
    """Whether a pattern takes any value: ``case _:`` and ``case name:``."""
    return isinstance(pattern, cst.MatchAs) and pattern.pattern is None


def inner_of(function: cst.FunctionDef) -> cst.FunctionDef | None:
    """The one function that a function defines and returns, with nothing beside it."""
    inner: cst.FunctionDef | None = None
    for part in function.body.body:
        match part:
            case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString())]):
                continue
            case cst.FunctionDef() if inner is None:
                inner = part
            case cst.SimpleStatementLine(body=[cst.Return(value=cst.Name(value=name))]):
                return inner if inner is not None and inner.name.value == name else None
            case _:
                return None
    return None


def reaching(function: cst.FunctionDef, values: list[cst.BaseExpression]) -> list[cst.BaseExpression]:
    """What a name may hold where it is returned: not what it began with, where every way puts something else there."""
    first, *rest = values
    if not rest or not plain(first):
        return values
    puts = {
        id(n) for n in walk(function) if isinstance(n, (cst.Assign, cst.AnnAssign)) and any(n.value is r for r in rest)
    }
    return values if ways(function.body, puts).returns else rest
