"""Compare two surfaces API by API: every difference as one sentence, with the name that a finding announces it by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..migration import ApiOutcome, Status
from ..options import Direction
from .attached.reading import CODE, CONDITION, LEFT, OTHER, THERE
from .attached.table import sections
from .expected import drop_expected
from .facet_sentences import describe
from .facets import API, ATTACHED, CORS, GUARD, POLICY, ROUTE, Facet
from .iam_access import POLICY_ROW
from .matching import match_authorizers, say_once
from .normal import SCHEME, Normal, normal, renamed, routes_of
from .surface import ExposedApi

TARGETS = {Direction.TO_HTTP: "http", Direction.TO_REST: "rest"}

SECTIONS: dict[str, Mapping[str, Facet]] = {
    "route": ROUTE,
    "authorizer": GUARD,
    "cors": CORS,
    "api": API,
    **ATTACHED,
}

KINDS_OF_ROWS = {**sections(), "policy": POLICY_ROW}
"""What is attached, by section."""

UNCOMPARED = {OTHER: "other.resource", LEFT: "other.property", CODE: "other.code"}
"""Sections of what is not compared -> the name by which a finding announces that it differs."""

AUTHORIZER_KINDS = ("none", "iam", "jwt", "lambda", "unknown")
"""What an authorizer can have been; the facet of a route's authorizer is named by it (``route.iam``)."""

STATEMENTS = ("statements", "by_id")
"""What a policy says: it can allow, and it can deny."""

OPEN_KINDS = frozenset({"none", "unknown"})
"""Authorizers that let everybody in."""

FACETS = (
    frozenset(f"{section}.{name}" for section, facets in SECTIONS.items() for name in facets)
    | {f"route.{kind}" for kind in AUTHORIZER_KINDS}
    | {f"{section}.{end}" for section in ATTACHED for end in ("gone", "new")}
    | set(UNCOMPARED.values())
)
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
        compared: whether what differs was compared; what was not is named only.
        subject: what it is about, whatever the condition that it exists under.
        values: what stands before and after, as texts.
    """

    api: str
    sentence: str
    weaker: bool = False
    facet: str = ""
    subjects: frozenset[str] = frozenset()
    compared: bool = True
    subject: str = field(default="", compare=False)
    values: tuple[str, str] = field(default=("", ""), compare=False)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other differences, whatever the values are."""
        return (self.api, self.facet, self.subject) if self.facet else (self.api, self.sentence)


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
    found = list(_compared(before.id, normal(before, moved), normal(after, {})))
    yield from found
    if before.opaque and after.definition != renamed(before.definition, moved) and not found:
        yield _difference(before.id, before.id, "api.opaque", API["opaque"], False, True)


def _unexpected(api: ExposedApi) -> Difference:
    return Difference(api.id, f"{api.id} is new: no API was migrated to it", weaker=bool(api.routes))


def own_part(
    api: ExposedApi, new: ExposedApi, before: Mapping[str, ExposedApi], migrated: Mapping[str, str]
) -> ExposedApi:
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
    foreign = {(r.section, r.name) for other in others for r in other.rows} - {(r.section, r.name) for r in api.rows}
    rows = tuple(r for r in new.rows if (r.section, r.name) not in foreign)
    # As a whole it is bound to differ; the parts are compared all the same.
    return replace(new, routes=routes, guards=guards, rows=rows, definition=api.definition)


def _untouched(before: ExposedApi, after: ExposedApi, migrated: Mapping[str, str]) -> Iterator[Difference]:
    """Differences of an API that was to stay as it was; it may only name its neighbours differently."""
    found = list(_compared(before.id, normal(before, migrated), normal(after, {})))
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
        yield _difference(before.id, before.id, "api.opaque", API["opaque"], False, True)
    old, new = normal(before, migrated), normal(after, {})
    drop_expected(old, new, target, after.id)
    yield from _compared(before.id, old, new)


