"""The command that answers questions about an inventory."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ...command import arguments
from ...command.ending import DONE, Ending
from ...command.options import Color, Output

FORMATS = ("text", "markdown", "html")

Fleets = Annotated[
    list[str],
    typer.Argument(
        metavar="FLEET",
        show_default=False,
        help="Data sets of `sam-migrate inventory --output`; of several, the newest is the present, all are history.",
    ),
]
ReportFormat = Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help="Format of the report.")]
Direction = Annotated[
    str, typer.Option("--direction", metavar="|".join(arguments.DIRECTIONS), help="Which way APIs are to move.")
]
Owners = Annotated[
    str | None,
    typer.Option(
        "--owners", metavar="FILE", help="Who owns which repository: a CSV repository,owner or lines PATTERN OWNER."
    ),
]
RequestCounts = Annotated[
    list[str] | None,
    typer.Option(
        "--requests",
        metavar="[NAME=]FILE",
        help="Requests of a month, to say what they cost: a CSV api,requests or what CloudWatch prints; repeatable.",
    ),
]
PriceList = Annotated[
    str | None, typer.Option("--prices", metavar="FILE", help="Prices in place of those that come with sam-migrate.")
]
Region = Annotated[
    str, typer.Option("--region", metavar="REGION", help="Region of requests that do not say their own.")
]
Sql = Annotated[bool, typer.Option("--sql", help="Print the SQL of the report, which DuckDB runs, in its place.")]


def report(
    fleets: Fleets,
    report_format: ReportFormat = "text",
    direction: Direction = "to-http",
    owners: Owners = None,
    requests: RequestCounts = None,
    prices: PriceList = None,
    region: Region = "us-east-1",
    sql: Sql = False,
    output: Output = None,
    color: Color = "auto",
) -> Ending:
    """Answer questions about inventories: what can move, what stands in the way, whose it is, what it costs."""
    from ...command.request import check_output
    from ...command.terminal import look

    arguments.choice("--format", report_format, FORMATS)
    arguments.choice("--direction", direction, arguments.DIRECTIONS)
    arguments.choice("--color", color, arguments.COLOURS)
    check_output("--output", output, "report", [])
    if output and any(Path(output).resolve().is_relative_to(Path(path).resolve()) for path in fleets):
        raise arguments.ArgumentError(f"--output {output}: the report would overwrite the inventory")
    from . import markdown, page, text
    from .asking import FleetRequest, ask

    found = ask(FleetRequest(tuple(fleets), direction, owners, tuple(requests or ()), prices, region))
    if sql:
        printed = found.sql
    elif report_format == "text":
        printed = text.render(found, look(color, None if output else sys.stdout))
    else:
        printed = {"markdown": markdown.render, "html": page.render}[report_format](found)
    if output is None:
        return Ending(DONE, printed, guarded=report_format == "text")
    Path(output).write_text(printed, encoding="utf-8", newline="\n")
    return Ending(DONE)
