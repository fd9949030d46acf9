"""The commands of a fleet: its inventory, and what is made of that."""

from __future__ import annotations

from typing import Annotated

import typer

from ..command import arguments, options
from ..command.ending import Ending
from ..command.plain import DEFAULT, DefaultGroup, PlainCommand
from .report.commands import report

FleetPaths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="Repository, or folder with repositories; what lies in none counts as one. Default: the current folder.",
    ),
]
Repositories = Annotated[
    str | None,
    typer.Option("--repositories", metavar="FILE", help="File with a path or clone URL a line; # begins a comment."),
]
FleetOutput = Annotated[
    str | None,
    typer.Option(
        "--output",
        metavar="FILE",
        help="Where rows go: a file .jsonl, a folder .parquet, or a database .duckdb. The last two take the extra "
        "`fleet`.",
    ),
]
Statistics = Annotated[bool, typer.Option("--statistics", help="Print how many APIs each code keeps from moving.")]
Cache = Annotated[
    str | None,
    typer.Option("--cache", metavar="FOLDER", help="Where results and clones are kept. Default: ~/.cache/sam-migrate."),
]
ClonesAtOnce = Annotated[str, typer.Option("--clones", metavar="N", help="Repositories to clone at once.")]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="processes|local|ADDRESS",
        help="Where the work is done: in processes of this machine, on a dask cluster started here, or on the one "
        "whose scheduler has an ADDRESS such as tcp://HOST:8786. Default: by the number of repositories.",
    ),
]
ShardOf = Annotated[
    str | None,
    typer.Option("--shard", metavar="K/N", help="Look at one of N parts of the repositories, the same on any machine."),
]

fleet = typer.Typer(
    cls=DefaultGroup,
    help="Say of each API of many repositories what it uses, whether it can move, and what keeps it.",
    add_completion=False,
    rich_markup_mode=None,
)


@fleet.command(DEFAULT, cls=PlainCommand, epilog="Questions about what it wrote: sam-migrate inventory report --help.")
def _inventory(
    paths: FleetPaths = None,
    repositories: Repositories = None,
    output: FleetOutput = None,
    statistics: Statistics = False,
    no_verify: options.NoVerify = False,
    shard: ShardOf = None,
    cache: Cache = None,
    no_cache: options.NoCache = False,
    clones: ClonesAtOnce = "8",
    scheduler: Scheduler = None,
    jobs: options.Jobs = None,
    quiet: options.Quiet = False,
) -> Ending:
    """Say what the APIs of many repositories use, which can move, and why not.

    Exit status: 0; 1 a repository or a template could not be read or judged, 2 nothing could be done.
    """
    from ..command import inventory
    from .places import Shard

    return inventory.take(
        inventory.InventoryRequest(
            tuple(paths or ()),
            repositories,
            output,
            statistics,
            not no_verify,
            Shard.parse(shard),
            arguments.jobs(jobs),
            inventory.cache_folder(cache, unused=no_cache),
            inventory.scheduler(scheduler),
            arguments.jobs(clones, "--clones") or 1,
            quiet,
        )
    )


fleet.command("report", cls=PlainCommand)(report)
