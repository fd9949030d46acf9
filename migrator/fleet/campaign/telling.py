"""What a campaign says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from ...bot.kinds import ForgeKind
from ...report.sanitize import clean_line
from ...report.words import count
from .ledger import CampaignEntry
from .running import counted
from .selection import Ready

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
