"""Migrate files one by one or in worker processes, and write what changed. Prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import migrator

from ..migration import Direction, Migration, Options, Proof, Status
from ..text.source import Source, SourceError
from . import write
from .files import Target, read, text_of

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


def perform(task: Task) -> Migration:
    """Read and migrate one file; whatever goes wrong is the result's error."""
    return _attempt(task, lambda: read(task.target))


def perform_bytes(task: Task, data: bytes) -> Migration:
    """Migrate bytes that were read elsewhere, from stdin for one."""
    return _attempt(task, lambda: text_of(task.target.path, data))


def perform_all(tasks: Sequence[Task], workers: int | None, done: Callable[[], object]) -> list[Migration]:
    """Migrate files in worker processes and hand the results back in the order of the tasks.

    Arguments:
        tasks: one for each file.
        workers: how many processes; None to choose.
        done: called after each file.
    """
    count = min(workers or _sensible(len(tasks)), len(tasks))
    results = []
    for result in _in_processes(tasks, count) if count > 1 else map(perform, tasks):
        results.append(result)
        done()
    return results


def save(migration: Migration, *, allow_dirty: bool) -> Migration:
    """Write a migrated template; the same migration, or the error that kept it from being written."""
    if migration.status is Status.ERROR or not migration.changed:
        return migration
    try:
        write.replace_all(migration.changes, allow_dirty=allow_dirty)
    except write.WriteError as error:
        return migration.withdrawn(str(error))
    return migration


def _attempt(task: Task, load: Callable[[], Source | None]) -> Migration:
    empty = Migration(Source(task.target.path, ""), task.direction, Status.UNCHANGED, "")
    try:
        source = load()
        if source is None:
            return empty
        migration = migrator.migrate(source, task.direction, task.options, verify=task.verify)
        if task.run_handlers:
            from .replay import replayed

            migration = replayed(migration)
    except SourceError as error:
        return replace(empty.withdrawn(str(error)), readable=False)
    except MemoryError:
        return empty.withdrawn("out of memory")
    except Exception as error:  # a fault of ours in one file must not end the run over the others
        return empty.withdrawn(f"internal error, please report it: {type(error).__name__}: {error}")
    if migration.changed and migration.verification.status is Proof.DIFFERENT:
        return migration.withdrawn("the migrated template does not expose the same API; nothing is written")
    return migration


def _sensible(templates: int) -> int:
    import os

    return max(1, min(os.cpu_count() or 1, templates // TEMPLATES_PER_WORKER))


def _in_processes(tasks: Sequence[Task], count: int) -> Iterator[Migration]:
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    pool = ProcessPoolExecutor(count, initializer=_leave_interrupts_to_the_parent)
    try:
        with _interrupts_held():
            futures = [pool.submit(perform, task) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            try:
                yield future.result()
            except BrokenExecutor:
                # One crash takes the whole pool down; who did it shows when each file gets a process of its own.
                yield _alone(task)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _alone(task: Task) -> Migration:
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with ProcessPoolExecutor(1, initializer=_leave_interrupts_to_the_parent) as pool:
        try:
            return pool.submit(perform, task).result()
        except BrokenExecutor:
            empty = Migration(Source(task.target.path, ""), task.direction, Status.UNCHANGED, "")
            return empty.withdrawn("internal error, please report it: the worker process ended")


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait while processes start: a new one would answer it with a traceback before it can ignore it."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_interrupts_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
