"""How `--help` reads, and what is wrong with a command line, in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .arguments import ArgumentError, suggestion
from .options import GROUPS

EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "to-http": (
        ("sam-migrate to-http template.yaml", "show what would change, and what would differ"),
        ("sam-migrate to-http --write template.yaml", "change it"),
        ("sam-migrate to-http --accept api-keys:Shop template.yaml", "take one loss, of one API"),
        ("sam-migrate to-http --side-by-side --write template.yaml", "add the new API beside the old one"),
        ("sam-migrate to-http --check services/", "in CI: 1 if anything is pending"),
    ),
    "to-rest": (
        ("sam-migrate to-rest template.yaml", "show what would change, and what would differ"),
        ("sam-migrate to-rest --write --stage live template.yaml", "change it; the stage is called live"),
    ),
    "verify": (
        ("sam-migrate verify before.yaml after.yaml", "two files"),
        ("sam-migrate verify HEAD:template.yaml template.yaml", "what git has, and the file"),
    ),
    "compare": (
        (
            "sam-migrate compare https://OLD/prod https://NEW --template template.yaml",
            "the routes of a template, with GET, HEAD and OPTIONS",
        ),
    ),
    "status": (("sam-migrate status services/", "every template below a folder"),),
    "review": (("sam-migrate review services/", "API by API, for every template below a folder"),),
    "inventory": (
        ("sam-migrate inventory ~/src --output fleet.parquet", "every repository below a folder"),
        ("sam-migrate inventory --repositories fleet.txt --shard 3/10", "a tenth of those in a list"),
    ),
    "explain": (("sam-migrate explain jwt-tokens", "why, and what to do"),),
    "completion": (("sam-migrate completion bash >> ~/.bashrc", "from the next shell on"),),
    "rules": (
        ("sam-migrate rules | grep cors", "what there is about one subject"),
        ("sam-migrate rules --direction to-rest", "what can come up on the way to a REST API"),
    ),
    "inventory report": (
        ("sam-migrate inventory report fleet.parquet", "on the terminal"),
        (
            "sam-migrate inventory report spring.parquet fleet.parquet --format html --output fleet.html",
            "with a history",
        ),
        ("sam-migrate inventory report fleet.parquet --sql | duckdb", "what it asks, and where to ask more"),
    ),
    "campaign": (
        ("sam-migrate campaign fleet.parquet --where 'routes < 20' --dry-run", "which repositories would get one"),
        ("sam-migrate campaign fleet.parquet --where 'routes < 20' --limit 10", "ten pull requests"),
    ),
}

_TYPE = re.compile(r" <[^>]*>(\.\.\.)?$")


def sections(command: Any, context: Any) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Sections of the help of a command: arguments, options by group, examples.

    Arguments:
        command: the command, with its parameters.
        context: of the call, as parameters want it.
    """
    records = {param.name: param.get_help_record(context) for param in command.get_params(context)}
    arguments = {param.name for param in command.get_params(context) if param.param_type_name == "argument"}
    yield from _section("Arguments", [name for name in records if name in arguments], records)
    grouped = GROUPS if "patch" in records else {}
    named = {title: [each.name for each in parameters] for title, parameters in grouped.items()}
    for title, names in named.items():
        yield from _section(title, names, records)
    rest = [name for name in records if name not in arguments.union(*named.values())]
    yield from _section("Options", rest, records)
    if examples := EXAMPLES.get(" ".join(context.command_path.split()[1:])):
        yield "Examples", list(examples)


def _section(title: str, names: Sequence[str], records: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    found = [records[name] for name in names if records.get(name)]
    if found:
        yield title, [(_TYPE.sub(r"\1", name), text) for name, text in found]


COMMANDS = (
    *("to-http", "to-rest", "verify", "compare", "status", "init", "review", "explain", "rules"),
    *("mcp", "lsp", "completion", "bot", "inventory", "campaign"),
)
BOT_COMMANDS = ("check", "comment", "pr")

_NO_OPTION = re.compile(r"No such option: -\w$")
_NO_COMMAND = re.compile(r"No such command '(.*?)'")


def usage(error: Exception) -> str | None:
    """Put into one line what is wrong with a command line; None for an error that is none of the user's.

    Arguments:
        error: one of ours, or one of typer's, which all know how to describe themselves.
    """
    if isinstance(error, ArgumentError):
        return str(error)
    describe = getattr(error, "format_message", None)
    if describe is None:
        return None
    message = " ".join(str(describe()).split())
    if command := _NO_COMMAND.match(message):
        return f"there is no command {command[1]!r}{suggestion(command[1], [*COMMANDS, *BOT_COMMANDS], COMMANDS)}"
    if possibilities := getattr(error, "possibilities", None):
        return f"{message.partition(' (')[0].rstrip('.')}; did you mean {possibilities[0]}?"
    if _NO_OPTION.match(message):
        return f"{message}; a file of such a name comes after --"
    return message
