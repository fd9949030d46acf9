"""Classes of the package: which method a call runs, and what an attribute always holds."""

from __future__ import annotations

import libcst as cst

from .code import Module
from .program import Program
from .trees import assigned, counted, dotted, walk


def method(
    program: Program, module: Module, function: cst.FunctionDef | None, call: cst.Call
) -> list[tuple[Module, cst.FunctionDef]]:
    """The method that a call runs on an object of a class of the package, made there or under a name just for that.

    Arguments:
        program: the files.
        module: the file of the call.
        function: the function that it stands in.
        call: the call.
    """
    if not isinstance(call.func, cst.Attribute):
        return []
    made: cst.BaseExpression = call.func.value
    if isinstance(made, cst.Name) and function is not None:
        values = list(assigned(function, made.value))
        alone = counted(function).get(made.value) == 1 and len(values) == 1
        if not alone or _changed(module, function, made.value):
            return []
        made = values[0]
    found = _class(program, module, made.func) if isinstance(made, cst.Call) else None
    if found is None:
        return []
    name = call.func.attr.value
    if any(_sets(node, name) for where in {found[0], module} for node in walk(where.tree)):
        return []
    named = [n for n in found[1].body.body if isinstance(n, cst.FunctionDef) and n.name.value == name]
    return [(found[0], each) for each in named] if len(named) == 1 and not named[0].decorators else []


def _sets(node: cst.CSTNode, name: str) -> bool:
    """Whether an attribute of a name is set, on whatever object."""
    match node:
        case cst.AssignTarget(target=cst.Attribute(attr=cst.Name(value=attr))):
            return attr == name
    return False


def _class(program: Program, module: Module, node: cst.BaseExpression) -> tuple[Module, cst.ClassDef] | None:
    """A class of the package that has no other above it."""
    owner, name = module, dotted(node)
    if name in module.imports or "." in name:
        full = module.global_name(node) or ""
        there = program.quietly(full.rpartition(".")[0]) if "." in full else None
        if there is None:
            return None
        owner, name = there, full.rpartition(".")[2]
    found = [n for n in owner.tree.body if isinstance(n, cst.ClassDef) and n.name.value == name]
    plain = len(found) == 1 and owner.bound.get(name) == 1
    plain = plain and not (found[0].bases or found[0].keywords or found[0].decorators)
    return (owner, found[0]) if plain else None


def attribute(
    module: Module, function: cst.FunctionDef, name: str
) -> tuple[cst.FunctionDef | None, cst.BaseExpression] | None:
    """What ``self.name`` always holds, where its class sets it once and nothing in the file changes it.

    Arguments:
        module: the file.
        function: the method that reads it.
        name: the attribute.
    """
    above = next((n for n in module.above(function) if isinstance(n, cst.ClassDef)), None)
    found: list[tuple[cst.FunctionDef | None, cst.BaseExpression]] = []
    for node in walk(module.tree) if above is not None else ():
        if not isinstance(node, cst.Attribute) or node.attr.value != name:
            continue
        parent = module.up(node)
        assign = module.up(parent)
        if isinstance(parent, cst.AssignTarget) and isinstance(assign, cst.Assign):
            inside = next((n for n in module.above(node) if isinstance(n, cst.FunctionDef)), None)
            if above not in list(module.above(node)) or dotted(node.value) != "self":
                return None
            found.append((inside, assign.value))
        elif isinstance(parent, (cst.Subscript, cst.Attribute, cst.AugAssign, cst.AnnAssign, cst.Del)):
            return None
    return found[0] if len(found) == 1 else None


def _changed(module: Module, function: cst.FunctionDef, name: str) -> bool:
    """Whether an object is used other than to call a method of it."""
    for node in walk(function):
        if isinstance(node, cst.Name) and node.value == name:
            parent = module.up(node)
            if isinstance(parent, cst.AssignTarget):
                continue
            call = module.up(parent)
            if not isinstance(parent, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not parent:
                return True
    return False
