"""Which APIs of two templates belong together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from .surface import ExposedApi


class Match(str, Enum):
    """How an API after was found to be the successor of one before."""

    ID = "logical id"
    ROUTES = "routes"
    LEFT = "being the only ones left"


@dataclass(frozen=True)
class ApiPair:
    """Two APIs that belong together.

    Arguments:
        before: logical id before.
        after: logical id after.
        match: how that was found.
        kinds: ``rest`` or ``http``, before and after.
        routes: how many routes there were before.
    """

    before: str
    after: str
    match: Match
    kinds: tuple[str, str]
    routes: int


def paired(before: Mapping[str, ExposedApi], after: Mapping[str, ExposedApi]) -> Iterator[ApiPair]:
    """Find the successor of each API: the one with its id, else the one that shares most of its routes.

    Arguments:
        before: APIs by logical id.
        after: APIs by logical id.
    """
    old, new = dict(before), dict(after)
    for name in sorted(old.keys() & new.keys()):
        yield _pair(old.pop(name), new.pop(name), Match.ID)
    shared = [(_shared(a, b), a.id, b.id) for a in old.values() for b in new.values()]
    for share, name, other in sorted(shared, key=lambda entry: (-entry[0], *entry[1:])):
        if share and name in old and other in new:
            yield _pair(old.pop(name), new.pop(other), Match.ROUTES)
    for api in list(old.values()):  # implicit APIs of both kinds can become one
        if home := next((b for b in after.values() if api.routes and _labels(api) <= _labels(b)), None):
            yield _pair(old.pop(api.id), home, Match.ROUTES)
    if len(old) == len(new) == 1:
        yield _pair(old.popitem()[1], new.popitem()[1], Match.LEFT)


def _pair(before: ExposedApi, after: ExposedApi, match: Match) -> ApiPair:
    return ApiPair(before.id, after.id, match, (before.kind, after.kind), len(before.routes))


def _shared(before: ExposedApi, after: ExposedApi) -> float:
    """The share of the routes of two APIs that both have; those that lead to the same function count more."""
    labels = [_labels(api) for api in (before, after)]
    targets = [{(r.label, r.target) for r in api.routes} for api in (before, after)]
    return sum(len(a & b) / len(a | b) for a, b in (labels, targets) if a | b)


def _labels(api: ExposedApi) -> set[str]:
    return {route.label for route in api.routes}
