"""Attributes of objects of the package: where a class reads what its constructor was given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tree_sitter import Node

from .classes import CLASSES, line, modules
from .expressions import calls, key, member
from .meanings import FoundInProgram
from .program import ScriptProgram
from .scopes import names, pattern_of
from .syntax import ScriptModule, above, of_type, parts, up, walk
from .syntax import field as child
from .uses import writes

_OWN_THIS: Final = frozenset({"function_declaration", "function_expression", "generator_function"})
"""Functions whose ``this`` need not be the object of the class around them."""

_PROPERTY: Final = frozenset({"accessibility_modifier", "readonly", "override_modifier"})
"""What makes a parameter of a constructor an attribute in TypeScript."""


def is_property(parameter: Node) -> bool:
    """Whether a parameter of a constructor is an attribute of the object as well."""
    return any(each.type in _PROPERTY for each in parameter.children)


def own(module: ScriptModule, access: Node) -> str | None:
    """The name of an attribute of the object itself: ``this.name``."""
    taken = member(module, access)
    return taken.name if taken and taken.holder.type == "this" and _owner(access) is not None else None


def reads(
    program: ScriptProgram, module: ScriptModule, node: Node, name: str
) -> list[tuple[ScriptModule, Node]] | None:
    """Where an attribute is read that is given its value at a node; None where that is not known of all places.

    It is known where nothing else has an attribute of that name, where it is given a value once, and where objects of
    the class are only asked for what is in them.
    """
    owner = _owner(node)
    if owner is None:
        return None
    # A file that was not looked into yet may hold a class that is made from this one.
    known = modules(program)
    if any(_is_shown(program, each, FoundInProgram(module, owner)) for each in known):
        return None
    found: list[tuple[ScriptModule, Node]] = []
    for each in known:
        for access in _named(each, name):
            around = access.parent
            if own(each, access) is None or around is None:
                return None
            if around != node and writes(access):
                return None
            if around != node:
                found.append((each, access))
        if _is_property_elsewhere(each, node, name):
            return None
    return found


def _named(module: ScriptModule, name: str) -> Iterator[Node]:
    """Every place where something of that name is taken of anything."""
    for node in walk(module.root):
        taken = member(module, node)
        if (
            (taken.name == name)
            or (node.type == "shorthand_property_identifier_pattern" and module.text(node) == name)
            or (node.type == "pair_pattern" and key(module, child(node, "key")) == name)
        ):
            yield node


def _is_property_elsewhere(module: ScriptModule, node: Node, name: str) -> bool:
    """Whether another constructor makes an attribute of a parameter of that name."""
    for each in walk(module.root):
        named: list[Node] = []
        if each.type in ("required_parameter", "optional_parameter") and each != node and is_property(each):
            named = list(names(pattern_of(each)))
        elif each.type in ("public_field_definition", "field_definition") and child(each, "value") is not None:
            named = [one for field in ("name", "property") if (one := child(each, field)) is not None]
        if any(module.text(one) == name for one in named):
            return True
    return False


def _owner(node: Node) -> Node | None:
    """The class whose object ``this`` is at a node."""
    for each in above(node):
        if each.type in CLASSES:
            return each
        of_object = each.type == "method_definition" and of_type(each.parent, "object")
        if each.type in _OWN_THIS or of_object:
            return None
    return None


def _is_shown(program: ScriptProgram, module: ScriptModule, owner: FoundInProgram) -> bool:
    """Whether an object of a class, or of one that is made from it, may be given to something as a whole."""
    for node in walk(module.root):
        if node.type == "this" and not _names_a_part(module, node):
            return True
        if node.type != "new_expression":
            continue
        named = child(node, "constructor")
        made = program.meaning(module, named)
        if isinstance(made, FoundInProgram) and _extends(program, made, owner) and not _is_asked(program, module, node):
            return True
    return False


def _extends(program: ScriptProgram, made: FoundInProgram, owner: FoundInProgram) -> bool:
    return any(each.node == owner.node for each in line(program, made))


def constructor(program: ScriptProgram, made: FoundInProgram) -> FoundInProgram | None:
    """The function that makes an object of a class, its own or that of a class that it is made from."""
    for each in line(program, made):
        for part in parts(child(each.node, "body")):
            name = child(part, "name")
            if part.type == "method_definition" and each.module.text(name) == "constructor":
                return FoundInProgram(each.module, part)
    return None


def _is_asked(program: ScriptProgram, module: ScriptModule, node: Node) -> bool:
    """Whether an object is only asked for what is in it, under its one name."""
    parent = node.parent
    while of_type(parent, "parenthesized_expression"):
        node, parent = parent, parent.parent
    if parent is None:
        return False
    if _names_a_part(module, node):
        return True
    name = child(parent, "name") if parent.type == "variable_declarator" else None
    binding = program.scopes(module).constant(name)
    return binding is not None and all(_names_a_part(module, read) or _is_bound(module, read) for read in binding.reads)


def _names_a_part(module: ScriptModule, node: Node) -> bool:
    """Whether something of a name that is written out is taken of an object."""
    taken = member(module, node.parent)
    return taken.holder == node and taken.name is not None


def _is_bound(module: ScriptModule, node: Node) -> bool:
    """Whether an object is only bound to a method of its own: ``object.run.bind(object)``."""
    call = calls(up(node, 2))
    taken = member(module, call.function)
    return taken.name == "bind" and module.text(member(module, taken.holder).holder) == module.text(node)


def inherited(program: ScriptProgram, module: ScriptModule, call: Node) -> FoundInProgram | None:
    """The constructor that ``super(...)`` calls."""
    owner = _owner(call)
    above_it = list(line(program, FoundInProgram(module, owner)))[1:2] if owner is not None else []
    return constructor(program, above_it[0]) if above_it else None
