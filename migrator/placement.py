"""Where an API's new properties are written: on its resource, in Globals, or on a resource made for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from .concern import Drop, Put
from .sam.kinds import OTHER, Kind
from .sam.template import Template
from .text.meaning import data
from .text.node import Node
from .text.operations import Insert, Moved, Operation, Remove, RenameKey, SetValue, Wanted, become, plain, settled
from .text.values import Tagged, Value, is_map, literal, ref
from .view import View

Draft: TypeAlias = dict[str, Wanted]
"""Properties of one API after; `Moved` and nested drafts stand among the values."""


def draft(view: View, changes: Iterable[Put | Drop]) -> Draft:
    """Effective properties of an API with the changes of all concerns applied."""
    properties: Draft = dict(view.api.properties.entries())
    for change in changes:
        _change(properties, change.path, change)
    return properties


def _change(at: Draft, path: tuple[str, ...], change: Put | Drop) -> None:
    key, *rest = path
    if rest:
        inner = _open(at.get(key))
        _change(inner, tuple(rest), change)
        at[key] = inner
        if not inner and isinstance(change, Drop):
            del at[key]
    elif isinstance(change, Drop):
        at.pop(key, None)
    elif change.was is not None and change.was in at:
        there = list(at.items())
        at.clear()
        at.update((key, Moved(change.was, change.value)) if k == change.was else (k, v) for k, v in there)
    else:
        at[key] = change.value


def _open(value: Wanted) -> Draft:
    if isinstance(value, Moved):
        value = value.value
    if isinstance(value, Node) and is_map(value):
        return dict(value.entries())
    return value if isinstance(value, dict) else {}


def place(template: Template, moves: Mapping[View, Draft], kind: Kind) -> Iterator[Operation]:
    """Operations that write the properties of all APIs that move.

    When every API of the old kind moves and none of the new kind is there yet, the old section of Globals becomes the
    new one. Otherwise Globals stay for the others, and each API gets its effective values on its own resource (T21: a
    merge adds lists up).

    Arguments:
        moves: the APIs that move, with their properties after.
        kind: what they become.
    """
    old = OTHER[kind.name]
    section = template.globals_of(old.section)
    staying = [a for a in template.apis.values() if a.kind == old.name and all(m.api is not a for m in moves)]
    if section is not None and translates_globals(template, kind, staying=bool(staying)):
        yield from _translate(template, section, moves, kind)
        return
    for view, properties in moves.items():
        yield from _write(view, properties, isolated=True)
        if section is None and _has_no_resource(view) and properties:
            yield _new_section(template, properties, kind)
    if section is not None and moves and not staying:
        yield Remove(_mapping_of(template, "Globals"), old.section)


def _new_section(template: Template, properties: Draft, kind: Kind) -> Operation:
    """A section of Globals for an implicit API, which has no other place for its properties."""
    above = template.section("Globals")
    if above is not None:
        return Insert(above, kind.section, settled(properties))
    return Insert(template.root, "Globals", {kind.section: settled(properties)}, before="Resources")


def translates_globals(template: Template, kind: Kind, *, staying: bool) -> bool:
    """Whether the old kind's section of Globals as a whole can become that of the new kind."""
    there = any(api.kind == kind.name for api in template.apis.values())
    return not staying and not there and template.root.get("Globals", kind.section) is None


def _mapping_of(template: Template, section: str) -> Node:
    node = template.section(section)
    assert node is not None  # noqa: S101 - asked for only where the section is there
    return node


def _translate(template: Template, section: Node, moves: Mapping[View, Draft], kind: Kind) -> Iterator[Operation]:
    """One section of Globals to the other, key by key; what cannot stand there goes to the resources."""
    shared: Draft = {}
    for old in section.entries():
        inherited = {v: p for v, p in moves.items() if v.api.local is None or old not in v.api.local.entries()}
        made = [_made_from(properties, old) for properties in inherited.values()]
        first = made[0] if made else None
        if first is not None and first[0] in kind.globals_keys and all(m and _alike(m, first) for m in made):
            shared[first[0]] = first[1]
    for view, properties in moves.items():
        if _has_no_resource(view):  # it has no other place than Globals for what it gets anew
            shared.update({key: value for key, value in properties.items() if key not in shared})
    above, old = _mapping_of(template, "Globals"), OTHER[kind.name].section
    if shared:
        yield RenameKey(above, old, kind.section)
        yield from become(section, shared)
    else:
        yield Remove(above, old)
    for view, properties in moves.items():
        yield from _write(view, _local(view, properties, shared), isolated=False, shared=shared, whole=properties)


def _has_no_resource(view: View) -> bool:
    """Whether an API is implicit and stays so."""
    return view.api.implicit and not view.explicit


def _made_from(properties: Draft, old: str) -> tuple[str, Wanted] | None:
    """The key and value that a property became; None when it was dropped."""
    made = ((k, v) for k, v in properties.items() if (v.was if isinstance(v, Moved) else k) == old)
    return next(made, None)


def _alike(one: tuple[str, Wanted], other: tuple[str, Wanted]) -> bool:
    return one[0] == other[0] and plain(settled(one[1])) == plain(settled(other[1]))


