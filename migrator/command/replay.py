"""Run the handlers of a migration before and after, and compare what clients get. This runs the user's code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ..findings import Finding, Level
from ..migration import HandlerOutcome, Migration, Status, Trial

if TYPE_CHECKING:
    from ..replay.code import DeployedCode
    from ..replay.difference import Deviation

SHOWN = 3
"""Differences that an error names; the report has them all."""

WALLS = (
    "--verify-handlers: this system gives no namespaces, so that Python alone keeps handlers from other processes and "
    "your files; code in C gets around that"
)

FAULT = "; sam-migrate took the code of {} for proven and was wrong, please report it"


def replayed(migration: Migration) -> Migration:
    """Run every handler that is said to follow; a migration whose handlers answer otherwise becomes an error.

    Arguments:
        migration: one that is not written yet.
    """
    if migration.status is Status.ERROR or not migration.handlers:
        return migration
    from ..replay.difference import Weight

    worse: list[str] = []
    faults: list[str] = []
    handlers = []
    for handler in migration.handlers:
        found = _differences(handler, migration)
        different = [f"{handler.function}: {each.sentence}" for each in found if each.weight is Weight.DIFFERENT]
        worse += different
        faults += [handler.function] if different and _proven(handler) else []
        handlers.append(replace(handler, runs=tuple(f"{each.weight.value}: {each.sentence}" for each in found)))
    if not worse:
        return replace(migration, handlers=tuple(handlers))
    more = f", and {len(worse) - SHOWN} more" if len(worse) > SHOWN else ""
    said = "; ".join(worse[:SHOWN])
    ours = FAULT.format(" and ".join(faults)) if faults else ""
    return migration.withdrawn(f"the handlers answer otherwise, nothing is written: {said}{more}{ours}")


def weaker_walls() -> Iterator[str]:
    """Say, before handlers are run, that only Python keeps them where they are: the kernel gives no namespaces."""
    from ..replay.runner import walled

    if not walled():
        yield WALLS


def _proven(handler: HandlerOutcome) -> bool:
    """Whether the code is said to follow, and no finding says that part of it could not be proven."""
    return not any(finding.code.level is Level.BLOCKER for finding in handler.findings)


def _differences(handler: HandlerOutcome, migration: Migration) -> tuple[Deviation, ...]:
    trial = handler.trial
    if trial is None:
        return ()
    from ..facts import Facts
    from ..replay.compare import compare

    old, new = _code(trial, 0, ()), _code(trial, 1, tuple(_changed(trial, migration)))
    return compare(old, new, cast("Facts", trial.facts), findings=_about(handler, migration))


def _about(handler: HandlerOutcome, migration: Migration) -> tuple[Finding, ...]:
    """What the report says of a function, below its name or as one of its routes and authorizers."""
    ids = [result.id for result in migration.apis if result.status is Status.MIGRATED]
    return (*handler.findings, *(finding for finding in migration.findings if finding.api in ids))


def _code(trial: Trial, side: int, changed: tuple[tuple[str, str | bytes], ...]) -> DeployedCode:
    """The code of one side: what the template holds, or a folder with what changes in it."""
    from ..facts import Entry
    from ..replay.code import DeployedCode

    entry = Entry(trial.module, trial.function)
    if trial.folder is None:
        name = trial.module if trial.script else f"{trial.module}.py"
        return DeployedCode(entry, None, ((name, trial.inline[side]),), trial.environment, trial.script)
    return DeployedCode(entry, Path(trial.folder), changed, trial.environment, trial.script)


def _changed(trial: Trial, migration: Migration) -> Iterator[tuple[str, str]]:
    """Files below the folder that change, by their path in it."""
    folder = Path(trial.folder or "").resolve()
    for change in migration.files:
        path = Path(change.source.path)
        real = path.parent.resolve() / path.name
        if real.is_relative_to(folder):
            yield real.relative_to(folder).as_posix(), change.after
