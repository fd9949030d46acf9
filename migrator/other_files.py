"""What a file is that holds nothing to migrate, and where its way goes: a bare "nothing" would leave people searching."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .options import Direction
from .text.source import MAX_BYTES, Source, SourceError, decode

NESTED = {"AWS::Serverless::Application": "Location", "AWS::CloudFormation::Stack": "TemplateURL"}
"""Resources that stand for another template, and the property that names it."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file that describes APIs, and is no SAM template.

    Arguments:
        pattern: what such a file holds, or how it is called.
        by_name: whether the pattern is about its name.
        what: what it is, and where the way goes.
    """

    pattern: re.Pattern[str]
    by_name: bool
    what: str


TERRAFORM = FileKind(
    re.compile(r"\.tf(?:\.json)?$"),
    True,
    "This is Terraform. There, `aws_api_gateway_*` resources are written anew as `aws_apigatewayv2_*`; sam-migrate reads SAM templates only.",
)
FRAMEWORK = FileKind(
    re.compile(r"\A(?=[\s\S]*^service:)(?=[\s\S]*^provider:)", re.MULTILINE),
    False,
    "This is a service of the Serverless Framework. There, `http` events are written anew as `httpApi` events; sam-migrate reads SAM templates only.",
)
CDK = FileKind(
    re.compile(r"AWS::CDK::Metadata|aws:cdk:path"),
    False,
    "CDK writes templates anew with each synthesis, so the change belongs in the code: `aws_apigateway.RestApi` there becomes `aws_apigatewayv2.HttpApi`.",
)
OTHERS = (
    TERRAFORM,
    FRAMEWORK,
    CDK,
    FileKind(
        re.compile(r"AWS::ApiGateway(?:V2)?::"),
        False,
        "This is a CloudFormation template with resources of API Gateway itself. sam-migrate migrates `AWS::Serverless::Api` and `AWS::Serverless::HttpApi`, and no such resources.",
    ),
    FileKind(
        re.compile(r"^[\"']?(?:openapi|swagger)[\"']?\s*:|\A\s*\{\s*\"(?:openapi|swagger)\"", re.MULTILINE),
        False,
        "This is an OpenAPI definition. It migrates together with the template that names it: give that one.",
    ),
    FileKind(
        re.compile(r"AWS::CloudFormation::Stack"),
        False,
        "The template has nested stacks and no API of its own: give the templates of those.",
    ),
)
"""Kinds of files, the first that fits counts."""
NO_TEMPLATE = "This is no SAM template: nothing in it names an `AWS::Serverless` resource."


def described(path: str, direction: Direction) -> str:
    """Say what a file is that holds nothing to migrate.

    Arguments:
        path: the file; nothing is said of one that cannot be read.
    """
    file = Path(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            return ""
        source = decode(path, file.read_bytes())
    except (OSError, SourceError):
        return ""
    if "AWS::Serverless" in source.text:
        return " ".join(_of_template(source, direction))
    fitting = (kind for kind in OTHERS if kind.pattern.search(file.name if kind.by_name else source.text))
    return next((kind.what for kind in fitting), NO_TEMPLATE)


def _of_template(source: Source, direction: Direction) -> Iterator[str]:
    # Imported here: what is no template is told without reading it as one.
    from .moves import TARGETS
    from .sam.kinds import OTHER
    from .sam.template import read_template
    from .text.values import literal

    template = read_template(source)
    if template is None:
        yield "This is no SAM template: it mentions `AWS::Serverless`, and its root is no map of sections."
        return
    wanted = TARGETS[direction]
    if any(api.kind == wanted.name for api in template.apis.values()):
        yield f"The template has no API to migrate: what it has is {wanted.shown} already."
        return
    yield "The template makes no API."
    nested = [
        f"`{literal(resource.properties.get(NESTED[resource.type])) or name}`"
        for name, resource in template.resources.items()
        if resource.type in NESTED
    ]
    if nested:
        yield f"Its nested applications have templates of their own: {', '.join(nested[:3])}."
    elif any(resource.type.startswith("AWS::ApiGateway") for resource in template.resources.values()):
        yield f"Its resources of API Gateway itself stay: sam-migrate migrates `{OTHER[wanted.name].type}`."


def beside(folder: str) -> str:
    """Say what else describes APIs in a folder without SAM templates.

    Arguments:
        folder: where nothing was found.
    """
    root = Path(folder)
    for pattern, kind in (("cdk.json", CDK), ("serverless.y*ml", FRAMEWORK), ("*.tf", TERRAFORM)):
        if found := next(root.glob(pattern), None):
            return f"There is {found.name}. {kind.what}"
    return ""
