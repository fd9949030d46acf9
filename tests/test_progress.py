"""What a long run shows on stderr, and how many processors it takes."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from migrator.command import processors, progress
from migrator.command.progress import Progress

NAMES = [f"t{number}.yaml" for number in range(40)]


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    time = Clock()
    monkeypatch.setattr(progress, "monotonic", time)
    monkeypatch.setenv("COLUMNS", "100")
    return time


Watching = Callable[..., tuple[Progress, io.StringIO]]


@pytest.fixture
def watching(clock: Clock) -> Watching:
    def start(names: list[str] = NAMES, *, drawn: bool = False) -> tuple[Progress, io.StringIO]:
        stream = io.StringIO()
        return Progress(names, stream, drawn, _start=clock.now), stream

    return start


def test_a_log_gets_a_line_now_and_then(clock: Clock, watching: Watching) -> None:
    watch, log = watching()
    for number in range(30):
        watch.started(number)
        clock.now += 1
        watch.tick()
        watch.finished(number)
    assert log.getvalue() == "9 of 40 templates\n19 of 40 templates\n29 of 40 templates\n"


def test_a_template_that_takes_long_is_named(clock: Clock, watching: Watching) -> None:
    watch, log = watching()
    watch.started(0)
    watch.says(0, "verifying t0.yaml, 400 routes,")
    watch.started(1)
    watch.finished(1)
    clock.now += 30
    watch.tick()
    assert log.getvalue() == "1 of 40 templates, verifying t0.yaml, 400 routes, for 30 s\n"


def test_one_template_is_named_when_it_takes_long(clock: Clock, watching: Watching) -> None:
    watch, log = watching(["odd\x1b[2J.yaml"])
    watch.started(0)
    clock.now += 12
    watch.tick()
    assert log.getvalue() == "migrating odd␛[2J.yaml for 12 s\n"


@pytest.mark.parametrize("seconds", [1, 9])
def test_a_short_run_says_nothing(clock: Clock, watching: Watching, seconds: int) -> None:
    watch, log = watching()
    watch.started(0)
    clock.now += seconds
    watch.tick()
    assert log.getvalue() == ""


def test_a_terminal_draws_one_line_that_can_be_taken_away(clock: Clock, watching: Watching) -> None:
    watch, screen = watching(drawn=True)
    for number in range(20):
        watch.started(number)
        watch.finished(number)
    clock.now += 2
    watch.tick()
    assert screen.getvalue() == f"\r\x1b[K[{'#' * 12}{'.' * 12}] 20 of 40 templates"
    watch.hide()
    watch.hide()
    assert screen.getvalue().endswith("20 of 40 templates\r\x1b[K")
    assert screen.getvalue().count("\x1b[K") == 2


def test_a_terminal_shows_nothing_of_few_templates(clock: Clock, watching: Watching) -> None:
    watch, screen = watching(NAMES[:3], drawn=True)
    watch.started(0)
    clock.now += 2
    watch.tick()
    assert screen.getvalue() == ""
    clock.now += 4
    watch.tick()
    assert screen.getvalue() == "\r\x1b[Kmigrating t0.yaml for 6 s"


def test_a_line_is_never_longer_than_the_terminal(
    clock: Clock, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    watch, screen = watching([f"{'long' * 20}.yaml"], drawn=True)
    watch.started(0)
    clock.now += 60
    watch.tick()
    assert len(screen.getvalue().removeprefix("\r\x1b[K")) == 29


def test_a_stream_that_takes_nothing_is_no_trouble(clock: Clock) -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (None, closed):
        watch = Progress(NAMES, stream, drawn=False, _start=clock.now)
        clock.now += 60
        watch.tick()
        watch.hide()


class TestProcessors:
    def test_those_that_the_process_may_run_on(self) -> None:
        assert 1 <= processors.processors() <= (os.cpu_count() or 1)

    @pytest.mark.parametrize(
        ("own", "files", "expected"),
        [
            ("0::/jobs/one", {"jobs/one/cpu.max": "max 100000", "jobs/cpu.max": "150000 100000"}, 2),
            ("0::/jobs/one", {"jobs/one/cpu.max": "50000 100000", "jobs/cpu.max": "150000 100000"}, 1),
            ("0::/docker/abc", {"cpu.max": "400000 100000"}, 4),  # a container sees its own group at the root
            ("3:cpu,cpuacct:/a", {"cpu/a/cpu.cfs_quota_us": "250000", "cpu/a/cpu.cfs_period_us": "100000"}, 3),
            ("3:cpu,cpuacct:/a", {"cpu/a/cpu.cfs_quota_us": "-1", "cpu/a/cpu.cfs_period_us": "100000"}, None),
            ("3:cpuset:/a", {"cpu/cpu.cfs_quota_us": "100000", "cpu/cpu.cfs_period_us": "100000"}, None),
            ("0::/", {"cpu.max": "odd"}, None),
            ("0::/", {}, None),
        ],
    )
    def test_those_that_a_quota_pays_for(
        self, tmp_path: Path, own: str, files: dict[str, str], expected: int | None
    ) -> None:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + "\n")
        mine = tmp_path / "own"
        mine.write_text(own + "\n")
        found = processors._quota(tmp_path, mine)
        assert found == expected if expected else found > 1000

    def test_where_nothing_says_so(self, tmp_path: Path) -> None:
        assert processors._quota(tmp_path, tmp_path / "none") > 1000
