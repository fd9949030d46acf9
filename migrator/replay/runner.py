"""Run a handler over events in processes of its own: a copy of the code, no network, no credentials, a time limit.

What keeps it there is in the package ``child``, which is copied beside the code and runs in those processes.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any

from ..facts import Entry
from .code import DeployedCode, laid_out
from .events import EPOCH_MS
from .outcomes import EventOutcome, Failure, FailureKind
from .place import credentials, homes, place

CHILD = Path(__file__).with_name("child")
CHILD_NAME = "replay_child"
SCRIPT = "node.cjs"
TYPED_SCRIPT = "typescript.cjs"
NO_NODE = "node is not on PATH"
STUBS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_XRAY_SDK_ENABLED": "false",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "AWS_LAMBDA_FUNCTION_NAME": "function",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
}
"""What a handler finds in its environment whatever the template says."""

PATH = {"PATH": os.defpath}
INTERPRETER = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
}
"""What the interpreter is started with beside ``PATH``: nothing of the user's environment nor of the template's."""

PROBE = "import os\n\n\ndef handler(event, context):\n    return os.getpid()\n"
SECOND = 2

FAREWELL = 5.0
"""Seconds in which a handler's process has to end all that it started."""


@dataclass(frozen=True)
class RunLimits:
    """How much a run may take.

    Arguments:
        start: seconds to load the module; Lambda gives it ten.
        event: seconds for one event.
        memory: bytes of address space of a process.
        answer: bytes of an answer; Lambda takes six million.
        restarts: how often a run goes on in a new process after an event ended the one before.
        walls: whether to ask the kernel for a world of its own, which not every kernel gives.
    """

    start: float = 20.0
    event: float = 5.0
    memory: int = 4 << 30
    answer: int = 6_000_000
    restarts: int = 3
    walls: bool = True


def run(
    code: DeployedCode, events: Sequence[Mapping[str, Any]], limits: RunLimits | None = None
) -> tuple[EventOutcome, ...]:
    """Run a handler over events; one outcome for each.

    All run in one process, as in a Lambda environment that stays warm; an event that ends it is followed by a new one.

    Arguments:
        code: the code and where its handler is.
        events: JSON data.
        limits: how much the run may take.

    Raises:
        ValueError: a file of the code lies outside its folder.
    """
    limits = limits or RunLimits()
    with place() as root:
        node = shutil.which("node") if code.script else None
        refusal = NO_NODE if code.script and node is None else laid_out(code, root / "code")
        if refusal is not None:
            return (EventOutcome(failure=Failure(FailureKind.LOAD, message=refusal)),) * len(events)
        for name in ("scratch", "world"):
            (root / name).mkdir()
        # Under a name of its own, so that no module of the code is hidden by one of ours.
        shutil.copytree(CHILD, root / CHILD_NAME, ignore=shutil.ignore_patterns("__pycache__"))
        outcomes: list[EventOutcome] = []
        for _ in range(limits.restarts + 1):
            if len(outcomes) < len(events):
                outcomes.extend(_batch(_Job(code, root, tuple(events), len(outcomes), limits, node)))
        missing = Failure(FailureKind.NOT_RUN, message="too many events before it ended the process")
        return (*outcomes, *(EventOutcome(failure=missing),) * (len(events) - len(outcomes)))


def walled() -> bool:
    """Whether the kernel gives a run its namespaces: the handler is then the second process of all that it can see."""
    code = DeployedCode(Entry("probe", "handler"), None, (("probe.py", PROBE),))
    return bool(run(code, [{}])[0].value == SECOND)


