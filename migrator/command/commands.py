"""The commands of the command line; each returns what is to be shown."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ..bot.commands import bot
from ..fleet.campaign.commands import campaign
from ..fleet.report.commands import report
from . import arguments, options
from .arguments import ArgumentError
from .ending import DONE, Ending, Running
from .options import DEFAULT, DefaultGroup, PlainCommand, PlainGroup

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


def _migrate(direction: str) -> Callable[..., Ending | Running]:
    """The command for one direction; both take the same options."""

    def run(
        paths: options.Paths = None,
        write: options.Write = False,
        check: options.Check = False,
        api: options.Apis = None,
        exclude: options.Exclude = None,
        accept: options.AcceptCodes = None,
        save: options.Save = False,
        strict: options.Strict = False,
        audience: options.Audiences = None,
        stage: options.Stage = None,
        payload: options.Payload = None,
        no_handlers: options.NoHandlers = False,
        fix_1_0: options.Fix10 = False,
        fixtures: options.Fixtures = False,
        shim: options.Shim = False,
        verify_handlers: options.VerifyHandlers = False,
        side_by_side: options.SideBySide = False,
        switch: options.Switch = False,
        finish: options.Finish = False,
        undo: options.Undo = False,
        split: options.Split = False,
        keep_logical_ids: options.KeepLogicalIds = False,
        no_verify: options.NoVerify = False,
        no_cache: options.NoCache = False,
        allow_dirty: options.AllowDirty = False,
        report_format: options.Format = "text",
        output: options.Output = None,
        patch: options.Patch = None,
        runbook: options.Runbook = None,
        diff: options.Diff = "unified",
        full: options.Full = False,
        statistics: options.StatisticsOnly = False,
        color: options.Color = "auto",
        jobs: options.Jobs = None,
        quiet: options.Quiet = False,
    ) -> Ending | Running:
        from ..migration import Direction, Keep, Options
        from . import config
        from .files import STDIN
        from .names import typed
        from .request import RunRequest, mode
        from .session import carry_out, carry_out_filter

        changing = {
            "--payload 2.0": payload == "2.0",
            "--fix-1.0": fix_1_0,
            "--fixtures": fixtures,
            "--shim": shim,
        }
        decided = {
            "accept": accept,
            "audience": audience,
            "stage": stage is not None,
            "payload": payload,
            "handlers": verify_handlers or any(changing.values()),
        }
        settings = config.load(Path()).applied_to(direction).without(name for name, given in decided.items() if given)
        given = tuple(paths or ()) or settings.located_paths() or (".",)
        request = RunRequest(
            direction=Direction(direction),
            paths=given,
            options=settings.wishes.added_to(
                Options(
                    accept=arguments.accepted(accept or ()),
                    strict=strict,
                    apis=tuple(api or ()),
                    audiences=arguments.audiences(audience or ()),
                    stage=None if stage is None else arguments.stage(stage),
                    payload=arguments.payload(payload or arguments.PAYLOADS[0]),
                    keep_logical_ids=keep_logical_ids,
                    handlers=arguments.handlers(no_handlers, {**changing, "--verify-handlers": verify_handlers}),
                    fix_close=fix_1_0,
                    fixtures=fixtures,
                    shim=shim,
                    split=arguments.split(split, side_by_side=side_by_side),
                    **arguments.steps(
                        {"side_by_side": side_by_side, "switch": switch, "finish": finish, "undo": undo},
                        {**changing, "--keep-logical-ids": keep_logical_ids},
                    ),
                    keep=tuple(map(Keep, exclude or ())),
                )
            ),
            mode=mode(given, write=write, check=check, patch=patch, save=save),
            verify=not no_verify,
            verify_handlers=verify_handlers,
            allow_dirty=allow_dirty,
            format=arguments.choice("--format", report_format, arguments.FORMATS),
            output=output,
            patch=patch,
            diff=arguments.choice("--diff", diff, arguments.DIFFS),
            color=arguments.choice("--color", color, arguments.COLOURS),
            jobs=arguments.jobs(jobs),
            quiet=quiet,
            full=full,
            statistics=arguments.statistics(statistics, report_format),
            settings=settings,
            save=save,
            runbook=runbook,
            cache=not no_cache,
            names=typed(
                api or (), exclude or (), arguments.accepted(accept or ()), arguments.audiences(audience or ())
            ),
        )
        if STDIN in request.paths:
            return carry_out_filter(request, sys.stdin.buffer.read() if sys.stdin else b"")
        return carry_out(request)

    return run


app.command("to-http", cls=PlainCommand, help="Migrate REST APIs to HTTP APIs (Api -> HttpApi).")(_migrate("to-http"))
app.command("to-rest", cls=PlainCommand, help="Migrate HTTP APIs to REST APIs (HttpApi -> Api).")(_migrate("to-rest"))


@app.command("verify", cls=PlainCommand, short_help="Compare two templates, and plan the deployment.")
def _verify(
    before: options.Before,
    after: options.After,
    accept: options.AcceptDifferences = None,
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
        report_format=arguments.comparison_format(report_format),
        color=arguments.choice("--color", color, arguments.COLOURS),
    )


@app.command("compare", cls=PlainCommand, short_help="Send the same requests to two deployed APIs.")
def _compare(
    old: options.OldUrl,
    new: options.NewUrl,
    template: options.TemplateFile = None,
    api: options.OneApi = None,
    requests: options.RequestFiles = None,
    methods: options.Methods = None,
    param: options.PathValues = None,
    header: options.RequestHeaders = None,
    origin: options.OriginSite = None,
    ignore: options.IgnoredPlaces = None,
    rate: options.Rate = "10",
    timeout: options.Timeout = "15",
    max_time: options.MaxTime = "600",
    max_body: options.MaxBody = "1048576",
    report_format: options.ShortFormat = "text",
    color: options.Color = "auto",
) -> Running:
    """Send the same requests to two deployed APIs and compare the answers.

    Exit status: 0 all are answered alike, 1 otherwise, 2 there is nothing to send or one of them does not answer.
    """
    from ..calls.judging import Ignored
    from ..calls.sending import CallLimits
    from . import calling

    return calling.compare_answers(
        calling.CompareRequest(
            old,
            new,
            template,
            api,
            tuple(requests or ()),
            calling.methods(methods),
            calling.values(param or ()),
            tuple(header or ()),
            origin,
            Ignored.parse(ignore or ()),
            CallLimits(
                calling.number("--rate", rate, least=0.1, most=1000),
                calling.number("--timeout", timeout, least=0.1, most=120),
                int(calling.number("--max-body", max_body, least=1, most=1 << 28)),
                calling.number("--max-time", max_time, least=1, most=86_400),
            ),
            arguments.choice("--format", report_format, arguments.SHORT_FORMATS),
            arguments.choice("--color", color, arguments.COLOURS),
        )
    )


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


fleet = typer.Typer(
    cls=DefaultGroup,
    help="Say of each API of many repositories what it uses, whether it can move, and what keeps it.",
    add_completion=False,
    rich_markup_mode=None,
)


@fleet.command(DEFAULT, cls=PlainCommand, epilog="Questions about what it wrote: sam-migrate inventory report --help.")
def _inventory(
    paths: options.FleetPaths = None,
    repositories: options.Repositories = None,
    output: options.FleetOutput = None,
    statistics: options.Statistics = False,
    no_verify: options.NoVerify = False,
    shard: options.ShardOf = None,
    cache: options.Cache = None,
    no_cache: options.NoCache = False,
    clones: options.ClonesAtOnce = "8",
    scheduler: options.Scheduler = None,
    jobs: options.Jobs = None,
    quiet: options.Quiet = False,
) -> Ending:
    """Say what the APIs of many repositories use, which can move, and why not.

    Exit status: 0; 1 a repository or a template could not be read or judged, 2 nothing could be done.
    """
    from ..fleet.places import Shard
    from . import inventory

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


@app.command("init", cls=PlainCommand)
def _init(direction: options.Towards = "to-http") -> Ending:
    """Write settings for a repository, with the templates that are in it."""
    from .starting import begin

    return begin(direction)


@app.command("review", cls=PlainCommand)
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
def _rules(report_format: options.ShortFormat = "text", color: options.Color = "auto") -> Ending:
    """List all codes."""
    from ..report import rules
    from .terminal import is_terminal, look

    arguments.choice("--color", color, arguments.COLOURS)
    codes = arguments.codes().values()
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
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.", show_default=False)],
) -> Ending:
    """Print what lets a shell complete commands and options."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]  # typer names no other way

    chosen = arguments.choice("SHELL", shell, ("bash", "zsh", "fish", "powershell"))
    script = get_completion_script(prog_name="sam-migrate", complete_var=COMPLETE, shell=chosen)
    return Ending(DONE, f"{script}\n")


app.add_typer(bot, name="bot", short_help="Work where people review: reports, comments, pull requests.")
fleet.command("report", cls=PlainCommand)(report)
app.add_typer(fleet, name="inventory")
app.add_typer(campaign, name="campaign")
