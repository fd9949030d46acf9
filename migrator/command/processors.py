"""How many processors this process may use: the machine's are not all its own in a container."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_CGROUPS = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")


def processors() -> int:
    """Count the processors that are there, that this process may run on, and that its quota pays for."""
    return max(1, min(_allowed(), _quota(_CGROUPS, _OWN)))


def _allowed() -> int:
    if hasattr(os, "process_cpu_count"):  # Python 3.13 on
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quota(root: Path, own: Path) -> int:
    """Processors that a control group pays for, rounded up; as good as endless where there is no limit.

    Arguments:
        root: where control groups are mounted.
        own: the file that names those of this process.
    """
    found = [math.ceil(quota) for quota in _quotas(root, own) if quota > 0]
    return min(found, default=1 << 16)


def _quotas(root: Path, own: Path) -> Iterator[float]:
    try:
        lines = own.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":  # the one hierarchy of version 2
            yield from (_v2(folder / "cpu.max") for folder in _levels(root, path))
        elif "cpu" in controllers.split(","):
            yield from (_v1(folder) for folder in _levels(root / "cpu", path))


def _levels(root: Path, path: str) -> Iterator[Path]:
    """A group and those that it is in. A container sees its own group at the root, whatever its path says."""
    groups = PurePosixPath(path.lstrip("/"))
    yield from (root / group for group in (groups, *groups.parents))


def _v2(file: Path) -> float:
    """The quota of version 2: microseconds of each period, such as ``150000 100000``, or ``max``."""
    try:
        quota, period = file.read_text().split()
        return int(quota) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return 0.0


def _v1(folder: Path) -> float:
    """The quota of version 1, two files; -1 stands for no limit."""
    try:
        quota, period = ((folder / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        return int(quota) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return 0.0
