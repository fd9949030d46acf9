"""Worker processes for many tasks: a few are handed out at a time, a crash costs one task, and none is left behind."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import active_count
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from .stopping import held
from .worker import LAST_MOMENT, Done, Job, Said, work

if TYPE_CHECKING:
    from .progress import Progress

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")

DEPTH = 2
"""Tasks that a worker has been handed: the one it is at and the next, so that it never waits for this process."""
AHEAD = 1024
"""Tasks that may be done while an earlier one is not: their results may have to wait for their turn somewhere."""
ATTEMPTS = 2
"""How often a task is tried whose worker ended: the kernel may have chosen a process for want of memory."""
DEATHS = 50
"""Workers that end one after the other, without a result in between, until no more are started."""
ENDED = "the worker process ended"
TICK = 0.25
"""Seconds between two looks at the clock."""


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    given: deque[int] = field(default_factory=deque)
    """What it was handed and has not answered; the first one is what it is at."""


@dataclass(eq=False)
class Pool(Generic[TaskT, ResultT]):
    """One run of many tasks in worker processes.

    Arguments:
        job: what to do.
        size: how many processes.
        watch: is told how it goes on.
    """

    job: Job[TaskT, ResultT]
    size: int
    watch: Progress
    _workers: list[_Worker] = field(default_factory=list)
    _next: int = 0
    _open: set[int] = field(default_factory=set)
    """Tasks handed out, or to be handed out again, and not done."""
    _again: deque[int] = field(default_factory=deque)
    _suspects: deque[int] = field(default_factory=deque)
    """Tasks whose worker ended; each is tried again while no other one runs, so that it is known who did it."""
    _attempts: dict[int, int] = field(default_factory=dict)
    _deaths: int = 0

    def results(self) -> Generator[tuple[int, ResultT], None, None]:
        """Hand out numbers and results of all tasks as they are done. When this ends, all processes have."""
        try:
            while self._hand_out():
                ready = wait([worker.pipe for worker in self._workers], TICK)
                for worker in [worker for worker in self._workers if worker.pipe in ready]:
                    yield from self._heard(worker)
                self.watch.tick()
            yield from self._given_up()
        finally:
            self._end()

    def _hand_out(self) -> bool:
        """Give workers something to do; whether any of them has."""
        if self._deaths >= DEATHS:
            return False
        if self._suspects:
            if not any(worker.given for worker in self._workers):
                self._give(self._idle(), self._suspects.popleft())
            return True
        for depth in range(DEPTH):  # all get one before any gets two
            for worker in self._workers[:]:
                if len(worker.given) == depth and (number := self._following()) is not None:
                    self._give(worker, number)
            while depth == 0 and len(self._workers) < self.size and (number := self._following()) is not None:
                self._give(self._started(), number)
        return any(worker.given for worker in self._workers)

    def _following(self) -> int | None:
        """The next task; None when there is none, or when it has to wait for an earlier one."""
        if self._again:
            return self._again.popleft()
        if self._next >= len(self.job.tasks) or (self._open and self._next - min(self._open) >= AHEAD):
            return None
        self._open.add(self._next)
        self._next += 1
        return self._next - 1

    def _give(self, worker: _Worker, number: int) -> None:
        worker.given.append(number)
        if len(worker.given) == 1:
            self.watch.started(number)
        with suppress(OSError):  # it has ended; what it was handed is known when its pipe is read
            worker.pipe.send(number)

    def _heard(self, worker: _Worker) -> Iterator[tuple[int, ResultT]]:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        if isinstance(message, Said):
            self.watch.says(message.number, message.line)
        elif isinstance(message, Done):
            self._deaths = 0
            worker.given.popleft()
            if worker.given:
                self.watch.started(worker.given[0])
            yield self._answer(message.number, message.result)

    def _answer(self, number: int, result: ResultT) -> tuple[int, ResultT]:
        self._open.discard(number)
        self._attempts.pop(number, None)
        self.watch.finished(number)
        return number, result

    def _died(self, worker: _Worker) -> Iterator[tuple[int, ResultT]]:
        """Only what the worker was at is suspected; what it had not begun is handed out again."""
        self._workers.remove(worker)
        _reap([worker], 0.0)
        self._deaths += 1
        if not worker.given:
            return
        number, *rest = worker.given
        self._again.extendleft(reversed(rest))
        self._attempts[number] = self._attempts.get(number, 0) + 1
        if self._attempts[number] < ATTEMPTS:
            self._suspects.append(number)
        else:
            yield self._answer(number, self.job.failed(self.job.tasks[number], ENDED))

    def _given_up(self) -> Iterator[tuple[int, ResultT]]:
        """Results for what is left where workers do nothing but end; nothing where all is done."""
        self._open.update(range(self._next, len(self.job.tasks)))
        for number in sorted(self._open):
            yield self._answer(number, self.job.failed(self.job.tasks[number], ENDED))

    def _idle(self) -> _Worker:
        return self._workers[0] if self._workers else self._started()

    def _started(self) -> _Worker:
        context = get_context("fork" if forks() else None)
        ours, theirs = context.Pipe()
        # A copy of this process has all its pipes. It has to close them, or none of them would ever see an end.
        inherited = [ours, *(worker.pipe for worker in self._workers)]
        if context.get_start_method() != "fork":
            inherited = []
        # Until the new process heeds signals in its own way they wait: it would answer them as this one does.
        with held():
            process = context.Process(target=work, args=(self.job, theirs, inherited, os.getpid()), daemon=True)
            process.start()
            worker = _Worker(process, ours)
            self._workers.append(worker)
        theirs.close()
        return worker

    def _end(self) -> None:
        """End all workers: those that are at nothing by themselves, the others by force."""
        with held():
            for worker in self._workers:
                worker.pipe.close()
                if worker.given:
                    worker.process.terminate()
            _reap(self._workers, LAST_MOMENT)
            self._workers.clear()


def forks() -> bool:
    """Whether new processes inherit all that is loaded; a process with threads must not be copied."""
    return sys.platform == "linux" and active_count() == 1


def _reap(workers: list[_Worker], patience: float) -> None:
    """Wait for processes to end, a moment; then end them."""
    deadline = monotonic() + patience
    for worker in workers:
        worker.process.join(max(0.0, deadline - monotonic()))
    for worker in workers:
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()
        worker.pipe.close()
