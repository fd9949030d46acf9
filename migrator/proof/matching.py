"""Two sides of a comparison brought together: authorizers that mean the same, and what is said of every route."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .attached.reading import LEFT
from .normal import IAM, LIMITS, SCHEME, TOKENS, Normal


def match_authorizers(old: Normal, new: Normal) -> None:
    """Put authorizers that only have another name after under their names before, in place: no client knows them.

    Arguments:
        old: the API before.
        new: the API after.
    """
    lost = {_meaning(old, name): name for name in old["authorizer"].keys() - new["authorizer"].keys()}
    for name in sorted(new["authorizer"].keys() - old["authorizer"].keys()):
        was = lost.pop(_meaning(new, name), None)
        if was is None:
            continue
        new["authorizer"][was] = new["authorizer"].pop(name)
        if (left := new[LEFT].pop(f"{SCHEME}{name}", None)) is not None:
            new[LEFT][f"{SCHEME}{was}"] = left
        for route in new["route"].values():
            if route["authorizer"]["name"] == name:
                route["authorizer"]["name"] = was


def _meaning(side: Normal, name: str) -> str:
    """One text for authorizers that are the same but for their names. Of one that is not known, the name is all."""
    used = [r["authorizer"] for r in side["route"].values() if r["authorizer"]["name"] == name]
    asked = [{**each, "name": name if each["kind"] == "unknown" else ""} for each in used]
    return json.dumps([side["authorizer"][name], asked[:1], side[LEFT].get(f"{SCHEME}{name}")], sort_keys=True)


def say_once(old: Normal, new: Normal) -> None:
    """Make alike, in place, what differs on a route only because the default of all routes does.

    Arguments:
        old: the API before.
        new: the API after.
    """
    for name in old["authorizer"].keys() & new["authorizer"].keys():
        _say_clients_once(old["authorizer"][name], new["authorizer"][name])
    both = [(old["route"][name], new["route"][name]) for name in old["route"].keys() & new["route"].keys()]
    for facet in LIMITS:
        default = tuple(side["api"][""][facet] for side in (old, new))
        for before, after in both:
            if (before[facet], after[facet]) == default:
                after[facet] = before[facet]
    for before, after in both:
        other_kind = before["authorizer"]["kind"] != after["authorizer"]["kind"]
        if other_kind:
            after[IAM] = before[IAM]  # that says it all
        if other_kind or before["scopes"] != after["scopes"]:
            after[TOKENS] = before[TOKENS]
    _say_of_the_api(old["api"][""], new["api"][""], both)


def _say_clients_once(*sides: dict[str, Any]) -> None:
    if sides[0]["clients"] != sides[1]["clients"]:
        for each in sides:
            each["expression"] = each["expression"] if each["clients"] is None else ""  # it lists the clients


def _say_of_the_api(old: dict[str, Any], new: dict[str, Any], both: Sequence[tuple[Any, Any]]) -> None:
    """Say of the API what IAM policies say of every route alike."""
    signed = [(before[IAM], after[IAM]) for before, after in both if before[IAM] or after[IAM]]
    if len(signed) > 1 and signed.count(signed[0]) == len(signed):
        old[IAM], new[IAM] = signed[0]
        for before, after in both:
            after[IAM] = before[IAM]
