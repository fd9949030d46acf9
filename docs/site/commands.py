"""The reference of the commands, from the program's own help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from migrator.command.commands import app
from migrator.command.options import DEFAULT

from .markdown import option_prose as prose

NAME = "sam-migrate"


def page() -> str:
    """Every command with its arguments and options, as Markdown."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    root: Any = get_command(app)
    yield f"# Commands\n\nWhat `{NAME} --help` says, for every command.\n"
    yield prose(root.epilog or "") + "\n"
    for path, command in _commands((NAME,), root):
        yield from _command(path, command)


def _commands(path: tuple[str, ...], group: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands((*path, name), command)
        elif not command.hidden:
            yield ((*path, name) if name != DEFAULT else path), command


def _command(path: tuple[str, ...], command: Any) -> Iterator[str]:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name != "argument" and not each.hidden]
    usage = " ".join([*path, "[OPTIONS]", *(_usage(each) for each in arguments)])
    yield f"## {' '.join(path[1:])}\n\n```text\n{usage}\n```\n"
    yield "\n\n".join(prose(" ".join(part.split())) for part in (command.help or "").split("\n\n")) + "\n"
    if arguments:
        yield "| Argument | |\n|---|---|"
        yield from (f"| `{each.metavar or each.name.upper()}` | {prose(each.help or '')} |" for each in arguments)
        yield ""
    for panel, members in _panels(options).items():
        yield f"### {panel} of {' '.join(path[1:])}\n\n| Option | |\n|---|---|"
        yield from (f"| {_names(each)} | {prose(_meaning(each))} |" for each in members)
        yield ""
    if command.epilog:
        yield f"```text\n{command.epilog.strip()}\n```\n"


def _panels(options: list[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for each in options:
        found.setdefault(getattr(each, "rich_help_panel", None) or "Options", []).append(each)
    return found


def _usage(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return f"{name}{'...' if argument.nargs == -1 else ''}"


def _names(option: Any) -> str:
    value = "" if option.is_flag or not option.metavar else f" {option.metavar}"
    return f"`{', '.join(option.opts)}{value}`"


def _meaning(option: Any) -> str:
    text = option.help or ""
    default = option.default
    plain = isinstance(default, (str, int)) and not isinstance(default, bool) and default != ""
    return f"{text} Default: {default}." if plain and "efault" not in text and option.show_default else text
