"""How a run can be repeated: the command line that asks for the same."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..guide import path_argument
from ..migration import Options
from . import Mode, Report
from .origin import installation

MOST_PATHS = 20
"""Templates that a command names; more make no command that anybody copies."""

_Words = Callable[[Any], Iterator[str]]


def _flag(option: str, when: object = True) -> _Words:
    """An option without a value."""

    def words(value: Any) -> Iterator[str]:
        if value == when:
            yield option

    return words


def _valued(option: str) -> _Words:
    """An option with one value, left out where that is the default."""

    def words(value: Any) -> Iterator[str]:
        if value is not None:
            yield from (option, value)

    return words


def _repeated(option: str, spelled: Callable[[Any], str] = str) -> _Words:
    """An option that is given once for each value."""

    def words(values: Any) -> Iterator[str]:
        for value in values:
            yield from (option, spelled(value))

    return words


OPTIONS: Mapping[str, _Words] = {
    "apis": _repeated("--api"),
    "accept": _repeated("--accept"),
    "strict": _flag("--strict"),
    "audiences": _repeated("--audience", lambda entry: f"{entry[0]}={','.join(entry[1])}"),
    "stage": _valued("--stage"),
    "payload": _valued("--payload"),
    "keep_logical_ids": _flag("--keep-logical-ids"),
    "handlers": _flag("--no-handlers", when=False),
    "fix_close": _flag("--fix-1.0"),
    "fixtures": _flag("--fixtures"),
    "shim": _flag("--shim"),
    "side_by_side": _flag("--side-by-side"),
    "switch": _flag("--switch"),
    "finish": _flag("--finish"),
    "undo": _flag("--undo"),
    "split": _flag("--split"),
    "keep": _repeated("--exclude", lambda keep: keep.api),
}
"""How each field of `migrator.migration.Options` is spelled on a command line."""

RUN: Mapping[str, _Words] = {
    "mode": _flag("--write", when=Mode.WRITE),
    "allow_dirty": _flag("--allow-dirty"),
    "verify": _flag("--no-verify", when=False),
    "verify_handlers": _flag("--verify-handlers"),
}
"""How the fields of a report are spelled that change what a run does; where and how it is shown repeats nothing."""


def commands(report: Report) -> list[str]:
    """The lines to type: install the same tool, and run it with the same options over the templates that it changed.

    Arguments:
        report: the run.
    """
    paths = list(dict.fromkeys(m.source.path for m in report.migrations if m.changed or m.findings or m.error))
    named = paths[:MOST_PATHS] if 0 < len(paths) <= MOST_PATHS else ["."]
    words = [
        "sam-migrate",
        report.direction.value,
        *_run(report),
        *option_words(report.options),
        *map(path_argument, named),
    ]
    return [installation(), shlex.join(words)]


def _run(report: Report) -> Iterator[str]:
    for name, words in RUN.items():
        yield from words(getattr(report, name))


def option_words(options: Options) -> Iterator[str]:
    """Options as they are typed, without those that say what holds anyway.

    Arguments:
        options: what was asked for.
    """
    for name, words in OPTIONS.items():
        value = getattr(options, name)
        if value != getattr(_DEFAULTS, name):
            yield from words(value)


_DEFAULTS = Options()
