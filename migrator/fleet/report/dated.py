"""Tables that the package holds with the day they were true and the page they are from."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
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
    types = {"runtime": "VARCHAR", "deprecated": "DATE", "no_updates": "DATE"}
    return table, sql.view("runtime_dates", types, rows)


_KINDS = ("rest", "http")


@dataclass(frozen=True)
class PriceTier:
    """The price of some of a month's requests.

    Arguments:
        region: where.
        kind: of which kind of API.
        above: requests of the month that cost another price before.
        upto: the last request that it holds for; None for no last one.
        million: US dollars for a million of them.
    """

    region: str
    kind: str
    above: int
    upto: int | None
    million: float

    @property
    def words(self) -> str:
        """The tier in a few words."""
        above = f" above {self.above:,}" if self.above else ""
        until = above if self.upto is None else f" up to {self.upto:,} requests"
        return f"{self.million:.2f} USD a million{until}"


@dataclass(frozen=True)
class Prices:
    """A price list.

    Arguments:
        table: the file that it is from.
        tiers: its prices.
    """

    table: Dated
    tiers: tuple[PriceTier, ...]

    @property
    def regions(self) -> Sequence[str]:
        """Regions that it has prices for."""
        return list(dict.fromkeys(tier.region for tier in self.tiers))

    def words(self, region: str, kind: str) -> str:
        """The tiers of a region, one after the other."""
        return "; ".join(tier.words for tier in self.tiers if (tier.region, tier.kind) == (region, kind))

    @property
    def statement(self) -> str:
        """The statement that makes a view of it."""
        rows = [
            (
                sql.text(t.region),
                sql.text(t.kind),
                str(t.above),
                str("NULL" if t.upto is None else t.upto),
                str(t.million),
            )
            for t in self.tiers
        ]
        types = {"region": "VARCHAR", "kind": "VARCHAR", "above": "BIGINT", "upto": "BIGINT", "million": "DOUBLE"}
        return sql.view("prices", types, rows)

    @classmethod
    def read(cls, path: str | None) -> Prices:
        """Read a price list.

        Arguments:
            path: a file; None for that of the package.

        Raises:
            ArgumentError: it is none.
        """
        table = load("prices.toml", path or "")
        try:
            tiers = tuple(_tiers(table.content))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ArgumentError(
                f"{table.name}: expected [regions.NAME] with rest and http, each a list of "
                "{ million = 3.50, upto = 333_000_000 }, ascending, the last one without upto"
            ) from None
        return cls(table, tiers)


def _tiers(content: Mapping[str, Any]) -> Iterator[PriceTier]:
    for region, kinds in content["regions"].items():
        for kind in _KINDS:
            above = 0
            for number, entry in enumerate(kinds[kind], 1):
                upto = entry.get("upto")
                if (upto is None) != (number == len(kinds[kind])) or (upto is not None and upto <= above):
                    raise ValueError(kind)
                yield PriceTier(str(region), kind, above, upto, float(entry["million"]))
                above = upto or 0
