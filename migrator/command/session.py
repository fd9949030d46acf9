"""Carry out what a command line asks for: find, migrate, write, report. Prints nothing."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ..migration import Migration, Status
from ..report import Mode, formats, text
from ..report.paint import Look
from ..report.sanitize import clean_line
from ..report.words import count
from ..sam.repository import TEMPLATES
from ..text.source import Source, SourceError
from . import run, terminal
from .account import Account
from .ending import DONE, FAILED, PENDING, Ending, ReportPart, Running
from .files import STDIN, Target, find, read
from .output import Output
from .progress import progress
from .request import Request, check_outputs
from .stopping import RunStopped

if TYPE_CHECKING:
    from .keeping import Keeper

_FILE_LOOK = Look(width=100)


def carry_out(request: Request) -> Running:
    """Migrate the files of a request; each is written and told as it is done.

    Raises:
        ArgumentError: the report cannot be written where it should.
        RunStopped: a signal ended the run.
    """
    targets = find(request.paths)
    check_outputs(request, [Path(target.path) for target in targets])
    tasks = [
        run.Task(target, request.direction, request.options, request.verify, request.verify_handlers)
        for target in targets
    ]
    if not targets:
        yield ReportPart(problem=f"no SAM templates under {_joined(request.paths)} ({' '.join(TEMPLATES)})")
    named = {target.path for target in targets if target.named}
    account = Account(request.direction, request.mode, named, request.options.apis)
    look = _FILE_LOOK if request.output else terminal.look(request.color, sys.stdout)
    output = Output(request, look, several=len(tasks) > 1)
    keeper = _keeper(request, tasks) if request.mode is Mode.WRITE else None
    with (
        progress([target.path for target in targets], sys.stderr) as watch,
        closing(run.completed(tasks, request.jobs, watch)) as results,
    ):
        try:
            for migration in _in_order(_settled(results, keeper)):
                account.add(migration)
                for part in output.add(migration):
                    watch.hide()
                    yield part
        except (RunStopped, KeyboardInterrupt) as stop:
            number = stop.number if isinstance(stop, RunStopped) else signal.SIGINT
            written = f", {keeper.written} written" if keeper is not None else ""
            raise RunStopped(number, f"{watch.done} of {count(len(tasks), 'template')} done{written}") from None
    yield from output.end(account.totals)
    yield from (ReportPart(problem=problem) for problem in account.problems())
    yield from (ReportPart(problem=problem) for problem in output.close())
    ended = FAILED if output.failed else account.status
    return Ending(ended, notes=_summary(request, account) if request.output else "")


def carry_out_filter(request: Request, data: bytes) -> Ending:
    """Migrate a template that comes from stdin; the product is the new template, unless the report goes there.

    Raises:
        ArgumentError: the report cannot be written where it should.
    """
    check_outputs(request, [])
    task = run.Task(
        Target(STDIN, named=True), request.direction, request.options, request.verify, request.verify_handlers
    )
    migration = run.perform_bytes(task, data)
    account = Account(request.direction, request.mode, {STDIN}, request.options.apis)
    account.add(migration)
    look = _FILE_LOOK if request.output else terminal.look(request.color, sys.stderr)
    output = Output(request, look, several=False)
    parts = [*output.add(migration), *output.end(account.totals)]
    told = "".join(part.product for part in parts)
    problems = (*(part.problem for part in parts if part.problem), *account.problems(), *output.close())
    ended = FAILED if output.failed else account.status
    if request.format != formats.TEXT and not request.output:
        return Ending(ended, told, problems)
    notes = _summary(request, account) if request.output else told
    return Ending(ended, _new_bytes(migration, data), problems, notes)


def compare_files(before: str, after: str, report_format: str, color: str) -> Ending:
    """Compare two templates; 0 when nothing differs, 1 when something does, 2 when one cannot be compared.

    Arguments:
        before: path of the template that is deployed.
        after: path of the template that is to follow.
        report_format: ``text`` or ``json``.
        color: ``auto``, ``always`` or ``never``.
    """
    from ..proof.comparison import ComparisonError, compare
    from ..report import comparison as report

    paths = (before, after)
    try:
        found = compare(*(_source_of(side, path) for side, path in enumerate(paths)))
    except ComparisonError as error:
        problem = text.locate(str(error), paths[error.side])
        product = report.render_json(paths, None, problem) if report_format == "json" else ""
        return Ending(FAILED, product, (problem,))
    product = report.render_json(paths, found, None)
    if report_format == "text":
        product = report.render(found, terminal.look(color, sys.stdout))
    return Ending(PENDING if found.differences else DONE, product, guarded=report_format == "text")


def _source_of(side: int, path: str) -> Source:
    from ..proof.comparison import ComparisonError

    try:
        source = read(Target(path, named=True))
    except SourceError as error:
        raise ComparisonError(side, str(error)) from None
    if source is None:
        raise ComparisonError(side, "this is no SAM template")
    return source


def _keeper(request: Request, tasks: Sequence[run.Task]) -> Keeper:
    from .keeping import Keeper

    return Keeper(tasks, allow_dirty=request.allow_dirty)


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


def _summary(request: Request, account: Account) -> str:
    return text.summary(account.totals, request.mode, terminal.look(request.color, sys.stderr))


def _new_bytes(migration: Migration, data: bytes) -> bytes:
    """What a filter hands on: nothing when it failed, so that no pipe takes an old template for a new one."""
    if migration.status is Status.ERROR:
        return b""
    return migration.source.encode(migration.after) if migration.changed else data


def _joined(names: Iterable[str]) -> str:
    return ", ".join(clean_line(name) for name in names)
