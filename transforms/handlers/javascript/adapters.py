"""Adapters for web frameworks and routers: they read the event themselves, and hand it on to the code of the application."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from migrator.facts import RouteFacts
from migrator.findings import Level

from .. import codes, sentences
from .adapter_table import ADAPTERS, ScriptAdapter
from .answer import returned
from .chains import Chain
from .expressions import bare, calls, key, member, string
from .follow import Follower
from .imports import entries
from .meanings import FoundInProgram
from .program import ScriptProgram
from .scopes import parameters, pattern_of
from .syntax import ScriptModule, of_type, parts, walk
from .syntax import field as child
from .uses import Path

if TYPE_CHECKING:
    from .session import ScriptSession


_PARTS: Final[dict[str, Path]] = {"event": (), "requestContext": ("requestContext",)}
"""What an object with the event in it holds of it."""

_HEADER: Final = "x-apigateway-event"
"""The header in which some adapters put the event as JSON."""


def of(program: ScriptProgram, chain: Chain) -> ScriptAdapter | None:
    """The adapter that an event is given to."""
    if chain.path or chain.use.kind != "argument":
        return None
    call = calls(chain.use.node)
    name = chain.use.name or (_lazily(program, chain.module, call.function) if call else "")
    return ADAPTERS.get(name.removesuffix("()"))


def _lazily(program: ScriptProgram, module: ScriptModule, node: Node, hops: int = 6) -> str:
    """The library that makes what a name holds from the first request on; nothing where several may be it."""
    node = bare(node)
    if hops <= 0:
        return ""
    if (library := program.library(module, node)) is not None:
        return library
    if node.type in ("binary_expression", "assignment_expression", "augmented_assignment_expression"):
        right = child(node, "right")
        return _lazily(program, module, right, hops - 1) if right is not None else ""
    target = program.called(module, node) if node.type == "call_expression" else None
    if target is not None:
        found = [
            _lazily(program, target.module, value, hops - 1) for _, value in returned(target.node) if value is not None
        ]
    else:
        binding = program.scopes(module).binding(node)
        if binding is None or binding.kind != "variable_declarator":
            return ""
        first = child(binding.declaration, "value")
        written = [*([first] if first is not None else []), *(each.parent for each in binding.writes)]
        found = [_lazily(program, module, each, hops - 1) for each in written if each is not None]
    return found[0] if found and len(set(found)) == 1 else ""


def said(session: ScriptSession, module: ScriptModule, node: Node, adapter: ScriptAdapter) -> None:
    """Say what becomes of an adapter."""
    facts, draft = session.facts, session.draft(module)
    far = "2.0" in (facts.before, facts.after)
    if not isinstance(facts, RouteFacts) or (far and not adapter.v2):
        draft.say(
            codes.ADAPTER,
            node,
            f"{adapter.title} does not take payload format 2.0.",
            "Keep the function on payload format 1.0, or change to an adapter that takes both, as `@codegenie/serverless-express` does.",
        )
        return
    if facts.stage:
        draft.say(
            codes.PATH_STAGE,
            node,
            f"{adapter.title} hands the path on with `/{facts.stage}` in front where it comes from an HTTP API, and without it from a REST API.",
            "Use the stage `$default`, or let the adapter take the stage off.",
        )
    if far and any("{" in route.path or route.path == "$default" for route in facts.routes):
        draft.say(
            codes.PATH_DECODED,
            node,
            f"{adapter.title} finds routes by the path, which payload format 2.0 holds decoded: `/a%2Fb` is two segments there, and one behind a REST API. The text of the query is as the client wrote it there.",
            sentences.NO_SUCH_CHARACTERS,
        )


def follow(session: ScriptSession, follower: Follower, adapters: Iterable[ScriptAdapter]) -> None:
    """Follow the event in the code of the application.

    Arguments:
        session: the run.
        follower: follows it.
        adapters: the adapters that the handler uses.
    """
    known = list(adapters)
    if not known:
        return
    boxes = frozenset(name for each in known for name in each.boxes)
    shown = frozenset(name for each in known for name in each.shown)
    for module in session.program.reachable(session.entry.module):
        for node in walk(module.root):
            _node(session, follower, module, node, boxes, shown)
            if any(each.routes for each in known):
                _route(follower, module, node)


def _node(
    session: ScriptSession,
    follower: Follower,
    module: ScriptModule,
    node: Node,
    boxes: frozenset[str],
    shown: frozenset[str],
) -> None:
    taken = member(module, node)
    call = calls(node)
    library = session.program.library(module, call.function)
    if library is not None and library in ADAPTERS and ADAPTERS[library].options:
        _options(session, follower, module, call.given[1:2])
    if taken.name in boxes:
        _box(session, follower, module, node)
    elif taken.name in shown and bare(taken.holder).type == "identifier":
        follower.enter(module, node, _PARTS[taken.name])
    elif library in boxes:
        _box(session, follower, module, node)
    elif node.type in ("pair_pattern", "shorthand_property_identifier_pattern"):
        name = module.text(child(node, "key") or node)
        inner = child(node, "value") or node
        if name in boxes:
            _unpacked(session, follower, module, inner)
    elif node.type == "string" and (string(module, node) or "").lower() == _HEADER:
        _lost(session, module, node)


def _box(session: ScriptSession, follower: Follower, module: ScriptModule, node: Node) -> None:
    """An object with the event in it: what is taken of it."""
    parent = node.parent
    while of_type(parent, "parenthesized_expression", "non_null_expression", "as_expression"):
        node, parent = parent, parent.parent
    taken = member(module, parent)
    if parent is None or parent.type == "expression_statement":
        return
    if taken.holder == node:
        if taken.name in _PARTS:
            follower.enter(module, parent, _PARTS[taken.name])
        elif taken.name is None:
            _lost(session, module, parent)
    elif parent.type == "variable_declarator" and child(parent, "value") == node:
        _unpacked(session, follower, module, child(parent, "name") or parent)
    else:
        _lost(session, module, node)


def _unpacked(session: ScriptSession, follower: Follower, module: ScriptModule, pattern: Node) -> None:
    """A name or a pattern that an object with the event in it is given to."""
    if pattern.type == "object_pattern":
        for each in parts(pattern):
            named = child(each, "key") or each
            name = key(module, named)
            if name in _PARTS:
                follower.enter(module, child(each, "value") or each, _PARTS[name])
            elif each.type == "rest_pattern":
                _lost(session, module, each)
        return
    binding = session.program.scopes(module).binding(pattern)
    if binding is None or not binding.constant:
        _lost(session, module, pattern)
        return
    for read in binding.reads:
        _box(session, follower, module, read)


def _lost(session: ScriptSession, module: ScriptModule, node: Node) -> None:
    close = "2.0" not in (session.facts.before, session.facts.after)
    session.draft(module).say(
        codes.ESCAPES,
        node,
        "The application takes the event itself from where the adapter puts it; what it reads there is not followed.",
        sentences.READ_THE_REQUEST,
        Level.WARNING if close else None,
    )


def _options(session: ScriptSession, follower: Follower, module: ScriptModule, options: list[Node]) -> None:
    """Functions among the options of an adapter, which get the event behind the request."""
    for option in options:
        made = session.program.meaning(module, option)
        values = (
            entries(made.module, made.node) if isinstance(made, FoundInProgram) and made.node.type == "object" else None
        )
        for value in (values or {}).values():
            found = session.program.meaning(made.module, value) if isinstance(made, FoundInProgram) else None
            if isinstance(found, FoundInProgram) and found.function:
                follower.root(found.module, found.node, 1)
        if values is None:
            _lost(session, module, option)


def _route(follower: Follower, module: ScriptModule, node: Node) -> None:
    """A function that is given to a method of a router: its first parameter holds the event."""
    for function in _handlers(follower, module, node):
        given = parameters(function.node)
        pattern = pattern_of(given[0]) if given else None
        if pattern is None:
            continue
        binding = follower.program.scopes(function.module).binding(pattern)
        for read in binding.reads if binding is not None else ():
            taken = member(function.module, read.parent)
            if taken.holder == read and taken.name == "event" and read.parent is not None:
                follower.enter(function.module, read.parent)
        for each in parts(pattern) if pattern.type == "object_pattern" else ():
            if key(function.module, child(each, "key") or each) == "event":
                follower.enter(function.module, child(each, "value") or each)


def _handlers(follower: Follower, module: ScriptModule, node: Node) -> Iterator[FoundInProgram]:
    call = calls(node)
    taken = member(module, child(node, "function"))
    library = follower.program.library(module, taken.holder)
    if library is None or not library.startswith("@aws-lambda-powertools/event-handler/"):
        return
    for each in call.given:
        for item in parts(each) if each.type == "array" else [each]:
            found = follower.program.meaning(module, item)
            if isinstance(found, FoundInProgram) and found.function:
                yield found
