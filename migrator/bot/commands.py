"""The commands of the bot."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..command import arguments
from ..command.arguments import ArgumentError
from ..command.ending import DONE, FAILED, Ending
from ..command.plain import PlainCommand, PlainGroup

if TYPE_CHECKING:
    from .ci import CiRun
    from .forge import Forge
    from .kinds import Token

FAIL_ON = ("pending", "blocked", "error")

bot = typer.Typer(
    cls=PlainGroup,
    help="Tell about templates where people review: annotations, a comment, a pull request.",
    epilog="The token is read from SAM_MIGRATE_TOKEN, or from GITHUB_TOKEN or GITLAB_TOKEN. A company's proxy and "
    "certificates: HTTPS_PROXY, GIT_SSL_CAINFO (git), REQUESTS_CA_BUNDLE (API); settings of the checkout do not count.",
    add_completion=False,
    rich_markup_mode=None,
)

Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", show_default=False, help="Templates and folders. Default: see the settings."),
]
Way = Annotated[str | None, typer.Option("--direction", metavar="to-http|to-rest", help="Default: see the settings.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; send nothing. Needs no token.")]
Repository = Annotated[
    str | None,
    typer.Option(
        "--repository",
        metavar="OWNER/NAME",
        help="Default: GITHUB_REPOSITORY, CI_PROJECT_PATH (GitLab), else the remote 'origin'.",
    ),
]
ApiUrl = Annotated[
    str | None,
    typer.Option(
        "--api-url",
        metavar="URL",
        help="Default: GITHUB_API_URL, CI_API_V4_URL (GitLab), else that of github.com or gitlab.com.",
    ),
]
Number = Annotated[str | None, typer.Option("--pull-request", metavar="NUMBER", help="Default: that of the run in CI.")]
Artifact = Annotated[
    str | None, typer.Option("--report", metavar="FILE", help="JSON report of another run, in place of a look here.")
]
Json = Annotated[str | None, typer.Option("--output", metavar="FILE", help="Write the JSON report to a file as well.")]
FailOn = Annotated[
    str, typer.Option("--fail-on", metavar="|".join(FAIL_ON), help="What ends with a status other than 0.")
]
Since = Annotated[
    str | None,
    typer.Option(
        "--changed-since",
        metavar="REVISION",
        help="Tell of templates that changed since then, or whose code did. Default: what the pull request touches.",
    ),
]
Everything = Annotated[bool, typer.Option("--all", help="Tell of every template, whatever the pull request touches.")]
Base = Annotated[
    str | None, typer.Option("--base", metavar="BRANCH", help="Branch to migrate. Default: the default branch.")
]
Steps = Annotated[
    bool,
    typer.Option(
        "--steps",
        help="Take one step of the way to production at a time: the next one once the one before is merged.",
    ),
]
Pause = Annotated[str, typer.Option("--pause", metavar="SECONDS", help="Pause between two writes.")]


@bot.command("check", cls=PlainCommand, short_help="Annotate the lines of a change.")
def _check(
    paths: Paths = None,
    direction: Way = None,
    output: Json = None,
    fail_on: FailOn = "pending",
    changed_since: Since = None,
    everything: Everything = False,
    dry_run: DryRun = False,
) -> Ending:
    """Annotate the lines of a change and write the summary of the workflow's step. Needs no token."""
    from ..command import config
    from ..command.request import check_output
    from ..command.terminal import look
    from ..report import github, json_report, markdown, text, totals
    from .comment import write_summary
    from .inspection import inspect
    from .touched import TouchedFiles, touched

    arguments.choice("--fail-on", fail_on, FAIL_ON)
    if everything and changed_since:
        raise ArgumentError("--all and --changed-since exclude each other")
    root = config.root_of(Path()).resolve()
    change = TouchedFiles() if everything else touched(root, os.environ, changed_since)
    found = inspect(tuple(paths or ()), direction)
    if change.paths is not None:
        found = found.touching(change.paths)
    report = found.report
    check_output("--output", output, "report", [Path(migration.source.path) for migration in report.migrations])
    problems = (*([change.problem] if change.problem else []), *found.problems)
    on_runner = os.environ.get("GITHUB_ACTIONS") == "true"
    try:
        if output and not dry_run:
            Path(output).write_text(json_report.render(report), encoding="utf-8", newline="\n")
        if (summary := os.environ.get("GITHUB_STEP_SUMMARY")) and not dry_run:
            write_summary(summary, report, markdown.render)
    except OSError as error:
        return Ending(FAILED, "", (*problems, f"cannot write the report: {error.strerror or error}"))
    blocked = totals(report).blocked
    failing = {"pending": True, "blocked": bool(blocked), "error": False}[fail_on]
    status = FAILED if found.failed else found.status if failing else DONE
    product = github.render(report) if on_runner else text.render(report, look("auto", sys.stdout))
    return Ending(status, product, tuple(map(_plain, problems)))


