"""What requests cost: tiers by region and kind of API, from the package's dated table or one like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...command.arguments import ArgumentError
from . import sql
from .dated import Dated, load

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
                "NULL" if t.upto is None else str(t.upto),
                f"{t.million}",
            )
            for t in self.tiers
        ]
        names = ("region", "kind", "above", "upto", "million")
        return "CREATE VIEW prices AS\n" + sql.values(names, rows, ("VARCHAR", "VARCHAR", "BIGINT", "BIGINT", "DOUBLE"))

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
