"""What ``--check`` knows of templates that it looked at before: what stays as it is need not be migrated again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import migrator

from ..findings import Finding, Level
from ..fleet.build import build
from ..fleet.kept import KnownResults, ResultKind
from ..fleet.store import ResultStore, StoreError, usual_folder
from ..migration import ApiOutcome, Migration, Status
from ..text.source import Source
from .run import Task


def opened() -> KnownResults | None:
    """What is known on this machine; None where nothing can be kept."""
    try:
        store = ResultStore(usual_folder())
        store.open()
    except StoreError:
        return None
    store.sweep()
    return KnownResults(store, build())


def checked(known: KnownResults, task: Task, source: Source, attempt: Callable[[], Migration]) -> Migration:
    """Migrate a template, unless it is known that nothing of it changes: then only what a check says of it is there.

    Arguments:
        known: what is known.
        task: what to do with it.
        attempt: migrates it.
    """
    kind = ResultKind("check", _content, lambda content: _migration(content, task, source))
    # The paths of definitions start in the current folder.
    here = str(Path().resolve()) if task.options.definitions else ""
    asked = (task.direction.value, repr(task.options), str(task.verify), here)
    return known.result(source, asked, kind, attempt)[0]


def _content(migration: Migration) -> Any:
    """What a check says of a template, as JSON has it; none of one that changes or could not be judged."""
    if migration.changed or migration.status is Status.ERROR:
        return None
    apis = [(api.id, api.status.value, api.routes, api.step, api.reason) for api in migration.apis]
    return migration.status.value, apis, [(found.code.name, found.api) for found in migration.blockers]


def _migration(content: Any, task: Task, source: Source) -> Migration:
    status, apis, blockers = content
    codes = migrator.known_codes() if blockers else {}
    outcomes = (ApiOutcome(name, name, Status(what), *rest) for name, what, *rest in apis)
    return Migration(
        source,
        task.direction,
        Status(status),
        source.text,
        apis=tuple(outcomes),
        findings=tuple(Finding(codes[code], "", "", Level.BLOCKER, api) for code, api in blockers),
    )
