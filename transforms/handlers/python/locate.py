"""Finds what the name of a handler stands for: a function, an import of one, or what an assignment makes."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from .classes import method, named, unfilled
from .code import Module, UnreadableError
from .endings import inner_of
from .known_decorators import HARMLESS, known_decorator
from .program import Program
from .trees import dotted

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
            return _around_itself(program, module, name) or Found(
                module, reason=f"`{name}` is bound more than once in the file"
            )
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
            return (
                _wrapped(program, module, value)
                or _of_object(program, module, name, value)
                or Found(module, value=value)
            )
        return Found(module, reason=f"`{name}` is not defined at the top level of the file")
    return Found(None, reason="its name leads through too many imports")


def _around_itself(program: Program, module: Module, name: str) -> Found | None:
    """The function that decorators of the package are put around under its own name: ``handler = guarded(handler)``."""
    functions = [node for node in module.tree.body if isinstance(node, cst.FunctionDef) and node.name.value == name]
    value = assigned(module, name)
    if value is None or len(functions) != 1 or module.bound[name] != 2 or len([*module.named(name)]) != 3:
        return None
    return _wrapped(program, module, value, functions[0])


def _wrapped(
    program: Program, module: Module, value: cst.BaseExpression, itself: cst.FunctionDef | None = None
) -> Found | None:
    """The function that an assignment puts decorators of the package around: ``handler = guarded(logged(answer))``.

    Arguments:
        program: the files.
        module: the file of the assignment.
        value: what is assigned.
        itself: the function that the name stood for until then.
    """
    calls: list[tuple[Module, cst.Call]] = []
    while isinstance(value, cst.Call) and len(value.args) == 1 and not value.args[0].star and not value.args[0].keyword:
        made = program.defined(module, value.func)
        known = known_decorator(program, module, value.func) in HARMLESS
        if not known and (made is None or inner_of(made[1]) is None):
            return None
        calls.append((module, value))
        value = value.args[0].value
    own = itself is not None and dotted(value) == itself.name.value
    found = (module, itself) if own and itself is not None else program.defined(module, value)
    if found is None or not calls:
        return None
    program.around[found[1]] = calls
    return Found(*found)


def _of_object(program: Program, module: Module, name: str, value: cst.BaseExpression) -> Found | None:
    """The method of an object of the package that a name is given: ``Items().get``, or ``__call__`` of ``Items()`` itself.

    Nothing else may name the method, or the object: what it were called with is not known.
    """
    own = cst.Call(value) if isinstance(value, cst.Attribute) else cst.Call(cst.Attribute(value, cst.Name("__call__")))
    for owner, function in method(program, module, None, own):
        at = (owner.name, owner.qualified(function))
        naming = [
            node for one in program.reachable(program.entry, function.name.value) for node in named(program, at, one)
        ]
        if all(node is value for node in naming) and len([*module.named(name)]) == 1:
            return Found(owner, function)
    return None


def assigned(module: Module, name: str) -> cst.BaseExpression | None:
    """What a module assigns to a name at its top level."""
    for line in module.tree.body:
        for part in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            match part:
                case cst.Assign(targets=targets, value=value) if name in [dotted(each.target) for each in targets]:
                    return value
                case cst.AnnAssign(target=cst.Name(value=target), value=value) if target == name:
                    return value
    return None


def parameter(module: Module, function: cst.FunctionDef) -> str | None:
    """The name of the event: the first positional parameter, of a method the one behind its object or class."""
    positional = [param.name.value for param in (*function.params.posonly_params, *function.params.params)]
    return next((name for name in positional[unfilled(function, module) :] if name != "self"), None)


__all__ = ["Found", "UnreadableError", "assigned", "locate", "parameter"]