def _local(view: View, properties: Draft, shared: Draft) -> Draft:
    """What an API keeps on its own resource when ``shared`` stands in Globals."""
    own = properties.items() if not _has_no_resource(view) else ()
    return {k: v for k, v in own if k not in shared or plain(settled(v)) != plain(settled(shared[k]))}


def _write(
    view: View, properties: Draft, *, isolated: bool, shared: Draft | None = None, whole: Draft | None = None
) -> Iterator[Operation]:
    """Write an API's properties on its resource.

    Arguments:
        isolated: the properties are all that counts; Globals of the new kind must not be merged into them.
        shared: what Globals of the new kind hold.
        whole: all that the API is to have, from Globals or of its own; the properties by default.
    """
    resource = view.api.resource
    if resource is None:
        if view.explicit:
            yield from _new_resource(view, properties)
        return
    ignored = _ignored(view, properties, whole or properties, shared or {}, isolated=isolated)
    yield from _ignore(resource.node, ignored)
    if resource.local is not None:
        yield from become(resource.local, properties)
    elif properties and (pair := resource.node.pair("Properties")) is not None:
        yield SetValue(pair.value, settled(properties))
    elif properties:
        yield Insert(resource.node, "Properties", settled(properties), after="Type")


def _ignored(view: View, properties: Draft, whole: Draft, shared: Draft, *, isolated: bool) -> list[str] | str | None:
    """The ``IgnoreGlobals`` that the resource needs; None for none (T21, T22)."""
    if isolated:
        there = view.template.root.get("Globals", view.kind.section)
        return "*" if is_map(there) and there.pairs else None
    names = [key for key in shared if key not in whole]
    names += [key for key in properties if key in shared and _merges_otherwise(properties[key], shared[key])]
    return names or None


def _merges_otherwise(own: Wanted, shared: Wanted) -> bool:
    """Whether SAM would merge Globals' value into the API's own to something else than the own value (lists add up)."""
    inner, outer = settled(own), settled(shared)
    return bool(plain(_merge(plain(outer), plain(inner))) != plain(inner))


def _merge(outer: Value, inner: Value) -> Value:
    if isinstance(outer, dict) and isinstance(inner, dict):
        return {**outer, **inner, **{key: _merge(outer[key], inner[key]) for key in outer.keys() & inner.keys()}}
    if isinstance(outer, list) and isinstance(inner, list):
        return [*outer, *inner]
    return inner


def _ignore(resource: Node, names: list[str] | str | None) -> Iterator[Operation]:
    there = resource.pair("IgnoreGlobals")
    if there is None and names is not None:
        yield Insert(resource, "IgnoreGlobals", names, after="Type")
    elif there is not None and names is None:
        yield Remove(resource, "IgnoreGlobals")
    elif there is not None and literal(there.value) != names and data(there.value) != names:
        yield SetValue(there.value, names)


def _new_resource(view: View, properties: Draft) -> Iterator[Operation]:
    """An explicit API in the place of an implicit one."""
    resources = _mapping_of(view.template, "Resources")
    body: dict[str, Value] = {"Type": view.kind.type}
    yield from _attributes(view, body)
    if is_map(view.template.root.get("Globals", view.kind.section)):
        body["IgnoreGlobals"] = "*"
    if properties:
        body["Properties"] = settled(properties)
    yield Insert(resources, view.new_id, body, before=view.api.events[0].owner.id)
    for event in view.api.events:
        if event.properties is not None and event.properties.get(OTHER[view.kind.name].api_key) is None:
            yield Insert(event.properties, view.kind.api_key, ref(view.new_id), before="Path")


POLICIES = {"DeletionPolicy": ("Retain", "Delete"), "UpdateReplacePolicy": ("Retain", "Snapshot", "Delete")}
"""Attributes that an implicit API takes from its functions, the strongest first.

Source: samtranslator, plugins/api/implicit_api_plugin.py.
"""


def _attributes(view: View, body: dict[str, Value]) -> Iterator[Operation]:
    """Give a resource what SAM makes of the functions' attributes for an implicit API."""
    owners = [event.owner.node for event in view.api.events]
    conditions = [*dict.fromkeys(literal(owner.get("Condition")) for owner in owners)]
    section = view.template.section("Conditions")
    if len(conditions) == 1 and conditions[0] is not None:
        body["Condition"] = conditions[0]
    elif None not in conditions and section is not None:
        name, number = f"{view.new_id}Condition", 2
        while name in section.entries():
            name, number = f"{view.new_id}Condition{number}", number + 1
        yield Insert(section, name, _any_of(conditions))
        body["Condition"] = name
    for key, strongest in POLICIES.items():
        found = {literal(owner.get(key)) for owner in owners}
        if policy := next((each for each in strongest if each in found), None):
            body[key] = policy


def _any_of(conditions: Sequence[Value]) -> Tagged:
    """The condition that holds when one of several does; CloudFormation takes up to ten at once."""
    parts: list[Value] = [Tagged("Condition", name) for name in conditions[:9]]
    rest = conditions[9:]
    return Tagged("Or", [*parts, _any_of(rest) if len(rest) > 1 else Tagged("Condition", rest[0])] if rest else parts)
