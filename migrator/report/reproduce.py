"""How a run can be repeated: the command line that asks for the same."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from ..spelling import Words, flag, path_argument, spelled
from . import Mode, Report
from .origin import installation

MOST_PATHS = 20
"""Templates that a command names; more make no command that anybody copies."""

RUN: Mapping[str, Words] = {
    "mode": flag("--write", when=Mode.WRITE),
    "allow_dirty": flag("--allow-dirty"),
    "verify": flag("--no-verify", when=False),
    "verify_handlers": flag("--verify-handlers"),
}
"""How the fields of a report are spelled that change what a run does; where and how it is shown repeats nothing."""


def commands(report: Report) -> list[str]:
    """The lines to type: install the same tool, and run it with the same options over the templates that it changed.

    Arguments:
        report: the run.
    """
    paths = list(dict.fromkeys(m.source.path for m in report.migrations if m.changed or m.findings or m.error))
    named = paths[:MOST_PATHS] if 0 < len(paths) <= MOST_PATHS else ["."]
    words = ["sam-migrate", report.direction.value, *_run(report), *spelled(report.options), *map(path_argument, named)]
    return [installation(), shlex.join(words)]


def _run(report: Report) -> Iterator[str]:
    for name, words in RUN.items():
        yield from words(getattr(report, name))
