"""Everything that an inventory says of one template: each migration that it takes is tried, and none is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import migrator

from ..command.run import disproved
from ..findings import Accept, Finding
from ..migration import Migration, Status
from ..moves import TARGETS
from ..options import SIDE_BY_SIDE, Direction, Options
from ..routes import Proof
from ..sam.kinds import OTHER
from ..sam.template import Api, Template, read_template
from ..steps.state import ApiState, WayPoint, states
from ..text.source import Source
from .code import functions
from .features import authorizers, features
from .readiness import CHANGE, OPTION, readiness
from .rows import ApiRow, FindingRow, FunctionRow, Namer

INTERNAL = "internal error"
TAKEN = "taken"
"""The first step of an API that has a second one beside it already."""


@dataclass(frozen=True)
class SurveyOptions:
    """What holds for one template.

    Arguments:
        options: those of the settings, for each direction.
        verify: compile and compare.
    """

    options: Mapping[Direction, Options]
    verify: bool = True


@dataclass(frozen=True)
class Survey:
    """What is found in one template.

    Arguments:
        lines: of its text.
        apis: a row for each of its APIs.
        functions: a row for each function behind routes.
        findings: a row for each finding of migrating at once.
        error: why it could not be judged; empty where it could.
    """

    lines: int
    apis: tuple[ApiRow, ...] = ()
    functions: tuple[FunctionRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    error: str = ""

    @property
    def is_passing(self) -> bool:
        """Whether another try may say something else."""
        return self.error.startswith((migrator.OUT_OF_MEMORY, INTERNAL))


def survey(source: Source, asked: SurveyOptions, namer: Namer) -> Survey:
    """Look at one template.

    Arguments:
        source: the template; its path is where the file really is.
        asked: what holds for it.
        namer: names files as rows have them.
    """
    lines = source.text.count("\n") + (not source.text.endswith("\n"))
    template = read_template(source)
    ways = [_Way(source, direction, asked) for direction in _worth_trying(source)]
    tried = [way.at_once for way in ways]
    error = next((each.error for each in tried if each.error), None)
    return Survey(
        lines,
        tuple(_apis(template, ways, namer)) if template is not None else (),
        tuple(functions(template, tried, namer)) if template is not None else (),
        tuple(dict.fromkeys(row for each in tried for row in _findings(each, namer))),
        namer.text(error or ""),
    )


def _worth_trying(source: Source) -> Iterator[Direction]:
    """The ways that may say something of a template; what has no API may still have an event of one elsewhere."""
    yield Direction.TO_HTTP
    if "HttpApi" in source.text:
        yield Direction.TO_REST


@dataclass(frozen=True, eq=False)
class _Way:
    """One direction for one template, each migration tried once."""

    source: Source
    direction: Direction
    asked: SurveyOptions

    @property
    def options(self) -> Options:
        return self.asked.options[self.direction]

    def attempt(self, source: Source, options: Options, *, verify: bool = True) -> Migration:
        return disproved(migrator.migrate(source, self.direction, options, verify=verify and self.asked.verify))

    def _is_proven(self, options: Options) -> bool:
        """Whether all APIs of a first step go at once, which was compared; comparing the step takes twice as long."""
        gone = {api.id for api in self.at_once.apis if api.status is Status.MIGRATED}
        return options.step == SIDE_BY_SIDE and gone.issuperset(options.apis)

    @cached_property
    def at_once(self) -> Migration:
        return self.attempt(self.source, self.options)

    @cached_property
    def steps(self) -> tuple[Mapping[str, ApiState], Mapping[str, Migration]]:
        """Where each API stands, and what each step gives that comes next for any of them."""
        tried: dict[str, Migration] = {}

        def attempt(source: Source, options: Options) -> Migration:
            tried[options.step] = self.attempt(source, options, verify=not self._is_proven(options))
            return tried[options.step]

        there = {state.id: state for state in states(self.source, self.direction, self.options, attempt)}
        return there, tried

    def next(self, api: str) -> Migration | None:
        """What the next step of an API gives; None where there is none."""
        there, tried = self.steps
        return tried.get(there[api].next) if api in there else None


def _apis(template: Template, ways: Sequence[_Way], namer: Namer) -> Iterator[ApiRow]:
    pairs = {state.id: state for way in ways for state in way.steps[0].values() if state.beside}
    by_new = {state.beside: state for state in pairs.values()}
    for way in ways:
        old = OTHER[TARGETS[way.direction].name].name
        rows = [_row(way, template, api, namer) for api in template.apis.values() if api.kind == old]
        for row in _confirmed(way, rows):
            if (pair := by_new.get(row.api)) is not None:
                yield replace(row, step=pair.point.value, beside=pair.id)
            else:
                yield row


def _row(way: _Way, template: Template, api: Api, namer: Namer) -> ApiRow:
    state, following = way.steps[0].get(api.id), way.next(api.id)
    outcome = next((each for each in way.at_once.apis if each.id == api.id), None)
    status = _status(way.at_once, api.id)
    step = status if following is None else _status(following, api.id)
    tries = [_blockers(each, api.id) for each in (way.at_once, following) if each is not None]
    judged = readiness(status, step, tries)
    return ApiRow(
        repository="",
        path=namer.path,
        api=api.id,
        kind=api.kind,
        implicit=api.implicit,
        routes=outcome.routes if outcome is not None else len(api.events),
        authorizers=authorizers(template, api),
        features=features(template, api),
        direction=way.direction.value,
        status=status.value,
        side_by_side=TAKEN if state is not None and state.beside else step.value,
        readiness=judged.word,
        options=judged.options,
        blockers=tuple(sorted({each.code.name for each in tries[0]})),
        proof=_proof(way.at_once, following, api.id).value,
        step=_point(api, state).value,
        beside=state.beside if state is not None else "",
        reason=outcome.reason if outcome is not None else "",
    )


def _confirmed(way: _Way, rows: Sequence[ApiRow]) -> Iterator[ApiRow]:
    """The rows, where an option counts once it is known to do: with it the proof may have something to say."""
    optional = tuple(row for row in rows if row.readiness == OPTION)
    moves: set[str] = set()
    if optional:
        accepted = tuple(Accept(code, row.api) for row in optional for code in row.options)
        at_once = replace(way.options, accept=(*way.options.accept, *accepted))
        beside = replace(at_once, apis=tuple(row.api for row in optional), side_by_side=True)
        for options in (at_once, beside):
            if len(moves) < len(optional):
                moves |= {api.id for api in way.attempt(way.source, options).apis if api.status is Status.MIGRATED}
    for row in rows:
        sure = row.readiness != OPTION or row.api in moves
        yield row if sure else replace(row, readiness=CHANGE, options=())


def _status(migration: Migration, api: str) -> Status:
    """What became of one API; of one that nothing is said of, what became of the template."""
    found = next((each.status for each in migration.apis if each.id == api), Status.ERROR)
    return Status.ERROR if migration.status is Status.ERROR and found is not Status.KEPT else found


def _blockers(migration: Migration, api: str) -> tuple[Finding, ...]:
    return tuple(found for found in migration.blockers if found.api in (api, None))


def _proof(at_once: Migration, following: Migration | None, api: str) -> Proof:
    """What comparing showed where the API moved; what does not move is not compared."""
    for migration in filter(None, (at_once, following)):
        if _status(migration, api) in (Status.MIGRATED, Status.ERROR):
            return migration.verification.status
    return Proof.SKIPPED


def _point(api: Api, state: ApiState | None) -> WayPoint:
    """How far an API is on the way to an HTTP API, whichever way it may go from here."""
    if state is not None and (state.beside or state.point is WayPoint.KEPT):
        return state.point
    return WayPoint.FINISHED if api.kind == "http" else WayPoint.NOT_BEGUN


def _findings(migration: Migration, namer: Namer) -> Iterator[FindingRow]:
    told = [(found, found.file) for found in migration.findings]
    told += [(found, handler.path) for handler in migration.handlers for found in handler.findings]
    for found, file in told:
        yield FindingRow(
            repository="",
            path=namer.path,
            api=found.api or "",
            code=found.code.name,
            level=found.level.value,
            security=found.code.security,
            message=namer.text(found.message),
            file=namer.file(file) if file else namer.path,
            line=found.span.line if found.span is not None else 0,
        )
