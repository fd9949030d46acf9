"""Values of the event, followed from the handler's parameter through names, patterns, calls of the package and returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tree_sitter import Node

from . import logs
from .alternatives import functions
from .attributes import constructor, inherited, is_property, own, reads
from .carried import carried
from .chains import ELEMENT, Chain, Holder, ScriptStep, ScriptUse
from .program import FoundInProgram, Library, ScriptProgram
from .scopes import Binding, default_of, parameters, pattern_of
from .syntax import FUNCTIONS, WRAPPERS, ScriptModule, calls, function_of, key, member, parts, reads_arguments
from .syntax import field as child
from .uses import Path, is_export, is_text, passes, plainly, writes

WHOLE: Final = frozenset({(), ("headers",), ("requestContext",)})
"""What is followed through attributes of objects: what holds other keys, and is there in every format."""


@dataclass(frozen=True, eq=False)
class _At:
    """A value on its way: everything of a chain but its use; ``own`` are keys that a copy gives values of its own."""

    holder: Holder
    start: Node
    node: Node
    path: Path
    steps: tuple[ScriptStep, ...] = ()
    others: tuple[Node, ...] = ()
    default: Node | None = None
    own: frozenset[str] = frozenset()


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

    def root(self, module: ScriptModule, function: Node, number: int = 0) -> Holder | None:
        """Follow the event of a handler; None where it takes none.

        Arguments:
            module: the file.
            function: the handler.
            number: which of its parameters the event is.
        """
        found = parameters(function)
        if len(found) <= number:
            return None
        return self._parameter(module, found[number], (), "root")

    def enter(self, module: ScriptModule, node: Node, path: Path = ()) -> None:
        """Follow another expression that is the event, or a part of it, or what an entry of a pattern gives it to."""
        at = _At(Holder(module, path, node, "result"), node, node, path)
        if node.type == "object_pattern":
            self._bound(at, node, node)
        elif node.parent is not None and node.parent.type in ("object_pattern", "pair_pattern"):
            self._named(at, node)
        else:
            self.holders[node.id, path] = at.holder
            self._flow(at)

    def _parameter(
        self, module: ScriptModule, parameter: Node, path: Path, kind: str, own: frozenset[str] = frozenset()
    ) -> Holder:
        pattern = pattern_of(parameter)
        inner = child(pattern, "left") if pattern.type == "assignment_pattern" else pattern
        pattern = inner or pattern
        at = (pattern.id, path)
        if at not in self.holders:
            binding = self.program.scopes(module).binding(pattern)
            holder = self.holders[at] = Holder(module, path, pattern, kind, binding, own)
            if reads_arguments(module, function_of(parameter)):
                self._use(_At(holder, pattern, pattern, path), "other", pattern)
            if is_property(parameter):
                name = module.text(pattern) if pattern.type == "identifier" else None
                self._attribute(_At(holder, pattern, pattern, path), parameter, name)
            if pattern.type == "object_pattern":
                self._entries(_At(holder, pattern, pattern, path, own=own), pattern)
            elif binding is not None:
                self._reads(holder, binding)
            elif pattern.type == "rest_pattern" and not path:
                self._handed_on(holder, pattern)
            else:
                self._use(_At(holder, pattern, pattern, path), "other", pattern)
        return self.holders[at]

    def _handed_on(self, holder: Holder, pattern: Node) -> None:
        """All arguments under one name: the event is the first of what is called with all of them."""
        module, name = holder.module, parts(pattern)[0] if parts(pattern) else pattern
        binding = self.program.scopes(module).binding(name)
        if binding is None or binding.writes:
            self._use(_At(holder, pattern, pattern, ()), "other", pattern)
            return
        for node in binding.reads:
            at, spread = _At(holder, node, node, ()), node.parent
            given = spread.parent if spread is not None and spread.type == "spread_element" else None
            call = given.parent if given is not None and given.type == "arguments" else None
            function = child(call, "function")
            found = functions(self.program, module, function) if function is not None else []
            if given is None or parts(given)[0] != spread or call is None or not found:
                self._use(at, "other", node)
                continue
            for each in found:
                self._entered(each, module, call)
                taken = parameters(each.node)
                if taken:
                    self._use(at, "parameter", call, "", self._parameter(each.module, taken[0], (), "parameter"))

    def _reads(self, holder: Holder, binding: Binding) -> None:
        if len(binding.nodes) > 1 or len(binding.writes) > (0 if holder.kind != "late" else 1):
            self._use(_At(holder, holder.node, holder.node, holder.path), "rebound", holder.node, binding.name)
            return
        for node in binding.reads:
            if node.type != "shorthand_property_identifier" and is_export(node):
                continue
            if node.parent is not None and node.parent.type == "type_query":  # `typeof event` is a type here
                continue
            self._flow(_At(holder, node, node, holder.path, own=holder.own))

    # -- up the tree ----------------------------------------------------------------------------------------------

    def _use(self, at: _At, kind: str, node: Node, name: str = "", holder: Holder | None = None) -> None:
        chain = Chain(
            at.holder, at.start, at.steps, at.path, at.node, ScriptUse(kind, node, name, holder), at.others, at.default
        )
        at.holder.chains.append(chain)
        self.chains.append(chain)

    def _flow(self, at: _At) -> None:
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
            read = _At(at.holder, at.start, at.node, at.path, at.steps, tuple(others), at.default)
            changed = parent is not None and writes(node, parent)
            self._use(read, "store" if changed else "read", parent if changed and parent is not None else at.node)
        elif parent is not None:
            self._used(
                _At(at.holder, at.start, at.node, at.path, at.steps, tuple(others), at.default, own), node, parent
            )

    def _copied(self, at: _At, node: Node) -> tuple[Node, frozenset[str]] | None:
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
        cloned = function is not None and self.program.library(at.holder.module, function) == "structuredClone"
        return (above, frozenset()) if cloned else None

    def _given(self, at: _At, entry: Node, *, later: bool) -> str | None:
        """The key of an entry of a copy of the event: one that neither format has, or whose value holds in its place."""
        named = child(entry, "key") if entry.type == "pair" else entry
        name = key(at.holder.module, named) if named is not None else None
        known = entry.type in ("pair", "shorthand_property_identifier") and name is not None
        return name if known and at.path == () and (later or self.stops((str(name),)) is None) else None

    def _used(self, at: _At, node: Node, parent: Node) -> None:
        if parent.type in ("member_expression", "subscript_expression") and child(parent, "object") == node:
            self._taken(at, parent)
        elif parent.type == "variable_declarator" and child(parent, "value") == node:
            self._bound(at, child(parent, "name"), parent)
        elif parent.type == "assignment_expression":
            self._assigned(at, node, parent)
        elif parent.type == "arguments" and parent.parent is not None:
            self._passed(at, node, parent.parent, parts(parent))
        elif parent.type == "return_statement" or (parent.type == "arrow_function" and child(parent, "body") == node):
            self._returned(at, parent)
        elif not (parent.type in ("pair", "object") and self._carried(at, parent if parent.type == "pair" else node)):
            kind, name = plainly(self.program, at.holder.module, node, parent)
            self._use(at, kind, parent, name)

    def _taken(self, at: _At, access: Node) -> None:
        """A key is taken of the value."""
        module = at.holder.module
        taken = member(module, access)
        name, how = taken[1] if taken is not None else None, "dot" if access.type == "member_expression" else "index"
        index = child(access, "index")
        if name is None and index is not None:
            if index.type == "number":
                self._use(at, "element", access, module.text(index))
                return
            name, how = self.program.constant(module, index), "name"
        if name is None:
            self._use(at, "dynamic", access)
            return
        above = access.parent
        if above is not None and above.type == "call_expression" and child(above, "function") == access:
            self._use(at, "method", above, name)
            return
        if self.leaf(at.path):
            self._use(at, "property", access, name)
            return
        if name in at.own and not at.path:
            return
        optional = any(each.type == "optional_chain" for each in access.children)
        step = ScriptStep(name, access, how, optional)
        self._flow(_At(at.holder, at.start, access, (*at.path, name), (*at.steps, step), at.others))

    # -- names and patterns ---------------------------------------------------------------------------------------

    def _bound(self, at: _At, pattern: Node | None, node: Node) -> None:
        """The value gets a name, or is unpacked."""
        module = at.holder.module
        if pattern is not None and pattern.type == "identifier":
            binding = self.program.scopes(module).binding(pattern)
            if binding is None:
                self._use(at, "other", node)
            elif not binding.constant:
                self._use(at, "rebound", pattern, binding.name)
            else:
                holder = self._held(module, at.path, pattern, "name", binding, at.own)
                self._use(at, "name", pattern, binding.name, holder)
        elif pattern is not None and pattern.type == "object_pattern":
            known = (pattern.id, at.path) in self.holders
            made = Holder(module, at.path, pattern, "pattern", own=at.own)
            holder = self.holders.setdefault((pattern.id, at.path), made)
            if not known:
                self._entries(_At(holder, pattern, pattern, at.path, own=at.own), pattern)
            self._use(at, "pattern", pattern, "", holder)
        else:
            listed = pattern is not None and pattern.type == "array_pattern"
            first = listed and pattern is not None and len(pattern.children) == 3
            self._use(at, "element" if listed else "other", node, "[0]" if first else "")

    def _held(
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
            self._reads(self.holders[at], binding)
        return self.holders[at]

    def _entries(self, at: _At, pattern: Node) -> None:
        """The entries of a pattern, each a key that is taken."""
        module = at.holder.module
        for each in parts(pattern):
            if each.type == "rest_pattern":
                self._use(at, "rest", each)
                continue
            target = each
            name = module.text(each) if each.type == "shorthand_property_identifier_pattern" else None
            if each.type == "pair_pattern":
                named, value = child(each, "key"), child(each, "value")
                name = key(module, named)
                target = value or each
            elif each.type == "object_assignment_pattern":
                target = child(each, "left") or each
                name = module.text(target)
            default = default_of(each) or default_of(target)
            if target.type == "assignment_pattern":
                target = child(target, "left") or target
            if name is None:
                self._use(at, "dynamic", each)
                continue
            path = (*at.path, name)
            if name in at.own and not at.path:
                continue
            stop = self.stops(path)
            if is_text(path) and target.type in ("identifier", "shorthand_property_identifier_pattern"):
                binding = self.program.scopes(module).binding(target)
                constant = binding is not None and binding.constant and (default is None or default.type == "string")
                self.program.texts.update(node.id for node in (binding.reads if binding and constant else ()))
            if stop is None:
                continue
            inner = _At(at.holder, at.start, each, path, (ScriptStep(name, each, "pattern"),), (), default)
            if stop:
                self._use(inner, "read", each)
            elif target.type == "shorthand_property_identifier_pattern":
                self._named(inner, target)
            else:
                self._bound(inner, target, each)

    def _named(self, at: _At, identifier: Node) -> None:
        binding = self.program.scopes(at.holder.module).binding(identifier)
        if binding is None or not binding.constant:
            self._use(at, "rebound", identifier, self.program_text(at, identifier))
            return
        holder = self._held(at.holder.module, at.path, identifier, "name", binding)
        self._use(at, "name", identifier, binding.name, holder)

    @staticmethod
    def program_text(at: _At, node: Node) -> str:
        return at.holder.module.text(node)

    def _assigned(self, at: _At, node: Node, assignment: Node) -> None:
        left = child(assignment, "left")
        if left == node:
            self._use(at, "store", assignment)
            return
        module = at.holder.module
        if left is not None and left.type == "identifier":
            binding = self.program.scopes(module).binding(left)
            empty = binding is not None and child(binding.declaration, "value") is None
            if binding is not None and binding.kind == "variable_declarator" and empty and len(binding.writes) == 1:
                holder = self._held(module, at.path, binding.nodes[0], "late", binding, at.own)
                self._use(at, "name", left, binding.name, holder)
                return
            self._use(at, "rebound", left, module.text(left))
            return
        self._attribute(at, assignment, own(module, left) if left is not None else None)

    def _attribute(self, at: _At, node: Node, name: str | None) -> None:
        """The value becomes an attribute of an object: it is followed to where the object reads it."""
        known = at.path in WHOLE and name is not None and not at.own
        places = reads(self.program, at.holder.module, node, name) if known and name is not None else None
        if places is None:
            self._use(at, "object", node)
            return
        self._use(at, "name", node, name or "")
        for module, access in places:
            if (access.id, at.path) not in self.holders:
                holder = self.holders[access.id, at.path] = Holder(module, at.path, access, "result")
                self._flow(_At(holder, access, access, at.path))

    def _carried(self, at: _At, entry: Node) -> bool:
        """The value stands under a key of an object: it is followed to where that is read; whether it can be."""
        found = carried(self.program, at.holder.module, entry) if at.path in WHOLE and not at.own else None
        if found is None:
            return False
        self._use(at, "name", entry, found.name)
        for target, module, call in found.entered:
            self._entered(target, module, call)
        for module, node in found.reads:
            if (node.id, at.path) not in self.holders:
                self.enter(module, node, at.path)
        return True

    # -- calls ----------------------------------------------------------------------------------------------------

    def _passed(self, at: _At, node: Node, call: Node, given: list[Node]) -> None:
        module = at.holder.module
        function = child(call, "function") or child(call, "constructor")
        target, arguments = self.program.invoked(module, call)
        if target is not None:
            self._into(at, node, call, arguments, target)
            return
        meaning = self.program.meaning(module, function)
        made = meaning if call.type == "new_expression" else None
        if function is not None and function.type == "super":
            made = inherited(self.program, module, call)
        if isinstance(made, FoundInProgram):
            self._into(at, node, call, given, made)
            return
        several = functions(self.program, module, function) if function is not None else []
        if several:
            for each in several:
                self._into(at, node, call, given, each)
            return
        name = meaning.name if isinstance(meaning, Library) else ""
        if name == "lodash.get" and given[0] == node and self._looked_up(at, call, given):
            return
        if logs.logged(self.program, module, call):
            self._use(at, "log", call, name)
        elif name == "Boolean":
            self._use(at, "truth", call)
        elif name in ("Object.keys", "Object.entries", "Object.values", "Object.fromEntries", "Object.assign"):
            self._use(at, "keys", call, name)
        elif name == "String":
            self._use(at, "text", call, name)
        else:
            self._use(at, "argument", call, name)

    def _looked_up(self, at: _At, call: Node, given: list[Node]) -> bool:
        """A value is taken by a path that is written out as a text or a list; whether it is."""
        if len(given) < 2:
            return False
        written = parts(given[1]) if given[1].type == "array" else given[1:2]
        texts = [self.program.constant(at.holder.module, each) for each in written]
        keys = tuple(key for text in texts for key in (text or "").split("."))
        path = (*at.path, *keys)
        above = [path[:length] for length in range(len(at.path) + 1, len(path))]
        if not all(keys) or "[" in "".join(keys) or any(self.stops(each) or self.leaf(each) for each in above):
            return False
        step = ScriptStep(".".join(keys), call, "get")
        default = given[2] if len(given) > 2 else None
        self._flow(_At(at.holder, call, call, path, (*at.steps, step), at.others, default))
        return True

    def _into(self, at: _At, node: Node, call: Node, given: list[Node], target: FoundInProgram) -> None:
        """The value goes into a function or a class of the package."""
        function = target.node
        if not target.function:
            made = constructor(self.program, target)
            if made is None or call.type != "new_expression":
                self._use(at, "argument", call)
                return
            target, function = made, made.node
        if self.helper(target.module, function):
            self._use(at, "statement", call)
            return
        before = given[: given.index(node)] if node in given else None
        found = parameters(function)
        if before is None or any(each.type == "spread_element" for each in before) or len(found) <= len(before):
            self._use(at, "argument" if before is None or found else "statement", call)
            return
        parameter = found[len(before)]
        pattern = pattern_of(parameter)
        inner = child(pattern, "left") if pattern.type == "assignment_pattern" else pattern
        before_ = self.holders.get(((inner or pattern).id, at.path))
        if pattern.type == "rest_pattern" or (before_ is not None and before_.own != at.own):
            self._use(at, "argument", call)
            return
        self._entered(target, at.holder.module, call)
        holder = self._parameter(target.module, parameter, at.path, "parameter", at.own)
        self._use(at, "parameter", call, "", holder)

    def _entered(self, target: FoundInProgram, module: ScriptModule, call: Node) -> None:
        """Remember that a call gives a function a value that is followed."""
        self.targets[target.node.id] = target
        calls_ = self.entered.setdefault(target.node.id, [])
        if (module, call) not in calls_:
            calls_.append((module, call))

    def _returned(self, at: _At, node: Node) -> None:
        """The value is what a function gives back: it is followed to where that was called."""
        function = node if node.type == "arrow_function" else function_of(node)
        places = self.entered.get(function.id, []) if function is not None else []
        if not places:
            self._use(at, "return", node)
            return
        for module, call in list(places):
            key_ = (call.id, at.path)
            holder = self.holders.get(key_)
            if holder is None:
                holder = self.holders[key_] = Holder(module, at.path, call, "result", own=at.own)
                self._flow(_At(holder, call, call, at.path, own=at.own))
            self._use(at, "result", node, "", holder)


__all__ = ["ELEMENT", "FUNCTIONS", "Chain", "Follower", "Holder", "Path", "ScriptStep", "ScriptUse", "calls"]
