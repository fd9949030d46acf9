"""Spell values and types as SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..rows import Row
from ..rows import columns as described_columns

_TYPES: Mapping[type, tuple[str, str]] = {
    str: ("VARCHAR", "''"),
    int: ("BIGINT", "0"),
    bool: ("BOOLEAN", "false"),
    tuple: ("VARCHAR[]", "[]::VARCHAR[]"),
}
"""What a column of each type is in DuckDB, and what stands in one that an older data set has not."""


def text(value: str) -> str:
    """Spell a text; what is in it stays in it."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """Spell the name of a column, whatever words SQL has for itself."""
    return '"' + value.replace('"', '""') + '"'


def columns(row: type[Row]) -> dict[str, tuple[str, str]]:
    """The columns of a table: the type of each, and what stands in for a missing one.

    Arguments:
        row: the class of its rows.
    """
    return {name: _TYPES[kind] for name, kind, _ in described_columns(row)}


def values(names: Sequence[str], rows: Iterable[Sequence[str]], types: Sequence[str]) -> str:
    """A query that gives rows which are written down in it.

    Arguments:
        names: of the columns.
        rows: their values, spelled as SQL; none gives an empty table.
        types: of the columns.
    """
    listed = [f"({', '.join(row)})" for row in rows]
    shown = ", ".join(f"{column}::{kind} AS {column}" for column, kind in zip(names, types, strict=True))
    given = listed or [f"({', '.join('NULL' for _ in names)})"]
    none = "" if listed else "\nWHERE false"
    return f"SELECT {shown}\nFROM (VALUES\n  " + ",\n  ".join(given) + f"\n) AS given({', '.join(names)}){none}"
