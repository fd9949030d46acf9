"""A run of a campaign: one repository after the other, as fast as a forge likes it; and what a campaign says."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from ...bot.kinds import ForgeKind
from ...report.sanitize import clean_line
from ...report.words import count
from .ledger import CampaignEntry, Ledger, PullState
from .proposing import ForgeAccess
from .selection import AT_ONCE, Ready

MOST_TRIES = 2
"""How often a repository is begun. One at which runs end in the middle is not taken a third time by itself."""
MOST_FAILURES = 5
"""Failures one after the other; then it is not the repositories that something is wrong with."""
_HOUR = 3600.0


@dataclass(frozen=True)
class Pace:
    """How much is done.

    Arguments:
        limit: pull requests that a run opens at most.
        hourly: pull requests that it opens in an hour at most.
        retry: whether repositories that failed are tried again.
    """

    limit: int
    hourly: float
    retry: bool = False


def waiting(ready: Sequence[Ready], ledger: Ledger, direction: str, step: str, *, retry: bool) -> list[CampaignEntry]:
    """The entries of repositories that something is still to be done in, in the order given.

    The whole way at once and a step of it have one branch: where a pull request of the one is open, the other waits.
    """
    taken = {
        entry.repository
        for entry in ledger.entries()
        if entry.state is PullState.OPENED
        and entry.direction == direction
        and step != entry.step
        and AT_ONCE in (step, entry.step)
    }
    found = []
    for each in ready:
        if each.repository in taken:
            continue
        entry = ledger.find(each.repository, direction, step)
        if entry is None:
            found.append(CampaignEntry(each.repository, direction, step, PullState.WORKING))
        elif entry.state is PullState.WORKING or (retry and entry.state is PullState.FAILED):
            found.append(replace(entry, tries=0 if entry.state is PullState.FAILED else entry.tries))
    return found


def run(entries: Sequence[CampaignEntry], ledger: Ledger, access: ForgeAccess, pace: Pace) -> Iterator[CampaignEntry]:
    """Work through repositories; yield what became of each, once it is written.

    It ends early once the limit is reached, or when one failure follows the other.
    """
    opened, failures, last = 0, 0, 0.0
    for entry in entries:
        if opened >= pace.limit or failures >= MOST_FAILURES:
            return
        if entry.tries >= MOST_TRIES:
            why = f"a run ended in the middle of it {entry.tries} times; --retry tries it again"
            yield ledger.write(replace(entry, state=PullState.FAILED, why=why))
            continue
        if opened:
            time.sleep(max(0.0, last + _HOUR / pace.hourly - time.monotonic()))
        begun = ledger.write(replace(entry, state=PullState.WORKING, tries=entry.tries + 1))
        ended = ledger.write(access.propose(begun))
        if ended.state is PullState.OPENED:
            opened, last = opened + 1, time.monotonic()
        failures = failures + 1 if ended.state is PullState.FAILED else 0
        yield ended


def refresh(ledger: Ledger, access: ForgeAccess) -> Iterator[tuple[CampaignEntry, str]]:
    """Ask what became of pull requests since; yield each entry that was asked about, and why it could not be known."""
    from .proposing import FAULTS

    for entry in ledger.entries():
        if entry.state in (PullState.OPENED, PullState.CLOSED):
            try:
                now = access.look(entry)
            except FAULTS as error:
                yield entry, str(error)
                continue
            yield (entry if now == entry else ledger.write(now)), ""


def counted(entries: Sequence[CampaignEntry]) -> str:
    """How many there are of each state, in a few words."""
    counts = Counter(entry.state for entry in entries)
    return ", ".join(f"{counts[state]} {state.value}" for state in PullState if counts[state]) or "none"


VERSION = 1
"""Of the JSON; raised when it breaks."""


def line(entry: CampaignEntry) -> str:
    """What became of a repository, on one line."""
    about = " ".join(part for part in (entry.url, f"({entry.why})" if entry.why else "") if part)
    return clean_line(f"{entry.state.value:<10} {entry.repository}  {about}".rstrip())


def plan(ready: Sequence[Ready], entries: Sequence[CampaignEntry], limit: int, kind: ForgeKind) -> str:
    """What a run would do on a kind of forge."""
    apis = {each.repository: each.apis for each in ready}
    lines = [clean_line(f"{entry.repository}  {', '.join(apis[entry.repository])}") for entry in entries[:limit]]
    later, done = max(0, len(entries) - limit), len(ready) - len(entries)
    told = [f"{len(lines)} would get a {kind.pull_request} now", f"{later} later", f"{done} had their turn"]
    return "".join(
        f"{each}\n" for each in (*lines, f"{count(len(ready), 'repository', 'repositories')} ready: {', '.join(told)}.")
    )


def summary(entries: Sequence[CampaignEntry], left: int) -> str:
    """What a run did."""
    return f"{_number(entries)}: {counted(entries)}; {left} left for the next run.\n"


def table(entries: Sequence[CampaignEntry]) -> str:
    """The whole state, for people."""
    return "".join(f"{each}\n" for each in (*_ordered(entries), f"{_number(entries)}: {counted(entries)}."))


def document(entries: Sequence[CampaignEntry]) -> str:
    """The whole state, for programs."""
    rows = [{**asdict(entry), "state": entry.state.value} for entry in entries]
    return json.dumps({"version": VERSION, "repositories": rows}, indent=2) + "\n"


def _number(entries: Sequence[CampaignEntry]) -> str:
    return count(len(entries), "repository", "repositories")


def _ordered(entries: Sequence[CampaignEntry]) -> Iterator[str]:
    yield from map(line, sorted(entries, key=lambda entry: (entry.state.value, entry.repository)))
