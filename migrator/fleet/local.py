"""Look at batches on this machine: one after the other, or in worker processes."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from functools import partial
from typing import TypeAlias

import migrator

from ..command.pool import Pool
from ..command.progress import Progress, ticking
from ..command.worker import Job, Say
from ..options import Direction
from .examine import Portion, Terms, examine, spoilt
from .places import Batch

Portions: TypeAlias = Generator[Portion, None, None]
"""What comes of batches, as they are done. Whoever closes it ends the processes."""


def in_processes(batches: Sequence[Batch], terms: Terms, workers: int, watch: Progress) -> Portions:
    """Hand out what comes of each batch as it is done. What a batch leaves to others is their next round.

    Arguments:
        batches: what to look at.
        terms: what holds for all.
        workers: how many processes; 1 for this one.
        watch: is told how it goes on; its names are added to.
    """
    round_ = tuple(batches)
    while round_:
        watch.goes_on_with(batch.label for batch in round_)
        rest: list[Batch] = []
        with closing(_round(round_, terms, min(workers, len(round_)), watch)) as portions:
            for portion in portions:
                rest += portion.rest
                yield portion
        round_ = tuple(rest)


def _round(batches: Sequence[Batch], terms: Terms, workers: int, watch: Progress) -> Portions:
    if workers == 1:
        yield from _here(batches, terms, watch)
        return
    # What is loaded here the workers inherit, where they are copies of this process.
    migrator.load(Direction.TO_HTTP, verify=terms.verify)
    job = Job(batches, partial(_perform, terms), spoilt)
    with closing(Pool(job, workers, watch).results()) as results:
        yield from (portion for _, portion in results)


def _here(batches: Sequence[Batch], terms: Terms, watch: Progress) -> Portions:
    with ticking(watch):
        for number, batch in enumerate(batches):
            watch.started(number)
            portion = examine(batch, terms)
            watch.finished(number)
            yield portion


def _perform(terms: Terms, batch: Batch, _say: Say) -> Portion:
    return examine(batch, terms)
