"""Spell values and types as SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Annotated, get_args, get_origin, get_type_hints

from ..rows import Row, Texts

_TYPES: Mapping[object, tuple[str, str]] = {
    str: ("VARCHAR", "''"),
    int: ("BIGINT", "0"),
    bool: ("BOOLEAN", "false"),
    Texts: ("VARCHAR[]", "[]::VARCHAR[]"),
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
    hints = get_type_hints(row, include_extras=True)
    kinds = {field.name: hints[field.name] for field in fields(row)}
    return {key: _TYPES[get_args(kind)[0] if get_origin(kind) is Annotated else kind] for key, kind in kinds.items()}


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
