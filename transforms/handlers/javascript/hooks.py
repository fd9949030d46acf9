"""Middlewares of the package: what middy calls before and after a handler, and what that does to the response.

https://middy.js.org/docs/intro/how-it-works
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tree_sitter import Node

from ..cors import CORS_HEADERS
from .answer import ScriptAnswer
from .answers import Answers
from .expressions import key, member
from .follow import Follower
from .later import ScriptPut, puts
from .meanings import FoundInProgram
from .program import ScriptProgram
from .scopes import Binding, parameters, pattern_of
from .syntax import ScriptModule, of_type, parts
from .syntax import field as child
from .texts import texts
from .uses import writes

STEPS: Final = ("before", "after", "onError")
_READ: Final = frozenset({"context", "error", "internal"})
"""Parts of a request that hold neither the event nor the response."""

_OF_THE_API: Final = CORS_HEADERS | {"content-type", "set-cookie"}
"""Headers that the two kinds of API treat in different ways."""


@dataclass(frozen=True, eq=False)
class MiddyHook:
    """A function that middy calls with its request.

    Arguments:
        module: its file.
        function: the function.
        step: when: ``before``, ``after`` or ``onError``; what it returns is the response.
    """

    module: ScriptModule
    function: Node
    step: str


def hooks(program: ScriptProgram, module: ScriptModule, node: Node) -> list[MiddyHook] | None:
    """The functions of a middleware; None where it is none of the package, or may change more than is followed."""
    step = _step(module, node)
    found = program.meaning(module, node)
    if step is not None and isinstance(found, FoundInProgram) and found.function:
        made = [MiddyHook(found.module, found.node, step)]
    else:
        made = list(_of_object(program, module, node))
    known = made and all(_is_followed(program, hook) for hook in made)
    return made if known else None


def _step(module: ScriptModule, node: Node) -> str | None:
    """The method of middy that a function is given to."""
    call = node.parent.parent if of_type(node.parent, "arguments") else None
    function = child(call, "function")
    taken = member(module, function)
    return taken.name if taken.name in STEPS else None


def _of_object(program: ScriptProgram, module: ScriptModule, node: Node) -> Iterator[MiddyHook]:
    answers = Answers(program).value(module, node)
    if len(answers) != 1 or answers[0].kind != "object" or answers[0].open or answers[0].later:
        return
    for name, (where, value) in answers[0].keys.items():
        found = program.meaning(where, value)
        if name in STEPS and isinstance(found, FoundInProgram) and found.function:
            yield MiddyHook(found.module, found.node, name)


def follow(follower: Follower, hook: MiddyHook) -> None:
    """Follow the event of the request that a function gets."""
    for node in _taken(follower.program, hook, "event"):
        follower.enter(hook.module, node)


def answered(program: ScriptProgram, hook: MiddyHook) -> list[ScriptAnswer]:
    """The responses that a function makes by itself."""
    answers = Answers(program)
    made = [one for one in answers.of(hook.module, hook.function) if one.kind != "nothing"]
    for put in _responses(program, hook):
        made += answers.value(put.module, put.value) if put.path == () and put.value is not None else []
    return made


def _is_followed(program: ScriptProgram, hook: MiddyHook) -> bool:
    """Whether all that a function does with its request is known, and leaves other responses as they are."""
    given = parameters(hook.function)
    if not given:
        return True
    pattern = pattern_of(given[0])
    if pattern.type == "identifier":
        binding = program.scopes(hook.module).binding(pattern)
        known = binding is not None and binding.constant and all(_known(hook.module, node) for node in binding.reads)
    else:
        known = pattern.type == "object_pattern" and all(
            name in _READ | {"event", "response"} for name, _ in _entries(hook.module, pattern)
        )
    return known and all(_is_harmless(program, hook, put) for put in _responses(program, hook))


def _known(module: ScriptModule, node: Node) -> bool:
    """Whether a part of a request is taken that is known, and no other is put in its place."""
    access = node.parent
    taken = member(module, access)
    if access is None or access.parent is None or taken.holder != node:
        return False
    return taken.name in _READ | {"response"} or (taken.name == "event" and not writes(access))


def _is_harmless(program: ScriptProgram, hook: MiddyHook, put: ScriptPut) -> bool:
    """Whether a change leaves a response one that both APIs take, or is the response to an error."""
    if put.path == ():  # what is replaced after the handler need not have been a response
        return put.value is not None and hook.step == "onError"
    if len(put.path) != 2 or put.path[0] != "headers" or put.path[1] is None or put.value is None:
        return False
    return put.path[1].lower() not in _OF_THE_API and texts(program, put.module, put.value)


def _responses(program: ScriptProgram, hook: MiddyHook) -> list[ScriptPut]:
    """What is put into responses, and in place of them."""
    found: list[ScriptPut] = []
    for binding, depth in _bindings(program, hook):
        for put in puts(program, hook.module, binding):
            if put.path[:1] == ("response",) or depth:
                found.append(replace(put, path=put.path[1 - depth :]))
    return found


def _bindings(program: ScriptProgram, hook: MiddyHook) -> Iterator[tuple[Binding, int]]:
    """The name of the request, or that of the response in it, with how far in it is."""
    given = parameters(hook.function)
    pattern = pattern_of(given[0]) if given else None
    if pattern is None:
        return
    names = [(pattern, 0)] if pattern.type == "identifier" else []
    names += [(node, 1) for name, node in _entries(hook.module, pattern) if name == "response" and not names]
    for node, depth in names:
        binding = program.scopes(hook.module).binding(node)
        if binding is not None:
            yield binding, depth


def _entries(module: ScriptModule, pattern: Node) -> Iterator[tuple[str | None, Node]]:
    """The parts of a request that a pattern names, with what each is called."""
    for each in parts(pattern) if pattern.type == "object_pattern" else ():
        named, value = child(each, "key"), child(each, "value")
        if each.type == "shorthand_property_identifier_pattern":
            yield module.text(each), each
        else:
            yield (key(module, named) if named is not None and value is not None else None), value or each


def _taken(program: ScriptProgram, hook: MiddyHook, part: str) -> Iterator[Node]:
    """Where a part of the request is taken: expressions, and what an entry of a pattern gives it to."""
    given = parameters(hook.function)
    pattern = pattern_of(given[0]) if given else None
    if pattern is None:
        return
    yield from (node for name, node in _entries(hook.module, pattern) if name == part)
    binding = program.scopes(hook.module).binding(pattern)
    for node in binding.reads if binding is not None else ():
        taken = member(hook.module, node.parent)
        if taken.name == part and node.parent is not None:
            yield node.parent
