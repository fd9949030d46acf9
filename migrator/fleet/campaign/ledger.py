"""What became of each repository: a table in an SQLite file, which no crash leaves half written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields, replace
from datetime import datetime, timezone
from enum import Enum
from pathlib import Path

from ...command.arguments import ArgumentError

VERSION = 1


class PullState(str, Enum):
    """What became of a pull request, or of the attempt to open one."""

    WORKING = "working"
    """It was begun; if nobody is at work, the run ended in the middle."""
    OPENED = "opened"
    MERGED = "merged"
    CLOSED = "closed"
    """A person closed it: it is left alone."""
    SUPERSEDED = "superseded"
    """It was closed, and there is a later one."""
    NOTHING = "nothing"
    """There was nothing to migrate any more, or nothing that can be."""
    FAILED = "failed"


@dataclass(frozen=True)
class CampaignEntry:
    """A repository in the table.

    Arguments:
        repository: as the inventory names it.
        direction: which way.
        step: the step of the way to production.
        state: what became of it.
        why: what there is to say about that.
        number: of the pull request; 0 for none.
        url: of the pull request.
        tries: how often it was begun.
        changed: when the state was written, ISO 8601, UTC.
    """

    repository: str
    direction: str
    step: str
    state: PullState
    why: str = ""
    number: int = 0
    url: str = ""
    tries: int = 0
    changed: str = ""


_COLUMNS = tuple(field.name for field in fields(CampaignEntry))
_KEY = ("repository", "direction", "step")
_TYPES = {"number": "INTEGER", "tries": "INTEGER"}


class Ledger:
    """The table of a campaign.

    Arguments:
        path: its file, which is made where there is none; None for a table that is nowhere.

    Raises:
        ArgumentError: it is no such file.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        try:
            self._connection = sqlite3.connect(path or ":memory:", isolation_level=None)
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, VERSION):
                raise ArgumentError(f"{path}: the table of a campaign of another version of sam-migrate")
            columns = ", ".join(f"{name} {_TYPES.get(name, 'TEXT')} NOT NULL" for name in _COLUMNS)
            with self._connection:
                self._connection.execute(
                    f"CREATE TABLE IF NOT EXISTS repositories ({columns}, PRIMARY KEY ({', '.join(_KEY)}))"
                )
                self._connection.execute(f"PRAGMA user_version = {VERSION}")
        except sqlite3.Error as error:
            raise ArgumentError(f"{path}: {error}") from None

    @property
    def clones(self) -> Path:
        """The folder beside the file that whoever is alone with it may clone into."""
        return Path(f"{self._path}-clones")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other campaigns from this table. The system ends it when the process ends, however that happens.

        Raises:
            ArgumentError: another one is at work with it.
        """
        guard = sqlite3.connect(f"{self._path}-lock", isolation_level=None, timeout=0)
        try:
            try:
                guard.execute("BEGIN EXCLUSIVE")
            except sqlite3.Error:
                raise ArgumentError(f"{self._path}: another campaign is at work with this table") from None
            yield
        finally:
            guard.close()

    def find(self, repository: str, direction: str, step: str) -> CampaignEntry | None:
        """What is known of a repository."""
        where = " AND ".join(f"{name} = ?" for name in _KEY)
        found = self._connection.execute(f"SELECT * FROM repositories WHERE {where}", (repository, direction, step))
        return next(map(_entry, found), None)

    def entries(self) -> list[CampaignEntry]:
        """All that is known, by repository."""
        return [_entry(row) for row in self._connection.execute("SELECT * FROM repositories ORDER BY 1, 2, 3")]

    def write(self, entry: CampaignEntry) -> CampaignEntry:
        """Write what became of a repository, with the time."""
        now = replace(entry, changed=datetime.now(timezone.utc).isoformat(timespec="seconds"))
        values = [value.value if isinstance(value, Enum) else value for value in astuple(now)]
        self._connection.execute(f"REPLACE INTO repositories VALUES ({', '.join('?' for _ in values)})", values)
        return now

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _entry(row: tuple[object, ...]) -> CampaignEntry:
    values = dict(zip(_COLUMNS, row, strict=True))
    return CampaignEntry(**{**values, "state": PullState(values["state"])})  # type: ignore[arg-type]