@bot.command("comment", cls=PlainCommand)
def _comment(
    paths: Paths = None,
    direction: Way = None,
    artifact: Artifact = None,
    number: Number = None,
    repository: Repository = None,
    api: ApiUrl = None,
    pause: Pause = "1",
    dry_run: DryRun = False,
) -> Ending:
    """Keep one comment on a pull request up to date."""
    from ..command import config
    from ..report import markdown
    from ..report.meaning import with_links
    from .ci import checked_number, run_of
    from .comment import keep_comment
    from .connection import connect, token, where
    from .forge import ForgeError
    from .inspection import inspect

    if artifact and (paths or direction):
        raise ArgumentError("--report takes no paths and no direction: it posts the report and reads no templates")
    asked, there = checked_number(number), where(repository, api)
    ci = run_of(os.environ, there.kind)
    given = asked or ci.number()
    signed = token(there.kind, dry_run=dry_run)
    forge = connect(there, signed, pause)
    name = forge.kind.pull_request
    problems, failed = tuple[str, ...](), False
    if artifact:
        from .artifact import ReportError, read_report

        try:
            report = with_links(read_report(artifact), config.load(Path()).site())
        except ReportError as error:
            return Ending(FAILED, "", (str(error),))
    else:
        found = inspect(tuple(paths or ()), direction)
        report, problems, failed = found.report, found.problems, found.failed

    def steps() -> Iterator[str]:
        try:
            goal = given or _pull_request_of(forge, ci)
        except ForgeError as error:
            if signed:
                raise
            yield f"Which {name} this run is about is not known without a token: {error}"
            return
        if goal is None:
            yield f"No open {name} ends with the commit that this run is about: no comment."
            return
        yield keep_comment(forge, goal, report, markdown.render, dry_run=dry_run)

    return _carried_out(steps(), signed, FAILED if failed else DONE, problems)


@bot.command("pr", cls=PlainCommand, short_help="Open a pull request that migrates the templates.")
def _pr(
    paths: Paths = None,
    direction: Way = None,
    base: Base = None,
    steps: Steps = False,
    repository: Repository = None,
    api: ApiUrl = None,
    pause: Pause = "1",
    dry_run: DryRun = False,
) -> Ending:
    """Open a pull request that migrates the templates, or bring it up to date."""
    from ..command import config
    from ..report import markdown
    from .connection import connect, token, where
    from .git import Git
    from .inspection import inspect, inspect_next_step
    from .pull_request import Proposal, propose

    there = where(repository, api)
    signed = token(there.kind, dry_run=dry_run)
    forge = connect(there, signed, pause)
    look = inspect_next_step if steps else inspect
    found = look(tuple(paths or ()), direction)
    proposal = Proposal(found.report, markdown.render, base, dry_run)
    with Git(config.root_of(Path()), there.url, signed, there.kind.committer) as git:
        return _carried_out(propose(forge, git, proposal), signed, FAILED if found.failed else DONE, found.problems)


def _carried_out(steps: Iterator[str], token: Token | None, status: int, problems: tuple[str, ...]) -> Ending:
    """Do one step after the other, up to the first that fails; what was done is told in any case."""
    from .forge import ForgeError
    from .git import GitCommandError

    def harmless(line: str) -> str:
        return _plain(token.hide(line) if token else line)

    done: list[str] = []
    try:
        for line in steps:
            done.append(line)
    except (ArgumentError, ForgeError, GitCommandError) as error:
        status, problems = FAILED, (*problems, str(error))
    return Ending(status, "".join(f"{harmless(line)}\n" for line in done), tuple(map(harmless, problems)))


def _pull_request_of(forge: Forge, ci: CiRun) -> int | None:
    """The open pull request whose last commit is the one that a run is about."""
    head = ci.head()
    if head is None:
        raise ArgumentError(f"which {forge.kind.pull_request}? Give --pull-request NUMBER")
    return forge.pull_request_of(head)


def _plain(line: str) -> str:
    """A line that no runner takes for a command, which old ones look for anywhere in it."""
    from ..report.sanitize import clean_line

    return clean_line(line).replace("##[", "## [")
