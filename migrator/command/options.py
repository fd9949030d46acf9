"""The options of the command line with their help texts."""

from __future__ import annotations

from typing import Annotated

import typer

from .arguments import COLOURS, COMPARISON_FORMATS, DIFFS, FORMATS, PAYLOADS

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="Template, folder to search for SAM templates, or - for stdin to stdout. Default: the paths of the "
        "settings, else the current folder.",
    ),
]
Write = Annotated[bool, typer.Option("--write", "-w", help="Write the templates. Default: a dry run.")]
Check = Annotated[
    bool, typer.Option("--check", help="Print a line for each file that would change or is blocked, and exit with 1.")
]
Apis = Annotated[
    list[str] | None,
    typer.Option(
        "--api",
        metavar="ID",
        help="Migrate this API only; repeatable. ServerlessRestApi and ServerlessHttpApi name the implicit ones.",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="ID",
        help="Keep this API as it is; repeatable. For good: `# sam-migrate: keep` above its key, or --save.",
    ),
]
Save = Annotated[
    bool,
    typer.Option(
        "--save", help="Record what --accept takes and --exclude keeps in the settings, for the next run and for CI."
    ),
]
AcceptCodes = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="CODE[=WAY][:API][,CODE...]",
        help="Take the loss that a blocker states, or 'all', or ask for a way around it; repeatable. "
        "See 'sam-migrate explain CODE'.",
    ),
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
Strict = Annotated[bool, typer.Option("--strict", help="Security warnings become blockers.")]
Audiences = Annotated[
    list[str] | None,
    typer.Option(
        "--audience",
        metavar="AUTHORIZER=ID[,ID...]",
        help="App client ids of a Cognito authorizer, or AUTHORIZER=param:NAME for a new parameter; repeatable.",
    ),
]
Definitions = Annotated[
    list[str] | None,
    typer.Option(
        "--definition",
        metavar="ID=FILE",
        help="The file that is uploaded to where the template reads the definition of an API from, such as a bucket "
        "that a parameter names; repeatable.",
    ),
]
Stage = Annotated[
    str | None,
    typer.Option(
        "--stage",
        metavar="default|keep|NAME",
        help="Stage of the migrated API. to-http: $default unless given. to-rest: the name in use, else Prod.",
    ),
]
Payload = Annotated[
    str | None,
    typer.Option(
        "--payload",
        metavar="|".join(PAYLOADS),
        help="Event format that the handlers get (default 1.0). 2.0: where their code is proven to follow; it is "
        "rewritten along.",
    ),
]
NoHandlers = Annotated[bool, typer.Option("--no-handlers", help="Leave the code behind the routes unread.")]
Fix10 = Annotated[
    bool,
    typer.Option(
        "--fix-1.0",
        help="Repair in handlers what payload 1.0 does not keep: the default, unless `--no-handlers`.",
    ),
]
Fixtures = Annotated[
    bool, typer.Option("--fixtures", help="Rewrite saved events (events/, tests/) for handlers that follow.")
]
Shim = Annotated[
    bool,
    typer.Option("--shim", help="Call handlers that cannot be proven through a module that translates their events."),
]
VerifyHandlers = Annotated[
    bool,
    typer.Option(
        "--verify-handlers",
        help="Run old and new handlers and compare their answers. This runs your code. It is kept from the network, "
        "AWS, other processes, your credentials and files elsewhere: by the kernel on Linux where it gives namespaces, "
        "else by Python alone, which code in C gets around.",
    ),
]
SideBySide = Annotated[
    bool,
    typer.Option(
        "--side-by-side",
        help="Add the new API beside the old one, which stays as it is: clients can move before the old one goes.",
    ),
]
Switch = Annotated[
    bool,
    typer.Option(
        "--switch",
        help="Second step: lead outputs, URLs, mappings, policies, alarms to the API beside the old one.",
    ),
]
Finish = Annotated[
    bool, typer.Option("--finish", help="Third step: remove the old API. The new one stays exactly as it is.")
]
Undo = Annotated[
    bool,
    typer.Option("--undo", help="Take the last of the steps --side-by-side and --switch back."),
]
Split = Annotated[
    bool,
    typer.Option(
        "--split",
        help="With --side-by-side: leave routes to the old API that only a blocker of their own holds back (API key, "
        "request validation, ...).",
    ),
]
KeepLogicalIds = Annotated[
    bool,
    typer.Option("--keep-logical-ids", help="Change only the type. For stacks that are not deployed yet."),
]
NoVerify = Annotated[bool, typer.Option("--no-verify", help="Do not compile and compare the two templates.")]
AllowDirty = Annotated[
    bool,
    typer.Option(
        "--allow-dirty",
        help="Write files with uncommitted changes too. Files that git does not track are written without it.",
    ),
]
Format = Annotated[str, typer.Option("--format", metavar="FORMAT", help=f"Format of the report: {', '.join(FORMATS)}.")]
ComparisonFormat = Annotated[
    str, typer.Option("--format", metavar="|".join(COMPARISON_FORMATS), help="Format of the report.")
]
Diff = Annotated[
    str,
    typer.Option(
        "--diff",
        metavar="|".join(DIFFS),
        help="How the text report shows changes. semantic: what changes in the compiled template, by resource.",
    ),
]
Patch = Annotated[
    str | None,
    typer.Option("--patch", metavar="FILE", help="Write all changes to a file that 'git apply' takes."),
]
Runbook = Annotated[
    str | None,
    typer.Option(
        "--runbook", metavar="FILE", help="Write how to deploy, test, switch and roll back, as Markdown with commands."
    ),
]
Output = Annotated[str | None, typer.Option("--output", metavar="FILE", help="Write the report to a file.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what the run adds up to, and errors.")]
StatisticsOnly = Annotated[
    bool, typer.Option("--statistics", help="Print how often each kind of finding is met, and no single template.")
]
Full = Annotated[bool, typer.Option("--full", help="Show changes and findings that repeat themselves each time.")]
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
