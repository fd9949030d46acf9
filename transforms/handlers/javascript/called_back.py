"""What a function answers other than by what it returns: through its callback, its context, or a promise that it resolves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from .alternatives import functions
from .answer import MAX_HOPS, ScriptAnswer
from .expressions import calls, member
from .scopes import parameters, pattern_of
from .syntax import ScriptModule, of_type, parts, up, walk
from .syntax import field as child

if TYPE_CHECKING:
    from .answers import Answers

_ENDING: Final = {"succeed": 0, "done": 1}
"""Methods of the context that end a function, and which of their arguments the answer is."""


def callbacks(answers: Answers, module: ScriptModule, function: Node) -> Iterator[ScriptAnswer]:
    """What is handed to the callback of a handler, or to ``context.succeed``."""
    given = [pattern_of(each) for each in parameters(function)]
    if len(given) > 1:
        yield from _by_context(answers, module, given[1], MAX_HOPS)
    if len(given) > 2:
        yield from handed(answers, module, given[2], 1, MAX_HOPS)


def _by_context(answers: Answers, module: ScriptModule, pattern: Node, hops: int) -> Iterator[ScriptAnswer]:
    """What is handed to a method of the context that ends the function."""
    for entry in parts(pattern) if pattern.type == "object_pattern" else ():
        named = child(entry, "key") or entry
        if module.text(named) in _ENDING:
            yield from handed(answers, module, child(entry, "value") or entry, _ENDING[module.text(named)], hops)
    for node in answers.program.scopes(module).reads(pattern):
        taken = member(module, node.parent)
        for place in _given(answers, module, node) if not taken and hops else ():
            yield from _by_context(answers, *place, hops - 1)
        if taken.name in _ENDING and node.parent is not None:
            yield from _taken(answers, module, node.parent, _ENDING[taken.name], hops)


def handed(answers: Answers, module: ScriptModule, pattern: Node, at: int, hops: int) -> Iterator[ScriptAnswer]:
    """What a callback or ``resolve`` is called with."""
    for node in answers.program.scopes(module).reads(pattern):
        yield from _taken(answers, module, node, at, hops)


def _taken(answers: Answers, module: ScriptModule, node: Node, at: int, hops: int) -> Iterator[ScriptAnswer]:
    """What a function that ends a handler is called with, where it is read."""
    call = calls(node.parent)
    if (around := up(node, 2)) is not None and around.id in answers.known:
        return  # a library that is known calls back
    if call.function != node:
        places = _given(answers, module, node)
        if at and _catches(module, node):
            return  # it is called with an error alone
        for place in places if hops else ():
            yield from handed(answers, *place, at, hops - 1)
        if not (places and hops) and not of_type(node.parent, "if_statement", "parenthesized_expression"):
            yield ScriptAnswer(module, node, "unknown")
    elif len(call.given) > at:
        yield from answers.value(module, call.given[at], hops)
    elif at == 0:
        yield ScriptAnswer(module, node, "nothing")


def _given(answers: Answers, module: ScriptModule, node: Node) -> list[tuple[ScriptModule, Node]]:
    """The parameters of functions of the package, or the name, that a value is given to; nothing where one is not known."""
    call = node.parent.parent if of_type(node.parent, "arguments") else None
    target, given = answers.program.invoked(module, call)
    function = child(call, "function")
    found = [target] if target is not None else functions(answers.program, module, function) if function else []
    if found and node in given:
        place = given.index(node)
        taken = [(each.module, parameters(each.node)[place:]) for each in found]
        plain = all(rest for _, rest in taken) and not any(each.type == "spread_element" for each in given[:place])
        return [(where, pattern_of(rest[0])) for where, rest in taken] if plain else []
    named = node.parent if of_type(node.parent, "variable_declarator") else None
    name = child(named, "name")
    return [(module, name)] if of_type(name, "identifier") else []


def calls_back(answers: Answers, module: ScriptModule, function: Node, value: Node) -> bool:
    """Whether a value is what calling back gives, which nobody takes."""
    given = [pattern_of(each) for each in parameters(function)]
    scopes = answers.program.scopes(module)
    for node in walk(value):
        binding = scopes.binding(node)
        if binding is None:
            continue
        source = child(binding.declaration, "value") if binding.kind == "variable_declarator" else None
        held = scopes.binding(source) if of_type(source, "identifier") else binding
        if held is not None and any(each in held.nodes for each in given[2:3]):
            return True
        places = _given(answers, module, node) if any(each in binding.nodes for each in given[1:2]) else []
        taken = member(module, node.parent if not places else None)
        if taken.holder == node and taken.name in {*_ENDING, "fail"} and given[1] in binding.nodes:
            return True
        if any(next(_by_context(answers, *place, MAX_HOPS), None) is not None for place in places):
            return True
    return False


def _catches(module: ScriptModule, node: Node) -> bool:
    """Whether a function is given what a promise fails with: ``.catch(callback)``."""
    call = up(node, 2)
    taken = member(module, child(call, "function"))
    return taken.name == "catch" and node in parts(child(call, "arguments"))
