"""What the terminal can show: width, colour, and the progress of a long run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import TextIO

from ..report.paint import Look

LONG_RUN = 20
"""Number of templates from which on a terminal shows a progress bar."""


def look(color: str, stream: TextIO | None) -> Look:
    """How text is printed on a stream.

    Arguments:
        color: ``always``, ``never``, or ``auto`` for colour on a terminal that takes it.
    """
    return Look(get_terminal_size().columns, _takes_colour(stream) if color == "auto" else color == "always")


@contextmanager
def progress(total: int) -> Iterator[Callable[[], object]]:
    """Show a bar on stderr while a long run goes on; hands out what to call after each template."""
    if total < LONG_RUN or not _is_terminal(sys.stderr):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Migrating", total=total)
        yield lambda: bar.advance(task)


def _takes_colour(stream: TextIO | None) -> bool:
    return _is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()
