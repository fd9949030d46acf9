"""Classes of the package: what each is made from, and the methods that it has, inherits or replaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from .expressions import bare, member, string
from .imports import entries
from .meanings import FoundInProgram, Meaning, ProgramFile, made_function
from .syntax import FUNCTIONS, ScriptModule, above, accessor, inside, of_type, parts, up, walk
from .syntax import field as child

if TYPE_CHECKING:
    from .program import ScriptProgram

MAX_CLASSES: Final = 5
"""Classes that are made from one another, and are followed."""

CLASSES: Final = frozenset({"class_declaration", "class", "abstract_class_declaration"})

_DATA: Final = ("string", "template_string", "number", "true", "false", "null", "object", "array", "await_expression")
"""Values that are no functions."""


def line(program: ScriptProgram, made: FoundInProgram) -> Iterator[FoundInProgram]:
    """A class, what it is made from, and so on."""
    current: FoundInProgram | None = made
    for _ in range(MAX_CLASSES):
        if current is None:
            return
        yield current
        heritage = next((each for each in current.node.children if each.type == "class_heritage"), None)
        named = [each for each in walk(heritage) if each.type == "identifier"] if heritage is not None else []
        found = program.meaning(current.module, named[0]) if named else None
        current = found if isinstance(found, FoundInProgram) and found.node.type in CLASSES else None


def is_replaced(program: ScriptProgram, holder: Meaning, name: str) -> bool:
    """Whether a class that is made from the one of ``this`` has a method of its own under a name."""
    return any(True for _ in replacing(program, holder, name))


def replacing(program: ScriptProgram, holder: Meaning, name: str) -> Iterator[FoundInProgram]:
    """The classes that are made from the one of ``this`` and have something of their own under a name."""
    classes = (FoundInProgram(each, node) for each in modules(program) for node in heirs(each))
    owner = holder.node if isinstance(holder, FoundInProgram) else None
    for each in classes:
        above = (one.node for one in line(program, each) if one is not each)
        if any(_named(each, name)) and owner is not None and owner in above:
            yield each


def modules(program: ScriptProgram) -> list[ScriptModule]:
    """The files that were looked into, and those that they import, which were not yet."""
    found: dict[str, ScriptModule] = {}
    for each in program.modules:
        if each.path not in found:  # else what it imports is there as well
            found |= {one.path: one for one in program.reachable(each.path)}
    return list(found.values())


def is_assigned(program: ScriptProgram, holder: FoundInProgram, name: str) -> bool:
    """Whether something else may be put in place of a method of a class: in an object, or in its prototype."""
    return any(
        _assigns(program, module, node, holder, name)
        for module in modules(program)
        for node in module.assigned.get(name, ())
    ) or any(program.is_put(each, name) for each in line(program, holder))


def _assigns(program: ScriptProgram, module: ScriptModule, node: Node, holder: FoundInProgram, name: str) -> bool:
    put, value = member(module, child(node, "left")), bare(child(node, "right"))
    if (
        put.name != name
        or _is_bound(module, node)
        or of_type(value, *_DATA)
        or module.text(put.holder).endswith("exports")
    ):
        return False
    owner = next((each for each in above(node) if each.type in CLASSES), None)
    if not of_type(put.holder, "this") or owner is None:
        return True
    made = FoundInProgram(module, owner)
    return holder.node in [e.node for e in line(program, made)] or owner in [e.node for e in line(program, holder)]


def _is_bound(module: ScriptModule, node: Node) -> bool:
    """Whether a method is only bound to its object: ``this.run = this.run.bind(this)``."""
    source = member(module, child(bare(child(node, "right")), "function"))
    return source.name == "bind" and module.text(source.holder) == module.text(child(node, "left"))


def is_put(program: ScriptProgram, holder: Meaning, name: str) -> bool:
    """Whether something else is put into an object, or among what a file exports, under a name."""
    return any(
        _is_same(program, module, target, holder)
        for module in modules(program)
        for node in (*module.assigned.get(name, ()), *module.assigned.get("", ()))
        if (target := _changed(module, node, name)) is not None
    )


def _changed(module: ScriptModule, node: Node, name: str) -> Node | None:
    """What an assignment, or a call such as ``Object.assign``, puts something into under a name."""
    if node.type == "assignment_expression":
        return child(child(node, "left"), "object") if not _is_bound(module, node) else None
    given = parts(child(node, "arguments"))
    whole = len(given) == 2 or (len(given) == 3 and string(module, given[1]) is not None)
    keys = _keys(module, given[1]) if whole else None
    return given[0] if given and (keys is None or name in keys) else None


def _keys(module: ScriptModule, node: Node) -> list[str | None] | None:
    """The keys that are put in by what is given beside an object; None where they are not known."""
    if (text := string(module, node)) is not None:
        return [text]
    held = entries(module, node) if node.type == "object" else None
    return list(held) if held is not None else None


def _is_same(program: ScriptProgram, module: ScriptModule, target: Node, holder: Meaning) -> bool:
    if target.type == "this":
        return isinstance(holder, FoundInProgram) and inside(target, holder.node) and module is holder.module
    binding, taken = program.scopes(module).binding(target), member(module, target)
    if binding is not None and binding.kind == "parameter":
        value = child(target.parent and target.parent.parent, "right")
        own = member(module, target.parent)
        return bool(own and own.name is not None) and not of_type(bare(value), *_DATA)  # it may be given any object
    found = program.meaning(module, taken.holder if taken and taken.name == "prototype" else target)
    same = isinstance(found, FoundInProgram) and isinstance(holder, FoundInProgram) and found.node == holder.node
    return same or (isinstance(found, ProgramFile) and found == holder)


def gives_itself(called: FoundInProgram) -> bool:
    """Whether a method always ends with its own object."""
    body = child(called.node, "body")
    if called.node.type != "method_definition" or body is None or any(e.type == "async" for e in called.node.children):
        return False
    given = [parts(each) for each in walk(body, own=True) if each.type == "return_statement"]
    return bool(given) and all(len(each) == 1 and bare(each[0]).type == "this" for each in given)


def heirs(module: ScriptModule) -> list[Node]:
    """The classes of a file that are made from others."""
    if b" extends " not in module.data:
        return []
    found = (node for node in walk(module.root) if node.type in CLASSES)
    return [node for node in found if any(each.type == "class_heritage" for each in node.children)]


def _named(holder: FoundInProgram, name: str) -> Iterator[Node]:
    """What the body of a class has under a name."""
    for each in parts(child(holder.node, "body")):
        own = child(each, "name") or child(each, "property")
        if own is not None and holder.module.text(own) == name:
            yield each


def method(holder: FoundInProgram, name: str) -> FoundInProgram | None:
    """What an object of a class has under a name, where it is a function: a method, or one that a getter gives."""
    each = next((one for one in _named(holder, name) if accessor(one) != "set"), None)
    value = each if of_type(each, "method_definition") else child(each, "value")
    found = FoundInProgram(holder.module, value) if of_type(value, *FUNCTIONS) else None
    return made_function(found) if found is not None and accessor(found.node) else found


def is_set(program: ScriptProgram, module: ScriptModule, held: Node, name: str | None) -> bool:
    """Whether a property of what a name holds is set somewhere, so that it need not be what the object was made with."""
    for read in program.scopes(module).reads(bare(held)):
        taken, put = member(module, read.parent), up(read, 2)
        named = bare(taken.holder) == read and taken.name in (name, None)
        if named and of_type(put, "assignment_expression") and child(put, "left") == read.parent:
            return True
    return False
