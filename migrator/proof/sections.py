"""Compare two APIs section by section: routes, authorizers, CORS, settings, what is attached, what is not compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from .attached.reading import CODE, CONDITION, LEFT, OTHER, THERE
from .attached.table import sections
from .difference import OPEN_KINDS, SECTIONS, UNCOMPARED, Difference
from .facet_sentences import describe
from .facets import POLICY, Facet
from .iam_access import POLICY_ROW
from .matching import match_authorizers, say_once
from .normal import SCHEME, Normal

KINDS_OF_ROWS = {**sections(), "policy": POLICY_ROW}
"""What is attached, by section."""
STATEMENTS = ("statements", "by_id")
"""What a policy says: it can allow, and it can deny."""
NOBODY: Mapping[str, Any] = {}
"""A side that does not have what the other one has."""


def section_differences(api: str, old: Normal, new: Normal) -> Iterator[Difference]:
    """List what differs between two APIs in normal form, which are made alike, in place, where it is said elsewhere.

    Arguments:
        api: logical id before.
        old: the API before.
        new: the API after.
    """
    match_authorizers(old, new)
    say_once(old, new)
    if not (_asks_for_iam(old) and _asks_for_iam(new)):
        old["policy"] = new["policy"] = {}  # the routes say that they are signed for no longer, or from now on
    for section in SECTIONS:
        renaming = section in KINDS_OF_ROWS and not KINDS_OF_ROWS[section].named
        for name, was, now in _differing(old[section], new[section], renaming):
            yield from _compared(section, name, api, was, now)
    for section in UNCOMPARED:
        for name, was, now in _differing(old[section], new[section], section in (OTHER, CODE)):
            yield from _not_compared(section, name, api, was, now)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any], renaming: bool) -> Iterator[tuple[str, Any, Any]]:
    """What differs of a section: the name, and both sides; None on the side that does not have it."""
    after = _matched(old, new) if renaming else new
    for name in sorted(old.keys() | after.keys()):
        if old.get(name) != after.get(name):
            yield name, old.get(name), after.get(name)


def _compared(section: str, name: str, api: str, was: Any, now: Any) -> Iterator[Difference]:
    subject, facets = _subject(section, name, api), SECTIONS[section]
    if was is None or now is None:
        for found in _whole(section, api, subject, was, now):
            yield replace(found, subject=name, values=(_content(was or NOBODY), _content(now or NOBODY)))
        return
    about = _about(section, name, was, now)
    for facet in (f for f in facets if was.get(f) != now.get(f)):
        found = stated(api, subject, f"{section}.{facet}", facets[facet], was.get(facet), now.get(facet))
        yield replace(found, subjects=about)


def _not_compared(section: str, name: str, api: str, was: Any, now: Any) -> Iterator[Difference]:
    # The rest of what only one side has is told with the resource, or with the routes behind the authorizer.
    whole = section in (OTHER, CODE) or name.startswith(SCHEME)
    alone = was is None or now is None
    was, now = was or NOBODY, now or NOBODY
    if whole and alone and THERE not in {**was, **now}:
        return
    if was != now:
        sentence = _uncompared(api, section, name, was, now)
        about = frozenset({name.partition(" (")[0]} - {""}) if section == OTHER else frozenset[str]()
        values = _content(was), _content(now)
        yield Difference(api, sentence, False, UNCOMPARED[section], about, compared=False, subject=name, values=values)


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
    owners = {
        OTHER: f"{name}, which belongs to {api} or mentions it,",
        CODE: f"{name}, the function of an authorizer of {api},",
        LEFT: f"{name} of {api}" if name else api,
    }
    if (THERE in was) != (THERE in now):
        return f"{owners[section]} is {'gone' if THERE in was else 'new'}"
    differing = sorted(key for key in was.keys() | now.keys() if was.get(key) != now.get(key))
    told = ", ".join("its condition" if key == CONDITION else key for key in differing)
    return f"{owners[section]} differs in {told}"


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
    """A named thing that only one side has. An authorizer is told by the routes that use it."""
    there, gone = was if now is None else now, now is None
    if section == "cors":
        sentence = "is gone; browsers of other origins would be refused" if gone else "is new"
        yield Difference(api, f"{subject} {sentence} (origins {', '.join(there['origins'])})")
    elif section == "route":
        sentence = f"is {'gone' if gone else 'new'} (target {there['target']}, {describe(there['authorizer'])})"
        yield Difference(api, f"{subject} {sentence}", weaker=not gone and there["authorizer"]["kind"] in OPEN_KINDS)
    elif section in KINDS_OF_ROWS and KINDS_OF_ROWS[section].owners and not KINDS_OF_ROWS[section].silent:
        # What has no owner is told by what uses it.
        kind, end = KINDS_OF_ROWS[section], "gone" if gone else "new"
        weaker = kind.guards if gone else kind.opens
        if section == "policy":
            weaker = _lets_more_in(was or NOBODY, now or NOBODY)
        yield Difference(api, f"{subject} is {end}{_told(there)}", weaker, f"{section}.{end}")


def _lets_more_in(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    said = [(facet, was.get(facet, []), now.get(facet, [])) for facet in STATEMENTS]
    return any(POLICY[facet].weaker(before, after) for facet, before, after in said if before != after)


def _told(row: Mapping[str, Any]) -> str:
    """What a row says, shortly."""
    said = [", ".join(value) for value in row.values() if isinstance(value, list) and value]
    return f" ({'; '.join(said)})" if said else ""


def stated(api: str, subject: str, name: str, facet: Facet, was: Any, now: Any) -> Difference:
    """The difference in one facet.

    Arguments:
        api: logical id before.
        subject: what a sentence begins with.
        name: of the facet, with its section.
        facet: what states it.
        was: its value before.
        now: its value after.
    """
    sentence = f"{subject}: {facet.sentence(was, now)}"
    detail = f"route.{was['kind']}" if name == "route.authorizer" else name
    values = _content(was), _content(now)
    return Difference(
        api, sentence, facet.weaker(was, now), detail, subject=subject.partition(" (if ")[0], values=values
    )
