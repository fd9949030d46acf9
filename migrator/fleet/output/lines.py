"""Rows as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ..rows import Row, data, table_of


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
