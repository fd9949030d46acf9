"""Which APIs have a second one beside them already, and whether it has all of their routes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..sam.kinds import OTHER, Kind
from ..sam.template import Api, Event, Template
from ..text.values import literal

TOOL = "sam-migrate"
REPLACES = "replaces"
"""``Metadata.sam-migrate.replaces`` of a new API: the logical id of the old one."""


@dataclass(frozen=True, eq=False)
class Standing:
    """An API and the one that stands beside it.

    Arguments:
        old: the API that clients use today.
        new: logical id of the new one.
        missing: events of the old one for whose route the new one has none.
    """

    old: Api
    new: str
    missing: tuple[Event, ...]


def standing(template: Template, kind: Kind) -> tuple[Standing, ...]:
    """Find the APIs of the old kind that have a new one.

    Arguments:
        template: the template.
        kind: the kind of the new APIs.
    """
    return tuple(_standing(template, kind))


def _standing(template: Template, kind: Kind) -> Iterator[Standing]:
    old = OTHER[kind.name].name
    replacing = {name: api for api in template.apis.values() if api.kind == kind.name and (name := _replaces(api))}
    for api in template.apis.values():
        if api.kind != old:
            continue
        new = replacing.get(api.id)
        if new is not None:
            yield Standing(api, new.id, _missing(api, new))
        elif api.implicit and (implicit := template.apis.get(kind.implicit)) is not None:
            missing = _missing(api, implicit)
            if len(missing) < len(api.events):  # an implicit API has no place for metadata: its routes tell
                yield Standing(api, implicit.id, missing)


def _replaces(api: Api) -> str | None:
    node = api.resource.node.get("Metadata", TOOL, REPLACES) if api.resource is not None else None
    return literal(node)


def _missing(old: Api, new: Api) -> tuple[Event, ...]:
    there = {(event.owner.id, event.method, event.path) for event in new.events}
    return tuple(event for event in old.events if (event.owner.id, event.method, event.path) not in there)
