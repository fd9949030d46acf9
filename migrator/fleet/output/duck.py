"""Rows as tables of a DuckDB database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from ..rows import TABLES, Row, table_of
from .arrow import arrow, schema

ROWS = 20_000
"""Rows of a table that are kept until they are inserted together."""


class DuckOutput:
    """Each insertion is a transaction, so that whatever is there can be read.

    Arguments:
        file: the database; tables of it with other names are left alone.

    Raises:
        OSError: it is no database, or another process has it.
    """

    def __init__(self, file: Path) -> None:
        try:
            self._database = duckdb.connect(str(file))
            for table in TABLES:
                self._database.register("waiting", schema(table).empty_table())
                self._database.execute(f'CREATE OR REPLACE TABLE "{table}" AS FROM waiting')
        except duckdb.Error as error:
            raise OSError(str(error).partition("\n")[0]) from None
        self._waiting: dict[str, list[Row]] = {table: [] for table in TABLES}

    def add(self, rows: Iterable[Row]) -> None:
        """Take some rows, and insert those of a table of which there are enough."""
        for row in rows:
            table = table_of(row)
            self._waiting[table].append(row)
            if len(self._waiting[table]) >= ROWS:
                self._insert(table)

    def close(self) -> None:
        """Insert what is left."""
        for table in TABLES:
            self._insert(table)
        self._database.close()

    def _insert(self, table: str) -> None:
        self._database.register("waiting", arrow(table, self._waiting[table]))
        self._database.execute(f'INSERT INTO "{table}" FROM waiting')
        self._waiting[table] = []
