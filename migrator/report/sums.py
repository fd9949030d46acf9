"""What a run adds up to that keeps none of its results."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace

from ..migration import Direction, Migration, Status
from . import Mode, Report, Totals, totals


class Sums:
    """Totals that grow with each template; the order of these does not matter."""

    def __init__(self, direction: Direction, mode: Mode) -> None:
        self._empty = Report(direction, mode, ())
        self._totals = totals(self._empty)
        self._codes: Counter[str] = Counter()

    def add(self, migration: Migration) -> None:
        """Count one template.

        Arguments:
            migration: what became of it.
        """
        one = totals(replace(self._empty, migrations=(migration,)))
        numbers = {
            field.name: value + getattr(one, field.name)
            for field in fields(Totals)
            if isinstance(value := getattr(self._totals, field.name), int)
        }
        self._totals = replace(self._totals, **numbers)
        if migration.status is not Status.ERROR:
            self._codes.update(finding.code.name for finding in migration.blockers)

    @property
    def totals(self) -> Totals:
        """What it adds up to by now."""
        return replace(self._totals, codes=tuple(sorted(self._codes, key=lambda name: (-self._codes[name], name))))
