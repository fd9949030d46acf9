"""Logical ids that SAM needs for what it makes of a migrated API, and that another resource of the template has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import Objection
from ..migration import Migration
from ..sam.kinds import EVENT_TYPES, KINDS
from .deployment_codes import ID_TAKEN
from .places import MovingApis

# The translator's own words (samtranslator.model.exceptions.DuplicateLogicalIdException).
_TAKEN = re.compile(
    r"resource with id \[([^\]]+)\] attempts to create a new resource with id \[([^\]]+)\] and type \"([^\"]+)\""
)


def taken_ids(migration: Migration, error: str) -> tuple[Objection, ...]:
    """What SAM's refusal says of ids that are taken; nothing where it is about anything else.

    Arguments:
        migration: what the engine made of a template.
        error: why the migrated template does not compile.
    """
    places = MovingApis.of(migration)
    return tuple(o for found in _TAKEN.findall(error) for o in _taken(places, *found))


def _taken(places: MovingApis, maker: str, taken: str, kind: str) -> Iterator[Objection]:
    message = f"SAM makes a resource {taken} ({kind}) for {maker} in the migrated template, and that id is taken."
    by_new = {new: old for old, new in places.moved.items()}
    apis = [by_new[maker]] if maker in by_new else list(_called_by(places, maker)) or list(places.moved)
    for api in apis:
        yield Objection(api, ID_TAKEN, message, path=places.of_resource(taken))


def _called_by(places: MovingApis, function: str) -> Iterator[str]:
    """The APIs that move and have routes to a function."""
    resource = places.document.get("Resources", {}).get(function, {})
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    events = properties.get("Events") if isinstance(properties, dict) else None
    found = set()
    for event in events.values() if isinstance(events, dict) else ():
        kind = EVENT_TYPES.get(str(event.get("Type"))) if isinstance(event, dict) else None
        if kind is not None:
            reference = (event.get("Properties") or {}).get(KINDS[kind].api_key, KINDS[kind].implicit)
            found.add(reference.get("Ref") if isinstance(reference, dict) else reference)
    return (api for api in places.moved if api in found)
