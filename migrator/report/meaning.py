"""What a code means, section by section: `explain` and the page of the documentation print the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from ..findings import Code, Finding, Level
from ..migration import HandlerOutcome, Migration
from . import Report

STRICT = "with `--strict`, in place of a warning"
AWS = "AWS documentation"


class Shape(Enum):
    """What a section holds."""

    PROSE = "prose"
    LEVELS = "levels"
    FRAGMENT = "fragment"
    """Lines of a template."""
    ADDRESS = "address"


@dataclass(frozen=True)
class CodeSection:
    """One section.

    Arguments:
        title: its heading.
        shape: what it holds.
        text: prose, lines of a template or an address.
        levels: the levels that the code can have, each with when.
    """

    title: str
    shape: Shape
    text: str = ""
    levels: tuple[tuple[Level, str], ...] = ()


def marks(code: Code) -> tuple[str, ...]:
    """What stands beside the name of a code when it is explained, apart from its levels."""
    found = ["security"] if code.security else []
    if code.level is Level.BLOCKER:
        found.append("can be accepted" if code.acceptable else "cannot be accepted")
    if code.only:
        found.append(f"only {code.only}")
    return tuple(found)


def sections(code: Code) -> Iterator[CodeSection]:
    """All that there is to say of a code, below its name and the line that says what it is."""
    if levels := _levels(code):
        yield CodeSection("Levels", Shape.LEVELS, levels=levels)
    yield CodeSection("Why", Shape.PROSE, code.why)
    if code.example:
        yield CodeSection("Before", Shape.FRAGMENT, code.example.before)
        yield CodeSection("After", Shape.FRAGMENT, code.example.after)
    yield CodeSection("What to do", Shape.PROSE, code.remedy)
    if code.level is Level.BLOCKER and code.acceptable:
        text = f"`--accept {code.name}`, or `--accept {code.name}:API` for one API."
        yield CodeSection("Take the loss", Shape.PROSE, text)
    if code.docs:
        yield CodeSection(AWS, Shape.ADDRESS, code.docs)


def _levels(code: Code) -> tuple[tuple[Level, str], ...]:
    """Each level that the code can have, and when; none where it is always the same."""
    if not code.security or Level.WARNING not in code.possible:
        return code.levels
    return (*(code.levels or ((code.level, "without `--strict`"),)), (Level.BLOCKER, STRICT))


def page_of(code: str, site: str) -> str:
    """The address of a code's page.

    Arguments:
        code: its name.
        site: where the documentation is.
    """
    return f"{site.rstrip('/')}{_page(code)}"


def link_title(code: Code) -> str:
    """What the link of a code is called: our own page, or AWS's."""
    return "What this means" if code.docs.endswith(_page(code.name)) else AWS


def _page(code: str) -> str:
    return f"/findings/{code}/"


def documented(migration: Migration, site: str | None) -> Migration:
    """A migration whose findings lead to our own pages, where they are somewhere; else to those of AWS, as they do.

    Arguments:
        site: where the documentation is; None for nowhere.
    """
    if not site:
        return migration

    def led(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(replace(f, code=replace(f.code, docs=page_of(f.code.name, site))) for f in findings)

    def handler(outcome: HandlerOutcome) -> HandlerOutcome:
        return replace(outcome, findings=led(outcome.findings))

    return replace(
        migration, findings=led(migration.findings), handlers=tuple(handler(each) for each in migration.handlers)
    )


def with_links(report: Report, site: str | None) -> Report:
    """A run whose findings lead to our own pages, where they are somewhere.

    Arguments:
        site: where the documentation is; None for nowhere.
    """
    return replace(report, migrations=tuple(documented(migration, site) for migration in report.migrations))
