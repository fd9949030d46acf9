"""What keeps a migration from being deployed over the present stack, told of the APIs that are to blame."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from shlex import quote
from typing import Any, Final

from ..findings import Objection
from ..migration import Migration
from ..plan import Action
from ..sam.kinds import DEFAULT_STAGE, EVENT_TYPES, KINDS
from .circles import Circle, new_circles, words
from .deployment_codes import CIRCULAR_DEPENDENCY, DATA_LEFT, DATA_REPLACED, ID_TAKEN, NAME_REFUSED, SHARED_DOMAIN
from .domains import new_clashes
from .intrinsics import referenced, text
from .places import MovingApis
from .reduction import Path
from .refused_names import refused_names
from .registry import Keys
from .replacement import fates
from .shapes import mapping, properties_of, resources_of, value_at
from .stages import stage_names
from .surface import schemes
from .update_rules import KEPT, holds_nothing, lost, outlives

_SHOWN: Final = 60
"""Longest value that a message shows."""


def obstacles(migration: Migration, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Objection, ...]:
    """List what is to object to a deployment.

    Arguments:
        before: its template, compiled.
        after: the migrated template, compiled.
    """
    sides = _Sides(MovingApis.of(migration), before, after)
    refused = tuple(_names(sides))
    # A deployment that fails loses nothing.
    lost = [o for o in _replaced(sides) if (o.api, o.path) not in {(r.api, r.path) for r in refused}]
    return tuple(dict.fromkeys((*_circles(sides), *refused, *lost, *_domains(sides))))


@dataclass(frozen=True)
class _Sides:
    """Both compiled templates, and the template that they come from."""

    places: MovingApis
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @cached_property
    def old(self) -> dict[str, dict[str, Any]]:
        """Resources before."""
        return resources_of(self.before)

    @cached_property
    def new(self) -> dict[str, dict[str, Any]]:
        """Resources after."""
        return resources_of(self.after)

    def to_blame(self, names: Iterable[str]) -> list[str]:
        """The APIs that move, by their ids before, whose new values come in by names; all where that is unclear."""
        by_new = {new: old for old, new in self.places.moved.items()}
        found: dict[str, None] = {}
        seen, todo = set[str](), [name.partition(".")[0] for name in names]
        while todo:
            name = todo.pop()
            if name in by_new:
                found[by_new[name]] = None
            elif name not in seen and name in self.new:
                seen.add(name)
                todo.extend(other.partition(".")[0] for other in referenced(self.new[name].get("Properties")))
        return list(found) or list(self.places.moved)


# -- circles --------------------------------------------------------------------------------------------------


def _circles(sides: _Sides) -> Iterator[Objection]:
    by_new = {new: old for old, new in sides.places.moved.items()}
    for circle in new_circles(sides.before, sides.after, sides.places.moved):
        message = f"{words(circle)} CloudFormation refuses such a circle."
        for api in dict.fromkeys(by_new[need.id] for need in circle if need.id in by_new) or sides.places.moved:
            remedy, path = _way_out(sides, api, circle)
            yield Objection(api, CIRCULAR_DEPENDENCY, message, remedy, path)


def _way_out(sides: _Sides, api: str, circle: Circle) -> tuple[str, Path]:
    """How a circle can be broken, and where: at the client ids of an authorizer, or at what leads back to the API."""
    resources, new = sides.places.document.get("Resources", {}), sides.places.moved[api]
    last = next((need for need in reversed(circle) if need.id in resources), None)
    back = f"take what leads back to {api} out of `{last.where}` of {last.id}" if last else f"let nothing lead to {api}"
    name = next((n.authorizer for n in circle if n.id == new and n.authorizer), None)
    clients = _clients(sides, new, name) if name is not None else ""
    if name is None or not clients:
        path = sides.places.of_property(last.id, [last.where]) if last else ()
        return f"{back[:1].upper()}{back[1:]}, deploy that, and run again.", path
    there = new != api and new in resources  # it was written in an earlier step, and no option changes it any more
    path = next(
        (p for keys in _authorizer_keys(name) if (p := sides.places.of_setting(new if there else api, keys))), ()
    )
    way = f" in authorizer {name} of {new}" if there else f": `--audience {quote(name)}=only:CLIENT_ID`"
    return f"Write the ids of {clients} as text{way}. Or {back}, and deploy that first.", path


def _authorizer_keys(name: str) -> tuple[tuple[str, ...], ...]:
    body = ("DefinitionBody",)
    return (
        ("Auth", "Authorizers", name),
        (*body, "components", "securitySchemes", name),
        (*body, "securityDefinitions", name),
    )


def _clients(sides: _Sides, api: str, authorizer: str) -> str:
    """The app clients of the template that an authorizer names as audience."""
    scheme = schemes(properties_of(sides.new[api]).get("Body")).get(authorizer)
    names = (name.partition(".")[0] for name in referenced(scheme))
    found = (name for name in names if str(sides.new.get(name, {}).get("Type")) == "AWS::Cognito::UserPoolClient")
    return ", ".join(sorted(set(found)))


# -- what is replaced -----------------------------------------------------------------------------------------


def _replaced(sides: _Sides) -> Iterator[Objection]:
    values = stage_names(sides.old), stage_names(sides.new)
    for fate in fates(sides.old, sides.new).values():
        kind = str(sides.new[fate.id].get("Type"))
        if fate.action is not Action.REPLACE or not fate.causes or holds_nothing(kind):
            continue
        keys = fate.causes[0]
        was, now = (_property(resources, fate.id, keys) for resources in (sides.old, sides.new))
        shown = _becoming(text(was, values[0]), text(now, values[1]))
        kept = outlives(sides.old[fate.id], "UpdateReplacePolicy")
        what = f"{fate.id} ({kind}) would be replaced, because `{'.'.join(keys)}` changes{shown}"
        for api in sides.to_blame(referenced(now)):
            message = f"{what}: {KEPT if kept else lost(kind)}."
            remedy = "" if kept else _by_stage(now, values[1])
            path = sides.places.of_property(fate.id, keys)
            yield Objection(api, DATA_LEFT if kept else DATA_REPLACED, message, remedy, path)


def _by_stage(value: Any, stages: Mapping[str, str]) -> str:
    """Another remedy where it is the name of the stage that changes, which can stay."""
    if not any(name in stages and stages[name] == DEFAULT_STAGE for name in referenced(value)):
        return ""
    return f"Run again with `--stage keep`, which leaves the name as it is. {DATA_REPLACED.remedy}"


def _becoming(was: str, now: str) -> str:
    if not was or not now or was == now or max(len(was), len(now)) > _SHOWN:
        return ""
    return f" from `{was}` to `{now}`"


def _property(resources: Mapping[str, Mapping[str, Any]], name: str, keys: Keys) -> Any:
    return value_at(resources[name].get("Properties"), keys)


# -- names ----------------------------------------------------------------------------------------------------


def _names(sides: _Sides) -> Iterator[Objection]:
    for name in refused_names(sides.before, sides.after):
        section, owner, *keys = name.path
        path = sides.places.of_property(owner, keys[1:]) if section == "Resources" else name.path
        for api in sides.to_blame(referenced(name.value)):
            yield Objection(api, NAME_REFUSED, f"{name.sentence}.", path=path)


# -- domains --------------------------------------------------------------------------------------------------


def _domains(sides: _Sides) -> Iterator[Objection]:
    for clash in new_clashes(sides.before, sides.after):
        apis = [old for old, new in sides.places.moved.items() if new in clash.apis] or sides.places.moved
        for api in apis:
            yield Objection(api, SHARED_DOMAIN, clash.sentence, path=sides.places.of_setting(api, ["Domain"]))


# The translator's own words (samtranslator.model.exceptions.DuplicateLogicalIdException).
_TAKEN = re.compile(
    r"resource with id \[([^\]]+)\] attempts to create a new resource with id \[([^\]]+)\] and type \"([^\"]+)\""
)


def taken_ids(migration: Migration, error: str) -> tuple[Objection, ...]:
    """What SAM's refusal says of ids that are taken; nothing where it is about anything else.

    Arguments:
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
    found = set()
    for event in mapping(properties_of(resource).get("Events")).values():
        kind = EVENT_TYPES.get(str(mapping(event).get("Type")))
        if kind is not None:
            reference = (event.get("Properties") or {}).get(KINDS[kind].api_key, KINDS[kind].implicit)
            found.add(reference.get("Ref") if isinstance(reference, dict) else reference)
    return (api for api in places.moved if api in found)
