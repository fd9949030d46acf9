"""The custom domain of an API: what SAM makes the logical ids of, which are hashes of values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..text.node import Node
from ..text.values import is_map
from .template import Template

ROUTE53: Final = "Route53"
OF_RECORDS: Final = ("Region", "SetIdentifier")
AS_WRITTEN: Final = frozenset({("CertificateArn",), *((ROUTE53, key) for key in OF_RECORDS)})
"""What may come from a parameter, or be the region: no logical id is made of it."""
RESOLVED: Final = frozenset({"AWS::Region", "AWS::Partition"})
"""Pseudo parameters in whose place SAM writes what they are where it runs, as it does with parameters."""


def made_of(template: Template, domain: Node) -> tuple[str, ...]:
    """The parameters that give a domain what logical ids are made of: SAM resolves them before it makes those.

    Arguments:
        domain: the `Domain` of an API.
    """
    parts = (part for path, part in _parts(domain) if path not in AS_WRITTEN)
    used = dict.fromkeys(each.name for part in parts for each in template.references_in(part))
    return tuple(name for name in used if name in template.parameters or name in RESOLVED)


def _parts(domain: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    for key, value in domain.entries().items():
        if key == ROUTE53 and is_map(value):
            yield from (((key, inner), each) for inner, each in value.entries().items())
        else:
            yield (key,), value
