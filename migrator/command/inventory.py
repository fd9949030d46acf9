"""Carry out ``inventory``: look at the repositories of a fleet and write what they hold as rows. Prints nothing."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ..fleet.build import build, run_row
from ..fleet.clones import Clones
from ..fleet.examine import Portion, Terms
from ..fleet.kept import KnownResults
from ..fleet.local import Portions, in_processes
from ..fleet.output import opened
from ..fleet.places import Batch, Shard, batches, read_list
from ..fleet.store import ResultStore, StoreError, usual_folder
from ..fleet.sums import FleetSums
from ..report.words import count
from .arguments import ArgumentError
from .ending import DONE, PENDING, Ending
from .processors import processors
from .progress import Progress, progress
from .stopping import RunStopped

PROCESSES, LOCAL = "processes", "local"
LARGE = 1_000
"""Repositories from which on a dask cluster is started on this machine, where dask is installed."""
_ELSEWHERE = "{}; --cache names another folder, --no-cache does without"
BATCHES_PER_WORKER = 2
"""A worker process pays its start from here on."""


@dataclass(frozen=True)
class InventoryRequest:
    """What ``inventory`` is asked for.

    Arguments:
        paths: folders and templates.
        repositories: a file that lists further ones; None for none.
        output: where rows go; None for nowhere.
        statistics: print what keeps how many APIs.
        verify: compile and compare.
        shard: which part of the fleet is looked at.
        jobs: how many processes; None to choose.
        cache: where results are kept; None to keep none.
        scheduler: ``processes``, ``local``, or the address of a dask scheduler; None to choose.
        clones: how many repositories are cloned at once.
        quiet: print no progress.
    """

    paths: tuple[str, ...]
    repositories: str | None
    output: str | None
    statistics: bool
    verify: bool
    shard: Shard
    jobs: int | None
    cache: Path | None
    scheduler: str | None
    clones: int
    quiet: bool = False


def take(request: InventoryRequest) -> Ending:
    """Make an inventory.

    Exit status: 0; 1 where something could not be read or judged.

    Arguments:
        request: what was asked for.

    Raises:
        ArgumentError: a path leads nowhere, or rows cannot be written where they should.
        RunStopped: a signal ended the run.
    """
    listed = read_list(request.repositories) if request.repositories is not None else []
    todo = list(batches(request.paths or (() if listed else (".",)), listed, request.shard))
    sums = FleetSums(len({batch.repository for batch in todo}))
    output = opened(request.output, request.shard) if request.output is not None else None
    store = _store(request.cache)
    clones = Clones(request.cache / "clones", request.clones) if request.cache is not None else None
    terms = Terms(request.verify, KnownResults(store, build()), clones)
    try:
        if output is not None:
            output.add([run_row(request.shard)])
        with (
            progress((), None if request.quiet else sys.stderr, "batches") as watch,
            closing(_portions(request, terms, todo, watch)) as portions,
        ):
            for portion in _told(portions, watch):
                sums.add(portion.rows)
                if output is not None:
                    output.add(portion.rows)
    finally:
        if output is not None:
            output.close()
    if store is not None:
        store.sweep()
    product = sums.statistics() if request.statistics else ""
    return Ending(PENDING if sums.unread else DONE, f"{product}{sums.summary()}", guarded=True)


def cache_folder(given: str | None, *, unused: bool) -> Path | None:
    """Read ``--cache`` and ``--no-cache``: where results are kept.

    Raises:
        ArgumentError: both are given.
    """
    if unused:
        if given is not None:
            raise ArgumentError("--cache and --no-cache exclude each other")
        return None
    if given is not None:
        return Path(given)
    try:
        return usual_folder()
    except StoreError as error:
        raise ArgumentError(_ELSEWHERE.format(error)) from None


def _store(folder: Path | None) -> ResultStore | None:
    if folder is None:
        return None
    store = ResultStore(folder)
    try:
        store.open()
    except StoreError as error:
        raise ArgumentError(_ELSEWHERE.format(error)) from None
    return store


def _portions(request: InventoryRequest, terms: Terms, todo: list[Batch], watch: Progress) -> Portions:
    scheduler = request.scheduler or _chosen(todo)
    if scheduler != PROCESSES:
        from ..fleet.cluster import on_cluster

        return on_cluster(todo, terms, scheduler, request.jobs or processors(), watch)
    most = max(1, min(processors(), len(todo) // BATCHES_PER_WORKER))
    # Whoever clones waits for the network most of the time.
    waiting = min(request.clones, sum(not batch.is_local for batch in todo))
    return in_processes(todo, terms, request.jobs or max(most, waiting), watch)


def _chosen(todo: list[Batch]) -> str:
    """A cluster takes seconds to start, and says more of a long run: from here on that is worth it."""
    return LOCAL if len(todo) >= LARGE and find_spec("distributed") is not None else PROCESSES


def scheduler(given: str | None) -> str | None:
    """Read the value of ``--scheduler``.

    Raises:
        ArgumentError: it is no word for an engine, and no address.
    """
    if given is not None and given not in (PROCESSES, LOCAL) and not given.startswith(("tcp://", "tls://", "ws")):
        raise ArgumentError(f"--scheduler {given!r}: expected {PROCESSES}, {LOCAL}, or an address as tcp://HOST:8786")
    return given


def _told(portions: Iterator[Portion], watch: Progress) -> Iterator[Portion]:
    """The portions; a run that is stopped says how far it is."""
    try:
        yield from portions
    except (RunStopped, KeyboardInterrupt) as stop:
        number = stop.number if isinstance(stop, RunStopped) else signal.SIGINT
        done = f"{watch.done} of {count(len(watch.names), 'batch', 'batches')} done"
        raise RunStopped(number, done) from None
