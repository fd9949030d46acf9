"""What each name of a file stands for: bindings by scope, and where they are read and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from tree_sitter import Node

from .syntax import FUNCTIONS, ScriptModule, of_type, parts, walk
from .syntax import field as child

_BLOCKS: Final = frozenset(
    {"program", "statement_block", "for_statement", "for_in_statement", "catch_clause", "switch_body", "class_body"}
)
_NAMES: Final = frozenset({"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"})
_PATTERNS: Final = frozenset({"object_pattern", "array_pattern", "rest_pattern", "pair_pattern"})


@dataclass(eq=False)
class Binding:
    """One name in one scope.

    Arguments:
        name: the name.
        kind: the type of the node that declares it.
        declaration: that node: a declarator, a function, a class, an import, or the function whose parameter it is.
        nodes: identifiers that declare it.
        reads: identifiers that read it.
        writes: identifiers that give it another value later.
    """

    name: str
    kind: str
    declaration: Node
    nodes: list[Node] = field(default_factory=list)
    reads: list[Node] = field(default_factory=list)
    writes: list[Node] = field(default_factory=list)

    @property
    def constant(self) -> bool:
        """Whether it has one value for good."""
        return not self.writes and len(self.nodes) == 1


@dataclass(eq=False)
class Scopes:
    """All names of one file.

    Arguments:
        module: the file.
        evaluated: where a text is run as code, which sees all names around it.
    """

    module: ScriptModule
    evaluated: list[Node] = field(default_factory=list)
    _tables: dict[int, dict[str, Binding]] = field(default_factory=dict)
    _declared: dict[int, Binding] = field(default_factory=dict)
    _used: dict[int, Binding] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._declare(self.module.root, [self.module.root], self.module.root)
        self._refer()

    def binding(self, identifier: Node | None) -> Binding | None:
        """What an identifier stands for; None for a name of the language or the platform, and for what is no name."""
        if identifier is None:
            return None
        return self._used.get(identifier.id) or self._declared.get(identifier.id)

    def constant(self, identifier: Node | None) -> Binding | None:
        """What an identifier stands for, where it has one value for good."""
        found = self.binding(identifier)
        return found if found is not None and found.constant else None

    def value(self, identifier: Node | None) -> Node | None:
        """The value that a name is declared with and has for good."""
        found = self.constant(identifier)
        return child(found.declaration, "value") if found is not None else None

    def reads(self, identifier: Node | None) -> list[Node]:
        """Where what an identifier stands for is read."""
        found = self.binding(identifier)
        return found.reads if found is not None else []

    def visible(self, name: str, at: Node) -> Binding | None:
        """What a name would stand for at a place."""
        current: Node | None = at
        while current is not None:
            found = self._tables.get(current.id, {}).get(name)
            if found is not None:
                return found
            current = current.parent
        return None

    @cached_property
    def top(self) -> dict[str, Binding]:
        """Names at the top of the file."""
        return self._tables.get(self.module.root.id, {})

    # -- declarations ---------------------------------------------------------------------------------------------

    def _declare(self, root: Node, scopes: list[Node], function: Node) -> None:
        stack: list[tuple[Node, Node, Node]] = [(root, scopes[-1], function)]
        while stack:
            node, scope, owner = stack.pop()
            inner_scope, inner_owner = scope, owner
            if node.type in FUNCTIONS:
                self._function(node, scope)
                inner_scope = inner_owner = node
            elif node.type in _BLOCKS:
                inner_scope = node
            self._node(node, inner_scope, scope, owner)
            stack.extend((each, inner_scope, inner_owner) for each in reversed(node.named_children))

    def _function(self, node: Node, scope: Node) -> None:
        name = child(node, "name")
        if name is not None and node.type.endswith("declaration"):
            self._bind(scope, name, node)
        elif name is not None and node.type != "method_definition":
            self._bind(node, name, node)
        for parameter in parameters(node):
            for identifier in names(parameter):
                self._bind(node, identifier, node, "parameter")

    def _node(self, node: Node, scope: Node, outer: Node, owner: Node) -> None:
        match node.type:
            case "variable_declarator":
                pattern = child(node, "name")
                place = owner if of_type(node.parent, "variable_declaration") else scope
                for identifier in names(pattern):
                    self._bind(place, identifier, node)
            case "for_in_statement" if child(node, "kind") is not None:
                for identifier in names(child(node, "left")):
                    self._bind(node, identifier, node)
            case "class_declaration" | "abstract_class_declaration" | "enum_declaration" | "internal_module":
                if (name := child(node, "name")) is not None:
                    self._bind(outer, name, node)
            case "catch_clause":
                for identifier in names(child(node, "parameter")):
                    self._bind(node, identifier, node)
            case "import_clause":
                for each in parts(node):
                    if each.type == "identifier":
                        self._bind(self.module.root, each, node)
            case "namespace_import":
                for each in parts(node):
                    self._bind(self.module.root, each, node)
            case "import_specifier":
                local = child(node, "alias") or child(node, "name")
                if local is not None:
                    self._bind(self.module.root, local, node)

    def _bind(self, scope: Node, identifier: Node, declaration: Node, kind: str = "") -> None:
        table = self._tables.setdefault(scope.id, {})
        name = self.module.text(identifier)
        binding = table.get(name)
        if binding is None:
            binding = table[name] = Binding(name, kind or declaration.type, declaration)
        binding.nodes.append(identifier)
        self._declared[identifier.id] = binding

    # -- references -----------------------------------------------------------------------------------------------

    def _refer(self) -> None:
        for node in walk(self.module.root):
            if node.type not in _NAMES or node.id in self._declared or _imported(node):
                continue
            binding = self.visible(self.module.text(node), node)
            if binding is None:
                if self.module.text(node) == "eval" and of_type(node.parent, "call_expression"):
                    self.evaluated.append(node)
                continue
            self._used[node.id] = binding
            (binding.writes if written(node) else binding.reads).append(node)


def _imported(node: Node) -> bool:
    return of_type(node.parent, "import_specifier", "import_clause")


def written(node: Node) -> bool:
    """Whether a value is put into an identifier, or a part of an object, here."""
    current, parent = node, node.parent
    while parent is not None and (parent.type in _PATTERNS or parent.type.endswith("assignment_pattern")):
        if child(parent, "right") == current:
            return False  # the default of an entry
        current, parent = parent, parent.parent
    if parent is None:
        return False
    if parent.type in ("assignment_expression", "augmented_assignment_expression"):
        return child(parent, "left") == current
    if parent.type == "for_in_statement":
        return child(parent, "left") == current
    return parent.type == "update_expression"


def parameters(function: Node | None) -> list[Node]:
    """The patterns of a function's parameters, types and defaults left on."""
    single = child(function, "parameter")
    if single is not None:
        return [single]
    return [each for each in parts(child(function, "parameters")) if _is_parameter(each)]


def _is_parameter(node: Node) -> bool:
    pattern = child(node, "pattern")
    return not of_type(pattern, "this")


def pattern_of(parameter: Node) -> Node:
    """A parameter without the type that TypeScript gives it."""
    if parameter.type in ("required_parameter", "optional_parameter"):
        return child(parameter, "pattern") or parameter
    return parameter


def default_of(parameter: Node) -> Node | None:
    """The value that a parameter or an entry of a pattern has where none is given."""
    if parameter.type in ("required_parameter", "optional_parameter"):
        return child(parameter, "value")
    return child(parameter, "right") if parameter.type.endswith("assignment_pattern") else None


def names(pattern: Node | None) -> Iterator[Node]:
    """The identifiers that a pattern binds."""
    if pattern is None:
        return
    match pattern.type:
        case "identifier" | "shorthand_property_identifier_pattern":
            yield pattern
        case "pair_pattern":
            yield from names(child(pattern, "value"))
        case "object_assignment_pattern" | "assignment_pattern":
            yield from names(child(pattern, "left"))
        case "required_parameter" | "optional_parameter":
            yield from names(child(pattern, "pattern"))
        case "object_pattern" | "array_pattern" | "rest_pattern":
            for each in parts(pattern):
                yield from names(each)
