"""What the translator lets pass and API Gateway or CloudFormation refuses, read from compiled templates.

Only what is certain counts: a value that is not known before deployment is no problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..sam.extensions import AUTHORIZER
from ..sam.kinds import DEFAULT_STAGE
from .access import Kind, version
from .intrinsics import is_intrinsic, referenced, text
from .openapi import DEFAULT_ROUTE, PathMethod, alternatives, normal_path, operations
from .preflight import HEADER, is_preflight, sent
from .problems import Problem
from .shapes import defaults_of, mapping, properties_of, resources_of, several
from .stages import stage_resources
from .surface import KINDS, schemes
from .value_checks import UNKNOWN, cors, long_ids, paths, quotas

_STAGE_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_VARIABLE = re.compile(r"\{[^}]*\}")

MAPPING_SOURCES = ("'", "integration.", "context.", "stageVariables.")
"""How the value of a mapped response header begins (api-gateway-mapping-template-reference)."""

FORMATS = frozenset({"1.0", "2.0"})


def refusals(template: Mapping[str, Any]) -> tuple[Problem, ...]:
    """List what API Gateway refuses in a compiled template.

    Arguments:
        template: CloudFormation, as `migrator.proof.compile.compiled` returns it.
    """
    return tuple(_refusals(template))


def _refusals(template: Mapping[str, Any]) -> Iterator[Problem]:
    resources, values = resources_of(template), defaults_of(template)
    yield from long_ids(resources)
    for name, resource in resources.items():
        kind = KINDS.get(str(resource.get("Type")))
        if kind is not None:
            reading = _Around(name, kind, resource, resources, values, mapping(template.get("Conditions")))
            yield from (replace(problem, api=name) for problem in _of_api(reading))


@dataclass(frozen=True)
class _Around:
    """One API and what is around it."""

    name: str
    kind: Kind
    resource: Mapping[str, Any]
    resources: Mapping[str, Any]
    values: Mapping[str, Any]
    conditions: Mapping[str, Any]


def _of_api(api: _Around) -> Iterator[Problem]:
    name, values = api.name, api.values
    body = properties_of(api.resource).get("Body")
    found = operations(body, api.conditions)
    stages = [properties_of(stage) for stage in stage_resources(name, api.kind, api.resources)]
    yield from _stage_names(name, api.kind, stages, values)
    if api.kind == "rest":
        yield from _headers(name, [op for op in found if is_preflight(op)], values)
        yield from _siblings(name, found)
        yield from paths(name, found)
    else:
        yield from quotas(name, found, schemes(body))
        yield from cors(name, body, values)
        yield from _authorizers(name, schemes(body))
        yield from _route_settings(name, stages, found)
        yield from _slashes(name, mapping(body).get("paths"))


def _stage_names(api: str, kind: Kind, stages: list[dict[str, Any]], values: Mapping[str, Any]) -> Iterator[Problem]:
    for stage in stages:
        name = text(stage.get("StageName"), values)
        if (
            not name
            or UNKNOWN.search(name)
            or _STAGE_NAME.fullmatch(name)
            or (kind == "http" and name == DEFAULT_STAGE)
        ):
            continue
        yield Problem(("stage", name), f"{api}: API Gateway refuses the stage name {name} for a {kind.upper()} API")


def _headers(api: str, preflights: list[PathMethod], values: Mapping[str, Any]) -> Iterator[Problem]:
    """Trap T19: the value of a mock's header is an expression, and a plain text needs quotes of its own."""
    for operation in preflights:
        for name, value in sent(operation).items():
            header = name.removeprefix(HEADER)
            rendered = text(value, values)
            if isinstance(value, list):
                yield Problem(("cors", header), f"CORS of {api}: Access-Control-{header} is a list and has to be text")
            elif not UNKNOWN.search(rendered) and rendered and not rendered.startswith(MAPPING_SOURCES):
                sentence = f"CORS of {api}: the value {rendered} of Access-Control-{header} needs single quotes inside"
                yield Problem(("cors", header), sentence)


def _siblings(api: str, found: tuple[PathMethod, ...]) -> Iterator[Problem]:
    """Trap T39: `A sibling ({a}) of this resource already has a variable path part -- only one is allowed`."""
    variables: dict[str, set[str]] = {}
    for path in {operation.path for operation in found}:
        parts = path.split("/")
        for index, part in enumerate(parts):
            if _VARIABLE.fullmatch(part):
                variables.setdefault("/".join(parts[:index]), set()).add(part)
    for parent, names in sorted(variables.items()):
        if len(names) > 1:
            where = f"{' and '.join(sorted(names))} stand at one place below {parent or '/'}"
            yield Problem(("siblings", parent), f"{api}: {where}; a REST API takes one variable there")


def _authorizers(api: str, defined: Mapping[str, Any]) -> Iterator[Problem]:
    for name, scheme in defined.items():
        settings = mapping(mapping(scheme).get(AUTHORIZER))
        for what, sentence in _authorizer(settings):
            yield Problem((what, name), f"authorizer {name} of {api}: {sentence}")


NO_AUDIENCE = "has no audience; API Gateway refuses such an authorizer"


def _authorizer(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind = text(settings.get("type")).lower()
    configurations = [each for _, each in alternatives(mapping(settings.get("jwtConfiguration")))]
    if kind == "jwt" and not all(each.get("audience") or is_intrinsic(each) for each in configurations):
        yield "audience", NO_AUDIENCE
    if kind != "request":
        return
    payload = version(settings.get("authorizerPayloadFormatVersion", "1.0"))
    if payload not in FORMATS and not UNKNOWN.search(payload):
        yield "format", f"the payload format {payload} does not exist; there is 1.0 and 2.0"
    if payload == "1.0" and settings.get("enableSimpleResponses") is True:
        yield "simple", "simple responses need payload format 2.0"
    seconds = text(settings.get("authorizerResultTtlInSeconds"))
    if not settings.get("identitySource") and seconds.isdigit() and int(seconds):
        yield "identity", f"keeps answers for {seconds} seconds without an identity source; API Gateway refuses that"


def _route_settings(api: str, stages: list[dict[str, Any]], found: tuple[PathMethod, ...]) -> Iterator[Problem]:
    """Trap T38: `Unable to find Route by key … within the provided RouteSettings`."""
    keys = {f"{operation.method} {operation.path}" for operation in found}
    keys |= {DEFAULT_STAGE for operation in found if operation.path == DEFAULT_ROUTE}
    for stage in stages:
        for key in mapping(stage.get("RouteSettings")):
            method, _, path = key.partition(" ")
            if found and f"{method} {normal_path(path)}" not in keys and key not in keys:
                yield Problem(("route settings", key), f"{api}: RouteSettings name {key}, and there is no such route")


def _slashes(api: str, paths: Any) -> Iterator[Problem]:
    """Trap T31 (github.com/aws/serverless-application-model/issues/1949)."""
    for path in mapping(paths):
        if len(path) > 1 and path.endswith("/"):
            yield Problem(("slash", path), f"{api}: the path {path} ends in a slash, which HTTP APIs refuse")


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
    value = mapping(resource).get("DependsOn")
    return [name for name in several(value) if isinstance(name, str)]


def _is_defined(mentioned: str, resources: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    name, _, attribute = mentioned.partition(".")
    if mentioned.startswith("AWS::") or mentioned in parameters or mentioned in resources:
        return True
    resource = resources.get(name)
    if resource is None:
        return False
    kind = KINDS.get(str(resource.get("Type"))) if isinstance(resource, dict) else None
    return bool(attribute) and (kind is None or attribute in ATTRIBUTES[kind])
