"""Plain AWS::ApiGateway resources of the API: most have no counterpart for an HTTP API that SAM describes."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.concern import Concern, Step, View
from migrator.findings import Code, Example, Level
from migrator.sam.kinds import API_MAPPING
from migrator.sam.references import Reference
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.operations import Remove
from migrator.text.values import literal

from .. import pages
from ..access.api_keys import USAGE_PLAN
from ..api.endpoint import PRIVATE_ENDPOINT
from ..api.gateway_responses import of_import, told
from ..reading.further_stages import further_stages
from ..reading.segments import shape_of, shown
from ..routes.codes import REQUEST_VALIDATION
from .removals import API_KEY_TYPE, SHARED, USAGE_PLAN_KEY_TYPE, USAGE_PLAN_TYPE, attached, leaving, own_entries, uses

RAW_RESOURCE = Code(
    "raw-resource",
    Level.BLOCKER,
    "A plain API Gateway resource for REST APIs uses the API.",
    "It cannot be attached to an HTTP API: the deployment fails.",
    "Describe what it does in SAM's own properties, or replace it by its AWS::ApiGatewayV2 counterpart.",
    pages.HTTP_VS_REST,
    acceptable=False,
)
HTTP_RESOURCE = Code(
    "http-resource",
    Level.BLOCKER,
    "A plain API Gateway resource for HTTP APIs uses the API.",
    "It cannot be attached to a REST API: the deployment fails.",
    "Describe what it does in SAM's own properties, or replace it by its AWS::ApiGateway counterpart.",
    pages.HTTP_VS_REST,
    acceptable=False,
    only="to-rest",
)
AUTHORIZER_RESOURCE = Code(
    "authorizer-resource",
    Level.BLOCKER,
    "An authorizer of the API is written as a plain resource.",
    "SAM describes an HTTP API by an OpenAPI body, and CloudFormation accepts no AWS::ApiGatewayV2::Authorizer next to a "
    "body.",
    "Write the authorizer under `Auth.Authorizers` of the API, then run again.",
    pages.ACCESS,
    acceptable=False,
    security=True,
)
METHOD_RESOURCE = Code(
    "method-resource",
    Level.BLOCKER,
    "A path or method of the API is written as a plain resource.",
    "SAM describes an HTTP API by an OpenAPI body, and CloudFormation accepts no AWS::ApiGatewayV2::Route next to a body.",
    "Write the route as an event of its function, or in the API's `DefinitionBody`, then run again.",
    pages.ROUTES,
    acceptable=False,
    only="to-http",
)
DEPLOYMENT_RESOURCE = Code(
    "deployment-resource",
    Level.BLOCKER,
    "A separate resource deploys the API.",
    "An HTTP API deploys every change at once; SAM creates no deployments for it.",
    "Check that nothing relies on manual deployments, then accept with `--accept deployment-resource`, which removes it.",
    pages.STAGES,
    announces=frozenset({"api.stages"}),
)
VPC_LINK = Code(
    "vpc-link",
    Level.BLOCKER,
    "The API reaches its backend through a VPC link of the REST kind.",
    "Such a link leads to a Network Load Balancer; an HTTP API needs an AWS::ApiGatewayV2::VpcLink with subnets and "
    "security groups.",
    "Add such a link and point the integrations to its listener, then run again.",
    pages.HTTP_VS_REST,
    acceptable=False,
    only="to-http",
)
API_DOCUMENTATION = Code(
    "api-documentation",
    Level.INFO,
    "The API has documentation parts or versions.",
    "HTTP APIs hold no documentation; the resources are removed. No request is answered differently.",
    "Keep the texts in the OpenAPI document if clients read them.",
    pages.HTTP_VS_REST,
    Example("Type: AWS::ApiGateway::DocumentationPart", "(removed)"),
    only="to-http",
)
ACCOUNT_ROLE = Code(
    "account-role",
    Level.INFO,
    "The template sets the account's role for logs of REST APIs.",
    "It is a setting of the whole account and stays. HTTP APIs do not use it.",
    "Remove it when no REST API of the account writes logs.",
    pages.LOGGING,
    only="to-http",
)
STILL_NEEDED = Code(
    "still-needed",
    Level.BLOCKER,
    "Something refers to a resource that would be removed.",
    "The reference would be dangling, and the deployment would fail.",
    "Remove the reference first.",
    pages.HTTP_VS_REST,
    acceptable=False,
)

_RAW = "AWS::ApiGateway::"
_ACCOUNT = "AWS::ApiGateway::Account"
_VPC_LINK = "AWS::ApiGateway::VpcLink"
_DEPLOYMENT = "AWS::ApiGateway::Deployment"
_AUTHORIZER = "AWS::ApiGateway::Authorizer"
_RESPONSE = "AWS::ApiGateway::GatewayResponse"
_ROUTING_RULE = "AWS::ApiGatewayV2::RoutingRule"
"""Leads to stages of REST APIs only. Source: rest-api-routing-mode, considerations for routing rules."""

_MEANING: dict[str, tuple[Code, str]] = {
    USAGE_PLAN_TYPE: (USAGE_PLAN, "limits what each client may call"),
    USAGE_PLAN_KEY_TYPE: (USAGE_PLAN, "lets a client use the API's plan"),
    API_KEY_TYPE: (USAGE_PLAN, "is a key for this API"),
    _AUTHORIZER: (AUTHORIZER_RESOURCE, "is an authorizer of this API"),
    "AWS::ApiGateway::BasePathMappingV2": (PRIVATE_ENDPOINT, "maps a private domain to this API"),
    _DEPLOYMENT: (DEPLOYMENT_RESOURCE, "releases this API"),
    "AWS::ApiGateway::DocumentationPart": (API_DOCUMENTATION, "documents this API and is removed"),
    "AWS::ApiGateway::DocumentationVersion": (API_DOCUMENTATION, "documents this API and is removed"),
    "AWS::ApiGateway::Method": (METHOD_RESOURCE, "is a method of this API"),
    "AWS::ApiGateway::Model": (REQUEST_VALIDATION, "is a model that requests may be checked against"),
    "AWS::ApiGateway::RequestValidator": (REQUEST_VALIDATION, "checks requests before they reach the function"),
    "AWS::ApiGateway::Resource": (METHOD_RESOURCE, "is a path of this API"),
}
_ELSEWHERE = frozenset({"AWS::ApiGateway::BasePathMapping", "AWS::ApiGateway::DomainName"})


def to_http(view: View) -> Iterator[Step]:
    """Flag plain resources of the API; those whose loss is accepted go."""
    using, gone = attached(view), leaving(view)
    affected = {*using, *gone} - {stage.id for stage in further_stages(view)}
    for resource in view.template.resources.values():
        if resource.type == _ACCOUNT:
            yield view.find(ACCOUNT_ROLE, f"{resource.id} is for logs of REST APIs; it stays.", resource.node)
        elif _is_plain(resource) and resource.id in affected:
            yield from _resource(view, resource, using.get(resource.id), leaves=resource.id in gone)
    yield from _links(view)
    yield from _removed(view, gone)


def _is_plain(resource: Resource) -> bool:
    return resource.type.startswith((_RAW, _ROUTING_RULE)) and resource.type not in _ELSEWHERE


def _resource(view: View, resource: Resource, reference: Reference | None, *, leaves: bool) -> Iterator[Step]:
    at = reference.scalar if reference is not None else resource.node
    if resource.type == _RESPONSE and resource.local is not None:
        answer = of_import(literal(resource.local.get("ResponseType")) or resource.id, resource.local, str)
        yield from told(view, [answer], at, cors=view.get("Cors") is not None)
        return
    code, what, remedy = _said(view, resource)
    yield view.find(code, f"{resource.id} {what}.", at, remedy=remedy)
    if not leaves and resource.type in SHARED:
        yield from _taken_out(view, resource, at)


def _said(view: View, resource: Resource) -> tuple[Code, str, str]:
    """What is reported of a resource: what it does, and what to do about it where the code does not say."""
    unused = all(each.form == "DependsOn" for each in view.template.references_to(resource.id))
    if resource.type == _AUTHORIZER and unused:
        what = "is an authorizer of this API that nothing refers to: it protects no route today"
        remedy = "Write it under `Auth.Authorizers` and name it where it is needed, or remove it; then run again."
        return AUTHORIZER_RESOURCE, what, remedy
    if resource.type == _ROUTING_RULE:
        what = "leads requests of a domain to this API; a routing rule cannot lead to an HTTP API"
        remedy = "Lead the requests to the API by an AWS::ApiGatewayV2::ApiMapping in its place, then run again."
        return RAW_RESOURCE, what, remedy
    if resource.type == _DEPLOYMENT and (stage := resource.get("StageName")) is not None:
        what = f"releases this API at a stage of its own, `{shown(shape_of(stage))}`, which goes with it"
        remedy = (
            "Check that nobody uses that stage, then accept with `--accept deployment-resource`, which removes both."
        )
        return DEPLOYMENT_RESOURCE, what, remedy
    return *_MEANING.get(resource.type, (RAW_RESOURCE, "is made for this API")), ""


def _taken_out(view: View, resource: Resource, at: Node) -> Iterator[Step]:
    """This API's entries in a resource that stays for others."""
    operations = list(own_entries(view, resource))
    if not operations:
        what = f"{resource.id} ({resource.type}) names this API in a way that we do not understand."
        yield view.find(RAW_RESOURCE, what, at)
    yield from operations


