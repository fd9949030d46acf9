"""The commands of a campaign."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...bot.commands import ApiUrl, Pause
from ...command import arguments
from ...command.arguments import ArgumentError
from ...command.ending import DONE, FAILED, PENDING, Ending, ReportPart, Running
from ...command.options import ShortFormat
from ...command.plain import DEFAULT, DefaultGroup, PlainCommand
from ..report.commands import Direction, Fleets, Owners

if TYPE_CHECKING:
    from ...bot.kinds import ForgeKind
    from .ledger import CampaignEntry, Ledger
    from .proposing import ForgeAccess
    from .running import Pace

STEPS = ("side-by-side", "switch", "finish", "at-once")

campaign = typer.Typer(
    cls=DefaultGroup,
    help="Open pull requests in the repositories of an inventory that are ready, a few at a time.",
    add_completion=False,
    rich_markup_mode=None,
)

Where = Annotated[
    str,
    typer.Option(
        "--where",
        metavar="SQL",
        help="Which APIs are meant: a condition on their columns and on owner, commit and lines of their templates.",
    ),
]
Limit = Annotated[str, typer.Option("--limit", metavar="N", help="Pull requests that this run opens at most.")]
Step = Annotated[str, typer.Option("--step", metavar="|".join(STEPS), help="The step that the pull requests take.")]
State = Annotated[str, typer.Option("--state", metavar="FILE", help="SQLite file with what became of each repository.")]
Hourly = Annotated[
    str,
    typer.Option("--hourly", metavar="N", help="Pull requests in an hour at most; github.com allows some 500."),
]
Retry = Annotated[bool, typer.Option("--retry", help="Try repositories again that failed.")]
Base = Annotated[
    str | None, typer.Option("--base", metavar="BRANCH", help="Branch to migrate. Default: the default branch of each.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say which repositories would get one; nothing is cloned or sent.")
]
Stored = Annotated[bool, typer.Option("--stored", help="Tell what is in the file, without asking the forge.")]
_STATE = "campaign.db"


@campaign.command(DEFAULT, cls=PlainCommand, epilog="What became of them: sam-migrate campaign status --help.")
def _campaign(
    fleets: Fleets,
    where: Where = "true",
    limit: Limit = "50",
    step: Step = STEPS[0],
    direction: Direction = "to-http",
    owners: Owners = None,
    state: State = _STATE,
    base: Base = None,
    api: ApiUrl = None,
    hourly: Hourly = "300",
    pause: Pause = "1",
    retry: Retry = False,
    dry_run: DryRun = False,
) -> Ending | Running:
    """Open pull requests in the repositories of an inventory that are ready, a few at a time.

    Exit status: 0 done or nothing to do, 1 some repositories failed, 2 it cannot go on.
    """
    from .ledger import Ledger
    from .running import Pace, plan, waiting
    from .selection import Wanted, select

    arguments.choice("--step", step, STEPS)
    arguments.choice("--direction", direction, arguments.DIRECTIONS)
    pace = Pace(arguments.count("--limit", limit), float(arguments.count("--hourly", hourly)), retry)
    access = None if dry_run else _access(api, pause, base)
    ready = select(Wanted(tuple(fleets), where, step, direction, owners))
    # A dry run makes no file.
    ledger = Ledger(Path(state).absolute() if access or Path(state).exists() else None)
    entries = waiting(ready, ledger, direction, step, retry=retry)
    if access is None:
        ledger.close()
        return Ending(DONE, plan(ready, entries, pace.limit, _kind(api)))
    return _work(entries, ledger, access, pace)


def _work(entries: Sequence[CampaignEntry], ledger: Ledger, access: ForgeAccess, pace: Pace) -> Running:
    from .ledger import PullState
    from .proposing import swept
    from .running import MOST_FAILURES, line, run, summary

    done: list[CampaignEntry] = []
    try:
        with ledger.alone(), swept(ledger.clones) as clones:
            for entry in run(entries, ledger, replace(access, clones=clones), pace):
                done.append(entry)
                yield ReportPart(f"{line(entry)}\n")
    finally:
        ledger.close()
    failed = [entry.state is PullState.FAILED for entry in done]
    told = summary(done, len(entries) - len(done))
    if len(failed) >= MOST_FAILURES and all(failed[-MOST_FAILURES:]):
        problem = (
            f"stopped: the last {MOST_FAILURES} repositories failed, so it is probably not them; --retry tries again"
        )
        return Ending(FAILED, told, (problem,))
    return Ending(PENDING if any(failed) else DONE, told)


@campaign.command("status", cls=PlainCommand)
def _status(
    state: State = _STATE,
    stored: Stored = False,
    report_format: ShortFormat = "text",
    api: ApiUrl = None,
) -> Ending:
    """Say what became of the pull requests of a campaign, as the forge has it now.

    Exit status: 0 all is told, 2 something cannot be known.
    """
    from .ledger import Ledger
    from .running import document, refresh, table

    arguments.choice("--format", report_format, arguments.SHORT_FORMATS)
    if not Path(state).is_file():
        raise ArgumentError(f"--state {state}: there is no such file; a campaign makes it")
    access = None if stored else _access(api, "1", None, signed=False)
    ledger = Ledger(Path(state).absolute())
    try:
        asked = list(refresh(ledger, access)) if access else []
        entries = ledger.entries()
    finally:
        ledger.close()
    problems = tuple(f"{entry.repository}: {why}" for entry, why in asked if why)
    told = document(entries) if report_format == "json" else table(entries)
    from ...report.sanitize import clean_line  # `--help` has no need of reports

    return Ending(FAILED if problems else DONE, told, tuple(map(clean_line, problems)))


def _access(api: str | None, pause: str, base: str | None, *, signed: bool = True) -> ForgeAccess:
    from ...bot.connection import connect, token
    from .proposing import ForgeAccess

    kind = _kind(api)
    found = token(kind, dry_run=not signed)
    if base is not None and (base.startswith("-") or not base.isprintable()):
        raise ArgumentError(f"--base {base!r}: no branch is called that")
    connection = partial(connect, signed=found, pause=pause)
    return ForgeAccess(api or kind.api_of(os.environ) or kind.api, found, connection, base)


def _kind(api: str | None) -> ForgeKind:
    """The kind of the one forge that a campaign works on, whatever the inventory names: the token goes nowhere else."""
    from ...bot.kinds import GITHUB
    from ...bot.place import kind_of

    return kind_of(os.environ, api) or GITHUB
