"""Custom domains beside the API: BasePathMapping -> ApiGatewayV2::ApiMapping, on a domain that HTTP APIs can use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrator.concern import Concern, Step, View, fact
from migrator.findings import ALL, Code, Example, Level
from migrator.sam import kinds
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.operations import Insert, Remove, RenameKey, SetValue
from migrator.text.values import given, literal, ref, ref_target

from .. import pages
from ..codes import UNSUPPORTED_SHAPE
from ..reading.named_stage import NamedStage, named_stage
from ..reading.segments import shape_of
from .generated_ids import new_ids, renamed
from .mapping_domains import domain_of, fitted, shared
from .removals import attached

BASE_PATH_MAPPING = Code(
    "base-path-mapping",
    Level.BLOCKER,
    "A base path mapping connects a custom domain to the API.",
    "It becomes an AWS::ApiGatewayV2::ApiMapping under a new logical id. CloudFormation creates the new mapping before "
    "it deletes the old one, and API Gateway refuses a second mapping for one path of a domain: `ApiMapping key already "
    "exists for this domain name`.",
    "Move it in two deployments: first deploy the template as it is without the mapping (the domain answers 403 from "
    "then on), then this one. Without an outage: deploy the HTTP API next to the REST API first, test it at its own URL, and "
    "move the mapping with `aws apigatewayv2 update-api-mapping`. The domain must be regional with TLS 1.2. Accept with `--accept base-path-mapping`; a "
    "stack that is not deployed yet needs no first step.",
    pages.MAPPINGS,
    Example(
        "Type: AWS::ApiGateway::BasePathMapping\nProperties: {BasePath: v1, RestApiId: !Ref Api, Stage: Prod}",
        "Type: AWS::ApiGatewayV2::ApiMapping\n"
        "Properties: {ApiMappingKey: v1, ApiId: !Ref HttpApi, Stage: !Ref HttpApi.Stage}",
    ),
    levels=(
        (Level.BLOCKER, "the stack may be deployed already"),
        (Level.WARNING, "with `--keep-logical-ids`, which is for new stacks"),
    ),
)
MAPPING_STAGE = Code(
    "mapping-stage",
    Level.BLOCKER,
    "A mapping of a custom domain points to a stage that may not be a stage of this API.",
    "The mapping cannot be deployed when the HTTP API has no stage of that name.",
    "Write `Stage: !Ref <Api>.Stage`, or the stage as the API's `StageName` is written.",
    pages.MAPPINGS,
    acceptable=False,
)
_NO_PATH = frozenset({"", "(none)"})


def to_http(view: View) -> Iterator[Step]:
    """Translate the mappings of the API and make their domains fit."""
    for name in attached(view):
        resource = view.template.resources[name]
        if resource.type not in (kinds.BASE_PATH_MAPPING, kinds.API_MAPPING):
            continue
        if resource.local is None:
            yield view.find(UNSUPPORTED_SHAPE, f"The properties of {name} must be a map.", resource.node)
            continue
        if resource.type == kinds.BASE_PATH_MAPPING:
            yield from _mapping(view, resource, resource.local)
        else:
            yield from _stage(view, resource, resource.local)
        yield from fitted(view, resource)
        if resource.type == kinds.API_MAPPING or _goes_on(view):
            yield from shared(view, resource)


# -- the mapping ----------------------------------------------------------------------------------------------


def _mapping(view: View, resource: Resource, properties: Node) -> Iterator[Step]:
    api, new = properties.pair("RestApiId"), _new_ids(view)[resource.id]
    kind = resource.node.pair("Type")
    if api is None or ref_target(api.value) != view.api.id or kind is None:
        yield view.find(
            UNSUPPORTED_SHAPE, f"{resource.id} must name the API by a plain `!Ref` in `RestApiId`.", resource.node
        )
        return
    yield _finding(view, resource, api.value)
    yield SetValue(kind.value, kinds.API_MAPPING)
    yield from renamed(view, resource, new)
    yield RenameKey(properties, "RestApiId", "ApiId")
    path = properties.get("BasePath")
    if properties.get("Stage") is None:
        yield from _with_stage_in_path(view, resource, properties, path)
        return
    if path is not None and (path.is_null or literal(path) in _NO_PATH):
        yield Remove(properties, "BasePath")
    elif path is not None:
        yield RenameKey(properties, "BasePath", "ApiMappingKey")
    yield from _stage(view, resource, properties)


def _finding(view: View, resource: Resource, at: Node) -> Step:
    what = f"{resource.id} becomes an ApiMapping; a deployed stack needs two deployments for it."
    if domain_of(view, resource) is None:
        what += " Its domain is not in this template: it must be regional with TLS 1.2."
    return view.find(BASE_PATH_MAPPING, what, at, level=Level.WARNING if view.options.keep_logical_ids else None)


@fact
def _goes_on(view: View) -> bool:
    """Whether the mapping itself is no obstacle; as long as it is one, all else about it is too early."""
    names = {accept.code for accept in view.options.accept if accept.api in (None, view.api.id)}
    return view.options.keep_logical_ids or bool(names & {ALL, BASE_PATH_MAPPING.name})


def _with_stage_in_path(view: View, resource: Resource, properties: Node, path: Node | None) -> Iterator[Step]:
    """A mapping without a stage takes it from the URL; one that has the stage in its path serves the same URLs."""
    base = literal(path) if given(path) is not None else ""
    if base is None or view.stage.name is None:
        yield view.find(
            MAPPING_STAGE,
            f"{resource.id} has no `Stage`, and its base path or the API's stage is known only at deployment.",
            resource.node,
        )
        return
    key = view.stage.name if base in _NO_PATH else f"{base}/{view.stage.name}"
    if path is None:
        yield Insert(properties, "ApiMappingKey", key, after="RestApiId")
    else:
        yield RenameKey(properties, "BasePath", "ApiMappingKey")
        yield SetValue(path, key)
    yield Insert(properties, "Stage", ref(f"{view.new_id}.Stage"), after="RestApiId")


def _stage(view: View, resource: Resource, properties: Node) -> Iterator[Step]:
    """The stage by reference, so that the mapping is not made before it."""
    stage = properties.get("Stage")
    named = named_stage(view, shape_of(stage)) if stage is not None else NamedStage.OTHER
    if stage is None or named in (NamedStage.OTHER, NamedStage.EVERY):
        what = f"{resource.id} points to a stage that may not be a stage of this API."
        yield view.find(MAPPING_STAGE, what, stage or resource.node)
    elif named is NamedStage.OWN:
        yield SetValue(stage, ref(f"{view.new_id}.Stage"))


@fact
def _new_ids(view: View) -> Mapping[str, str]:
    return new_ids(view, kinds.BASE_PATH_MAPPING, _new_id, f"{view.new_id}ApiMapping")


def _new_id(name: str) -> str:
    stem = name.removesuffix("Mapping").removesuffix("BasePath")
    return f"{stem.removesuffix('RestApi').removesuffix('Api')}{'Http' if stem.endswith('Api') else ''}ApiMapping"


def to_rest(view: View) -> Iterator[Step]:
    """A mapping of the v2 interface holds both kinds of API; it names the stage. Source: rest-api-mappings."""
    for name in attached(view):
        resource = view.template.resources[name]
        if resource.type == kinds.API_MAPPING and resource.get("Stage") is not None and resource.local is not None:
            yield from _stage(view, resource, resource.local)


CONCERN = Concern("base-path-mapping", to_http, to_rest=to_rest)
