"""Ctrl-C and its like: the run ends at once, says so in a line, and leaves nothing but whole files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrator.command.stopping import GRACE, RunStopped, held, stoppable

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

ROOT = Path(__file__).resolve().parent.parent
MARK = "SAM_MIGRATE_TEST"
MANY = 800
"""Templates of a run: enough of them are left when it is stopped, on a busy machine too."""
TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  F{0}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Events:
        Get: {{Type: Api, Properties: {{Path: /{0}, Method: get}}}}
"""


def start(*given: str, mark: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "import sys; from migrator.cli import main; sys.exit(main())", *given]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), MARK: mark}
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True, env=environment, stdin=stdin
    )


def left(mark: str) -> list[int]:
    """Processes that were started with a mark in their environment and go on."""
    found = []
    for folder in Path("/proc").iterdir() if Path("/proc/self/environ").exists() else ():
        try:
            if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except (OSError, ValueError):
            continue
    return found


def soon(condition: object) -> bool:
    """Whether something comes true within some seconds."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(autouse=True)
def hangups() -> Iterator[None]:
    """Hangups count, whether or not whoever runs the tests ignores them: a program that is started inherits that."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(MANY):
        (tmp_path / f"t{number:03}.yaml").write_text(TEMPLATE.format(number))
    return tmp_path


def is_new(path: Path) -> bool:
    return "Type: HttpApi" in path.read_text()


@pytest.mark.parametrize(
    ("number", "status", "named", "jobs", "group"),
    [
        (signal.SIGINT, 130, "Ctrl-C", "2", True),
        (signal.SIGINT, 130, "Ctrl-C", "1", False),
        (signal.SIGTERM, 143, "SIGTERM", "2", False),
        (signal.SIGTERM, 143, "SIGTERM", "1", False),
        (signal.SIGHUP, 129, "SIGHUP", "2", True),
    ],
)
def test_a_run_that_writes(
    folder: Path, number: signal.Signals, status: int, named: str, jobs: str, group: bool
) -> None:
    mark = f"{folder}{number}{jobs}"
    process = start("to-http", "--write", "--no-verify", "--jobs", jobs, str(folder), mark=mark)
    templates = sorted(folder.iterdir())
    assert soon(lambda: is_new(templates[3]))
    sent = time.monotonic()
    for _ in range(2):  # the second one while the first one is heeded
        (os.killpg if group else os.kill)(process.pid, number)
    _, said = process.communicate(timeout=60)
    # Not a measurement: without heeding the signal it takes several times as long, even on an idle machine.
    assert time.monotonic() - sent < 15
    assert process.returncode == status
    assert said.decode().startswith(f"sam-migrate: stopped by {named} (")
    assert said.count(b"\n") == 1
    assert soon(lambda: not left(mark))
    assert sorted(folder.iterdir()) == templates
    for path in templates:
        old = TEMPLATE.format(int(path.stem[1:]))
        assert (path.read_text() == old) != is_new(path)
    written = sum(map(is_new, templates))
    assert f"of {MANY} templates done, {written} written" in said.decode()
    assert 0 < written < MANY


def test_killed(folder: Path) -> None:
    process = start("to-http", "--write", "--no-verify", "--jobs", "2", str(folder), mark=str(folder))
    templates = sorted(folder.iterdir())
    assert soon(lambda: is_new(templates[3]))
    process.kill()
    process.communicate(timeout=60)
    assert soon(lambda: not left(str(folder)))
    for path in templates:
        old = TEMPLATE.format(int(path.stem[1:]))
        assert (path.read_text() == old) != is_new(path)
        assert path.read_text().endswith("}}\n")


def test_a_run_that_ignores_hangups_goes_on(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(TEMPLATE.format(0))
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what nohup does
    try:
        reading, writing = os.pipe()
        process = start("to-http", "-", mark="", stdin=reading)
    finally:
        signal.signal(signal.SIGHUP, before)
    time.sleep(0.5)
    process.send_signal(signal.SIGHUP)
    os.write(writing, TEMPLATE.format(0).encode())
    os.close(writing)
    process.communicate(timeout=60)
    assert process.returncode == 0


class TestStoppable:
    @pytest.fixture(autouse=True)
    def before(self) -> Iterator[None]:
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        yield
        for number, handler in handlers.items():
            signal.signal(number, handler)

    def test_a_signal_is_an_exception_once(self) -> None:
        def end() -> None:
            with stoppable(for_good=False):
                try:
                    os.kill(os.getpid(), signal.SIGTERM)
                finally:
                    os.kill(os.getpid(), signal.SIGINT)  # while it ends

        with pytest.raises(RunStopped) as caught:
            end()
        assert caught.value.status == 143

    def test_one_that_was_lost_can_be_sent_again(self) -> None:
        with stoppable(for_good=False):
            with pytest.raises(RunStopped):
                os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(GRACE + 0.1)
            with pytest.raises(RunStopped):
                os.kill(os.getpid(), signal.SIGTERM)

    def test_afterwards_all_is_as_before_unless_the_process_ends(self) -> None:
        before = signal.getsignal(signal.SIGTERM)
        with pytest.raises(RunStopped), stoppable(for_good=False):
            os.kill(os.getpid(), signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) == before
        with pytest.raises(RunStopped), stoppable(for_good=True):
            os.kill(os.getpid(), signal.SIGTERM)
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN

    def test_held_signals_come_when_the_step_is_done(self) -> None:
        done = []

        def step() -> None:
            with stoppable(for_good=False):
                with held():
                    signal.raise_signal(signal.SIGTERM)  # to this thread: the processes of the test run have others
                    done.append("the step")
                done.append("more")

        with pytest.raises(RunStopped):
            step()
        assert done == ["the step"]
