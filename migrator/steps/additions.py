"""What a template gets from its migration, added to it as it stands."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from ..proof.shapes import mapping
from ..sam.definitions import address
from ..sam.kinds import Kind
from ..sam.template import Template
from ..text.meaning import data, long_form
from ..text.node import Node
from ..text.operations import Insert, Operation
from ..text.values import Tagged, Value, entries_of, is_map, literal
from .ground import CALLING, MAPPINGS, REPLACES, STAYS, TOOL
from .record import noted

SUFFIX = {"http": "Http", "rest": "Rest"}
"""What the keys of new events end in."""
SECTIONS = ("Parameters", "Mappings", "Conditions")
ATTACHED = frozenset({"Domain"})
"""Properties of an API that only one of two can have; they stay with the old one."""


def additions(
    before: Template,
    after: Template,
    kind: Kind,
    moved: Mapping[str, str],
    copies: Mapping[str, str],
    held: Mapping[str, Sequence[str]],
) -> Iterator[Operation]:
    """State what to add to a template so that it has the new APIs too.

    Arguments:
        before: the template.
        after: what it would be with the new APIs in place of the old ones.
        kind: the kind of the new APIs.
        moved: logical ids of the old APIs, and of the new ones.
        copies: files that hold the new definitions, by the addresses of the old ones.
        held: routes that stay with the old APIs alone, by their ids.
    """
    suffix = SUFFIX[kind.name]
    for each in _resources(before, after, {new: old for old, new in moved.items()}, suffix, held):
        yield replace(each, value=_renamed(each.value, copies))
    for name, resource in before.resources.items():
        events = resource.node.get("Properties", "Events")
        theirs = after.root.get("Resources", name, "Properties", "Events")
        if events is not None and theirs is not None and is_map(events):
            yield from _events(events, theirs, suffix)
    for section in SECTIONS:
        yield from _section(before, after, section)
    yield from _globals(before, after, kind)
    yield from _outputs(before, after, kind, moved)


def _resources(
    before: Template, after: Template, old: Mapping[str, str], suffix: str, held: Mapping[str, Sequence[str]]
) -> Iterator[Insert]:
    """The new APIs, each behind its old one, and the resources that they brought along."""
    resources = before.section("Resources")
    for name, resource in after.resources.items():
        if resources is None or resources.get(name) is not None or resource.type in MAPPINGS:
            continue
        value: Any = data(resource.node)
        new = _api(value, old[name], held.get(old[name], ())) if name in old else value
        yield Insert(resources, name, new, after=old.get(name))
    for name, replaces in old.items():
        if name not in after.resources:  # an implicit API, which has no metadata of its own
            yield noted(before, ("Metadata", TOOL, REPLACES, name), replaces)
            if held.get(replaces):
                yield noted(before, ("Metadata", TOOL, STAYS, name), list(held[replaces]))
    for name in followers(before, after):
        if resources is not None and before.resources[name].type in CALLING and name in after.resources:
            # A permission for the API, its routes or its authorizers: the new one needs one of its own.
            yield Insert(
                resources, _free(f"{name}{suffix}", after.resources), data(after.resources[name].node), after=name
            )


def _renamed(value: Value, copies: Mapping[str, str]) -> Value:
    if not copies:
        return value
    if (copy := copies.get(address(long_form(value)))) is not None:
        return copy
    if isinstance(value, dict):
        return {key: _renamed(each, copies) for key, each in value.items()}
    return replace(value, argument=_renamed(value.argument, copies)) if isinstance(value, Tagged) else value


def followers(before: Template, after: Template) -> Iterator[str]:
    """List the resources beside functions and APIs that would follow the API if it were replaced.

    Arguments:
        before: the template.
        after: what it would be with the new APIs in place of the old ones.
    """
    for name, resource in before.resources.items():
        new = after.resources.get(name)
        holds_events = resource.node.get("Properties", "Events") is not None
        if name not in before.apis and not holds_events and (new is None or data(new.node) != data(resource.node)):
            yield name


def _free(name: str, taken: Container[str]) -> str:
    return next(k for k in (f"{name}{number or ''}" for number in count()) if k not in taken)


def _api(value: dict[str, Any], replaces: str, stays: Sequence[str]) -> Value:
    properties = {key: each for key, each in value.get("Properties", {}).items() if key not in ATTACHED}
    rest = {key: each for key, each in value.items() if key not in ("Properties", "Metadata")}
    note = {REPLACES: replaces, **({STAYS: list(stays)} if stays else {})}
    return {
        **rest,
        "Metadata": {**mapping(value.get("Metadata")), TOOL: note},
        **({"Properties": properties} if properties else {}),
    }


def _events(events: Node, theirs: Node, suffix: str) -> Iterator[Insert]:
    taken = set(events.entries())
    for name, node in theirs.entries().items():
        before = events.get(name)
        if before is not None and data(before) == data(node):
            continue
        key = _free(name if before is None else f"{name}{suffix}", taken)
        taken.add(key)
        yield Insert(events, key, data(node), after=name if before is not None else None)


def _section(before: Template, after: Template, name: str) -> Iterator[Operation]:
    old, new = before.section(name), after.section(name)
    if new is None:
        return
    if old is None:
        yield Insert(before.root, name, data(new), before="Resources")
        return
    for key, node in new.entries().items():
        if old.get(key) is None:
            yield Insert(old, key, data(node))


def _globals(before: Template, after: Template, kind: Kind) -> Iterator[Operation]:
    added = after.globals_of(kind.section)
    if added is None or before.globals_of(kind.section) is not None:
        return
    section = before.section("Globals")
    own = {key: data(node) for key, node in added.entries().items() if key not in ATTACHED}
    if own and section is None:
        yield Insert(before.root, "Globals", {kind.section: own}, before="Resources")
    elif own and section is not None:
        yield Insert(section, kind.section, own)


def _outputs(before: Template, after: Template, kind: Kind, moved: Mapping[str, str]) -> Iterator[Operation]:
    """The URL of each new API; a deployment shows it."""
    outputs = before.section("Outputs")
    taken = set(entries_of(outputs))
    added: dict[str, Value] = {}
    for new in moved.values():
        if (name := url_output(new)) not in taken:
            added[name] = {"Value": url_of(after, kind, new)}
    if outputs is None:
        yield Insert(before.root, "Outputs", added)
        return
    for name, value in added.items():
        yield Insert(outputs, name, value)


def url_output(new: str) -> str:
    """The name of the output that shows the URL of a new API.

    Arguments:
        new: its logical id.
    """
    return f"{new}Url"


def url_of(after: Template, kind: Kind, new: str) -> Tagged:
    """The URL of a new API.

    Arguments:
        after: a template that has it.
        new: its logical id.
    """
    url = f"https://${{{new}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/{_stage(after, kind, new)}"
    return Tagged("Sub", url)


def _stage(after: Template, kind: Kind, new: str) -> str:
    """The stage as a part of the URL; nothing for the default stage and for one that is not known text."""
    api = after.apis.get(new)
    node = api.properties.get("StageName") if api is not None and not api.implicit else None
    name = literal(node) if node is not None else (kind.implicit_stage if kind.name == "rest" else None)
    return name if name and name != "$default" else ""
