"""What stands in the place of local files once a template is packaged: addresses, and the definitions of APIs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..sam.definitions import TRANSFORM, address
from ..sam.extensions import INTEGRATION
from ..sam.kinds import API_TYPES
from .document import loaded
from .shapes import mapping, properties_of

S3_URI = "s3://bucket/key"
IMAGE_URI = "123456789012.dkr.ecr.us-east-1.amazonaws.com/repository:tag"
TEMPLATE_URL = "https://s3.amazonaws.com/bucket/key"
# Local paths that packaging uploads. The translator only takes what stands here after that.
UPLOADED = {
    "AWS::Serverless::Function": {"CodeUri": S3_URI},
    "AWS::Serverless::LayerVersion": {"ContentUri": S3_URI},
    "AWS::Serverless::Application": {"Location": TEMPLATE_URL},
    "AWS::Serverless::StateMachine": {"DefinitionUri": S3_URI},
    "AWS::Serverless::Api": {"DefinitionUri": S3_URI},
    "AWS::Serverless::HttpApi": {"DefinitionUri": S3_URI},
    "AWS::Serverless::GraphQLApi": {"SchemaUri": S3_URI},
}
LAYER = "AWS::Serverless::LayerVersion"
"""SAM puts the address of its content into its logical id; of others, another file is another thing."""


def packaged(document: dict[str, Any]) -> dict[str, Any]:
    """Put the addresses in place that packaging would, in place."""
    shared = mapping(mapping(document.get("Globals")).get("Function"))
    if _is_local(shared.get("CodeUri")):
        shared["CodeUri"] = S3_URI
    for resource in mapping(document.get("Resources")).values():
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            continue
        kind, properties = resource["Type"], resource.get("Properties")
        if not isinstance(properties, dict):
            continue
        for name, uploaded_to in UPLOADED.get(kind, {}).items():
            if _is_local(properties.get(name)):
                properties[name] = uploaded_to + (_told(properties[name]) if kind != LAYER else "")
        if kind == "AWS::Serverless::Function":
            _give_code(properties, shared)
        if kind == "AWS::Serverless::Api":
            # SAM puts the time into the deployment's id: no two compiles are alike.
            properties.pop("AlwaysDeploy", None)
    mapping(mapping(document.get("Globals")).get("Api")).pop("AlwaysDeploy", None)
    return document


def _told(local: Any) -> str:
    """The end of an address for what is uploaded, one for each file."""
    said = local if isinstance(local, str) else json.dumps(local, sort_keys=True, default=str)
    return f"/{re.sub(r'[^A-Za-z0-9._-]+', '-', said).strip('-')}"


def _give_code(properties: dict[str, Any], shared: dict[str, Any]) -> None:
    """Give a function the code or the image that a build leaves behind."""
    effective = {**shared, **properties}
    if effective.get("PackageType") == "Image":
        if not isinstance(effective.get("ImageUri"), str):
            properties["ImageUri"] = IMAGE_URI
        return
    if not {"InlineCode", "CodeUri"} & effective.keys():
        properties["CodeUri"] = S3_URI


def _is_local(value: Any) -> bool:
    """Whether packaging replaces a value. Applications of the repository count: naming them would call AWS."""
    if isinstance(value, dict):
        return not {"Bucket", "bucket"} & value.keys()
    return isinstance(value, str) and not value.startswith(("s3://", "https://"))


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
    return key == "openapi" or (key == "paths" and not any(INTEGRATION in o for o in operations))


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
    return {name: r for name, r in resources.items() if str(mapping(r).get("Type")) in API_TYPES}
