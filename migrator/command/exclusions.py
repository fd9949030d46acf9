"""What a command line says and cannot mean: options that exclude each other, and names that templates must hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ..options import FINISH, SIDE_BY_SIDE, SWITCH, UNDO, Options
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


def typed(options: Options) -> tuple[Name, ...]:
    """The names of a command line. What settings say is no part of it: they hold for templates that are not given.

    Arguments:
        options: what was typed.
    """
    return (
        *(Name(f"--api {name}", What.API, name) for name in options.apis),
        *(Name(f"--exclude {keep.api}", What.API, keep.api) for keep in options.keep),
        *(Name(f"--accept {each.code}:{each.api}", What.API, each.api) for each in options.accept if each.api),
        *(Name(f"--audience {name}", What.AUTHORIZER, name) for name, _ in options.audiences),
        *(Name(f"--definition {api}={file}", What.DEFINED, api) for api, file in options.definitions),
    )


def refuse_both(options: Options) -> None:
    """Refuse an API that is to migrate, and to stay.

    Arguments:
        options: what was typed.

    Raises:
        ArgumentError: there is one.
    """
    if both := sorted({*options.apis} & {keep.api for keep in options.keep}):
        raise ArgumentError(f"--api {both[0]} and --exclude {both[0]} exclude each other")
