"""The JSON report in lines: one for each template as it is done, the last one is the summary. None has to be kept."""

from __future__ import annotations

import json
from typing import Any

from ..migration import Migration
from . import Report, Totals, totals
from .json_report import VERSION, summary, template


def render(report: Report) -> str:
    """Print a run that is over."""
    return "".join([*map(template_line, report.migrations), summary_line(totals(report))])


def template_line(migration: Migration) -> str:
    """One line: a template as ``--format json`` has it in its list."""
    return _line(template(migration))


def summary_line(sums: Totals) -> str:
    """The last line: the version of the format, and what the run adds up to."""
    return _line({"version": VERSION, "summary": summary(sums)})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"