def _compared(api: str, old: Normal, new: Normal) -> Iterator[Difference]:
    match_authorizers(old, new)
    say_once(old, new)
    if not (_asks_for_iam(old) and _asks_for_iam(new)):
        old["policy"] = new["policy"] = {}  # the routes say that they are signed for no longer, or from now on
    for section, facets in SECTIONS.items():
        renaming = section in KINDS_OF_ROWS and not KINDS_OF_ROWS[section].named
        new_rows = _matched(old[section], new[section]) if renaming else new[section]
        for name in sorted(old[section].keys() | new_rows.keys()):
            was, now = old[section].get(name), new_rows.get(name)
            if was == now:
                continue
            subject = _subject(section, name, api)
            if was is None or now is None:
                for found in _whole(section, api, subject, was, now):
                    yield replace(found, subject=name, values=(_content(was or {}), _content(now or {})))
                continue
            about = _about(section, name, was, now)
            for facet in (f for f in facets if was.get(f) != now.get(f)):
                found = _difference(api, subject, f"{section}.{facet}", facets[facet], was.get(facet), now.get(facet))
                yield replace(found, subjects=about)
    for section, facet in UNCOMPARED.items():
        new_rows = _matched(old[section], new[section]) if section in (OTHER, CODE) else new[section]
        for name in sorted(old[section].keys() | new_rows.keys()):
            was, now = old[section].get(name, {}), new_rows.get(name, {})
            # The rest of what only one side has is told with the resource, or with the routes behind the authorizer.
            whole = section in (OTHER, CODE) or name.startswith(SCHEME)
            alone = whole and (name in old[section]) != (name in new_rows) and THERE not in {**was, **now}
            if was != now and not alone:
                sentence = _uncompared(api, section, name, was, now)
                values = _content(was), _content(now)
                about = frozenset({name.partition(" (")[0]} - {""}) if section == OTHER else frozenset[str]()
                yield Difference(api, sentence, False, facet, about, compared=False, subject=name, values=values)


def _asks_for_iam(side: Normal) -> bool:
    return any(route["authorizer"]["kind"] == "iam" for route in side["route"].values())


def _matched(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The rows after, under the names of the rows before that they are the same as: a resource may be renamed."""
    lost = {_content(row, name): name for name, row in old.items() if name not in new}
    found: dict[str, Any] = {}
    for name, row in new.items():
        found[name if name in old else lost.pop(_content(row, name), name)] = row
    return found


def _content(row: Any, name: str = "") -> str:
    """One text for what is the same; resources of another type, which stands behind the name, are not."""
    return json.dumps([row, name.partition(" ")[2]] if name else row, sort_keys=True)


def _uncompared(api: str, section: str, name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Name what differs and is not compared: properties, or a resource that only one side has."""
    owner = f"{name} of {api}" if section == LEFT and name else name or api
    if section == CODE:
        owner = f"{name}, the function of an authorizer of {api},"
    if section == OTHER:
        owner = f"{owner}, which belongs to {api} or mentions it,"
    if (THERE in was) != (THERE in now):
        return f"{owner} is {'gone' if THERE in was else 'new'}"
    differing = sorted(key for key in was.keys() | now.keys() if was.get(key) != now.get(key))
    return f"{owner} differs in {', '.join('its condition' if key == CONDITION else key for key in differing)}"


def _about(section: str, name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> frozenset[str]:
    """What findings may be about to announce a difference: the route, and the authorizer that it had."""
    if section == "cors":  # routes of every method catch preflight requests
        return frozenset(f"ANY {path}" for path in now["guarded"] if path not in was["guarded"])
    if section == "route":
        return frozenset({name.partition(" (")[0], was["authorizer"]["name"]} - {""})
    return frozenset({name} - {""})


def _subject(section: str, name: str, api: str) -> str:
    if section == "authorizer":
        return f"authorizer {name} of {api}"
    if section == "cors":
        return f"CORS of {api}"
    if section in KINDS_OF_ROWS:
        return f"{KINDS_OF_ROWS[section].noun} {name} of {api}"
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
    elif section in KINDS_OF_ROWS:
        kind = KINDS_OF_ROWS[section]
        if kind.owners and not kind.silent:  # what has no owner is told by what uses it
            end, weaker = ("gone", kind.guards) if now is None else ("new", kind.opens)
            if section == "policy":
                said = [(f, *((side or {}).get(f, []) for side in (was, now))) for f in STATEMENTS]
                weaker = any(POLICY[f].weaker(before, after) for f, before, after in said if before != after)
            yield Difference(api, f"{subject} is {end}{_told(now or was)}", weaker, f"{section}.{end}")
    # An authorizer that only one side has is told by the routes that use it.


def _told(row: Mapping[str, Any]) -> str:
    """What a row says, shortly."""
    said = [", ".join(value) for value in row.values() if isinstance(value, list) and value]
    return f" ({'; '.join(said)})" if said else ""


def _difference(api: str, subject: str, name: str, facet: Facet, was: Any, now: Any) -> Difference:
    sentence = f"{subject}: {facet.sentence(was, now)}"
    detail = f"route.{was['kind']}" if name == "route.authorizer" else name
    values = _content(was), _content(now)
    return Difference(
        api, sentence, facet.weaker(was, now), detail, subject=subject.partition(" (if ")[0], values=values
    )
