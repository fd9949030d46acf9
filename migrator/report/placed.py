"""Findings and errors with the file that each stands in, the weightiest first: what every list of problems shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ..findings import Finding, Level, Span
from ..migration import FileChange, Migration
from ..text.source import Source


class Matter(str, Enum):
    """What a finding asks of whoever reads it, the most urgent first; the value is the heading over such findings."""

    BLOCKS = "In the way"
    FAILS = "Will fail"
    ACCESS = "Access"
    DIFFERS = "Clients and code must know"
    NOTE = "Good to know"


_WEIGHT = {matter: number for number, matter in enumerate(Matter)}
LEVEL_ORDER = {level: number for number, level in enumerate(Level)}


@dataclass(frozen=True)
class Placed:
    """A finding and the file it is about.

    Arguments:
        finding: the finding.
        path: the file that its span is in.
        source: that file as read; None where it is not at hand.
        function: logical id of the function whose code it is about; None for findings about the template.
    """

    finding: Finding
    path: str
    source: Source | None = None
    function: str | None = None


def placed(migration: Migration) -> list[Placed]:
    """Every finding of a template and of the code behind it, in the order in which they matter."""
    sources = {change.source.path: change.source for change in (FileChange(migration.source, ""), *migration.files)}
    return sorted(_placed(migration, sources), key=lambda entry: rank(entry.finding))


def placed_once(migrations: Iterable[Migration]) -> Iterator[tuple[Migration, list[Placed]]]:
    """Templates with their findings, each finding of a place once: several functions and templates may share code."""
    told: set[tuple[str, Finding]] = set()
    for migration in migrations:
        found = {(entry.path, entry.finding): entry for entry in placed(migration)}
        yield migration, [entry for place, entry in found.items() if place not in told]
        told.update(found)


def _placed(migration: Migration, sources: dict[str, Source]) -> Iterator[Placed]:
    for finding in migration.findings:
        path = finding.file or migration.source.path
        yield Placed(finding, path, sources.get(path))
    told = set(migration.findings)
    for handler in migration.handlers:
        for finding in handler.findings:
            path = finding.file or handler.path or migration.source.path
            if finding not in told:
                yield Placed(finding, path, sources.get(path), handler.function)


def matter(finding: Finding) -> Matter:
    """What a finding asks of whoever reads it."""
    if finding.blocks:
        return Matter.BLOCKS
    if finding.fails:
        return Matter.FAILS
    if finding.level is Level.INFO:
        return Matter.NOTE
    return Matter.ACCESS if finding.code.security else Matter.DIFFERS


def rank(finding: Finding) -> tuple[int, int, bool, int]:
    """What orders findings: what they ask for, level, whether they touch access, place."""
    place = finding.span.start if finding.span else -1
    return _WEIGHT[matter(finding)], LEVEL_ORDER[finding.level], not finding.code.security, place


def grouped(entries: Iterable[Placed]) -> list[list[Placed]]:
    """Findings in the order in which they matter; those that say the same of one API in several places are one group.

    A place counts once: functions that share their code report the same line.
    """
    same: dict[tuple[object, ...], dict[tuple[str, Span | None], Placed]] = {}
    for entry in sorted(entries, key=lambda entry: rank(entry.finding)):
        same.setdefault(said(entry), {}).setdefault((entry.path, entry.finding.span), entry)
    return [list(group.values()) for group in same.values()]


def said(entry: Placed) -> tuple[object, ...]:
    """What an entry says, and of which API: entries that agree in this are listed as one."""
    finding = entry.finding
    return (finding.code.name, finding.level, finding.accepted, finding.message, finding.help, finding.api)


def topics(groups: Iterable[list[Placed]]) -> list[list[list[Placed]]]:
    """Groups that differ in nothing but the message, so that what to do is said once for all of them.

    Arguments:
        groups: as `grouped` orders them.
    """
    alike: dict[tuple[object, ...], list[list[Placed]]] = {}
    for group in groups:
        finding = group[0].finding
        about = (matter(finding), finding.code.name, finding.level, finding.accepted, finding.help, finding.api)
        alike.setdefault(about, []).append(group)
    return list(alike.values())


def places(group: Iterable[Placed]) -> dict[str, list[Span]]:
    """Where a group stands, by file; a file without a place in it is there too."""
    found: dict[str, list[Span]] = {}
    for entry in group:
        spans = found.setdefault(entry.path, [])
        if entry.finding.span:
            spans.append(entry.finding.span)
    return found


@dataclass(frozen=True)
class PlacedError:
    """An error message and the place that it names, both counted from 1; None where it names none."""

    message: str
    line: int | None = None
    column: int | None = None


def problem(error: str) -> PlacedError:
    """Read an error: ``line 3, column 9: text`` names its place."""
    head, colon, rest = error.partition(": ")
    words = head.replace(",", "").split()
    numbers = words[1::2]
    if not colon or words[::2] not in (["line"], ["line", "column"]) or not all(map(str.isdigit, numbers)):
        return PlacedError(error)
    line, column = [*map(int, numbers), None][:2]
    return PlacedError(rest, line, column)


def located(error: str, path: str) -> str:
    """Put file and line before an error message: ``line 3: text`` of ``a.yaml`` becomes ``a.yaml:3: text``."""
    found = problem(error)
    numbers = [str(number) for number in (found.line, found.column) if number is not None]
    return f"{':'.join([path, *numbers])}: {found.message}"
