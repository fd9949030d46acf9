"""Attributes of objects that hold the event or a part of it: where each is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from .calls import stored
from .classes import alone, class_of, first, named, own_class
from .code import Module
from .trees import counted, dotted, walk

if TYPE_CHECKING:
    from .program import Program

HOOKS = ("__getattr__", "__getattribute__", "__setattr__", "__new__")
"""Methods by which an object has other attributes than its class writes."""


def readers(
    program: Program, module: Module, function: cst.FunctionDef, node: cst.BaseExpression
) -> list[tuple[Module, cst.FunctionDef, cst.Attribute]] | None:
    """Where an attribute is read that ``__init__`` gives something to; None where that is not certain.

    That is certain of a class by itself whose objects are used where they are made, under one name at most.

    Arguments:
        program: the files.
        module: the file.
        function: the ``__init__``.
        node: what the attribute is given.
    """
    owner, target = own_class(module, function), _target(module, node)
    if owner is None or target is None or module.qualified(function) != f"{owner.name.value}.__init__":
        return None
    name = target.attr.value
    sealed = _is_set_once(program, module, function, target) and not _has_hooks(module, owner)
    if not sealed or not alone(program, owner) or not _keeps_itself(module, owner):
        return None
    objects = list(_objects(program, module, owner))
    if None in objects:
        return None
    found = [(module, *read) for read in _own_reads(module, owner, name)]
    found += [(where, inside, read) for one in objects if one for where, inside, read in one if read.attr.value == name]
    again = [read for where, _, read in found if read is not target and stored(where, read)]
    return None if again else [each for each in found if each[2] is not target]


def _is_set_once(program: Program, module: Module, function: cst.FunctionDef, target: cst.Attribute) -> bool:
    """Whether a method sets an attribute of its object, and nothing else in the program sets one of that name."""
    me, name = getattr(target.value, "value", ""), target.attr.value
    sets = {each for each in program.sets if each.endswith((f".{name}", ".self.*"))}
    return first(function) == me and sets == {f"{module.name}.{me}.{name}"}


def _has_hooks(module: Module, owner: cst.ClassDef) -> bool:
    return any(f"{owner.name.value}.{hook}" in module.functions for hook in HOOKS)


def _target(module: Module, node: cst.BaseExpression) -> cst.Attribute | None:
    match module.up(node):
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute(value=cst.Name()) as target)]):
            return target
        case cst.AnnAssign(target=cst.Attribute(value=cst.Name()) as target):
            return target
    return None


def _methods(owner: cst.ClassDef) -> Iterator[cst.FunctionDef]:
    return (each for each in owner.body.body if isinstance(each, cst.FunctionDef))


def _uses(module: Module, scope: cst.CSTNode, name: str) -> Iterator[cst.CSTNode]:
    """What surrounds a name wherever it is used."""
    for node in walk(scope):
        parent = module.up(node)
        if isinstance(node, cst.Name) and node.value == name and not isinstance(parent, (cst.AssignTarget, cst.Param)):
            yield parent if not isinstance(parent, cst.Attribute) or parent.value is node else cst.Pass()


def _keeps_itself(module: Module, owner: cst.ClassDef) -> bool:
    """Whether methods use their object for its attributes only."""
    uses = (use for each in _methods(owner) for use in _uses(module, each, first(each)))
    return all(isinstance(use, cst.Pass) or _plain(use) for use in uses)


def _plain(use: cst.CSTNode) -> bool:
    return isinstance(use, cst.Attribute) and use.attr.value != "__dict__"


def _own_reads(module: Module, owner: cst.ClassDef, name: str) -> Iterator[tuple[cst.FunctionDef, cst.Attribute]]:
    for method in _methods(owner):
        for use in _uses(module, method, first(method)):
            if isinstance(use, cst.Attribute) and use.attr.value == name:
                yield method, use


def _objects(
    program: Program, module: Module, owner: cst.ClassDef
) -> Iterator[list[tuple[Module, cst.FunctionDef, cst.Attribute]] | None]:
    """The attributes of each object of a class that are used where it is made; None for one that goes elsewhere."""
    name = owner.name.value
    for where in program.reachable(program.entry, name):
        for node in named(program, (module.name, f"{name}.__init__"), where):
            call = where.up(node)
            inside = where.function_of(node)
            if not isinstance(call, cst.Call) or call.func is not node or inside is None:
                yield None
                continue
            uses = list(_used(where, inside, call))
            plain = uses and all(_plain(use) for use in uses)
            yield [(where, inside, use) for use in uses if isinstance(use, cst.Attribute)] if plain else None


def _used(module: Module, function: cst.FunctionDef, call: cst.Call) -> Iterator[cst.CSTNode]:
    """What surrounds an object where it is used: where it is made, or wherever the name stands that it is given."""
    match module.up(call):
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]) if counted(function).get(name) == 1:
            yield from _uses(module, function, name)
        case other:
            yield other


def _holder(
    program: Program, module: Module, function: cst.FunctionDef | None, node: cst.Attribute
) -> tuple[Module, cst.ClassDef] | None:
    """The class that sets the attribute ``self.name`` or ``Class.name``."""
    if dotted(node.value) in ("self", "cls"):
        above = next((n for n in module.above(node) if isinstance(n, cst.ClassDef)), None)
        return (module, above) if above is not None else None
    local = counted(function) if function is not None else {}
    return class_of(program, module, node.value, data=True) if dotted(node.value) not in local else None


def attribute(
    program: Program,
    module: Module,
    function: cst.FunctionDef | None,
    node: cst.Attribute,
    *,
    steady: bool = False,
) -> tuple[Module, cst.FunctionDef | None, cst.BaseExpression] | None:
    """What ``self.name`` or ``Class.name`` always holds, where its class sets it once and nothing in the program changes it.

    Arguments:
        program: the files.
        module: the file.
        function: the function that reads it.
        node: the read.
        steady: whether its own methods leave it what it is, as those of a logger do.
    """
    name = node.attr.value
    made = _holder(program, module, function, node)
    ends = (f".{name}", f".{made[1].name.value}.*") if made is not None else ()
    if made is None or any(each.endswith(ends) and not each.endswith(f".self.{name}") for each in program.sets):
        return None
    owner, above = made
    found: list[tuple[cst.FunctionDef | None, cst.BaseExpression]] = []
    for each in owner.named(name):
        parent = owner.up(each)
        assign = owner.up(parent)
        inside = next((n for n in owner.above(each) if isinstance(n, (cst.FunctionDef, cst.ClassDef))), None)
        if isinstance(each, cst.Name) and (inside is not above or not isinstance(parent, cst.AssignTarget)):
            continue
        if isinstance(parent, cst.AssignTarget) and isinstance(assign, cst.Assign):
            own = not isinstance(each, cst.Attribute) or dotted(each.value) == "self"
            if not own or above not in list(owner.above(each)):
                return None
            found.append((inside if isinstance(inside, cst.FunctionDef) else None, assign.value))
        elif stored(owner, each) or (
            steady and isinstance(parent, cst.Attribute) and not isinstance(owner.up(parent), cst.Call)
        ):
            return None
    return (owner, *found[0]) if len(found) == 1 else None
