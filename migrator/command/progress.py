"""How a long run shows on stderr that it goes on: a line that a terminal draws again, now and then one elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic
from typing import TextIO

from ..report.sanitize import clean_line
from .stopping import held

LONG_RUN = 20
"""Number of templates from which on a terminal shows how many are done."""
LONG = 5.0
"""Seconds from which on a template takes long, and is named."""
FIRST, OFTEN, SELDOM = 1.0, 0.2, 10.0
"""Seconds until a terminal shows anything, between two drawings, and between two lines of a log."""

_ERASE = "\r\x1b[K"
_CELLS = 24


@dataclass(eq=False)
class Progress:
    """What is known of a run that goes on. It may be told of it by one thread and look at the clock in another.

    Arguments:
        names: the templates by number.
        stream: where it is shown; None for nowhere.
        drawn: whether the stream is a terminal, on which a line can be drawn again.
        what: what is counted.
    """

    names: list[str]
    stream: TextIO | None
    drawn: bool
    what: str = "templates"
    done: int = 0
    first: int = 0
    """What the numbers that it is told are counted from."""
    _active: dict[int, tuple[float, str]] = field(default_factory=dict)
    """Since when a template is worked on, and what is being done."""
    _start: float = field(default_factory=monotonic)
    _shown: float = 0.0
    _visible: bool = False
    _lock: Lock = field(default_factory=Lock)

    def started(self, number: int) -> None:
        """A template is begun."""
        self._active[number] = (monotonic(), f"migrating {clean_line(self.names[self.first + number])}")

    def says(self, number: int, line: str) -> None:
        """A template says what it is at, such as ``verifying a.yaml, 400 routes,``."""
        if number in self._active:
            self._active[number] = (self._active[number][0], line)

    def finished(self, number: int) -> None:
        """A template is done."""
        self._active.pop(number, None)
        self.done += 1

    def goes_on_with(self, names: Iterable[str]) -> None:
        """Further templates, whose numbers begin anew."""
        self.first = len(self.names)
        self.names.extend(names)

    def tick(self) -> None:
        """Show how it goes on, if it is time to."""
        now = monotonic()
        since = now - self._start if not self._shown else now - self._shown
        pause = (OFTEN if self._shown else FIRST) if self.drawn else SELDOM
        if self.stream is None or since < pause:
            return
        with self._lock, suppress(OSError, ValueError):
            self._shown = now
            if line := self._line(now):
                self._visible = self.drawn
                self.stream.write(f"{_ERASE}{line}" if self.drawn else f"{line}\n")
                self.stream.flush()

    def note(self, line: str) -> None:
        """Say something that stays.

        Arguments:
            line: for the user.
        """
        self.hide()
        with self._lock, suppress(OSError, ValueError):
            if self.stream is not None:
                self.stream.write(f"{clean_line(line)}\n")
                self.stream.flush()

    def hide(self) -> None:
        """Take the line off the terminal: something else is printed."""
        if not self._visible:
            return
        with self._lock, suppress(OSError, ValueError):
            if self.stream is not None and self._visible:
                self._visible = False
                self.stream.write(_ERASE)
                self.stream.flush()

    def _line(self, now: float) -> str:
        total = len(self.names)
        parts = [f"{self.done} of {total} {self.what}"] if total > 1 and (total >= LONG_RUN or not self.drawn) else []
        active = sorted(self._active.copy().values())
        since, line = active[0] if active else (now, "")
        if now - since >= LONG:
            parts.append(f"{line} for {now - since:.0f} s")
        return self._fitted(", ".join(parts)) if parts else ""

    def _fitted(self, line: str) -> str:
        if not self.drawn:
            return line
        columns = shutil.get_terminal_size().columns - 1
        full = _CELLS * self.done // max(1, len(self.names))
        bar = f"[{'#' * full}{'.' * (_CELLS - full)}] " if len(self.names) >= LONG_RUN and columns > 3 * _CELLS else ""
        return f"{bar}{line}"[:columns]


@contextmanager
def progress(names: Sequence[str], stream: TextIO | None, what: str = "templates") -> Iterator[Progress]:
    """Watch a run; nothing of it is left on a terminal afterwards.

    Arguments:
        names: its templates, in order.
        stream: stderr; None where there is none.
        what: what is counted.
    """
    there = stream is not None and not stream.closed
    drawn = there and stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    watch = Progress(list(names), stream if there else None, drawn, what)
    try:
        yield watch
    finally:
        watch.hide()


@contextmanager
def ticking(watch: Progress) -> Iterator[None]:
    """Let time pass for a run that this process does itself: nobody else looks at the clock meanwhile."""
    over = Event()

    def tick() -> None:
        while not over.wait(OFTEN):
            watch.tick()

    thread = Thread(target=tick, daemon=True)
    with held():  # signals are for the main thread: one that comes while it holds them must not go elsewhere
        thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(OFTEN)
