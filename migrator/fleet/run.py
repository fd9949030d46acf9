"""One inventory from beginning to end: rows are written as they come, and counted."""

from __future__ import annotations

from datetime import datetime, timezone
from importlib.metadata import version

from .. import __version__
from .places import Shard
from .rows import VERSION, RunRow


def run_row(shard: Shard) -> RunRow:
    """What is said of the run itself.

    Arguments:
        shard: which part of the fleet is looked at.
    """
    started = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return RunRow(VERSION, __version__, translator(), started, str(shard))


def translator() -> str:
    """The version of AWS's translator, which proves migrations."""
    return version("aws-sam-translator")
