"""Tables of functions: dicts that are written out, and those that a decorator puts functions into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import libcst as cst

from .calls import only_read, stored_items
from .code import Module
from .endings import falls_through, inner_of, statements
from .program_imports import local_names
from .trees import assigned, counted, dotted, walk

if TYPE_CHECKING:
    from .program import Program

LATER: Final = ("import_module", "__import__", "exec_module")
"""Words for modules that are imported at run time: what they put into tables is not known."""

Named: TypeAlias = tuple[Module, cst.FunctionDef, cst.CSTNode]
"""A function of the package, its file, and the node that names it."""


@dataclass(frozen=True, eq=False)
class Registrar:
    """A decorator that puts what it decorates into tables of its module, and gives it back as it is.

    Arguments:
        module: its file.
        puts: the items of tables that it writes.
    """

    module: Module
    puts: tuple[cst.Subscript, ...]


def looked_up(
    program: Program, module: Module, node: cst.BaseExpression, function: cst.FunctionDef | None
) -> list[Named]:
    """The functions of a table that an expression takes one of: ``TABLE[key]``, ``TABLE.get(key, other)``."""
    rest: list[cst.BaseExpression] = []
    match node:
        case cst.Subscript(value=(cst.Name() | cst.Dict()) as table, slice=[cst.SubscriptElement(slice=cst.Index())]):
            pass
        case cst.Call(
            func=cst.Attribute(value=(cst.Name() | cst.Dict()) as table, attr=cst.Name(value="get")), args=args
        ) if args:
            rest = [arg.value for arg in args[1:] if dotted(arg.value) != "None"]
        case _:
            return []
    held = _held(program, module, table, function)
    others = _defined(program, module, rest)
    return [*held, *others] if held and others is not None else []


def _defined(program: Program, module: Module, values: Iterable[cst.BaseExpression]) -> list[Named] | None:
    """The functions that expressions name; None where one may be something else."""
    found = [(*one, value) if (one := program.defined(module, value)) else None for value in values]
    return [one for one in found if one is not None] if all(found) else None


def _held(
    program: Program, module: Module, table: cst.Name | cst.Dict, function: cst.FunctionDef | None
) -> list[Named]:
    """The functions that a table holds; empty where it may hold others."""
    if isinstance(table, cst.Dict):
        elements = [element for element in table.elements if isinstance(element, cst.DictElement)]
        whole = len(elements) == len(table.elements)
        return (_defined(program, module, [each.value for each in elements]) or []) if whole else []
    name = table.value
    if name in module.imports and (function is None or name not in counted(function)):
        target, there = module.imports[name][0], module.imports[name][1]
        owner = program.quietly(target)
        return _held(program, owner, cst.Name(there), None) if owner is not None and there else []
    scope: cst.CSTNode = function if function is not None and name in counted(function) else module.tree
    times = module.bound.get(name) if scope is module.tree else counted(scope).get(name)
    values = list(assigned(scope, name))
    if times != 1 or len(values) != 1 or not isinstance(values[0], cst.Dict):
        return []
    puts = list(stored_items(module, scope, name))
    kept = only_read(module, scope, name, but=puts) and _stays(program, module, scope, name)
    if not kept or (puts and scope is not module.tree):
        return []
    written = _held(program, module, values[0], function)
    put = _registered(program, module, puts)
    return [*written, *put] if put is not None and (written or not values[0].elements) else []


def _stays(program: Program, module: Module, scope: cst.CSTNode, name: str) -> bool:
    """Whether a table goes nowhere else, where it might be changed under another name."""
    if scope is not module.tree:
        return not any(_handed(program, module, node) for node in walk(scope) if dotted(node) == name)
    return not any(
        _handed(program, each, node)
        for each in program.reachable(program.entry, name)
        for local in local_names(each, name)
        if each is module or each.imports.get(local) == (module.name, name)
        for node in each.named(local)
    )


def _handed(program: Program, module: Module, node: cst.CSTNode) -> bool:
    """Whether a name is passed to a function of the package, given to another name, or returned."""
    parent = module.up(node)
    call = module.up(parent) if isinstance(parent, cst.Arg) else None
    if isinstance(call, cst.Call):
        return program.defined(module, call.func) is not None
    return isinstance(parent, (cst.Assign, cst.AnnAssign, cst.Return)) and parent.value is node


def _registered(program: Program, module: Module, puts: list[cst.Subscript]) -> list[Named] | None:
    """The functions that decorators put into a table by some items; None where others may be put there."""
    if puts and any(program.reachable(program.entry, word) for word in LATER):
        return None
    above = {id(top): top for put in puts for top in module.above(put) if top in module.parts}
    found: list[Named] = []
    for top in above.values():
        if not isinstance(top, cst.FunctionDef) or top.name.value not in module.functions:
            return None
        at = (module.name, top.name.value)
        reachable = program.reachable(program.entry, top.name.value)
        for where, node in ((each, node) for each in reachable for node in program.naming(at, each)):
            decorator = where.up(where.up(node) if isinstance(where.up(node), cst.Call) else node)
            function = where.up(decorator)
            made = registrar(program, where, decorator) if isinstance(decorator, cst.Decorator) else None
            if made is None or not isinstance(function, cst.FunctionDef) or function not in where.functions.values():
                return None
            found.append((where, function, decorator))
            puts = [put for put in puts if put not in made.puts]
    return found if not puts else None


def registrar(program: Program, module: Module, decorator: cst.Decorator) -> Registrar | None:
    """The decorator of the package that only puts a function into tables: ``@route("/items")``."""
    node = decorator.decorator
    found = program.defined(module, node.func if isinstance(node, cst.Call) else node)
    if found is None or found[1].decorators or found[1].asynchronous:
        return None
    owner = found[0]
    function = inner_of(found[1]) if isinstance(node, cst.Call) else found[1]
    names = [each.name.value for each in function.params.params] if function is not None else []
    if function is None or len(names) != 1 or counted(function)[names[0]] != 1 or falls_through(function.body):
        return None
    if any(dotted(statement.value) != names[0] for statement in statements(function)):
        return None
    puts: list[cst.Subscript] = []
    for use in walk(function.body):
        if not isinstance(use, cst.Name) or use.value != names[0] or isinstance(owner.up(use), cst.Return):
            continue
        match owner.up(use):
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Subscript(value=cst.Name()) as put)]):
                puts.append(put)
            case cst.Attribute(attr=cst.Name(value="__name__" | "__doc__")):
                continue
            case _:
                return None
    return Registrar(owner, tuple(puts)) if puts else None
