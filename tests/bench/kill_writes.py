"""What is left when ``--write`` is killed in the middle: bytes that are old or new, and nothing else.

Run it as ``python tests/bench/kill_writes.py [KILLS]`` (40 unless given). It prints a table of what the kills left, and
how long a run over 2,000 templates takes to end when it is asked to.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from migrator import migrate
from migrator.options import Direction
from migrator.text.source import decode

KILLS, TEMPLATES, MANY, DONE = 40, 300, 2000, 50
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
PATIENCE = 5.0
"""Seconds after which a process counts as left behind."""

OLD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders{0}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Events:
        Get: {{Type: Api, Properties: {{Path: /orders/{0}, Method: get}}}}
"""


@dataclass(frozen=True)
class Ended:
    """How one run ended.

    Arguments:
        status: its exit status; negative where a signal ended it.
        seconds: from the signal to its end.
        said: what it printed on stderr.
        left: processes of it that are still there.
    """

    status: int
    seconds: float
    said: str
    left: int


def lay_out(folder: Path, number: int) -> dict[Path, bytes]:
    """Write templates, ten to a folder; their bytes by path."""
    found = {}
    for each in range(number):
        path = folder / f"service{each // 10}" / f"t{each}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(OLD.format(each))
        found[path] = path.read_bytes()
    return found


@cache
def new(old: bytes) -> bytes:
    """What a template becomes."""
    migration = migrate(decode("t.yaml", old), Direction.TO_HTTP, verify=False)
    assert migration.changed
    return migration.source.encode(migration.after)


def usual() -> tuple[float, float]:
    """Seconds from the start of a run to the first template that is written, and to the end of the run."""
    with tempfile.TemporaryDirectory() as scratch:
        before = lay_out(Path(scratch), TEMPLATES)
        path = next(iter(before))
        start = time.monotonic()
        process = subprocess.Popen(
            command("to-http", "--jobs", "2", "--write", "--no-verify", scratch), stdout=subprocess.DEVNULL
        )
        while path.read_bytes() == before[path] and process.poll() is None:
            time.sleep(0.01)
        first = time.monotonic() - start
        process.wait()
        return first, time.monotonic() - start


def command(*arguments: str) -> list[str]:
    """The command line as a shell starts it, from this checkout."""
    return [sys.executable, "-c", "import sys; from migrator.cli import main; sys.exit(main())", *arguments]


def stopped(folder: Path, number: int, when: Callable[[], object], *arguments: str, group: bool = False) -> Ended:
    """Start a run, send it a signal, and see how it ends.

    Arguments:
        folder: what it migrates.
        number: the signal.
        when: returns when it is to be sent.
        arguments: options.
        group: send the signal to its workers, too, as a terminal does.
    """
    mark = f"SAM_MIGRATE_RUN={os.urandom(8).hex()}"
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command("to-http", "--jobs", "2", *arguments, str(folder)),
            env={**os.environ, **dict([mark.split("=")])},
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        when()
        sent = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number) if group else os.kill(process.pid, number)
        process.wait(120)
        seconds = time.monotonic() - sent
        errors.seek(0)
        said = errors.read().decode()
    deadline = time.monotonic() + PATIENCE
    while (left := sum(1 for _ in marked(mark))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return Ended(process.returncode, seconds, said, left)


def begun(report: Path) -> None:
    """Wait until a run has done some of what it has to do."""
    while not report.exists() or report.read_bytes().count(b"\n") < DONE:
        time.sleep(0.05)


def marked(mark: str) -> Iterator[int]:
    """Processes that were started with a mark in their environment."""
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                if state != "Z":
                    yield int(folder.name)


def kills(count: int) -> None:
    """Kill runs at random moments, and print what is there afterwards."""
    chance = random.Random(11)
    rows: dict[str, Counter[str]] = {each.name: Counter() for each in SIGNALS}
    first, last = usual()
    for kill in range(count):
        number = SIGNALS[kill % len(SIGNALS)]
        row = rows[number.name]
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            before = lay_out(folder, TEMPLATES)
            moment = partial(time.sleep, chance.uniform(first * 0.9, last))
            ended = stopped(folder, number, moment, "--write", "--no-verify")
            after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
            changed = [path for path, old in before.items() if after.get(path) != old]
            whole = [path for path in changed if after.get(path) == new(before[path])]
            row.update(
                kills=1,
                midway=0 < len(changed) < TEMPLATES,
                new=len(changed),
                neither=len(changed) - len(whole),
                processes=ended.left,
                files=len(after.keys() - before.keys()),
                tracebacks="Traceback" in ended.said or "Exception ignored" in ended.said,
            )
            row["slowest"] = max(row["slowest"], int(ended.seconds * 1000))
    columns = ("kills", "midway", "new", "neither", "processes", "files", "tracebacks", "slowest")
    print(f"{count} kills of --write over {TEMPLATES} templates (slowest: milliseconds from the signal to the end)")
    print("".join(f"{name:>12}" for name in ("signal", *columns)))
    for name, row in rows.items():
        print(f"{name:>12}" + "".join(f"{row[column]:>12}" for column in columns))


def endings() -> None:
    """Ask long runs to end, and print how long that takes."""
    print(f"\nOne signal to a run over {MANY} templates")
    print("".join(f"{name:>12}" for name in ("signal", "to", "status", "seconds", "processes")) + "  said")
    asked = ((signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGHUP, True))
    for number, group in asked:
        with tempfile.TemporaryDirectory() as scratch:
            lay_out(Path(scratch), MANY)
            report = Path(scratch) / "report.jsonl"
            options = ("--no-verify", "--format", "jsonl", "--output", str(report))
            ended = stopped(Path(scratch), number, partial(begun, report), *options, group=group)
            to = "group" if group else "parent"
            said = ended.said.strip().replace("\n", " | ")
            print(f"{number.name:>12}{to:>12}{ended.status:>12}{ended.seconds:>12.2f}{ended.left:>12}  {said}")


if __name__ == "__main__":
    kills(int(sys.argv[1]) if sys.argv[1:] else KILLS)
    endings()
