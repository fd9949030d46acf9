"""Open data sets: their tables as views of one DuckDB connection, by the time of their runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...command.arguments import ArgumentError
from ...report.reproduce import missing
from ..rows import TABLES, VERSION
from . import sql
from .dataset import DataSet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
"""Nothing is fetched: what reads Parquet and JSON is in DuckDB's own package."""


@dataclass(frozen=True)
class InventoryRun:
    """What one data set says of the run that made it.

    Arguments:
        data: the data set.
        started: when the last of its runs began.
        tool: version of sam-migrate.
        shards: parts of the whole that it holds, such as 1/4; empty for the whole.
        snapshot: which state of the fleet it belongs to, from 1: shards of one run are one state.
    """

    data: DataSet
    started: str
    tool: str
    shards: frozenset[str]
    snapshot: int = 0


class Inventory:
    """A DuckDB connection that data sets are open in.

    Arguments:
        paths: the data sets.

    Raises:
        ArgumentError: DuckDB is not there, or one cannot be read.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._connection = _connect()
        self._there: dict[tuple[int, str], frozenset[str]] = {}
        self.script: list[str] = []
        """The statements that were carried out to open them; printed, they do the same elsewhere."""
        self.runs = _snapshots([self._run(DataSet(path, number)) for number, path in enumerate(paths, 1)])
        for statement in self._views():
            self.do(statement)

    @property
    def latest(self) -> list[InventoryRun]:
        """The runs that the present state comes from."""
        return [run for run in self.runs if run.snapshot == self.runs[-1].snapshot]

    @property
    def missing_shards(self) -> list[str]:
        """Parts of the present state that no data set holds."""
        held = frozenset[str]().union(*(run.shards for run in self.latest))
        count = max((_parts(shard)[1] for shard in held), default=0)
        return [shard for shard in (f"{part}/{count}" for part in range(1, count + 1)) if shard not in held]

    def do(self, statement: str) -> None:
        """Carry a statement out, and keep it.

        Raises:
            ArgumentError: DuckDB cannot.
        """
        self.query(statement)
        self.script.append(statement)

    def query(self, statement: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Ask, and hand back the names of the columns and the rows.

        Raises:
            ArgumentError: DuckDB cannot answer.
        """
        import duckdb

        try:
            found = self._connection.execute(statement)
            names = [str(column[0]) for column in found.description or ()]
            return names, found.fetchall()
        except duckdb.Error as error:
            raise ArgumentError(first_line(error)) from None

    def close(self) -> None:
        """Let go of the data sets."""
        self._connection.close()

    def locked(self) -> DuckDBPyConnection:
        """The connection, with all tables in memory and nothing else within its reach: no files, no network.

        Raises:
            ArgumentError: the data sets cannot be read.
        """
        for table in TABLES:
            self.query(f"CREATE TABLE held AS SELECT * FROM {table}")
            self.query(f"CREATE OR REPLACE VIEW {table}_history AS SELECT NULL WHERE false")
            self.query(f"DROP VIEW {table}")
            self.query(f"ALTER TABLE held RENAME TO {table}")
        self.query("SET enable_external_access = false")
        self.query("SET lock_configuration = true")
        return self._connection

    def _run(self, data: DataSet) -> InventoryRun:
        data.check()
        try:
            for statement in data.opening():
                self.do(statement)
        except ArgumentError as error:
            raise ArgumentError(f"{data.path}: {error}") from None
        for table in TABLES:
            self._there[data.number, table] = self._columns(data, table)
        query = data.select("runs", self._there[data.number, "runs"], {})
        _, rows = self.query(f"SELECT schema, started, tool, shard FROM ({query}) ORDER BY started")
        if not rows:
            raise ArgumentError(f"{data.path}: no inventory, or one that was not finished: it names no run")
        if other := next((schema for schema, *_ in rows if schema != VERSION), None):
            raise ArgumentError(
                f"{data.path}: its tables have version {other}, and this sam-migrate reads version {VERSION}; "
                "make the inventory anew"
            )
        _, started, tool, _ = rows[-1]
        return InventoryRun(data, started, tool, frozenset(shard for *_, shard in rows if shard))

    def _columns(self, data: DataSet, table: str) -> frozenset[str]:
        source = data.source(table)
        if not source:
            return frozenset()
        try:
            _, rows = self.query(f"DESCRIBE SELECT * FROM {source}")
        except ArgumentError as error:
            raise ArgumentError(f"{data.path}: {error}") from None
        return frozenset(str(row[0]) for row in rows)

    def _views(self) -> Iterator[str]:
        for table in TABLES:
            parts = [
                run.data.select(table, self._there[run.data.number, table], {"snapshot": str(run.snapshot)})
                for run in self.runs
            ]
            yield f"CREATE VIEW {table}_history AS\n" + "\nUNION ALL\n".join(parts)
            names = ", ".join(map(sql.name, sql.columns(TABLES[table])))
            last = self.runs[-1].snapshot
            yield f"CREATE VIEW {table} AS\nSELECT {names}\nFROM {table}_history\nWHERE snapshot = {last}"


def _connect() -> DuckDBPyConnection:
    try:
        import duckdb
    except ImportError as error:
        raise ArgumentError(f"questions about an inventory need DuckDB: {missing(error)}") from None
    return duckdb.connect(config=dict(_SETTINGS))


def _snapshots(runs: Sequence[InventoryRun]) -> list[InventoryRun]:
    """Runs by time. A shard joins the state before it, unless that one has it already or is cut in other parts."""
    found: list[InventoryRun] = []
    held: frozenset[str] = frozenset()
    for run in sorted(runs, key=lambda each: each.started):
        counts = {_parts(shard)[1] for shard in held | run.shards}
        joins = bool(held) and bool(run.shards) and len(counts) == 1 and not held & run.shards
        number = (found[-1].snapshot if found else 0) + (not joins)
        held = held | run.shards if joins else run.shards
        found.append(replace(run, snapshot=number))
    return found


def _parts(shard: str) -> tuple[int, int]:
    part, _, count = shard.partition("/")
    return (int(part), int(count)) if part.isdecimal() and count.isdecimal() else (0, 0)


def first_line(error: Exception) -> str:
    """What DuckDB says, without the drawing of where in the query it was."""
    return str(error).strip().partition("\n")[0]
