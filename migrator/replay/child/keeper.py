"""Start a handler, and end all that it started when it is done, when the parent says so, or when the parent is gone."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from contextlib import suppress
from typing import Any

from . import world
from .confine import leave_network
from .handler import serve
from .kernel import Kernel


def main(path: str) -> None:
    """Run a job.

    Arguments:
        path: the job, a JSON file.
    """
    with open(path, encoding="utf-8") as stream:
        job = json.load(stream)
    sys.path.remove(job["root"])  # where this package is
    if not hasattr(os, "fork"):
        serve(job, *_inside(job))
        return
    kernel = Kernel() if sys.platform == "linux" else None
    if kernel is not None:
        kernel.adopt_orphans()
    ended, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    handler = (kernel and job["walls"] and _apart(job, kernel)) or _beside(job, kernel)
    word = _wait(handler, ended)
    _sweep(handler)
    if word == b"":
        import shutil

        shutil.rmtree(job["root"], ignore_errors=True)  # the parent is gone and cannot do it
    if kernel is None:
        os.killpg(0, signal.SIGKILL)  # this process is of the group
    os._exit(0)


def _wait(handler: int, ended: int) -> bytes | None:
    """Until the handler is done; what the parent said before, empty when it is gone."""
    while True:
        ready = select.select([0, ended], [], [])[0]
        if 0 in ready:
            return os.read(0, 1)
        os.read(ended, 512)
        try:
            while pid := os.waitpid(-1, os.WNOHANG)[0]:
                if pid == handler:
                    return None
        except ChildProcessError:
            return None


def _apart(job: dict[str, Any], kernel: Kernel) -> int | None:
    """Start the handler in a world of its own; None where the kernel does not allow that."""
    tell, told = os.pipe()
    outer = os.fork()
    if outer == 0:
        _child()
        os.close(tell)
        try:
            _enter(job, kernel, told)
        finally:  # nothing of a handler is ever said by a status
            os._exit(0)
    os.close(told)
    built = os.read(tell, 1)
    os.close(tell)
    if built:
        return outer
    os.waitpid(outer, 0)
    return None


def _enter(job: dict[str, Any], kernel: Kernel, told: int) -> None:
    shown = [*world.needed(job["root"]), *([job["node"]] if job["node"] else [])]
    world.leave(kernel)
    kernel.end_with_parent()  # after the change of namespace, which forgets it
    if first := os.fork():
        os.close(told)
        os.waitpid(first, 0)
        return
    kernel.end_with_parent()
    world.enter(kernel, job["world"], job["folder"], shown)
    # The first process of a namespace takes no signal and has to bury the orphans: it is not the handler's.
    if second := os.fork():
        os.write(told, b"!")
        os.close(told)
        while os.wait()[0] != second:
            continue
        return
    os.close(told)
    kernel.end_with_parent()
    kernel.give_up_privileges()
    serve(job, world.CODE, world.SCRATCH, shown, alone=True)


def _beside(job: dict[str, Any], kernel: Kernel | None) -> int:
    """Start the handler among all other processes."""
    pid = os.fork()
    if pid == 0:
        try:
            _child()
            if kernel is not None:
                leave_network(kernel)
                kernel.end_with_parent()
            serve(job, *_inside(job))
        finally:
            os._exit(0)
    return pid


def _inside(job: dict[str, Any]) -> tuple[str, str, list[str]]:
    return job["folder"], job["scratch"], world.needed(job["root"])


def _child() -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _sweep(handler: int) -> None:
    """End the handler and, where the kernel tells whose child a process is, all that came from it wherever it went."""
    if sys.platform != "linux":
        with suppress(OSError):
            os.kill(handler, signal.SIGKILL)
        return
    for _ in range(1000):
        for pid in _descendants(os.getpid()):
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)  # orphans become children of this process
        except ChildProcessError:
            return


def _descendants(root: int) -> list[int]:
    """Processes that come from one, by what the kernel says of their parents."""
    children: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", "rb") as stream:
                parent = int(stream.read().rpartition(b")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        children.setdefault(parent, []).append(int(name))
    found = [root]
    for pid in found:
        found += children.get(pid, ())
    return found[1:]
