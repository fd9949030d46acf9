"""Compare two surfaces API by API: every difference as one sentence, with the name that a finding announces it by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..migration import ApiOutcome, Direction, Status
from .facets import API, CORS, GUARD, ROUTE, Facet, describe
from .normal import Normal, drop_expected, normal, renamed, routes_of, say_once
from .surface import Api

TARGETS = {Direction.TO_HTTP: "http", Direction.TO_REST: "rest"}

SECTIONS: dict[str, Mapping[str, Facet]] = {"route": ROUTE, "authorizer": GUARD, "cors": CORS, "api": API}

AUTHORIZER_KINDS = ("none", "iam", "jwt", "lambda", "unknown")
"""What an authorizer can have been; the facet of a route's authorizer is named by it (``route.iam``)."""

OPEN_KINDS = frozenset({"none", "unknown"})
"""Authorizers that let everybody in."""

FACETS = frozenset(f"{section}.{name}" for section, facets in SECTIONS.items() for name in facets) | {
    f"route.{kind}" for kind in AUTHORIZER_KINDS
}
"""Every name that a finding may announce."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs between an API before and after.

    Arguments:
        api: logical id before.
        sentence: for a reviewer, with the API named.
        weaker: whether callers get in who were kept out.
        facet: one of `FACETS`; empty when nothing can announce it.
        subjects: the route and the authorizer that it is about; empty for the API as a whole.
    """

    api: str
    sentence: str
    weaker: bool = False
    facet: str = ""
    subjects: frozenset[str] = frozenset()


def differences(
    before: Mapping[str, Api], after: Mapping[str, Api], outcomes: Sequence[ApiOutcome], direction: Direction
) -> tuple[Difference, ...]:
    """List what differs, the weakened first.

    Arguments:
        before: the surface of the template as it was.
        after: the surface of the migrated template.
        outcomes: what became of each API; one that is not named must not have changed.
        direction: which kind the migrated APIs must be.
    """
    migrated = {o.id: o.new_id for o in outcomes if o.status is Status.MIGRATED}
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
    return tuple(sorted(found, key=lambda d: not d.weaker))


def compared(before: Mapping[str, Api], after: Mapping[str, Api], moved: Mapping[str, str]) -> Iterator[Difference]:
    """List what differs between APIs that belong together, whatever made them so.

    Arguments:
        before: the surface of one template.
        after: the surface of the other.
        moved: logical ids before, and which API after takes their place.
    """
    for name, api in before.items():
        if name not in moved:
            yield Difference(name, f"{name} is gone; it had {_counted(api)}")
            continue
        new = own_part(api, after[moved[name]], before, moved)
        yield from _same_kind(api, new, moved) if api.kind == new.kind else _migrated(api, new, moved, new.kind)
    for name in after.keys() - set(moved.values()):
        yield Difference(name, f"{name} is new; it has {_counted(after[name])}", weaker=bool(after[name].routes))


def _counted(api: Api) -> str:
    return "1 route" if len(api.routes) == 1 else f"{len(api.routes)} routes"


def _same_kind(before: Api, after: Api, moved: Mapping[str, str]) -> Iterator[Difference]:
    found = list(_compared(before.id, normal(before, moved), normal(after, {})))
    yield from found
    if before.opaque and after.definition != renamed(before.definition, moved) and not found:
        yield _difference(before.id, before.id, "api.opaque", API["opaque"], False, True)


def _unexpected(api: Api) -> Difference:
    return Difference(api.id, f"{api.id} is new: no API was migrated to it", weaker=bool(api.routes))


