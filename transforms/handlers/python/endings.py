"""How functions end: with a value, without one, or by yielding."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from .trees import walk


def statements(function: cst.FunctionDef) -> Iterator[cst.Return]:
    """The ``return`` statements of a function itself."""
    for node in walk(function, own=True):
        if isinstance(node, cst.Return):
            yield node


def generator(function: cst.FunctionDef) -> bool:
    """Whether a function yields."""
    return any(isinstance(node, cst.Yield) for node in walk(function, own=True))


def falls_through(body: cst.BaseSuite | cst.BaseStatement | cst.BaseSmallStatement) -> bool:
    """Whether the end of a block may be reached, so that the function returns None there."""
    match body:
        case cst.IndentedBlock(body=parts) | cst.SimpleStatementSuite(body=parts) | cst.SimpleStatementLine(body=parts):
            return all(falls_through(part) for part in parts)
        case cst.Return() | cst.Raise():
            return False
        case cst.If(orelse=orelse):
            if orelse is None or falls_through(body.body):
                return True
            return falls_through(orelse.body if isinstance(orelse, cst.Else) else orelse)
        case cst.With():
            return falls_through(body.body)
        case cst.Try() | cst.TryStar():
            if body.finalbody is not None and not falls_through(body.finalbody.body):
                return False
            normal = falls_through(body.body) and (body.orelse is None or falls_through(body.orelse.body))
            return normal or any(falls_through(handler.body) for handler in body.handlers)
        case cst.Match(cases=cases):
            last = cases[-1].pattern if cases else None
            whole = isinstance(last, cst.MatchAs) and last.pattern is None and cases[-1].guard is None
            return not whole or any(falls_through(case.body) for case in cases)
        case cst.While(test=cst.Name(value="True")):
            return any(isinstance(node, cst.Break) for node in walk(body))
    return True
