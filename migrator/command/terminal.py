"""What the terminal can show: width and colour."""

from __future__ import annotations

import os
from shutil import get_terminal_size
from typing import TextIO

from ..report.paint import Look


def look(color: str, stream: TextIO | None) -> Look:
    """How text is printed on a stream.

    Arguments:
        color: ``always``, ``never``, or ``auto`` for colour on a terminal that takes it.
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
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person reads what is printed, not another program."""
    return stream is not None and not stream.closed and stream.isatty()
