"""API keys and usage plans: HTTP APIs have neither."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Drop, Step, View, is_true
from migrator.findings import Code, Example, Level
from migrator.sam.template import Event
from migrator.text.node import Node
from migrator.text.operations import Remove
from migrator.text.values import is_map, literal

from .. import pages
from ..codes import DROPPED_SETTING
from ..reading.definition import is_defined
from ..several import SaidOfRoutes, listed, together

API_KEYS = Code(
    "api-keys",
    Level.BLOCKER,
    "Routes need an API key.",
    "HTTP APIs have no API keys. SAM drops `ApiKeyRequired` from an HttpApi event silently, and the route is open to callers "
    "without a key.",
    "Leave this API as it is, or give it a Lambda or JWT authorizer first; then accept the loss with `--accept api-keys`.",
    pages.API_KEYS,
    Example("Auth: {ApiKeyRequired: true}", "(removed: no key is required)"),
    security=True,
    announces=frozenset({"route.api_key"}),
    only="to-http",
)
USAGE_PLAN = Code(
    "usage-plan",
    Level.BLOCKER,
    "A usage plan limits what each client may call.",
    "HTTP APIs cannot be part of a usage plan: throttling and quotas for each client are lost, and the plan and its keys are deleted.",
    "Leave this API as it is, or limit clients elsewhere; then accept the loss with `--accept usage-plan`.",
    pages.API_KEYS,
    Example("Auth: {UsagePlan: {CreateUsagePlan: PER_API}}", "(removed)"),
    security=True,
    announces=frozenset({"usage-plan.gone", "plan-key.gone", "api-key.gone"}),
    only="to-http",
)


REQUIRED = "An API key is required on {}."


def to_http(view: View) -> Iterator[Step]:
    """Flag keys and plans; accepted, they go."""
    auth = view.get("Auth")
    if auth is not None and is_map(auth):
        if (key := auth.get("ApiKeyRequired")) is not None:
            yield from together(view, [_of_api(view, key)])
            yield Drop(("Auth", "ApiKeyRequired"))
        if (preflight := auth.get("AddApiKeyRequiredToCorsPreflight")) is not None:
            yield view.find(
                DROPPED_SETTING, "`AddApiKeyRequiredToCorsPreflight` is left out. HTTP APIs have no keys.", preflight
            )
            yield Drop(("Auth", "AddApiKeyRequiredToCorsPreflight"))
        yield from _plan(view, auth.get("UsagePlan"))
    yield from together(view, _events(view))


def _of_api(view: View, key: Node) -> SaidOfRoutes:
    """What the API asks for. An event that says `false` needs no key all the same."""
    if not is_true(key):
        return _dropped(key, "this API")
    without = [_label(each) for each in view.api.events if (own := _own(view, each)) is not None and not is_true(own)]
    if without and len(without) == len(view.api.events) and not is_defined(view.api):
        what = "`ApiKeyRequired` is left out: every event says that it needs no key."
        return SaidOfRoutes(DROPPED_SETTING, what, "this API", key)
    return _required(key, f"every route of this API{f' but {listed(without)}' if without else ''}")


def _own(view: View, event: Event) -> Node | None:
    """What an event says itself about a key."""
    own = view.auth.own(event)
    return own.get("ApiKeyRequired") if own is not None and is_map(own) else None


def _events(view: View) -> Iterator[Step | SaidOfRoutes]:
    for event in view.api.events:
        if (key := _own(view, event)) is not None and key.parent is not None:
            yield (_required if is_true(key) else _dropped)(key, _label(event))
            yield Remove(key.parent, "ApiKeyRequired")


def _label(event: Event) -> str:
    return f"{event.method} {event.path}"


def _required(node: Node, label: str) -> SaidOfRoutes:
    return SaidOfRoutes(API_KEYS, REQUIRED, label, node)


def _dropped(node: Node, label: str) -> SaidOfRoutes:
    return SaidOfRoutes(DROPPED_SETTING, "`ApiKeyRequired: false` is left out. HTTP APIs have no keys.", label, node)


def _plan(view: View, plan: Node | None) -> Iterator[Step]:
    if plan is None:
        return
    if literal(plan.get("CreateUsagePlan")) == "NONE":
        yield view.find(DROPPED_SETTING, "`UsagePlan` creates no plan; it is left out.", plan)
    else:
        yield view.find(USAGE_PLAN, "The API has its own usage plan with API keys.", plan)
    yield Drop(("Auth", "UsagePlan"))


CONCERN = Concern("api-keys", to_http)
