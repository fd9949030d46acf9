"""Values of the event, followed from the handler's parameter through names, patterns, calls of the package and returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tree_sitter import Node

from . import follow_calls, follow_names
from .attributes import is_property
from .chains import Chain, Holder, ScriptStep, ScriptUse, ScriptValue
from .expressions import key, member
from .meanings import FoundInProgram, by_method
from .program import ScriptProgram
from .scopes import Binding, parameters, pattern_of
from .syntax import WRAPPERS, ScriptModule, arguments_of, of_type, parts, up
from .syntax import field as child
from .uses import Path, is_export, is_text, passes, plainly, writes


@dataclass(eq=False)
class Follower:
    """Follows one event.

    Kinds of uses: ``read`` (followed no further), ``name``, ``pattern``, ``parameter``, ``result`` (it has a holder
    there), ``truth``, ``null`` (compared with null or undefined), ``compare``, ``in``, ``typeof``, ``method``,
    ``dynamic``, ``property``, ``element``, ``argument``, ``keys`` (``Object.keys`` and the like), ``log``, ``text``, ``store``,
    ``object``, ``spread``, ``rest``, ``return``, ``iterate``, ``statement``, ``rebound`` and ``other``.

    Arguments:
        program: the files.
        stops: whether a path is followed no further: True for a read, None for what is the same in both formats.
        leaf: whether a path holds a text, so that what is taken of it is a use of the text.
        helper: whether a function was added to a file by an earlier run.
    """

    program: ScriptProgram
    stops: Callable[[Path], bool | None]
    leaf: Callable[[Path], bool] = lambda _path: False
    helper: Callable[[ScriptModule, Node], bool] = lambda _module, _function: False
    chains: list[Chain] = field(default_factory=list)
    holders: dict[tuple[int, Path], Holder] = field(default_factory=dict)
    entered: dict[int, list[tuple[ScriptModule, Node]]] = field(default_factory=dict)
    targets: dict[int, FoundInProgram] = field(default_factory=dict)
    results: dict[int, list[tuple[ScriptValue, Node]]] = field(default_factory=dict)

    def root(self, module: ScriptModule, function: Node, number: int = 0) -> Holder | None:
        """Follow the event of a handler; None where it takes none by a name.

        Arguments:
            module: the file.
            function: the handler.
            number: which of its parameters the event is.
        """
        found = parameters(function)
        if len(found) <= number:
            follow_calls.read_whole(self, Holder(module, (), function, "root"), arguments_of(module, function))
            return None
        return self.parameter(module, found[number], (), "root")

    def enter(self, module: ScriptModule, node: Node, path: Path = ()) -> None:
        """Follow another expression that is the event, or a part of it, or what an entry of a pattern gives it to."""
        at = ScriptValue(Holder(module, path, node, "result"), node, node, path)
        if node.type == "object_pattern":
            follow_names.bound(self, at, node, node)
        elif of_type(node.parent, "object_pattern", "pair_pattern"):
            follow_names.named(self, at, node)
        else:
            self.holders[node.id, path] = at.holder
            self.flow(at)

    def parameter(
        self, module: ScriptModule, parameter: Node, path: Path, kind: str, own: frozenset[str] = frozenset()
    ) -> Holder:
        pattern = pattern_of(parameter)
        inner = child(pattern, "left") if pattern.type == "assignment_pattern" else pattern
        pattern = inner or pattern
        at = (pattern.id, path)
        if at not in self.holders:
            binding = self.program.scopes(module).binding(pattern)
            holder = self.holders[at] = Holder(module, path, pattern, kind, binding, own)
            follow_calls.all_given(self, holder, parameter)
            if is_property(parameter):
                name = module.text(pattern) if pattern.type == "identifier" else None
                follow_names.attribute(self, ScriptValue(holder, pattern, pattern, path), parameter, name)
            if pattern.type == "object_pattern":
                follow_names.entries(self, ScriptValue(holder, pattern, pattern, path, own=own), pattern)
            elif binding is not None:
                self.reads(holder, binding)
            elif pattern.type == "rest_pattern" and not path:
                follow_calls.handed_on(self, holder, pattern)
            else:
                self.use(ScriptValue(holder, pattern, pattern, path), "other", pattern)
        return self.holders[at]

    def reads(self, holder: Holder, binding: Binding) -> None:
        if len(binding.nodes) > 1 or len(binding.writes) > (0 if holder.kind != "late" else 1):
            self.use(ScriptValue(holder, holder.node, holder.node, holder.path), "rebound", holder.node, binding.name)
            return
        scopes = self.program.scopes(holder.module)
        for node in scopes.evaluated:
            if scopes.visible(binding.name, node) is binding:
                self.use(ScriptValue(holder, node, node, holder.path), "other", node)
        for node in binding.reads:
            if node.type != "shorthand_property_identifier" and is_export(node):
                continue
            if of_type(node.parent, "type_query"):  # `typeof event` is a type here
                continue
            self.flow(ScriptValue(holder, node, node, holder.path, own=holder.own))

    # -- up the tree ----------------------------------------------------------------------------------------------

    def use(self, at: ScriptValue, kind: str, node: Node, name: str = "", holder: Holder | None = None) -> None:
        chain = Chain(
            at.holder, at.start, at.steps, at.path, at.node, ScriptUse(kind, node, name, holder), at.others, at.default
        )
        at.holder.chains.append(chain)
        self.chains.append(chain)

    def flow(self, at: ScriptValue) -> None:
        """Say what is done with the value of an expression."""
        stop = self.stops(at.path)
        if at.steps and is_text(at.path):  # a name, a parameter or a call may have other values
            self.program.texts.add(at.node.id)
        if stop is None:
            return
        node, others, own = at.node, list(at.others), at.own
        while (parent := node.parent) is not None:
            if parent.type in WRAPPERS or parent.type == "await_expression":
                node = parent
            elif passes(parent, node):
                if parent.type == "binary_expression":
                    others.append(parent)
                node = parent
            elif (copied := self._copied(at, node)) is not None:
                node, own = copied[0], own | copied[1]
            else:
                break
        if stop:
            read = ScriptValue(at.holder, at.start, at.node, at.path, at.steps, tuple(others), at.default)
            changed = writes(node)
            self.use(read, "store" if changed else "read", parent if changed and parent is not None else at.node)
        elif parent is not None:
            self._used(
                ScriptValue(at.holder, at.start, at.node, at.path, at.steps, tuple(others), at.default, own),
                node,
                parent,
            )

    def _copied(self, at: ScriptValue, node: Node) -> tuple[Node, frozenset[str]] | None:
        """The copy that is made of what holds other keys in another format, and the keys that it gives other values.

        ``{ ...event }``, ``{ ...event, body: JSON.parse(event.body) }`` or ``structuredClone(event)``.
        """
        if at.path[:1] not in ((), ("headers",), ("requestContext",)) or node.parent is None:
            return None
        parent, above = node.parent, node.parent.parent
        if above is None or parts(parent) != [node]:
            return None
        if parent.type == "spread_element" and above.type == "object":
            given = [self._given(at, each, later=each.start_byte > parent.start_byte) for each in parts(above)]
            others = [name for name, each in zip(given, parts(above), strict=True) if each != parent]
            return (above, frozenset(map(str, others))) if None not in others else None
        function = child(above, "function") if parent.type == "arguments" else None
        cloned = self.program.library(at.holder.module, function) == "structuredClone"
        return (above, frozenset()) if cloned else None

    def _given(self, at: ScriptValue, entry: Node, *, later: bool) -> str | None:
        """The key of an entry of a copy of the event: one that neither format has, or whose value holds in its place."""
        named = child(entry, "key") if entry.type == "pair" else entry
        name = key(at.holder.module, named)
        known = entry.type in ("pair", "shorthand_property_identifier") and name is not None
        return name if known and at.path == () and (later or self.stops((str(name),)) is None) else None

    def _used(self, at: ScriptValue, node: Node, parent: Node) -> None:
        if parent.type in ("member_expression", "subscript_expression") and child(parent, "object") == node:
            self._taken(at, parent)
        elif parent.type == "variable_declarator" and child(parent, "value") == node:
            follow_names.bound(self, at, child(parent, "name"), parent)
        elif parent.type == "assignment_expression":
            follow_names.assigned(self, at, node, parent)
        elif parent.type == "arguments" and parent.parent is not None:
            follow_calls.passed(self, at, node, parent.parent, parts(parent))
        elif (call := up(parent, 2)) is not None and node in by_method(at.holder.module, call)[1]:
            follow_calls.passed(self, at, node, call, parts(parent))
        elif parent.type == "return_statement" or (parent.type == "arrow_function" and child(parent, "body") == node):
            follow_calls.returned(self, at, parent)
        elif not (
            parent.type in ("pair", "object")
            and follow_names.carried(self, at, parent if parent.type == "pair" else node)
        ):
            kind, name = plainly(self.program, at.holder.module, node, parent)
            self.use(at, kind, parent, name)

    def _taken(self, at: ScriptValue, access: Node) -> None:
        """A key is taken of the value."""
        module = at.holder.module
        taken = member(module, access)
        name, how = taken.name, "dot" if access.type == "member_expression" else "index"
        index = child(access, "index")
        if name is None and index is not None:
            if index.type == "number":
                self.use(at, "element", access, module.text(index))
                return
            name, how = self.program.constant(module, index), "name"
        if name is None:
            self.use(at, "dynamic", access)
            return
        above = access.parent
        if of_type(above, "call_expression") and child(above, "function") == access:
            self.use(at, "method", above, name)
            return
        if self.leaf(at.path):
            self.use(at, "property", access, name)
            return
        if name in at.own and not at.path:
            return
        optional = any(each.type == "optional_chain" for each in access.children)
        step = ScriptStep(name, access, how, optional)
        self.flow(ScriptValue(at.holder, at.start, access, (*at.path, name), (*at.steps, step), at.others))

    def held(
        self,
        module: ScriptModule,
        path: Path,
        node: Node,
        kind: str,
        binding: Binding,
        own: frozenset[str] = frozenset(),
    ) -> Holder:
        at = (node.id, path)
        if at not in self.holders:
            self.holders[at] = Holder(module, path, node, kind, binding, own)
            self.reads(self.holders[at], binding)
        return self.holders[at]
