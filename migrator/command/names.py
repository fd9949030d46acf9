"""Names that are typed on a command line and that a template must hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ..findings import Accept


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


def typed(
    apis: Iterable[str],
    exclude: Iterable[str],
    accept: Iterable[Accept],
    audiences: Iterable[tuple[str, object]],
    definitions: Iterable[str] = (),
) -> tuple[Name, ...]:
    """The names of a command line. What settings say is no part of it: they hold for templates that are not given.

    Arguments:
        apis: values of ``--api``.
        exclude: values of ``--exclude``.
        accept: what was accepted.
        audiences: authorizers with their clients.
        definitions: values of ``--definition``.
    """
    return (
        *(Name(f"--api {name}", What.API, name) for name in apis),
        *(Name(f"--exclude {name}", What.API, name) for name in exclude),
        *(Name(f"--accept {each.code}:{each.api}", What.API, each.api) for each in accept if each.api),
        *(Name(f"--audience {name}", What.AUTHORIZER, name) for name, _ in audiences),
        *(Name(f"--definition {each}", What.DEFINED, each.partition("=")[0].strip()) for each in definitions),
    )
