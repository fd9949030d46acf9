"""Carry out what a command line asks for: find, migrate, write, report. Prints nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..migration import Migration, Status
from ..report import Mode, Report, formats, text, totals
from ..report.diff import joined
from ..report.paint import Look
from ..report.sanitize import clean_line
from ..sam.repository import TEMPLATES
from ..text.source import Source, SourceError
from . import run, terminal
from .ending import DONE, FAILED, PENDING, Ending
from .files import STDIN, Target, find, read, text_of
from .request import Request, check_outputs

_FILE_LOOK = Look(width=100)


def carry_out(request: Request) -> Ending:
    """Migrate the files of a request.

    Raises:
        ArgumentError: the report cannot be written where it should, or an option names what is nowhere.
    """
    targets = find(request.paths)
    check_outputs(request, [Path(target.path) for target in targets])
    _check_names(request, _readable(targets))
    tasks = [
        run.Task(target, request.direction, request.options, request.verify, request.verify_handlers)
        for target in targets
    ]
    with terminal.progress(0 if request.quiet else len(tasks)) as done:
        migrations = run.perform_all(tasks, request.jobs, done)
    if request.mode is Mode.WRITE:
        migrations = [run.save(migration, allow_dirty=request.allow_dirty) for migration in migrations]
    nothing = () if targets else (f"no SAM templates under {_joined(request.paths)} ({' '.join(TEMPLATES)})",)
    ending = _reported(request, migrations, nothing, {target.path for target in targets if target.named})
    return ending if request.patch is None else _with_patch(ending, request.patch, migrations)


def carry_out_filter(request: Request, data: bytes) -> Ending:
    """Migrate a template that comes from stdin; the product is the new template, unless the report goes there.

    Raises:
        ArgumentError: the report cannot be written where it should, or an option names what is nowhere.
    """
    check_outputs(request, [])
    _check_names(request, _decoded(data))
    task = run.Task(
        Target(STDIN, named=True), request.direction, request.options, request.verify, request.verify_handlers
    )
    migration = run.perform_bytes(task, data)
    ending = _reported(request, [migration], (), {STDIN})
    if request.format != formats.TEXT and not request.output:
        return ending
    notes = ending.notes if request.output else str(ending.product)
    return Ending(ending.status, _new_bytes(migration, data), ending.problems, notes)


def _reported(request: Request, migrations: Sequence[Migration], problems: tuple[str, ...], named: Set[str]) -> Ending:
    report = request.report(migrations)
    problems += tuple(text.locate(m.error, m.source.path) for m in migrations if m.error)
    stream = sys.stderr if request.mode is Mode.FILTER else sys.stdout
    look = _FILE_LOOK if request.output else terminal.look(request.color, stream)
    look = replace(look, brief=request.quiet)
    product = formats.render(request.format, report, look, request.diff)
    if not request.output:
        return Ending(status(report, named), product, problems, guarded=request.format == formats.TEXT)
    try:
        Path(request.output).write_text(product, encoding="utf-8", newline="\n")
    except OSError as error:
        problems += (f"{clean_line(request.output)}: cannot write the report: {error.strerror or error}",)
        return Ending(FAILED, "", problems)
    notes = text.summary(totals(report), report.mode, terminal.look(request.color, sys.stderr))
    return Ending(status(report, named), "", problems, notes)


def _with_patch(ending: Ending, path: str, migrations: Sequence[Migration]) -> Ending:
    """Write the patch, an empty one too: what applies it need not ask whether it is there."""
    patch, left_out = joined(migrations)
    problems = tuple(
        f"{clean_line(m.source.path)}: not in the patch, since another template changes a file of it differently"
        for m in left_out
    )
    try:
        Path(path).write_bytes(patch.encode())
    except OSError as error:
        problems += (f"{clean_line(path)}: cannot write the patch: {error.strerror or error}",)
    return replace(ending, status=FAILED, problems=ending.problems + problems) if problems else ending


def status(report: Report, named: Set[str]) -> int:
    """The exit status. A file that was found, not named, and cannot be read is left over: it need not be a template."""
    sums = totals(report)
    failed = [m for m in report.migrations if m.status is Status.ERROR]
    if any(m.readable or m.source.path in named for m in failed):
        return FAILED
    return PENDING if failed or sums.blocked or (report.mode is Mode.CHECK and sums.changed) else DONE


def _new_bytes(migration: Migration, data: bytes) -> bytes:
    """What a filter hands on: nothing when it failed, so that no pipe takes an old template for a new one."""
    if migration.status is Status.ERROR:
        return b""
    return migration.source.encode(migration.after) if migration.changed else data


def _check_names(request: Request, sources: Iterable[Source]) -> None:
    if request.names:
        from .typos import refuse_unknown

        refuse_unknown(request.names, sources, request.direction)


def _readable(targets: Iterable[Target]) -> Iterator[Source]:
    """The templates of a run that can be read; what is wrong with the others is told when they are migrated."""
    for target in targets:
        with suppress(SourceError):
            if (source := read(target)) is not None:
                yield source


def _decoded(data: bytes) -> Iterator[Source]:
    with suppress(SourceError):
        if (source := text_of(STDIN, data)) is not None:
            yield source


def _joined(names: Iterable[str]) -> str:
    return ", ".join(clean_line(name) for name in names)
