"""What a run adds up to that keeps none of its results."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from ..migration import Migration, Status
from ..options import Direction
from . import Mode, Report, Totals, totals


class Sums:
    """Totals that grow with each template.

    Arguments:
        direction: which way.
        mode: what is done with the new text.
    """

    def __init__(self, direction: Direction, mode: Mode) -> None:
        self._empty = Report(direction, mode, ())
        none: dict[str, object] = vars(totals(self._empty))
        self._numbers: dict[str, int] = {name: 0 for name, value in none.items() if isinstance(value, int)}
        self._lists: dict[str, dict[object, None]] = {
            name: {} for name, value in none.items() if isinstance(value, tuple)
        }
        self._codes: Counter[str] = Counter()

    def add(self, migration: Migration) -> None:
        """Count one template.

        Arguments:
            migration: what became of the next one.
        """
        one = totals(replace(self._empty, migrations=(migration,)))
        for name in self._numbers:
            self._numbers[name] += getattr(one, name)
        for name, found in self._lists.items():
            found |= dict.fromkeys(getattr(one, name))
        if migration.status is not Status.ERROR:
            self._codes.update(finding.code.name for finding in migration.blockers)

    @property
    def totals(self) -> Totals:
        """What it adds up to by now."""
        # The most frequent first, which no single template can tell.
        codes = tuple(sorted(self._codes, key=lambda name: (-self._codes[name], name)))
        values: dict[str, Any] = {name: tuple(found) for name, found in self._lists.items()}
        return replace(totals(self._empty), **{**values, **self._numbers, "codes": codes})
