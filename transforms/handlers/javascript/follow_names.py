"""Values of the event that get names: of variables, of entries of patterns, of attributes and of keys of objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from . import follow_calls
from .attributes import own, reads
from .carried import carried as carried_by
from .chains import Holder, ScriptStep, ScriptValue
from .expressions import key
from .scopes import default_of
from .syntax import field as child
from .syntax import of_type, parts
from .uses import is_text

if TYPE_CHECKING:
    from .follow import Follower

WHOLE: Final = frozenset({(), ("headers",), ("requestContext",)})
"""What is followed through attributes of objects: what holds other keys, and is there in every format."""


def bound(follower: Follower, at: ScriptValue, pattern: Node | None, node: Node) -> None:
    """The value gets a name, or is unpacked."""
    module = at.holder.module
    if of_type(pattern, "identifier"):
        binding = follower.program.scopes(module).binding(pattern)
        if binding is None:
            follower.use(at, "other", node)
        elif not binding.constant:
            follower.use(at, "rebound", pattern, binding.name)
        else:
            holder = follower.held(module, at.path, pattern, "name", binding, at.own)
            follower.use(at, "name", pattern, binding.name, holder)
    elif of_type(pattern, "object_pattern"):
        known = (pattern.id, at.path) in follower.holders
        made = Holder(module, at.path, pattern, "pattern", own=at.own)
        holder = follower.holders.setdefault((pattern.id, at.path), made)
        if not known:
            entries(follower, ScriptValue(holder, pattern, pattern, at.path, own=at.own), pattern)
        follower.use(at, "pattern", pattern, "", holder)
    else:
        listed = of_type(pattern, "array_pattern")
        first = listed and pattern is not None and len(pattern.children) == 3
        follower.use(at, "element" if listed else "other", node, "[0]" if first else "")


def entries(follower: Follower, at: ScriptValue, pattern: Node) -> None:
    """The entries of a pattern, each a key that is taken."""
    module = at.holder.module
    for each in parts(pattern):
        if each.type == "rest_pattern":
            follower.use(at, "rest", each)
            continue
        target = each
        name = module.text(each) if each.type == "shorthand_property_identifier_pattern" else None
        if each.type == "pair_pattern":
            name, value = key(module, child(each, "key")), child(each, "value")
            target = value or each
        elif each.type == "object_assignment_pattern":
            target = child(each, "left") or each
            name = module.text(target)
        default = default_of(each) or default_of(target)
        if target.type == "assignment_pattern":
            target = child(target, "left") or target
        if name is None:
            follower.use(at, "dynamic", each)
            continue
        path = (*at.path, name)
        if name in at.own and not at.path:
            continue
        stop = follower.stops(path)
        if is_text(path) and target.type in ("identifier", "shorthand_property_identifier_pattern"):
            binding = follower.program.scopes(module).binding(target)
            constant = binding is not None and binding.constant and (default is None or default.type == "string")
            follower.program.texts.update(node.id for node in (binding.reads if binding and constant else ()))
        if stop is None:
            continue
        inner = ScriptValue(at.holder, at.start, each, path, (ScriptStep(name, each, "pattern"),), (), default)
        if stop:
            follower.use(inner, "read", each)
        elif target.type == "shorthand_property_identifier_pattern":
            named(follower, inner, target)
        else:
            bound(follower, inner, target, each)


def named(follower: Follower, at: ScriptValue, identifier: Node) -> None:
    binding = follower.program.scopes(at.holder.module).constant(identifier)
    if binding is None:
        follower.use(at, "rebound", identifier, at.holder.module.text(identifier))
        return
    holder = follower.held(at.holder.module, at.path, identifier, "name", binding)
    follower.use(at, "name", identifier, binding.name, holder)


def assigned(follower: Follower, at: ScriptValue, node: Node, assignment: Node) -> None:
    left = child(assignment, "left")
    if left == node:
        follower.use(at, "store", assignment)
        return
    module = at.holder.module
    if of_type(left, "identifier"):
        binding = follower.program.scopes(module).binding(left)
        empty = binding is not None and child(binding.declaration, "value") is None
        if binding is not None and binding.kind == "variable_declarator" and empty and len(binding.writes) == 1:
            holder = follower.held(module, at.path, binding.nodes[0], "late", binding, at.own)
            follower.use(at, "name", left, binding.name, holder)
            return
        follower.use(at, "rebound", left, module.text(left))
        return
    attribute(follower, at, assignment, own(module, left) if left is not None else None)


def attribute(follower: Follower, at: ScriptValue, node: Node, name: str | None) -> None:
    """The value becomes an attribute of an object: it is followed to where the object reads it."""
    known = at.path in WHOLE and name is not None and not at.own
    places = reads(follower.program, at.holder.module, node, name) if known and name is not None else None
    if places is None:
        follower.use(at, "object", node)
        return
    follower.use(at, "name", node, name or "")
    for module, access in places:
        if (access.id, at.path) not in follower.holders:
            holder = follower.holders[access.id, at.path] = Holder(module, at.path, access, "result")
            follower.flow(ScriptValue(holder, access, access, at.path))


def carried(follower: Follower, at: ScriptValue, entry: Node) -> bool:
    """The value stands under a key of an object: it is followed to where that is read; whether it can be."""
    found = carried_by(follower.program, at.holder.module, entry) if at.path in WHOLE and not at.own else None
    if found is None:
        return False
    follower.use(at, "name", entry, found.name)
    for target, module, call in found.entered:
        follow_calls.entered(follower, target, module, call, at.path)
    for module, node in found.reads:
        if (node.id, at.path) not in follower.holders:
            follower.enter(module, node, at.path)
    return True
