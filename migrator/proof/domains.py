"""Custom domains: under which domains and paths an API answers, and what two resources of a template cannot share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..sam.kinds import API_MAPPING, BASE_PATH_MAPPING
from .intrinsics import plain, text
from .shapes import defaults_of, mapping, properties_of
from .values import Names

# Type of a mapping -> what it calls the API, the path and the domain. The last can lead to REST APIs too.
MAPPINGS = {
    "AWS::ApiGateway::BasePathMapping": ("RestApiId", "BasePath", "DomainName"),
    "AWS::ApiGateway::BasePathMappingV2": ("RestApiId", "BasePath", "DomainNameArn"),
    "AWS::ApiGatewayV2::ApiMapping": ("ApiId", "ApiMappingKey", "DomainName"),
}
NO_PATH = "(none)"


def mapped(
    api: str, stages: Iterable[str], resources: Mapping[str, Any], parameters: Mapping[str, Any]
) -> tuple[str, ...]:
    """List the addresses of an API, such as ``api.example.com/orders``.

    Arguments:
        api: logical id of the API.
        stages: names of its stages.
        resources: the ``Resources`` section of a compiled template.
        parameters: values of the template's parameters.
    """
    return tuple(sorted(set(_mapped(api, tuple(stages), resources, parameters))))


def _mapped(
    api: str, stages: tuple[str, ...], resources: Mapping[str, Any], parameters: Mapping[str, Any]
) -> Iterator[str]:
    for resource in resources.values():
        names, properties = MAPPINGS.get(str(mapping(resource).get("Type"))), properties_of(resource)
        if not names or plain(text(properties.get(names[0]))) != api:
            continue
        path = text(properties.get(names[1]), parameters)
        domain = domain_name(text(properties.get(names[2]), parameters), resources, parameters)
        base = f"{domain}/{'' if path == NO_PATH else path}"
        # Without a stage, callers name it after the base path (aws-resource-apigateway-basepathmapping, Stage).
        yield from [base] if properties.get("Stage") else [f"{base.rstrip('/')}/{stage}" for stage in stages]


def domain_name(name: str, resources: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """The name of a domain, which a mapping may give by a reference to its resource.

    Arguments:
        name: what stands there, as text.
        resources: the ``Resources`` section of a compiled template.
        parameters: values of the template's parameters.
    """
    resource = resources.get(plain(name.replace(".DomainNameArn}", "}")))
    properties = mapping(resource).get("Properties")
    return text(properties.get("DomainName"), parameters) if isinstance(properties, dict) else name


DOMAINS: Final = ("AWS::ApiGateway::DomainName", "AWS::ApiGatewayV2::DomainName")
"""Resources that make a domain, which exists once under its name. Private ones have names of their own."""
PUBLIC_MAPPINGS: Final = (BASE_PATH_MAPPING, API_MAPPING)
HTTP_API: Final = "AWS::ApiGatewayV2::Api"


@dataclass(frozen=True)
class Clash:
    """Two uses of one domain that exclude each other.

    Arguments:
        domain: its name.
        what: which rule is broken; the same before and after is nothing new.
        apis: logical ids of the APIs that it serves.
        sentence: for a reviewer.
    """

    domain: str
    what: str
    apis: frozenset[str]
    sentence: str


@dataclass(frozen=True)
class _Use:
    """A resource that makes a domain, or that maps an API to one, which may be given by its name or its resource."""

    id: str
    type: str
    domain: str
    by: str
    api: str
    condition: str


def new_clashes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Clash, ...]:
    """List clashes that only the template after has.

    Arguments:
        before: a compiled template.
        after: the one that follows it.
    """
    known = {(clash.domain, clash.what) for clash in _clashes(before)}
    return tuple(clash for clash in _clashes(after) if (clash.domain, clash.what) not in known)


def _clashes(template: Mapping[str, Any]) -> Iterator[Clash]:
    resources = _named(template)
    by_domain: dict[str, list[_Use]] = {}
    for use in _uses(resources, defaults_of(template)):
        by_domain.setdefault(use.domain, []).append(use)
    for domain, uses in by_domain.items():
        if len(uses) < 2:
            continue
        apis = frozenset(use.api for use in uses if use.api)
        makers = [use for use in uses if use.type in DOMAINS]
        if pair := _together(makers, makers):
            first, second = (f"{use.type} for {_served(use, uses)}" for use in pair)
            sentence = f"Two resources would make the domain {domain}, {first} and {second}; a domain name exists once."
            yield Clash(domain, "two", apis, sentence)
            continue
        old = [use for use in uses if use.type == BASE_PATH_MAPPING]
        http = [use for use in uses if mapping(resources.get(use.api)).get("Type") == HTTP_API]
        if pair := _together(http, old):
            sentence = (
                f"{pair[1].id} ({BASE_PATH_MAPPING}) would map a REST API to the domain {domain}, which then serves "
                "HTTP APIs; API Gateway refuses such a mapping there."
            )
            yield Clash(domain, "mixed", apis, sentence)


def _named(template: Mapping[str, Any]) -> dict[str, Any]:
    """The resources with the names of domains in the place of what resolves to them."""
    names = Names(template)
    found = dict(mapping(template.get("Resources")))
    for name, resource in found.items():
        properties = properties_of(resource)
        if "DomainName" in properties and str(resource.get("Type")) in (*DOMAINS, *PUBLIC_MAPPINGS):
            value = names.value(properties["DomainName"])
            found[name] = {**resource, "Properties": {**properties, "DomainName": value}}
    return found


def _served(maker: _Use, uses: list[_Use]) -> str:
    """The APIs that are mapped to the resource of a domain; the resource itself where they are mapped by the name."""
    return " and ".join(sorted({use.api for use in uses if use.by == maker.id and use.api})) or maker.id


def _together(some: list[_Use], others: list[_Use]) -> tuple[_Use, _Use] | None:
    """Two different uses that can both be there: those under two conditions may exclude each other."""
    pairs = ((a, b) for a in some for b in others if a.id != b.id)
    return next((p for p in pairs if not all(u.condition for u in p) or p[0].condition == p[1].condition), None)


def _uses(resources: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[_Use]:
    for name, resource in resources.items():
        kind, properties = str(mapping(resource).get("Type")), properties_of(resource)
        if kind not in DOMAINS and kind not in PUBLIC_MAPPINGS:
            continue
        by = text(properties.get("DomainName"), values)
        domain = domain_name(by, resources, values)
        api = plain(text(properties.get(MAPPINGS[kind][0]))) if kind in PUBLIC_MAPPINGS else ""
        if domain:
            yield _Use(name, kind, domain, plain(by), api, text(resource.get("Condition")))
