"""The stages of an API: names, variables, default throttle and access log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .intrinsics import text


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

THROTTLES = ("ThrottlingBurstLimit", "ThrottlingRateLimit")


@dataclass(frozen=True)
class Stage:
    """The stages of one API taken together.

    Arguments:
        names: their names.
        variables: names and values.
        throttle: burst and rate limit for every route, such as ``burst 5, rate 10``.
        access_log: where access logs go.
    """

    names: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    throttle: tuple[str, ...] = ()
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


def merged(kind: Literal["rest", "http"], stages: Sequence[Mapping[str, Any]]) -> Stage:
    """Read the settings of an API's stages.

    Arguments:
        kind: the kind of the API.
        stages: its stage resources.
    """
    names, properties = NAMES[kind], [_mapping(stage.get("Properties")) for stage in stages]
    variables = {(k, text(v)) for p in properties for k, v in _mapping(p.get(names.variables)).items()}
    logs = [text(_mapping(p.get(names.access_log)).get("DestinationArn")) for p in properties]
    return Stage(
        names=tuple(sorted({text(p.get("StageName")) for p in properties})),
        variables=tuple(sorted(variables)),
        throttle=tuple(sorted({t for p in properties for t in _throttles(p)})),
        # A log group's ARN ends in `:*` in some attributes; API Gateway takes it without (CFN AccessLogSetting).
        access_log=tuple(sorted({log.removesuffix(":*") for log in logs if log})),
    )


def _throttles(stage: Mapping[str, Any]) -> Iterator[str]:
    methods = stage.get("MethodSettings")
    entries = [m for m in methods if isinstance(m, dict)] if isinstance(methods, list) else []
    everywhere = [m for m in entries if (m.get("ResourcePath"), m.get("HttpMethod")) == ("/*", "*")]
    limits: dict[str, Any] = {}
    for settings in (*everywhere, _mapping(stage.get("DefaultRouteSettings"))):
        limits.update({name: settings[name] for name in THROTTLES if name in settings})
    if limits:
        yield ", ".join(f"{name[10:-5].lower()} {text(limits[name])}" for name in THROTTLES if name in limits)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
