"""Definitions of APIs in local files, put where CloudFormation and API Gateway would read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..sam.definitions import address
from .document import loaded
from .shapes import mapping, properties_of

TYPES = frozenset({"AWS::Serverless::Api", "AWS::Serverless::HttpApi"})
TRANSFORM = "Fn::Transform"
BODY, URI, ADDRESS = "DefinitionBody", "DefinitionUri", "BodyS3Location"


def include(document: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Put included definitions into a template, in place, as CloudFormation does before it runs SAM.

    Arguments:
        document: a template.
        files: texts of files, by the address that the template gives them.
    """
    for resource in _apis(document).values():
        properties = properties_of(resource)
        call = mapping(mapping(properties.get(BODY)).get(TRANSFORM))
        location = address(mapping(call.get("Parameters")).get("Location"))
        if call.get("Name") != "AWS::Include" or location not in files:
            continue
        body = loaded(files[location])
        if all(_is_overridden(key, value, body) for key, value in properties[BODY].items() if key != TRANSFORM):
            properties[BODY] = body


def _is_overridden(key: str, value: Any, body: Mapping[str, Any]) -> bool:
    """Whether a key beside an include says nothing that an API could have: a file with a key of its own wins over it.

    A REST API with an operation without integration is not deployed, so such operations are not there to be merged.
    """
    if key not in body:
        return key == "OpenApiVersion"
    operations = [o for item in mapping(value).values() for o in mapping(item).values()] if key == "paths" else []
    return key == "openapi" or (key == "paths" and not any("x-amazon-apigateway-integration" in o for o in operations))


def uploaded(document: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """List definitions that API Gateway reads by their address, by the logical id of their API.

    Arguments:
        document: a template.
        files: texts of files, by the address that the template gives them.
    """
    addresses = {name: address(properties_of(r).get(URI)) for name, r in _apis(document).items()}
    return {name: loaded(files[uri]) for name, uri in addresses.items() if uri in files}


def within(api: str, paths: Sequence[tuple[str | int, ...]]) -> list[tuple[str | int, ...]]:
    """Paths of a template that lead into the definition that an API is uploaded with, from the root of that.

    Arguments:
        api: logical id of the API.
        paths: from the root of the template, with the definition in the place of its address.
    """
    start = ("Resources", api, "Properties", URI)
    return [path[len(start) :] for path in paths if path[: len(start)] == start and len(path) > len(start)]


def import_bodies(compiled: Mapping[str, Any], bodies: Mapping[str, Any]) -> None:
    """Put definitions in the place of their addresses, in place: SAM adds nothing to what it cannot read.

    Arguments:
        compiled: a template that SAM has translated.
        bodies: definitions by the logical id of their API.
    """
    for name, body in bodies.items():
        properties = mapping(mapping(mapping(compiled.get("Resources")).get(name)).get("Properties"))
        if properties.pop(ADDRESS, None) is not None:
            properties["Body"] = body


def _apis(document: Mapping[str, Any]) -> dict[str, Any]:
    resources = mapping(document.get("Resources"))
    return {name: r for name, r in resources.items() if str(mapping(r).get("Type")) in TYPES}
