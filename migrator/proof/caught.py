"""Which preflight requests a route of an HTTP API catches that asks for authorization."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .openapi import DEFAULT_ROUTE


@dataclass(frozen=True)
class Catcher:
    """A route, as far as it decides what becomes of preflight requests.

    Arguments:
        method: upper case, ``ANY`` for all.
        path: without a slash at its end; ``$default`` for the route that takes what no other does.
        guarded: whether callers need authorization.
    """

    method: str
    path: str
    guarded: bool


def refused(routes: Iterable[Catcher]) -> tuple[str, ...]:
    """Paths of an HTTP API whose preflight requests a route catches that asks for authorization.

    The most specific path takes a request, and on it the method itself before ``ANY`` (http-api-develop-routes,
    "Route evaluation"); API Gateway answers preflight where no route matches OPTIONS (http-api-cors).

    Arguments:
        routes: all of the API.
    """
    listed = list(routes)
    found = {(each.path, each.method): each for each in listed}
    paths = dict.fromkeys(each.path for each in listed)
    greedy = sorted(filter(_is_greedy, paths), key=len, reverse=True)

    def caught(path: str) -> bool:
        tried = [
            path,
            *(each for each in paths if each != path and _covers(each, path)),
            *(each for each in greedy if each != path and path.startswith(each.rpartition("{")[0])),
            DEFAULT_ROUTE,
        ]
        places = ((each, method) for each in tried for method in ("OPTIONS", "ANY"))
        first = next((found[place] for place in places if place in found), None)
        return first is not None and first.method == "ANY" and first.guarded

    return tuple(sorted({each.path for each in listed if each.method != "OPTIONS" and caught(each.path)}))


def _is_greedy(path: str) -> bool:
    return path.endswith("+}")


def _covers(pattern: str, path: str) -> bool:
    """Whether variables of a path stand for every text that another path has in their places."""
    ours, theirs = pattern.split("/"), path.split("/")
    same = len(ours) == len(theirs) and not _is_greedy(pattern) and not _is_greedy(path)
    return same and all(one == other or one.startswith("{") for one, other in zip(ours, theirs, strict=True))
