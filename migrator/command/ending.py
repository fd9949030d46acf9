"""How a command ended, for the command line to show."""

from __future__ import annotations

from dataclasses import dataclass

DONE, PENDING, FAILED = 0, 1, 2


@dataclass(frozen=True)
class Ending:
    """What a command has to say.

    Arguments:
        status: the exit status.
        product: for stdout; bytes where it is a template.
        problems: for stderr, one line each.
        notes: for stderr, below the problems.
        guarded: whether the product quotes templates in plain text.
    """

    status: int
    product: str | bytes = ""
    problems: tuple[str, ...] = ()
    notes: str = ""
    guarded: bool = False
