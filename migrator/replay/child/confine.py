"""Limit what a process can take and reach, as far as the system lets it."""

from __future__ import annotations

import sys
from contextlib import suppress

from .kernel import NEW_NETWORK, NEW_USER, Kernel


def confine(memory: int, seconds: int) -> None:
    """Limit what the process can take, as far as the system lets it.

    Arguments:
        memory: bytes of address space; 0 for no limit.
        seconds: of processor time.
    """
    if sys.platform == "win32":
        return
    import os
    import resource

    wanted = {"RLIMIT_AS": memory, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": 256 << 20, "RLIMIT_CORE": 0}
    if os.getuid():  # no limit holds for root; for others it counts all they run, so it only ends an explosion
        wanted["RLIMIT_NPROC"] = 4096
    if not memory:
        del wanted["RLIMIT_AS"]
    for name, value in wanted.items():
        try:
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (limit, limit))
        except (AttributeError, OSError, ValueError):
            continue


def leave_network(kernel: Kernel) -> None:
    """Move to a network without interfaces where the kernel allows it: drivers written in C open sockets unseen."""
    try:
        kernel.unshare(NEW_NETWORK)
    except OSError:
        with suppress(OSError):
            kernel.unshare(NEW_USER | NEW_NETWORK)
