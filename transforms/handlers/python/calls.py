"""How functions are called: what a call fills, waits for, and looks up."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from .code import Module
from .trees import walk


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
    if isinstance(parent, (cst.Element, cst.StarredElement)):
        return stored(module, module.up(parent))
    return isinstance(parent, cst.AsName)


def stored_items(module: Module, scope: cst.CSTNode, name: str) -> Iterator[cst.Subscript]:
    """The items that are put into a mapping under its name, changed or taken out: ``TABLE[key] = value``."""
    for node in module.named(name) if scope is module.tree else walk(scope):
        parent = module.up(node)
        named = isinstance(node, cst.Name) and node.value == name
        if named and isinstance(parent, cst.Subscript) and parent.value is node and stored(module, parent):
            yield parent


def call_of(module: Module, method: cst.Attribute) -> cst.Call | None:
    """The call of a method, where it is called."""
    call = module.up(method)
    return call if isinstance(call, cst.Call) and call.func is method else None


def filled(call: cst.Call, arg: cst.Arg, function: cst.FunctionDef | cst.Lambda, unwritten: int) -> str | None:
    """The parameter that an argument fills, behind those that the call does not write."""
    if arg.keyword is not None:
        names = [param.name.value for param in (*function.params.params, *function.params.kwonly_params)]
        return arg.keyword.value if arg.keyword.value in names else None
    positional = [*function.params.posonly_params, *function.params.params]
    index = [other for other in call.args if other.keyword is None].index(arg) + unwritten
    return positional[index].name.value if index < len(positional) else None
