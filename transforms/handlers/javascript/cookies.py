"""Cookies that a function of the package reads from the headers that it is given: payload 2.0 holds them beside the headers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .. import sentences
from .chains import Chain
from .places import Placer, UnplacedError

if TYPE_CHECKING:
    from ..rules import Table
    from .judge import Judge

_HEADERS = ("headers",)


def given(placer: Placer, table: Table, chains: Iterable[Chain]) -> tuple[list[Chain], list[Chain]]:
    """What has to change for functions that read cookies from headers and have no event.

    Arguments:
        placer: knows where the event is.
        table: where each field stands.
        chains: the reads of the event.

    Returns:
        Reads of the cookie header that stay reads of a header; and the headers that are given to those functions with
        the cookies among them.
    """
    chains = list(chains)
    reads = [chain for chain in chains if _is_cookie(table, chain) and _is_far(placer, chain)]
    waiting, known, sources = [chain.holder for chain in reads], set[int](), list[Chain]()
    while waiting:
        holder = waiting.pop()
        if id(holder) in known:
            continue
        known.add(id(holder))
        for chain in chains:
            if chain.use.holder is holder:
                if _is_far(placer, chain) and not chain.steps:
                    waiting.append(chain.holder)
                else:
                    sources.append(chain)
    return reads, sources


def write(judge: Judge, placer: Placer, chain: Chain) -> None:
    """Put the cookies among headers that are given to a function.

    Raises:
        UnplacedError: the event is not at hand there.
    """
    event = placer.event_for(chain)
    if event is None or (chain.steps and chain.steps[-1].how == "pattern"):
        raise UnplacedError(sentences.NO_EVENT)
    quote = chain.module.quote
    joined = f"{event}.cookies?.join({quote}; {quote})"
    judge.draft_of(chain.module).wrap(chain.node, "{ ...", f", cookie: {joined} }}")


def _is_cookie(table: Table, chain: Chain) -> bool:
    rule = table(chain.path)
    return rule is not None and rule.kind == "cookie" and chain.path[:1] == _HEADERS


def _is_far(placer: Placer, chain: Chain) -> bool:
    """Whether a function is given the headers, and not the event."""
    is_given = chain.holder.path == _HEADERS and chain.holder.kind != "result"
    return is_given and placer.event_at(chain.module, chain.node) is None and placer.unpacked(chain) is None
