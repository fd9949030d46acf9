"""The custom domains of mappings: what an HTTP API needs of them, and who else uses them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from migrator.concern import Step, View, fact
from migrator.proof.deployment_codes import SHARED_DOMAIN
from migrator.sam.kinds import API_MAPPING, BASE_PATH_MAPPING
from migrator.sam.template import Resource
from migrator.text.meaning import data
from migrator.text.node import Node
from migrator.text.operations import Append, Insert, SetValue
from migrator.text.values import get, is_list, is_map, items_of, literal, ref_target

from ..api.endpoint import PRIVATE_ENDPOINT
from ..api.settings import HTTP_TLS, SECURITY_POLICY
from .codes import DOMAIN_TLS, EDGE_DOMAIN, OTHER_TLS

DOMAIN = "AWS::ApiGateway::DomainName"
DOMAIN_V2 = "AWS::ApiGatewayV2::DomainName"
_PRIVATE_DOMAIN = "AWS::ApiGateway::DomainNameV2"


def _name_of(resource: Resource) -> Node | None:
    return resource.get("DomainName")


def domain_of(view: View, mapping: Resource) -> Resource | None:
    """The domain of a mapping, when it is in the template: by reference, or by the same name."""
    name = _name_of(mapping)
    if name is None:
        return None
    if (target := view.template.resources.get(ref_target(name) or "")) is not None:
        return target
    return _domains(view).get(repr(data(name)))


@fact
def _domains(view: View) -> Mapping[str, Resource]:
    """The first domain of each name, by what says the name."""
    domains = [r for r in view.template.resources.values() if r.type in (DOMAIN, DOMAIN_V2)]
    return {repr(data(name)): each for each in reversed(domains) if (name := _name_of(each)) is not None}


@fact
def _mappings(view: View) -> Mapping[str, Sequence[Resource]]:
    """Mappings of either kind by their domain."""
    found: dict[str, list[Resource]] = {}
    for resource in view.template.resources.values():
        if resource.type in (BASE_PATH_MAPPING, API_MAPPING) and (name := _name_of(resource)) is not None:
            domain = domain_of(view, resource)
            found.setdefault(domain.id if domain is not None else repr(data(name)), []).append(resource)
    return found


_LOOK = "Look at it with `aws apigatewayv2 get-domain-name --domain-name NAME`."


def fitted(view: View, mapping: Resource) -> Iterator[Step]:
    domain = domain_of(view, mapping)
    if domain is None and mapping.type == API_MAPPING:
        what = f"The domain of {mapping.id} is not in this template. The mapping fails unless it is regional and its TLS policy is `{HTTP_TLS}`."
        yield view.find(DOMAIN_TLS, what, mapping.get("DomainName") or mapping.node, remedy=_LOOK)
    if domain is None or domain.local is None:
        return
    if domain.type == _PRIVATE_DOMAIN:
        yield from _private(view, domain, domain.node)
    elif domain.type == DOMAIN_V2:
        yield from _domain_v2(view, domain)
    elif domain.type == DOMAIN:
        yield from _domain_v1(view, domain, domain.local, mapping)


def _domain_v1(view: View, domain: Resource, properties: Node, mapping: Resource) -> Iterator[Step]:
    endpoint = properties.get("EndpointConfiguration")
    kinds = [literal(item) for item in items_of(get(endpoint, "Types"))]
    if kinds == ["PRIVATE"]:
        yield from _private(view, domain, endpoint)
    elif kinds != ["REGIONAL"]:
        what = "is edge-optimized" if endpoint is None or kinds == ["EDGE"] else "may not be regional"
        yield view.find(EDGE_DOMAIN, f"The domain {domain.id} {what}.", endpoint or domain.node)
    elif properties.get("RegionalCertificateArn") is None:
        yield view.find(EDGE_DOMAIN, f"The domain {domain.id} has no `RegionalCertificateArn`.", domain.node)
    else:
        yield from _tls(view, domain, properties, mapping)


def _private(view: View, domain: Resource, at: Node | None) -> Iterator[Step]:
    """To accept that the API becomes public does not make its domain fit."""
    yield view.find(PRIVATE_ENDPOINT, f"The domain {domain.id} is private.", at)
    yield view.find(EDGE_DOMAIN, f"The domain {domain.id} is private, and HTTP APIs need a regional one.", at)


def _tls(view: View, domain: Resource, properties: Node, mapping: Resource) -> Iterator[Step]:
    policy = properties.get("SecurityPolicy")
    if literal(policy) == HTTP_TLS:
        return
    yield from _tls_finding(view, domain, policy)
    if policy is not None:
        yield SetValue(policy, HTTP_TLS)
    elif _is_first(view, domain):
        yield Insert(properties, "SecurityPolicy", HTTP_TLS, after="RegionalCertificateArn")
    depends = mapping.node.pair("DependsOn")
    if any(r.resource == mapping.id for r in view.template.references_to(domain.id)):
        return
    if depends is None:  # the domain has to take the new policy first
        yield Insert(mapping.node, "DependsOn", domain.id, after="Type")
    elif is_list(depends.value):
        yield Append(depends.value, domain.id)


def _tls_finding(view: View, domain: Resource, policy: Node | None) -> Iterator[Step]:
    if policy is None:
        what = f"The domain {domain.id} sets no TLS policy; `SecurityPolicy: TLS_1_2` is added."
        yield view.find(DOMAIN_TLS, what, domain.node)
    elif literal(policy) == "TLS_1_0":
        yield view.find(DOMAIN_TLS, f"`TLS_1_0` of the domain {domain.id} becomes `TLS_1_2`.", policy)
    else:
        yield view.find(SECURITY_POLICY, OTHER_TLS.format(f" {domain.id}"), policy)


def _is_first(view: View, domain: Resource) -> bool:
    """Whether this API is the first of those that move and use a domain: what they all need is added once."""
    users = _mappings(view).get(domain.id, ())
    names = [api for user in users if (api := _api_of(user)) in view.template.apis and api not in view.staying]
    return not names or names[0] == view.api.id


def _api_of(mapping: Resource) -> str | None:
    key = "RestApiId" if mapping.type == BASE_PATH_MAPPING else "ApiId"
    return ref_target(mapping.get(key))


def _domain_v2(view: View, domain: Resource) -> Iterator[Step]:
    listed = domain.get("DomainNameConfigurations")
    for settings in items_of(listed):
        if not is_map(settings):
            continue
        kind, policy = settings.get("EndpointType"), settings.get("SecurityPolicy")
        if kind is not None and literal(kind) != "REGIONAL":
            yield view.find(EDGE_DOMAIN, f"The domain {domain.id} may not be regional.", kind)
        if policy is not None and literal(policy) != HTTP_TLS:
            yield from _tls_finding(view, domain, policy)
            yield SetValue(policy, HTTP_TLS)


def shared(view: View, mapping: Resource) -> Iterator[Step]:
    """A mapping of the old kind, on the same domain, of an API that stays."""
    name, domain = _name_of(mapping), domain_of(view, mapping)
    if name is None:
        return
    for other in _mappings(view).get(domain.id if domain is not None else repr(data(name)), ()):
        api = _api_of(other)
        if other.type != BASE_PATH_MAPPING or other is mapping:
            continue
        if api not in view.template.apis or api in view.staying:
            what = f"{other.id} maps the same domain to {api or 'an API'}, which stays a REST API."
            yield view.find(SHARED_DOMAIN, what, other.node)
