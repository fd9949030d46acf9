"""Worker processes: results of all tasks, whatever becomes of the workers, and no process that outlives the run."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from migrator.command import pool
from migrator.command.pool import AHEAD, ENDED, Pool
from migrator.command.worker import Job, Say

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

ROOT = Path(__file__).resolve().parent.parent


class Log:
    """A watch that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def started(self, number: int) -> None:
        self.told.append(("started", number))

    def says(self, number: int, line: str) -> None:
        self.told.append((number, line))

    def finished(self, number: int) -> None:
        self.told.append(("finished", number))

    def tick(self) -> None:
        pass


def perform(task: str, say: Say) -> str:
    """What a task says is done: the word before the colon."""
    what, _, rest = task.partition(":")
    if what == "crash" or (what == "crash once" and not Path(rest).exists()):
        Path(rest or os.devnull).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "sleep":
        time.sleep(float(rest))
    if what == "say":
        say(rest)
    if what == "odd":
        return lambda: None  # type: ignore[return-value]  # cannot be pickled
    return f"{what} done"


def failed(task: str, reason: str) -> str:
    return f"{task} failed: {reason}"


def run(tasks: Sequence[str], size: int = 2, log: Log | None = None) -> dict[int, str]:
    with closing(Pool(Job(tasks, perform, failed), size, log or Log()).results()) as results:
        found = list(results)
    assert multiprocessing.active_children() == []
    assert sorted(number for number, _ in found) == list(range(len(tasks)))
    return dict(found)


def test_all_tasks_are_done_and_told() -> None:
    log = Log()
    assert set(run(["a:"] * 50, log=log).values()) == {"a done"}
    for what in ("started", "finished"):
        assert {(what, number) for number in range(50)} <= {*log.told}


def test_a_task_says_what_it_is_at() -> None:
    log = Log()
    run(["say:verifying"], log=log)
    assert log.told == [("started", 0), (0, "verifying"), ("finished", 0)]


def test_a_slow_task_holds_up_nobody() -> None:
    done: list[int] = []
    with closing(Pool(Job(["sleep:1", *["a:"] * 30], perform, failed), 2, Log()).results()) as results:
        done += [number for number, _ in results]
    assert done.index(0) > 20


def test_no_more_than_some_are_done_before_one_that_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert AHEAD >= 100
    monkeypatch.setattr(pool, "AHEAD", 5)
    with closing(Pool(Job(["sleep:0.5", *["a:"] * 30], perform, failed), 2, Log()).results()) as results:
        done = [number for number, _ in results]
    assert done.index(0) <= 5
    assert len(done) == 31


def test_a_crash_costs_its_task_alone() -> None:
    found = run([*["a:"] * 5, "crash:", *["a:"] * 20])
    assert found.pop(5) == f"crash: failed: {ENDED}"
    assert set(found.values()) == {"a done"}


def test_a_worker_that_the_kernel_took_by_chance_is_no_error(tmp_path: Path) -> None:
    found = run([*["a:"] * 3, f"crash once:{tmp_path / 'there'}", *["a:"] * 3])
    assert found[3] == "crash once done"


def test_workers_that_only_end_are_not_started_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "DEATHS", 6)
    starts: list[int] = []
    real: Callable[[Pool[str, str]], object] = Pool._started
    monkeypatch.setattr(Pool, "_started", lambda self: starts.append(1) or real(self))
    found = run(["crash:"] * 100)
    assert set(found.values()) == {f"crash: failed: {ENDED}"}
    assert len(starts) <= 10


def test_a_result_that_cannot_be_sent_is_an_error_of_its_task() -> None:
    found = run(["a:", "odd:", "a:"])
    assert found[1].startswith("odd: failed: ")
    assert found[0] == found[2] == "a done"


def test_a_run_that_is_left_leaves_nothing() -> None:
    start = time.monotonic()
    with closing(Pool(Job(["a:", *["sleep:60"] * 9], perform, failed), 2, Log()).results()) as results:
        assert next(results) == (0, "a done")
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []
    assert time.monotonic() - start < 10


SCRIPT = """
import os, sys, time
sys.path.insert(0, {tests!r})
from test_pool import Log, failed, perform
from migrator.command.pool import Pool
from migrator.command.worker import Job
class Told(Log):
    def says(self, number, line):
        print(line, flush=True)
def at(task, say):
    say(str(os.getpid()))
    time.sleep(600)
for _ in Pool(Job([""] * 9, at, failed), 3, Told()).results():
    pass
"""


def test_workers_end_when_their_parent_is_killed() -> None:
    script = SCRIPT.format(tests=str(ROOT / "tests"))
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True
    )
    assert process.stdout is not None
    workers = [int(process.stdout.readline()) for _ in range(3)]
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while any(alive(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [worker for worker in workers if alive(worker)] == []


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
