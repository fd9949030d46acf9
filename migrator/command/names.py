"""Names that are typed on a command line and that a template must hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..options import Options
from .arguments import ArgumentError


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
