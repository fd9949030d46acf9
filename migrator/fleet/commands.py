"""The commands over many repositories."""

from __future__ import annotations

import typer

from ..command.ending import Ending
from ..command.options import DEFAULT, DefaultGroup, PlainCommand
from .report.commands import report

inventory = typer.Typer(
    cls=DefaultGroup,
    help="Say of many repositories what they hold and what can move.",
    add_completion=False,
    rich_markup_mode=None,
)


@inventory.command(DEFAULT, cls=PlainCommand)
def _inventory() -> Ending:
    """Say of many repositories what they hold and what can move."""
    from ..command.arguments import ArgumentError

    raise ArgumentError("not there yet")


inventory.command("report", cls=PlainCommand)(report)
