"""Which APIs have a second one beside them already, and whether each has all routes of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..moves import Counterpart
from ..sam.extensions import INTEGRATION
from ..sam.kinds import OTHER, Kind
from ..sam.template import Api, Event, Template
from ..subjects import defined_routes, routes_of
from ..text.node import Node
from ..text.values import is_list, literal
from .ground import REPLACES, STAYS, TOOL


@dataclass(frozen=True)
class Lacking:
    """A route that one of two APIs has, and the other does not.

    Arguments:
        route: its name, such as ``GET /orders``.
        node: where it stands.
        event: the event that makes it; None where a definition does.
    """

    route: str
    node: Node
    event: Event | None = None


@dataclass(frozen=True, eq=False)
class Standing:
    """An API and the one that stands beside it.

    Arguments:
        old: the API that clients use today.
        new: the API that takes its place in the end.
        missing: routes of the old one that the new one lacks.
        further: routes of the new one that the old one lacks.
        held: routes that a split left with the old one.
    """

    old: Api
    new: Api
    missing: tuple[Lacking, ...]
    further: tuple[Lacking, ...]
    held: tuple[Lacking, ...] = ()

    @property
    def succession(self) -> tuple[Api, str]:
        """The old API, and the logical id of the new one."""
        return self.old, self.new.id

    @property
    def counterpart(self) -> Counterpart:
        """What the old API becomes."""
        return Counterpart(self.new.id, None if self.new.implicit else self.new.properties.get("StageName"))


def standing(template: Template, kind: Kind) -> tuple[Standing, ...]:
    """Find the APIs of the old kind that have a new one.

    Arguments:
        kind: the kind of the new APIs.
    """
    return tuple(_standing(template, kind))


def counterparts(there: Sequence[Standing]) -> Mapping[str, Counterpart]:
    """The new APIs by the ids of the old ones.

    Arguments:
        there: APIs that have a new one.
    """
    return {each.old.id: each.counterpart for each in there}


def replaced(template: Template, api: Api) -> str | None:
    """The logical id of the API that another takes the place of in the end, as its metadata says.

    Arguments:
        api: the other one.
    """
    return literal(note(template, api, REPLACES))


def note(template: Template, api: Api, key: str) -> Node | None:
    """What is noted of a new API: in its metadata, or in those of the template for an implicit one.

    Arguments:
        key: which note.
    """
    if api.resource is None:
        return template.root.get("Metadata", TOOL, key, api.id)
    return api.resource.node.get("Metadata", TOOL, key)


def _standing(template: Template, kind: Kind) -> Iterator[Standing]:
    old = OTHER[kind.name].name
    apis = template.apis.values()
    replacing = {name: api for api in apis if api.kind == kind.name and (name := replaced(template, api))}
    for api in apis:
        if api.kind == old and (new := replacing.get(api.id)) is not None:
            yield _pair(template, api, new)


def _pair(template: Template, old: Api, new: Api) -> Standing:
    ours, theirs = _routes(template, old), _routes(template, new)
    for event, twin in pathless(old, new):
        for routes, other in ((ours, twin), (theirs, event)):
            routes.update({(e.owner.id, name): Lacking(name, e.node, e) for e in [other] for name in routes_of(e)})
    missing = [each for key, each in ours.items() if key not in theirs]
    further = (each for key, each in theirs.items() if key not in ours)
    split = _split(template, new)
    held = tuple(each for each in missing if each.route in split)
    return Standing(old, new, tuple(each for each in missing if each not in held), tuple(further), held)


def _split(template: Template, new: Api) -> frozenset[str]:
    node = note(template, new, STAYS)
    return frozenset(item.text for item in node.elements()) if is_list(node) else frozenset()


def pathless(old: Api, new: Api) -> Iterator[tuple[Event, Event]]:
    """Events without a path beside a definition, each with its counterpart, which has one (`/*`).

    Arguments:
        old: the API that has them.
        new: the API beside it.
    """
    there = {(event.owner.id, event.name): event for event in old.events if event.path is None}
    for event in new.events:
        base = there.get((event.owner.id, re.sub(r"(?:Http|Rest)\d*$", "", event.name)))
        if base is not None:
            yield base, event


def _routes(template: Template, api: Api) -> dict[tuple[str, str], Lacking]:
    """The routes of an API by their owner, which is nobody for those of a definition, and name."""
    found: dict[tuple[str, str], Lacking] = {}
    for event in api.events:
        for name in sorted(routes_of(event)):
            found[event.owner.id, name] = Lacking(name, event.node, event)
    for name, node in defined_routes(template.definition_of(api)):
        # A mock answers preflight requests, which one of the two APIs may do itself.
        if literal(node.get(INTEGRATION, "type")) != "mock" or not name.startswith("OPTIONS "):
            found["", name] = Lacking(name, node)
    return found
