"""Which requests are sent: recorded ones, and one for each route whose path is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from .call import ApiCall, NotCalled
from .examples import Examples
from .routes import CalledRoute

SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing (RFC 9110, 9.2.1)."""
_ASKING = "access-control-request-method"


@dataclass(frozen=True)
class CallPlan:
    """What will be sent, and what not.

    Arguments:
        calls: in the order in which they are sent.
        left_out: routes and recorded requests that are not sent, each with the reason.
    """

    calls: tuple[ApiCall, ...]
    left_out: tuple[NotCalled, ...]


def planned(
    routes: Sequence[CalledRoute],
    examples: Sequence[Examples],
    methods: Sequence[str],
    *,
    values: Mapping[str, str],
    origin: str | None,
) -> CallPlan:
    """Decide what to send.

    Arguments:
        routes: those of the template; empty without one.
        examples: what files say about requests.
        methods: the methods that may be sent.
        values: values of path variables that hold for every route.
        origin: the site from which a browser would call; None for none.
    """
    calls: dict[ApiCall, None] = {}
    left_out: dict[NotCalled, None] = {}
    recorded = [_marked(call) for each in examples for call in each.calls]
    for call in recorded:
        if call.method not in methods:
            left_out[NotCalled(call.label, _not_a_method(call.method))] = None
        elif routes and not any(_takes(route, call) for route in routes):
            left_out[NotCalled(call.label, "no route of the template takes it")] = None
        else:
            calls[call] = None
    known = [entry for each in examples for entry in each.values]
    for route in routes:
        made, why = _of_route(route, recorded, known, methods, values)
        if made is None:
            left_out[NotCalled(route.label, why)] = None
        elif not any((made.method, made.path) == (other.method, other.path) for other in calls):
            calls[made] = None
    asked = _preflights(routes, calls, origin) if origin is not None and "OPTIONS" in methods else ()
    return CallPlan((*calls, *asked), tuple(left_out))


def _marked(call: ApiCall) -> ApiCall:
    return replace(call, preflight=any(name.lower() == _ASKING for name, _ in call.headers))


def _takes(route: CalledRoute, call: ApiCall) -> bool:
    return (call.preflight or route.method in ("ANY", call.method)) and route.values(call.path) is not None


def _of_route(
    route: CalledRoute,
    recorded: Iterable[ApiCall],
    known: Iterable[tuple[str, str, str]],
    methods: Sequence[str],
    values: Mapping[str, str],
) -> tuple[ApiCall | None, str]:
    """A request that a route takes; without one, why there is none."""
    method = "GET" if route.method == "ANY" else route.method
    if method not in methods:
        return None, _not_a_method(route.method)
    path = route.filled(_values(route, recorded, known, values))
    if path is None:
        names = ", ".join(f"{{{name}}}" for name in route.variables)
        return None, f"no value for {names} is known: --param NAME=VALUE, a saved event or --requests gives one"
    return ApiCall(method, path), ""


def _not_a_method(method: str) -> str:
    return f"{method} is not among the methods that are sent (--methods)"


def _values(
    route: CalledRoute,
    recorded: Iterable[ApiCall],
    known: Iterable[tuple[str, str, str]],
    values: Mapping[str, str],
) -> dict[str, str]:
    """Values of a route's variables: those of a request that it takes, of its path in a file, or for every route."""
    found: dict[str, str] = {}
    for call in recorded:
        if route.variables and (own := route.values(call.path)) is not None:
            found = {name: unquote(value) for name, value in own.items()}
            break
    named = {name: value for path, name, value in known if path == route.path}
    return {**named, **found, **values}


def _preflights(routes: Sequence[CalledRoute], calls: Iterable[ApiCall], origin: str) -> Iterator[ApiCall]:
    """What a browser asks before it sends a request from another site. Source: Fetch Standard, "CORS-preflight"."""
    paths: dict[str, str] = {}
    for call in calls:
        if call.method != "OPTIONS":
            paths.setdefault(call.path, call.method)
    for path, method in paths.items():
        asked = next(
            (r.method for r in routes if r.method not in ("ANY", "OPTIONS") and r.values(path) is not None), method
        )
        headers = (
            ("Origin", origin),
            ("Access-Control-Request-Method", asked),
            ("Access-Control-Request-Headers", "authorization,content-type"),
        )
        yield ApiCall("OPTIONS", path, headers=headers, preflight=True)
