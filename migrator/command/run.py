"""Migrate files one by one or in worker processes. Prints nothing, writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import migrator

from ..migration import Migration, Status
from ..options import Direction, Options
from ..report.sanitize import clean_line
from ..report.words import count
from ..routes import Proof
from ..text.source import Source, SourceError
from .files import STDIN, Target, read, text_of
from .processors import processors

if TYPE_CHECKING:
    from ..fleet.kept import KnownResults
    from .progress import Progress

TEMPLATES_PER_WORKER = 8
"""A worker process pays its start (about 0.1 s, more with the compiler loaded) from here on."""


@dataclass(frozen=True)
class Task:
    """What to do with one file; picklable."""

    target: Target
    direction: Direction
    options: Options
    verify: bool
    run_handlers: bool = False
    """Run the handlers before and after, which are the user's code."""
    runbook: bool = False
    """Write a runbook for a migration at once; a step has one in any case."""
    preview: bool = False
    """Show what would become of blocked APIs, too."""
    known: KnownResults | None = None
    """What is known of templates that stay as they are; None to look at each anew."""

    @property
    def is_file(self) -> bool:
        """Whether there is a file that commands can name."""
        return self.target.path != STDIN


Say = Callable[[str], object]
Results: TypeAlias = Generator[tuple[int, Migration], None, None]
"""Numbers of tasks with what became of them, as they are done."""


def perform(task: Task, say: Say = lambda _: None) -> Migration:
    """Read and migrate one file; whatever goes wrong is the result's error.

    Arguments:
        task: the file and what to do with it.
        say: takes a line on what is going on.
    """
    return _attempt(task, lambda: read(task.target), say)


def perform_bytes(task: Task, data: bytes) -> Migration:
    """Migrate bytes that were read elsewhere, from stdin for one."""
    return _attempt(task, lambda: text_of(task.target.path, data), lambda _: None)


def failed(task: Task, reason: str) -> Migration:
    """The result for a file whose migration came to nothing through a fault of ours.

    Arguments:
        task: the file.
        reason: a clause.
    """
    return _nothing(task).withdrawn(f"internal error, please report it: {reason}")


def completed(tasks: Sequence[Task], workers: int | None, watch: Progress) -> Results:
    """Migrate files and hand out the number of each task with its result, as they are done.

    Arguments:
        tasks: one for each file.
        workers: how many processes; None to choose.
        watch: is told how it goes on.
    """
    size = min(workers or max(1, min(processors(), len(tasks) // TEMPLATES_PER_WORKER)), len(tasks))
    return _in_processes(tasks, size, watch) if size > 1 else _here(tasks, watch)


def perform_all(tasks: Sequence[Task], watch: Progress) -> list[Migration]:
    """Migrate files and return all results in the order of the tasks.

    Arguments:
        tasks: one for each file.
        watch: is told how it goes on.
    """
    return [migration for _, migration in sorted(completed(tasks, None, watch), key=lambda entry: entry[0])]


def _attempt(task: Task, load: Callable[[], Source | None], say: Say) -> Migration:
    try:
        source = load()
        if source is None:
            return _nothing(task)

        def proving(migration: Migration) -> None:
            routes = sum(api.routes for api in migration.apis if api.status is Status.MIGRATED)
            say(f"verifying {clean_line(task.target.path)}, {count(routes, 'route')},")

        def attempted(options: Options) -> Migration:
            return migrator.migrate(source, task.direction, options, verify=task.verify, proving=proving)

        migration = _once(task, source, partial(attempted, task.options))
        if migration.changed and task.is_file and (task.runbook or any(api.step for api in migration.apis)):
            from ..runbook.stages import runbook

            migration = replace(migration, runbook=runbook(migration, task.options, verify=task.verify))
        if task.preview and migration.blockers:
            from ..preview import preview

            migration = replace(migration, preview=preview(migration, task.options, attempted))
        if task.run_handlers:
            from .replay import replayed

            migration = replayed(migration)
    except SourceError as error:
        return replace(_nothing(task).withdrawn(str(error)), readable=False)
    except MemoryError:
        return _nothing(task).withdrawn(migrator.OUT_OF_MEMORY)
    except Exception as error:  # a fault of ours in one file must not end the run over the others
        return failed(task, f"{type(error).__name__}: {error}")
    return disproved(migration)


def _once(task: Task, source: Source, attempt: Callable[[], Migration]) -> Migration:
    if task.known is None:
        return attempt()
    from .known import checked

    return checked(task.known, task, source, attempt)


def disproved(migration: Migration) -> Migration:
    """A migration as it counts: one that the comparison found to differ is an error."""
    if migration.changed and migration.verification.status is Proof.DIFFERENT:
        return migration.withdrawn("the migrated template does not expose the same API; nothing is written")
    return migration


def _nothing(task: Task) -> Migration:
    return Migration(Source(task.target.path, ""), task.direction, Status.UNCHANGED, "")


def _here(tasks: Sequence[Task], watch: Progress) -> Results:
    from .progress import ticking

    with ticking(watch):
        for number, task in enumerate(tasks):
            watch.started(number)
            migration = perform(task, partial(watch.says, number))
            watch.finished(number)
            yield number, migration


def _in_processes(tasks: Sequence[Task], size: int, watch: Progress) -> Results:
    from .pool import Pool
    from .worker import Job

    # What is loaded here the workers inherit, where they are copies of this process.
    migrator.load(tasks[0].direction, verify=tasks[0].verify)
    with closing(Pool(Job(tasks, perform, failed), size, watch).results()) as results:
        yield from results
