"""Where functions of a program are named and called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from .code import Module
from .trees import counted, dotted

if TYPE_CHECKING:
    from .program import Program


def runs(
    program: Program, module: Module, function: cst.FunctionDef, modules: list[Module]
) -> tuple[Module, cst.Call] | None:
    """Where a handler is called by the program itself, other than when its file is run by hand."""
    for other in modules:
        for node in other.named(*local_names(other, function.name.value)):
            call = other.up(node)
            if isinstance(call, cst.Call) and call.func is node:
                found = program.defined(other, node)
                if found is not None and found[1] is function and not _by_hand(other, call):
                    return other, call
    return None


def local_names(module: Module, name: str) -> list[str]:
    """The names by which a module may know a function."""
    return [name, *(local for local, target in module.imports.items() if target[1] == name and local != name)]


def uses(program: Program, module: Module, name: str) -> Iterator[tuple[Module, cst.CSTNode]]:
    """Where the files of a program name what a module holds under a name at its top, each with its file."""
    full = f"{module.name}.{name}"
    for each in program.reachable(program.entry, name):
        for node in each.named(*local_names(each, name)):
            own = each is module and isinstance(node, cst.Name) and not hidden(each, node)
            if (own or each.global_name(node) == full) and not introduces(each, node):
                yield each, node


def _by_hand(module: Module, node: cst.CSTNode) -> bool:
    """Whether code stands below ``if __name__ == "__main__":``."""
    return any(
        isinstance(above, cst.If) and isinstance(above.test, cst.Comparison) and dotted(above.test.left) == "__name__"
        for above in module.above(node)
    )


def introduces(module: Module, node: cst.CSTNode) -> bool:
    parent = module.up(node)
    match parent:
        case cst.FunctionDef(name=name) | cst.Param(name=name):
            return name is node
        case cst.Arg(keyword=keyword):
            return keyword is node
        case cst.Attribute(attr=attr):
            return attr is node
    return isinstance(parent, (cst.ImportAlias, cst.ImportFrom, cst.AsName))


def hidden(module: Module, node: cst.Name) -> bool:
    """Whether a function around a name binds it, so that it is not what the module calls by it."""
    around = (above for above in module.above(node) if isinstance(above, cst.FunctionDef))
    return any(node.value in counted(each, own=True) for each in around)
