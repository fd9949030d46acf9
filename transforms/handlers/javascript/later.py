"""What is put into an object after it was made: by assignments, by ``Object.assign``, and by functions that get it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from tree_sitter import Node

from . import logs
from .expressions import bare, key, member
from .program import ScriptProgram
from .scopes import Binding, parameters, pattern_of
from .syntax import ScriptModule, of_type, parts, up
from .syntax import field as child
from .uses import writes

PutPath: TypeAlias = "tuple[str | None, ...]"
"""The keys that lead to a place in the object; the last is None where others may be set beside those that are named."""

_MERGING: Final = frozenset({"Object.assign", "lodash.merge", "lodash.assign", "lodash.defaults", "lodash.set"})
_READING: Final = re.compile(
    r"console\.|JSON\.|Object\.(?:keys|values|entries|freeze|isFrozen|is|hasOwn|getOwnPropertyNames)$|Array\.isArray$|structuredClone$"
    r"|Promise\.|(?:String|Boolean|Number)$|(?:node:)?(?:util|assert)\b|@middy/"
)
"""What of the language, of Node.js and of middy looks at an object and leaves it as it is."""
_NOTHING: Final = ("undefined", "void 0")
_MAX_HOPS: Final = 4


@dataclass(frozen=True, eq=False)
class ScriptPut:
    """A value that is put into an object.

    Arguments:
        module: the file.
        path: where it is put.
        value: the value; None where it is not known, or the place is emptied.
        at: where that is done in the file of the name.
    """

    module: ScriptModule
    path: PutPath
    value: Node | None
    at: Node


def puts(program: ScriptProgram, module: ScriptModule, binding: Binding, hops: int = _MAX_HOPS) -> list[ScriptPut]:
    """All that is put into what a name holds, whatever calls it.

    Arguments:
        program: the files.
        module: the file of the name.
        binding: the name.
        hops: functions and names that are followed further.
    """
    return [put for node in binding.reads for put in _puts(program, module, node, hops)]


def asked(
    program: ScriptProgram, module: ScriptModule, binding: Binding, hops: int = _MAX_HOPS
) -> Iterator[str | None]:
    """The keys that are read of what a name holds, by this name or as a parameter; None where that is all of them.

    Arguments:
        program: the files.
        module: the file of the name.
        binding: the name.
        hops: functions that are followed further.
    """
    for node in binding.reads:
        taken, call = member(module, node.parent), up(node, 2)
        if taken.holder == node and not writes(node.parent):
            yield taken.name
        elif of_type(node.parent, "arguments") and not logs.within(program, module, node):
            target, given = program.invoked(module, call)
            place = given.index(node) if target is not None and node in given else -1
            found = parameters(target.node) if target is not None else []
            inner = (
                program.scopes(target.module).binding(pattern_of(found[place]))
                if target and place < len(found)
                else None
            )
            if target is not None and inner is not None and place >= 0 and hops:
                yield from asked(program, target.module, inner, hops - 1)
            elif program.library(module, child(call, "function")) == "JSON.stringify":
                yield None


def _puts(program: ScriptProgram, module: ScriptModule, node: Node, hops: int) -> Iterator[ScriptPut]:
    path: PutPath = ()
    while (parent := node.parent) is not None and (taken := member(module, parent)).holder == node:
        if path[-1:] == (None,):
            break  # what is below a computed key is all the same
        node, path = parent, (*path, taken.name)
    if parent is None:
        return
    if writes(node):
        if path:
            given = child(parent, "right") if parent.type == "assignment_expression" else None
            is_gone = given is None or module.text(bare(given)) in _NOTHING
            yield ScriptPut(module, path, None if is_gone else given, node)
    elif parent.type == "call_expression" and len(path) > 1:
        yield ScriptPut(
            module, (*path[:-1], None), None, node
        )  # a method such as `push` may change what it is called on
    elif parent.type == "arguments" and parent.parent is not None:
        yield from _passed(program, module, node, path, parent.parent, hops)
    elif parent.type == "variable_declarator" and child(parent, "value") == node:
        yield from _named(program, module, path, child(parent, "name"), hops)


def _named(
    program: ScriptProgram, module: ScriptModule, path: PutPath, pattern: Node | None, hops: int
) -> Iterator[ScriptPut]:
    """What is put into an object, or a part of it, under another name."""
    binding = program.scopes(module).binding(pattern)
    if binding is None or not hops:
        return
    for put in puts(program, module, binding, hops - 1):
        yield replace(put, path=(*path, *put.path))


def _passed(
    program: ScriptProgram, module: ScriptModule, node: Node, path: PutPath, call: Node, hops: int
) -> Iterator[ScriptPut]:
    function, given = child(call, "function") or child(call, "constructor"), parts(child(call, "arguments"))
    library = program.library(module, function)
    if library in _MERGING:
        yield from _merged(module, path, given) if given[0] == node else ()
        return
    target, given = program.invoked(module, call)
    if target is None:
        if _may_change(library, logged=logs.within(program, module, node)) and not _is_parameter(
            program, module, function
        ):
            yield ScriptPut(module, (*path, None), None, node)
        return
    taken = parameters(target.node)
    place = given.index(node) if node in given else None
    pattern = pattern_of(taken[place]) if place is not None and place < len(taken) else None
    binding = program.scopes(target.module).binding(pattern)
    if binding is None or not hops:
        unread = place is not None and pattern is None
        yield from () if unread else (ScriptPut(module, (*path, None), None, node),)
        return
    for put in puts(program, target.module, binding, hops - 1):
        yield replace(put, path=(*path, *put.path), at=node)


def _may_change(library: str | None, *, logged: bool) -> bool:
    return not logged and (library is None or _READING.match(library) is None)


def _merged(module: ScriptModule, path: PutPath, given: list[Node]) -> Iterator[ScriptPut]:
    """What ``Object.assign`` puts into its first argument."""
    for each in given[1:]:
        if each.type != "object":
            yield ScriptPut(module, (*path, None), None, given[0])
            continue
        for entry in parts(each):
            named = child(entry, "key") or (entry if entry.type == "shorthand_property_identifier" else None)
            name = key(module, named)
            value = child(entry, "value") if entry.type == "pair" else entry
            yield ScriptPut(module, (*path, name), value if name is not None else None, given[0])


def _is_parameter(program: ScriptProgram, module: ScriptModule, node: Node | None) -> bool:
    binding = program.scopes(module).binding(node)
    return binding is not None and binding.kind == "parameter"
