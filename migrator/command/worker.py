"""One worker process: it does what it is told over a pipe, and does not outlive the run."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any, Generic, TypeVar

from .stopping import SIGNALS, RunStopped

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")

Say = Callable[[str], object]
"""Takes a line on what is going on, for the progress of a long run."""

LAST_MOMENT = 0.4
"""Seconds that a worker has to end what its task has started."""

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Job(Generic[TaskT, ResultT]):
    """What all workers of a run do; picklable.

    Arguments:
        tasks: all there is to do; a worker is told numbers.
        perform: does one of them, and may say what it is at.
        failed: the result of one that raised, from what it raised.
    """

    tasks: Sequence[TaskT]
    perform: Callable[[TaskT, Say], ResultT]
    failed: Callable[[TaskT, str], ResultT]


@dataclass(frozen=True)
class Said:
    """What a worker is at.

    Arguments:
        number: the task.
        line: for the user.
    """

    number: int
    line: str


@dataclass(frozen=True)
class Done(Generic[ResultT]):
    """What became of a task.

    Arguments:
        number: the task.
        result: what it returned.
    """

    number: int
    result: ResultT


def work(job: Job[Any, Any], pipe: Connection, others: Sequence[Connection], parent: int) -> None:
    """Do the tasks whose numbers come over a pipe until it is closed.

    Arguments:
        job: what to do.
        pipe: where numbers come from and results go.
        others: ends of pipes that a forked process has inherited and that are not its own.
        parent: id of the process whose worker this is.
    """
    end = _End()
    _heed_signals(end)
    _end_with(parent)
    for other in others:
        other.close()
    with suppress(EOFError, OSError, RunStopped):  # the run is over, or was ended
        while True:
            number = pipe.recv()
            task = job.tasks[number]
            with end.in_order():
                result = job.perform(task, partial(_say, pipe, number))
            try:
                pipe.send(Done(number, result))
            except OSError:
                raise
            except Exception as error:  # what cannot be pickled is a fault of this task, not of the run
                pipe.send(Done(number, job.failed(task, f"{type(error).__name__}: {error}")))


def _say(pipe: Connection, number: int, line: str) -> None:
    pipe.send(Said(number, line))


class _End:
    """What SIGTERM does: a task is left in order, so that it ends what it has started; else there is nothing to end."""

    def __init__(self) -> None:
        self._at_task = False

    @contextmanager
    def in_order(self) -> Iterator[None]:
        self._at_task = True
        try:
            yield
        finally:
            self._at_task = False

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)
        if not self._at_task:
            os._exit(1)
        raise RunStopped(number)


def _heed_signals(end: _End) -> None:
    """Leave Ctrl-C and a closed terminal to the parent, which ends its workers."""
    for number in SIGNALS:
        signal.signal(number, end if number == signal.SIGTERM else signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _end_with(parent: int) -> None:
    """End when the parent does, however it ends: nobody tells a worker that its parent was killed."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before it could be watched
            os._exit(1)
    _watch()


def _watch() -> None:
    """Wait in a thread for the end of the parent, where the kernel does not tell, or a signal is not enough."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Event, Thread

    parent = parent_process()
    if parent is None:
        return

    def end() -> None:
        wait([parent.sentinel])
        if os.name == "posix":
            os.kill(os.getpid(), signal.SIGTERM)  # lets a task end what it has started itself
            Event().wait(LAST_MOMENT)
        os._exit(1)

    Thread(target=end, daemon=True).start()
