"""How functions are called: what a call fills, waits for, and looks up."""

from __future__ import annotations

from typing import Final

import libcst as cst

from .code import Module
from .trees import walk

READING: Final = frozenset({"get", "items", "keys", "values", "copy"})
"""Methods of a dict that change nothing in it."""


def runs_loop(module: Module, node: cst.CSTNode) -> bool:
    """Whether a call runs what it is given to its end and gives its result."""
    if not isinstance(node, cst.Call) or len(node.args) != 1:
        return False
    loop = isinstance(node.func, cst.Attribute) and node.func.attr.value == "run_until_complete"
    return loop or module.global_name(node.func) == "asyncio.run"


def waited_for(module: Module, call: cst.Call) -> bool:
    """Whether a call of an ``async`` function runs where it stands: with ``await``, or in ``asyncio.run``."""
    parent = module.up(call)
    return isinstance(parent, cst.Await) or (isinstance(parent, cst.Arg) and runs_loop(module, module.up(parent)))


def only_read(module: Module, scope: cst.CSTNode, name: str) -> bool:
    """Whether a dict that a name holds is never written to, and its keys are never asked for by what may write."""
    for node in module.named(name) if scope is module.tree else walk(scope):
        if not isinstance(node, cst.Name) or node.value != name:
            continue
        parent = module.up(node)
        if isinstance(parent, cst.Subscript) and parent.value is node:
            if isinstance(module.up(parent), (cst.AssignTarget, cst.AugAssign, cst.Del)):
                return False
        elif isinstance(parent, cst.Attribute) and parent.value is node and parent.attr.value not in READING:
            return False
    return True


def filled(call: cst.Call, arg: cst.Arg, function: cst.FunctionDef, unwritten: int) -> str | None:
    """The parameter that an argument fills, behind those that the call does not write."""
    if arg.keyword is not None:
        names = [param.name.value for param in (*function.params.params, *function.params.kwonly_params)]
        return arg.keyword.value if arg.keyword.value in names else None
    positional = [*function.params.posonly_params, *function.params.params]
    index = [other for other in call.args if other.keyword is None].index(arg) + unwritten
    return positional[index].name.value if index < len(positional) else None
