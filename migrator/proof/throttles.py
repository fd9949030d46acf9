"""How many calls a route takes and whether it is measured by itself, in one form for both kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from .intrinsics import text
from .openapi import DEFAULT_ROUTE, NO_VALUE, normal_path

LIMITS: Final = {"burst": "ThrottlingBurstLimit", "rate": "ThrottlingRateLimit"}
METRICS: Final = {"rest": "MetricsEnabled", "http": "DetailedMetricsEnabled"}
EVERY_METHOD: Final = "*"
EVERY_PATH: Final = "/*"
EVERYWHERE: Final = (EVERY_METHOD, EVERY_PATH)


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


@dataclass(frozen=True, eq=False)
class StageSettings:
    """The settings of one stage, looked up by route.

    Arguments:
        kind: the kind of the API.
        stage: properties of the stage.
    """

    kind: Literal["rest", "http"]
    stage: Mapping[str, Any]

    def of(self, method: str, path: str) -> Mapping[str, Any]:
        """The settings of a route.

        Arguments:
            method: upper case, ``ANY`` for all.
            path: the route's path.
        """
        return self._of_rest(method, path) if self.kind == "rest" else self._of_http(method, path)

    @property
    def default(self) -> Mapping[str, Any]:
        """What holds for every route that has no settings of its own."""
        return self._of_rest(*EVERYWHERE) if self.kind == "rest" else _mapping(self.stage.get("DefaultRouteSettings"))

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], dict[str, Any]]:
        """Method settings by method and path, later entries over earlier ones."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for entry in _mappings(self.stage.get("MethodSettings")):
            place = text(entry.get("HttpMethod")).upper(), _decoded(text(entry.get("ResourcePath")))
            found.setdefault(place, {}).update(entry)
        return found

    @cached_property
    def _unknown(self) -> dict[str, Any]:
        listed = self.stage.get("MethodSettings")
        if listed and not isinstance(listed, list):
            return {"Fn::Unknown": listed} if _may_limit(listed) else {}
        unknown = (entry for entry in _mappings(listed) if _is_unknown(entry) and _may_limit(entry))
        return {key: value for entry in unknown for key, value in entry.items()}

    def _of_rest(self, method: str, path: str) -> dict[str, Any]:
        """The settings of a method: each setting by itself, the more specific entry first.

        Source: docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
        """
        merged = dict(self._unknown)
        for place in (EVERYWHERE, (method, EVERY_PATH), (EVERY_METHOD, path), (method, path)):
            merged.update(self._entries.get(place, {}))
        return merged

    @cached_property
    def _routes(self) -> Mapping[str, Any]:
        return {_key(key): settings for key, settings in _mapping(self.stage.get("RouteSettings")).items()}

    def _of_http(self, method: str, path: str) -> Mapping[str, Any]:
        """The settings of a route: an entry of its own takes the place of the default as a whole (trap T38)."""
        if _is_unknown(self._routes):
            return self._routes
        wanted = DEFAULT_ROUTE.strip("/") if path == DEFAULT_ROUTE else f"{method} {path}"
        return _mapping(self._routes[wanted]) if wanted in self._routes else self.default


def default_limits(settings: Iterable[StageSettings]) -> Throttles:
    """Read what holds for every route that has no settings of its own.

    Arguments:
        settings: those of each stage.
    """
    return _together([(each.kind, each.default) for each in settings])


def route_limits(settings: Iterable[StageSettings], method: str, path: str) -> Throttles:
    """Read what holds for one route.

    Arguments:
        settings: those of each stage.
        method: upper case, ``ANY`` for all.
        path: the route's path.
    """
    return _together([(each.kind, each.of(method, path)) for each in settings])


def _together(found: Iterable[tuple[Literal["rest", "http"], Mapping[str, Any]]]) -> Throttles:
    throttles: set[str] = set()
    metrics: set[str] = set()
    for kind, settings in found:
        parts = [f"{name} {text(settings[key])}" for name, key in LIMITS.items() if key in settings]
        parts += [text(dict(settings))] if _is_unknown(settings) else []
        throttles.update([", ".join(parts)] if parts else [])
        measured = text(settings.get(METRICS[kind])).lower()
        metrics.update([] if measured in ("", "false") else ["on" if measured == "true" else measured])
    return Throttles(tuple(sorted(throttles)), tuple(sorted(metrics)))


def _is_unknown(settings: Mapping[str, Any]) -> bool:
    """Whether the settings are known at deployment only; they equal themselves and nothing else."""
    return any(key.startswith("Fn::") for key in settings)


def _may_limit(value: Any) -> bool:
    """Whether settings of methods may hold a limit or metrics, whichever of their branches is chosen."""
    if value in (NO_VALUE, ""):
        return False
    if isinstance(value, list):
        return any(map(_may_limit, value))
    if isinstance(value, dict) and isinstance(branches := value.get("Fn::If"), list):
        return any(map(_may_limit, branches[1:]))
    known = isinstance(value, dict) and not _is_unknown(value)
    return not known or any(key in value for key in (*LIMITS.values(), METRICS["rest"]))


def _decoded(path: str) -> str:
    """``/~1orders~1{id}`` -> ``/orders/{id}``; the form without encoding is taken as it stands."""
    return path if path == EVERY_PATH else normal_path(path.replace("~1", "/").lstrip("/"))


def _key(key: str) -> str:
    method, _, path = key.partition(" ")
    return f"{method.upper()} {normal_path(path)}" if path else key


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    yield from (entry for entry in (value if isinstance(value, list) else ()) if isinstance(entry, dict))


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
