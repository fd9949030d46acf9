"""Finds what the name of a handler stands for: a function, an import of one, or what an assignment makes."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from .code import Module, UnreadableError
from .decorators import inner_of
from .program import Program

MAX_IMPORTS = 8


@dataclass(frozen=True, eq=False)
class Found:
    """What a handler is.

    Arguments:
        module: the file that it stands in.
        function: the function; None for anything else.
        value: what is assigned to the name, where it is no function.
        reason: why it is neither, where it is not.
    """

    module: Module | None
    function: cst.FunctionDef | None = None
    value: cst.BaseExpression | None = None
    reason: str = ""


def locate(program: Program, module_name: str, name: str) -> Found:
    """Follow a handler's name through imports and plain assignments.

    Raises:
        UnreadableError: a file on the way is no Python 3.
    """
    for _ in range(MAX_IMPORTS):
        module = program.module(module_name)
        if module is None:
            return Found(None, reason=f"there is no module `{module_name}` in the function's package")
        if name in module.functions:
            return Found(module, module.functions[name])
        if module.bound.get(name, 0) > 1:
            return Found(module, reason=f"`{name}` is bound more than once in the file")
        if name in module.imports:
            target, part = module.imports[name]
            if part is None:
                return Found(module, reason=f"`{name}` is a module")
            module_name, name = target, part
            continue
        value = assigned(module, name)
        if isinstance(value, cst.Name) and value.value != name:
            name = value.value
            continue
        if value is not None:
            return _wrapped(program, module, value) or Found(module, value=value)
        return Found(module, reason=f"`{name}` is not defined at the top level of the file")
    return Found(None, reason="its name leads through too many imports")


def _wrapped(program: Program, module: Module, value: cst.BaseExpression) -> Found | None:
    """The function that an assignment puts decorators of the package around: ``handler = guarded(logged(answer))``."""
    calls: list[tuple[Module, cst.Call]] = []
    while isinstance(value, cst.Call) and len(value.args) == 1 and not value.args[0].star and not value.args[0].keyword:
        made = program.defined(module, value.func)
        if made is None or inner_of(made[1]) is None:
            return None
        calls.append((module, value))
        value = value.args[0].value
    function = module.functions.get(value.value) if isinstance(value, cst.Name) else None
    if function is None or not calls:
        return None
    program.around[function] = calls
    return Found(module, function)


def assigned(module: Module, name: str) -> cst.BaseExpression | None:
    """What a module assigns to a name at its top level."""
    for line in module.tree.body:
        for part in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            match part:
                case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=target))], value=value) if (
                    target == name
                ):
                    return value
                case cst.AnnAssign(target=cst.Name(value=target), value=value) if target == name:
                    return value
    return None


__all__ = ["Found", "UnreadableError", "assigned", "locate"]
