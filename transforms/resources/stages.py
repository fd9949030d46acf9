"""Further stages beside the API: ApiGateway::Stage <-> ApiGatewayV2::Stage, with the settings of the API's own stage."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace

from migrator.concern import Concern, Drop, Put, Step, View, fact
from migrator.findings import Code, Example, Level
from migrator.placement import draft
from migrator.sam.kinds import DEFAULT_STAGE
from migrator.sam.template import Resource
from migrator.text.node import Node, Pair
from migrator.text.operations import SetValue, become
from migrator.text.values import Value, get, is_map, items_of, literal, ref

from .. import pages
from ..api import settings
from ..codes import UNSUPPORTED_PROPERTY, UNSUPPORTED_SHAPE
from ..reading.further_stages import STAGE_TYPES, further_stages, is_automatic
from ..reading.named_stage import new_stage, stage_id
from ..reading.segments import shape_of
from ..stage import access_logs, route_settings, variables
from .generated_ids import new_ids, renamed
from .plain import API_DOCUMENTATION, DEPLOYMENT_RESOURCE, HTTP_RESOURCE

STAGE_RESOURCE = Code(
    "stage-resource",
    Level.WARNING,
    "The API has a further stage, written as a plain resource.",
    "It becomes a stage of the other kind, under a new logical id. A stage of an HTTP API shows every change of the API at "
    "once and puts its name in front of the path in events (`/beta/orders`); a stage of a REST API shows the deployment "
    "that SAM makes, and leaves the path alone.",
    "Check handlers and routers that look at the path, and give clients the new URL.",
    pages.STAGES,
    Example(
        "Type: AWS::ApiGateway::Stage\n"
        "Properties: {RestApiId: !Ref Api, StageName: beta, DeploymentId: !Ref Api.Deployment}",
        "Type: AWS::ApiGatewayV2::Stage\nProperties: {ApiId: !Ref HttpApi, StageName: beta, AutoDeploy: true}",
    ),
)
CLIENT_CERTIFICATE = Code(
    "client-certificate",
    Level.BLOCKER,
    "API Gateway presents a client certificate to its backends.",
    "HTTP APIs cannot present one: a backend that requires the certificate refuses the call, and a backend that relies on it can no "
    "longer recognize API Gateway.",
    "Protect the backend in another way first; then accept with `--accept client-certificate`, which removes it from the stage.",
    pages.HTTP_VS_REST,
    Example("ClientCertificateId: !Ref Certificate", "(removed)"),
    security=True,
    announces=frozenset({"api.certificates"}),
    only="to-http",
)

_TO_HTTP = (settings.CONCERN, variables.CONCERN, route_settings.CONCERN, access_logs.CONCERN)
_TO_REST = (variables.CONCERN, route_settings.CONCERN, access_logs.CONCERN)
"""Concerns whose subjects a plain stage has too; they are shown the stage in the place of the API."""

_SETTINGS = {
    "http": {
        "AccessLogSetting", "CacheClusterEnabled", "CacheClusterSize", "CanarySetting", "MethodSettings",
        "TracingEnabled", "Variables",
    },
    "rest": {"AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables"},
}  # fmt: skip
"""What those concerns know of a stage, by the kind that the API becomes."""
_KEPT = frozenset({"StageName", "Description"})


def to_http(view: View) -> Iterator[Step]:
    """Rewrite the plain stages of a REST API."""
    for stage in further_stages(view):
        yield from _stage(view, stage, {"RestApiId", "DeploymentId", "DocumentationVersion", "ClientCertificateId"})


def to_rest(view: View) -> Iterator[Step]:
    """Rewrite the plain stages of an HTTP API that follow every change, as SAM's own stage of a REST API does."""
    for stage in further_stages(view):
        yield from _stage(view, stage, {"ApiId", "AutoDeploy", "DeploymentId"})


def _stage(view: View, stage: Resource, own: set[str]) -> Iterator[Step]:
    local, kind = stage.local, stage.node.pair("Type")
    name = get(local, "StageName")
    if local is None or kind is None or name is None:
        yield view.find(UNSUPPORTED_SHAPE, f"The stage {stage.id} has no `StageName`.", stage.node)
        return
    if (view.kind.name == "rest" and literal(name) == DEFAULT_STAGE) or shape_of(name) == (("text", new_stage(view)),):
        what = f"{stage.id} is stage `{literal(name)}`, but the new API cannot have a second stage of that name."
        yield view.find(UNSUPPORTED_SHAPE, what, name, remedy="Rename one of the two stages, or remove this one.")
    for reference in view.template.references_to(stage.id):
        if reference.attribute:
            what = f"This reads an attribute of {stage.id}, and its new type has none."
            remedy = "Write the value out, or take it from the API."
            yield view.find(UNSUPPORTED_SHAPE, what, reference.scalar, remedy=remedy)
    yield _found(view, stage, local)
    yield SetValue(kind.value, STAGE_TYPES[view.kind.name])
    yield from renamed(view, stage, _new_ids(view)[stage.id])
    released = yield from (_released if view.kind.name == "http" else _follows)(view, stage, local)
    set_ = yield from _settings(view, stage, local, own)
    whole = replace(view, api=replace(view.api, properties=local))
    yield from become(local, draft(whole, [*released, *set_]))


