"""Rows as a folder of Parquet files: a folder for each table, in parts of which each is whole."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ..places import Shard
from ..rows import TABLES
from .arrow import TablesOutput


class ParquetOutput(TablesOutput):
    """A part is written under another name and then gets its own, so that whatever is there can be read.

    Arguments:
        folder: where the tables go.
        shard: which part of the fleet; the names of its files say so, and those of other shards are left alone.
    """

    def __init__(self, folder: Path, shard: Shard) -> None:
        super().__init__()
        self._folder = folder
        self._stem = f"part-{shard.number}of{shard.of}-" if shard.of > 1 else "part-"
        self._parts = dict.fromkeys(TABLES, 0)
        for table in TABLES:
            (folder / table).mkdir(parents=True, exist_ok=True)
            for old in (folder / table).glob(f"{self._stem}*" if shard.of > 1 else "part-*"):
                old.unlink()

    def write(self, table: str, rows: pa.Table) -> None:
        """Write the next part of a table."""
        if not rows.num_rows and self._parts[table]:
            return
        part = self._folder / table / f"{self._stem}{self._parts[table]:05}.parquet"
        unfinished = part.with_suffix(".unfinished")
        pq.write_table(rows, unfinished, compression="zstd")
        unfinished.replace(part)
        self._parts[table] += 1
