"""What a command line says and cannot mean: options that exclude each other, and names that templates must hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from ..findings import Accept
from ..options import FINISH, SIDE_BY_SIDE, SWITCH, UNDO, Keep, Options
from .arguments import ArgumentError


@dataclass(frozen=True)
class Exclusion:
    """Options that do not go together.

    Arguments:
        these: options, each as the message calls it; ``{}`` stands for its value.
        those: options of which none goes with any of these.
        said: the message, with one of either.
    """

    these: tuple[str, ...]
    those: tuple[str, ...]
    said: str


_LATER: Final = (f"--{SWITCH}", f"--{FINISH}", f"--{UNDO}")
_STEPS: Final = (f"--{SIDE_BY_SIDE}", *_LATER)
_USED: Final = "{} keeps the old API as it is, and {} changes what it uses"
_STDIN: Final = "{1} needs files; what comes from stdin has no name that "
EXCLUSIONS: Final = (
    Exclusion(
        ("--no-handlers",),
        ("--payload {}", "--fix-1.0", "--fixtures", "--shim", "--verify-handlers"),
        "{} leaves code alone, and {} needs it",
    ),
    Exclusion(_STEPS, ("--payload {}", "--fixtures", "--keep-logical-ids"), _USED),
    Exclusion(_LATER, ("--shim",), _USED),
    Exclusion(_LATER, ("--stage", "--audience"), f"{{}} leaves the new API as it is: {{}} goes with --{SIDE_BY_SIDE}"),
    Exclusion(("--write",), ("--check",), "{} and {} exclude each other"),
    Exclusion(("-",), ("--write",), "{1} needs a file; what comes from stdin goes to stdout"),
    Exclusion(("-",), ("--save",), f"{_STDIN}settings could give"),
    Exclusion(("-",), ("--patch",), f"{_STDIN}a patch could give"),
    Exclusion(("-",), ("--runbook",), f"{_STDIN}commands could give"),
    Exclusion(("--diff {}", "--full"), ("--format {}",), "{} is for the text report, and {} asks for another"),
    Exclusion(("--diff {}", "--full"), ("--quiet", "--check"), "{} shows changes, and {} shows none"),
    Exclusion(("--statistics",), ("--format {}",), "{} prints a table; {} has all findings to count"),
)


def refuse(asked: Mapping[str, object]) -> None:
    """Refuse options that do not go together.

    Arguments:
        asked: the options that are given and ask for something, as the user calls them, each with its value; stdin is
            ``-``.

    Raises:
        ArgumentError: and why.
    """
    called = {name.removeprefix("--"): name for name in asked}

    def given(options: Collection[str]) -> list[str]:
        named = [(called.get(option.removeprefix("--").removesuffix(" {}")), option) for option in options]
        return [f"{name} {asked[name]}" if option.endswith("}") else name for name, option in named if name]

    steps = given(_STEPS)
    if len(steps) > 1:
        raise ArgumentError(f"{' and '.join(steps)}: one step at a time; deploy what each writes before the next")
    if given(("--split",)) and SIDE_BY_SIDE not in called:
        raise ArgumentError(f"--split leaves routes to an API that stays: it goes with --{SIDE_BY_SIDE}")
    for each in EXCLUSIONS:
        for one in given(each.these):
            for other in given(each.those):
                raise ArgumentError(each.said.format(one, other))


class What(str, Enum):
    """What a name stands for; the value is how a message calls it."""

    API = "API"
    DEFINED = "API whose definition is elsewhere"
    AUTHORIZER = "authorizer"


@dataclass(frozen=True)
class Name:
    """A name as it was typed.

    Arguments:
        given: the option with its value, for messages.
        what: what it stands for.
        text: the name.
    """

    given: str
    what: What
    text: str


_NAMING: Final[Mapping[str, tuple[str, str, What]]] = {
    "apis": ("--api", "", What.API),
    "keep": ("--exclude", "keep", What.API),
    "accept": ("--accept", "accept", What.API),
    "audiences": ("--audience", "audience", What.AUTHORIZER),
    "definitions": ("--definition", "definition", What.DEFINED),
}
"""Fields of `migrator.options.Options` that hold names: their option, their key in settings, and what they name."""


def names_in(values: Mapping[str, Any], file: str = "") -> Iterator[Name]:
    """The names that a command line holds, or a table of settings.

    Arguments:
        values: what is asked for, by fields of `migrator.options.Options`.
        file: the settings, and where in them the table is; empty for a command line.
    """
    for field, (option, key, what) in _NAMING.items():
        for value in values.get(field, ()):
            given, text = _named(value)
            if text:
                yield Name(f"{file}: {key}: {given}" if file else f"{option} {given}", what, text)


def _named(value: str | Keep | Accept | tuple[str, Any]) -> tuple[str, str]:
    """A value as it is given, and the name in it."""
    if isinstance(value, str):
        return value, value
    if isinstance(value, tuple):
        name, rest = value
        return (f"{name}={rest}" if isinstance(rest, str) else name), name
    return str(value) if isinstance(value, Accept) else value.api, value.api or ""


def refuse_both(options: Options) -> None:
    """Refuse an API that is to migrate, and to stay.

    Arguments:
        options: what was typed.

    Raises:
        ArgumentError: there is one.
    """
    if both := sorted({*options.apis} & {keep.api for keep in options.keep}):
        raise ArgumentError(f"--api {both[0]} and --exclude {both[0]} exclude each other")
