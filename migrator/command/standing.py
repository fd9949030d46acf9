"""Carry out ``status``: say where each API stands. Prints nothing, writes nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import migrator

from ..migration import Migration
from ..options import Direction, Options
from ..report import text
from ..report.status import TemplateState, render
from ..steps.state import states
from ..text.source import Source, SourceError
from . import config, terminal
from .ending import DONE, FAILED, Ending
from .files import Target, find, read
from .progress import progress, ticking


def tell(paths: tuple[str, ...], direction: str | None, report_format: str, color: str) -> Ending:
    """Say where the APIs of templates stand.

    Exit status: 0; 2 where a template cannot be read.

    Arguments:
        paths: templates and folders; none for those of the settings, else the current folder.
        direction: value of ``--direction``; None for that of the settings, else ``to-http``.
        report_format: ``text`` or ``json``.
        color: ``auto``, ``always`` or ``never``.

    Raises:
        ArgumentError: the settings or the direction cannot be understood.
    """
    way, settings = config.chosen(direction)
    targets = find(paths or settings.located_paths() or (".",))
    with progress([target.path for target in targets], sys.stderr) as watch, ticking(watch):
        found: list[TemplateState] = []
        for number, target in enumerate(targets):
            watch.started(number)
            found += stands(target, way, settings.of_template(target.path))
            watch.finished(number)
    product = render(report_format, way, found, terminal.look(color, sys.stdout))
    problems = tuple(text.locate(each.error, each.path) for each in found if each.error)
    return Ending(FAILED if _failed(found, targets) else DONE, product, problems, guarded=report_format == "text")


def _failed(found: Sequence[TemplateState], targets: Sequence[Target]) -> bool:
    """Whether a template that was named could not be read; one that is found in a folder need not be one."""
    named = {target.path for target in targets if target.named}
    return any(each.error and each.path in named for each in found)


def stands(target: Target, way: Direction, options: Options) -> Iterator[TemplateState]:
    """Where the APIs of one template stand; nothing of a file that has none.

    Arguments:
        target: the file.
        way: which way they go.
        options: what the repository asks for.
    """

    def attempt(source: Source, wanted: Options) -> Migration:
        return migrator.migrate(source, way, wanted)

    try:
        source = read(target)
    except SourceError as error:
        yield TemplateState(target.path, (), str(error))
        return
    if source is not None and (apis := states(source, way, options, attempt)):
        yield TemplateState(target.path, apis)
