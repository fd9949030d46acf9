"""Compare two surfaces API by API: every difference as one sentence, with the name that a finding announces it by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..migration import ApiOutcome, Status
from ..options import Direction
from .attached.reading import CODE
from .difference import UNCOMPARED, Difference
from .expected import drop_expected
from .facets import API
from .normal import normal, renamed, routes_of
from .sections import section_differences, stated
from .surface import ExposedApi

TARGETS = {Direction.TO_HTTP: "http", Direction.TO_REST: "rest"}


def differences(
    before: Mapping[str, ExposedApi],
    after: Mapping[str, ExposedApi],
    outcomes: Sequence[ApiOutcome],
    direction: Direction,
) -> tuple[Difference, ...]:
    """List what differs, the weakened first.

    Arguments:
        before: the surface of the template as it was.
        after: the surface of the migrated template.
        outcomes: what became of each API; one that is not named must not have changed.
        direction: which kind the migrated APIs must be.
    """
    migrated = {o.id: o.new_id for o in outcomes if o.status is Status.MIGRATED}
    before, after = _with_moved(before, after, {name: migrated.get(name, name) for name in before})
    found: list[Difference] = []
    for name, api in before.items():
        new = after.get(migrated.get(name, name))
        if new is None:
            found.append(Difference(name, f"{name} is gone: {migrated.get(name, name)} does not exist"))
        elif name not in migrated:
            found.extend(_untouched(api, own_part(api, new, before, migrated), migrated))
        else:
            found.extend(_migrated(api, own_part(api, new, before, migrated), migrated, TARGETS[direction]))
    expected = {migrated.get(name, name) for name in before}
    found.extend(_unexpected(api) for name, api in after.items() if name not in expected)
    # What a migration makes of code is judged where it is read, and what it does to the environment by the references.
    told = (d for d in found if d.facet != UNCOMPARED[CODE])
    return tuple(sorted(told, key=lambda d: not d.weaker))


def compared(
    before: Mapping[str, ExposedApi], after: Mapping[str, ExposedApi], moved: Mapping[str, str]
) -> Iterator[Difference]:
    """List what differs between APIs that belong together, whatever made them so.

    Arguments:
        before: the surface of one template.
        after: the surface of the other.
        moved: logical ids before, and which API after takes their place.
    """
    kept = {name: home for name, home in moved.items() if name in before and home in after}
    before, after = _with_moved(before, after, kept)
    for name, api in before.items():
        if name not in kept:
            yield Difference(name, f"{name} is gone; it had {_counted(api)}")
            continue
        new = own_part(api, after[kept[name]], before, kept)
        yield from _same_kind(api, new, kept) if api.kind == new.kind else _migrated(api, new, kept, new.kind)
    for name in after.keys() - set(kept.values()):
        yield Difference(name, f"{name} is new; it has {_counted(after[name])}", weaker=bool(after[name].routes))


def _with_moved(
    before: Mapping[str, ExposedApi], after: Mapping[str, ExposedApi], homes: Mapping[str, str]
) -> tuple[dict[str, ExposedApi], dict[str, ExposedApi]]:
    """APIs that know the stages of those that become another kind, whose URLs have another stage from then on."""
    pairs = [(before[n], after[home]) for n, home in homes.items() if n in before and home in after]
    changed = [pair for pair in pairs if pair[0].kind != pair[1].kind]
    old, new = ({pair[side].id: pair[side].stage.names for pair in changed} for side in (0, 1))
    return {n: replace(a, moved=old) for n, a in before.items()}, {n: replace(a, moved=new) for n, a in after.items()}


def _counted(api: ExposedApi) -> str:
    return "1 route" if len(api.routes) == 1 else f"{len(api.routes)} routes"


def _same_kind(before: ExposedApi, after: ExposedApi, moved: Mapping[str, str]) -> Iterator[Difference]:
    found = list(section_differences(before.id, normal(before, moved), normal(after, {})))
    yield from found
    if before.opaque and after.definition != renamed(before.definition, moved) and not found:
        yield stated(before.id, before.id, "api.opaque", API["opaque"], False, True)


def _unexpected(api: ExposedApi) -> Difference:
    return Difference(api.id, f"{api.id} is new: no API was migrated to it", weaker=bool(api.routes))


def own_part(
    api: ExposedApi, new: ExposedApi, before: Mapping[str, ExposedApi], migrated: Mapping[str, str]
) -> ExposedApi:
    """The new API without the routes of others that became part of it: implicit APIs of one kind are one.

    Arguments:
        api: the API before, and ``new`` the one after.
        migrated: logical ids before, and which API after takes their place.
    """
    others = [b for n, b in before.items() if n != api.id and migrated.get(n, n) == new.id]
    if not others:
        return new
    mine = {r.label for r in routes_of(api)}
    theirs = {r.label for other in others for r in routes_of(other)} - mine
    routes = tuple(r for r in new.routes if r.label not in theirs)
    used = {r.authorizer.name for r in routes}
    guards = tuple(g for g in new.guards if g.name in used)
    foreign = {(r.section, r.name) for other in others for r in other.rows} - {(r.section, r.name) for r in api.rows}
    rows = tuple(r for r in new.rows if (r.section, r.name) not in foreign)
    # As a whole it is bound to differ; the parts are compared all the same.
    return replace(new, routes=routes, guards=guards, rows=rows, definition=api.definition)


def _untouched(before: ExposedApi, after: ExposedApi, migrated: Mapping[str, str]) -> Iterator[Difference]:
    """Differences of an API that was to stay as it was; it may only name its neighbours differently."""
    found = list(section_differences(before.id, normal(before, migrated), normal(after, {})))
    yield from found
    same = after.definition in (before.definition, renamed(before.definition, migrated))
    if not found and not same:
        sentence = f"{before.id} was not migrated, yet its compiled definition differs"
        yield Difference(before.id, sentence)


def _migrated(before: ExposedApi, after: ExposedApi, migrated: Mapping[str, str], target: str) -> Iterator[Difference]:
    if after.kind != target:
        sentence = f"{before.id} was to become {target.upper()} and {after.id} is {after.kind.upper()}"
        yield Difference(before.id, sentence)
    if before.opaque or after.opaque:
        yield stated(before.id, before.id, "api.opaque", API["opaque"], False, True)
    old, new = normal(before, migrated), normal(after, {})
    homes = {name: migrated.get(name, name) for name in before.moved}
    others = {home: (before.moved[name], after.moved[home]) for name, home in homes.items()}
    drop_expected(old, new, target, {**others, after.id: (before.stage.names, after.stage.names)})
    yield from section_differences(before.id, old, new)
