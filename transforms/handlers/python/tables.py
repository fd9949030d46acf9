"""Tables of functions: dicts that are written out, and those that a decorator puts functions into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import libcst as cst

from .calls import filled, stored_items
from .classes import method
from .code import Module
from .dict_uses import HELD, kept_by, left_alone
from .endings import falls_through, inner_of, statements
from .program_imports import uses
from .trees import assigned, counted, dotted, is_parameter, walk

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


@dataclass(frozen=True, eq=False)
class _Table:
    """A dict that a file writes out.

    Arguments:
        module: the file.
        values: what it is written with.
        puts: the items that are put into it later.
        name: the name that the module gives it; empty for one of a function.
    """

    module: Module
    values: list[cst.BaseExpression]
    puts: list[cst.Subscript]
    name: str = ""


def looked_up(
    program: Program, module: Module, node: cst.BaseExpression, function: cst.FunctionDef | None
) -> list[Named]:
    """The functions of a table that an expression takes one of: ``TABLE[key]``, ``TABLE.get(key, other)``."""
    rest = [arg.value for arg in node.args[1:] if dotted(arg.value) != "None"] if isinstance(node, cst.Call) else []
    held = _taken_of(program, module, node, function)
    written = _defined(program, held.module, held.values) if held is not None else None
    put = _registered(program, held.module, held.puts) if held is not None else None
    others = _defined(program, module, rest)
    if written is None or put is None or others is None:
        return []
    return [*written, *put, *others] if written or put else []


def lambdas(
    program: Program, module: Module, node: cst.BaseExpression, function: cst.FunctionDef | None
) -> list[cst.Lambda]:
    """The lambdas of a table that an expression takes one of, and nothing but its function; empty where that is not certain."""
    if isinstance(node, cst.Name) and function is not None and counted(function).get(node.value) == 1:
        given = list(assigned(function, node.value))
        calls = [each for each in walk(function) if isinstance(each, cst.Call) and dotted(each.func) == node.value]
        again = len(given) == len(calls) == 1 and not isinstance(given[0], cst.Name)
        return lambdas(program, module, given[0], function) if again else []
    held = _taken_of(program, module, node, function)
    if held is None or held.module is not module or held.puts or (isinstance(node, cst.Call) and len(node.args) > 1):
        return []
    if not _taken_once(function or module.tree, node):
        return []
    if not held.name and any(module.function_of(each) is not function for each in held.values):
        return []
    for where, use in uses(program, module, held.name) if held.name else ():
        if where.function_of(use) is not function and not isinstance(where.up(use), cst.AssignTarget):
            return []
    found = [each for each in held.values if isinstance(each, cst.Lambda) and _reads_no_other(module, each, function)]
    return found if len(found) == len(held.values) else []


def _taken_once(scope: cst.CSTNode, node: cst.BaseExpression) -> bool:
    """Whether a table is asked for what it holds by one expression only, so that nothing else is passed to that."""
    held = node.func if isinstance(node, cst.Call) else node
    name = dotted(held.value) if isinstance(held, (cst.Attribute, cst.Subscript)) else ""
    asking = (each for each in walk(scope) if isinstance(each, (cst.Attribute, cst.Subscript)))
    return not name or sum(dotted(each.value) == name for each in asking) == 1


def used_in_lambdas(
    program: Program, module: Module, arg: cst.CSTNode, function: cst.FunctionDef
) -> list[cst.Name] | None:
    """Where the lambdas of a table use an argument of a call that runs one of them; None where that is not certain."""
    call = module.up(arg)
    if not isinstance(call, cst.Call) or not isinstance(arg, cst.Arg) or any(each.star for each in call.args):
        return None
    found = [(made, filled(call, arg, made, 0)) for made in lambdas(program, module, call.func, function)]
    if not found or not all(name and counted(made)[name] == 1 for made, name in found):
        return None
    return [n for made, name in found for n in walk(made.body) if isinstance(n, cst.Name) and n.value == name]


def _reads_no_other(module: Module, made: cst.Lambda, function: cst.FunctionDef | None) -> bool:
    """Whether the names of a lambda mean the same in it as in a function that calls it."""
    if function is None or function in module.above(made):
        return True
    own = {each.name.value for each in made.params.params}
    used = {node.value for node in walk(made.body) if isinstance(node, cst.Name)}
    return not any(module.bound.get(name) for name in own) and not (used - own) & counted(function).keys()


def _defined(program: Program, module: Module, values: Iterable[cst.BaseExpression]) -> list[Named] | None:
    """The functions that expressions name; None where one may be something else."""
    found: list[Named] = []
    for value in values:
        own = program.defined(module, value)
        named = [own] if own is not None else method(program, module, module.function_of(value), cst.Call(value))
        if len(named) != 1:
            return None
        found.append((*named[0], value))
    return found


def _taken_of(
    program: Program, module: Module, node: cst.BaseExpression, function: cst.FunctionDef | None
) -> _Table | None:
    """The table that an expression takes something out of."""
    match node:
        case cst.Subscript(value=table, slice=[cst.SubscriptElement(slice=cst.Index())]):
            return _held(program, module, table, function)
        case cst.Call(func=cst.Attribute(value=table, attr=cst.Name(value="get"))):
            return _held(program, module, table, function) if node.args else None
    return None


def _held(
    program: Program, module: Module, table: cst.BaseExpression, function: cst.FunctionDef | None, hops: int = 4
) -> _Table | None:
    """What a table holds; None where it may hold anything else."""
    if isinstance(table, cst.Dict):
        values = [element.value for element in table.elements if isinstance(element, cst.DictElement)]
        return _Table(module, values, []) if len(values) == len(table.elements) else None
    if isinstance(table, cst.Attribute):
        kept = kept_by(program, module, function, table, HELD)
        return _held(program, kept[0], kept[2], kept[1], hops - 1) if kept is not None and hops else None
    if not isinstance(table, cst.Name):
        return None
    name = table.value
    if name in module.imports and (function is None or name not in counted(function)):
        target, there = module.imports[name]
        owner = program.quietly(target)
        return _held(program, owner, cst.Name(there), None, hops) if owner is not None and there else None
    scope: cst.CSTNode = function if function is not None and name in counted(function) else module.tree
    times = module.bound.get(name) if scope is module.tree else counted(scope).get(name)
    given = list(assigned(scope, name))
    if function is not None and not given and times == 1 and hops and is_parameter(function, name):
        calls = program.given(module, function, name) or []
        steady = len(calls) == 1 and left_alone(program, module, function, name)
        return _held(program, calls[0][0], calls[0][2], calls[0][1], hops - 1) if steady else None
    if times != 1 or len(given) != 1 or not isinstance(given[0], cst.Dict):
        return None
    puts = list(stored_items(module, scope, name))
    steady = left_alone(program, module, scope, name, puts)
    written = _held(program, module, given[0], function)
    if not steady or written is None or (puts and scope is not module.tree):
        return None
    return _Table(module, written.values, puts, name if scope is module.tree else "")


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
