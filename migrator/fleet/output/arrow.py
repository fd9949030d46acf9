"""The tables as pyarrow has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from ..rows import TABLES, VERSION, Row, columns, data

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


def arrow(table: str, rows: Sequence[Row]) -> Any:
    """Rows of one table.

    Arguments:
        table: its name.
        rows: the rows.
    """
    return pa.Table.from_pylist([data(row) for row in rows], schema=schema(table))
