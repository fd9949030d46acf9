"""An inventory of a generated fleet: templates per second, memory, a second run, and processes that are killed.

Run it as ``python tests/bench/bench_fleet.py [--templates N] [--only PART,...]`` where nothing else runs. The fleet is
the same for the same size: repositories with ten templates each, variants of golden cases with the files beside them.
Times are of one run, on whatever machine it is; what counts are the ratios between them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EACH = 10
"""Templates of a repository."""
OWN = re.compile(r"expected.*|report\.json|options\.toml|back\.diff")
"""Files of a golden case that no repository has."""
PARTS = ("speed", "memory", "again", "kill")
_COMMAND = [sys.executable, "-c", "import sys; from migrator.cli import main; sys.exit(main())", "inventory"]


# -- the fleet ----------------------------------------------------------------------------------------------------


def generate(folder: Path, templates: int) -> None:
    """Write a fleet.

    Arguments:
        folder: where.
        templates: how many.
    """
    shapes = sorted(path.parent for path in (ROOT / "golden").glob("to-*/*/*/template.yaml"))
    chance = random.Random(15)
    for number in range(templates // EACH):
        repository = folder / f"team-{number % 40:02}" / f"service-{number:05}"
        for each in range(EACH):
            _variant(chance.choice(shapes), repository / f"stack-{each}", f"{number}-{each}")
        (repository / "CODEOWNERS").write_text(f"* @example/team-{number % 40:02}\n")
        (repository / "README.md").write_text(f"# Service {number}\n")
        _commit(repository)


def _variant(shape: Path, target: Path, name: str) -> None:
    """A golden case with a text of its own: nothing that is known of one variant serves for another."""
    shutil.copytree(shape, target, ignore=lambda _, names: [each for each in names if OWN.fullmatch(each)])
    template = target / "template.yaml"
    template.write_bytes(f"# Stack {name}\n".encode() + template.read_bytes())


def _commit(repository: Path) -> None:
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0")
    for words in (("init", "--quiet"), ("add", "--all"), (*who, "commit", "--quiet", "--message=All")):
        subprocess.run(["git", *words], cwd=repository, check=True)


# -- a run --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """One run.

    Arguments:
        wall: seconds.
        cpu: seconds of all its processes.
        client: peak memory of the command in MiB.
        workers: peak memory of the largest of its other processes.
    """

    wall: float
    cpu: float
    client: float
    workers: float


def run(
    fleet: Path, output: Path, cache: Path | None, *options: object, meddle: Callable[[int], bool] | None = None
) -> Measured:
    """Make an inventory.

    Arguments:
        fleet: of what.
        output: where rows go.
        cache: where results are kept; None for nowhere.
        options: further ones of the command.
        meddle: is told the process's id now and then until it says that it has done something to it.
    """
    kept = ["--no-cache"] if cache is None else ["--cache", str(cache)]
    words = [*_COMMAND, str(fleet), "--output", str(output), *kept, *map(str, options)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks: dict[int, float] = {}
    while process.poll() is None:
        peaks |= {pid: peak for pid in (process.pid, *below(process.pid)) if (peak := memory(pid))}
        if meddle is not None and meddle(process.pid):
            meddle = None
        time.sleep(0.1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    others = [peak for pid, peak in peaks.items() if pid != process.pid]
    return Measured(time.monotonic() - start, cpu, peaks.get(process.pid, 0.0), max(others, default=0.0))


def below(pid: int) -> Iterator[int]:
    """The processes that a process has started, and theirs."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield child
        yield from below(child)


