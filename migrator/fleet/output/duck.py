"""Rows as tables of a DuckDB database."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from ..rows import TABLES
from .arrow import TablesOutput, schema


class DuckOutput(TablesOutput):
    """Each insertion is a transaction, so that whatever is there can be read.

    Arguments:
        file: the database; tables of it with other names are left alone.

    Raises:
        OSError: it is no database, or another process has it.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        try:
            self._database = duckdb.connect(str(file))
            for table in TABLES:
                self._database.register("waiting", schema(table).empty_table())
                self._database.execute(f'CREATE OR REPLACE TABLE "{table}" AS FROM waiting')
        except duckdb.Error as error:
            raise OSError(str(error).partition("\n")[0]) from None

    def close(self) -> None:
        """Insert what is left."""
        super().close()
        self._database.close()

    def write(self, table: str, rows: pa.Table) -> None:
        """Insert rows into a table."""
        self._database.register("waiting", rows)
        self._database.execute(f'INSERT INTO "{table}" FROM waiting')
