"""Limit what a process can take and reach, as far as the system lets it."""

from __future__ import annotations

import sys

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


def confine(memory: int, seconds: int) -> None:
    """Limit what the process can take, as far as the system lets it."""
    if sys.platform == "win32":
        return
    import os
    import resource

    wanted = {"RLIMIT_AS": memory, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": 256 << 20, "RLIMIT_CORE": 0}
    if os.getuid():  # no limit holds for root; for others it counts all they run, so it only ends an explosion
        wanted["RLIMIT_NPROC"] = 4096
    for name, value in wanted.items():
        try:
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (limit, limit))
        except (AttributeError, OSError, ValueError):
            continue
    if sys.platform == "linux":
        leave_network()


def leave_network() -> None:
    """Move to a network without interfaces where the kernel allows it: drivers written in C open sockets unseen."""
    import ctypes

    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare is not None and unshare(NEW_NETWORK) != 0:
        unshare(NEW_USER | NEW_NETWORK)