def memory(pid: int) -> float:
    """Peak memory of a process in MiB; none of one that is gone."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def rows(output: Path) -> list[str]:
    """The rows of an inventory, whatever their order; those on the run itself differ each time."""
    lines = output.read_text().splitlines()
    return sorted(line for line in lines if json.loads(line)["table"] != "runs")


# -- what is measured ---------------------------------------------------------------------------------------------

ENGINES = (
    ("processes, 1", ("--scheduler", "processes", "--jobs", 1)),
    ("processes, 2", ("--scheduler", "processes", "--jobs", 2)),
    ("dask, 1", ("--scheduler", "local", "--jobs", 1)),
    ("dask, 2", ("--scheduler", "local", "--jobs", 2)),
)


def speed(fleet: Path, templates: int, folder: Path) -> None:
    print(f"{templates} templates    templates/s   CPU ms a template   client MiB   worker MiB   same rows")
    first: list[str] | None = None
    for name, options in ENGINES:
        output = folder / "speed.jsonl"
        took = run(fleet, output, None, *options)
        found = rows(output)
        first = first or found
        per = took.cpu / templates * 1000
        shown = f"{templates / took.wall:11.1f} {per:19.1f} {took.client:12.0f} {took.workers:12.0f}"
        print(f"{name:16} {shown}   {found == first}", flush=True)


def memory_at_two_sizes(fleet: Path, templates: int, folder: Path) -> None:
    small = folder / "small"
    generate(small, templates // 4)
    for name, options in (ENGINES[1], ENGINES[3]):
        for size, where in ((templates // 4, small), (templates, fleet)):
            took = run(where, folder / "memory.jsonl", None, *options)
            print(
                f"memory, {name}, {size} templates: client {took.client:.0f} MiB, worker {took.workers:.0f} MiB",
                flush=True,
            )


def again(fleet: Path, templates: int, folder: Path) -> None:
    cache, options = folder / "again", ("--scheduler", "processes", "--jobs", 1)
    first = run(fleet, folder / "first.jsonl", cache, *options)
    second = run(fleet, folder / "second.jsonl", cache, *options)
    same = rows(folder / "first.jsonl") == rows(folder / "second.jsonl")
    size = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file()) / templates
    print(
        f"second run: {first.cpu / second.cpu:.1f}x faster ({first.cpu:.1f} s, {second.cpu:.1f} s of CPU, "
        f"{second.cpu / templates * 1000:.2f} ms a template), same rows: {same}, {size:.0f} bytes kept a template",
        flush=True,
    )


_PATIENCE = 30.0
"""Seconds that workers have to see that the command was killed."""


def kill(fleet: Path, templates: int, folder: Path) -> None:
    """Kill a worker, and then the command itself, in the middle; the rows must be those of an undisturbed run."""
    calm = folder / "calm.jsonl"
    usual = run(fleet, calm, None, *ENGINES[1][1])
    for name, options in (ENGINES[1], ENGINES[3]):
        output = folder / "kill.jsonl"
        run(fleet, output, None, *options, meddle=_after(usual.wall / 2, _kill_worker))
        print(f"{name}, a worker killed: same rows: {rows(output) == rows(calm)}", flush=True)
        orphans: list[int] = []
        cache = folder / f"kill-{name[:4]}"
        run(fleet, output, cache, *options, meddle=_after(usual.wall / 2, _kill(orphans)))
        kept = len(set(output.read_text().splitlines()))
        start = time.monotonic()
        while any(map(_lives, orphans)) and time.monotonic() - start < _PATIENCE:
            time.sleep(0.1)
        gone = time.monotonic() - start
        rest = run(fleet, output, cache, *options)
        same = rows(output) == rows(calm)
        print(
            f"{name}, the command killed: {kept} rows written by then, its workers were gone {gone:.1f} s later; "
            f"after the second run same rows: {same}, {rest.cpu / usual.cpu:.2f} of the CPU of a whole run",
            flush=True,
        )


def _after(seconds: float, act: Callable[[int], bool]) -> Callable[[int], bool]:
    start = time.monotonic()
    return lambda pid: time.monotonic() - start >= seconds and act(pid)


def _kill_worker(pid: int) -> bool:
    """Kill the busiest of the other processes: a nanny or a tracker of resources does nothing."""
    children = [*below(pid)]
    if not children:
        return False
    os.kill(max(children, key=_ticks), signal.SIGKILL)
    return True


def _kill(orphans: list[int]) -> Callable[[int], bool]:
    """Kill the command, and take down which processes it had."""

    def act(pid: int) -> bool:
        orphans.extend(below(pid))
        os.kill(pid, signal.SIGKILL)
        return True

    return act


def _ticks(pid: int) -> int:
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(words[11]) + int(words[12])


def _lives(pid: int) -> bool:
    """Whether a process is there and has not ended, whoever will take note of that."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--templates", type=int, default=20_000)
    reader.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    given = reader.parse_args()
    parts = {"speed": speed, "memory": memory_at_two_sizes, "again": again, "kill": kill}
    with tempfile.TemporaryDirectory(prefix="fleet-") as home:
        fleet, folder = Path(home, "fleet"), Path(home)
        generate(fleet, given.templates)
        print(f"{given.templates} templates in {given.templates // EACH} repositories", flush=True)
        for part in given.only.split(","):
            parts[part](fleet, given.templates, folder)


if __name__ == "__main__":
    main()
