"""What a run is remembered by that keeps none of its results: totals, the exit status, and which APIs were there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from ..migration import Direction, Migration, Status
from ..report import Mode, Report, Totals
from ..report.sanitize import clean_line
from ..report.sums import Sums
from .ending import DONE, FAILED, PENDING

NAMED = 20
"""APIs that are named when one that was asked for is not there."""


class Account:
    """One run.

    Arguments:
        direction: which way.
        mode: what is done with the new text.
        named: paths that were given themselves, not found in a folder.
        apis: the ids that ``--api`` names.
    """

    def __init__(self, direction: Direction, mode: Mode, named: Set[str], apis: Iterable[str] = ()) -> None:
        self._mode = mode
        self._sums = Sums(direction, mode)
        self._named = named
        self._wanted = dict.fromkeys(apis)
        self._there: set[str] = set()
        self._failed = self._left_over = False

    def add(self, migration: Migration) -> None:
        """Count one template.

        Arguments:
            migration: what became of it.
        """
        self._sums.add(migration)
        if migration.status is Status.ERROR:
            # A file that was found, not named, and cannot be read need not be a template.
            if migration.readable or migration.source.path in self._named:
                self._failed = True
            self._left_over = True
        if self._wanted:
            self._there |= {name for api in migration.apis for name in (api.id, api.new_id)}

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

    def problems(self) -> Iterator[str]:
        """Name the values of ``--api`` that no template has. A second run no longer finds the old ids: no error."""
        names = sorted(self._there)
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        there = f" (there is {', '.join(map(clean_line, names[:NAMED]))}{more})" if names else ""
        for name in self._wanted:
            if name not in self._there:
                yield f"--api {clean_line(name)}: no template has this API{there}"


def status(report: Report, named: Set[str]) -> int:
    """The exit status of a run whose results were kept.

    Arguments:
        report: the run.
        named: paths that were given themselves.
    """
    account = Account(report.direction, report.mode, named)
    for migration in report.migrations:
        account.add(migration)
    return account.status
