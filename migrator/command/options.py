"""The options of the command line with their help texts; those of a migration are spelled in `migrator.spelling`."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

from ..spelling import OPTIONS
from .arguments import COLOURS, COMPARISON_FORMATS, DIFFS, FORMATS


def _path(what: str) -> Any:
    rest = "Default: the paths of the settings, else the current folder."
    return typer.Argument(metavar="PATH", show_default=False, help=f"{what} {rest}")


Paths = Annotated[list[str] | None, _path("Template, or folder to search for SAM templates.")]
FilterPaths = Annotated[
    list[str] | None, _path("Template, folder to search for SAM templates, or - for stdin to stdout.")
]
_SIDES = "A file, - for stdin, or REV:PATH as a commit of the repository has it, such as HEAD:template.yaml."
Before = Annotated[
    str, typer.Argument(metavar="BEFORE", help=f"The template that is deployed. {_SIDES}", show_default=False)
]
After = Annotated[
    str, typer.Argument(metavar="AFTER", help="The template that follows, named alike.", show_default=False)
]
AcceptDifferences = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="CODE[:API][,CODE...]",
        help="Let the differences that a code announces count no more, or 'all'; repeatable. "
        "See 'sam-migrate explain CODE'.",
    ),
]
_DEFINITIONS = OPTIONS["definitions"]
Definitions = Annotated[
    list[str] | None, typer.Option(_DEFINITIONS.option, metavar=_DEFINITIONS.metavar, help=_DEFINITIONS.help)
]
NoVerify = Annotated[bool, typer.Option("--no-verify", help="Do not compile and compare the two templates.")]
AllowDirty = Annotated[
    bool,
    typer.Option(
        "--allow-dirty",
        help="Write files with uncommitted changes too. Files that git does not track are written without it.",
    ),
]
ComparisonFormat = Annotated[
    str, typer.Option("--format", metavar="|".join(COMPARISON_FORMATS), help="Format of the report.")
]
Output = Annotated[str | None, typer.Option("--output", metavar="FILE", help="Write the report to a file.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what the run adds up to, and errors.")]
Color = Annotated[str, typer.Option("--color", metavar="|".join(COLOURS), help="When to colour.")]
Jobs = Annotated[
    str | None,
    typer.Option(
        "--jobs",
        metavar="N",
        help="Templates to migrate at once. Default: by their number and the processors that may be used.",
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Look at every template anew, and keep no result.")]
Way = Annotated[
    str | None,
    typer.Option("--direction", metavar="to-http|to-rest", help="Default: that of the settings, else to-http."),
]
Towards = Annotated[str, typer.Option("--direction", metavar="to-http|to-rest", help="Which way the APIs are to go.")]
OneWay = Annotated[
    str, typer.Option("--direction", metavar="to-http|to-rest", help="Only what can come up on this way.")
]
ShortFormat = Annotated[str, typer.Option("--format", metavar="text|json", help="Format of the report.")]


def _parameter(name: str, annotation: Any, default: object = None) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _flag(name: str, *options: str, help: str) -> Parameter:  # noqa: A002 - as typer says it
    return _parameter(name, Annotated[bool, typer.Option(*options, help=help)], default=False)


def _file(name: str, help: str) -> Parameter:  # noqa: A002
    return _parameter(name, Annotated[str | None, typer.Option(f"--{name}", metavar="FILE", help=help)])


def _field(name: str) -> Parameter:
    """A field of `migrator.options.Options`."""
    each = OPTIONS[name]
    option = typer.Option(each.option, metavar=each.metavar or None, help=each.help)
    if not each.metavar:
        return _parameter(name, Annotated[bool, option], default=False)
    return _parameter(name, Annotated[list[str] | None if each.repeated else str | None, option])


GROUPS: Mapping[str, tuple[Parameter, ...]] = {
    "What happens": (
        _flag("write", "--write", "-w", help="Write the templates. Default: a dry run."),
        _flag(
            "check",
            "--check",
            help="Print a line for each file that would change or is blocked, and exit with 1.",
        ),
        _file("patch", "Write all changes to a file that 'git apply' takes."),
        _parameter("allow_dirty", AllowDirty, default=False),
        _parameter("no_verify", NoVerify, default=False),
    ),
    "Which APIs, and what may be lost": (
        *map(_field, ("apis", "definitions", "keep", "accept", "strict")),
        _flag(
            "save",
            "--save",
            help="Record what --accept takes and --exclude keeps in the settings, for the next run and for CI.",
        ),
    ),
    "What they become": tuple(map(_field, ("audiences", "stage", "payload", "keep_logical_ids"))),
    "For an API with clients, step by step": (
        *map(_field, ("side_by_side", "split", "switch", "finish", "undo")),
        _file("runbook", "Write how to deploy, test, switch and roll back, as Markdown with commands."),
    ),
    "The code behind the routes": (
        *map(_field, ("handlers", "fix_close", "fixtures", "shim")),
        _flag(
            "verify_handlers",
            "--verify-handlers",
            help="Run old and new handlers and compare their answers. This runs your code. It is kept from the "
            "network, AWS, other processes, your credentials and files elsewhere: by the kernel on Linux where it "
            "gives namespaces, else by Python alone, which code in C gets around.",
        ),
    ),
    "The report": (
        _parameter(
            "format",
            Annotated[
                str, typer.Option("--format", metavar="FORMAT", help=f"Format of the report: {', '.join(FORMATS)}.")
            ],
            default=FORMATS[0],
        ),
        _parameter("output", Output),
        _parameter(
            "diff",
            Annotated[
                str,
                typer.Option(
                    "--diff",
                    metavar="|".join(DIFFS),
                    help="How the text report shows changes. semantic: what changes in the compiled template, by "
                    "resource.",
                ),
            ],
            default=DIFFS[0],
        ),
        _flag("full", "--full", help="Show changes and findings that repeat themselves each time."),
        _flag(
            "statistics",
            "--statistics",
            help="Print how often each kind of finding is met, and no single template.",
        ),
        _parameter("quiet", Quiet, default=False),
        _parameter("color", Color, default=COLOURS[0]),
        _parameter("jobs", Jobs),
        _parameter("no_cache", NoCache, default=False),
    ),
}
"""The options of the commands that migrate, by what they are for."""

MIGRATING = Signature(
    [_parameter("paths", FilterPaths), *(each for parameters in GROUPS.values() for each in parameters)]
)
"""What the commands that migrate take."""
