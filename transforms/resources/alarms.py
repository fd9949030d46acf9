"""CloudWatch alarms on the API: the two kinds call metrics and dimensions otherwise, and a stale alarm is silent (T46)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migrator.concern import Concern, Step, View, fact
from migrator.findings import Code
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.operations import Append, SetValue
from migrator.text.values import intrinsic, is_map, literal, ref

from ..reading.document import texts
from ..reading.named_stage import NamedStage, named_stage, new_stage
from ..reading.segments import shape_of
from .codes import ALARM, REST_ALARM
from .watched_metrics import WatchedMetric, called, dimensions_of, name_shape, route_of

METRICS = {"4XXError": "4xx", "5XXError": "5xx"}
"""Source: API Gateway developer guide, api-gateway-metrics-and-dimensions and http-api-metrics."""
SAME_METRICS = frozenset({"Count", "Latency", "IntegrationLatency"})
NAMESPACE = "AWS/ApiGateway"

_WATCHERS = frozenset({"AWS::CloudWatch::Alarm", "AWS::CloudWatch::AnomalyDetector"})
_DASHBOARD = "AWS::CloudWatch::Dashboard"
_BY_ID, _BY_NAME = "ApiId", "ApiName"


@dataclass(frozen=True)
class _Way:
    """What a direction calls things.

    Arguments:
        code: what is reported.
        metrics: the new names of metrics that are called otherwise.
        dimension: what tells APIs apart afterwards.
        old: the kind that is left, in words.
        by_hand: what to write where nothing is changed.
    """

    code: Code
    metrics: Mapping[str, str]
    dimension: str
    old: str
    new: str
    by_hand: str
    in_widgets: str


_WAYS = {
    "http": _Way(
        ALARM,
        METRICS,
        _BY_ID,
        "REST APIs",
        "HTTP APIs",
        "Write `MetricName: 4xx` or `5xx` and `Dimensions: [{{Name: ApiId, Value: !Ref {new}}}]` if it is this API.",
        'Write `4xx` or `5xx` and `"ApiId", "${{{new}}}"` in the widgets that are about this API.',
    ),
    "rest": _Way(
        REST_ALARM,
        {new: old for old, new in METRICS.items()},
        _BY_NAME,
        "HTTP APIs",
        "REST APIs",
        "Write `MetricName: 4XXError` or `5XXError` and the dimension `ApiName` with the name of {new} if it is this API.",
        'Write `4XXError` or `5XXError` and `"ApiName"` with the name of {new} in the widgets that are about this API.',
    ),
}


def migrate(view: View) -> Iterator[Step]:
    """Rewrite the alarms that are certainly about this API, and tell of the others; in either direction."""
    if NAMESPACE not in view.template.source.text:
        return
    for resource in view.template.resources.values():
        if resource.type in _WATCHERS and resource.local is not None:
            yield from _watcher(view, resource, resource.local)
        elif resource.type == _DASHBOARD:
            yield from _dashboard(view, resource)


@fact
def replaced(view: View) -> frozenset[Node]:
    """Values that are written anew, so that names in them are no references that follow."""
    return frozenset(step.node for step in migrate(view) if isinstance(step, SetValue))


def _watcher(view: View, resource: Resource, properties: Node) -> Iterator[Step]:
    for part in properties.walk():
        if not is_map(part):
            continue
        if literal(part.get("Namespace")) == NAMESPACE:
            yield from _metric(view, resource, part)
        elif NAMESPACE in (literal(part.get("Expression")) or ""):
            yield _left(view, resource, part, "searches metrics by an expression")


def _dashboard(view: View, resource: Resource) -> Iterator[Step]:
    body, way = resource.get("DashboardBody"), _WAYS[view.kind.name]
    if body is None:
        return
    text = " ".join(texts(body))
    before = _BY_NAME if way.dimension == _BY_ID else _BY_ID
    names_it = any(r.name == view.api.id for r in view.template.references_in(body))
    if NAMESPACE in text and (before in text or way.dimension not in text or names_it):
        yield _left(view, resource, body, f"shows metrics of {way.old}", way.in_widgets)


def _left(view: View, resource: Resource, node: Node | None, what: str, by_hand: str = "") -> Step:
    way = _WAYS[view.kind.name]
    message = f"{resource.id} {what}. It is not changed and will receive no data about {view.new_id}."
    return view.find(way.code, message, node, remedy=(by_hand or way.by_hand).format(new=view.new_id))


def _metric(view: View, resource: Resource, node: Node) -> Iterator[Step]:
    listed = node.get("Dimensions")
    dimensions = dimensions_of(listed)
    if _BY_ID not in dimensions and _BY_NAME not in dimensions:
        yield _left(view, resource, listed or node, "watches no API by name")
        return
    watched = dimensions.get(_BY_ID) or dimensions[_BY_NAME]
    metric = WatchedMetric(resource, node, dimensions, watched)
    about = _about_http if view.kind.name == "http" else _about_rest
    doubt = about(view, metric)
    if doubt is None:
        yield from _rewritten(view, metric)
    elif doubt:
        yield _left(view, resource, watched[1], doubt)


def _about_http(view: View, metric: WatchedMetric) -> str | None:
    """Why a metric is not taken for this REST API's: None when it is, empty when it is plainly another's."""
    said = shape_of(metric.watched[1])
    if _BY_ID in metric.dimensions:  # an HTTP or WebSocket API, unless someone took the id for the name
        return None if said == (("name", view.api.id),) else ""
    apis = [api for api in view.template.apis.values() if api.kind == "rest"]
    about = {api.id for api in apis if said in (name_shape(view.template, api), (("name", api.id),))}
    if not about:
        return "watches an API by a name that may not be the name of this API"
    if view.api.id not in about:
        return ""
    return "watches an API by a name that several APIs of this template have" if len(about) > 1 else None


def _about_rest(view: View, metric: WatchedMetric) -> str | None:
    """Why a metric is not taken for this HTTP API's; as above."""
    if _BY_ID not in metric.dimensions:  # a REST API
        return ""
    if (name := _name_in(metric.watched[1])) not in (view.api.id, f"{view.api.id}.ApiId"):
        other = name.split(".")[0] in view.template.resources
        return "" if other else "watches an API by an id that may not be the id of this API"
    if called(view.template, view.api) is None:
        return "watches this API, whose name as a REST API is not known"
    return _about_several(view)


