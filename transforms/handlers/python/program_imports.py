"""Where functions of a program are named and called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from .code import Module
from .trees import counted, dotted, walk

if TYPE_CHECKING:
    from .program import Program


def runs(
    program: Program, module: Module, function: cst.FunctionDef, modules: list[Module]
) -> tuple[Module, cst.Call] | None:
    """Where a handler is called by the program itself, other than when its file is run by hand."""
    for other in modules:
        for node in walk(other.tree):
            if isinstance(node, cst.Call) and isinstance(node.func, (cst.Name, cst.Attribute)):
                found = program.defined(other, node.func)
                if found is not None and found[1] is function and not _by_hand(other, node):
                    return other, node
    return None


def _by_hand(module: Module, node: cst.CSTNode) -> bool:
    """Whether code stands below ``if __name__ == "__main__":``."""
    return any(
        isinstance(above, cst.If) and isinstance(above.test, cst.Comparison) and dotted(above.test.left) == "__name__"
        for above in module.above(node)
    )


def introduces(module: Module, node: cst.CSTNode) -> bool:
    parent = module.up(node)
    match parent:
        case cst.FunctionDef(name=name):
            return name is node
        case cst.Arg(keyword=keyword):
            return keyword is node
        case cst.Attribute(attr=attr):
            return attr is node
    return isinstance(parent, (cst.ImportAlias, cst.ImportFrom, cst.AsName, cst.Param))


def local(function: cst.FunctionDef, name: str) -> bool:
    """Whether a function binds a name itself, and so hides what the module calls by it."""
    return name in counted(function) and name != function.name.value
