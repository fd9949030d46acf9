"""The stages of an API: names, variables, default limits and access log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .intrinsics import text
from .throttles import NO_LIMITS, Limits, default_limits


@dataclass(frozen=True)
class _Names:
    """What one kind of API calls the things that both kinds have."""

    type: str
    api: str
    variables: str
    access_log: str


NAMES: dict[Literal["rest", "http"], _Names] = {
    "rest": _Names("AWS::ApiGateway::Stage", "RestApiId", "Variables", "AccessLogSetting"),
    "http": _Names("AWS::ApiGatewayV2::Stage", "ApiId", "StageVariables", "AccessLogSettings"),
}


@dataclass(frozen=True)
class Stage:
    """The stages of one API taken together.

    Arguments:
        names: their names.
        variables: names and values.
        limits: what holds for every route without settings of its own.
        access_log: where access logs go.
    """

    names: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    limits: Limits = NO_LIMITS
    access_log: tuple[str, ...] = ()


def stage_resources(api: str, kind: Literal["rest", "http"], resources: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The stage resources of an API.

    Arguments:
        api: logical id of the API.
        kind: its kind.
        resources: the ``Resources`` section of a compiled template.
    """
    names = NAMES[kind]
    found = [r for r in resources.values() if isinstance(r, dict) and r.get("Type") == names.type]
    return [r for r in found if text(_mapping(r.get("Properties")).get(names.api)) == f"${{{api}}}"]


def stage_names(resources: Mapping[str, Any], parameters: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What a reference to each stage resource gives: the name of the stage, for both kinds.

    Arguments:
        resources: the ``Resources`` section of a compiled template.
        parameters: values of the template's parameters; None leaves references to them.
    """
    types = {names.type for names in NAMES.values()}
    return {
        logical_id: text(_mapping(resource.get("Properties")).get("StageName"), parameters)
        for logical_id, resource in resources.items()
        if resource.get("Type") in types
    }


def merged(kind: Literal["rest", "http"], stages: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any]) -> Stage:
    """Read the settings of an API's stages.

    Arguments:
        kind: the kind of the API.
        stages: its stage resources.
        parameters: values of the template's parameters. SAM resolves them in the stage of a REST API only.
    """
    names, properties = NAMES[kind], [_mapping(stage.get("Properties")) for stage in stages]
    variables = {(k, text(v)) for p in properties for k, v in _mapping(p.get(names.variables)).items()}
    logs = [text(_mapping(p.get(names.access_log)).get("DestinationArn")) for p in properties]
    return Stage(
        names=tuple(sorted({text(p.get("StageName"), parameters) for p in properties})),
        variables=tuple(sorted(variables)),
        limits=default_limits(kind, properties),
        # A log group's ARN ends in `:*` in some attributes; API Gateway takes it without (CFN AccessLogSetting).
        access_log=tuple(sorted({log.removesuffix(":*") for log in logs if log})),
    )


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
