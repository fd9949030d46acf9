"""Prove a step that keeps the old APIs: nothing that was there changes, and the new APIs are what the old ones are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..migration import Migration
from ..plan import Action, Plan
from .difference import Difference
from .differences import compared
from .surface import ExposedApi

POLICY = "policy"
OF_POLICIES = frozenset({"route.iam", "api.iam", "policy.gone", "policy.new", "policy.statements"})
"""Facets of what IAM policies say of calling an API."""
LEADING = OF_POLICIES | {"api.domains", "other.resource"}
"""Facets of what leads clients to an API, or mentions it: that goes on to do so for the old one."""


def changed(
    old: Mapping[str, ExposedApi], new: Mapping[str, ExposedApi], plan: Plan, growing: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """List what a step that may only add would change: the API, as far as known, and a sentence.

    Arguments:
        old: the APIs before.
        new: the APIs after, the new ones among them.
        plan: what the deployment does, every API with its own id.
        growing: new APIs of an earlier step that get more routes; they are compared with the old ones as a whole.
    """
    there = {name: api for name, api in new.items() if name in old}
    for difference in compared(old, there, {name: name for name in old}):
        yield difference.api, f"of what was there, {difference.sentence}"
    for change in plan.changes:
        of_growing = change.action is Action.CHANGE and change.id.startswith(growing)
        if change.action is not Action.ADD and not of_growing:
            yield "", f"{change.id} ({change.type}) would be changed or deleted"


def of_the_new_ones(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """The differences between old and new APIs, without what only leads clients to the old ones.

    Arguments:
        found: what differs where the new APIs are compared as if they took the old ones' place.
    """
    return tuple(each for each in found if each.weaker or each.facet not in LEADING)


def under_policies_of(alone: Mapping[str, ExposedApi], beside: Mapping[str, ExposedApi]) -> dict[str, ExposedApi]:
    """New APIs by themselves, with what IAM policies say of them where the old ones stand beside them.

    A policy that names an old API would be left out with it, and with it what the same policy says of every API.

    Arguments:
        alone: the new APIs, read without the old ones.
        beside: all APIs.
    """
    return {name: _under(api, beside[name]) if name in beside else api for name, api in alone.items()}


def _under(api: ExposedApi, beside: ExposedApi) -> ExposedApi:
    said = {route.label: route.iam for route in beside.routes}
    routes = tuple(replace(route, iam=said.get(route.label, route.iam)) for route in api.routes)
    rows = (*(r for r in api.rows if r.section != POLICY), *(r for r in beside.rows if r.section == POLICY))
    return replace(api, routes=routes, rows=rows)


def in_place(migration: Migration) -> Migration:
    """The migration as if every API kept its id: those that were there are there still.

    Arguments:
        migration: a step that keeps the old APIs.
    """
    return replace(migration, apis=tuple(replace(api, new_id=api.id) for api in migration.apis))
