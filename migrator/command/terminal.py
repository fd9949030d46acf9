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
    return Look(get_terminal_size().columns, _takes_colour(stream) if color == "auto" else color == "always")


def _takes_colour(stream: TextIO | None) -> bool:
    return _is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
