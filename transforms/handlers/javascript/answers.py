"""What a function answers: each value that it may return, hand to its callback or resolve to, as far as the code tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tree_sitter import Node

from . import called_back, promises
from .alternatives import functions
from .answer import MAX_HOPS, ScriptAnswer, instance, is_async, returned, with_later
from .ends import ends
from .errors import throws_errors
from .expressions import bare, member, sign_of
from .later import asked, puts
from .meanings import FoundInProgram, Library
from .object_answer import SPREAD_HOPS, object_answer
from .program import ScriptProgram
from .scopes import Binding, parameters, pattern_of
from .syntax import ScriptModule, of_type, parts
from .syntax import field as child

MAX_DEPTH: Final = 2
"""Calls, one within another, that are looked into with what they are given: each opens all that are below it again."""

TEXTS: Final = frozenset({"JSON.stringify", "String", "util.inspect"})


@dataclass(eq=False)
class Answers:
    """Collects the answers of functions.

    Arguments:
        program: the files.
        known: calls whose answers are right as they are.
        given: what parameters are given by the one call that is looked at, with those who know what is in that.
    """

    program: ScriptProgram
    known: frozenset[int] = frozenset()
    given: Mapping[Binding, tuple[Answers, ScriptModule, Node]] = field(default_factory=dict)
    depth: int = 0
    _made: dict[int, list[ScriptAnswer]] = field(default_factory=dict)

    def of(self, module: ScriptModule, function: Node, hops: int = MAX_HOPS) -> list[ScriptAnswer]:
        """The answers of a function.

        Arguments:
            module: its file.
            function: the function.
            hops: functions and names that are followed further.
        """
        if function.id in self._made or hops <= 0:
            return self._made.get(function.id, [])
        self._made[function.id] = []
        self._made[function.id] = self._of(module, function, hops)
        return self._made[function.id]

    def _of(self, module: ScriptModule, function: Node, hops: int) -> list[ScriptAnswer]:
        body = child(function, "body")
        if body is None or "generator" in function.type:
            return [ScriptAnswer(module, function, "unknown")]
        found: list[ScriptAnswer] = []
        for node, value in returned(function):
            nothing = ScriptAnswer(module, node, "nothing")
            found += self.value(module, value, hops) if value is not None else [nothing]
        if body.type == "statement_block" and not ends(body):
            found.append(ScriptAnswer(module, child(function, "name") or function, "nothing"))
        return found

    def of_handler(self, module: ScriptModule, function: Node, *, waited: bool) -> list[ScriptAnswer]:
        """What the function that Lambda calls answers: by its callback, its context, or by what it returns.

        Arguments:
            module: its file.
            function: the function.
            waited: whether what stands around it waits for its value, be that a promise or not.
        """
        called = list(called_back.callbacks(self, module, function))
        if not called and (waited or is_async(function)):
            return self.of(module, function)
        for node, value in returned(function):
            if value is None or (called and called_back.calls_back(self, module, function, value)):
                continue
            if waited or is_async(function) or promises.is_promise(self, module, value):
                called += self.value(module, value)
            elif not called:
                called.append(ScriptAnswer(module, node, "ignored"))
        return called or [ScriptAnswer(module, child(function, "name") or function, "nothing")]

    # -- values ---------------------------------------------------------------------------------------------------

    def value(self, module: ScriptModule, node: Node, hops: int = MAX_HOPS) -> list[ScriptAnswer]:
        """The answers that an expression may be."""
        node = bare(node)
        if hops <= 0:
            return [ScriptAnswer(module, node, "unknown")]
        if node.id in self.known:
            return []
        match node.type:
            case "object":
                return [object_answer(self, module, node)]
            case "ternary_expression":
                return [*self._part(module, node, "consequence", hops), *self._part(module, node, "alternative", hops)]
            case "binary_expression" if sign_of(node) in ("||", "??", "&&"):
                return self._chosen(module, node, hops)
            case "assignment_expression":
                return self._part(module, node, "right", hops)
            case "null" | "undefined":
                return [ScriptAnswer(module, node, "nothing")]
            case "number" | "true" | "false" | "array":
                return [ScriptAnswer(module, node, "value")]
            case "identifier" | "shorthand_property_identifier":
                return self._name(module, node, hops)
            case "member_expression" if (held := child(node, "object")) is not None and held.id in self.known:
                return []
            case "member_expression" if (found := self._written_out(module, node)) is not None:
                return [found.by(node)]
            case "call_expression" | "new_expression":
                return self._call(module, node, hops)
        return [self._plain(module, node)]

    def _part(self, module: ScriptModule, node: Node, name: str, hops: int) -> list[ScriptAnswer]:
        part = child(node, name)
        return self.value(module, part, hops - 1) if part is not None else []

    def _chosen(self, module: ScriptModule, node: Node, hops: int) -> list[ScriptAnswer]:
        """``first || second``: what is no object decides by its value, and is taken with the rest as one."""
        first, second = self._part(module, node, "left", hops), self._part(module, node, "right", hops)
        if not any(each.is_plain for each in first):
            return [*first, *second]
        kinds = {each.kind if each.is_plain else "unknown" for each in (*first, *second)}
        kind = "unknown" if "unknown" in kinds else "text" if kinds == {"text"} else "value"
        return [ScriptAnswer(module, node, kind)]

    def _plain(self, module: ScriptModule, node: Node) -> ScriptAnswer:
        """A value that is followed no further."""
        from .texts import texts

        return ScriptAnswer(module, node, "text" if texts(self.program, module, node) else "unknown")

    def _name(self, module: ScriptModule, node: Node, hops: int) -> list[ScriptAnswer]:
        binding = self.program.scopes(module).binding(node)
        unknown = [ScriptAnswer(module, node, "unknown")]
        if binding is None:
            return [ScriptAnswer(module, node, "nothing")] if module.text(node) == "undefined" else unknown
        if binding.kind == "catch_clause" and self._is_caught(module, binding):
            return [ScriptAnswer(module, node, "error")]
        if binding in self.given:
            outer, where, value = self.given[binding]
            passed = [one.by(node) for one in outer.value(where, value, hops - 1)]
            changed = with_later(passed, puts(self.program, module, binding))
            return unknown if changed is None else changed
        pattern, first = child(binding.declaration, "name"), child(binding.declaration, "value")
        if (held := promises.fulfilled(module, binding)) is not None:
            first = held
        elif binding.kind != "variable_declarator" or not of_type(pattern, "identifier"):
            written = self._written_out(module, node)
            return [written.by(node)] if written is not None else unknown
        given: list[Node | None] = [first] if first is not None else []
        for each in binding.writes:
            parent = each.parent
            if not of_type(parent, "assignment_expression"):
                return unknown
            given.append(child(parent, "right"))
        found = [one for each in given if each is not None for one in self.value(module, each, hops - 1)]
        named = [one.by(node) if len(binding.reads) > 1 else one for one in found]
        read = frozenset(asked(self.program, module, binding))
        named = [replace(one, asked=one.asked | read) for one in named]
        made = with_later(named, puts(self.program, module, binding)) if given else None
        return unknown if made is None else made

    def _written_out(self, module: ScriptModule, node: Node) -> ScriptAnswer | None:
        """An object that is written out elsewhere: imported, or a part of another one."""
        found = self.program.meaning(module, node)
        if not isinstance(found, FoundInProgram) or found.node.type != "object":
            return None
        declared = found.node.parent
        name = child(declared, "name") if of_type(declared, "variable_declarator") else None
        named = {each.id: (where, each) for where, each in ((module, node), (found.module, name)) if each is not None}
        held = {
            b: where for where, each in named.values() if (b := self.program.scopes(where).binding(each)) is not None
        }
        later = [put for binding, where in held.items() for put in puts(self.program, where, binding)]
        made = with_later([object_answer(self, found.module, found.node)], later)
        return made[0] if made is not None else None

    def _is_caught(self, module: ScriptModule, binding: Binding) -> bool:
        """Whether a name is an error of the language or of a library, as it was thrown."""
        whole = child(binding.declaration, "parameter") in binding.nodes and not binding.writes
        return whole and not puts(self.program, module, binding) and throws_errors(self.program, module)

    def _call(self, module: ScriptModule, node: Node, hops: int) -> list[ScriptAnswer]:
        target = self.program.called(module, node)
        if target is not None:
            found = self.of(target.module, target.node, hops - 1)
            is_open = any(one.open or one.kind == "unknown" for one in found)
            if is_open and hops > SPREAD_HOPS and self.depth < MAX_DEPTH:
                inner = Answers(self.program, self.known, self._given(module, node, target), self.depth + 1)
                found = inner.of(target.module, target.node, hops - 1) if inner.given else found
            return [one.at(node) for one in found]
        given = parts(child(node, "arguments"))
        function = child(node, "function") or child(node, "constructor")
        several = functions(self.program, module, function) if function is not None else []
        if several:
            return [one.at(node) for each in several for one in self.of(each.module, each.node, hops - 1)]
        meaning = self.program.meaning(module, function)
        if isinstance(meaning, FoundInProgram) and node.type == "new_expression":
            return [instance(module, node, meaning)]
        name = meaning.name if isinstance(meaning, Library) else ""
        if name == "Promise" and node.type == "new_expression" and given:
            return promises.resolved(self, module, bare(given[0]), hops)
        if name in ("Promise.resolve", "Object.freeze") and given:
            return self.value(module, given[0], hops - 1)
        if name == "Promise.reject":
            return []
        if name.startswith("console."):
            return [ScriptAnswer(module, node, "nothing")]
        if name in TEXTS:
            return [ScriptAnswer(module, node, "text")]
        taken = member(module, function)
        if taken.name in ("then", "catch", "finally"):
            return promises.chained(self, module, taken.holder, taken.name, given, hops)
        return [self._plain(module, node)]

    def _given(
        self, module: ScriptModule, call: Node, target: FoundInProgram
    ) -> dict[Binding, tuple[Answers, ScriptModule, Node]]:
        """What a call gives the parameters of a function."""
        _, values = self.program.invoked(module, call)
        if any(each.type == "spread_element" for each in values):
            return {}
        scopes = self.program.scopes(target.module)
        named = [scopes.binding(pattern_of(each)) for each in parameters(target.node)]
        pairs = zip(named, values, strict=False)
        return {name: (self, module, value) for name, value in pairs if name is not None and not name.writes}
