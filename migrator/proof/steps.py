"""Prove a step on the way to production: what stays is what it was, and what is new is what the old APIs are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..migration import ApiOutcome, Migration, Status
from ..options import FINISH, SWITCH, UNDO
from ..plan import Action, Plan
from ..routes import RouteRow
from .deployment import planned
from .difference import Difference
from .differences import compared
from .intrinsics import referenced
from .route_rows import route_rows
from .surface import ExposedApi, surfaces

HELD: tuple[str, ...] = ("route.", "authorizer.", "cors.", "api.")
"""Facets of an API itself: no step after the first changes them."""
LED = frozenset({"route.iam", "api.iam", "api.domains"})
"""Facets of what leads callers to an API, or lets them in: a switch moves it from one API to the other."""
PARTS = ("AWS::ApiGateway::RestApi", "AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage")
"""What an API cannot lose without its clients noticing."""


NAMES = frozenset(
    {
        "AWS::ApiGateway::DomainName",
        "AWS::ApiGatewayV2::DomainName",
        "AWS::ApiGateway::BasePathMapping",
        "AWS::Route53::RecordSetGroup",
    }
)
"""What a domain is made of: none of it may go, or be created anew, while clients use the name."""


OF_NAMES = frozenset({"custom-domain", "base-path-mapping"})
"""Findings whose acceptance says that the domain may go: the stack is not deployed, or in use, yet."""


@dataclass(frozen=True)
class StepProof:
    """What comparing two templates around a step, or a migration at once, shows.

    Arguments:
        wrong: what it may not do: the API, as far as known, and a sentence.
        plan: what the deployment does.
        own: the migration as the deployment is judged: every API that stays keeps its id, and what led to an old API
            that is switched leads to the new one.
        routes: the routes of every API before and after.
        announced: sentences on what findings announce, each with their codes.
    """

    wrong: tuple[tuple[str, str], ...]
    plan: Plan
    own: Migration
    routes: tuple[RouteRow, ...]
    announced: tuple[str, ...] = ()


def prove_step(migration: Migration, before: Mapping[str, Any], after: Mapping[str, Any]) -> StepProof:
    """Compare the compiled templates before and after a step.

    Arguments:
        before: its template, compiled.
        after: the template that follows, compiled.
    """
    gone = frozenset(_gone(migration.apis))
    old, new = surfaces(before), surfaces(after)
    kept = {name: name for name in old if name not in gone}
    plan = planned(before, after, kept)
    taken = any(finding.accepted and finding.code.name in OF_NAMES for finding in migration.findings)
    names = () if taken else tuple(_names(plan))
    wrong = (*_changed(old, new, kept), *_there(old, new, gone), *_touched(plan, before, gone), *names)
    own = replace(migration, apis=tuple(_staying(migration.apis)))
    return StepProof(wrong, plan, own, tuple(route_rows(old, new, {})))


def _gone(apis: Sequence[ApiOutcome]) -> Iterator[str]:
    """The APIs that the step removes."""
    for api in apis:
        if api.status is Status.MIGRATED and api.step == FINISH:
            yield api.id
        elif api.status is Status.MIGRATED and api.step == UNDO and api.new_id != api.id:
            yield api.new_id


def _staying(apis: Sequence[ApiOutcome]) -> Iterator[ApiOutcome]:
    for api in apis:
        stays = api.new_id if api.step == FINISH else api.id
        yield api if api.step == SWITCH else replace(api, id=stays, new_id=stays)


def _changed(
    old: Mapping[str, ExposedApi], new: Mapping[str, ExposedApi], kept: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    both = {name: name for name in kept if name in new}
    before, after = ({name: side[name] for name in both} for side in (old, new))
    for difference in compared(before, after, both):
        if _counts(difference):
            yield difference.api, f"of what was there, {difference.sentence}"


def _counts(difference: Difference) -> bool:
    return not difference.facet or (difference.facet.startswith(HELD) and difference.facet not in LED)


def _there(
    old: Mapping[str, ExposedApi], new: Mapping[str, ExposedApi], gone: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for name in sorted((old.keys() - gone) - new.keys()):
        yield name, f"{name} would be gone"
    for name in sorted(gone & new.keys()):
        yield name, f"{name} would still be there"
    for name in sorted(new.keys() - old.keys()):
        yield name, f"{name} would be new"


def _touched(plan: Plan, before: Mapping[str, Any], gone: frozenset[str]) -> Iterator[tuple[str, str]]:
    """APIs and stages that the deployment would delete or replace, of those that stay."""
    for change in plan.changes:
        if change.type in PARTS and change.action in (Action.DELETE, Action.REPLACE):
            properties = before["Resources"][change.id].get("Properties")
            if change.id not in gone and gone.isdisjoint(referenced(properties)):
                yield "", f"{change.id} ({change.type}) would be deleted or replaced"


def _names(plan: Plan) -> Iterator[tuple[str, str]]:
    """Parts of a domain that the deployment would delete or replace."""
    for change in plan.changes:
        if change.type in NAMES and change.action in (Action.DELETE, Action.REPLACE, Action.CHANGE_OR_REPLACE):
            yield "", f"{change.id} ({change.type}) would be deleted or replaced, and the domain with it"


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
