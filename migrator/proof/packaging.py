"""What `sam package` puts in the place of local files, so that a template can be compiled without it."""

from __future__ import annotations

import json
import re
from typing import Any

from .shapes import mapping

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
        for name, address in UPLOADED.get(kind, {}).items():
            if _is_local(properties.get(name)):
                properties[name] = address + (_told(properties[name]) if kind != LAYER else "")
        if kind == "AWS::Serverless::Function":
            _give_code(properties, shared)
        if kind == "AWS::Serverless::Api":
            properties.pop(
                "AlwaysDeploy", None
            )  # SAM puts the time into the deployment's id: no two compiles are alike
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
