"""What code does with a value that needs nothing of it but that it is there: it writes over it, tests it, or logs it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import libcst as cst

from .calls import filled
from .classes import receiving, unfilled
from .code import Module
from .resolve import MAX_HOPS, built_in, renders, shows
from .trees import counted, walk

if TYPE_CHECKING:
    from .program import Program


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


def logged(program: Program, module: Module, node: cst.CSTNode, local: Collection[str], hops: int = MAX_HOPS) -> bool:
    """Whether a value only becomes part of a line of a log."""
    below = node
    for above in module.above(node):
        match above:
            case cst.Call():
                if shows(program, module, above, local):
                    return True
                arg = below if isinstance(below, cst.Arg) else None
                if arg is not None and not arg.star and renders(program, module, above, local):
                    below = above
                    continue
                return arg is not None and hops > 0 and _logs_rest(program, module, above, arg, hops - 1)
            case cst.Arg() | cst.FormattedStringExpression() | cst.FormattedString():
                below = above
                continue
            case cst.ConcatenatedString() | cst.BinaryOperation(operator=cst.Add() | cst.Modulo()):
                continue
            case cst.Dict() | cst.DictElement() | cst.StarredDictElement() | cst.Tuple() | cst.List() | cst.Element():
                continue
        return False
    return False


def _logs_rest(program: Program, module: Module, call: cst.Call, arg: cst.Arg, hops: int) -> bool:
    """Whether the functions that a call runs take an argument among others, ``*args`` or ``**fields``, and only log those."""
    function = module.function_of(call)
    methods = receiving(program, module, function, call)
    found = methods or [(owner, target) for owner, target, _ in program.called(module, call.func, function)]
    for owner, target in found:
        keyed = arg.keyword is not None or arg.star == "**"
        rest = target.params.star_kwarg if keyed else target.params.star_arg
        name = rest.name.value if isinstance(rest, cst.Param) and _is_rest(call, arg, owner, target) else ""
        uses = [node for node in walk(target.body) if isinstance(node, cst.Name) and node.value == name]
        if counted(target).get(name) != 1 or not all(program.keeps(owner, one) for one in target.decorators):
            return False
        if not all(logged(program, owner, use, counted(target), hops) for use in uses):
            return False
    return bool(found)


def _is_rest(call: cst.Call, arg: cst.Arg, module: Module, function: cst.FunctionDef) -> bool:
    """Whether an argument fills none of the parameters that a function names."""
    given = unfilled(function, module)
    if arg.star:
        named = [*function.params.posonly_params, *function.params.params, *function.params.kwonly_params]
        return len(named) <= given and len(call.args) == 1
    return not any(other.star for other in call.args) and filled(call, arg, function, given) is None


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
