"""The commands of the command line; each returns what is to be shown."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..bot.commands import bot
from ..fleet.campaign.commands import campaign
from ..fleet.commands import fleet
from . import arguments, options
from .arguments import ArgumentError
from .compare import compare
from .ending import DONE, Ending, Running
from .migrating import migrating
from .plain import PlainCommand, PlainGroup

COMPLETE = "_SAM_MIGRATE_COMPLETE"
"""The variable by which a shell asks for completions."""

app = typer.Typer(
    cls=PlainGroup,
    help="Migrate AWS SAM templates between AWS::Serverless::Api and AWS::Serverless::HttpApi.",
    epilog="Exit status: 0 done or nothing to do, 1 something is blocked (with --check: or pending), 2 failed.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100},
)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> Ending:
    from .. import __version__

    if not version and context.invoked_subcommand is None:
        raise ArgumentError("which command? sam-migrate --help lists them")
    return Ending(DONE, f"sam-migrate {__version__}\n")


app.command("to-http", cls=PlainCommand, help="Migrate REST APIs to HTTP APIs (Api -> HttpApi).")(migrating("to-http"))
app.command("to-rest", cls=PlainCommand, help="Migrate HTTP APIs to REST APIs (HttpApi -> Api).")(migrating("to-rest"))


@app.command("verify", cls=PlainCommand, short_help="Compare two templates, and plan the deployment.")
def _verify(
    before: options.Before,
    after: options.After,
    accept: options.AcceptDifferences = None,
    definition: options.Definitions = None,
    report_format: options.ComparisonFormat = "text",
    color: options.Color = "auto",
) -> Ending:
    """Compare two templates' routes and access control and plan the deployment.

    Exit status: 0 nothing differs and it can be deployed, 1 otherwise, 2 a template cannot be compared.
    """
    from .comparing import compare_files

    return compare_files(
        before,
        after,
        accept=arguments.accepted(accept or ()),
        definitions=arguments.definitions(definition or ()),
        report_format=arguments.comparison_format(report_format),
        color=arguments.choice("--color", color, arguments.COLOURS),
    )


app.command("compare", cls=PlainCommand, short_help="Send the same requests to two deployed APIs.")(compare)


@app.command("status", cls=PlainCommand, short_help="Say how far each API is, and what comes next.")
def _status(
    paths: options.Paths = None,
    direction: options.Way = None,
    report_format: options.ShortFormat = "text",
    color: options.Color = "auto",
) -> Ending:
    """Say where each API stands: which step it has taken, what comes next, and what blocks it."""
    from .standing import tell

    return tell(
        tuple(paths or ()),
        direction,
        arguments.choice("--format", report_format, arguments.SHORT_FORMATS),
        arguments.choice("--color", color, arguments.COLOURS),
    )


@app.command("init", cls=PlainCommand, short_help="Write settings for a repository.")
def _init(direction: options.Towards = "to-http") -> Ending:
    """Write settings for a repository, with the templates that are in it."""
    from .starting import begin

    return begin(direction)


@app.command("review", cls=PlainCommand, short_help="Go through the APIs and decide about each.")
def _review(
    paths: options.Paths = None,
    direction: options.Way = None,
    allow_dirty: options.AllowDirty = False,
    color: options.Color = "auto",
) -> Running:
    """Go through the APIs one by one, decide about each, and write it all at the end.

    What is accepted or kept is recorded in the settings, with the reasons.
    """
    from ..review.session import carry_out

    chosen = arguments.choice("--color", color, arguments.COLOURS)
    return carry_out(tuple(paths or ()), direction, chosen, allow_dirty=allow_dirty)


@app.command("explain", cls=PlainCommand)
def _explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code as findings show it.", show_default=False)],
    report_format: options.ShortFormat = "text",
    color: options.Color = "auto",
) -> Ending:
    """Say what a finding means and how to go on."""
    from ..report import rules
    from .terminal import look

    arguments.choice("--color", color, arguments.COLOURS)
    found = arguments.known(code, arguments.codes(), "explain")
    if arguments.choice("--format", report_format, arguments.SHORT_FORMATS) == "json":
        return Ending(DONE, rules.json_of([found]))
    return Ending(DONE, rules.explain(found, look(color, sys.stdout)))


@app.command("rules", cls=PlainCommand)
def _rules(
    direction: options.OneWay = "",
    report_format: options.ShortFormat = "text",
    color: options.Color = "auto",
) -> Ending:
    """List all codes."""
    from ..report import rules
    from .terminal import is_terminal, look

    arguments.choice("--color", color, arguments.COLOURS)
    towards = direction and arguments.choice("--direction", direction, arguments.DIRECTIONS)
    codes = [code for code in arguments.codes().values() if not (towards and code.only) or code.only == towards]
    if arguments.choice("--format", report_format, arguments.SHORT_FORMATS) == "json":
        return Ending(DONE, rules.json_of(codes))
    return Ending(DONE, rules.table(codes, look(color, sys.stdout), cut=is_terminal(sys.stdout)))


@app.command("mcp", cls=PlainCommand, short_help="Offer all this to coding agents (Model Context Protocol).")
def _mcp(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="The only folder that it reads and writes.")] = ".",
    write: Annotated[bool, typer.Option("--write", help="Let agents write templates; else they get patches.")] = False,
    run_handlers: Annotated[
        bool, typer.Option("--run-handlers", help="Let agents run the project's handlers, as --verify-handlers does.")
    ] = False,
) -> Ending:
    """Offer all this to coding agents over stdin and stdout, confined to one folder."""
    from ..agent import serve

    return serve(folder, write=write, run_handlers=run_handlers)


@app.command("lsp", cls=PlainCommand, short_help="Offer all this to editors (Language Server Protocol).")
def _lsp() -> Ending:
    """Offer all this to editors over stdin and stdout: findings where they stand, explanations, code actions."""
    from ..editor import serve

    return serve()


@app.command("completion", cls=PlainCommand)
def _completion(
    shell: Annotated[
        str, typer.Argument(metavar="SHELL", help=f"One of {', '.join(arguments.SHELLS)}.", show_default=False)
    ],
) -> Ending:
    """Print what lets a shell complete commands and options."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]  # typer names no other way

    chosen = arguments.choice("SHELL", shell, arguments.SHELLS)
    script = get_completion_script(prog_name="sam-migrate", complete_var=COMPLETE, shell=chosen)
    return Ending(DONE, f"{script}\n")


app.add_typer(bot, name="bot", short_help="Work where people review: reports, comments, pull requests.")
app.add_typer(fleet, name="inventory", short_help="Say what APIs of many repositories use, and which can move.")
app.add_typer(campaign, name="campaign", short_help="Open pull requests in many repositories.")