def own_part(api: Api, new: Api, before: Mapping[str, Api], migrated: Mapping[str, str]) -> Api:
    """The new API without the routes of others that became part of it: implicit APIs of one kind are one.

    Arguments:
        api: the API before, and ``new`` the one after.
        before: all APIs before.
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
    # As a whole it is bound to differ; the parts are compared all the same.
    return replace(new, routes=routes, guards=guards, definition=api.definition)


def _untouched(before: Api, after: Api, migrated: Mapping[str, str]) -> Iterator[Difference]:
    """Differences of an API that was to stay as it was; it may only name its neighbours differently."""
    found = list(_compared(before.id, normal(before, migrated), normal(after, {})))
    yield from found
    same = after.definition in (before.definition, renamed(before.definition, migrated))
    if not found and not same:
        sentence = f"{before.id} was not migrated, yet its compiled definition differs"
        yield Difference(before.id, sentence)


def _migrated(before: Api, after: Api, migrated: Mapping[str, str], target: str) -> Iterator[Difference]:
    if after.kind != target:
        sentence = f"{before.id} was to become {target.upper()} and {after.id} is {after.kind.upper()}"
        yield Difference(before.id, sentence)
    if before.opaque or after.opaque:
        yield _difference(before.id, before.id, "api.opaque", API["opaque"], False, True)
    old, new = normal(before, migrated), normal(after, {})
    drop_expected(old, new, target)
    yield from _compared(before.id, old, new)


def _compared(api: str, old: Normal, new: Normal) -> Iterator[Difference]:
    say_once(old, new)
    changed = _changed(old, new)
    for section, facets in SECTIONS.items():
        for name in sorted({path[1] for path in changed if path[0] == section}):
            was, now = old[section].get(name), new[section].get(name)
            subject = _subject(section, name, api)
            if was is None or now is None:
                yield from _whole(section, api, subject, was, now)
                continue
            found = [facet for facet in facets if (section, name, facet) in changed]
            if not found:
                raise ValueError(f"{subject} differs in a way that is not known")
            about = _about(section, name, was)
            for facet in found:
                yield replace(
                    _difference(api, subject, f"{section}.{facet}", facets[facet], was[facet], now[facet]),
                    subjects=about,
                )


def _changed(old: Normal, new: Normal) -> set[tuple[str, ...]]:
    """Paths to what differs: section and name, and the facet where both sides have the name."""
    if old == new:
        return set()
    from deepdiff import DeepDiff

    # Without the threshold, mappings with few keys in common are reported as one change, and the rest goes unsaid.
    tree = DeepDiff(old, new, view="tree", threshold_to_diff_deeper=0)
    return {tuple(level.path(output_format="list"))[:3] for levels in tree.values() for level in levels}


def _about(section: str, name: str, was: Mapping[str, Any]) -> frozenset[str]:
    """What findings may be about to announce a difference: the route, and the authorizer that it had."""
    if section == "route":
        return frozenset({name.partition(" (")[0], was["authorizer"]["name"]} - {""})
    return frozenset({name} - {""})


def _subject(section: str, name: str, api: str) -> str:
    if section == "authorizer":
        return f"authorizer {name} of {api}"
    if section == "cors":
        return f"CORS of {api}"
    return f"{name} of {api}" if name else api


def _whole(section: str, api: str, subject: str, was: Any, now: Any) -> Iterator[Difference]:
    """A named thing that only one side has."""
    if section == "cors":
        now_or_was = now or was
        sentence = "is gone; browsers of other origins would be refused" if now is None else "is new"
        yield Difference(api, f"{subject} {sentence} (origins {', '.join(now_or_was['origins'])})")
    elif section == "route":
        route = now or was
        sentence = f"is {'gone' if now is None else 'new'} (target {route['target']}, {describe(route['authorizer'])})"
        yield Difference(api, f"{subject} {sentence}", weaker=was is None and route["authorizer"]["kind"] in OPEN_KINDS)
    # An authorizer that only one side has is told by the routes that use it.


def _difference(api: str, subject: str, name: str, facet: Facet, was: Any, now: Any) -> Difference:
    sentence = f"{subject}: {facet.sentence(was, now)}"
    detail = f"route.{was['kind']}" if name == "route.authorizer" else name
    return Difference(api, sentence, facet.weaker(was, now), detail)