def _found(view: View, stage: Resource, local: Node) -> Step:
    what = (
        "serves every change at once, and paths in events begin with its name"
        if view.kind.name == "http"
        else "serves the deployment that SAM makes"
    )
    api = local.get(view.old.api_key)
    return view.find(STAGE_RESOURCE, f"{stage.id} becomes a stage of {view.new_id}: it {what}.", api)


@fact
def _new_ids(view: View) -> Mapping[str, str]:
    old, new = ("Rest", "Http") if view.kind.name == "http" else ("Http", "Rest")

    def wanted(name: str) -> str:
        return f"{name.removesuffix('Stage').removesuffix(old)}{new}Stage"

    return new_ids(view, STAGE_TYPES[view.old.name], wanted, stage_id(view))


# -- what it shows --------------------------------------------------------------------------------------------


def _released(view: View, stage: Resource, local: Node) -> Generator[Step, None, list[Put | Drop]]:
    """A stage of a REST API shows one deployment; one of an HTTP API the API as it is."""
    deployment = local.get("DeploymentId")
    if not is_automatic(view, stage):
        what = f"{stage.id} serves a deployment that is chosen by hand; a stage of an HTTP API serves every change at once."
        yield view.find(DEPLOYMENT_RESOURCE, what, deployment or stage.node)
    changes: list[Put | Drop] = [Put(("ApiId",), local.get("RestApiId"), was="RestApiId")]
    changes.append(Put(("AutoDeploy",), True, was="DeploymentId" if deployment is not None else None))
    if (version := local.get("DocumentationVersion")) is not None:
        yield view.find(API_DOCUMENTATION, f"`DocumentationVersion` of {stage.id} is left out.", version)
        changes.append(Drop(("DocumentationVersion",)))
    if (certificate := local.get("ClientCertificateId")) is not None:
        yield view.find(CLIENT_CERTIFICATE, f"Stage {stage.id} has a client certificate.", certificate)
        changes.append(Drop(("ClientCertificateId",)))
    return changes


def _follows(view: View, stage: Resource, local: Node) -> Generator[Step, None, list[Put | Drop]]:
    """A stage that follows the API shows what SAM deploys of a REST API."""
    if not is_automatic(view, stage):
        what = f"{stage.id} (AWS::ApiGatewayV2::Stage) is not deployed automatically."
        yield view.find(HTTP_RESOURCE, what, local.get("DeploymentId") or stage.node)
    return [
        Put(("RestApiId",), local.get("ApiId"), was="ApiId"),
        Put(("DeploymentId",), ref(f"{view.new_id}.Deployment"), was="AutoDeploy"),
    ]


# -- its settings ---------------------------------------------------------------------------------------------


def _settings(view: View, stage: Resource, local: Node, own: set[str]) -> Generator[Step, None, list[Put | Drop]]:
    """What the concerns of the API's own stage say of the settings of this one."""
    changes: list[Put | Drop] = []
    known = _SETTINGS[view.kind.name]
    shown = {key: value for key, value in local.entries().items() if key in known | _KEPT}
    for key, value in local.entries().items():
        if key == "Tags":
            changes.append(Put((key,), (yield from _tags(view, stage, value))))
        elif key not in shown and key not in own:
            yield view.find(UNSUPPORTED_PROPERTY, f"`{key}` of stage {stage.id} cannot be translated.", value)
            changes.append(Drop((key,)))
    return [*changes, *(yield from _by_concerns(view, _in_place_of_api(view, stage, shown)))]


def _by_concerns(view: View, at: View) -> Generator[Step, None, list[Put | Drop]]:
    changes: list[Put | Drop] = []
    for concern in _TO_HTTP if view.kind.name == "http" else _TO_REST:
        for step in concern.steps(at):
            if isinstance(step, (Put, Drop)):
                changes.append(step)
            else:
                yield step
    return changes


def _in_place_of_api(view: View, stage: Resource, shown: dict[str, Node]) -> View:
    """The API as if this were its only stage. Settings of events are for the stage that SAM makes."""
    if (body := view.get("DefinitionBody")) is not None:
        shown = {**shown, "DefinitionBody": body}  # it says which routes there are
    pairs = [Pair(Node("scalar", -1, -1, text=key), value) for key, value in shown.items()]
    properties = Node("mapping", -1, -1, style="block", pairs=pairs)
    events = view.api.events if view.kind.name == "http" else ()
    return replace(view, api=replace(view.api, resource=stage, properties=properties, events=events))


def _tags(view: View, stage: Resource, node: Node) -> Generator[Step, None, Value]:
    """A list of keys and values on a stage of a REST API, a map on one of an HTTP API."""
    if view.kind.name == "rest" and is_map(node):
        return [{"Key": key, "Value": value} for key, value in node.entries().items()]
    items = items_of(node) if view.kind.name == "http" else []
    tags = {literal(item.get("Key")): item.get("Value") for item in items}
    if not items or None in tags:
        yield view.find(UNSUPPORTED_SHAPE, f"`Tags` of stage {stage.id} cannot be read.", node)
    return {key: value for key, value in tags.items() if key is not None}


CONCERN = Concern("stage-resources", to_http, to_rest=to_rest)
