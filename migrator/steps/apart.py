"""A template without the new APIs that stand beside the old ones: what it would be if nobody had added them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..sam.kinds import OTHER, Kind
from ..sam.template import Event, Resource, Template
from ..subjects import routes_of
from ..text.meaning import data
from ..text.node import Node
from ..text.operations import Operation, Remove
from ..text.values import entries_of, literal
from .additions import SUFFIX, url_of, url_output
from .ground import CALLING, REPLACES, STAYS, TOOL, names_used, taken_out
from .standing import Standing, pathless

FURTHER_STAGES = {"http": "AWS::ApiGatewayV2::Stage", "rest": "AWS::ApiGateway::Stage"}


def apart(template: Template, there: Sequence[Standing], kind: Kind, *, parameters: bool) -> Iterator[Operation]:
    """State what to take out.

    Arguments:
        there: the APIs whose new ones go.
        kind: the kind of the new APIs.
        parameters: whether parameters that only the new ones use go too.
    """
    gone = [*_removed(template, there, kind)]
    yield from gone
    nodes = [node for each in gone if (node := each.mapping.get(each.key)) is not None]
    inner = {id(node) for top in nodes for node in top.walk()}
    left = {each.name for each in template.references if id(each.scalar) not in inner}
    conditions = {text for node in template.root.walk() if (text := _condition(node)) and id(node) not in inner}
    used = {each.name for each in template.references if id(each.scalar) in inner}
    ruled = {text for top in nodes for node in top.walk() if (text := _condition(node))}
    for section, names in (("Parameters", used - left if parameters else set()), ("Conditions", ruled - conditions)):
        yield from taken_out(template.section(section), sorted(names))


def _condition(node: Node) -> str | None:
    """The condition that a resource or an intrinsic names."""
    if node.tag == "!Condition":
        return node.text
    return literal(node.get("Condition")) if node.kind == "mapping" and node.get("Condition") is not None else None


def doubled(each: Standing) -> tuple[Event, ...]:
    """Events of the new API that a template without it cannot have: for routes of both, and all of an implicit API."""
    ours: dict[str, set[str]] = {}
    for event in each.old.events:
        ours.setdefault(event.owner.id, set()).update(routes_of(event))
    twins = {id(twin) for _, twin in pathless(each.old, each.new)}
    return tuple(
        event
        for event in each.new.events
        if each.new.implicit or id(event) in twins or routes_of(event) <= ours.get(event.owner.id, set())
    )


def only_new(each: Standing) -> tuple[Event, ...]:
    """Events of the new API for routes that the old one does not have."""
    own = {id(event) for event in doubled(each)}
    return tuple(event for event in each.new.events if id(event) not in own)


def wholly_apart(template: Template, there: Sequence[Standing], kind: Kind, *, parameters: bool) -> Iterator[Operation]:
    """State what to take out so that no route of the new APIs is left, also none that the old ones do not have.

    Arguments:
        there: the APIs whose new ones go.
        kind: the kind of the new APIs.
        parameters: whether parameters that only the new ones use go too.
    """
    yield from apart(template, there, kind, parameters=parameters)
    for each in there:
        yield from _events_out(template, only_new(each))


def twins(template: Template, each: Standing, kind: Kind) -> dict[str, str]:
    """Resources that let the new API call, or are stages of it, each with the old API's that it is a copy of.

    Arguments:
        kind: the kind of the new API.
    """
    found = {}
    for resource in template.resources.values():
        base = _base(template, resource, each, kind)
        if base is not None:
            found[resource.id] = base
    return found


def _base(template: Template, resource: Resource, each: Standing, kind: Kind) -> str | None:
    used = names_used(template, resource.node)
    if not used & {each.new.id, f"{each.new.id}ApiGatewayDefaultStage"}:
        return None
    if resource.type in CALLING:
        name = re.sub(rf"{SUFFIX[kind.name]}\d*$", "", resource.id)
        base = template.resources.get(name)
        return name if base is not None and name != resource.id and base.type == resource.type else None
    if resource.type == FURTHER_STAGES[kind.name]:
        old = FURTHER_STAGES[OTHER[kind.name].name]
        stages = (r for r in template.resources.values() if r.type == old)
        return next((r.id for r in stages if each.old.id in names_used(template, r.node)), None)
    return None


def _removed(template: Template, there: Sequence[Standing], kind: Kind) -> Iterator[Remove]:
    resources, outputs = template.section("Resources"), template.section("Outputs")
    for each in there:
        yield from taken_out(resources, () if each.new.implicit else [each.new.id])
        for key in (REPLACES, STAYS) if each.new.implicit else ():
            yield from taken_out(template.root.get("Metadata", TOOL, key), [each.new.id])
        yield from _events_out(template, doubled(each))
        yield from taken_out(resources, twins(template, each, kind))
        name, wanted = url_output(each.new.id), {"Value": url_of(template, kind, each.new.id)}
        if (output := entries_of(outputs).get(name)) is not None and data(output) == wanted:
            yield from taken_out(outputs, [name])
    if (section := added_globals(template, there, kind)) is not None:
        yield Remove(section, kind.section)


def _events_out(template: Template, events: Iterable[Event]) -> Iterator[Remove]:
    """Events, which were read from this template or from one that has them in the same places."""
    for event in events:
        home = event.node.parent
        yield from taken_out(template.root.at(home.path()) if home is not None else None, [event.name])


def added_globals(template: Template, there: Sequence[Standing], kind: Kind) -> Node | None:
    """``Globals``, where the section of the new kind came with the new APIs; None where it did not.

    Arguments:
        there: the APIs whose new ones go.
        kind: the kind of the new APIs.
    """
    news = {each.new.id for each in there}
    others = any(api.kind == kind.name and api.id not in news for api in template.apis.values())
    section = template.section("Globals")
    if section is None or section.get(kind.section) is None or others:
        return None
    apart_from_it = (each.new.resource.node.get("IgnoreGlobals") for each in there if each.new.resource is not None)
    return None if any(literal(node) == "*" for node in apart_from_it) else section
