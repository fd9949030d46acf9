"""Surveys of templates, each made once while nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

from ..sam.answers import Again
from ..text.source import Source
from .kept import KnownResults, ResultKind
from .naming import Namer
from .rows import ApiRow, FindingRow, FunctionRow
from .survey import Survey, SurveyOptions, survey


def surveyed(
    known: KnownResults, source: Source, asked: SurveyOptions, namer: Namer, again: Callable[[Path], Again]
) -> tuple[Survey, str]:
    """What is found in a template, and the content address of that.

    Arguments:
        known: what is known.
        source: the template; its path is where the file really is.
        asked: what holds for it.
        namer: names files as rows have them.
        again: asks the files of a repository, by its root.
    """
    kind = ResultKind("survey", _content, lambda content: _survey(content, namer))
    return known.result(source, (namer.path, repr(asked)), kind, lambda: survey(source, asked, namer), again)


def _content(found: Survey) -> list[Any] | None:
    """A survey as JSON has it, without what stands in all its rows; none where another try may say something else."""
    if found.is_passing:
        return None
    tables = (found.apis, found.functions, found.findings)
    return [found.lines, found.error, *([astuple(row)[2:] for row in rows] for rows in tables)]


def _survey(content: Any, namer: Namer) -> Survey:
    lines, error, apis, functions, findings = content

    def rows(kind: Callable[..., Any], values: list[list[Any]]) -> tuple[Any, ...]:
        texts = ((tuple(each) if isinstance(each, list) else each for each in row) for row in values)
        return tuple(kind("", namer.path, *row) for row in texts)

    return Survey(lines, rows(ApiRow, apis), rows(FunctionRow, functions), rows(FindingRow, findings), error)
