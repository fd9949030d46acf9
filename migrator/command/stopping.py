"""Ctrl-C, and the signals that ask a run to end: each ends it once, in order."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

SIGNALS = tuple(
    signal.Signals(number) for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))
)
"""What ends a run: the keyboard, whoever started it (`timeout`, a cancelled job), a terminal that is closed."""

GRACE = 1.0
"""Seconds that a run has to end in; until then a second Ctrl-C has nothing to add."""


class RunStopped(BaseException):
    """A run that was asked to end.

    Arguments:
        number: the signal.
        done: what the run had done by then; a clause for the user, empty where there is nothing to say.
    """

    def __init__(self, number: int, done: str = "") -> None:
        super().__init__(number, done)
        self.number = number
        self.done = done

    @property
    def status(self) -> int:
        """The exit status, as shells number it."""
        return 128 + self.number


@contextmanager
def stoppable(*, for_good: bool) -> Iterator[None]:
    """Let signals raise `RunStopped`. A signal that is ignored already (`nohup`, a background job) stays so.

    Arguments:
        for_good: whether the process ends afterwards: once it was stopped, nothing interrupts that.
    """
    asked = float("-inf")

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        # Once more only where the first one got lost: an exception does that in a finalizer, for one.
        if time.monotonic() - asked > GRACE:
            asked = time.monotonic()
            raise RunStopped(number)

    before = {}
    for number in SIGNALS:
        # Only the main thread may do this; elsewhere the signals are somebody else's business.
        with suppress(ValueError):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        last = for_good and asked > float("-inf")
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if last else handler)


@contextmanager
def held() -> Iterator[None]:
    """Let signals wait until a step is done that must not be left half way."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
