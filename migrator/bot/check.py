"""Annotations at the lines of a change, and the summary of a workflow's step."""

from __future__ import annotations

from pathlib import Path

from ..report import Report
from .state import Renderer

MAX_SUMMARY = 1 << 20
"""Bytes that GitHub shows of one step's summary; of a longer one it shows nothing."""
_ROOM = 4096


def write_summary(file: str, report: Report, render: Renderer) -> None:
    """Add a report to the summary of the step that runs.

    Arguments:
        file: the file that the runner reads the summary from.
        report: what to tell.
        render: prints it as Markdown.

    Raises:
        OSError: the file cannot be written.
    """
    path = Path(file)
    room = MAX_SUMMARY - _ROOM - (path.stat().st_size if path.exists() else 0)
    if room <= 0:
        return
    text = _fitting(report, render, room)
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{text.rstrip()}\n")


def _fitting(report: Report, render: Renderer, room: int) -> str:
    """The report in at most ``room`` bytes; a character takes up to four of them."""
    text = render(report, limit=room)
    return text if len(text.encode()) <= room else render(report, limit=room // 4)
