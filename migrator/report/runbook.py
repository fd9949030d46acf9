"""A runbook as text, Markdown and data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..migration import Migration
from ..plan import GuideSection, GuideStep
from .diff import name_of
from .paint import Look
from .sanitize import clean_line, code, fenced, link, prose
from .words import picked

TITLE = "Runbook"
REHEARSE = "AWS documents this nowhere: rehearse it in a test account."


def text_lines(sections: Sequence[GuideSection], look: Look) -> Iterator[str]:
    """A runbook for a terminal.

    Arguments:
        sections: the runbook.
    """
    yield look.paint(TITLE, "bold")
    for section in sections:
        yield look.paint(f"  {section.title}", "bold")
        for number, step in enumerate(section.steps, 1):
            yield look.wrap(f"{number}. {step.text}", 4, hang=3)
            yield from (f"         {clean_line(line)}" for line in step.commands)
            if step.check:
                yield look.wrap(f"check: {step.check}", 7, hang=7)
            if step.back:
                yield "       back:"
                yield from (f"         {clean_line(line)}" for line in step.back)
            if step.rehearse or step.docs:
                yield look.wrap(REHEARSE if step.rehearse else step.docs, 7)


def markdown_lines(sections: Sequence[GuideSection], level: int = 4) -> Iterator[str]:
    """A runbook as Markdown.

    Arguments:
        sections: the runbook.
        level: that of the sections' headings.
    """
    for section in sections:
        yield ""
        yield f"{'#' * level} {prose(section.title)}"
        for number, step in enumerate(section.steps, 1):
            yield ""
            yield f"{number}. {prose(step.text)}"
            yield from _details(step)


def _details(step: GuideStep) -> Iterator[str]:
    yield from _commands(step.commands)
    if step.check:
        yield from ("", f"   Check: {prose(step.check)}")
    if step.back:
        yield from ("", "   The way back:")
        yield from _commands(step.back)
    address = link(step.docs)
    if step.rehearse:
        yield from ("", f"   **{REHEARSE}**")
    elif address:
        yield from ("", f"   ([AWS documentation]({address}))")


def _commands(lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield from (f"   {line}" for line in fenced("\n".join(lines), "sh"))


def document(migration: Migration) -> str:
    """A runbook as a document of its own; empty without one.

    Arguments:
        migration: the step, with its runbook.
    """
    if not migration.runbook:
        return ""
    head = f"# {TITLE} for {code(name_of(migration.source.path))}"
    return "\n".join([head, *markdown_lines(migration.runbook, 2)]) + "\n\n"


def data(sections: Sequence[GuideSection]) -> list[dict[str, Any]]:
    """A runbook for programs.

    Arguments:
        sections: the runbook.
    """
    return [{"title": section.title, "steps": [_step(step) for step in section.steps]} for section in sections]


def _step(step: GuideStep) -> dict[str, Any]:
    return {**picked(step, "text", "commands", "check", "back", "docs", "rehearse"), "docs": step.docs or None}
