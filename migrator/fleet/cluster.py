"""Look at batches on a dask cluster: a few at a time, tried again where a worker is lost, none of them twice."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from typing import Any, Final

from ..command.arguments import ArgumentError
from ..command.progress import Progress
from ..command.stopping import held
from ..report.reproduce import missing
from .build import build
from .examine import Portion, Terms, examine, spoilt
from .local import Portions
from .places import Batch

LOCAL: Final = "local"
AHEAD = 3
"""Tasks that are handed out for each thread of the workers: enough that none waits, few enough that none is buried."""
TOGETHER = 4
"""Repositories in one task, whose handing out takes about 3 ms."""
ATTEMPTS = 2
"""How often a template is tried alone. The scheduler has tried it on several workers each time."""

_STARTS = 3

Bundle = tuple[Batch, ...]


def on_cluster(batches: Sequence[Batch], terms: Terms, scheduler: str, workers: int, watch: Progress) -> Portions:
    """Hand out what comes of each batch as it is done.

    Arguments:
        batches: what to look at.
        terms: what holds for all.
        scheduler: address of a scheduler, or ``local`` for a cluster on this machine.
        workers: how many processes that has.
        watch: is told how it goes on; its names are added to.

    Raises:
        ArgumentError: dask is not there, or no scheduler at this address, or its workers run another build.
    """
    with _client(scheduler, workers, terms) as client:
        watch.note(f"dask shows its progress at {_page(client)}")
        yield from _Cluster(client, terms, watch).run(batches)


def _page(client: Any) -> str:
    """Where a browser sees the cluster: its dashboard takes bokeh, its tables take nothing."""
    link = str(client.dashboard_link)
    return link if find_spec("bokeh") is not None else link.replace("/status", "/info/main/workers.html")


class _Cluster:
    """One run.

    Arguments:
        client: of the cluster.
        terms: what holds for all.
        watch: is told how it goes on.
    """

    def __init__(self, client: Any, terms: Terms, watch: Progress) -> None:
        from distributed import as_completed

        self._client = client
        self._terms = terms
        self._watch = watch
        self._running: dict[Any, tuple[int, Bundle]] = {}
        self._done = as_completed()
        self._attempts: dict[Bundle, int] = {}

    def run(self, batches: Sequence[Batch]) -> Portions:
        """Hand out what comes of each batch as it is done."""
        waiting = deque(_bundles(batches))
        while waiting or self._running:
            while waiting and len(self._running) < self._window():
                self._submit(waiting.popleft())
            future = next(self._done)
            number, bundle = self._running.pop(future)
            self._watch.finished(number)
            self._watch.tick()
            portion = self._portion(future, bundle)
            waiting.extendleft(reversed([*_bundles(portion.rest)]))
            yield portion

    def _window(self) -> int:
        threads: dict[str, int] = self._client.nthreads()
        return AHEAD * max(1, sum(threads.values()))

    def _submit(self, bundle: Bundle) -> None:
        number = len(self._watch.names)
        self._watch.names.append(bundle[0].label)
        self._watch.started(number)
        future = self._client.submit(examine_all, bundle, self._terms, pure=False)
        self._running[future] = number, bundle
        self._done.add(future)

    def _portion(self, future: Any, bundle: Bundle) -> Portion:
        if future.status == "finished":
            portion: Portion = future.result()
            return portion
        reason = "the worker process ended" if future.status == "error" else "the cluster lost it"
        if len(bundle) > 1:
            return Portion(rest=bundle)
        if _is_single(bundle[0]) and self._attempts.get(bundle, 0) + 1 < ATTEMPTS:
            self._attempts[bundle] = self._attempts.get(bundle, 0) + 1
            return Portion(rest=bundle)
        return spoilt(bundle[0], reason)


def examine_all(bundle: Bundle, terms: Terms) -> Portion:
    """Look at several batches: one task of a worker.

    Arguments:
        bundle: what to look at.
        terms: what holds for all.
    """
    portions = [examine(batch, terms) for batch in bundle]
    rows = tuple(row for portion in portions for row in portion.rows)
    return Portion(rows, tuple(batch for portion in portions for batch in portion.rest))


def _is_single(batch: Batch) -> bool:
    return batch.targets is not None and len(batch.targets) == 1


def _bundles(batches: Sequence[Batch]) -> Iterator[Bundle]:
    """Repositories in tasks of a few, where there are many; parts of one repository each in its own."""
    together = TOGETHER if len(batches) > AHEAD * TOGETHER else 1
    whole = [batch for batch in batches if batch.targets is None]
    yield from ((batch,) for batch in batches if batch.targets is not None)
    yield from (tuple(whole[start : start + together]) for start in range(0, len(whole), together))


@contextmanager
def _client(scheduler: str, workers: int, terms: Terms) -> Iterator[Any]:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ArgumentError(f"--scheduler {scheduler}: {missing(error)}") from None
    for name in ("distributed", "distributed.client"):  # what becomes of tasks says what became of their workers
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if scheduler == LOCAL:
        with ExitStack() as stack:
            # A profile of every 10 ms of work is kept by each worker, and grows with the run.
            stack.enter_context(dask.config.set({"distributed.worker.profile.enabled": False}))
            with held():  # what is started now, threads and through them workers, leaves Ctrl-C to this process
                client = stack.enter_context(Client(stack.enter_context(_started(LocalCluster, workers))))
            yield client
        return
    try:
        client = Client(scheduler, timeout=30)
    except (OSError, ValueError) as error:
        raise ArgumentError(f"--scheduler {scheduler}: no scheduler answers: {str(error) or 'no time left'}") from None
    with client:
        if several := [worker for worker, threads in client.nthreads().items() if threads > 1]:
            # AWS's translator keeps settings for a whole process.
            raise ArgumentError(f"--scheduler {scheduler}: {several[0]} has several threads; dask worker --nthreads 1")
        others = [worker for worker, found in client.run(build).items() if found != terms.known.build]
        if others:
            raise ArgumentError(f"--scheduler {scheduler}: {others[0]} runs another build of sam-migrate than this one")
        yield client


def _started(cluster: Any, workers: int) -> Any:
    """A cluster on this machine. It does not start where a worker ends meanwhile, so that is tried again.

    Raises:
        ArgumentError: it does not start.
    """
    reason = ""
    for _ in range(_STARTS):
        try:
            return cluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
        except (OSError, RuntimeError, TimeoutError) as error:
            reason = " ".join(str(error).split()) or type(error).__name__
    raise ArgumentError(f"--scheduler {LOCAL}: dask does not start: {reason}")
