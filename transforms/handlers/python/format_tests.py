"""Tests by which code tells the formats apart, and reads that give None where their format is not the event's."""

from __future__ import annotations

from typing import TypeAlias

import libcst as cst

from ..fields import ONLY_2_0, ONLY_REST
from .session import Read
from .sites import Site, text
from .trees import assigned, counted, literal, plain

Sites: TypeAlias = dict[int, Site]
"""Sites by the ids of the expressions that they are."""


def may_miss(read: Read, site: Site) -> bool:
    """Whether a read gives None where its format is not the event's."""
    module, last = read.draft.module, len(site.steps) - 1
    for i, step in enumerate(site.steps):
        above = module.up(step.node)
        filled = isinstance(above, cst.BooleanOperation) and above.left is step.node and plain(above.right)
        always = (*site.base, step.key) == ("requestContext",)
        if not always and not (step.get and (i == last or step.default is not None or filled)):
            return False
    return bool(site.steps)


def told_apart(read: Read, test: cst.BaseExpression, asking: Sites) -> tuple[bool, Site] | None:
    """Whether a test holds for payload 2.0 and not for a REST event, or the other way round, and the read that it asks."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=negated):
            inner = told_apart(read, negated, asking)
            return (not inner[0], inner[1]) if inner is not None else None
        case cst.Name(value=name) if counted(read.function).get(name) == 1:
            values = list(assigned(read.function, name))
            return told_apart(read, values[0], asking) if len(values) == 1 else None
    if (site := asking.get(id(test))) is not None:
        return _by_key(read, test, site)
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        return _by_version(read, test, asking.get(id(test.left)))
    return None


def _by_key(read: Read, test: cst.BaseExpression, site: Site) -> tuple[bool, Site] | None:
    """Whether a test asks for a key that every event of one format holds: ``"rawPath" in event``, ``event.get("rawPath")``."""
    member = site.kind == "member"
    path = (*site.path, site.name) if member else site.path
    if (path not in _ALWAYS_2_0 and path not in _ALWAYS_REST) or (not member and not may_miss(read, site)):
        return None
    negated = member and isinstance(test, cst.Comparison) and isinstance(test.comparisons[0].operator, cst.NotIn)
    return (path in _ALWAYS_2_0) != negated, site


def _by_version(read: Read, test: cst.Comparison, site: Site | None) -> tuple[bool, Site] | None:
    """Whether ``event.get("version") == "2.0"`` and its like hold for payload 2.0."""
    operator, said = test.comparisons[0].operator, literal(test.comparisons[0].comparator)
    if site is None or site.path != ("version",) or said is None or not may_miss(read, site):
        return None
    default = literal(site.steps[-1].default) if site.steps[-1].default is not None else None
    rest = text(default) if default is not None else ""
    equal = isinstance(operator, cst.Equal)
    if (not equal and not isinstance(operator, cst.NotEqual)) or rest == "2.0" or text(said) not in (rest, "2.0"):
        return None
    return (text(said) == "2.0") == equal, site


_ALWAYS_2_0 = frozenset(ONLY_2_0 & {("version",), ("routeKey",), ("rawPath",), ("requestContext", "http")})
_ALWAYS_REST = frozenset(ONLY_REST & {("httpMethod",), ("resource",), ("requestContext", "identity")})
"""What every event of one format holds, with a value that counts as true, and none of the other."""
