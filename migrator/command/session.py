"""Carry out what a command line asks for: find, migrate, write, report. Prints nothing."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ..migration import Migration, Status
from ..report import Mode, formats, text
from ..report.paint import Look
from ..report.sanitize import clean_line
from ..report.sections import is_told
from ..report.words import count
from ..sam.repository import TEMPLATES
from ..text.source import Source, SourceError
from . import run, terminal
from .account import Account
from .ending import FAILED, Ending, ReportPart, Running
from .files import STDIN, Target, find, readable, text_of
from .output import Output
from .progress import progress
from .request import RunRequest, check_outputs
from .stopping import RunStopped

if TYPE_CHECKING:
    from ..fleet.kept import KnownResults
    from .keeping import Keeper
    from .record import Record

_FILE_LOOK = Look(width=100)


def carry_out(request: RunRequest) -> Running:
    """Migrate the files of a request; each is written and told as it is done.

    Raises:
        ArgumentError: the report cannot be written where it should, or an option names what is nowhere.
        RunStopped: a signal ended the run.
    """
    targets = find(request.paths)
    check_outputs(request, [Path(target.path) for target in targets])
    _check_names(request, lambda: readable(targets))
    known = _known(request) if targets else None
    tasks = [request.task(target, known, alone=len(targets) == 1) for target in targets]
    yield from (ReportPart(problem=problem) for problem in _warnings(request, tasks))
    named = {target.path for target in targets if target.named}
    account = Account(request.direction, request.mode, named)
    look = _look(request, sys.stdout)
    output = Output(request, look, several=len(tasks) > 1)
    keeper = _keeper(request, tasks) if request.mode is Mode.WRITE else None
    record = _record(request) if request.save else None
    with (
        progress([target.path for target in targets], None if request.quiet else sys.stderr) as watch,
        closing(run.completed(tasks, request.jobs, watch)) as results,
    ):
        try:
            for migration in _in_order(_settled(results, keeper)):
                account.add(migration)
                if record is not None:
                    record.add(migration, request.options)
                for part in (*output.add(migration), *_nothing(migration, request, named)):
                    watch.hide()
                    yield part
        except (RunStopped, KeyboardInterrupt) as stop:
            number = stop.number if isinstance(stop, RunStopped) else signal.SIGINT
            written = f", {keeper.written} written" if keeper is not None else ""
            raise RunStopped(number, f"{watch.done} of {count(len(tasks), 'template')} done{written}") from None
    yield from output.end(account.totals)
    yield from (ReportPart(problem=problem) for problem in output.close())
    if record is not None:
        yield ReportPart(problem=record.save(request.direction))
    ended = FAILED if output.failed else account.status
    return Ending(ended, notes=_summary(request, account) if request.output else "")


def carry_out_filter(request: RunRequest, data: bytes) -> Ending:
    """Migrate a template that comes from stdin; the product is the new template, unless the report goes there.

    Raises:
        ArgumentError: the report cannot be written where it should, or an option names what is nowhere.
    """
    check_outputs(request, [])
    _check_names(request, lambda: _decoded(data))
    task = request.task(Target(STDIN, named=True))
    warned = tuple(_before_handlers(request, [task]))
    migration = run.perform_bytes(task, data)
    account = Account(request.direction, request.mode, {STDIN})
    account.add(migration)
    look = _look(request, sys.stderr)
    output = Output(request, look, several=False)
    parts = [*output.add(migration), *output.end(account.totals)]
    told = "".join(part.product for part in parts)
    problems = (*warned, *(part.problem for part in parts if part.problem), *output.close())
    ended = FAILED if output.failed else account.status
    if not request.output and (request.format != formats.TEXT or request.mode is Mode.CHECK):
        return Ending(ended, told, problems)
    notes = _summary(request, account) if request.output else told
    handed_on = _new_bytes(migration, data) if request.mode is Mode.FILTER else b""
    return Ending(ended, handed_on, problems, notes)


def _nothing(migration: Migration, request: RunRequest, named: Set[str]) -> Iterator[ReportPart]:
    """What a file is that was given and holds nothing to migrate; hooks are given every file."""
    path = migration.source.path
    if request.mode is not Mode.DRY_RUN or request.quiet or path not in named:
        return
    if migration.status is not Status.UNCHANGED or is_told(migration):
        return
    # Imported here: most runs are about templates.
    from ..other_files import described

    if sentence := described(path, migration.direction):
        yield ReportPart(problem=f"{clean_line(path)}: {clean_line(sentence)}")


def _look(request: RunRequest, stream: TextIO | None) -> Look:
    look = _FILE_LOOK if request.output else terminal.look(request.color, stream)
    return replace(look, brief=request.quiet, full=request.full)


def _warnings(request: RunRequest, tasks: Sequence[run.Task]) -> Iterator[str]:
    """What there is to say before the first template is looked at."""
    if not tasks:
        from ..other_files import beside

        yield f"no SAM templates under {', '.join(map(clean_line, request.paths))} ({' '.join(TEMPLATES)})"
        yield from filter(None, map(beside, request.paths))
    yield from _before_handlers(request, tasks)


def _before_handlers(request: RunRequest, tasks: Sequence[run.Task]) -> Iterator[str]:
    """What a user must know before handlers are run; nothing where none is."""
    if request.verify_handlers and tasks:
        from .replay import weaker_walls

        yield from weaker_walls()


def _keeper(request: RunRequest, tasks: Sequence[run.Task]) -> Keeper:
    from .keeping import Keeper

    return Keeper(tasks, allow_dirty=request.allow_dirty)


def _known(request: RunRequest) -> KnownResults | None:
    if not (request.cache and request.asks_little):
        return None
    from .known import opened

    return opened()


def _record(request: RunRequest) -> Record:
    from .record import Record

    return Record(request.settings)


def _settled(results: Iterable[tuple[int, Migration]], keeper: Keeper | None) -> Iterator[tuple[int, Migration]]:
    """Migrations that are written, or need not be."""
    for number, migration in results:
        yield from keeper.settled(number, migration) if keeper is not None else ((number, migration),)


def _in_order(numbered: Iterable[tuple[int, Migration]]) -> Iterator[Migration]:
    """Hand migrations on by their numbers, however they come."""
    waiting: dict[int, Migration] = {}
    following = 0
    for number, migration in numbered:
        waiting[number] = migration
        while following in waiting:
            yield waiting.pop(following)
            following += 1


def _summary(request: RunRequest, account: Account) -> str:
    return text.summary(account.totals, request.mode, terminal.look(request.color, sys.stderr))


def _new_bytes(migration: Migration, data: bytes) -> bytes:
    """What a filter hands on: nothing when it failed, so that no pipe takes an old template for a new one."""
    if migration.status is Status.ERROR:
        return b""
    return migration.source.encode(migration.after) if migration.changed else data


def _check_names(request: RunRequest, sources: Callable[[], Iterable[Source]]) -> None:
    if not request.names and request.settings.file is None:
        return
    from .typos import refuse_strays, refuse_unknown

    refuse_unknown(request.names, sources(), request.direction)
    refuse_strays(request.settings, sources(), request.direction)


def _decoded(data: bytes) -> Iterator[Source]:
    with suppress(SourceError):
        if (source := text_of(STDIN, data)) is not None:
            yield source
