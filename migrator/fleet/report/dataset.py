"""Where a data set is, and the SQL that reads its tables: a folder of Parquet files, a DuckDB database, JSON lines."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...command.arguments import ArgumentError
from ..rows import TABLES
from . import sql

_FORMS = (
    "a folder of Parquet files, a .duckdb database or a .jsonl file, as `sam-migrate inventory --output` writes them"
)


@dataclass(frozen=True)
class DataSet:
    """One data set.

    Arguments:
        path: where it is.
        number: which of those given it is, from 1.
    """

    path: str
    number: int

    def opening(self) -> Iterator[str]:
        """What has to be done before its tables can be read.

        A database is attached. Lines are read once, into tables: a question reads each of them again otherwise.
        """
        if self._is_database:
            yield f"ATTACH {sql.text(self.path)} AS {self.name} (READ_ONLY)"
        elif not self._is_folder:
            yield f"CREATE SCHEMA {self.name}"
            for table, row in TABLES.items():
                kinds = {"table": "VARCHAR", **{key: kind for key, (kind, _) in sql.columns(row).items()}}
                shown = ", ".join(f"{sql.text(key)}: {sql.text(kind)}" for key, kind in kinds.items())
                reader = f"read_json({sql.text(self._pattern)}, format = 'newline_delimited', columns = {{{shown}}})"
                yield f'CREATE TABLE {self.name}.{table} AS\nFROM {reader}\nWHERE "table" = {sql.text(table)}'

    @property
    def name(self) -> str:
        """What its tables are called after, where they have names."""
        return f"inventory_{self.number}"

    def check(self) -> None:
        """See that there is something to read.

        Raises:
            ArgumentError: there is nothing, or nothing of these forms.
        """
        place = Path(self.path)
        if any(not character.isprintable() for character in self.path):
            raise ArgumentError("the name of a data set has characters in it that cannot be printed")
        if not place.exists():
            raise ArgumentError(f"{self.path}: there is no such data set")
        if not self._is_folder and not (place.is_file() and place.suffix.lower() in (".duckdb", ".jsonl")):
            raise ArgumentError(f"{self.path}: expected {_FORMS}")
        if self._is_folder and not any((place / "runs").glob("part-*.parquet")):
            raise ArgumentError(f"{self.path}: no inventory ({_FORMS})")

    def source(self, table: str) -> str:
        """What stands behind FROM to read a table.

        Arguments:
            table: its name.
        """
        if not self._is_folder:
            return f"{self.name}.{table}"
        if not any((Path(self.path) / table).glob("part-*.parquet")):
            return ""
        return f"read_parquet({sql.text(f'{self._pattern}/{table}/part-*.parquet')}, union_by_name = true)"

    def select(self, table: str, there: frozenset[str], more: Mapping[str, str]) -> str:
        """A query for the rows of a table.

        Arguments:
            table: its name.
            there: columns that the data set has of it.
            more: further columns, and what stands in them.
        """
        source, known = self.source(table), sql.columns(TABLES[table])
        shown = [f"{value} AS {key}" for key, value in more.items()]
        for key, (kind, missing) in known.items():
            column = sql.name(key)
            if not source or key not in there:
                shown.append(f"{missing}::{kind} AS {column}")
            else:
                shown.append(column if self._is_folder else f"coalesce({column}, {missing}) AS {column}")
        return f"SELECT {', '.join(shown)}" + (f"\nFROM {source}" if source else "\nWHERE false")

    @property
    def _is_folder(self) -> bool:
        return Path(self.path).is_dir()

    @property
    def _is_database(self) -> bool:
        return not self._is_folder and Path(self.path).suffix.lower() == ".duckdb"

    @property
    def _pattern(self) -> str:
        """The path where DuckDB expects a pattern: none of its characters means anything else."""
        return glob.escape(self.path.rstrip("/"))