@fact
def _about_several(view: View) -> str | None:
    rest = [api for api in view.template.apis.values() if api.kind == "rest" or api.id not in view.staying]
    same = [api for api in rest if name_shape(view.template, api) == name_shape(view.template, view.api)]
    return "watches this API, but several REST APIs of this template will have its name" if len(same) > 1 else None


def _name_in(node: Node) -> str:
    """What a value refers to, and to nothing else; empty for any other."""
    said = shape_of(node)
    return said[0][1] if len(said) == 1 and said[0][0] == "name" else ""


def _rewritten(view: View, metric: WatchedMetric) -> Iterator[Step]:
    way, resource = _WAYS[view.kind.name], metric.resource
    if (obstacle := _obstacle(view, metric, way)) is not None:
        yield _left(view, resource, *obstacle)
        return
    route = route_of(metric) or ()
    detail = " It watches one route, which needs detailed metrics." if route or "Method" in metric.dimensions else ""
    message = f"{resource.id} watches this API and will watch {view.new_id}.{detail}"
    yield view.find(way.code, message, metric.watched[1])
    yield from _renamed(view, metric, way)
    yield from _about_new(view, metric, way)
    yield from _split(metric, *route) if route else ()


def _renamed(view: View, metric: WatchedMetric, way: _Way) -> Iterator[Step]:
    """The metric and the stage by their names on the new API."""
    name, (_, stage), after = (
        metric.node.get("MetricName"),
        metric.dimensions.get("Stage", (None, None)),
        new_stage(view),
    )
    if name is not None and (new := way.metrics.get(name.text)) is not None:
        yield SetValue(name, new)
    if stage is not None and after is not None and named_stage(view, shape_of(stage)) is NamedStage.OWN:
        yield SetValue(stage, after)


def _obstacle(view: View, metric: WatchedMetric, way: _Way) -> tuple[Node, str] | None:
    """What of a metric has no counterpart: where it stands, and what the resource does."""
    name, (_, stage) = metric.node.get("MetricName"), metric.dimensions.get("Stage", (None, None))
    if literal(name) not in {*way.metrics, *SAME_METRICS}:
        return name or metric.node, f"watches {literal(name) or 'a metric'}, which {way.new} do not report"
    if stage is not None and named_stage(view, shape_of(stage)) in (NamedStage.OTHER, NamedStage.EVERY):
        return stage, "watches a stage that may not be the stage of this API"
    if route_of(metric) is None:
        return metric.dimensions["Route"][1], "watches a route with more than one method"
    return None


def _about_new(view: View, metric: WatchedMetric, way: _Way) -> Iterator[Step]:
    """The dimension that tells the API, after."""
    key, value = metric.watched
    if literal(key) != way.dimension:
        yield SetValue(key, way.dimension)
    if way.dimension == _BY_NAME:
        yield SetValue(value, called(view.template, view.api))
    elif shape_of(value) != (("name", view.api.id),) or intrinsic(value) is None:
        yield SetValue(value, ref(view.new_id))


def _split(metric: WatchedMetric, method: str, path: str) -> Iterator[Step]:
    key, value = metric.dimensions["Route"]
    yield SetValue(key, "Method")
    yield SetValue(value, method)
    if (listed := metric.node.get("Dimensions")) is not None:
        yield Append(listed, {"Name": "Resource", "Value": path})


CONCERN = Concern("alarms", migrate, to_rest=migrate)
