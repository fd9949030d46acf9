"""How many calls a route takes and whether it is measured by itself, in one form for both kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from .intrinsics import text
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
    """Read what holds for one route.

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
