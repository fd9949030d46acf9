"""The settings of a stage, looked up by route, whatever conditions choose among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from .intrinsics import text
from .openapi import DEFAULT_ROUTE, normal_path
from .shapes import mapping
from .values import NO_VALUE

LIMITS: Final = {"burst": "ThrottlingBurstLimit", "rate": "ThrottlingRateLimit"}
METRICS: Final = {"rest": "MetricsEnabled", "http": "DetailedMetricsEnabled"}
EVERY_METHOD: Final = "*"
EVERY_PATH: Final = "/*"
EVERYWHERE: Final = (EVERY_METHOD, EVERY_PATH)


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
        return _said(self._ways, lambda way: way.of(method, path))

    @property
    def default(self) -> Mapping[str, Any]:
        """What holds for every route that has no settings of its own."""
        return _said(self._ways, lambda way: way.default)

    @cached_property
    def _ways(self) -> _Ways:
        of = RestSettings if self.kind == "rest" else HttpSettings
        return _ways({key: self.stage[key] for key in SETTINGS if key in self.stage}, of)


@dataclass(frozen=True, eq=False)
class RestSettings:
    """The settings of a REST API's stage.

    Arguments:
        given: properties of the stage, in none of which a condition chooses among settings.
    """

    given: Mapping[str, Any]

    @property
    def default(self) -> Mapping[str, Any]:
        """What holds for every method that has no settings of its own."""
        return self.of(*EVERYWHERE)

    def of(self, method: str, path: str) -> dict[str, Any]:
        """The settings of a method: each setting by itself, the more specific entry first.

        Source: docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
        """
        merged = dict(self._unknown)
        for place in (EVERYWHERE, (method, EVERY_PATH), (EVERY_METHOD, path), (method, path)):
            merged.update(self._entries.get(place, {}))
        return merged

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], dict[str, Any]]:
        """Method settings by method and path, later entries over earlier ones."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for entry in _mappings(self.given.get("MethodSettings")):
            place = text(entry.get("HttpMethod")).upper(), _decoded(text(entry.get("ResourcePath")))
            found.setdefault(place, {}).update(entry)
        return found

    @cached_property
    def _unknown(self) -> dict[str, Any]:
        listed = self.given.get("MethodSettings")
        if listed and not isinstance(listed, list):
            return {"Fn::Unknown": listed} if _may_limit(listed) else {}
        unknown = (entry for entry in _mappings(listed) if is_unknown(entry) and _may_limit(entry))
        return {key: value for entry in unknown for key, value in entry.items()}


@dataclass(frozen=True, eq=False)
class HttpSettings:
    """The settings of an HTTP API's stage.

    Arguments:
        given: properties of the stage, in none of which a condition chooses among settings.
    """

    given: Mapping[str, Any]

    @property
    def default(self) -> Mapping[str, Any]:
        """What holds for every route that has no settings of its own."""
        return mapping(self.given.get("DefaultRouteSettings"))

    def of(self, method: str, path: str) -> Mapping[str, Any]:
        """The settings of a route: an entry of its own takes the place of the default as a whole (trap T38)."""
        if is_unknown(self._routes):
            return self._routes
        wanted = DEFAULT_ROUTE.strip("/") if path == DEFAULT_ROUTE else f"{method} {path}"
        return mapping(self._routes[wanted]) if wanted in self._routes else self.default

    @cached_property
    def _routes(self) -> Mapping[str, Any]:
        return {_key(key): settings for key, settings in mapping(self.given.get("RouteSettings")).items()}


SETTINGS: Final = ("MethodSettings", "DefaultRouteSettings", "RouteSettings")
_OneWay: TypeAlias = RestSettings | HttpSettings
_Ways: TypeAlias = "_OneWay | tuple[str, _Ways, _Ways]"
"""The settings of a stage, or what they are where a condition holds and where it does not."""


def _ways(given: Mapping[str, Any], of: Callable[[Mapping[str, Any]], _OneWay]) -> _Ways:
    condition = min((found for value in given.values() for found in _conditions(value)), default=None)
    if condition is None:
        return of(given)
    yes, no = (_ways({k: _decided(v, condition, at) for k, v in given.items()}, of) for at in (1, 2))
    return condition, yes, no


def _conditions(value: Any) -> Iterator[str]:
    """The conditions that choose settings, or entries of them."""
    if isinstance(value, list):
        for item in value:
            yield from _conditions(item)
    elif (called := _if(value)) is not None:
        yield called[0]
        yield from _conditions(called[1:])
    elif isinstance(value, dict) and not is_unknown(value):
        yield from _conditions([*value.values()])


def _decided(value: Any, condition: str, at: int) -> Any:
    """Settings with the branch of a condition that stands at a place of its arguments."""
    if isinstance(value, list):
        return [found for item in value if (found := _decided(item, condition, at)) not in NOTHING]
    if not isinstance(value, dict):
        return value
    if (called := _if(value)) is not None:
        if called[0] == condition:
            return _decided(called[at], condition, at)
        return {"Fn::If": [called[0], *(_decided(branch, condition, at) for branch in called[1:])]}
    if is_unknown(value):
        return value
    found = {key: _decided(inner, condition, at) for key, inner in value.items()}
    return {key: inner for key, inner in found.items() if inner not in NOTHING}


def _if(value: Any) -> list[Any] | None:
    called = mapping(value).get("Fn::If")
    return called if isinstance(called, list) and len(called) == len(("condition", "yes", "no")) else None


NOTHING: Final = (NO_VALUE, "")


def _said(ways: _Ways, read: Callable[[_OneWay], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Settings of which each says by itself what it depends on, whatever the conditions chose before."""
    if not isinstance(ways, tuple):
        return read(ways)
    condition, *branches = ways
    yes, no = (_said(branch, read) for branch in branches)
    both = {key: (yes.get(key, ""), no.get(key, "")) for key in {**yes, **no}}
    return {key: y if y == n else {"Fn::If": [condition, y, n]} for key, (y, n) in both.items()}


def is_unknown(settings: Mapping[str, Any]) -> bool:
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
    known = isinstance(value, dict) and not is_unknown(value)
    return not known or any(key in value for key in (*LIMITS.values(), METRICS["rest"]))


def _decoded(path: str) -> str:
    """``/~1orders~1{id}`` -> ``/orders/{id}``; the form without encoding is taken as it stands."""
    return path if path == EVERY_PATH else normal_path(path.replace("~1", "/").lstrip("/"))


def _key(key: str) -> str:
    method, _, path = key.partition(" ")
    return f"{method.upper()} {normal_path(path)}" if path else key


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    yield from (entry for entry in (value if isinstance(value, list) else ()) if isinstance(entry, dict))
