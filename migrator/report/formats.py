"""The formats of a report by name; each is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

from . import Report
from .diff_view import AUTO
from .paint import Look

TEXT = "text"
MODULES = {
    "json": "json_report",
    "markdown": "markdown",
    "html": "html",
    "sarif": "sarif",
    "github": "github",
    "rdjsonl": "rdjsonl",
}
"""The module of each format but text; its ``render`` takes a report."""


def render(name: str, report: Report, look: Look, diff: str = AUTO) -> str:
    """Print a run.

    Arguments:
        name: ``text``, or one of `MODULES`.
        report: the run.
        look: where text is printed; the other formats look alike everywhere.
        diff: how text shows changes.
    """
    if name == TEXT:
        from . import text

        return text.render(report, look, diff)
    rendered: str = import_module(f".{MODULES[name]}", __package__).render(report)
    return rendered
