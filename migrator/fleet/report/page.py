"""The report as one page without a script: tables, and charts as SVG inside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...report.pages import page
from . import charts
from .asking import FleetAnswer, FleetReport, cell, further, is_number, title
from .questions import Drawing

_FOLDER = Path(__file__).parent


def render(report: FleetReport) -> str:
    """Print a report as a page."""
    return page(
        "page.jinja",
        folder="fleet/report",
        style=(_FOLDER / "page.css").read_text(encoding="utf-8"),
        title=title(report),
        notes=report.notes,
        numbers=[_numbers(a) for a in report.answers if a.question.drawing is Drawing.NUMBERS],
        answers=[_answer(a) for a in report.answers if a.question.drawing is not Drawing.NUMBERS],
    )


def _numbers(answer: FleetAnswer) -> dict[str, Any]:
    told = zip(answer.columns, answer.rows[0], strict=True)
    return {"question": answer.question, "told": [(name, cell(value)) for name, value in told]}


def _answer(answer: FleetAnswer) -> dict[str, Any]:
    drawn = charts.bars(answer)
    whole = answer.question.drawing is Drawing.WHOLE
    right = [is_number(value) for value in answer.rows[0]] if answer.rows else []
    return {
        "question": answer.question,
        "whole": drawn[0] if whole else None,
        "legend": charts.legend(answer),
        "columns": list(zip(answer.columns, right, strict=False)),
        "rows": [
            {
                "key": number if whole else 0,
                "bar": drawn[number - 1] if drawn and not whole else None,
                "cells": [
                    (name, cell(value), is_right)
                    for name, value, is_right in zip(answer.columns, row, right, strict=True)
                ],
            }
            for number, row in enumerate(answer.shown, 1)
        ],
        "drawn": bool(drawn) and not whole,
        "further": further(answer),
    }
