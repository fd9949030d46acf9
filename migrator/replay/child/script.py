"""Let Node.js answer the events of a job, in a world of its own."""

from __future__ import annotations

import json
import os
from typing import Any, NoReturn

from .confine import confine

CHANNEL = 3
"""The descriptor that lines are written to."""

REFUSAL = "this system gives no namespaces, and nothing else keeps Node.js from the network and from files"


def serve_script(job: Any, folder: str, scratch: str, *, alone: bool) -> NoReturn:
    """Become Node.js, which answers the events of a job; the process ends with it.

    Arguments:
        folder: where the code is.
        scratch: where it may leave files.
        alone: whether this process is in a world of its own; Node.js is run nowhere else.
    """
    channel = os.dup(1)
    if not alone:
        line = {"failure": {"kind": "load", "type": "", "message": REFUSAL}, "attempts": []}
        os.write(channel, json.dumps(line).encode() + b"\n")
        os._exit(0)
    names = ("module", "function", "name", "events", "first", "time", "answer")
    given = os.memfd_create("job")
    with os.fdopen(os.dup(given), "wb") as stream:
        stream.write(json.dumps({**{name: job[name] for name in names}, "folder": folder}).encode())
    os.lseek(given, 0, os.SEEK_SET)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for old, new in ((given, 0), (nowhere, 1), (nowhere, 2), (channel, CHANNEL)):
        os.dup2(old, new)
    os.closerange(CHANNEL + 1, 1024)
    confine(0, job["seconds"])  # it reserves more addresses than it uses
    os.chdir(folder)
    places = dict.fromkeys(("HOME", "TMPDIR"), scratch)
    heap = f"--max-old-space-size={job['memory'] >> 22}"
    environment = {**job["environment"], "LAMBDA_TASK_ROOT": folder, **places}
    os.execve(job["node"], [job["node"], heap, "-e", job["script"]], environment)  # noqa: S606 - our own script
