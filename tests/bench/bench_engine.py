"""The engine against a bare ruamel.yaml round trip, its growth with the size of a template, and its memory.

Run it as ``python tests/bench/bench_engine.py [FOLDER]``: all templates under FOLDER, else generated ones. What is
printed are ratios measured in one run, since the machine is never the same; times are CPU time of the process.
"""

from __future__ import annotations

import gc
import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rewriting import rewrite
from shapes import SHAPES

from migrator.options import Direction, Options
from migrator.text.check import difference
from migrator.text.edits import plan, splice
from migrator.text.node import Node
from migrator.text.operations import Insert, Operation, Remove, RenameKey, SetValue, combine
from migrator.text.parsing import parse
from migrator.text.source import Source, SourceError, decode

SUFFIXES = (".yaml", ".yml", ".json", ".template")
SIZES = (1_000, 10_000, 50_000)
COMPARED = 10_000
"""Lines of the templates that ruamel.yaml reads and writes, too."""

GROWING = (
    "functions of an implicit API",
    "functions of one API with CORS",
    "functions of one HTTP API with CORS",
    "events beside a definition",
    "URLs",
    "URLs in one text",
    "parts of a Join",
    "alarms",
    "handlers",
)
"""Shapes of templates that people have, each large in another way."""


def generated(lines: int) -> Source:
    """A template of about so many lines, with one API event in each function."""
    return SHAPES["functions of an implicit API"].source(lines)


def found(folder: Path) -> Iterator[Source]:
    """All templates in a folder that are text."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file():
            try:
                yield decode(str(path), path.read_bytes())
            except SourceError:
                continue


def round_trip(source: Source) -> None:
    """What ruamel.yaml does to load and dump a template, nothing changed."""
    from ruamel.yaml import YAML, YAMLError

    yaml = YAML()
    yaml.allow_duplicate_keys = True
    try:
        yaml.dump(yaml.load(source.text), io.StringIO())
    except (YAMLError, ValueError):
        return


def migrate(source: Source) -> None:
    """The whole engine, verification aside."""
    rewrite(source, Direction.TO_HTTP, Options())


def edit(source: Source) -> int:
    """Parse, plan and splice some operations in every resource, and check; how many operations."""
    root = parse(source).root
    assert root is not None
    operations = list(some_operations(root))
    outcome = combine(operations)
    again = parse(Source(source.path, splice(source.text, plan(source, root, outcome)))).root
    assert again is not None
    assert difference(root, again, outcome) is None
    return len(operations)


def some_operations(root: Node) -> Iterator[Operation]:
    resources = root.pairs[-1].value
    for number, (key, value) in enumerate(resources.pairs):
        if number % 4 == 0:
            yield Remove(resources, key.text)
            continue
        yield SetValue(value.pairs[0].value, "AWS::Other")
        yield Insert(resources, f"New{number}", {"Type": "AWS::New"}, after=key.text)
        if number % 4 == 1:
            yield RenameKey(resources, key.text, f"Renamed{number}")


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The shortest of some runs."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def each(work: Callable[[Source], object], sources: list[Source]) -> Callable[[], None]:
    def run() -> None:
        for source in sources:
            work(source)

    return run


def compare(sources: list[Source]) -> None:
    characters = sum(len(source.text) for source in sources)
    ours, theirs = seconds(each(migrate, sources)), seconds(each(round_trip, sources))
    print(f"{len(sources)} templates, {characters} characters")
    print(f"engine against a ruamel.yaml round trip: {theirs / ours:.1f}x faster ({ours:.3f} s, {theirs:.3f} s)")


def growth() -> None:
    """Time of each shape at each size."""
    print(f"{'microseconds a line at':40}", *(f"{lines:>8}" for lines in SIZES), "    last/first   ruamel.yaml/engine")
    for name in GROWING:
        shape, costs, times = SHAPES[name], [], 0.0
        for lines in SIZES:
            source = shape.source(lines)
            used = seconds(lambda s=source, of=shape: rewrite(s, of.direction, of.options), 1)
            costs.append(used / max(1, source.text.count("\n")) * 1e6)
            times = seconds(lambda s=source: round_trip(s), 1) / used if lines == COMPARED else times
        shown = " ".join(f"{cost:8.1f}" for cost in costs)
        print(f"{name:40} {shown} {costs[-1] / costs[0]:10.2f}x {times:12.1f}x", flush=True)


def editing() -> None:
    """Time of the editor alone."""
    print("lines    parse, plan, splice and check   operations   microseconds a line")
    for lines in SIZES:
        source = generated(lines)
        edits, count = seconds(lambda s=source: edit(s), 1), edit(source)
        print(f"{lines:6} {edits:7.3f} s   {count:6}      {edits / lines * 1e6:5.1f}")


# Not `ru_maxrss` where it can be helped: a child process starts with the peak of its parent.
MEASURE = """
import re, resource, sys
if len(sys.argv) > 1:
    from migrator import migrate
    from migrator.migration import Direction
    from migrator.text.source import decode
    migrate(decode("t", open(sys.argv[1], "rb").read()), Direction.TO_HTTP, verify=False)
try:
    print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
except OSError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(*arguments: str) -> int:
    """Peak memory of a process in KiB."""
    command = [sys.executable, "-c", MEASURE, *arguments]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def memory(folder: Path) -> None:
    bare = peak()
    for lines in SIZES:
        path = folder / f"{lines}.yaml"
        path.write_text(generated(lines).text, encoding="utf-8")
        size = path.stat().st_size / 1024
        used = peak(str(path))
        times = (used - 2 * bare) / size
        print(f"{lines:6} lines: {used} KiB = 2 x bare interpreter ({bare}) + {times:.0f} x the template ({size:.0f})")


def main() -> None:
    import tempfile

    sources = list(found(Path(sys.argv[1]))) if len(sys.argv) > 1 else [generated(lines) for lines in (100, 300, 1_000)]
    compare(sources)
    growth()
    editing()
    with tempfile.TemporaryDirectory() as folder:
        memory(Path(folder))


if __name__ == "__main__":
    main()
