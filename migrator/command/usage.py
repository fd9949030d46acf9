"""What is wrong with a command line, in one line."""

from __future__ import annotations

import re

from .arguments import ArgumentError, suggestion

COMMANDS = (
    *("to-http", "to-rest", "verify", "compare", "status", "init", "review", "explain", "rules"),
    *("mcp", "lsp", "completion", "bot", "inventory", "campaign"),
)
BOT_COMMANDS = ("check", "comment", "pr")

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
    return message
