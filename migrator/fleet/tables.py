"""The rows of an inventory as data: what every file that they go to is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, Final, get_args, get_type_hints

from .rows import TABLES, Row

NAMES: Final = {row: table for table, row in TABLES.items()}
"""The table of each sort of row."""


def table_of(row: Row) -> str:
    """The table that a row is one of.

    Arguments:
        row: any row.
    """
    return NAMES[type(row)]


def data(row: Row) -> dict[str, Any]:
    """A row by the names of its columns; several texts are a list.

    Arguments:
        row: any row.
    """
    values = ((name, getattr(row, name)) for name in _NAMES[type(row)])
    return {name: _plain(value) for name, value in values}


def _plain(value: Any) -> Any:
    """A value as every format takes it: halves of characters have bytes in none."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value


def columns(row: type[Row]) -> Iterator[tuple[str, type, str]]:
    """Name, type and meaning of each column; the type of several texts is ``tuple``.

    Arguments:
        row: one of the sorts of rows.
    """
    for name, hint in get_type_hints(row, include_extras=True).items():
        kind, meaning = get_args(hint)
        yield name, kind if isinstance(kind, type) and kind in (int, bool, str) else tuple, meaning


_NAMES: Final[Mapping[type[Row], tuple[str, ...]]] = {
    row: tuple(field.name for field in fields(row)) for row in TABLES.values()
}
