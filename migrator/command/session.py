"""Carry out what a command line asks for: find, migrate, write, report. Prints nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence, Set
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
from .files import STDIN, Target, find, read
from .request import Request, check_outputs

_FILE_LOOK = Look(width=100)


def carry_out(request: Request) -> Ending:
    """Migrate the files of a request.

    Raises:
        ArgumentError: the report cannot be written where it should.
    """
    targets = find(request.paths)
    check_outputs(request, [Path(target.path) for target in targets])
    tasks = [
        run.Task(target, request.direction, request.options, request.verify, request.verify_handlers)
        for target in targets
    ]
    with terminal.progress(len(tasks)) as done:
        migrations = run.perform_all(tasks, request.jobs, done)
    if request.mode is Mode.WRITE:
        migrations = [run.save(migration, allow_dirty=request.allow_dirty) for migration in migrations]
    nothing = () if targets else (f"no SAM templates under {_joined(request.paths)} ({' '.join(TEMPLATES)})",)
    ending = _reported(request, migrations, nothing, {target.path for target in targets if target.named})
    return ending if request.patch is None else _with_patch(ending, request.patch, migrations)


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
    ending = _reported(request, [migration], (), {STDIN})
    if request.format != formats.TEXT and not request.output:
        return ending
    notes = ending.notes if request.output else str(ending.product)
    return Ending(ending.status, _new_bytes(migration, data), ending.problems, notes)


def compare_files(before: str, after: str, report_format: str, color: str) -> Ending:
    """Compare two templates; 0 when nothing differs, 1 when something does or was not compared, 2 when it fails.

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
    return Ending(DONE if found.status == "equivalent" else PENDING, product, guarded=report_format == "text")


def _source_of(side: int, path: str) -> Source:
    from ..proof.comparison import ComparisonError

    try:
        source = read(Target(path, named=True))
    except SourceError as error:
        raise ComparisonError(side, str(error)) from None
    if source is None:
        raise ComparisonError(side, "this is no SAM template")
    return source


def _reported(request: Request, migrations: Sequence[Migration], problems: tuple[str, ...], named: Set[str]) -> Ending:
    report = Report(request.direction, request.mode, tuple(migrations), request.options)
    problems += tuple(text.locate(m.error, m.source.path) for m in migrations if m.error)
    problems += tuple(_unknown_apis(request.options.apis, migrations))
    stream = sys.stderr if request.mode is Mode.FILTER else sys.stdout
    look = _FILE_LOOK if request.output else terminal.look(request.color, stream)
    product = formats.render(request.format, report, look, request.diff)
    if not request.output:
        return Ending(status(report, named), product, problems, guarded=request.format == formats.TEXT)
    try:
        Path(request.output).write_text(product, encoding="utf-8", newline="\n")
    except OSError as error:
        problems += (f"{clean_line(request.output)}: cannot write the report: {error.strerror or error}",)
        return Ending(FAILED, "", problems)
    return Ending(
        status(report, named), "", problems, text.summary(report, terminal.look(request.color, sys.stderr)) + "\n"
    )


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


def _unknown_apis(wanted: Iterable[str], migrations: Sequence[Migration]) -> list[str]:
    """Name the values of ``--api`` that no template has. A second run no longer finds the old ids: no error."""
    known = {name for m in migrations for api in m.apis for name in (api.id, api.new_id)}
    there = f" (there is {_joined(sorted(known))})" if known else ""
    return [f"--api {clean_line(name)}: no template has this API{there}" for name in wanted if name not in known]


def _joined(names: Iterable[str]) -> str:
    return ", ".join(clean_line(name) for name in names)
