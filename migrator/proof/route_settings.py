"""What stages set for single routes: limits of calls, metrics, answers that are kept, in one form for both kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from .intrinsics import rendered, text
from .stage_settings import LIMITS, METRICS, StageSettings, is_unknown


@dataclass(frozen=True)
class Throttles:
    """What is set for one route, or for every route, on all stages taken together.

    Arguments:
        throttle: burst and rate, such as ``burst 5, rate 10``; several where the stages differ.
        metrics: ``on`` where detailed metrics are kept; what it depends on where it is not known yet.
    """

    throttle: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


NO_LIMITS: Final = Throttles()


def default_limits(settings: Iterable[StageSettings]) -> Throttles:
    """Read what holds for every route that has no settings of its own.

    Arguments:
        settings: those of each stage.
    """
    return _together([(each.kind, each.default) for each in settings])


def route_limits(settings: Iterable[StageSettings], method: str, path: str) -> Throttles:
    """Read settings of one route.

    Arguments:
        settings: those of each stage.
        method: upper case, ``ANY`` for all.
        path: the route's path.
    """
    return _together([(each.kind, each.of(method, path)) for each in settings])


_OFF = re.compile(r"(?:(?<=^)|(?<=,))false(?=[,)]|$)")
"""Metrics that are off by themselves, or in a branch of a condition: that is what they are where nothing is said."""


def _together(found: Iterable[tuple[Literal["rest", "http"], Mapping[str, Any]]]) -> Throttles:
    throttles: set[str] = set()
    metrics: set[str] = set()
    for kind, settings in found:
        parts = [f"{name} {text(settings[key])}" for name, key in LIMITS.items() if key in settings]
        parts += [text(dict(settings))] if is_unknown(settings) else []
        throttles.update([", ".join(parts)] if parts else [])
        measured = _OFF.sub("", text(settings.get(METRICS[kind])).lower())
        metrics.update([] if not measured else ["on" if measured == "true" else measured])
    return Throttles(tuple(sorted(throttles)), tuple(sorted(metrics)))


SETTINGS: Final = {
    "CacheTtlInSeconds": "for {} seconds",
    "CacheDataEncrypted": "encrypted {}",
    "RequireAuthorizationForCacheControl": "invalidation needs authorization {}",
    "UnauthorizedCacheControlHeaderStrategy": "unauthorized invalidation {}",
}


def cluster(stage: Mapping[str, Any]) -> str:
    """The cache of a stage; empty where it has none.

    Arguments:
        stage: properties of the stage.
    """
    enabled = text(stage.get("CacheClusterEnabled"))
    if enabled.lower() in ("", "false"):
        return ""
    return f"{text(stage.get('CacheClusterSize')) or 'of the default size'}{_unless_true(enabled)}"


def route_caching(
    settings: Iterable[StageSettings], method: str, path: str, integration: Mapping[str, Any]
) -> tuple[str, ...]:
    """What is kept of the answers of one route, and by what the kept ones are told apart; nothing without a cache.

    Arguments:
        settings: those of each stage.
        method: upper case, ``ANY`` for all.
        path: the route's path.
        integration: the integration object.
    """
    keys = [rendered(integration[key]) for key in ("cacheKeyParameters", "cacheNamespace") if integration.get(key)]
    found: set[str] = set()
    for each in settings:
        if not cluster(each.stage):
            continue
        listed, of_route = each.stage.get("MethodSettings"), each.of(method, path)
        if listed and not isinstance(listed, list):
            found.add(f"kept as it turns out: {rendered(listed)}")
        enabled = text(of_route.get("CachingEnabled"))
        if enabled.lower() in ("", "false"):
            continue
        said = [words.format(text(of_route[key])) for key, words in SETTINGS.items() if key in of_route]
        found.add(", ".join([f"kept{_unless_true(enabled)} by {' and '.join(keys) or 'path'}", *said]))
    return tuple(sorted(found))


def _unless_true(value: str) -> str:
    return "" if value.lower() == "true" else f" if {value}"
