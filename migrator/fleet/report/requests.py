"""How many requests APIs get in a month: from a CSV, or from what CloudWatch says."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

from ...command.arguments import ArgumentError
from . import sql

MONTH = timedelta(days=30)
_NAMES = ("api", "stack")
_LEAST, _MOST = timedelta(days=27), timedelta(days=32)
"""A span between these is a month and is taken as it is."""


@dataclass(frozen=True)
class Requests:
    """What one API gets in a month.

    Arguments:
        name: of the API or of its stack.
        count: requests.
        repository: where it is from; empty where that is not said, and ``path`` and ``region`` likewise.
    """

    name: str
    count: float
    repository: str = ""
    path: str = ""
    region: str = ""


@dataclass(frozen=True)
class Traffic:
    """All that is known of requests.

    Arguments:
        rows: of each API.
        notes: how the figures were made, a sentence each.
    """

    rows: tuple[Requests, ...]
    notes: tuple[str, ...]

    def statement(self, region: str) -> str:
        """The statement that makes a view of it.

        Arguments:
            region: the region of what does not say its own.
        """
        rows = [
            (
                str(number),
                *map(sql.text, (row.name, row.repository, row.path, row.region or region)),
                f"{row.count:.3f}",
            )
            for number, row in enumerate(self.rows, 1)
        ]
        texts = dict.fromkeys(("name", "repository", "path", "region"), "VARCHAR")
        return sql.view("requests", {"line": "BIGINT", **texts, "requests": "DOUBLE"}, rows)

    def regions(self, region: str) -> set[str]:
        """Regions that requests are from.

        Arguments:
            region: as for `statement`.
        """
        return {row.region or region for row in self.rows}


def read(given: Sequence[str]) -> Traffic:
    """Read the values of ``--requests``.

    Arguments:
        given: files, each with or without ``NAME=`` before it: the API that it is about.

    Raises:
        ArgumentError: one cannot be read.
    """
    rows: list[Requests] = []
    notes: list[str] = []
    for value in given:
        name, file = _named(value)
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise ArgumentError(f"--requests {file}: {getattr(error, 'strerror', None) or error}") from None
        try:
            if text.lstrip().startswith("{"):
                found, note = _cloudwatch(json.loads(text), name or file.stem)
                notes += [f"{file.name}: {note}"] if note else []
            else:
                found = list(_listed(text))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            said = str(error) if isinstance(error, _LineError) else "this is no output of CloudWatch that is understood"
            raise ArgumentError(f"--requests {file}: {said}") from None
        rows += found
    if odd := next(
        (row for row in rows if not "".join((row.name, row.repository, row.path, row.region)).isprintable()), None
    ):
        raise ArgumentError(f"--requests: {odd.name!r} has characters in it that cannot be printed")
    return Traffic(tuple(rows), tuple(notes))


class _LineError(ValueError):
    """A line that is not understood."""


def _named(value: str) -> tuple[str, Path]:
    name, equals, rest = value.partition("=")
    return (name, Path(rest)) if equals and not Path(value).exists() else ("", Path(value))


def _listed(text: str) -> Iterator[Requests]:
    reader = csv.DictReader(text.splitlines())
    heads = {str(head).strip().lower(): str(head) for head in reader.fieldnames or ()}
    key = next((heads[name] for name in _NAMES if name in heads), None)
    if key is None or "requests" not in heads:
        raise _LineError(
            "expected a first line with the columns api (or stack) and requests; also repository, path, region"
        )
    for row in reader:
        more = {
            name: (row.get(heads[name]) or "").strip() for name in ("repository", "path", "region") if name in heads
        }
        try:
            count = float((row[heads["requests"]] or "").replace("_", ""))
        except ValueError:
            raise _LineError(f"line {reader.line_num}: requests is no number") from None
        if not 0 <= count < 1e15:
            raise _LineError(f"line {reader.line_num}: nobody gets {count:g} requests a month")
        yield Requests((row[key] or "").strip(), count, **more)


def _cloudwatch(answer: Mapping[str, Any], name: str) -> tuple[list[Requests], str]:
    """Requests of a month, from the sums of ``get-metric-data`` (each with its label) or ``get-metric-statistics``."""
    if "MetricDataResults" in answer:
        series = [
            (str(each["Label"]), list(zip(map(_time, each["Timestamps"]), map(float, each["Values"]), strict=True)))
            for each in answer["MetricDataResults"]
        ]
        partial = [each["Label"] for each in answer["MetricDataResults"] if each.get("StatusCode") == "PartialData"]
        if partial or answer.get("NextToken"):
            raise _LineError("CloudWatch has not said everything (PartialData): get the next pages too")
    else:
        points = answer["Datapoints"]
        if not all("Sum" in point for point in points):
            raise _LineError("the statistic has to be Sum")
        series = [(name, [(_time(point["Timestamp"]), float(point["Sum"])) for point in points])]
    span = _span([moment for _, points in series for moment, _ in points])
    scale = 1.0 if span is None or _LEAST <= span <= _MOST else MONTH / span
    note = "" if span is None or scale == 1 else f"{span / timedelta(days=1):g} days, taken to a month of 30 days"
    return [Requests(label, sum(value for _, value in points) * scale) for label, points in series], note


def _time(value: object) -> datetime:
    """A moment as the AWS CLI prints it: ISO 8601, or seconds."""
    if isinstance(value, (int, float)):
        return datetime.fromtimestamp(value, timezone.utc)
    moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _span(moments: Sequence[datetime]) -> timedelta | None:
    """From the first period to the end of the last one; None for a single one: it is the month that was asked for."""
    known = sorted(set(moments))
    if len(known) < 2:
        return None
    return known[-1] - known[0] + min(b - a for a, b in pairwise(known))
