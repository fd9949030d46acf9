"""What stdin and stdout are: a terminal with width and colour, or another program that speaks with a command."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from shutil import get_terminal_size
from typing import TextIO

from ..report.paint import Look
from .arguments import ArgumentError


def look(color: str, stream: TextIO | None) -> Look:
    """How text is printed on a stream.

    Arguments:
        color: ``always``, ``never``, or ``auto`` for colour on a terminal that takes it, and as
            NO_COLOR (https://no-color.org) and FORCE_COLOR (https://force-color.org) say.
    """
    colour = _takes_colour(stream) if color == "auto" else color == "always"
    return Look(get_terminal_size().columns, colour, plain=not _shows_all(stream))


def _shows_all(stream: TextIO | None) -> bool:
    """Whether lines and dots outside ASCII can be printed; Windows code pages and the C locale have none."""
    try:
        "│…".encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _takes_colour(stream: TextIO | None) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):  # runners of CI show colours and are no terminals
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person reads what is printed, not another program."""
    return stream is not None and not stream.closed and stream.isatty()


def open_to(command: str, package: str, partner: str) -> None:
    """See that a command can speak with its partner.

    Arguments:
        command: its name, which is that of the extra as well.
        package: what it takes beside this one.
        partner: who starts it.

    Raises:
        ArgumentError: the package is missing, or a person has started the command.
    """
    if find_spec(package) is None:
        from ..report.reproduce import extra

        raise ArgumentError(f"{command} needs the extra of that name: {extra(command)}")
    if sys.stdin is None or not sys.stdin.readable() or sys.stdin.isatty():
        raise ArgumentError(f"{command} speaks with {partner} over stdin and stdout: let it start the command")
