"""Commands whose values are taken as they are typed, and groups that are commands as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

from . import arguments

DEFAULT = "(default)"
"""How a `DefaultGroup` knows the command that has no name of its own."""

_CHOICES = {"FORMAT": arguments.FORMATS, "SHELL": arguments.SHELLS}
"""What can stand for a word of the help that lists nothing itself."""

_UNBROKEN = "\N{NON-BREAKING HYPHEN}"


class PlainCommand(TyperCommand):
    """A command whose values are taken as they are typed; `migrator.command.arguments` reads them."""

    def get_params(self, ctx: Any) -> list[Any]:
        """List the parameters of the command."""
        return _as_typed(super().get_params(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how the command is called; a part of its path may be empty (see `DefaultGroup`)."""
        pieces = (piece.strip("{}") for piece in self.collect_usage_pieces(ctx))  # braces are for a choice
        formatter.write_usage(" ".join(ctx.command_path.split()), " ".join(pieces))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options under what they are for, and examples."""
        from .help import sections

        for title, rows in sections(self, ctx):
            with formatter.section(title):
                # A line must not end inside an option, so that what is copied is the whole of it.
                formatter.write_dl([(name, text.replace("-", _UNBROKEN)) for name, text in rows], col_max=34)

    def get_help(self, ctx: Any) -> str:
        """The whole help."""
        return str(super().get_help(ctx)).replace(_UNBROKEN, "-")


class PlainGroup(TyperGroup):
    """The group of all commands; its own options are taken as they are typed, too."""

    def get_params(self, ctx: Any) -> list[Any]:
        """List the parameters of the group."""
        return _as_typed(super().get_params(ctx))


class DefaultGroup(PlainGroup):
    """A group whose name is a command as well: it gets what does not begin with the name of another command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the arguments apart."""
        named = bool(args) and args[0] in self.commands
        return super().parse_args(ctx, args if named else [DEFAULT, *args])

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Find the command; the one that has no name of its own is called like the group."""
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == DEFAULT else name), command, rest


def _as_typed(parameters: list[Any]) -> list[Any]:
    # Newer typers convert even plain text with pydantic, whose import takes longer than most runs.
    # Where the attribute is unknown this has no effect.
    for parameter in parameters:
        vars(parameter)["_runtime_param"] = _AsTyped()
        if parameter.metavar:
            vars(parameter)["_custom_shell_complete"] = _completed
    return parameters


def _completed(context: Any, parameter: Any, begun: str) -> list[str]:  # noqa: ARG001 - typer's own signature
    """What a shell can complete a value to: words that the help names in its place, and codes, also after a comma."""
    head, comma, last = begun.rpartition(",")
    return [f"{head}{comma}{word}" for word in _words(parameter.metavar) if word.startswith(last)]


def _words(metavar: str) -> Sequence[str]:
    if metavar.startswith("CODE"):
        return [*arguments.codes()]
    if metavar in _CHOICES:
        return _CHOICES[metavar]
    return [word for word in metavar.split("|") if "|" in metavar and word == word.lower()]


class _AsTyped:
    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002 - typer's own signature
        """Hand the value back; where several were possible, none is an empty tuple."""
        many = param.multiple or param.nargs == -1
        return () if many and value is None else value
