"""The command line: the only module that prints, and that decides how the process ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .command.ending import Ending

NAME = "sam-migrate"
DONE, FAILED, INTERRUPTED = 0, 2, 130


def main(given: list[str] | None = None) -> int:
    """Run the command line and return the exit status.

    Arguments:
        given: what follows the command's name; None for the process's own arguments.
    """
    given = sys.argv[1:] if given is None else given
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # closed, or replaced by something simpler
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        # Imported here, where Ctrl-C is caught already: it is most of what a short run does.
        from .command.commands import app
        from .command.ending import Ending

        ending = app(given or ["--help"], prog_name=NAME, standalone_mode=False)
        if isinstance(ending, Ending):
            return _show(ending)
        _print("")
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit:
        # Typer itself met a closed pipe while it printed the help.
        _discard_stdout()
        return DONE
    except OSError as error:
        _discard_stdout()
        return _fail(f"cannot print: {error.strerror or error}")
    except Exception as error:
        # Typer's errors have no public types that all its versions share.
        if type(error).__name__ == "Abort":
            return INTERRUPTED
        from .command.arguments import usage

        message = usage(error)
        if message is None:
            raise
        return _fail(message)
    return ending if given else FAILED


def _show(ending: Ending) -> int:
    for problem in ending.problems:
        _tell(f"{NAME}: {problem}\n")
    product = ending.product
    _print(_guarded(product) if ending.guarded and isinstance(product, str) else product)
    _tell(ending.notes)
    return ending.status


def _print(text: str | bytes) -> None:
    if sys.stdout is None:
        return
    try:
        if isinstance(text, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(text)
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough. What was to be written to files is written by then, so this is no failure.
        _discard_stdout()


def _tell(text: str) -> None:
    """Print on stderr, where what a person must know goes; that nobody listens is no reason to fail."""
    with suppress(OSError, AttributeError):
        sys.stderr.write(text)
        sys.stderr.flush()


def _fail(message: str) -> int:
    from .report.sanitize import clean_line

    _tell(f"{NAME}: {clean_line(message)}\n")
    return FAILED


def _discard_stdout() -> None:
    # Otherwise the interpreter flushes once more when it ends, fails again and prints a traceback.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _guarded(text: str) -> str:
    """Keep a runner of GitHub Actions from taking what a template says for commands to itself."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    token = os.urandom(16).hex()
    return f"::stop-commands::{token}\n{text}::{token}::\n"
