"""What the code of one function is told: the facts of all its routes or authorizers as one, where they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from migrator.concern import View
from migrator.facts import CATCH_ALL, AuthorizerFacts, Facts, Format, Route, without_cors
from migrator.options import Options
from migrator.sam.kinds import Kind

from .roles import Role


def changes(role: Role, kind: Kind, options: Options) -> bool:
    """Whether the code has to know of another event format afterwards.

    Arguments:
        role: what calls the function.
        kind: the kind that its APIs become.
    """
    if kind.name == "http":
        return options.payload == "2.0"
    return any(f.before == "2.0" for f in role.routes) or any(f.before == "2.0" for f in role.authorizers)


def far(role: Role, kind: Kind, options: Options) -> Facts | str:
    """The facts of a function whose events change their format, or why they have none in common.

    Arguments:
        role: what calls the function.
        kind: the kind that its APIs become.
    """
    if role.others:
        return role.others[0]
    if role.defined and kind.name == "http":
        return "has routes in a definition, where payload 1.0 is written"
    if role.unnamed:
        return "has paths with a stage in them whose name is known at deployment only"
    facts = _merged(role, kind, far=True)
    return facts if isinstance(facts, str) else replace(facts, shared=options.side_by_side)


def close(role: Role, kind: Kind, options: Options) -> Facts | str:
    """The facts of a function that gets payload 1.0 in place of the REST event or the reverse; or why there are none."""
    facts = _merged(role, kind, far=False)
    if isinstance(facts, str):
        return facts
    repair = options.handlers and role.requested and kind.name == "http"
    shared = bool(role.others) or options.side_by_side
    # The headers are those that the API sends which goes on beside the new one; another API may send none.
    return replace(without_cors(facts) if role.others else facts, repair=repair, shared=shared)


def merged(one: Facts, other: Facts) -> Facts | None:
    """The facts of code that several functions have; None where they contradict each other."""
    if isinstance(one, AuthorizerFacts) or isinstance(other, AuthorizerFacts):
        alike = isinstance(one, AuthorizerFacts) and replace(one, repair=other.repair, shared=other.shared) == other
        repair, shared = one.repair and other.repair, one.shared or other.shared
        return replace(one, repair=repair, shared=shared) if alike else None
    if (one.before, one.after, one.stage) != (other.before, other.after, other.stage):
        return None
    routes = tuple(dict.fromkeys((*one.routes, *other.routes)))
    of_any = {name: getattr(one, name) or getattr(other, name) for name in ("cors", "binary", "shared")}
    optional = ("origin", "rest_stage", "sends")
    differing: dict[str, Any] = dict.fromkeys(n for n in optional if getattr(one, n) != getattr(other, n))
    return replace(one, routes=routes, repair=one.repair and other.repair, **of_any, **differing)


def told(facts: Facts, moves: Sequence[View]) -> Facts:
    """The facts with what only matters to who runs the code: the names of stages, and routes that it may open or close.

    Arguments:
        facts: the facts of a function.
        moves: the APIs that call it.
    """
    if not isinstance(facts, AuthorizerFacts):
        return facts
    events = (event for view in moves for event in view.api.events)
    routes = dict.fromkeys(Route(event.method or "ANY", event.path or CATCH_ALL) for event in events)
    return replace(facts, routes=tuple(routes))


def _merged(role: Role, kind: Kind, *, far: bool) -> Facts | str:
    if role.routes and role.authorizers:
        return "answers requests and is an authorizer"
    after: Format = "rest" if kind.name == "rest" else "2.0" if far else "1.0"
    parts: list[Facts] = [replace(each, after=after) for each in role.routes]
    # What an authorizer is sent by a REST API, each knows itself.
    parts += [each if after == "rest" else replace(each, after=after) for each in role.authorizers]
    if not parts:
        return "is called by nothing that moves"
    found, *others = parts
    for each in others:
        if (both := merged(found, each)) is None:
            several_routes = "gets events of several formats or stages"
            return several_routes if role.routes else "serves several authorizers with different settings"
        found = both
    return found
