"""Resources that leave the template with the REST API: what only a REST API has, once its loss is accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from migrator.concern import View, fact
from migrator.sam.kinds import PERMISSION
from migrator.sam.references import Reference
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.operations import Operation, Remove, RemoveItem
from migrator.text.values import items_of

from ..reading.addresses import TEST_STAGE, address
from ..reading.further_stages import shown_by_stage
from ..reading.named_stage import stage_id

USAGE_PLAN_TYPE = "AWS::ApiGateway::UsagePlan"
USAGE_PLAN_KEY_TYPE = "AWS::ApiGateway::UsagePlanKey"
API_KEY_TYPE = "AWS::ApiGateway::ApiKey"

SHARED = {USAGE_PLAN_TYPE: "ApiStages", API_KEY_TYPE: "StageKeys"}
"""Resources that serve several APIs, and the list in which each has its entry."""

WEB_ACLS = frozenset({"AWS::WAFRegional::WebACLAssociation", "AWS::WAFv2::WebACLAssociation"})
"""What puts a web ACL in front of a stage."""

LEAVE_WITH_API = WEB_ACLS | frozenset(
    {
        "AWS::ApiGateway::BasePathMappingV2",
        "AWS::ApiGateway::Deployment",
        "AWS::ApiGateway::DocumentationPart",
        "AWS::ApiGateway::DocumentationVersion",
        "AWS::ApiGateway::GatewayResponse",
        "AWS::ApiGateway::Model",
        "AWS::ApiGateway::RequestValidator",
    }
)
"""Resources of one REST API, without a counterpart, whose loss the user can accept."""


@fact
def attached(view: View) -> Mapping[str, Reference]:
    """Resources that use the API, with the first place that says so; to come after it is no use."""
    stage = {stage_id(view, before=True)} - view.template.resources.keys()
    found: dict[str, Reference] = {}
    for reference in view.template.references:
        if reference.form == "DependsOn" or not (reference.name == view.api.id or reference.name in stage):
            continue
        resource = reference.resource
        if resource is not None and resource != view.api.id and resource in view.template.resources:
            found.setdefault(resource, reference)
    return found


@fact
def leaving(view: View) -> frozenset[str]:
    """Logical ids of the resources that are removed when this API migrates."""
    resources = view.template.resources
    if view.kind.name != "http":
        return frozenset()
    gone = {name for name, reference in attached(view).items() if _leaves(view, resources[name], reference)}
    size = -1
    while gone and len(gone) != size:
        size = len(gone)
        gone |= {r.id for r in resources.values() if r.id not in gone and _follows(view, r, gone)}
    return frozenset(gone)


def _leaves(view: View, resource: Resource, reference: Reference) -> bool:
    if resource.type == PERMISSION:
        where = address(view, reference)
        return where.stage is not None and where.stage.shape == (("text", TEST_STAGE),)
    if resource.type == USAGE_PLAN_TYPE:
        return bool(entries(resource)) and all(_is_own(view, entry) for entry in entries(resource))
    return resource.type in LEAVE_WITH_API


def _follows(view: View, resource: Resource, gone: set[str]) -> bool:
    """Whether a resource has no purpose without those that go."""
    if resource.type == USAGE_PLAN_KEY_TYPE:
        return any(r.resource == resource.id and r.form != "DependsOn" for name in gone for r in _to(view, name))
    if resource.type == API_KEY_TYPE:
        return _has_no_other_use(view, resource, gone)
    return False


def _has_no_other_use(view: View, key: Resource, gone: set[str]) -> bool:
    users = _to(view, key.id)
    return bool(users) and all(r.resource in gone for r in users) and all(_is_own(view, e) for e in entries(key))


def _to(view: View, name: str) -> Sequence[Reference]:
    return view.template.references_to(name)


def entries(resource: Resource) -> list[Node]:
    """The entries of a resource that serves several APIs."""
    node = resource.get(SHARED[resource.type]) if resource.type in SHARED else None
    return items_of(node)


def _is_own(view: View, entry: Node) -> bool:
    return any(node in _own_scalars(view) for node in entry.walk())


@fact
def _own_scalars(view: View) -> frozenset[Node]:
    return frozenset(reference.scalar for reference in _to(view, view.api.id))


def own_entries(view: View, resource: Resource) -> Iterator[Operation]:
    """Take this API's entries out of a resource that stays for others."""
    for entry in entries(resource):
        if _is_own(view, entry) and entry.parent is not None and isinstance(entry.key, int):
            yield RemoveItem(entry.parent, entry.key)


def uses(view: View, name: str, gone: frozenset[str]) -> tuple[list[Reference], list[Operation]]:
    """References to a resource that goes, from what stays: those in the way, and what takes a mere DependsOn out."""
    blocking: list[Reference] = []
    operations: list[Operation] = []
    for reference in _to(view, name):
        above = reference.scalar.parent
        if reference.resource in gone or shown_by_stage(view, reference.scalar):
            continue
        if reference.form != "DependsOn" or above is None:
            blocking.append(reference)
        elif isinstance(reference.scalar.key, int):
            operations.append(RemoveItem(above, reference.scalar.key))
        else:
            operations.append(Remove(above, "DependsOn"))
    return blocking, operations
