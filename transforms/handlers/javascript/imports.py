"""What a file imports and exports, in either of the two ways that Node.js has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from tree_sitter import Node

from migrator.text.source import Source

from .expressions import bare, calls, key, member, sign_of, string
from .scopes import Binding, Scopes, names
from .syntax import FUNCTIONS, ScriptModule, UnreadableScriptError, above, accessor, of_type, parse, parts, walk
from .syntax import field as child


def specifiers(path: str, source: Source) -> tuple[str, ...]:
    """What a file imports by a text that is written out, wherever in it.

    Arguments:
        path: its path, for the language.
        source: its text.
    """
    return _specifiers(path, source.text)


@lru_cache(maxsize=4096)
def _specifiers(path: str, text: str) -> tuple[str, ...]:
    """They are asked for as often as files are looked for that a function can import."""
    try:
        module = parse(path, Source(path, text))
    except UnreadableScriptError:
        return ()
    found = []
    for node in walk(module.root):
        named = None
        if node.type in ("import_statement", "export_statement"):
            named = string(module, child(node, "source"))
        elif (call := calls(node)) and module.text(call.function) in ("require", "import") and call.given:
            named = string(module, call.given[0])
        if named is not None:
            found.append(named)
    return tuple(found)


def required(module: ScriptModule, scopes: Scopes, node: Node) -> str | None:
    """What ``require("x")`` or ``await import("x")`` names."""
    call = calls(bare(node))
    free = module.text(call.function) == "require" and scopes.binding(call.function) is None
    if len(call.given) == 1 and (free or of_type(call.function, "import")):
        return string(module, call.given[0])
    return None


@dataclass(frozen=True)
class Imported:
    """What a name is imported as.

    Arguments:
        specifier: what it is imported from.
        name: the name there; None for all of it.
    """

    specifier: str
    name: str | None


def imported(module: ScriptModule, binding: Binding) -> Imported | None:
    """What an imported name stands for; None for a name that is not imported."""
    node = binding.declaration
    if node.type not in ("import_clause", "namespace_import", "import_specifier"):
        return None
    statement = next((each for each in above(node) if each.type == "import_statement"), None)
    source = string(module, child(statement, "source"))
    if source is None:
        return None
    if node.type == "namespace_import":
        return Imported(source, None)
    name = child(node, "name")
    return Imported(source, "default" if node.type == "import_clause" or name is None else module.text(name))


@dataclass(frozen=True, eq=False)
class Forward:
    """A name that a file exports from another one; None stands for all of it."""

    specifier: str
    name: str | None


@dataclass(eq=False)
class Exports:
    """What a file exports.

    Arguments:
        named: expressions, declarations or names of other files, by name; several where it is exported again.
        whole: what ``module.exports`` is given.
        others: files whose names are exported along.
        linked: whether ``exports`` is given another object, as in ``exports = module.exports = {}``.
    """

    named: dict[str, list[Node | Forward]] = field(default_factory=dict)
    whole: list[Node] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    linked: bool = False

    def add(self, name: str, value: Node | Forward) -> None:
        self.named.setdefault(name, []).append(value)


def exports(module: ScriptModule, scopes: Scopes) -> Exports:
    """Read what a file exports."""
    found = Exports()
    for node in walk(module.root):
        if node.type == "export_statement":
            _export(module, node, found)
        elif node.type == "assignment_expression":
            _assigned(module, scopes, node, found)
    return found


def _export(module: ScriptModule, node: Node, found: Exports) -> None:
    source = string(module, child(node, "source"))
    declaration, value = child(node, "declaration"), child(node, "value")
    is_default = any(each.type == "default" for each in node.children)
    if declaration is not None and is_default:
        found.add("default", declaration)
    elif declaration is not None:
        for name, what in _declared(module, declaration):
            found.add(name, what)
    elif value is not None:
        found.add("default", value)
    clause = next((each for each in node.named_children if each.type == "export_clause"), None)
    for each in parts(clause):
        own = child(each, "name")
        local = child(each, "alias") or own
        if own is not None and local is not None:
            found.add(module.text(local), Forward(source, module.text(own)) if source is not None else own)
    space = next((each for each in node.named_children if each.type == "namespace_export"), None)
    if space is not None and source is not None:
        found.add(module.text(parts(space)[0]), Forward(source, None))
    elif clause is None and declaration is None and value is None and source is not None:
        found.others.append(source)


def _declared(module: ScriptModule, node: Node) -> Iterator[tuple[str, Node]]:
    if node.type in ("lexical_declaration", "variable_declaration"):
        for declarator in parts(node):
            for name in names(child(declarator, "name")):
                yield module.text(name), name
    elif (own := child(node, "name")) is not None:
        yield module.text(own), own if node.type in FUNCTIONS else node


def _assigned(module: ScriptModule, scopes: Scopes, node: Node, found: Exports) -> None:
    left, value = child(node, "left"), final(node)
    if left is None or value is None or any(each.type in FUNCTIONS for each in above(node)):
        return
    if of_type(value, "unary_expression") and sign_of(value) == "void":  # compilers announce names before their values
        return
    if is_exports(module, scopes, left):
        found.linked = found.linked or left.type == "identifier"
        if left.type == "member_expression":
            found.whole.append(value)
            found.named.clear()  # they were put into the object that this one replaces
        return
    taken = member(module, left)
    lost = found.whole and not found.linked and of_type(taken.holder, "identifier")
    if taken and taken.name and is_exports(module, scopes, taken.holder) and not lost:
        found.add(taken.name, value)


def final(node: Node) -> Node | None:
    """The value that a chain of assignments gives."""
    value: Node | None = node
    while of_type(value, "assignment_expression"):
        value = child(value, "right")
    return value


def is_exports(module: ScriptModule, scopes: Scopes, node: Node) -> bool:
    """Whether an expression is ``exports`` or ``module.exports``."""
    if node.type == "identifier":
        return module.text(node) == "exports" and scopes.binding(node) is None
    taken = member(module, node)
    if taken.name != "exports" or taken.holder.type != "identifier":
        return False
    return module.text(taken.holder) == "module" and scopes.binding(taken.holder) is None


def entries(module: ScriptModule, node: Node) -> dict[str, Node] | None:
    """The values of an object that is written out, by name; None where names are computed or spread, or
    repeated, or values are worked out when they are read."""
    found: dict[str, Node] = {}
    for each in parts(node):
        if each.type == "pair":
            name_node, value = child(each, "key"), child(each, "value")
        elif each.type == "shorthand_property_identifier":
            name_node = value = each
        elif each.type == "method_definition" and not accessor(each):
            name_node, value = child(each, "name"), each
        else:
            return None
        name = key(module, name_node)
        if name is None or value is None or name in found:
            return None
        found[name] = value
    return found
