"""The command line: the only module that prints, and that decides how the process ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .command.stopping import RunStopped, stoppable

if TYPE_CHECKING:
    from .command.ending import Ending, Running

NAME = "sam-migrate"
DONE, FAILED = 0, 2


def main(given: list[str] | None = None) -> int:
    """Run the command line and return the exit status.

    Arguments:
        given: what follows the command's name; None for the process's own arguments.
    """
    try:
        with stoppable(for_good=given is None):
            return _run(sys.argv[1:] if given is None else given)
    except (RunStopped, KeyboardInterrupt) as stop:
        return _stopped(stop if isinstance(stop, RunStopped) else RunStopped(signal.SIGINT))


def _run(given: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # closed, or replaced by something simpler
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    printer = _Printer()
    try:
        # Imported here, where signals are heeded already: it is most of what a short run does.
        from .command.commands import COMPLETE, app
        from .command.ending import Ending

        if COMPLETE in os.environ:
            from typer.completion import completion_init  # type: ignore[attr-defined]  # typer names no other way

            completion_init()
        ending = app(given or ["--help"], prog_name=NAME, standalone_mode=False)
        if isinstance(ending, Generator):
            ending = printer.follow(ending)
        if isinstance(ending, Ending):
            return printer.show(ending)
        printer.print("")
    except SystemExit:
        # Typer itself met a closed pipe while it printed the help.
        printer.discard()
        return DONE
    except OSError as error:
        printer.discard()
        return _fail(_trouble(error))
    except Exception as error:
        # Typer's errors have no public types that all its versions share.
        if type(error).__name__ == "Abort":
            raise KeyboardInterrupt from None
        from .command.help import usage

        message = usage(error)
        if message is None:
            raise
        return _fail(message)
    finally:
        printer.close()
    return (ending if given else FAILED) if printer.works else FAILED


class _Printer:
    """Prints what a command says. When stdout takes nothing more the command goes on: it may have files to write."""

    def __init__(self) -> None:
        self.works = True
        self._token = ""

    def follow(self, running: Running) -> Ending:
        """Print what a long command says while it goes on, and return how it ended."""
        try:
            part = next(running)
            while True:
                try:
                    if part.problem:
                        _tell(f"{NAME}: {part.problem}\n")
                    self.print(part.product, guarded=part.guarded)
                    answer = self._answer(part.question) if part.question else ""
                except (RunStopped, KeyboardInterrupt) as stop:
                    part = running.throw(stop)  # it knows what it has done by now
                else:
                    part = running.send(answer)
        except StopIteration as end:
            ended: Ending = end.value
            return ended
        finally:
            running.close()

    def _answer(self, question: str) -> str:
        """Ask; who closes the terminal has stopped."""
        self.close()
        try:
            return input(question)
        except EOFError:
            raise KeyboardInterrupt from None

    def show(self, ending: Ending) -> int:
        """Print how a command ended, and return the exit status."""
        for problem in ending.problems:
            _tell(f"{NAME}: {problem}\n")
        self.print(ending.product, guarded=ending.guarded)
        self.close()
        _tell(ending.notes)
        return ending.status if self.works else FAILED

    def print(self, text: str | bytes, *, guarded: bool = False) -> None:
        """Print a part of the product."""
        if sys.stdout is None:
            return
        try:
            if isinstance(text, bytes):
                sys.stdout.flush()
                sys.stdout.buffer.write(text)
            else:
                sys.stdout.write(self._guard() + text if guarded and text else text)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough, which is no failure.
            self.discard()
        except OSError as error:
            self.works = False
            self.discard()
            _fail(_trouble(error))

    def close(self) -> None:
        """Let a runner of GitHub Actions take what follows for commands again."""
        if self._token:
            token, self._token = self._token, ""
            self.print(f"::{token}::\n")

    def discard(self) -> None:
        """Print nothing more. Otherwise the interpreter flushes once more when it ends, and fails again."""
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _guard(self) -> str:
        """Keep a runner of GitHub Actions from taking what a template says for commands to itself."""
        if self._token or os.environ.get("GITHUB_ACTIONS") != "true":
            return ""
        self._token = os.urandom(16).hex()
        return f"::stop-commands::{self._token}\n"


def _trouble(error: OSError) -> str:
    try:
        Path.cwd()
    except OSError:
        return "the current folder is gone; go to one that is there"
    reason = error.strerror or str(error)
    return f"{os.fsdecode(error.filename)}: {reason}" if error.filename else f"cannot print: {reason}"


def _stopped(stop: RunStopped) -> int:
    by = "Ctrl-C" if stop.number == signal.SIGINT else signal.Signals(stop.number).name
    done = f" ({stop.done})" if stop.done else ""
    _tell(f"{NAME}: stopped by {by}{done}\n")
    return stop.status


def _tell(text: str) -> None:
    """Print on stderr, where what a person must know goes; that nobody listens is no reason to fail."""
    with suppress(OSError, AttributeError):
        sys.stderr.write(text)
        sys.stderr.flush()


def _fail(message: str) -> int:
    from .report.sanitize import clean_line

    _tell(f"{NAME}: {clean_line(message)}\n")
    return FAILED
