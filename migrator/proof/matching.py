"""Two sides of a comparison brought together: authorizers that mean the same, and what is said of every route."""

from __future__ import annotations

import json

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
        settings = [side["authorizer"][name] for side in (old, new)]
        if settings[0]["clients"] != settings[1]["clients"]:
            for each in settings:
                each["expression"] = each["expression"] if each["clients"] is None else ""  # it lists the clients
    both = [(old["route"][name], new["route"][name]) for name in old["route"].keys() & new["route"].keys()]
    for facet in LIMITS:
        was, now = (side["api"][""][facet] for side in (old, new))
        for before, after in both:
            if (before[facet], after[facet]) == (was, now):
                after[facet] = was
    for before, after in both:
        if before["authorizer"]["kind"] != after["authorizer"]["kind"]:
            after[IAM] = before[IAM]  # that says it all
            after[TOKENS] = before[TOKENS]
        if before["scopes"] != after["scopes"]:
            after[TOKENS] = before[TOKENS]
    # What IAM policies say of every route alike is said of the API.
    signed = [(before[IAM], after[IAM]) for before, after in both if before[IAM] or after[IAM]]
    if len(signed) > 1 and signed.count(signed[0]) == len(signed):
        old["api"][""][IAM], new["api"][""][IAM] = signed[0]
        for before, after in both:
            after[IAM] = before[IAM]
