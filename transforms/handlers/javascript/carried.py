"""Objects that hold the event under a key, as `run({ event, context })` makes them: where that key is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from .alternatives import functions
from .expressions import key, member
from .meanings import FoundInProgram
from .program import ScriptProgram
from .scopes import parameters, pattern_of
from .syntax import ScriptModule, arguments_of, of_type, parts, walk
from .syntax import field as child
from .uses import writes


@dataclass(eq=False)
class CarriedValue:
    """A value under a key of an object that is written out, on its way through names and calls of the package.

    Arguments:
        program: the files.
        name: the key.
        reads: where it is read: accesses and entries of patterns.
        entered: functions that are given the object, with the calls that do.
    """

    program: ScriptProgram
    name: str
    reads: list[tuple[ScriptModule, Node]] = field(default_factory=list)
    entered: list[tuple[FoundInProgram, ScriptModule, Node]] = field(default_factory=list)
    _known: set[int] = field(default_factory=set)

    def follow(self, module: ScriptModule, node: Node) -> bool:
        """Find all reads; whether nothing else is done with the object.

        Arguments:
            module: the file.
            node: the object, or a name that stands for it.
        """
        parent = node.parent
        taken = member(module, parent)
        if parent is None:
            return False
        if taken.holder == node:
            if taken.name == self.name:
                self.reads.append((module, parent))
            around = parent.parent
            called = of_type(around, "call_expression") and child(around, "function") == parent  # `this` is the object
            return taken.name is not None and not called and not writes(parent)
        if parent.type == "variable_declarator":
            return self._named(module, child(parent, "name"))
        return parent.type == "arguments" and parent.parent is not None and self._given(module, node, parent.parent)

    def _given(self, module: ScriptModule, node: Node, call: Node) -> bool:
        target, given = self.program.invoked(module, call)
        function = child(call, "function")
        found = [target] if target is not None else functions(self.program, module, function) if function else []
        return node in given and bool(found) and all(self._into(each, module, node, call, given) for each in found)

    def _into(self, target: FoundInProgram, module: ScriptModule, node: Node, call: Node, given: list[Node]) -> bool:
        taken, place = parameters(target.node), given.index(node)
        if any(each.type == "spread_element" for each in given[:place]):
            return False
        if len(taken) <= place:
            return not arguments_of(target.module, target.node)
        self.entered.append((target, module, call))
        pattern = pattern_of(taken[place])
        if pattern.id in self._known:
            return True
        self._known.add(pattern.id)
        return not arguments_of(target.module, target.node) and self._named(target.module, pattern)

    def _named(self, module: ScriptModule, pattern: Node | None) -> bool:
        if of_type(pattern, "object_pattern"):
            return all(self._entry(module, each) for each in parts(pattern))
        binding = self.program.scopes(module).constant(pattern)
        return binding is not None and all(self.follow(module, each) for each in binding.reads)

    def _entry(self, module: ScriptModule, entry: Node) -> bool:
        name = key(module, child(entry, "key") or child(entry, "left") or entry)
        if name == self.name:
            self.reads.append((module, child(entry, "value") or entry))
        plain = entry.type in ("shorthand_property_identifier_pattern", "pair_pattern")
        return plain or (name not in (None, self.name) and entry.type == "object_assignment_pattern")


def carried(program: ScriptProgram, module: ScriptModule, entry: Node) -> CarriedValue | None:
    """What becomes of a value under a key of an object; None where that is not known of all places.

    Arguments:
        program: the files.
        module: the file.
        entry: the entry of the object with the value.
    """
    whole = entry.parent
    named = child(entry, "key") or entry
    name = key(module, named)
    if not of_type(whole, "object") or name is None:
        return None
    names = [key(module, child(each, "key") or child(each, "name") or each) for each in parts(whole)]
    found = CarriedValue(program, name)
    alone = names.count(name) == 1 and all(each.type != "spread_element" for each in parts(whole))
    own = any(each.type == "this" for each in walk(whole))  # a method of the object may read it
    return found if alone and not own and found.follow(module, whole) else None
