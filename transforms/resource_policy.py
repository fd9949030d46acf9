"""Resource policies: who may call a REST API at all. HTTP APIs have none."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Drop, Move, Step
from migrator.findings import Code, Example, Level
from migrator.operations import Remove
from migrator.values import is_map

from . import pages

RESOURCE_POLICY = Code(
    "resource-policy",
    Level.BLOCKER,
    "A resource policy says who may call the API: accounts, addresses, VPCs.",
    "HTTP APIs have no resource policies. Callers that the policy keeps out would get in.",
    "Leave this API as it is, or enforce the same in an authorizer or in a firewall in front; then accept with `--accept resource-policy`.",
    pages.RESOURCE_POLICY,
    Example("Auth: {ResourcePolicy: {IpRangeWhitelist: [10.0.0.0/8]}}", "(removed: every address may call)"),
    security=True,
    announces=frozenset({"api.resource_policy"}),
)


def to_http(move: Move) -> Iterator[Step]:
    """Flag policies; accepted, they go."""
    for path in (("Auth", "ResourcePolicy"), ("Policy",)):
        if (node := move.get(*path)) is not None:
            yield move.find(RESOURCE_POLICY, "A resource policy limits who may call this API.", node)
            yield Drop(path)
    for event in move.api.events:
        auth = move.auth.own(event)
        if auth is not None and is_map(auth) and (node := auth.get("ResourcePolicy")) is not None:
            yield move.find(
                RESOURCE_POLICY, f"A resource policy limits who may call {event.method} {event.path}.", node
            )
            yield Remove(auth, "ResourcePolicy")


CONCERN = Concern("resource-policy", (RESOURCE_POLICY,), to_http, frozenset({"Policy"}))
