"""Whether an expression is a text, a value that JSON holds, or something that the code does not tell."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import libcst as cst

from .code import Module, counted
from .program import Callee, Program
from .resolve import built_in, foreign
from .returned import answers

Sort: TypeAlias = Literal["text", "value", "unknown"]

DUMPS: Final = frozenset({"json.dumps", "simplejson.dumps"})
TEXT_METHODS: Final = frozenset(
    {"join", "format", "decode", "strip", "lower", "upper", "replace", "isoformat", "model_dump_json", "json", "getvalue", "title"}
)
"""Methods that give a text; ``json`` and ``model_dump_json`` are those of pydantic's models."""

MAX_DEPTH: Final = 6


def sort_of(
    program: Program, module: Module, function: cst.FunctionDef | None, node: cst.BaseExpression, entry: str, depth: int = 0
) -> Sort:
    """What an expression in a function is.

    Arguments:
        program: the files.
        module: the file.
        function: the function that it stands in; None at the top level.
        node: the expression.
        entry: name of the module that the program starts with.
        depth: how many names and calls were followed on the way to it.
    """
    local = counted(function) if function is not None else {}
    match node:
        case cst.SimpleString() | cst.FormattedString() | cst.ConcatenatedString() | cst.Name(value="None"):
            return "text"
        case cst.Dict() | cst.List() | cst.DictComp() | cst.ListComp() | cst.Tuple() | cst.Integer() | cst.Float():
            return "value"
        case cst.IfExp(body=body, orelse=orelse):
            return _all(sort_of(program, module, function, one, entry, depth) for one in (body, orelse))
        case cst.BooleanOperation(left=left, right=right):
            return _all(sort_of(program, module, function, one, entry, depth) for one in (left, right))
        case cst.BinaryOperation(left=left, operator=cst.Add() | cst.Modulo(), right=right):
            sides = {sort_of(program, module, function, one, entry, depth) for one in (left, right)}
            return "text" if "text" in sides else "unknown"
        case cst.Call(func=func):
            if foreign(program, module, func, local) in DUMPS or built_in(module, func, local) in ("str", "repr", "format"):
                return "text"
            if isinstance(func, cst.Attribute) and func.attr.value in TEXT_METHODS:
                return "text"
            if isinstance(func, cst.Name) and func.value in ("dict", "list") and not module.bound.get(func.value):
                return "value"
        case _:
            pass
    if depth >= MAX_DEPTH:
        return "unknown"
    if isinstance(node, cst.Name) and function is not None and _is_parameter(function, node.value):
        return _given(program, module, function, node.value, entry, depth)
    if not isinstance(node, (cst.Name, cst.Call)):
        return "unknown"
    found = answers(program, module, function, node) if function is not None else []
    if len(found) == 1 and found[0].node is node:
        return "unknown"
    return _all(
        "value"
        if one.sort == "display"
        else sort_of(program, one.module, one.function, one.node, entry, depth + 1)
        for one in found
    )


def _all(sorts: object) -> Sort:
    found = set(sorts)  # type: ignore[call-overload]
    return found.pop() if len(found) == 1 else "unknown"


def _is_parameter(function: cst.FunctionDef, name: str) -> bool:
    params = (*function.params.posonly_params, *function.params.params, *function.params.kwonly_params)
    return any(param.name.value == name for param in params) and counted(function).get(name) == 1


def _given(program: Program, module: Module, function: cst.FunctionDef, name: str, entry: str, depth: int) -> Sort:
    """What all calls of a function give for a parameter."""
    callee = Callee(module.name, function.name.value, name)
    positional = [param.name.value for param in (*function.params.posonly_params, *function.params.params)]
    sorts: set[Sort] = set()
    for other in program.reachable(entry, function.name.value):
        for node in program.references(callee, [other]):
            call = other.up(node)
            if not isinstance(call, cst.Call) or call.func is not node or any(arg.star for arg in call.args):
                return "unknown"
            value = next((arg.value for arg in call.args if arg.keyword and arg.keyword.value == name), None)
            plain = [arg for arg in call.args if arg.keyword is None]
            if value is None and name in positional and positional.index(name) < len(plain):
                value = plain[positional.index(name)].value
            around = next((f for f in other.above(node) if isinstance(f, cst.FunctionDef)), None)
            default = next(p.default for p in (*function.params.params, *function.params.kwonly_params) if p.name.value == name)
            value = value if value is not None else default
            if value is None:
                return "unknown"
            sorts.add(sort_of(program, other, around, value, entry, depth + 1))
    return _all(sorts)
