"""Which repositories of an inventory are ready for a step, and meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...command.arguments import ArgumentError
from ...options import FINISH, SIDE_BY_SIDE, SWITCH
from ..report import owners
from ..report.inventory import Inventory, first_line
from ..report.sql import shared

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

AT_ONCE = "at-once"
"""The step that takes the whole way in one deployment."""
READY = {
    SIDE_BY_SIDE: "side_by_side = 'migrated' AND step = 'not-begun'",
    SWITCH: "step = 'side-by-side'",
    FINISH: "step = 'switched'",
    AT_ONCE: "status = 'migrated' AND step = 'not-begun'",
}
"""By step, the condition on the columns of an API that can take it."""


@dataclass(frozen=True)
class Ready:
    """A repository with something to do.

    Arguments:
        repository: as the inventory names it.
        apis: logical ids of the APIs that can take the step.
    """

    repository: str
    apis: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    Arguments:
        paths: the data sets.
        where: a condition in SQL on the columns of APIs, and ``owner``, ``commit``, ``lines`` of their templates.
        step: a step of `READY`.
        direction: which way.
        owners: value of ``--owners``.
    """

    paths: tuple[str, ...]
    where: str
    step: str
    direction: str
    owners: str | None = None

    @property
    def query(self) -> str:
        """The SQL that picks the repositories."""
        # The line break ends a comment that the condition may end with.
        return (
            "SELECT repository, list(api ORDER BY path, api) AS apis\nFROM candidates\n"
            f"WHERE {READY[self.step]} AND (\n{self.where}\n)\nGROUP BY repository ORDER BY repository"
        )


def select(wanted: Wanted) -> list[Ready]:
    """Pick repositories, by name.

    The condition is somebody's SQL: when it runs there is nothing in reach but tables in memory.

    Raises:
        ArgumentError: an inventory or the condition is not understood.
    """
    inventory = Inventory(wanted.paths)
    try:
        for statement in (owners.rules(wanted.owners), *shared(wanted.direction)):
            inventory.do(statement)
        rows = _asked(inventory.locked(), wanted.query)
    finally:
        inventory.close()
    return [Ready(repository, tuple(apis)) for repository, apis in rows]


def _asked(connection: DuckDBPyConnection, query: str) -> Sequence[tuple[Any, ...]]:
    import duckdb

    try:
        statements = connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise ArgumentError("--where: expected one condition, such as \"owner = '@acme/web' AND routes < 20\"")
        return connection.execute(statements[0]).fetchall()
    except duckdb.Error as error:
        raise ArgumentError(f"--where: {first_line(error)}") from None
