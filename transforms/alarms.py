"""CloudWatch alarms on the API: HTTP APIs call metrics and dimensions otherwise, and a stale alarm is silent (T46)."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Move, Step
from migrator.findings import Code, Example, Level
from migrator.operations import SetValue
from migrator.template import Api, Resource
from migrator.tree import Node
from migrator.values import intrinsic, is_list, is_map, literal, ref

from . import pages
from .addresses import is_own_name, names_stage, new_stage
from .segments import Shape, shape_of

ALARM = Code(
    "alarm",
    Level.WARNING,
    "A CloudWatch alarm or dashboard watches metrics of REST APIs.",
    "An HTTP API reports `4xx` and `5xx` for `4XXError` and `5XXError`, and is told apart by `ApiId`, not by `ApiName`. "
    "An alarm on the old names never sees a value: it goes silent, not red.",
    "Check each alarm after the deployment; correct by hand what is left as it is.",
    pages.METRICS,
    Example(
        "MetricName: 5XXError\nDimensions: [{Name: ApiName, Value: !Ref AWS::StackName}]",
        "MetricName: 5xx\nDimensions: [{Name: ApiId, Value: !Ref HttpApi}]",
    ),
    security=True,
)

METRICS = {"4XXError": "4xx", "5XXError": "5xx"}
"""Source: API Gateway developer guide, api-gateway-metrics-and-dimensions and http-api-metrics."""
SAME_METRICS = frozenset({"Count", "Latency", "IntegrationLatency"})
NAMESPACE = "AWS/ApiGateway"

_WATCHERS = frozenset({"AWS::CloudWatch::Alarm", "AWS::CloudWatch::AnomalyDetector"})
_DASHBOARD = "AWS::CloudWatch::Dashboard"
_STACK_NAME: Shape = (("name", "AWS::StackName"),)
_BY_HAND = "Write `MetricName: 4xx` or `5xx` and `Dimensions: [{{Name: ApiId, Value: !Ref {new}}}]` if it is this API."


def to_http(move: Move) -> Iterator[Step]:
    """Rewrite the alarms that are certainly about this API, and tell of the others."""
    if NAMESPACE not in move.template.source.text:
        return
    for resource in move.template.resources.values():
        if resource.type in _WATCHERS and resource.local is not None:
            yield from _watcher(move, resource, resource.local)
        elif resource.type == _DASHBOARD:
            yield from _dashboard(move, resource)


def _watcher(move: Move, resource: Resource, properties: Node) -> Iterator[Step]:
    metrics = [properties]
    listed = properties.get("Metrics")
    for item in listed.elements() if listed is not None and is_list(listed) else ():
        metric, expression = item.get("MetricStat", "Metric"), literal(item.get("Expression"))
        if metric is not None and is_map(metric):
            metrics.append(metric)
        elif expression is not None and NAMESPACE in expression:
            yield _left(move, resource, item, "searches metrics by an expression")
    for metric in metrics:
        if literal(metric.get("Namespace")) == NAMESPACE:
            yield from _metric(move, resource, metric)


def _dashboard(move: Move, resource: Resource) -> Iterator[Step]:
    body = resource.local.get("DashboardBody") if resource.local is not None else None
    if body is not None and any(NAMESPACE in node.text for node in body.walk() if node.kind == "scalar"):
        yield _left(move, resource, body, "shows metrics of REST APIs")


def _left(move: Move, resource: Resource, node: Node, what: str) -> Step:
    message = f"{resource.id} {what}; it stays as it is and shows nothing of {move.new_id}."
    return move.find(ALARM, message, node, remedy=_BY_HAND.format(new=move.new_id))


def _metric(move: Move, resource: Resource, metric: Node) -> Iterator[Step]:
    listed, name = metric.get("Dimensions"), metric.get("MetricName")
    dimensions = _dimensions(listed)
    watched = dimensions.get("ApiName")
    if (by_id := dimensions.get("ApiId")) is not None:
        if shape_of(by_id[1]) != (("name", move.api.id),):  # an HTTP or WebSocket API
            return
        watched = by_id
    if watched is None:
        yield _left(move, resource, listed or metric, "watches no API by name")
        return
    about = _about(move, shape_of(watched[1]))
    if move.api.id not in about:
        if not about:
            yield _left(move, resource, watched[1], "watches an API by a name that is not known to be this one's")
        return
    if len(about) > 1:
        yield _left(move, resource, watched[1], "watches an API by a name that several APIs here have")
        return
    metric_name = literal(name)
    if metric_name not in METRICS and metric_name not in SAME_METRICS:
        yield _left(
            move, resource, name or metric, f"watches {metric_name or 'a metric'}, which HTTP APIs do not report"
        )
        return
    yield from _rewritten(move, resource, name, dimensions, watched)


def _rewritten(
    move: Move,
    resource: Resource,
    name: Node | None,
    dimensions: dict[str, tuple[Node, Node]],
    watched: tuple[Node, Node],
) -> Iterator[Step]:
    stage = dimensions.get("Stage")
    if stage is not None and not names_stage(move, shape_of(stage[1])):
        yield _left(move, resource, stage[1], "watches a stage that is not known to be the API's own")
        return
    detail = ""
    if dimensions.keys() & {"Method", "Resource"}:
        detail = " It watches one route: the stage must have `DetailedMetricsEnabled`."
    yield move.find(
        ALARM, f"{resource.id} is about this API; it watches {move.new_id} from now on.{detail}", watched[1]
    )
    if name is not None and (new := METRICS.get(name.text)) is not None:
        yield SetValue(name, new)
    if literal(watched[0]) != "ApiId":
        yield SetValue(watched[0], "ApiId")
    if shape_of(watched[1]) != (("name", move.api.id),) or intrinsic(watched[1]) is None:
        yield SetValue(watched[1], ref(move.new_id))
    if stage is not None and (new := new_stage(move)) is not None and not is_own_name(move, shape_of(stage[1])):
        yield SetValue(stage[1], new)


def _dimensions(listed: Node | None) -> dict[str, tuple[Node, Node]]:
    """Dimensions by name, each with the nodes of its name and value."""
    found: dict[str, tuple[Node, Node]] = {}
    for item in listed.elements() if listed is not None and is_list(listed) else ():
        name, value = item.get("Name"), item.get("Value")
        text = literal(name)
        if name is not None and value is not None and text is not None:
            found[text] = (name, value)
    return found


def _about(move: Move, said: Shape) -> set[str]:
    """Logical ids of the REST APIs that a name may stand for; an id in the place of the name never matched anything."""
    apis = [api for api in move.template.apis.values() if api.kind == "rest"]
    return {api.id for api in apis if said in (_name(api), (("name", api.id),))}


def _name(api: Api) -> Shape:
    """What an API is called: its ``Name``, the title of its definition, or the name of the stack."""
    own = api.properties.get("Name") or api.properties.get("DefinitionBody", "info", "title")
    if own is not None:
        return shape_of(own)
    bodies = ("DefinitionBody", "DefinitionUri")
    return (("unknown", api.id),) if any(api.properties.get(key) is not None for key in bodies) else _STACK_NAME


CONCERN = Concern("alarms", (ALARM,), to_http)
