"""What a command line asks for, once its words are understood."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..migration import Direction, Options
from ..report import Mode
from .arguments import ArgumentError
from .files import STDIN


@dataclass(frozen=True)
class Request:
    """One run.

    Arguments:
        direction: which way.
        paths: templates and folders, or ``-``.
        options: what holds for every template.
        mode: what to do with the new text.
        verify: compile both templates and compare them.
        verify_handlers: run handlers before and after and compare their answers.
        allow_dirty: write files with uncommitted changes too.
        format: format of the report.
        output: file that the report goes to; None for the terminal.
        color: ``auto``, ``always`` or ``never``.
        jobs: templates to migrate at once; None to choose.
    """

    direction: Direction
    paths: tuple[str, ...]
    options: Options
    mode: Mode
    verify: bool
    verify_handlers: bool
    allow_dirty: bool
    format: str
    output: str | None
    color: str
    jobs: int | None


def mode(paths: tuple[str, ...], *, write: bool, check: bool) -> Mode:
    """Decide what happens to the new text.

    Raises:
        ArgumentError: the options contradict each other.
    """
    if write and check:
        raise ArgumentError("--write and --check exclude each other")
    if STDIN not in paths:
        return Mode.WRITE if write else Mode.CHECK if check else Mode.DRY_RUN
    if len(set(paths)) > 1:
        raise ArgumentError("- (stdin) stands alone, without further paths")
    if write:
        raise ArgumentError("--write needs a file; what comes from stdin goes to stdout")
    return Mode.FILTER


def check_output(output: str | None, templates: list[Path]) -> None:
    """Refuse a report file that cannot be written, before anything else is.

    Arguments:
        output: the file that the report goes to.
        templates: the files that the run reads.

    Raises:
        ArgumentError: and why.
    """
    if output is None:
        return
    path = Path(output)
    if path.is_dir() or not path.parent.is_dir() or (path.exists() and not os.access(path, os.W_OK)):
        raise ArgumentError(f"--output {output}: no file can be written there")
    if path.resolve() in {template.resolve() for template in templates}:
        raise ArgumentError(f"--output {output}: the report would overwrite the template; --write migrates it in place")
