"""How a run can be repeated: the command line that asks for the same."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from ..migration import Options
from . import Mode, Report
from .origin import installation

MOST_PATHS = 20
"""Templates that a command names; more make no command that anybody copies."""


def commands(report: Report) -> list[str]:
    """The lines to type: install the same tool, and run it with the same options over the templates that it changed.

    Arguments:
        report: the run.
    """
    paths = list(dict.fromkeys(m.source.path for m in report.migrations if m.changed or m.findings or m.error))
    named = paths[:MOST_PATHS] if 0 < len(paths) <= MOST_PATHS else ["."]
    write = ["--write"] if report.mode is Mode.WRITE else []
    words = ["sam-migrate", report.direction.value, *write, *_options(report.options), *map(_path, named)]
    return [installation(), shlex.join(words)]


def _options(options: Options) -> Iterator[str]:
    for name in options.apis:
        yield from ("--api", name)
    for accept in options.accept:
        yield from ("--accept", f"{accept.code}:{accept.api}" if accept.api else accept.code)
    if options.strict:
        yield "--strict"
    for name, ids in options.audiences:
        yield from ("--audience", f"{name}={','.join(ids)}")
    if options.stage is not None:
        yield from ("--stage", options.stage)
    if options.payload != Options().payload:
        yield from ("--payload", options.payload)
    if options.keep_logical_ids:
        yield "--keep-logical-ids"


def _path(path: str) -> str:
    return f"./{path}" if path.startswith("-") and path != "-" else path
