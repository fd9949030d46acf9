"""Ask all questions of data sets, and hand back what a report tells, with figures written alike in every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ...command.arguments import ArgumentError
from ...options import Direction
from ...report import words
from . import cost, dated, owners, requests
from .dated import Prices
from .inventory import Inventory
from .questions import QUESTIONS, Question
from .sql import shared

MOST_ROWS = 25
"""Rows of an answer that a report shows."""


@dataclass(frozen=True)
class FleetRequest:
    """What is wanted.

    Arguments:
        paths: the data sets.
        direction: which way APIs are to move.
        owners: value of ``--owners``.
        requests: values of ``--requests``.
        prices: value of ``--prices``.
        region: region of requests that do not say their own.
    """

    paths: tuple[str, ...]
    direction: str = "to-http"
    owners: str | None = None
    requests: tuple[str, ...] = ()
    prices: str | None = None
    region: str = "us-east-1"


@dataclass(frozen=True)
class FleetAnswer:
    """The answer to a question.

    Arguments:
        question: what was asked.
        columns: headings.
        rows: values below them.
    """

    question: Question
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def shown(self) -> tuple[tuple[Any, ...], ...]:
        """The rows that a report shows."""
        return self.rows[:MOST_ROWS]

    @property
    def further(self) -> int:
        """How many more there are."""
        return len(self.rows) - len(self.shown)

    def drawn(self, row: Sequence[Any]) -> list[tuple[str, float]]:
        """What is drawn of a row: columns and their numbers."""
        return [(name, float(row[self.columns.index(name)] or 0)) for name in self.question.drawn]


@dataclass(frozen=True)
class FleetReport:
    """What a report tells.

    Arguments:
        direction: which way APIs are to move.
        started: when the newest inventory began.
        notes: what has to be known of all figures, a sentence each.
        answers: those that there is something to say of.
        script: the statements that were carried out before the questions.
        asked: all questions that were asked.
    """

    direction: str
    started: str
    notes: tuple[str, ...]
    answers: tuple[FleetAnswer, ...]
    script: tuple[str, ...] = field(repr=False)
    asked: tuple[Question, ...] = field(repr=False)

    @property
    def sql(self) -> str:
        """Everything that was carried out and asked, as a script for DuckDB."""
        parts = [f"{statement};\n" for statement in self.script]
        parts += [f"-- {question.title}: {question.id}\n{question.query};\n" for question in self.asked]
        return "\n".join(parts)


def ask(request: FleetRequest) -> FleetReport:
    """Ask all questions.

    Arguments:
        request: what is wanted.

    Raises:
        ArgumentError: something of it cannot be read.
    """
    inventory = Inventory(request.paths)
    try:
        table, statement = dated.runtimes()
        for each in (statement, owners.rules(request.owners), *shared(request.direction)):
            inventory.do(each)
        asked = (*QUESTIONS, *_cost(inventory, request))
        answers = [_answer(inventory, question) for question in asked]
        newest = inventory.latest[-1]
        return FleetReport(
            request.direction,
            newest.started,
            (*_notes(inventory), f"The end of runtimes: {table.origin}."),
            tuple(answer for answer in answers if len(answer.rows) >= answer.question.least),
            tuple(inventory.script),
            asked,
        )
    finally:
        inventory.close()


def _answer(inventory: Inventory, question: Question) -> FleetAnswer:
    columns, rows = inventory.query(question.query)
    return FleetAnswer(question, tuple(columns), tuple(rows))


def _cost(inventory: Inventory, request: FleetRequest) -> tuple[Question, ...]:
    if not request.requests:
        if request.prices:
            raise ArgumentError("--prices: without --requests there is nothing to price")
        return ()
    traffic, prices = requests.read(request.requests), Prices.read(request.prices)
    if unknown := sorted(traffic.regions(request.region) - {*prices.regions}):
        raise ArgumentError(
            f"{prices.table.name} has no prices for {', '.join(unknown)}, only for {', '.join(prices.regions)}: "
            f"regions differ, so give a list with --prices ({prices.table.source} has them)"
        )
    for statement in (traffic.statement(request.region), prices.statement, *cost.SHARED):
        inventory.do(statement)
    return cost.questions(prices, traffic, request.region)


def _notes(inventory: Inventory) -> list[str]:
    notes = []
    if missing := inventory.missing_shards:
        notes.append(f"Not the whole fleet: shard {', '.join(missing)} is missing.")
    return notes


Cell = str


def cell(value: Any) -> Cell:
    """A value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float, Decimal)):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else str(value)


def is_number(value: Any) -> bool:
    """Whether a value stands to the right in its column."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def title(report: FleetReport) -> str:
    """What the report is about."""
    before, after = (kind.partition(" ")[2] for kind in words.KINDS[Direction(report.direction)])
    return f"{before}s to {after}s: the fleet on {report.started[:10]}"


def further(answer: FleetAnswer) -> str:
    """What is left out of a table; empty for nothing."""
    return f"{answer.further:,} more; --sql gives the query for all of them." if answer.further else ""
