"""The reference of the commands, from the program's own help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from migrator.command import help as texts
from migrator.command.commands import app
from migrator.command.plain import DEFAULT

from .markdown import fenced, option_prose

NAME = "sam-migrate"
EXAMPLES = "Examples"
"""The section of the help that is no table."""


def page() -> str:
    """Every command with its arguments, options and examples, as Markdown."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    root: Any = get_command(app)
    yield f"# Commands\n\nWhat `{NAME} COMMAND --help` says, for every command.\n"
    yield f"{option_prose(root.epilog or '')}\n"
    told: dict[str, str] = {}
    for path, command in _commands((), root):
        yield from _command(" ".join(path), command, told)


def _commands(path: tuple[str, ...], group: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands((*path, name), command)
        elif not command.hidden:
            yield ((*path, name) if name != DEFAULT else path), command


def _command(name: str, command: Any, told: dict[str, str]) -> Iterator[str]:
    """One command; what an earlier one takes in the very words is not told again."""
    context = command.context_class(command, info_name=f"{NAME} {name}")
    yield f"## {name}\n\n{fenced(' '.join((context.info_name, *command.collect_usage_pieces(context))), 'text')}\n"
    yield "\n\n".join(option_prose(" ".join(part.split())) for part in (command.help or "").split("\n\n")) + "\n"
    parts = [(title, rows) for title, rows in texts.sections(command, context) if title != EXAMPLES]
    table = "\n".join(f"### {title}\n\n{_table(rows)}\n" for title, rows in parts)
    alike = told.setdefault(table, name)
    yield table if alike == name else f"It takes the arguments and options of [{alike}](#{alike}).\n"
    for title, rows in texts.sections(command, context):
        if title == EXAMPLES:
            yield f"### {title}\n\n{fenced(_examples(rows), 'sh')}\n"


def _examples(rows: list[tuple[str, str]]) -> str:
    widest = max(len(command) for command, _ in rows)
    return "\n".join(f"{command.ljust(widest)}   # {text}" for command, text in rows)


def _table(rows: list[tuple[str, str]]) -> str:
    lines = [f"| `{name}` | {option_prose(' '.join(text.split()))} |" for name, text in rows]
    return "\n".join(["| | |", "|---|---|", *lines])
