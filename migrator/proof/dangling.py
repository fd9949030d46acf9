"""What a compiled template refers to and does not define; the translator reports none of it (trap T40)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .intrinsics import referenced
from .shapes import mapping
from .surface import KINDS

ATTRIBUTES = {"rest": frozenset({"RestApiId", "RootResourceId"}), "http": frozenset({"ApiId", "ApiEndpoint"})}


def new_dangling(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What only the template after mentions without defining, as sentences.

    Arguments:
        before: a compiled template.
        after: the one that follows it.
    """
    return [f"{name} is referred to and does not exist" for name in sorted(dangling(after) - dangling(before))]


def dangling(template: Mapping[str, Any]) -> frozenset[str]:
    """Names that a compiled template mentions and does not define, attributes included where they are wrong.

    Arguments:
        template: CloudFormation, as `migrator.proof.compile.compiled` returns it.
    """
    resources = mapping(template.get("Resources"))
    parameters = mapping(template.get("Parameters"))
    sections = (resources, template.get("Outputs"), template.get("Conditions"))
    mentioned = {name for section in sections for name in referenced(section)}
    mentioned.update(name for resource in resources.values() for name in _depends(resource))
    return frozenset(n for n in mentioned if not _is_defined(n, resources, parameters))


def _depends(resource: Any) -> Iterable[str]:
    value = resource.get("DependsOn") if isinstance(resource, dict) else None
    names = value if isinstance(value, list) else [value]
    return [name for name in names if isinstance(name, str)]


def _is_defined(mentioned: str, resources: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    name, _, attribute = mentioned.partition(".")
    if mentioned.startswith("AWS::") or mentioned in parameters or mentioned in resources:
        return True
    resource = resources.get(name)
    if resource is None:
        return False
    kind = KINDS.get(str(resource.get("Type"))) if isinstance(resource, dict) else None
    return bool(attribute) and (kind is None or attribute in ATTRIBUTES[kind])
