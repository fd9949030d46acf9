"""Classes of the package: which method a call runs, and what an attribute always holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from .code import Module
from .endings import falls_through, statements
from .trees import assigned, counted, dotted

if TYPE_CHECKING:
    from .program import Program


def method(
    program: Program, module: Module, function: cst.FunctionDef | None, call: cst.Call, hops: int = 4
) -> list[tuple[Module, cst.FunctionDef]]:
    """The method that a call runs: on the object that the code stands in, on a class of the package, or on an object of one.

    Arguments:
        program: the files.
        module: the file of the call.
        function: the function that it stands in.
        call: the call.
        hops: how many calls may lie between the object and where it is made.
    """
    if not isinstance(call.func, cst.Attribute):
        return []
    local = counted(function) if function is not None else {}
    held, name = call.func.value, call.func.attr.value
    own = own_class(module, function)
    if own is not None and function is not None and dotted(held) in ("self", "cls") and first(function) == dotted(held):
        return _methods(program, module, own, name) if alone(program, own) else []
    if (
        dotted(held).partition(".")[0] not in local
        and (owner := class_of(program, module, held, data=True)) is not None
    ):
        named = _methods(program, *owner, name)
        return [one for one in named if any(dotted(d.decorator) in UNBOUND for d in one[1].decorators)]
    made = _object(program, module, function, held, hops)
    return _methods(program, *made, name) if made is not None else []


def _object(
    program: Program, module: Module, function: cst.FunctionDef | None, node: cst.BaseExpression, hops: int = 4
) -> tuple[Module, cst.ClassDef] | None:
    """The class whose object an expression is: made there, under a name just for that, or returned by code of the package."""
    owner, made = made_once(program, module, function, node)
    if not isinstance(made, cst.Call) or hops <= 0:
        return None
    if (found := class_of(program, owner, made.func, data=True)) is not None:
        return found
    around = function if owner is module else None
    runs = [(where, one) for where, one, _ in program.called(owner, made.func, around)]
    runs = runs or method(program, owner, around, made, hops - 1)
    given = [(where, one, statement.value) for where, one in runs for statement in statements(one)]
    plain = all(program.keeps(where, each) for where, one in runs for each in one.decorators)
    if not given or not plain or any(falls_through(one.body) or one.asynchronous for _, one in runs):
        return None
    classes = {_given_back(program, where, one, value, hops - 1) for where, one, value in given}
    return classes.pop() if len(classes) == 1 else None


def _given_back(
    program: Program, module: Module, function: cst.FunctionDef, value: cst.BaseExpression | None, hops: int
) -> tuple[Module, cst.ClassDef] | None:
    """The class of what a function returns: of its own object, or of one that it makes."""
    if value is None:
        return None
    own = own_class(module, function) if dotted(value) == "self" and first(function) == "self" else None
    return (module, own) if own is not None else _object(program, module, function, value, hops)


def made_once(
    program: Program, module: Module, function: cst.FunctionDef | None, node: cst.BaseExpression
) -> tuple[Module, cst.BaseExpression | None]:
    """What a name is given once, in its function or at the top of a module, with its file; else the expression itself."""
    if not isinstance(node, cst.Name):
        return module, node
    if function is not None and (times := counted(function).get(node.value)):
        values = list(assigned(function, node.value))
        return module, values[0] if times == len(values) == 1 else None
    owner, name = module, node.value
    if name in module.imports and module.imports[name][1] is not None:
        there = program.quietly(module.imports[name][0])
        owner, name = there or module, str(module.imports[name][1])
    values = list(assigned(owner.tree, name)) if owner.bound.get(name) == 1 else []
    return owner, values[0] if len(values) == 1 else None


def receiving(
    program: Program, module: Module, function: cst.FunctionDef | None, call: cst.Call
) -> list[tuple[Module, cst.FunctionDef]]:
    """The method that takes the arguments of a call: ``__init__`` of a class of the package, or one that the call names.

    Arguments:
        program: the files.
        module: the file of the call.
        function: the function that it stands in.
        call: the call.
    """
    local = counted(function) if function is not None else {}
    if dotted(call.func).partition(".")[0] in local and not isinstance(call.func, cst.Attribute):
        return []
    if (made := class_of(program, module, call.func)) is not None:
        return _methods(program, *made, "__init__")
    return method(program, module, function, call)


UNBOUND = ("staticmethod", "classmethod")
"""Decorators of methods that are called on the class itself."""


def unfilled(function: cst.FunctionDef, module: Module) -> int:
    """How many parameters of a method the call does not write."""
    inside = own_class(module, function) is not None
    return int(inside and not any(dotted(d.decorator) == "staticmethod" for d in function.decorators))


def own_class(module: Module, function: cst.FunctionDef | None) -> cst.ClassDef | None:
    """The class whose method a function is."""
    above = module.up(module.up(function)) if function is not None else None
    return above if isinstance(above, cst.ClassDef) and above in module.tree.body else None


def named(program: Program, callee: tuple[str, str], module: Module) -> Iterator[cst.CSTNode]:
    """Where a module names a method, or may name it: by whatever is no other thing for certain.

    Arguments:
        program: the files.
        callee: the method's module, and its name as ``Class.method``.
        module: the file to look into.
    """
    owner, _, name = callee[1].partition(".")
    if name == "__init__":
        yield from _named_class(program, (callee[0], owner), module)
        return
    for node in module.named(name):
        if isinstance(node, cst.Attribute) and module.global_name(node) is None:
            within = next((above for above in module.above(node) if isinstance(above, cst.ClassDef)), None)
            other = dotted(node.value) == "self" and within is not None and within.name.value != owner
            if not other or (within is not None and within.bases):
                yield node


def _named_class(program: Program, known: tuple[str, str], module: Module) -> Iterator[cst.CSTNode]:
    """Where a module names a class in a way that may make an object of it."""
    for node in module.of(cst.Name, cst.Attribute):
        made = class_of(program, module, node, data=True) if isinstance(node, (cst.Name, cst.Attribute)) else None
        here = made is not None and (made[0].name, made[1].name.value) == known
        inside = isinstance(node, cst.Name) and node.value == "cls" and module.name == known[0]
        if (here or inside) and not _only_names(module, node):
            yield node


def _only_names(module: Module, node: cst.CSTNode) -> bool:
    """Whether the name of a class only introduces it, annotates something, or leads to one of its methods."""
    parent = module.up(node)
    if isinstance(parent, (cst.ClassDef, cst.ImportAlias, cst.ImportFrom, cst.AsName, cst.Param)):
        return True
    if isinstance(parent, cst.Attribute):
        return parent.attr is node or isinstance(module.up(parent), cst.Call)
    return any(isinstance(above, cst.Annotation) for above in module.above(node))


def first(function: cst.FunctionDef) -> str:
    positional = [*function.params.posonly_params, *function.params.params]
    return positional[0].name.value if positional else ""


def alone(program: Program, owner: cst.ClassDef) -> bool:
    """Whether no other class has a class above it, nor it another one."""
    if owner.bases or owner.keywords or owner.decorators:
        return False
    name = owner.name.value
    return not any(
        isinstance(node, cst.ClassDef) and any(dotted(arg.value).rpartition(".")[2] == name for arg in node.bases)
        for module in program.reachable(program.entry, name)
        for node in module.tree.body
    )


def _methods(program: Program, module: Module, owner: cst.ClassDef, name: str) -> list[tuple[Module, cst.FunctionDef]]:
    """The one method of a name, where no code sets an attribute of that name or says otherwise what an object has."""
    full = f"{owner.name.value}.{name}"
    other = {f"{owner.name.value}.{hook}" for hook in ("__new__", "__getattribute__")}
    again = any(
        each.endswith(f".{name}") or each in (f"{module.name}.self.*", f"{module.name}.*") for each in program.sets
    )
    if full not in module.functions or again or other & module.functions.keys():
        return []
    found = module.functions[full]
    return [(module, found)] if all(dotted(d.decorator) in UNBOUND for d in found.decorators) else []


def class_of(
    program: Program, module: Module, node: cst.CSTNode, *, data: bool = False
) -> tuple[Module, cst.ClassDef] | None:
    """A class of the package that has no other above it; with ``data`` also a dataclass, whose ``__init__`` is not written."""
    found = class_named(program, module, node)
    if found is None or found[1].bases or found[1].keywords:
        return None
    made = (d.decorator.func if isinstance(d.decorator, cst.Call) else d.decorator for d in found[1].decorators)
    plain = all(data and found[0].global_name(each) == "dataclasses.dataclass" for each in made)
    return found if plain else None


def class_named(program: Program, module: Module, node: cst.CSTNode) -> tuple[Module, cst.ClassDef] | None:
    """The one class of the package that an expression names."""
    owner, name = module, dotted(node)
    if name in module.imports or "." in name:
        full = module.global_name(node) or ""
        there = program.quietly(full.rpartition(".")[0]) if "." in full else None
        if there is None:
            return None
        owner, name = there, full.rpartition(".")[2]
    found = [each for each in owner.tree.body if isinstance(each, cst.ClassDef) and each.name.value == name]
    return (owner, found[0]) if len(found) == 1 and owner.bound.get(name) == 1 else None
