"""Definitions of APIs in local files, put where CloudFormation and API Gateway would read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .document import loaded

TYPES = frozenset({"AWS::Serverless::Api", "AWS::Serverless::HttpApi"})
BODY, URI = "DefinitionBody", "DefinitionUri"


def include(document: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Put included definitions into a template, in place, as CloudFormation does before it runs SAM.

    Arguments:
        document: a template.
        files: texts of files, by their path as the template writes it.
    """
    for properties in _properties(document):
        call = _mapping(_mapping(properties.get(BODY)).get("Fn::Transform"))
        location = _mapping(call.get("Parameters")).get("Location")
        if call.get("Name") != "AWS::Include" or len(properties[BODY]) != 1 or not isinstance(location, str):
            continue
        if location in files:
            properties[BODY] = loaded(files[location])


def upload(document: Mapping[str, Any], files: Mapping[str, str]) -> bool:
    """Put definitions that API Gateway would read by their address into a template, in place.

    Arguments:
        document: a template.
        files: texts of files, by their path as the template writes it.

    Returns:
        Whether there were any.
    """
    found = [p for p in _properties(document) if isinstance(p.get(URI), str) and p[URI] in files]
    for properties in found:
        properties[BODY] = loaded(files[properties.pop(URI)])
    return bool(found)


def _properties(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for resource in _mapping(document.get("Resources")).values():
        if str(_mapping(resource).get("Type")) in TYPES:
            yield _mapping(resource.get("Properties"))


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
