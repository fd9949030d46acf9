"""Values of the event that are given to functions and classes, and come back from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from . import logs
from .alternatives import functions
from .attributes import constructor, inherited
from .chains import Holder, ScriptStep, ScriptValue
from .expressions import member
from .meanings import FoundInProgram, Library
from .scopes import parameters, pattern_of
from .syntax import ScriptModule, arguments_of, function_of, of_type, parts, up
from .syntax import field as child
from .uses import Path

if TYPE_CHECKING:
    from .follow import Follower


def handed_on(follower: Follower, holder: Holder, pattern: Node) -> None:
    """All arguments under one name."""
    name = parts(pattern)[0] if parts(pattern) else pattern
    binding = follower.program.scopes(holder.module).binding(name)
    if binding is None or binding.writes:
        follower.use(ScriptValue(holder, pattern, pattern, ()), "other", pattern)
        return
    read_whole(follower, holder, binding.reads)


def all_given(follower: Follower, holder: Holder, parameter: Node) -> None:
    """What else a function does with its parameter, by reading all that it is given as ``arguments``."""
    function = function_of(parameter)
    reads = arguments_of(holder.module, function)
    if holder.path == () and parameters(function)[:1] == [parameter]:
        read_whole(follower, holder, reads)
    elif reads:
        follower.use(ScriptValue(holder, holder.node, holder.node, holder.path), "other", holder.node)


def read_whole(follower: Follower, holder: Holder, reads: list[Node]) -> None:
    """All arguments of a function, where they are read: the event is the first of what is called with all of them."""
    module = holder.module
    for node in reads:
        at, (call, found) = ScriptValue(holder, node, node, ()), _with_all(follower, module, node)
        if call is None or not found:
            follower.use(at, "other", node)
            continue
        for each in found:
            entered(follower, each, module, call, ())
            taken = parameters(each.node)
            if taken:
                follower.use(at, "parameter", call, "", follower.parameter(each.module, taken[0], (), "parameter"))


def _with_all(follower: Follower, module: ScriptModule, node: Node) -> tuple[Node | None, list[FoundInProgram]]:
    """The call that gives all arguments on, ``run(...args)`` or ``run.apply(this, args)``, and what it may call."""
    spread = of_type(node.parent, "spread_element")
    given = up(node, 2 if spread else 1)
    call = given.parent if of_type(given, "arguments") else None
    function, before = child(call, "function"), 0
    if not spread:
        taken = member(module, function)
        function, before = taken.holder if taken.name == "apply" else None, 1
    alone = call is not None and parts(given)[before:][:1] == [node.parent if spread else node]
    return call, functions(follower.program, module, function) if alone and function is not None else []


def passed(follower: Follower, at: ScriptValue, node: Node, call: Node, given: list[Node]) -> None:
    module = at.holder.module
    function = child(call, "function") or child(call, "constructor")
    target, arguments = follower.program.invoked(module, call)
    if target is not None:
        _into(follower, at, node, call, arguments, target)
        return
    meaning = follower.program.meaning(module, function)
    made = meaning if call.type == "new_expression" else None
    if of_type(function, "super"):
        made = inherited(follower.program, module, call)
    if isinstance(made, FoundInProgram):
        _into(follower, at, node, call, given, made)
        return
    several = functions(follower.program, module, function) if function is not None else []
    if several:
        for each in several:
            _into(follower, at, node, call, given, each)
        return
    name = meaning.name if isinstance(meaning, Library) else ""
    if name == "lodash.get" and given[0] == node and _looked_up(follower, at, call, given):
        return
    if logs.logged(follower.program, module, call):
        follower.use(at, "log", call, name)
    elif name == "Boolean":
        follower.use(at, "truth", call)
    elif name in ("Object.keys", "Object.entries", "Object.values", "Object.fromEntries", "Object.assign"):
        follower.use(at, "keys", call, name)
    elif name == "String":
        follower.use(at, "text", call, name)
    else:
        follower.use(at, "argument", call, name)


def _looked_up(follower: Follower, at: ScriptValue, call: Node, given: list[Node]) -> bool:
    """A value is taken by a path that is written out as a text or a list; whether it is."""
    if len(given) < 2:
        return False
    written = parts(given[1]) if given[1].type == "array" else given[1:2]
    texts = [follower.program.constant(at.holder.module, each) for each in written]
    keys = tuple(key for text in texts for key in (text or "").split("."))
    path = (*at.path, *keys)
    above = [path[:length] for length in range(len(at.path) + 1, len(path))]
    if not all(keys) or "[" in "".join(keys) or any(follower.stops(each) or follower.leaf(each) for each in above):
        return False
    step = ScriptStep(".".join(keys), call, "get")
    default = given[2] if len(given) > 2 else None
    follower.flow(ScriptValue(at.holder, call, call, path, (*at.steps, step), at.others, default))
    return True


def _into(
    follower: Follower, at: ScriptValue, node: Node, call: Node, given: list[Node], target: FoundInProgram
) -> None:
    """The value goes into a function or a class of the package."""
    function = target.node
    if not target.function:
        made = constructor(follower.program, target)
        if made is None or call.type != "new_expression":
            follower.use(at, "argument", call)
            return
        target, function = made, made.node
    if follower.helper(target.module, function):
        follower.use(at, "statement", call)
        return
    before = given[: given.index(node)] if node in given else None
    found = parameters(function)
    if before is None or any(each.type == "spread_element" for each in before) or len(found) <= len(before):
        unread = before is not None and not found and not arguments_of(target.module, function)
        follower.use(at, "statement" if unread else "argument", call)
        return
    parameter = found[len(before)]
    pattern = pattern_of(parameter)
    inner = child(pattern, "left") if pattern.type == "assignment_pattern" else pattern
    before_ = follower.holders.get(((inner or pattern).id, at.path))
    if pattern.type == "rest_pattern" or (before_ is not None and before_.own != at.own):
        follower.use(at, "argument", call)
        return
    entered(follower, target, at.holder.module, call, at.path)
    holder = follower.parameter(target.module, parameter, at.path, "parameter", at.own)
    follower.use(at, "parameter", call, "", holder)


def entered(follower: Follower, target: FoundInProgram, module: ScriptModule, call: Node, path: Path) -> None:
    """Remember that a call gives a function a value that is followed, and follow what that is known to give back for it."""
    follower.targets[target.node.id] = target
    calls_ = follower.entered.setdefault(target.node.id, [])
    if (module, call) in calls_:
        return
    calls_.append((module, call))
    for at, node in list(follower.results.get(target.node.id, ())):
        if at.path[: len(path)] == path:
            _result(follower, at, node, module, call)


def returned(follower: Follower, at: ScriptValue, node: Node) -> None:
    """The value is what a function gives back: it is followed to where that was called."""
    function = node if node.type == "arrow_function" else function_of(node)
    places = follower.entered.get(function.id, []) if function is not None else []
    if function is None or not places:
        follower.use(at, "return", node)
        return
    follower.results.setdefault(function.id, []).append((at, node))
    for module, call in list(places):
        _result(follower, at, node, module, call)


def _result(follower: Follower, at: ScriptValue, node: Node, module: ScriptModule, call: Node) -> None:
    """What a function gives back is the value of a call."""
    key_ = (call.id, at.path)
    holder = follower.holders.get(key_)
    if holder is None:
        holder = follower.holders[key_] = Holder(module, at.path, call, "result", own=at.own)
        follower.flow(ScriptValue(holder, call, call, at.path, own=at.own))
    follower.use(at, "result", node, "", holder)
