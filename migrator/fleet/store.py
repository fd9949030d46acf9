"""Results that are kept: of one template, with what was asked of the files around it."""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..sam.asked import Answers

FILE = "results-1.sqlite3"
_TABLE = """
CREATE TABLE IF NOT EXISTS results (
    key BLOB NOT NULL, digest BLOB NOT NULL, used INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (key, digest)
) WITHOUT ROWID
"""
_PATIENCE = 60.0
"""Seconds that one process waits for another that writes."""
_DAY = 86_400
_OLD = 90
"""Days after which a result that nobody asked for goes."""
_SELDOM = 7
"""Days between two times that such results are looked for."""
_CANDIDATES = 8
"""Results of one template that are tried, with different files around it."""


class StoreError(Exception):
    """Results cannot be kept there; the message is one line for the user."""


def usual_folder() -> Path:
    """Where results are kept unless somebody says otherwise.

    Raises:
        StoreError: nobody does, and this user has no home.
    """
    if given := os.environ.get("SAM_MIGRATE_CACHE_DIR"):
        return Path(given)
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "sam-migrate"
    except RuntimeError:
        raise StoreError("no results can be kept: this user has no home folder") from None


@dataclass(frozen=True)
class KeptResult:
    """One result.

    Arguments:
        digest: its content address.
        answers: what was asked, and what it was made from.
        content: the result itself, as JSON has it.
        used: the day on which it was asked for last.
    """

    digest: str
    answers: Answers
    content: Any
    used: int


@dataclass(eq=False)
class ResultStore:
    """A database that many processes of one machine read and write. Killing one of them leaves it whole.

    Its folder must be on a disk of the machine: the log that makes this so needs shared memory.
    Source: https://www.sqlite.org/wal.html

    Arguments:
        folder: where it is.
    """

    folder: Path

    @cached_property
    def _database(self) -> sqlite3.Connection:
        """The connection of this process; a copy of the process must not use it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self.folder / FILE, timeout=_PATIENCE, isolation_level=None)
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=NORMAL")
            database.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from None
        return database

    def _unusable(self, error: Exception) -> StoreError:
        return StoreError(f"no results can be kept in {self.folder}: {error}")

    def open(self) -> None:
        """See that results can be kept.

        Raises:
            StoreError: they cannot.
        """
        try:
            self._database.execute("SELECT key, digest, used, content FROM results LIMIT 1").fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from None
        finally:
            self.close()

    def candidates(self, key: bytes) -> Iterator[KeptResult]:
        """Results for a template, the latest first; which of them holds depends on the files around it.

        Arguments:
            key: of the template and what it was asked with.
        """
        asked = "SELECT digest, used, content FROM results WHERE key = ? ORDER BY used DESC LIMIT ?"
        for digest, used, content in self._asked(asked, key, _CANDIDATES):
            try:
                told, value = json.loads(zlib.decompress(content))
                answers = {tuple(asked): answer for asked, answer in told}
            except (TypeError, ValueError, zlib.error):
                continue
            yield KeptResult(digest.hex(), answers, value, used)

    def keep(self, key: bytes, digest: str, answers: Answers, content: Any) -> None:
        """Keep a result.

        Arguments:
            key: of the template and what it was asked with.
            digest: its content address.
            answers: what was asked of the files around it.
            content: as JSON has it.
        """
        packed = zlib.compress(json.dumps([[*answers.items()], content], separators=(",", ":")).encode(), 1)
        entry = (key, bytes.fromhex(digest), _today(), packed)
        self._asked("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", *entry)

    def touch(self, key: bytes, result: KeptResult) -> None:
        """Say that a result was of use, once a day.

        Arguments:
            key: of its template.
        """
        if result.used < _today():
            told = (_today(), key, bytes.fromhex(result.digest))
            self._asked("UPDATE results SET used = ? WHERE key = ? AND digest = ?", *told)

    def close(self) -> None:
        """End the connection of this process."""
        if (database := self.__dict__.pop("_database", None)) is not None:
            database.close()

    def sweep(self) -> None:
        """Remove what nobody asked for in a long time; that goes through all results, so it is not done each time."""
        ((swept,),) = self._asked("PRAGMA user_version") or [(_today(),)]
        if _today() - swept >= _SELDOM:
            self._asked("DELETE FROM results WHERE used < ?", _today() - _OLD)
            self._asked(f"PRAGMA user_version = {_today()}")
        self.close()

    def _asked(self, statement: str, *values: Any) -> list[Any]:
        """What a statement gives; nothing where the disk is full, say: a result that is not kept is made again."""
        try:
            return self._database.execute(statement, values).fetchall()
        except (sqlite3.Error, StoreError):
            return []


def _today() -> int:
    return int(time.time()) // _DAY
