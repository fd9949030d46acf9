"""The formats of a report by name; each is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

from ..migration import Migration
from . import Mode, Report, Totals
from .diff_view import UNIFIED
from .paint import Look

TEXT, LINES = "text", "jsonl"
STREAMED = frozenset({TEXT, LINES})
"""Formats in which each template can be printed as it is done; the others are one document."""
PREVIEWED = frozenset({TEXT, LINES, "json", "markdown", "html"})
"""Formats that show what would become of APIs that are blocked; the others tell of findings only."""
MODULES = {
    "json": "json_report",
    "jsonl": "jsonl",
    "markdown": "markdown",
    "html": "html",
    "sarif": "sarif",
    "github": "github",
    "rdjsonl": "rdjsonl",
    "codequality": "codequality",
}
"""The module of each format but text; its ``render`` takes a report."""


def render(name: str, report: Report, look: Look, diff: str = UNIFIED) -> str:
    """Print a run.

    Arguments:
        name: ``text``, or one of `MODULES`.
        look: where text is printed; the other formats look alike everywhere.
        diff: how text shows changes.
    """
    if name == TEXT:
        from . import text

        return text.render(report, look, diff)
    rendered: str = import_module(f".{MODULES[name]}", __package__).render(report)
    return rendered


def part(name: str, migration: Migration, mode: Mode, look: Look, diff: str, *, titled: bool) -> str:
    """Print one template of a run in a format of `STREAMED`.

    Arguments:
        name: the format.
        diff: how text shows changes.
        titled: whether there are several templates.
    """
    if name == TEXT:
        from . import text

        return text.part(migration, mode, look, diff, titled=titled)
    from . import jsonl

    return jsonl.template_line(migration)


def summary(name: str, sums: Totals, mode: Mode, look: Look) -> str:
    """Print what stands below all templates in a format of `STREAMED`.

    Arguments:
        name: the format.
    """
    if name == TEXT:
        from . import text

        return text.summary(sums, mode, look)
    from . import jsonl

    return jsonl.summary_line(sums)
