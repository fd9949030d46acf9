"""Tables that the package holds with the day they were true and the page they are from."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ...command.arguments import ArgumentError
from . import sql

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Dated:
    """A table from a TOML file.

    Arguments:
        name: where it is from, to speak of it.
        source: the page that has the facts.
        as_of: the day on which they held.
        content: the rest of the file.
    """

    name: str
    source: str
    as_of: date
    content: Mapping[str, Any]

    @property
    def origin(self) -> str:
        """When it held and where it is from, in a few words."""
        return f"as of {self.as_of.isoformat()}, {self.source}"


def load(name: str, path: str = "") -> Dated:
    """Read a table.

    Arguments:
        name: file in the package.
        path: a file to read in its place; empty for none.

    Raises:
        ArgumentError: the file in its place cannot be read, or does not say from when and where it is.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    file = Path(path) if path else _FOLDER / name
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArgumentError(f"{file}: {error.strerror or error}") from None
    except ValueError as error:
        raise ArgumentError(f"{file}: {error}") from None
    source, as_of = content.pop("source", None), content.pop("as_of", None)
    if not isinstance(source, str) or not source.isprintable() or not isinstance(as_of, date):
        raise ArgumentError(f'{file}: expected source = "where the figures are from" and as_of = YYYY-MM-DD')
    return Dated(str(file) if path else name, source, as_of, content)


def runtimes() -> tuple[Dated, str]:
    """When support of Lambda's runtimes ends: the table, and the statement that makes a view of it."""
    table = load("runtimes.toml")
    rows = [
        (sql.text(name), *(f"DATE '{dates[key]}'" if key in dates else "NULL" for key in ("deprecated", "no_updates")))
        for name, dates in table.content["runtimes"].items()
    ]
    names, types = ("runtime", "deprecated", "no_updates"), ("VARCHAR", "DATE", "DATE")
    return table, "CREATE VIEW runtime_dates AS\n" + sql.values(names, rows, types)
