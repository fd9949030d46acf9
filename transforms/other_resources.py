"""Resources beside SAM's own that use the API: most of them know REST APIs only."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Move, Step
from migrator.findings import Code, Level
from migrator.operations import Remove, SetValue
from migrator.references import Reference
from migrator.template import Resource
from migrator.tree import Node
from migrator.values import is_list, literal, ref_target

from . import pages
from .api_keys import USAGE_PLAN
from .references import DEFAULT_STAGE

RAW_RESOURCE = Code(
    "raw-resource",
    Level.BLOCKER,
    "A plain API Gateway resource for REST APIs uses the API.",
    "It cannot be attached to an HTTP API: the deployment fails.",
    "Describe what it does in SAM's own properties, or replace it by its AWS::ApiGatewayV2 counterpart.",
    pages.HTTP_VS_REST,
    acceptable=False,
)
WAF = Code(
    "waf",
    Level.BLOCKER,
    "A web ACL protects the API.",
    "AWS WAF cannot be attached to an HTTP API. Requests that the ACL keeps out would get in.",
    "Leave this API as it is, or put CloudFront with the web ACL in front; then accept with `--accept waf`, which removes the association.",
    pages.WAF,
    security=True,
)
NESTED_STACK = Code(
    "nested-stack",
    Level.BLOCKER,
    "The API's id or URL is handed to a nested stack.",
    "The nested template may use it in a way that only works with a REST API.",
    "Look at what the nested template does with it, then accept with `--accept nested-stack`.",
    pages.UPDATES,
)
EXPORT = Code(
    "export",
    Level.BLOCKER,
    "The API's id, URL or stage is exported to other stacks.",
    "CloudFormation refuses to change an exported value that another stack imports.",
    "Make sure that no stack imports it, or move the importers first; then accept with `--accept export`.",
    pages.EXPORTS,
)
API_VALUE = Code(
    "api-value",
    Level.WARNING,
    "The API's id or URL is handed to something that this tool does not know.",
    "It gets the id or URL of the new API.",
    "Check that it works with an HTTP API.",
    pages.HTTP_VS_REST,
)
ORIGIN_PATH = Code(
    "origin-path",
    Level.BLOCKER,
    "A CloudFront origin has a path that is not known to be the API's stage.",
    "Under the stage `$default` there is no stage segment: requests would ask for a path that does not exist.",
    "Write the origin's path as the API's `StageName` is written, or use `--stage keep`.",
    pages.STAGES,
    acceptable=False,
)
CONNECTOR = Code(
    "connector",
    Level.WARNING,
    "A connector starts at the API.",
    "Its permissions name the API's stage and path.",
    "Check the connector's `Qualifier`.",
    pages.SAM_HTTPAPI,
)

_RAW = "AWS::ApiGateway::"
_USAGE = frozenset({"AWS::ApiGateway::UsagePlan", "AWS::ApiGateway::UsagePlanKey", "AWS::ApiGateway::ApiKey"})
_WAF = frozenset({"AWS::WAFv2::WebACLAssociation", "AWS::WAFRegional::WebACLAssociation"})
_NESTED = frozenset({"AWS::CloudFormation::Stack", "AWS::Serverless::Application"})
_UNKNOWN = frozenset({"AWS::SSM::Parameter", "AWS::CloudFormation::CustomResource", "AWS::Synthetics::Canary", "AWS::XRay::SamplingRule"})
_MAPPING = "AWS::ApiGatewayV2::ApiMapping"
_DISTRIBUTION = "AWS::CloudFront::Distribution"


def to_http(move: Move) -> Iterator[Step]:
    """Flag, and where it is exact rewrite, what uses the API."""
    seen: set[str] = set()
    for reference in _all(move):
        yield from _export(move, reference)
        resource = move.template.resources.get(reference.resource or "")
        if resource is None or resource.id == move.api.id or resource.id in seen:
            continue
        seen.add(resource.id)
        yield from _resource(move, resource, reference)


def _all(move: Move) -> Iterator[Reference]:
    """References to the API and to what SAM generates for it."""
    generated = {f"{move.api.id}{move.stage.name}Stage"} if move.stage.name else set()
    for reference in move.template.references:
        if reference.name == move.api.id or reference.name in generated:
            yield reference


def _resource(move: Move, resource: Resource, reference: Reference) -> Iterator[Step]:
    kind = resource.type
    at = reference.scalar
    if kind in _USAGE:
        yield move.find(USAGE_PLAN, f"{resource.id} ({kind}) is made for this API.", at)
        yield from _without(move, resource, at)
    elif kind.startswith(_RAW):
        yield move.find(RAW_RESOURCE, f"{resource.id} ({kind}) is made for this API.", at)
    elif kind in _WAF:
        yield move.find(WAF, f"{resource.id} puts a web ACL in front of this API.", at)
        yield from _without(move, resource, at)
    elif kind in _NESTED:
        yield move.find(NESTED_STACK, f"{resource.id} ({kind}) gets a value of this API.", at)
    elif kind in _UNKNOWN or kind.startswith("Custom::"):
        yield move.find(API_VALUE, f"{resource.id} ({kind}) gets a value of this API.", at)
    elif kind == _MAPPING:
        yield from _api_mapping(move, resource)
    elif kind == _DISTRIBUTION:
        yield from _origins(move, resource)
    elif kind == "AWS::Serverless::Connector":
        yield move.find(CONNECTOR, f"{resource.id} starts at this API.", at)


def _without(move: Move, resource: Resource, at: Node) -> Iterator[Step]:
    """Remove a resource that the user gives up, unless others need it."""
    section = move.template.section("Resources")
    if move.template.references_to(resource.id) or section is None:
        yield move.find(RAW_RESOURCE, f"{resource.id} ({resource.type}) is made for this API, and others refer to it.", at)
    else:
        yield Remove(section, resource.id)


def _export(move: Move, reference: Reference) -> Iterator[Step]:
    path = reference.scalar.path()
    if len(path) > 2 and path[0] == "Outputs" and move.template.root.get("Outputs", str(path[1]), "Export") is not None:
        yield move.find(EXPORT, f"Output {path[1]} exports a value of this API to other stacks.", reference.scalar)


def _api_mapping(move: Move, resource: Resource) -> Iterator[Step]:
    """A mapping of the v2 interface works for both kinds; it names the stage."""
    stage = resource.local.get("Stage") if resource.local is not None else None
    if stage is None or not move.stage.is_default:
        return
    if (literal(stage) is not None and literal(stage) == move.stage.name) or _same_parameter(move, stage):
        yield SetValue(stage, DEFAULT_STAGE)


def _same_parameter(move: Move, node: Node) -> bool:
    name = ref_target(node)
    return name is not None and name == ref_target(move.stage.before)


def _origins(move: Move, resource: Resource) -> Iterator[Step]:
    """An origin's path begins with the stage; under ``$default`` there is none."""
    origins = resource.local.get("DistributionConfig", "Origins") if resource.local is not None else None
    if not move.stage.is_default or origins is None or not is_list(origins):
        return
    for origin in origins.elements():
        path = origin.get("OriginPath")
        names = {r.name for r in move.template.references if any(node is r.scalar for node in origin.walk())}
        if path is None or move.api.id not in names:
            continue
        if literal(path) is not None and literal(path) == f"/{move.stage.name}":
            yield Remove(origin, "OriginPath")
        else:
            yield move.find(ORIGIN_PATH, f"An origin of {resource.id} asks for a path of its own below this API.", path)


CONCERN = Concern(
    "other-resources",
    (RAW_RESOURCE, WAF, NESTED_STACK, EXPORT, API_VALUE, ORIGIN_PATH, CONNECTOR),
    to_http,
)