@dataclass(frozen=True)
class _Job:
    code: DeployedCode
    root: Path
    events: tuple[Mapping[str, Any], ...] = field(repr=False)
    first: int
    limits: RunLimits
    node: str | None = None

    @property
    def _script(self) -> str:
        names = (TYPED_SCRIPT, SCRIPT) if self.code.typed else (SCRIPT,)
        return "".join((CHILD / name).read_text(encoding="utf-8") for name in names)

    @property
    def data(self) -> dict[str, Any]:
        return {
            "root": str(self.root),
            "folder": str(self.root / "code"),
            "scratch": str(self.root / "scratch"),
            "world": str(self.root / "world"),
            "walls": self.limits.walls,
            "secret": {"named": credentials(), "homes": homes()},
            "node": self.node and os.path.realpath(self.node),
            "script": self._script if self.node else "",
            "environment": {**PATH, **dict(self.code.environment), **STUBS, **INTERPRETER},
            "module": self.code.entry.module,
            "function": self.code.entry.function,
            "name": "function",
            "events": self.events,
            "first": self.first,
            "time": EPOCH_MS / 1000,
            "memory": self.limits.memory,
            "answer": self.limits.answer,
            "seconds": int(self.limits.start + self.limits.event * (len(self.events) - self.first)) + 1,
        }


def _batch(job: _Job) -> list[EventOutcome]:
    """Outcomes until the events are done or the process has ended."""
    path = job.root / "job.json"
    path.write_text(json.dumps(job.data), encoding="utf-8")
    with _process(job, path) as lines:
        started = _next(lines, job.limits.start)
        if isinstance(started, EventOutcome) or started.get("failure"):
            outcome = started if isinstance(started, EventOutcome) else _outcome(started)
            why = outcome.failure or Failure(FailureKind.LOAD)
            failed = EventOutcome(failure=Failure(FailureKind.LOAD, why.type, why.message), attempts=outcome.attempts)
            return [failed] * (len(job.events) - job.first)
        outcomes: list[EventOutcome] = []
        while job.first + len(outcomes) < len(job.events):
            line = _next(lines, job.limits.event)
            if isinstance(line, EventOutcome):
                return [*outcomes, line]
            outcomes.append(_outcome(line))
        return outcomes


@contextlib.contextmanager
def _process(job: _Job, path: Path) -> Iterator[SimpleQueue[bytes]]:
    """Start a process and hand out the lines it says; afterwards it and all it started are gone."""
    lines: SimpleQueue[bytes] = SimpleQueue()
    process = subprocess.Popen(  # noqa: S603 - this interpreter and our own file
        [sys.executable, "-s", "-m", CHILD_NAME, str(path)],  # -s: no packages of the user
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=job.root,
        # Windows starts nothing without the first one.
        env={**{n: os.environ[n] for n in ("SYSTEMROOT",) if n in os.environ}, **PATH, **INTERPRETER},
        start_new_session=True,
    )
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - they are pipes
    reader = threading.Thread(target=_read, args=(process.stdout, lines, 8 * job.limits.answer), daemon=True)
    reader.start()
    try:
        yield lines
    finally:
        with contextlib.suppress(OSError), process.stdin as farewell:
            farewell.write(b".")  # without a word the end of the pipe says that this process is gone
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(FAREWELL if hasattr(os, "fork") else 0)
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
        reader.join(1)
        if not reader.is_alive():
            process.stdout.close()


def _read(stream: IO[bytes], lines: SimpleQueue[bytes], limit: int) -> None:
    with contextlib.suppress(OSError, ValueError):
        while line := stream.readline(limit):
            lines.put(line)
            if not line.endswith(b"\n"):
                break
    lines.put(b"")


def _next(lines: SimpleQueue[bytes], seconds: float) -> dict[str, Any] | EventOutcome:
    """What the process says next; an outcome when it does not."""
    try:
        line = lines.get(timeout=seconds)
    except Empty:
        return EventOutcome(failure=Failure(FailureKind.TIMEOUT, message=f"no answer within {seconds:g} seconds"))
    try:
        said = json.loads(line)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return EventOutcome(failure=Failure(FailureKind.EXIT, message="the process ended"))
    return said


def _outcome(line: dict[str, Any]) -> EventOutcome:
    try:
        attempts = tuple(str(attempt) for attempt in line["attempts"])
        if (failed := line.get("failure")) is None:
            return EventOutcome(line["value"], attempts=attempts)
        failure = Failure(FailureKind(failed["kind"]), str(failed["type"]), str(failed["message"]))
    except (KeyError, TypeError, ValueError):  # the code found the pipe and wrote into it
        return EventOutcome(failure=Failure(FailureKind.EXIT, message="the process said what is not understood"))
    return EventOutcome(failure=failure, attempts=attempts)
