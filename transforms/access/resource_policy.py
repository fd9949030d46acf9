"""Resource policies: who may call a REST API at all. HTTP APIs have none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrator.concern import Concern, Drop, Step, View
from migrator.findings import Code, Example, Level
from migrator.sam.template import Event
from migrator.subjects import routes_of
from migrator.text.node import Node
from migrator.text.operations import Remove
from migrator.text.values import NO_VALUE, is_map, ref_target

from .. import pages

RESOURCE_POLICY = Code(
    "resource-policy",
    Level.BLOCKER,
    "A resource policy controls which accounts, addresses or VPCs may call the API.",
    "HTTP APIs have no resource policies. Callers that the policy keeps out would get in.",
    "Leave this API as it is, or enforce the same in an authorizer or in a firewall in front; then accept with `--accept resource-policy`.",
    pages.RESOURCE_POLICY,
    Example("Auth: {ResourcePolicy: {IpRangeWhitelist: [10.0.0.0/8]}}", "(removed: every address may call)"),
    security=True,
    announces=frozenset({"route.resource_policy", "domain.policy", "domain-access.gone"}),
    only="to-http",
)

PLACES = (("Auth", "ResourcePolicy"), ("Policy",))


LIMITED = "A resource policy limits who may call this API."


def to_http(view: View) -> Iterator[Step]:
    """Flag policies; accepted, they go."""
    for path in PLACES:
        if (node := view.get(*path)) is not None:
            if ref_target(node) != NO_VALUE:
                yield view.find(RESOURCE_POLICY, LIMITED, node)
            yield Drop(path)
    own = {event: auth for event in view.api.events if (auth := _with_policy(view, event)) is not None}
    for event, auth in own.items():
        what = f"A resource policy limits who may call {event.method} {event.path}."
        yield view.find(RESOURCE_POLICY, what, auth.get("ResourcePolicy"))
        yield Remove(auth, "ResourcePolicy")
    if own and all(view.get(*path) is None for path in PLACES):
        yield from _refused(view, own)


def _with_policy(view: View, event: Event) -> Node | None:
    auth = view.auth.own(event)
    return auth if auth is not None and is_map(auth) and auth.get("ResourcePolicy") is not None else None


def _refused(view: View, own: Mapping[Event, Node]) -> Iterator[Step]:
    """An API has one policy: what that does not allow is refused, the routes that say nothing of it included."""
    others = [event for event in view.api.events if event not in own]
    routes = sorted(frozenset[str]().union(*(routes_of(event) for event in others)))
    if routes:
        what = f"The policies of other routes keep every caller out of {', '.join(routes)}: no statement allows them."
        yield view.find(RESOURCE_POLICY, what, next(iter(own.values())).get("ResourcePolicy"), about=routes)


CONCERN = Concern("resource-policy", to_http, frozenset({"Policy"}))
