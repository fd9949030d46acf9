"""What an editor shows of an open template: findings at their places, and what can be done about each API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import migrator

from ..command import config
from ..command.arguments import ArgumentError
from ..findings import Finding, Span
from ..migration import Migration, Status
from ..moves import TARGETS
from ..options import Direction, Options
from ..sam.kinds import OTHER
from ..sam.template import Template, read_template
from ..text.source import Source
from ..view import span


@dataclass(frozen=True)
class OpenApi:
    """An API that could move, and where it stands.

    Arguments:
        id: its logical id.
        line: line of its key, from 1; None for one that SAM makes of the events.
        places: its resource and its events.
        status: what migrating it at once would give.
        blockers: codes of what is in its way.
    """

    id: str
    line: int | None
    places: tuple[Span, ...]
    status: Status
    blockers: tuple[str, ...]


@dataclass(frozen=True)
class Analysis:
    """One version of an open template.

    Arguments:
        source: its text.
        direction: which way its APIs go.
        findings: what a migration would say, at places of this file.
        apis: the APIs that could move.
        problem: why it could not be looked at; empty where it could.
    """

    source: Source
    direction: Direction
    findings: tuple[Finding, ...] = ()
    apis: tuple[OpenApi, ...] = ()
    problem: str = ""

    def at(self, offset: int) -> tuple[Finding, ...]:
        """The findings at a place; those of its line where there is none right there.

        Arguments:
            offset: characters from the beginning.
        """
        placed = [(finding, finding.span) for finding in self.findings if finding.span is not None]
        found = tuple(finding for finding, where in placed if where.start <= offset <= where.end)
        line = self.source.position(offset)[0]
        return found or tuple(finding for finding, where in placed if where.line == line)

    def touching(self, start: int, end: int) -> tuple[OpenApi, ...]:
        """The APIs of which something stands in a range, by whole lines.

        Arguments:
            start: characters from the beginning, and ``end`` likewise.
        """
        first, last = self.source.position(start)[0], self.source.position(end)[0]
        return tuple(
            api for api in self.apis if any(each.line <= last and first <= each.end_line for each in api.places)
        )


def analysed(source: Source) -> Analysis:
    """Look at a template as it stands in an editor, without the proof: that is for who takes an action.

    Arguments:
        source: its text, with the path of its file.
    """
    direction = Direction.TO_HTTP
    if "AWS::Serverless" not in source.text:
        return Analysis(source, direction)
    try:
        direction, options = _settings(source)
    except ArgumentError as error:
        return Analysis(source, direction, problem=str(error))
    migration = migrator.migrate(source, direction, options, verify=False)
    if migration.status is Status.ERROR:
        return Analysis(source, direction, problem=migration.error or "")
    template = read_template(source)
    if template is None:
        return Analysis(source, direction)
    shown = tuple(
        replace(finding, span=_first_line(source, finding.span))
        for finding in migration.findings
        if finding.file is None and finding.span is not None
    )
    return Analysis(source, direction, shown, tuple(_apis(template, migration)))


def _first_line(source: Source, where: Span) -> Span:
    """A place without what follows its first line: a whole resource is no place to point at."""
    if where.line == where.end_line:
        return where
    first = source.text[where.start : where.end].splitlines()[0]
    end = where.start + len(first.rstrip())
    return replace(where, end=end, end_line=where.line, end_column=where.column + end - where.start)


def _apis(template: Template, migration: Migration) -> Iterator[OpenApi]:
    outcomes = {outcome.id: outcome.status for outcome in migration.apis}
    old = OTHER[TARGETS[migration.direction].name]
    for api in template.apis.values():
        status = outcomes.get(api.id)
        if api.kind != old.name or status not in (Status.MIGRATED, Status.BLOCKED):
            continue
        nodes = [*([api.node] if api.resource is not None else []), *(event.node for event in api.events)]
        blockers = tuple(dict.fromkeys(f.code.name for f in migration.blockers if f.api == api.id))
        places = tuple(span(template.source, node) for node in nodes)
        yield OpenApi(api.id, places[0].line if api.resource is not None else None, places, status, blockers)


def taken(source: Source, api: str, *, beside: bool) -> Migration:
    """Migrate one API of an open template, with the proof.

    Arguments:
        source: the text as it stands in the editor.
        api: its logical id.
        beside: whether the new API is added beside it.

    Raises:
        ArgumentError: the settings cannot be understood.
    """
    direction, options = _settings(source)
    asked = replace(options, apis=(api,), side_by_side=beside)
    return migrator.migrate(source, direction, asked, verify=True)


def _settings(source: Source) -> tuple[Direction, Options]:
    settings = config.load(Path(source.path).parent)
    direction = Direction(settings.direction) if settings.direction else Direction.TO_HTTP
    return direction, settings.of_template(source.path)
