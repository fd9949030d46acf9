"""Functions of which one is chosen when the code runs: by a condition, or by a key of a table."""

from __future__ import annotations

from tree_sitter import Node

from . import classes
from .expressions import bare, member, sign_of
from .imports import entries
from .later import puts
from .meanings import FoundInProgram
from .program import ScriptProgram
from .scopes import Binding
from .syntax import ScriptModule, of_type, parts
from .syntax import field as child


def functions(program: ScriptProgram, module: ScriptModule, node: Node, hops: int = 4) -> list[FoundInProgram]:
    """The functions of the package that an expression may be: those of a table, or of alternatives.

    Arguments:
        program: the files.
        module: the file.
        node: the expression.
        hops: names and tables that are followed further.
    """
    node = bare(node)
    found = program.meaning(module, node)
    if isinstance(found, FoundInProgram) and found.function:
        return [found]
    if hops <= 0:
        return []
    if node.type in ("ternary_expression", "binary_expression"):
        names = ("consequence", "alternative") if node.type == "ternary_expression" else ("left", "right")
        given = [each for name in names if (each := child(node, name)) is not None]
        sides = [functions(program, module, each, hops - 1) for each in given]
        program.given.update(bare(each).id for each in given)
        return [one for side in sides for one in side] if all(sides) else []
    if node.type == "subscript_expression" and (held := child(node, "object")) is not None:
        return _listed(program, module, held, hops)
    taken, source = member(module, node), member(module, child(node, "function"))
    if source.name == "get":
        return _all(program, module, _mapped(program, module, source.holder), hops)
    if taken.name is not None and taken.holder.type == "this":
        return _of_classes(program, module, taken.holder, taken.name)
    if taken.name is not None and bare(taken.holder).type == "identifier":
        return _all(program, module, _of_row(program, module, bare(taken.holder), taken.name), hops)
    binding, chosen = program.scopes(module).binding(node), program.scopes(module).value(node)
    if binding is not None and chosen is not None and child(binding.declaration, "name") in binding.nodes:
        return functions(program, module, chosen, hops - 1) if _only_called(program, module, binding) else []
    if isinstance(found, FoundInProgram) and found.node != node:
        return functions(program, found.module, found.node, hops - 1)
    return []


def _of_classes(program: ScriptProgram, module: ScriptModule, this: Node, name: str) -> list[FoundInProgram]:
    """The methods that ``this.name`` may be: that of the class, and those of the classes that are made from it."""
    owner = program.meaning(module, this)
    if not isinstance(owner, FoundInProgram) or classes.is_assigned(program, owner, name):
        return []
    made = [classes.method(each, name) for each in classes.replacing(program, owner, name)]
    own = next((one for each in classes.line(program, owner) if (one := classes.method(each, name))), None)
    known = [each for each in (own, *made) if each is not None]
    return known if None not in made else []


def _listed(program: ScriptProgram, module: ScriptModule, held: Node, hops: int) -> list[FoundInProgram]:
    """The functions of a table from which one is looked up, and with which nothing else is done."""
    table = program.meaning(module, held)
    binding = program.scopes(module).binding(bare(held)) if bare(held).type == "identifier" else None
    if not isinstance(table, FoundInProgram) or table.node.type != "object" or binding is None:
        return []
    taken = [read for read in binding.reads if sign_of(read.parent) != "in" or child(read.parent, "right") != read]
    accesses = [read.parent for read in taken if read.parent and child(read.parent, "object") == read]
    if len(accesses) < len(taken) or not all(_is_called(program, module, each) for each in accesses):
        return []
    if _changes(program, table):
        return []
    return _all(program, table.module, list((entries(table.module, table.node) or {}).values()), hops)


def _all(program: ScriptProgram, module: ScriptModule, values: list[Node], hops: int) -> list[FoundInProgram]:
    """The functions that all values of a table may be; none where one of them may be something else."""
    found = [functions(program, module, each, hops - 1) for each in values]
    if not found or not all(found):
        return []
    program.given.update(bare(each).id for each in values)
    return [one for each in found for one in each]


def _mapped(program: ScriptProgram, module: ScriptModule, held: Node) -> list[Node]:
    """The values of a ``Map`` that is made of pairs that are written out, and to which nothing is added."""
    return [parts(row)[1] for row in _rows(program, module, held, ("get", "has")) if len(parts(row)) == 2]


def _of_row(program: ScriptProgram, module: ScriptModule, row: Node, name: str) -> list[Node]:
    """What the objects of a list hold under a name, where one of them is looked for."""
    binding = program.scopes(module).constant(row)
    declaration = binding.declaration if binding is not None else None
    if not of_type(declaration, "for_in_statement", "variable_declarator"):
        return []
    table = child(declaration, "right")
    if declaration.type == "variable_declarator":
        held = member(module, child(child(declaration, "value"), "function"))
        table = held.holder if held.name == "find" else None
    rows = _rows(program, module, table, ("find", "some", "length")) if table is not None else []
    values = [(entries(module, each) or {}).get(name) for each in rows]
    known = [each for each in values if each is not None]
    return known if len(known) == len(rows) else []


def _rows(program: ScriptProgram, module: ScriptModule, held: Node, methods: tuple[str, ...]) -> list[Node]:
    """What a list or a ``Map`` of the file is made of; nothing where it is used in another way than by some methods."""
    scopes = program.scopes(module)
    value = bare(scopes.value(bare(held)))
    for read in scopes.reads(bare(held)):
        taken = member(module, read.parent)
        looped = of_type(read.parent, "for_in_statement")
        if not looped and taken.name not in methods:
            return []
    if module.text(child(value, "constructor")) == "Map":
        value = bare(next(iter(parts(child(value, "arguments"))), value))
    return parts(value) if of_type(value, "array") else []


def _changes(program: ScriptProgram, table: FoundInProgram) -> bool:
    """Whether the file that declares a table puts anything else into it, or gives it to what may."""
    declared = table.node.parent
    binding = program.scopes(table.module).binding(child(declared, "name"))
    found = puts(program, table.module, binding) if binding is not None else []
    return any(len(put.path) == 1 for put in found)


def _only_called(program: ScriptProgram, module: ScriptModule, binding: Binding) -> bool:
    return binding.constant and all(_is_called(program, module, each) for each in binding.reads)


def _is_called(program: ScriptProgram, module: ScriptModule, node: Node) -> bool:
    """Whether a function is called, under this or another name, or it is asked whether there is one."""
    parent = node.parent
    if parent is None:
        return False
    sign, name = sign_of(parent), child(parent, "name")
    match parent.type:
        case "call_expression":
            return bool(child(parent, "function") == node)
        case "if_statement":
            return True
        case "unary_expression":
            return sign in ("!", "typeof")
        case "binary_expression" if sign in ("===", "!==", "==", "!=") or child(parent, "left") == node:
            return sign not in ("||", "??") or _is_called(program, module, parent)
        case "ternary_expression" if child(parent, "condition") == node:
            return True
        case "parenthesized_expression" | "binary_expression" | "ternary_expression":
            return _is_called(program, module, parent)
        case "variable_declarator" if of_type(name, "identifier"):
            binding = program.scopes(module).binding(name)
            return binding is not None and _only_called(program, module, binding)
    return False
