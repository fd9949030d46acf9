"""What a command has to say while it goes on, and how it ended, for the command line to show."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias

DONE, PENDING, FAILED = 0, 1, 2


@dataclass(frozen=True)
class ReportPart:
    """A part of what a long command has to say.

    Arguments:
        product: for stdout.
        problem: for stderr, one line.
        guarded: whether the product quotes templates in plain text.
        question: what to ask after it; the answer is sent back.
    """

    product: str = ""
    problem: str = ""
    guarded: bool = False
    question: str = ""


@dataclass(frozen=True)
class Ending:
    """What a command has to say at its end.

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


Running: TypeAlias = Generator[ReportPart, str, Ending]
"""A command that says things while it goes on, and may ask; the answer to anything else is empty."""
