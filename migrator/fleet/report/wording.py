"""How figures are written, alike in every format."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ...options import Direction
from ...report import words
from .asking import FleetAnswer, FleetReport

Cell = str


def cell(value: Any) -> Cell:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float, Decimal)):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else str(value)


def is_number(value: Any) -> bool:
    """Whether a value stands to the right in its column."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def title(report: FleetReport) -> str:
    """What the report is about."""
    before, after = (kind.partition(" ")[2] for kind in words.KINDS[Direction(report.direction)])
    return f"{before}s to {after}s: the fleet on {report.started[:10]}"


def further(answer: FleetAnswer) -> str:
    """What is left out of a table; empty for nothing."""
    return f"{answer.further:,} more; --sql gives the query for all of them." if answer.further else ""
