"""Custom domains that two resources of a template cannot share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .domains import MAPPINGS, domain_name
from .intrinsics import plain, text
from .shapes import mapping, properties_of
from .values import Names

DOMAINS: Final = ("AWS::ApiGateway::DomainName", "AWS::ApiGatewayV2::DomainName")
"""Resources that make a domain, which exists once under its name. Private ones have names of their own."""
MAPPING_V1: Final = "AWS::ApiGateway::BasePathMapping"
PUBLIC_MAPPINGS: Final = (MAPPING_V1, "AWS::ApiGatewayV2::ApiMapping")
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
    for use in _uses(resources, mapping(template.get("Parameters"))):
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
        old = [use for use in uses if use.type == MAPPING_V1]
        http = [use for use in uses if mapping(resources.get(use.api)).get("Type") == HTTP_API]
        if pair := _together(http, old):
            sentence = (
                f"{pair[1].id} ({MAPPING_V1}) would map a REST API to the domain {domain}, which then serves HTTP "
                "APIs; API Gateway refuses such a mapping there."
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


def _uses(resources: Mapping[str, Any], parameters: Mapping[str, Any]) -> Iterator[_Use]:
    values = {name: p["Default"] for name, p in parameters.items() if isinstance(p, dict) and "Default" in p}
    for name, resource in resources.items():
        kind, properties = str(mapping(resource).get("Type")), properties_of(resource)
        if kind not in DOMAINS and kind not in PUBLIC_MAPPINGS:
            continue
        by = text(properties.get("DomainName"), values)
        domain = domain_name(by, resources, values)
        api = plain(text(properties.get(MAPPINGS[kind][0]))) if kind in PUBLIC_MAPPINGS else ""
        if domain:
            yield _Use(name, kind, domain, plain(by), api, text(resource.get("Condition")))
