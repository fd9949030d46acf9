"""How many calls a route takes and whether it is measured by itself, in one form for both kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from .intrinsics import text
from .openapi import DEFAULT_ROUTE, normal_path

LIMITS: Final = {"burst": "ThrottlingBurstLimit", "rate": "ThrottlingRateLimit"}
METRICS: Final = {"rest": "MetricsEnabled", "http": "DetailedMetricsEnabled"}
EVERY_METHOD: Final = "*"
EVERY_PATH: Final = "/*"
EVERYWHERE: Final = (EVERY_METHOD, EVERY_PATH)


@dataclass(frozen=True)
class Limits:
    """What is set for one route, or for every route, on all stages taken together.

    Arguments:
        throttle: burst and rate, such as ``burst 5, rate 10``; several where the stages differ.
        metrics: ``on`` where detailed metrics are kept; what it depends on where it is not known yet.
    """

    throttle: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


NO_LIMITS: Final = Limits()


def default_limits(kind: Literal["rest", "http"], stages: Iterable[Mapping[str, Any]]) -> Limits:
    """Read what holds for every route that has no settings of its own.

    Arguments:
        kind: the kind of the API.
        stages: properties of its stages.
    """
    return _together(kind, [_of_rest(s, *EVERYWHERE) if kind == "rest" else _default(s) for s in stages])


def route_limits(kind: Literal["rest", "http"], stages: Iterable[Mapping[str, Any]], method: str, path: str) -> Limits:
    """Read what holds for one route.

    Arguments:
        kind: the kind of the API.
        stages: properties of its stages.
        method: upper case, ``ANY`` for all.
        path: the route's path.
    """
    return _together(kind, [(_of_rest if kind == "rest" else _of_http)(s, method, path) for s in stages])


def _together(kind: Literal["rest", "http"], found: Iterable[Mapping[str, Any]]) -> Limits:
    throttles: set[str] = set()
    metrics: set[str] = set()
    for settings in found:
        parts = [f"{name} {text(settings[key])}" for name, key in LIMITS.items() if key in settings]
        parts += [text(dict(settings))] if _is_unknown(settings) else []
        throttles.update([", ".join(parts)] if parts else [])
        measured = text(settings.get(METRICS[kind])).lower()
        metrics.update([] if measured in ("", "false") else ["on" if measured == "true" else measured])
    return Limits(tuple(sorted(throttles)), tuple(sorted(metrics)))


def _is_unknown(settings: Mapping[str, Any]) -> bool:
    """Whether the settings are known at deployment only; they equal themselves and nothing else."""
    return any(key.startswith("Fn::") for key in settings)


def _of_rest(stage: Mapping[str, Any], method: str, path: str) -> dict[str, Any]:
    """The settings of a method: each setting by itself, the more specific entry first.

    Source: docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
    """
    listed = stage.get("MethodSettings")
    if not isinstance(listed, list):
        return {"Fn::Unknown": listed} if listed and _may_limit(listed) else {}
    entries = [entry for entry in listed if isinstance(entry, dict)]
    merged: dict[str, Any] = {key: value for entry in entries for key, value in entry.items() if _is_unknown(entry)}
    for wanted in _specific_last(method, path):
        for entry in entries:
            if (text(entry.get("HttpMethod")).upper(), _decoded(text(entry.get("ResourcePath")))) == wanted:
                merged.update(entry)
    return merged


def _may_limit(value: Any) -> bool:
    """Whether settings that are known at deployment only may hold a limit or metrics."""
    branches = value.get("Fn::If") if isinstance(value, dict) else None
    if not isinstance(branches, list):
        return True
    lists = [branch for branch in branches[1:] if branch != {"Ref": "AWS::NoValue"}]
    if not all(isinstance(branch, list) and all(isinstance(entry, dict) for entry in branch) for branch in lists):
        return True
    relevant = {*LIMITS.values(), METRICS["rest"]}
    return any(relevant & entry.keys() or _is_unknown(entry) for branch in lists for entry in branch)


def _specific_last(method: str, path: str) -> Iterator[tuple[str, str]]:
    yield EVERYWHERE
    yield method, EVERY_PATH
    yield EVERY_METHOD, path
    yield method, path


def _decoded(path: str) -> str:
    """``/~1orders~1{id}`` -> ``/orders/{id}``; the form without encoding is taken as it stands."""
    return path if path == EVERY_PATH else normal_path(path.replace("~1", "/"))


def _of_http(stage: Mapping[str, Any], method: str, path: str) -> Mapping[str, Any]:
    """The settings of a route: an entry of its own takes the place of the default as a whole (trap T38)."""
    entries = _mapping(stage.get("RouteSettings"))
    if _is_unknown(entries):
        return entries
    named = {_key(key): settings for key, settings in entries.items()}
    wanted = DEFAULT_ROUTE.strip("/") if path == DEFAULT_ROUTE else f"{method} {path}"
    return _mapping(named[wanted]) if wanted in named else _default(stage)


def _default(stage: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(stage.get("DefaultRouteSettings"))


def _key(key: str) -> str:
    method, _, path = key.partition(" ")
    return f"{method.upper()} {normal_path(path)}" if path else key


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
