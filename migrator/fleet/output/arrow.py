"""The tables as pyarrow has them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Final

import pyarrow as pa

from ..rows import TABLES, VERSION, Row, columns, data, table_of

ROWS: Final = 20_000
"""Rows of a table that are kept until they are written together."""
_TYPES = {int: pa.int64(), bool: pa.bool_(), str: pa.string(), tuple: pa.list_(pa.string())}
_VERSION = {b"sam-migrate.schema": str(VERSION).encode()}


def schema(table: str) -> pa.Schema:
    """The columns of a table, each with its meaning.

    Arguments:
        table: its name.
    """
    fields = [
        pa.field(name, _TYPES[kind], nullable=False, metadata={b"comment": meaning.encode()})
        for name, kind, meaning in columns(TABLES[table])
    ]
    return pa.schema(fields, metadata=_VERSION)


class TablesOutput(ABC):
    """Writes rows of a table together."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Row]] = {table: [] for table in TABLES}

    def add(self, rows: Iterable[Row]) -> None:
        """Take some rows, and write those of a table of which there are enough."""
        for row in rows:
            table = table_of(row)
            self._waiting[table].append(row)
            if len(self._waiting[table]) >= ROWS:
                self._write_waiting(table)

    def close(self) -> None:
        """Write what is left, of a table without any rows too, so that it can be asked for."""
        for table in TABLES:
            self._write_waiting(table)

    @abstractmethod
    def write(self, table: str, rows: pa.Table) -> None:
        """Write rows of one table.

        Arguments:
            table: its name.
            rows: the rows, none where there are none at the end.
        """

    def _write_waiting(self, table: str) -> None:
        self.write(table, pa.Table.from_pylist([data(row) for row in self._waiting[table]], schema=schema(table)))
        self._waiting[table] = []
