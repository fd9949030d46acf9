"""The stages of an API: names, variables, default limits and access log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .index import Index
from .intrinsics import plain, rendered, text
from .route_settings import NO_LIMITS, Throttles, cluster, default_limits
from .shapes import mapping, properties_of
from .stage_settings import StageSettings

CANARY = "DeploymentCanarySettings"
_DEPLOYMENT = re.compile(r"Deployment[0-9a-f]{10}$")


@dataclass(frozen=True)
class _Names:
    """What one kind of API calls the things that both kinds have."""

    type: str
    api: str
    variables: str
    access_log: str
    deployment: str


NAMES: dict[Literal["rest", "http"], _Names] = {
    "rest": _Names(
        "AWS::ApiGateway::Stage", "RestApiId", "Variables", "AccessLogSetting", "AWS::ApiGateway::Deployment"
    ),
    "http": _Names(
        "AWS::ApiGatewayV2::Stage", "ApiId", "StageVariables", "AccessLogSettings", "AWS::ApiGatewayV2::Deployment"
    ),
}


@dataclass(frozen=True)
class StageSurface:
    """The stages of one API taken together.

    Arguments:
        names: their names.
        variables: names and values.
        limits: what holds for every route without settings of its own.
        access_log: where access logs go.
        certificates: client certificates that backends are shown.
        caches: sizes of their caches.
        canaries: releases that get a part of the requests.
        left_behind: whether SAM makes one more, called ``Stage``, which none of the settings are about (trap T24).
    """

    names: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    limits: Throttles = NO_LIMITS
    access_log: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    caches: tuple[str, ...] = ()
    canaries: tuple[str, ...] = ()
    left_behind: bool = False


def stage_resources(api: str, kind: Literal["rest", "http"], resources: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The stage resources of an API.

    Arguments:
        api: logical id of the API.
        resources: the ``Resources`` section of a compiled template.
    """
    names = NAMES[kind]
    found = [r for r in resources.values() if isinstance(r, dict) and r.get("Type") == names.type]
    return [r for r in found if text(properties_of(r).get(names.api)) == f"${{{api}}}"]


def stage_names(resources: Mapping[str, Any], parameters: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What a reference to each stage resource gives: the name of the stage, for both kinds.

    Arguments:
        resources: the ``Resources`` section of a compiled template.
        parameters: values of the template's parameters; None leaves references to them.
    """
    types = {names.type for names in NAMES.values()}
    return {
        logical_id: text(properties_of(resource).get("StageName"), parameters)
        for logical_id, resource in resources.items()
        if isinstance(resource, dict) and str(resource.get("Type")) in types
    }


def stages_of(api: str, kind: Literal["rest", "http"], index: Index) -> dict[str, dict[str, Any]]:
    """Properties of the stages of an API by logical id, those included that a deployment makes along with it.

    Arguments:
        api: logical id of the API.
    """
    names = NAMES[kind]
    found = {name: p for name, p in index.of_type(names.type) if plain(text(p.get(names.api))) == api}
    for name, p in index.of_type(names.deployment):
        if plain(text(p.get(names.api))) == api and p.get("StageName") is not None and not _is_of_sam(name, p):
            described = mapping(p.get("StageDescription"))
            canary = {"CanarySetting": [p[CANARY], described.get("CanarySetting")]} if CANARY in p else {}
            found[name] = {**described, "StageName": p["StageName"], **canary}
    return found


def leaves_one_behind(api: str, index: Index) -> bool:
    """Whether SAM makes a stage of a REST API that no resource stands for, as it does without ``OpenApiVersion``.

    Arguments:
        api: logical id of the API.
    """
    deployments = index.of_type(NAMES["rest"].deployment)
    return any(_is_of_sam(name, p) and plain(text(p.get("RestApiId"))) == api for name, p in deployments)


def _is_of_sam(deployment: str, properties: Mapping[str, Any]) -> bool:
    """Whether a deployment makes the stage that SAM leaves behind without ``OpenApiVersion`` (trap T24)."""
    return bool(_DEPLOYMENT.search(deployment)) and properties.get("StageName") == "Stage"


def merged(
    kind: Literal["rest", "http"],
    stages: Sequence[Mapping[str, Any]],
    parameters: Mapping[str, Any],
    left_behind: bool = False,
) -> StageSurface:
    """Read the settings of an API's stages.

    Arguments:
        kind: the kind of the API.
        stages: properties of its stages.
        parameters: values of the template's parameters. SAM resolves them in the stage of a REST API only.
        left_behind: whether SAM makes a further one.
    """
    names = NAMES[kind]
    variables = {(k, text(v)) for p in stages for k, v in mapping(p.get(names.variables)).items()}
    logs = [_destination(p.get(names.access_log)) for p in stages]
    return StageSurface(
        names=tuple(sorted({text(p.get("StageName"), parameters) for p in stages})),
        variables=tuple(sorted(variables)),
        limits=default_limits([StageSettings(kind, p) for p in stages]),
        access_log=tuple(sorted({log for log in logs if log})),
        certificates=_told(stages, [plain(text(p.get("ClientCertificateId"))) for p in stages]),
        caches=_told(stages, [cluster(p) for p in stages]),
        canaries=_told(stages, [rendered(p["CanarySetting"]) if p.get("CanarySetting") else "" for p in stages]),
        left_behind=left_behind,
    )


def _destination(log: Any) -> str:
    """Where an access log goes. A log group's ARN ends in `:*` in some attributes; API Gateway takes it without."""
    log = mapping(log)
    branches = log.get("Fn::If")
    if isinstance(branches, list) and len(branches) == 3:
        return f"{text(branches[0])} ? {_destination(branches[1])} : {_destination(branches[2])}"
    return text(log.get("DestinationArn")).removesuffix(":*")


def _told(stages: Sequence[Mapping[str, Any]], values: Sequence[str]) -> tuple[str, ...]:
    """What stages have; with their names where there are several."""
    named = zip(stages, values, strict=True)
    found = [f"{text(p.get('StageName'))} {value}" if len(stages) > 1 else value for p, value in named if value]
    return tuple(sorted(found))
