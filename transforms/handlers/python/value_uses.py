"""What code does with a value that needs nothing of it but that it is there: it writes over it, tests it, or logs it."""

from __future__ import annotations

from collections.abc import Collection

import libcst as cst

from .code import Module
from .program import Program
from .resolve import built_in, renders, shows
from .trees import counted


def stored(module: Module, node: cst.CSTNode) -> bool:
    """Whether something is put in the place of a value, or it is taken out."""
    parent = module.up(node)
    match parent:
        case cst.AssignTarget() | cst.Del():
            return True
        case cst.AugAssign(target=target) | cst.AnnAssign(target=target):
            return target is node
        case cst.For(target=target) | cst.CompFor(target=target):
            return target is node
    if isinstance(parent, cst.Element):
        return stored(module, module.up(parent))
    return isinstance(parent, cst.AsName)


def tested(module: Module, node: cst.CSTNode, local: Collection[str]) -> bool:
    """Whether only the truth of a value is asked, or whether it is None."""
    parent = module.up(node)
    match parent:
        case cst.If(test=test) | cst.While(test=test) | cst.IfExp(test=test) | cst.CompIf(test=test):
            return test is node
        case cst.Assert(test=test):
            return test is node
        case cst.UnaryOperation(operator=cst.Not()):
            return True
        case cst.BooleanOperation(left=left, operator=cst.And()) if left is node:
            return True  # what comes out is the value only where it is falsy
        case cst.BooleanOperation():
            return tested(module, parent, local)
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=operator, comparator=other)]):
            none = isinstance(other, cst.Name) and other.value == "None"
            return left is node and none and isinstance(operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual))
        case cst.Arg(star=""):
            call = module.up(parent)
            if not isinstance(call, cst.Call) or call.args[0] is not parent:
                return False
            return built_in(module, call.func, local) in ("bool", "isinstance")
    return False


def logged(program: Program, module: Module, node: cst.CSTNode, local: Collection[str]) -> bool:
    """Whether a value only becomes part of a line of a log."""
    for above in module.above(node):
        match above:
            case cst.Call():
                if shows(program, module, above, local):
                    return True
                if renders(program, module, above, local):
                    continue
                return False
            case cst.Arg(star="") | cst.FormattedStringExpression() | cst.FormattedString():
                continue
            case cst.ConcatenatedString() | cst.BinaryOperation(operator=cst.Add() | cst.Modulo()):
                continue
            case cst.Dict() | cst.DictElement() | cst.Tuple() | cst.List() | cst.Element():
                continue
        return False
    return False


def only_shown(program: Program, module: Module, node: cst.CSTNode) -> bool:
    """Whether a part of an answer is only shown in a log."""
    for above in module.above(node):
        if isinstance(above, cst.Call):
            around = module.function_of(above)
            local = counted(around) if around is not None else {}
            if shows(program, module, above, local):
                return True
            if not renders(program, module, above, local):
                return False
        elif isinstance(above, cst.BaseStatement):
            return False
    return False
