"""Rows as a folder of Parquet files: a folder for each table, in parts of which each is whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from ..places import Shard
from ..rows import TABLES, Row, table_of
from .arrow import arrow

ROWS = 20_000
"""Rows of a table that are kept until they make a part."""


class ParquetOutput:
    """A part is written under another name and then gets its own, so that whatever is there can be read.

    Arguments:
        folder: where the tables go.
        shard: which part of the fleet; the names of its files say so, and those of other shards are left alone.
    """

    def __init__(self, folder: Path, shard: Shard) -> None:
        self._folder = folder
        self._stem = f"part-{shard.number}of{shard.of}-" if shard.of > 1 else "part-"
        self._waiting: dict[str, list[Row]] = {table: [] for table in TABLES}
        self._parts = dict.fromkeys(TABLES, 0)
        for table in TABLES:
            (folder / table).mkdir(parents=True, exist_ok=True)
            for old in (folder / table).glob(f"{self._stem}*" if shard.of > 1 else "part-*"):
                old.unlink()

    def add(self, rows: Iterable[Row]) -> None:
        """Take some rows, and write those of a table of which there are enough."""
        for row in rows:
            table = table_of(row)
            self._waiting[table].append(row)
            if len(self._waiting[table]) >= ROWS:
                self._write(table)

    def close(self) -> None:
        """Write what is left. Of a table without any rows there is an empty part, so that it can be asked for."""
        for table, rows in self._waiting.items():
            if rows or not self._parts[table]:
                self._write(table)

    def _write(self, table: str) -> None:
        part = self._folder / table / f"{self._stem}{self._parts[table]:05}.parquet"
        unfinished = part.with_suffix(".unfinished")
        pq.write_table(arrow(table, self._waiting[table]), unfinished, compression="zstd")
        unfinished.replace(part)
        self._parts[table] += 1
        self._waiting[table] = []
