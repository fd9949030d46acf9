"""Carry out ``review``: find, ask, show what was decided, write it all at once. Prints nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache

from ..command import config, terminal
from ..command.arguments import ArgumentError
from ..command.config import Config
from ..command.ending import DONE, FAILED, Ending, ReportPart, Running
from ..command.files import Target, find
from ..command.git import OverwriteGuard
from ..command.record import Record
from ..command.run import Task, perform
from ..command.write import WriteError, Writer
from ..migration import Migration, Status
from ..options import Direction, Options
from ..report.paint import Look
from ..report.sanitize import clean_line
from ..report.text import written
from ..report.words import count
from .choices import Choices, ReviewWay, grouped, joined
from .dialogue import Dialogue, Reviewer

NO_TERMINAL = (
    "review asks questions, and there is nobody to answer: run it in a terminal, or give the answers as options "
    "(sam-migrate to-http --help)"
)
WRITE = "Write this? [y/n] "


def carry_out(paths: tuple[str, ...], direction: str | None, color: str, *, allow_dirty: bool) -> Running:
    """Review the APIs of templates.

    Arguments:
        paths: templates and folders; none for those of the settings, else the current folder.
        direction: value of ``--direction``; None for that of the settings, else ``to-http``.
        color: ``auto``, ``always`` or ``never``.
        allow_dirty: write files with uncommitted changes too.

    Raises:
        ArgumentError: there is no terminal, or the settings cannot be understood.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise ArgumentError(NO_TERMINAL)
    way, settings = config.chosen(direction)
    look = terminal.look(color, sys.stdout)
    decided: list[tuple[Target, Choices]] = []
    for target in find(paths or settings.located_paths() or (".",)):
        choices = Choices()
        goes_on = yield from _asked(target, way, settings, look, choices)
        if not goes_on:
            return Ending(DONE, "Stopped: nothing written.\n")
        if choices.made:
            decided.append((target, choices))
    if not any(each.way is not ReviewWay.LATER for _, choices in decided for each in choices.latest()):
        return Ending(DONE, "Nothing decided: nothing written.\n")
    answer = yield ReportPart("".join(_summary(decided)), question=WRITE)
    if answer.strip().lower() not in ("y", "yes"):
        return Ending(DONE, "Nothing written.\n")
    return (yield from _written(decided, way, settings, allow_dirty=allow_dirty))


def _asked(target: Target, way: Direction, settings: Config, look: Look, choices: Choices) -> Dialogue:
    base = settings.of_template(target.path)

    @cache
    def attempt(options: Options) -> Migration:
        return perform(Task(target, way, options, verify=True))

    found = attempt(base)
    if found.status is Status.ERROR:
        yield ReportPart(problem=clean_line(f"{target.path}: {found.error}"))
        return True
    open_apis = [api for api in found.apis if api.status in (Status.MIGRATED, Status.BLOCKED)]
    return (yield from Reviewer(target.path, base, attempt, look).ask(open_apis, choices))


def _summary(decided: Sequence[tuple[Target, Choices]]) -> Iterator[str]:
    yield "\nDecided:\n"
    for target, choices in decided:
        for each in choices.latest():
            losses = f", accepting {', '.join(code for code, _ in each.accept)}" if each.accept else ""
            yield f"  {clean_line(target.path)}  {clean_line(each.api)}: {each.way.value}{losses}\n"


def _written(
    decided: Sequence[tuple[Target, Choices]], way: Direction, settings: Config, *, allow_dirty: bool
) -> Running:
    """Write templates, then what was decided into the settings."""
    record, writer = Record(settings), Writer(None if allow_dirty else OverwriteGuard())
    problems, apis = [], 0
    files: dict[str, None] = {}
    for target, choices in decided:
        base = settings.of_template(target.path)
        latest = choices.latest()
        for group in grouped(latest):
            task = Task(target, way, joined(group, base), verify=True)
            done = perform(task)
            try:
                if done.status is Status.ERROR:
                    raise WriteError(done.error)
                writer.replace_all(done.changes)
            except WriteError as error:
                problems.append(clean_line(f"{target.path}: {error}"))
                break
            apis += sum(api.status is Status.MIGRATED for api in done.apis)
            files |= dict.fromkeys(change.source.path for change in done.changes)
            record.add(done, task.options, {(code, each.api): why for each in group for code, why in each.accept})
        record.keep(target.path, [(each.api, each.reason) for each in latest if each.way is ReviewWay.KEEP])
    yield ReportPart("".join(f"{line}\n" for line in (f"{count(apis, 'API')} written.", *written([*files]))))
    if said := record.save(way) if record.has_any else "":
        yield ReportPart(f"{said}\n")
    return Ending(FAILED if problems else DONE, problems=tuple(problems))
