"""What a function answers: each value that it may return, hand to its callback or resolve to, as far as the code tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from tree_sitter import Node

from .alternatives import functions
from .ends import ends
from .later import ScriptPut, puts
from .program import FoundInProgram, Library, ScriptProgram
from .scopes import Binding, default_of, parameters, pattern_of
from .syntax import FUNCTIONS, ScriptModule, bare, calls, key, member, parts, sign_of, up, walk
from .syntax import field as child
from .uses import writes

MAX_HOPS: Final = 12
SPREAD_HOPS: Final = 4

TEXTS: Final = frozenset({"JSON.stringify", "String", "util.inspect"})

_HIDDEN: Final = frozenset({"class_heritage", "accessibility_modifier", "readonly"})
"""What may give an object of a class keys that are not assigned in it."""

_ENDING: Final = {"succeed": 0, "done": 1}
"""Methods of the context that end a function, and which of their arguments the answer is."""


@dataclass(frozen=True, eq=False)
class ScriptAnswer:
    """One value that a function may answer.

    Arguments:
        module: its file.
        node: the expression, or the function for one that ends without a value.
        kind: ``object`` (written out), ``text``, ``value`` (another one that is no object), ``error`` (one that was
            caught), ``ignored`` (returned where Lambda waits for a promise), ``nothing`` or ``unknown``.
        keys: what an object holds, by key; a value that is spread into it included.
        own: the keys that are written in the object itself, with their entries.
        open: whether it may hold more.
        later: what is put into it after it was made.
        site: the call in the handler that gives it; None where it is made in the handler itself.
    """

    module: ScriptModule
    node: Node
    kind: str
    keys: dict[str, tuple[ScriptModule, Node]] = field(default_factory=dict)
    own: dict[str, Node] = field(default_factory=dict)
    open: bool = False
    later: tuple[ScriptPut, ...] = ()
    site: Node | None = None

    def set_later(self, name: str) -> list[ScriptPut]:
        """What a key gets after the object was made; a value that is taken away leaves none."""
        return [put for put in self.later if put.path == (name,)]


def is_async(function: Node) -> bool:
    return any(each.type == "async" for each in function.children)


def returned(function: Node) -> Iterator[tuple[Node, Node | None]]:
    """What a function returns: each statement, or its body, with the value; None for a bare ``return``."""
    body = child(function, "body")
    if body is not None and body.type != "statement_block":
        yield body, body
    for node in walk(body, own=True) if body is not None and body.type == "statement_block" else ():
        if node.type == "return_statement":
            yield node, next(iter(parts(node)), None)


def value_of(entry: Node) -> Node:
    """The value of an entry of an object."""
    return child(entry, "value") or entry if entry.type == "pair" else entry


@dataclass(eq=False)
class Answers:
    """Collects the answers of functions.

    Arguments:
        program: the files.
        known: calls whose answers are right as they are.
    """

    program: ScriptProgram
    known: frozenset[int] = frozenset()
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
        called = list(self._callbacks(module, function))
        if not called and (waited or is_async(function)):
            return self.of(module, function)
        for node, value in returned(function):
            if value is None or (called and self._calls_back(module, function, value)):
                continue
            if waited or is_async(function) or self._is_promise(module, value):
                called += self.value(module, value)
            elif not called:
                called.append(ScriptAnswer(module, node, "ignored"))
        return called or [ScriptAnswer(module, child(function, "name") or function, "nothing")]

    def _is_promise(self, module: ScriptModule, node: Node, hops: int = MAX_HOPS) -> bool:
        """Whether an expression may be a promise."""
        node = bare(node)
        if hops <= 0 or node.type in (
            "object",
            "array",
            "number",
            "string",
            "template_string",
            "true",
            "false",
            "null",
        ):
            return hops <= 0
        if node.type in ("ternary_expression", "binary_expression"):
            names = ("consequence", "alternative", "left", "right")
            return any(self._is_promise(module, each, hops - 1) for name in names if (each := child(node, name)))
        target = self.program.called(module, node) if node.type == "call_expression" else None
        if target is not None:
            values = [value for _, value in returned(target.node) if value is not None]
            inner = (self._is_promise(target.module, value, hops - 1) for value in values)
            return is_async(target.node) or any(inner)
        found = self.program.meaning(module, node) if node.type == "identifier" else None
        if not isinstance(found, FoundInProgram) or found.node == node:
            return True
        return self._is_promise(found.module, found.node, hops - 1)

    # -- callbacks ------------------------------------------------------------------------------------------------

    def _callbacks(self, module: ScriptModule, function: Node) -> Iterator[ScriptAnswer]:
        """What is handed to the callback of a handler, or to ``context.succeed``."""
        given = [pattern_of(each) for each in parameters(function)]
        if len(given) > 1:
            yield from self._by_context(module, given[1], MAX_HOPS)
        if len(given) > 2:
            yield from self._handed(module, given[2], 1, MAX_HOPS)

    def _by_context(self, module: ScriptModule, pattern: Node, hops: int) -> Iterator[ScriptAnswer]:
        """What is handed to a method of the context that ends the function."""
        for entry in parts(pattern) if pattern.type == "object_pattern" else ():
            named = child(entry, "key") or entry
            if module.text(named) in _ENDING:
                yield from self._handed(module, child(entry, "value") or entry, _ENDING[module.text(named)], hops)
        binding = self.program.scopes(module).binding(pattern)
        for node in binding.reads if binding is not None else ():
            taken = member(module, node.parent)
            if taken is None and (place := self._given(module, node)) is not None and hops:
                yield from self._by_context(*place, hops - 1)
            if taken is not None and taken[1] in _ENDING and node.parent is not None:
                yield from self._taken(module, node.parent, _ENDING[taken[1]], hops)

    def _handed(self, module: ScriptModule, pattern: Node, at: int, hops: int) -> Iterator[ScriptAnswer]:
        """What a callback or ``resolve`` is called with."""
        binding = self.program.scopes(module).binding(pattern)
        for node in binding.reads if binding is not None else ():
            yield from self._taken(module, node, at, hops)

    def _taken(self, module: ScriptModule, node: Node, at: int, hops: int) -> Iterator[ScriptAnswer]:
        """What a function that ends a handler is called with, where it is read."""
        call = calls(node.parent)
        if node.parent is not None and node.parent.parent is not None and node.parent.parent.id in self.known:
            return  # a library that is known calls back
        if call is None or call[0] != node:
            place = self._given(module, node)
            if at and _catches(module, node):
                return  # it is called with an error alone
            if place is not None and hops:
                yield from self._handed(*place, at, hops - 1)
            elif node.parent is None or node.parent.type not in ("if_statement", "parenthesized_expression"):
                yield ScriptAnswer(module, node, "unknown")
        elif len(call[1]) > at:
            yield from self.value(module, call[1][at], hops)
        elif at == 0:
            yield ScriptAnswer(module, node, "nothing")

    def _given(self, module: ScriptModule, node: Node) -> tuple[ScriptModule, Node] | None:
        """The parameter of a function of the package, or the name, that a value is given to."""
        call = node.parent.parent if node.parent is not None and node.parent.type == "arguments" else None
        target, given = self.program.invoked(module, call)
        if target is not None:
            taken = parameters(target.node)
            place = given.index(node) if node in given else len(taken)
            plain = place < len(taken) and not any(each.type == "spread_element" for each in given[:place])
            return (target.module, pattern_of(taken[place])) if plain else None
        named = node.parent if node.parent is not None and node.parent.type == "variable_declarator" else None
        name = child(named, "name")
        return (module, name) if name is not None and name.type == "identifier" else None

    def _calls_back(self, module: ScriptModule, function: Node, value: Node) -> bool:
        """Whether a value is what calling back gives, which nobody takes."""
        given = [pattern_of(each) for each in parameters(function)]
        scopes = self.program.scopes(module)
        for node in walk(value):
            binding = scopes.binding(node)
            if binding is None:
                continue
            source = child(binding.declaration, "value") if binding.kind == "variable_declarator" else None
            held = scopes.binding(source) if source is not None and source.type == "identifier" else binding
            if held is not None and any(each in held.nodes for each in given[2:3]):
                return True
            place = self._given(module, node) if any(each in binding.nodes for each in given[1:2]) else None
            taken = member(module, node.parent) if place is None and node.parent is not None else None
            if taken is not None and taken[0] == node and taken[1] in {*_ENDING, "fail"} and given[1] in binding.nodes:
                return True
            if place is not None and next(self._by_context(*place, MAX_HOPS), None) is not None:
                return True
        return False

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
                return [self._object(module, node)]
            case "ternary_expression":
                both = (child(node, "consequence"), child(node, "alternative"))
                return [one for each in both if each is not None for one in self.value(module, each, hops - 1)]
            case "binary_expression" if sign_of(node) in ("||", "??", "&&"):
                both = (child(node, "left"), child(node, "right"))
                return [one for each in both if each is not None for one in self.value(module, each, hops - 1)]
            case "assignment_expression":
                right = child(node, "right")
                return self.value(module, right, hops - 1) if right is not None else []
            case "null" | "undefined":
                return [ScriptAnswer(module, node, "nothing")]
            case "number" | "true" | "false" | "array":
                return [ScriptAnswer(module, node, "value")]
            case "identifier" | "shorthand_property_identifier":
                return self._name(module, node, hops)
            case "member_expression" if (held := child(node, "object")) is not None and held.id in self.known:
                return []
            case "member_expression" if (found := self._written_out(module, node)) is not None:
                return [found]
            case "call_expression" | "new_expression":
                return self._call(module, node, hops)
        return [self._plain(module, node)]

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
        pattern, first = child(binding.declaration, "name"), child(binding.declaration, "value")
        if (held := _fulfilled(module, binding)) is not None:
            return self.value(module, held, hops - 1)
        if binding.kind != "variable_declarator" or pattern is None or pattern.type != "identifier":
            written = self._written_out(module, node)
            return [written] if written is not None else unknown
        given: list[Node | None] = [first] if first is not None else []
        for each in binding.writes:
            parent = each.parent
            if parent is None or parent.type != "assignment_expression":
                return unknown
            given.append(child(parent, "right"))
        later = puts(self.program, module, binding)
        if not given or any(put.path == (None,) for put in later):
            return unknown
        found = [one for each in given if each is not None for one in self.value(module, each, hops - 1)]
        return [_with(one, later) if one.kind == "object" else one for one in found]

    def _written_out(self, module: ScriptModule, node: Node) -> ScriptAnswer | None:
        """An object that is written out elsewhere: imported, or a part of another one."""
        found = self.program.meaning(module, node)
        if not isinstance(found, FoundInProgram) or found.node.type != "object":
            return None
        declared = found.node.parent
        name = child(declared, "name") if declared is not None and declared.type == "variable_declarator" else None
        named = {each.id: (where, each) for where, each in ((module, node), (found.module, name)) if each is not None}
        held = {
            b: where for where, each in named.values() if (b := self.program.scopes(where).binding(each)) is not None
        }
        later = [put for binding, where in held.items() for put in puts(self.program, where, binding)]
        if any(put.path == (None,) for put in later):
            return None
        return _with(self._object(found.module, found.node), later)

    def _is_caught(self, module: ScriptModule, binding: Binding) -> bool:
        """Whether a name is an error of the language or of a library, as it was thrown."""
        whole = child(binding.declaration, "parameter") in binding.nodes and not binding.writes
        return whole and not puts(self.program, module, binding) and _throws_errors(self.program, module)

    def _call(self, module: ScriptModule, node: Node, hops: int) -> list[ScriptAnswer]:
        target = self.program.called(module, node)
        if target is not None:
            return [_at(one, node) for one in self.of(target.module, target.node, hops - 1)]
        given = parts(child(node, "arguments"))
        function = child(node, "function") or child(node, "constructor")
        several = functions(self.program, module, function) if function is not None else []
        if several:
            return [_at(one, node) for each in several for one in self.of(each.module, each.node, hops - 1)]
        meaning = self.program.meaning(module, function)
        if isinstance(meaning, FoundInProgram) and node.type == "new_expression":
            return [instance(module, node, meaning)]
        name = meaning.name if isinstance(meaning, Library) else ""
        if name == "Promise" and node.type == "new_expression" and given:
            return self._promise(module, bare(given[0]), hops)
        if name in ("Promise.resolve", "Object.freeze") and given:
            return self.value(module, given[0], hops - 1)
        if name == "Promise.reject":
            return []
        if name in TEXTS:
            return [ScriptAnswer(module, node, "text")]
        taken = member(module, function)
        if taken is not None and taken[1] in ("then", "catch", "finally"):
            return self._chained(module, taken[0], taken[1], given, hops)
        return [self._plain(module, node)]

    def _promise(self, module: ScriptModule, function: Node, hops: int) -> list[ScriptAnswer]:
        if function.type not in FUNCTIONS:
            return [ScriptAnswer(module, function, "unknown")]
        given = parameters(function)
        return list(self._handed(module, pattern_of(given[0]), 0, hops - 1)) if given else []

    def _chained(self, module: ScriptModule, held: Node, how: str, given: list[Node], hops: int) -> list[ScriptAnswer]:
        found = [] if how == "then" else self.value(module, held, hops - 1)
        for each in given if how != "finally" else ():
            meaning = self.program.meaning(module, each)
            if not isinstance(meaning, FoundInProgram) or not meaning.function:
                return [ScriptAnswer(module, each, "unknown")]
            found = [*found, *self.of(meaning.module, meaning.node, hops - 1)]
        chained = calls(bare(held))
        inner = member(module, chained[0]) if chained is not None else None
        if how == "then" and inner is not None and inner[1] == "catch":
            return found
        return found

    def _object(self, module: ScriptModule, node: Node) -> ScriptAnswer:
        keys: dict[str, tuple[ScriptModule, Node]] = {}
        own: dict[str, Node] = {}
        is_open = False
        for each in parts(node):
            if each.type == "spread_element":
                inner = self._spread(module, parts(each)[0])
                is_open = is_open or inner is None
                keys |= inner or {}
                continue
            name_node = child(each, "key") or child(each, "name") or each
            name = key(module, name_node)
            if name is None and name_node.type == "computed_property_name":
                name = self.program.constant(module, parts(name_node)[0])
            if name is None:
                is_open = True
                continue
            keys[name] = (module, value_of(each))
            own[name] = each
        return ScriptAnswer(module, node, "object", keys, own, is_open)

    def _spread(self, module: ScriptModule, node: Node) -> dict[str, tuple[ScriptModule, Node]] | None:
        found = self.value(module, node, SPREAD_HOPS)
        return found[0].keys if len(found) == 1 and found[0].kind == "object" and not found[0].open else None


def _fulfilled(module: ScriptModule, binding: Binding) -> Node | None:
    """The promise whose value a name is: ``promise.then((name) => ...)``."""
    function, call = binding.declaration, up(binding.declaration, 2)
    taken = member(module, child(call, "function"))
    first = next(iter(parameters(function)), None) if binding.kind == "parameter" else None
    given = parts(child(call, "arguments"))[:1]
    plain = first is not None and pattern_of(first) in binding.nodes and not binding.writes
    return taken[0] if plain and taken is not None and taken[1] == "then" and given == [function] else None


def _catches(module: ScriptModule, node: Node) -> bool:
    """Whether a function is given what a promise fails with: ``.catch(callback)``."""
    call = up(node, 2)
    taken = member(module, child(call, "function"))
    return taken is not None and taken[1] == "catch" and node in parts(child(call, "arguments"))


def _throws_errors(program: ScriptProgram, entry: ScriptModule) -> bool:
    """Whether a file and what it imports throw nothing but errors of the language: none throws a response."""
    modules = program.reachable(entry.path)
    return all(_is_error(program, module, node) for module in modules for node in walk(module.root))


def _is_error(program: ScriptProgram, module: ScriptModule, node: Node) -> bool:
    if node.type != "throw_statement" or not parts(node):
        return True
    value = bare(parts(node)[0])
    binding = program.scopes(module).binding(value)
    if binding is not None and binding.kind == "catch_clause":
        return True
    return (program.library(module, value) or "").removesuffix("()").endswith("Error")


def instance(module: ScriptModule, node: Node, made: FoundInProgram) -> ScriptAnswer:
    """What a new object of a class holds, each key of which is given one value, to ``this``."""
    keys: dict[str, tuple[ScriptModule, Node]] = {}
    unknown = ScriptAnswer(module, node, "unknown")
    for each in walk(made.node):
        taken, put = member(made.module, each.parent), up(each, 2)
        if each.type in _HIDDEN or made.module.text(each) == "toJSON" or any(e.type == "static" for e in each.children):
            return unknown
        name, value = None, None
        if each.type == "this" and (taken is None or taken[0] != each or taken[1] is None):
            return unknown
        if each.type == "this" and put is not None and writes(up(each) or each, put):
            name, value = taken[1] if taken is not None else None, child(put, "right")
        elif each.type in ("field_definition", "public_field_definition"):
            name, value = made.module.text(child(each, "property") or child(each, "name") or each), child(each, "value")
        if name is None or name.startswith("#"):
            continue
        if value is None or name in keys:
            return unknown
        keys[name] = (made.module, value)
    made_by = next(
        (each for each in walk(made.node) if made.module.text(child(each, "name") or each) == "constructor"), None
    )
    asked = [each for each in parameters(made_by) if default_of(each) is None] if made_by is not None else []
    given = parts(child(node, "arguments"))
    whole = len(given) >= len(asked) and all(each.type != "spread_element" for each in given)
    return ScriptAnswer(module, node, "object", keys) if whole and "statusCode" in keys else unknown


def _at(answer: ScriptAnswer, site: Node) -> ScriptAnswer:
    """An answer that comes from a call; the outermost call is what counts."""
    return replace(answer, site=site)


def _with(answer: ScriptAnswer, later: list[ScriptPut]) -> ScriptAnswer:
    keys = dict(answer.keys)
    for put in later:
        if len(put.path) == 1 and put.path[0] is not None and put.value is not None:
            keys.setdefault(put.path[0], (put.module, put.value))
    return replace(answer, keys=keys, later=(*answer.later, *later))
