"""Answers that a stage of a REST API keeps and gives to later callers; HTTP APIs keep none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from .intrinsics import rendered, text
from .stage_settings import StageSettings

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
