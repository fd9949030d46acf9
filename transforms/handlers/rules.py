"""What is to be known about a field of an event that differs between the formats. ``event_rules`` says it of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from migrator.facts import Facts, RouteFacts

from .fields import Keys


@dataclass(frozen=True)
class Rule:
    """What is to be known about one path of the event.

    Arguments:
        kind: ``holds`` (its keys differ), ``moved``, ``nullable``, ``query``, ``body``, ``encoded``, ``headers``,
            ``header``, ``cookie``, ``lists`` (headers or parameters with all their values), ``path``, ``route``,
            ``stage``, ``claim``, ``context``, ``identity``, ``version``, ``new`` (only the new format has it), ``part``
            (the same, and it holds other keys), ``id`` (the same, in another form), ``decoded`` (the same, and it may be decoded), ``gone`` or ``made`` (worked out from other fields); for authorizers ``type``, ``token``, ``source`` and ``arn``.
        new: where it stands in the new format; None where it has no place of its own.
        optional: whether payload 2.0 may lack what holds it, where a REST event has null.
        why: why there is none, as a sentence.
    """

    kind: str
    new: Keys | None = None
    optional: bool = False
    why: str = ""


Table: TypeAlias = Callable[[Keys], "Rule | None"]

Make: TypeAlias = Callable[[Keys, RouteFacts], "Rule | None"]
Rows: TypeAlias = "Mapping[Keys, Make]"
"""Rules by path: ``*`` stands for one key that is not listed, ``...`` for any keys behind others or none."""


def rule_of(rows: Rows, path: Keys, facts: RouteFacts) -> Rule | None:
    """What the row says that fits a path best."""
    around = ((*path[:depth], "...") for depth in range(len(path) - 1, 0, -1))
    best = next((rows[keys] for keys in (path, (*path, "..."), (*path[:-1], "*"), *around) if keys in rows), None)
    return best(path, facts) if best is not None else None


def stays(kind: str) -> Make:
    """A rule of a kind for what stands in the same place in the new format."""
    return lambda path, _: Rule(kind, path)


def fixed(kind: str, new: Keys | None = None, *, optional: bool = False, why: str = "") -> Make:
    """The same rule for every path."""
    return lambda _, __: Rule(kind, new, optional, why)


STOPS: Final = frozenset(
    {"moved", "header", "cookie", "version", "new", "gone", "made", "identity", "path", "type", "token"}
)
"""Kinds whose values are the same once they are read, or are judged where they are read."""

LEAVES: Final = frozenset({"stage", "claim", "context", "body", "encoded", "arn", "route", "id", "decoded", "source"})
"""Kinds that hold a text, or something else that has no fields."""


def kinds(facts: RouteFacts) -> frozenset[str]:
    """Whose data the routes carry, where they carry any."""
    return frozenset(str(route.identity) for route in facts.routes) - {"none"}


def stage_changes(facts: Facts) -> bool:
    """Whether the name of the stage may be another one afterwards."""
    return facts.stage is None or (facts.rest_stage is not None and facts.rest_stage != facts.stage)


NOT_OF_EDGE: Final = "It comes from the edge of a REST API; an HTTP API never sends it."


def of_edge(name: str) -> bool:
    """Whether a header comes from CloudFront."""
    return name.lower().startswith("cloudfront-") or name.lower() in ("via", "x-amz-cf-id")
