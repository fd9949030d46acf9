"""What a command line asks for, once its words are understood."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..migration import Migration
from ..options import Direction, Options
from ..report import Mode, Report
from ..report.formats import PREVIEWED, TEXT
from .arguments import NO_FILE, ArgumentError
from .config import NOTHING, Config
from .exclusions import Name
from .files import STDIN, Target
from .run import Task

if TYPE_CHECKING:
    from ..fleet.kept import KnownResults


@dataclass(frozen=True)
class RunRequest:
    """One run.

    Arguments:
        direction: which way.
        paths: templates and folders, or ``-``.
        options: what holds for every template.
        mode: what to do with the new text.
        verify: compile both templates and compare them.
        verify_handlers: run handlers before and after and compare their answers.
        allow_dirty: write files with uncommitted changes too.
        format: format of the report.
        output: file that the report goes to; None for the terminal.
        patch: file that a diff of all changes goes to; None for none.
        runbook: file that the runbooks go to; None for none.
        diff: how the text report shows changes.
        color: ``auto``, ``always`` or ``never``.
        jobs: templates to migrate at once; None to choose.
        quiet: print only what the run adds up to.
        statistics: print how often each kind of finding is met, and nothing of single templates.
        full: show changes and findings that repeat themselves each time.
        settings: those of the repository, as far as they hold here.
        save: record in the settings what is accepted and what is excluded.
        names: names among the options that a template must hold, as they were typed.
        typed: fields of the options that the command line decides, whatever the settings say of them.
        cache: keep what is known of templates, and use it.
    """

    direction: Direction
    paths: tuple[str, ...]
    options: Options
    mode: Mode
    verify: bool
    verify_handlers: bool
    allow_dirty: bool
    format: str
    output: str | None
    patch: str | None
    diff: str
    color: str
    jobs: int | None
    quiet: bool = False
    full: bool = False
    statistics: bool = False
    settings: Config = NOTHING
    save: bool = False
    runbook: str | None = None
    names: tuple[Name, ...] = ()
    typed: frozenset[str] = frozenset()
    cache: bool = True

    @property
    def asks_little(self) -> bool:
        """Whether only a line is printed for each template, and nothing else is made of it."""
        more = (self.patch, self.runbook, self.statistics, self.save, self.verify_handlers)
        return self.mode is Mode.CHECK and self.format == TEXT and not any(more)

    def task(self, target: Target, known: KnownResults | None = None, *, alone: bool = False) -> Task:
        """What to do with one file.

        Arguments:
            target: the file.
            known: what is known of templates that stay as they are.
            alone: whether it is the only one, of which there is room to tell more.
        """
        options = self.settings.for_template(self.options, target.path)
        return Task(
            target,
            self.direction,
            options,
            self.verify,
            self.verify_handlers,
            runbook=self.runbook is not None,
            preview=self.mode is Mode.DRY_RUN
            and self.format in PREVIEWED
            and (target.named or alone)
            and not self.quiet,
            known=known,
        )

    def report(self, migrations: Iterable[Migration]) -> Report:
        """What is to be told of the run.

        Arguments:
            migrations: one for each template.
        """
        return Report(
            self.direction,
            self.mode,
            tuple(migrations),
            self.options,
            verify=self.verify,
            verify_handlers=self.verify_handlers,
            allow_dirty=self.allow_dirty,
            paths=self.paths,
            typed=self.typed,
        )


def mode(paths: tuple[str, ...], *, write: bool, check: bool) -> Mode:
    """Decide what happens to the new text.

    Raises:
        ArgumentError: stdin is not alone.
    """
    if STDIN not in paths:
        return Mode.WRITE if write else Mode.CHECK if check else Mode.DRY_RUN
    if len(set(paths)) > 1:
        raise ArgumentError("- (stdin) takes no further paths")
    return Mode.CHECK if check else Mode.FILTER


def check_outputs(request: RunRequest, templates: list[Path]) -> None:
    """Refuse a report or a patch that cannot be written, before anything else is.

    Arguments:
        templates: the files that the run reads.

    Raises:
        ArgumentError: and why.
    """
    check_output("--output", request.output, "report", templates)
    check_output("--patch", request.patch, "patch", templates)
    check_output("--runbook", request.runbook, "runbook", templates)
    taken = {Path(request.output).resolve(): "report"} if request.output else {}
    for option, output, what in (("--patch", request.patch, "patch"), ("--runbook", request.runbook, "runbook")):
        if output is not None and (other := taken.setdefault(Path(output).resolve(), what)) != what:
            raise ArgumentError(f"{option} {output}: the {other} goes there already")


def check_output(option: str, output: str | None, what: str, templates: list[Path]) -> None:
    """Refuse one file that cannot be written.

    Arguments:
        option: the option that names it.
        output: the file; None where the option is not given.
        what: what goes there.
        templates: the files that the run reads.

    Raises:
        ArgumentError: and why.
    """
    if output is None:
        return
    path = Path(output)
    if path.is_dir() or not path.parent.is_dir() or (path.exists() and not os.access(path, os.W_OK)):
        raise ArgumentError(f"{option} {output}: {NO_FILE}")
    if path.resolve() in {template.resolve() for template in templates}:
        raise ArgumentError(f"{option} {output}: the {what} would overwrite the template; --write migrates it in place")
