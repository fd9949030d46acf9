"""The domain of an old API, written out as what SAM makes of it, so that it stays when the API goes.

A BasePathMapping knows REST APIs only: it moves to an HTTP API by a command (`update-api-mapping`). The stack must let
go of it then without deleting it: `DeletionPolicy: Retain` is deployed before the mapping leaves the template. An
ApiMapping leads to APIs of both kinds, and changes its API in place ("Update requires: No interruption").
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..proof.compile import CompileError, compiled
from ..sam.domains import OF_RECORDS, ROUTE53, made_of
from ..sam.kinds import API_MAPPING, BASE_PATH_MAPPING
from ..sam.template import Api, Resource, Template, definition_files
from ..text.meaning import data
from ..text.node import Node
from ..text.operations import Fragment, Insert, Operation, Remove, RemoveItem, SetValue
from ..text.values import Tagged, Value, is_map, literal, ref_target
from .ground import HANDED_OVER, TOOL, taken_out
from .standing import Standing

RECORDS: Final = "AWS::Route53::RecordSetGroup"
RETAIN: Final = "Retain"
REST_STAGE: Final = "AWS::ApiGateway::Stage"
_REGIONAL: Final = (None, "REGIONAL")


@dataclass(frozen=True)
class DomainTypes:
    """What SAM makes of the domain of an API.

    Arguments:
        domain: the type of the domain.
        mapping: the type of what leads a path of it to the API.
        api: the property of the mapping that names the API.
        certificate: keys of the domain's properties that lead to its certificate.
    """

    domain: str
    mapping: str
    api: str
    certificate: tuple[str | int, ...]


TYPES: Final = {
    "rest": DomainTypes("AWS::ApiGateway::DomainName", BASE_PATH_MAPPING, "RestApiId", ("RegionalCertificateArn",)),
    "http": DomainTypes(
        "AWS::ApiGatewayV2::DomainName", API_MAPPING, "ApiId", ("DomainNameConfigurations", 0, "CertificateArn")
    ),
}
"""By the kind of the API that has the domain."""


def let_go(template: Template, pairs: Sequence[Standing]) -> Iterator[Operation]:
    """State what lets domains stay when their APIs go, apart from the resources that take their place.

    Arguments:
        pairs: the APIs that are switched.
    """
    for each in pairs:
        for mapping in mappings(template, each.old):
            policy = mapping.node.get("DeletionPolicy")
            if policy is None:
                yield Insert(mapping.node, "DeletionPolicy", RETAIN, after="Type")
            elif literal(policy) != RETAIN:
                yield SetValue(policy, RETAIN)
        made = _made(template, each)
        if made and each.old.local is not None:
            yield Remove(each.old.local, "Domain")
            yield from _renamed(template, each.old, next(iter(made)))


def written_out(template: Template, after: Template, pairs: Sequence[Standing]) -> Iterator[Operation]:
    """State the resources that take the place of domains.

    Arguments:
        template: the template before.
        after: the template in which the APIs have no domain any more.
        pairs: the APIs that are switched.
    """
    resources = after.section("Resources")
    for each in pairs:
        for name, resource in _made(template, each).items():
            kind, rest = resource["Type"], {key: value for key, value in resource.items() if key != "Type"}
            policy = {"DeletionPolicy": RETAIN} if kind == BASE_PATH_MAPPING else {}
            body = {"Type": kind, **policy, "Metadata": {TOOL: {HANDED_OVER: each.old.id}}, **rest}
            if resources is not None:
                yield Insert(resources, name, _value(body), after=each.old.id)


def taken_back(template: Template, apis: Sequence[str]) -> Iterator[Operation]:
    """State how to take out what was written out.

    Arguments:
        apis: logical ids of the APIs.
    """
    yield from taken_out(template.section("Resources"), (each.id for each in _handed_over(template, apis)))


def left(template: Template, apis: Sequence[str]) -> Iterator[Operation]:
    """State how the mappings of old APIs leave a template with them, and their domains stay.

    Arguments:
        apis: logical ids of the APIs that go.
    """
    gone = {each.id for api in apis for each in retained(template, template.apis[api])}
    yield from taken_out(template.section("Resources"), sorted(gone))
    for reference in template.references:
        above = reference.scalar.parent
        if reference.name not in gone or reference.form != "DependsOn" or above is None or reference.resource in gone:
            continue
        key = reference.scalar.key
        yield RemoveItem(above, key) if isinstance(key, int) else Remove(above, "DependsOn")
    for resource in _handed_over(template, apis):
        if resource.id not in gone:
            yield from taken_out(resource.node.get("Metadata"), [TOOL])


def mappings(template: Template, api: Api) -> Sequence[Resource]:
    """Mappings of an API that are resources of their own and of a type for REST APIs only."""
    found = ((r, r.node.get("Properties", "RestApiId")) for r in template.resources.values())
    return [r for r, owner in found if r.type == BASE_PATH_MAPPING and ref_target(owner) == api.id]


def retained(template: Template, api: Api) -> Sequence[Resource]:
    """Those of them that stay in the account when they leave the stack."""
    return [each for each in mappings(template, api) if literal(each.node.get("DeletionPolicy")) == RETAIN]


def _handed_over(template: Template, apis: Sequence[str]) -> list[Resource]:
    marks = ((r, r.node.get("Metadata", TOOL, HANDED_OVER)) for r in template.resources.values())
    return [resource for resource, mark in marks if literal(mark) in apis and mark is not None]


def _made(template: Template, each: Standing) -> Mapping[str, Any]:
    """What SAM makes of a domain, itself first; nothing where a parameter decides, or the new API cannot use it."""
    api, types = each.old, TYPES[each.old.kind]
    node = api.local.get("Domain") if api.local is not None else None
    if not is_map(node) or made_of(template, node) or literal(node.get("EndpointConfiguration")) not in _REGIONAL:
        return {}
    resources = _resources(template)
    new = {n: r for n, r in resources.items() if n not in template.resources and isinstance(r, dict) and "Type" in r}
    domain = _domain(new, node.get("DomainName"), types)
    if domain is None:
        return {}
    said = {name: each for name, each in new.items() if f'"{domain}"' in json.dumps(each)}
    stage = _stage(resources, each.new.id)
    if not _is_alone(said, each.old, domain) or (api.kind == "http" and stage is None):
        return {}
    made = {domain: _as_written(node, new[domain], types), **said}
    for name, resource in said.items():
        if resource["Type"] == RECORDS:
            made[name] = _of_region(node, resource)
        elif api.kind == "http":
            to_new = {types.api: {"Ref": each.new.id}, "Stage": {"Ref": stage}}
            made[name] = {**resource, "Properties": {**resource["Properties"], **to_new}}
    return made


def _resources(template: Template) -> Mapping[str, Any]:
    """What SAM makes of a template; nothing where that cannot be told."""
    try:
        files = {name: each.text for name, each in definition_files(template.source).items()}
        return dict(compiled(template.source.text, files)["Resources"])
    except CompileError:
        return {}


def _domain(new: Mapping[str, Any], called: Node | None, types: DomainTypes) -> str | None:
    """The only domain of a name; None where there are none or several."""
    domains = {name: r["Properties"]["DomainName"] for name, r in new.items() if r["Type"] == types.domain}
    found = [name for name, own in domains.items() if called is not None and _value(own) == data(called)]
    return found[0] if len(found) == 1 else None


def _stage(resources: Mapping[str, Any], api: str) -> str | None:
    """The stage of a REST API; None where that cannot be told, or only a VPC reaches the API."""
    if '"PRIVATE"' in json.dumps(resources[api]["Properties"].get("EndpointConfiguration")):
        return None
    stages = {name: r["Properties"] for name, r in resources.items() if r["Type"] == REST_STAGE}
    found = [name for name, stage in stages.items() if stage["RestApiId"] == {"Ref": api}]
    return found[0] if len(found) == 1 else None


def _is_alone(said: Mapping[str, Any], api: Api, domain: str) -> bool:
    """Whether all about a domain is known and about this API, and its records are for no other name."""
    if any(each["Type"] not in (TYPES[api.kind].mapping, RECORDS) for each in said.values()):
        return False
    records = [r for each in said.values() if each["Type"] == RECORDS for r in each["Properties"]["RecordSets"]]
    owners = [r["Properties"][t.api] for r in said.values() for t in TYPES.values() if r["Type"] == t.mapping]
    named = all(f'"{domain}"' in json.dumps(record) for record in records)
    return named and all(owner == {"Ref": api.id} for owner in owners)


def _as_written(domain: Node, resource: dict[str, Any], types: DomainTypes) -> dict[str, Any]:
    """A domain with its certificate as the template refers to it."""
    found = copy.deepcopy(resource)
    *above, last = types.certificate
    place: Any = found["Properties"]
    for key in above:
        place = place[key]
    if (node := domain.get("CertificateArn")) is not None:
        place[last] = data(node)
    return found


def _of_region(domain: Node, resource: dict[str, Any]) -> dict[str, Any]:
    """Records with what tells those of one region from others as the template writes it."""
    said = {key: data(node) for key in OF_RECORDS if (node := domain.get(ROUTE53, key)) is not None}
    records = [{**each, **said} for each in resource["Properties"]["RecordSets"]]
    return {**resource, "Properties": {**resource["Properties"], "RecordSets": records}}


def _renamed(template: Template, api: Api, domain: str) -> Iterator[Operation]:
    """References to the domain by the API, which SAM resolves no longer."""
    for reference in template.references_to(api.id):
        if reference.attribute.split(".")[0] == "DomainName":
            end = reference.end + len(".DomainName")
            yield Fragment(reference.scalar, reference.start, end, domain)


def _value(value: Any) -> Value:
    """A compiled value as the editor writes it."""
    if isinstance(value, dict):
        if len(value) == 1:
            ((key, argument),) = value.items()
            if key == "Fn::GetAtt" and isinstance(argument, list):
                return Tagged("GetAtt", ".".join(argument))
            if key == "Ref" or key.startswith("Fn::"):
                return Tagged(key.removeprefix("Fn::"), _value(argument))
        return {key: _value(each) for key, each in value.items()}
    return [_value(each) for each in value] if isinstance(value, list) else value
