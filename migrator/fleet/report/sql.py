"""Spell values and types as SQL, and what several questions need: it comes before them."""

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


def view(name: str, types: Mapping[str, str], rows: Iterable[Sequence[str]]) -> str:
    """The statement that makes a view of rows which are written down in it.

    Arguments:
        types: of the columns, by their names.
        rows: their values, spelled as SQL; none gives an empty table.
    """
    listed = [f"({', '.join(row)})" for row in rows]
    shown = ", ".join(f"{column}::{kind} AS {column}" for column, kind in types.items())
    given = ",\n  ".join(listed or [f"({', '.join('NULL' for _ in types)})"])
    none = "" if listed else "\nWHERE false"
    return f"CREATE VIEW {name} AS\nSELECT {shown}\nFROM (VALUES\n  {given}\n) AS given({', '.join(types)}){none}"


READINESS = (
    ("today", "moves today"),
    ("option", "moves with an option"),
    ("change", "moves after a change"),
    ("stays", "stays"),
)
"""The values of the column `readiness`, best first, and how they are called."""


def shared(direction: str) -> Sequence[str]:
    """The statements that come before the questions.

    Arguments:
        direction: which way the APIs are to move.
    """
    known = [(text(value), str(rank), text(words)) for rank, (value, words) in enumerate(READINESS, 1)]
    return (
        f"CREATE VIEW asked AS\nSELECT {text(direction)} AS direction",
        view("readiness", {"readiness": "VARCHAR", "rank": "INT", "words": "VARCHAR"}, known),
        # github.com/acme/shop.git, git@host:acme/shop and /srv/acme/shop all end with acme/shop, and with shop
        "CREATE MACRO name_of(repository) AS\n"
        "regexp_extract(regexp_replace(repository, '(\\.git)?/*$', ''), '[^/:]+$')",
        "CREATE MACRO full_name_of(repository) AS\n"
        "regexp_extract(regexp_replace(repository, '(\\.git)?/*$', ''), '([^/:]+/)?[^/:]+$')",
        """\
CREATE VIEW owned AS
SELECT repository, max_by(r.owner, r.rank) AS owner
FROM (SELECT DISTINCT repository FROM templates) JOIN owner_rules AS r
  ON repository GLOB r.pattern OR full_name_of(repository) GLOB r.pattern OR name_of(repository) GLOB r.pattern
GROUP BY repository""",
        """\
CREATE VIEW candidates AS
SELECT a.*, t.commit, t.lines, coalesce(nullif(o.owner, ''), t.owner, '') AS owner
FROM apis AS a LEFT JOIN templates AS t USING (repository, path) LEFT JOIN owned AS o USING (repository)
WHERE a.direction = (SELECT direction FROM asked)""",
    )
