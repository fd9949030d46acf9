"""What a run is remembered by that keeps none of its results: totals, and the exit status."""

from __future__ import annotations

from collections.abc import Set

from ..migration import Migration, Status
from ..options import Direction
from ..report import Mode, Report, Sums, Totals
from .ending import DONE, FAILED, PENDING


class Account:
    """One run.

    Arguments:
        direction: which way.
        mode: what is done with the new text.
        named: paths that were given themselves, not found in a folder.
    """

    def __init__(self, direction: Direction, mode: Mode, named: Set[str]) -> None:
        self._mode = mode
        self._sums = Sums(direction, mode)
        self._named = named
        self._failed = self._left_over = False

    def add(self, migration: Migration) -> None:
        """Count one template."""
        self._sums.add(migration)
        if migration.status is Status.ERROR:
            # A file that was found, not named, and cannot be read need not be a template.
            if migration.readable or migration.source.path in self._named:
                self._failed = True
            self._left_over = True

    @property
    def totals(self) -> Totals:
        """What the run adds up to by now."""
        return self._sums.totals

    @property
    def status(self) -> int:
        """The exit status."""
        if self._failed:
            return FAILED
        sums = self.totals
        return PENDING if self._left_over or sums.blocked or (self._mode is Mode.CHECK and sums.changed) else DONE


def status(report: Report, named: Set[str]) -> int:
    """The exit status of a run whose results were kept.

    Arguments:
        named: paths that were given themselves.
    """
    account = Account(report.direction, report.mode, named)
    for migration in report.migrations:
        account.add(migration)
    return account.status