def _links(view: View) -> Iterator[Step]:
    """VPC links in the API's own definition."""
    for reference in view.template.references:
        if reference.resource == view.api.id and view.template.type_of(reference.name) == _VPC_LINK:
            what = f"The API uses {reference.name}, a VPC link for REST APIs."
            yield view.find(VPC_LINK, what, reference.scalar)


def _removed(view: View, gone: frozenset[str]) -> Iterator[Step]:
    """Remove what goes, with the mere orders of others; a true reference from what stays is in the way."""
    section = view.template.section("Resources")
    for name in sorted(gone):
        if section is not None:
            yield Remove(section, name)
        blocking, operations = uses(view, name, gone)
        for reference in blocking:
            yield view.find(STILL_NEEDED, f"This refers to {name}, which will be removed.", reference.scalar)
        yield from operations


def to_rest(view: View) -> Iterator[Step]:
    """Flag plain resources of an HTTP API but for mappings and stages, which have a concern of their own."""
    stages = {stage.id for stage in further_stages(view)}
    for name, reference in attached(view).items():
        kind = view.template.resources[name].type
        if kind.startswith("AWS::ApiGatewayV2::") and kind != API_MAPPING and name not in stages:
            yield view.find(HTTP_RESOURCE, f"{name} ({kind}) is made for this API.", reference.scalar)


CONCERN = Concern("raw-resources", to_http, to_rest=to_rest)
