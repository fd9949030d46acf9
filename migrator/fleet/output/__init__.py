"""Where the rows of an inventory go: lines of JSON, a folder of Parquet files, or a DuckDB database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

from ...command.arguments import NO_FILE, ArgumentError
from ...report.reproduce import missing
from ..places import Shard
from ..rows import Row, data, table_of

ENDINGS: Final = (".jsonl", ".parquet", ".duckdb")


class RowOutput(Protocol):
    """Takes rows as they come."""

    def add(self, rows: Iterable[Row]) -> None:
        """Take some rows."""

    def close(self) -> None:
        """Write what is left."""


def opened(path: str, shard: Shard) -> RowOutput:
    """Begin an output, in the place of an older one.

    Arguments:
        path: where, by whose ending it is known what.
        shard: which part of the fleet goes there.

    Raises:
        ArgumentError: there is no such output, it cannot be written, or something is missing for it.
    """
    file = Path(path)
    if file.suffix not in ENDINGS:
        raise ArgumentError(f"--output {path}: the name has to end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    if not file.absolute().parent.is_dir() or (file.is_dir() and file.suffix != ".parquet"):
        raise ArgumentError(f"--output {path}: {NO_FILE}")
    try:
        if file.suffix == ".parquet":
            from .parquet import ParquetOutput

            return ParquetOutput(file, shard)
        if file.suffix == ".duckdb":
            from .duck import DuckOutput

            return DuckOutput(file)
    except ImportError as error:
        raise ArgumentError(f"--output {path}: {missing(error)}; a file .jsonl needs nothing") from None
    except OSError as error:
        raise ArgumentError(f"--output {path}: {error.strerror or error}") from None
    return LinesOutput(file)


class LinesOutput:
    """One line a row, with the name of its table; what a run has written can be read while it goes on.

    Arguments:
        file: where they go.
    """

    def __init__(self, file: Path) -> None:
        self._stream = file.open("w", encoding="utf-8")

    def add(self, rows: Iterable[Row]) -> None:
        """Write some rows."""
        lines = (json.dumps({"table": table_of(row), **data(row)}, separators=(",", ":")) for row in rows)
        self._stream.write("".join(f"{line}\n" for line in lines))
        self._stream.flush()

    def close(self) -> None:
        """End the file."""
        self._stream.close()
