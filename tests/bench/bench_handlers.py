"""Milliseconds of CPU per handler file: to read one, and to rewrite it.

Run it as ``python tests/bench/bench_handlers.py [FOLDER]``: the sample of handlers of the tests, or all Python files
below FOLDER that define a function called ``handler`` or ``lambda_handler``.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parent.parent / "handler_samples"
HANDLER = re.compile(r"^def ((?:lambda_)?handler)\(", re.MULTILINE)


@dataclass(frozen=True)
class Folder:
    """The files beside a handler."""

    path: Path
    kept: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def module(self, name: str) -> object:
        from migrator.text.source import decode

        path = self.path / f"{name.replace('.', '/')}.py"
        return decode(path.name, path.read_bytes()) if path.is_file() else None

    def users(self, name: str) -> int:
        return 1 if (self.path / f"{name}.py").is_file() else 0

    def original(self, name: str) -> object:
        return self.module(name)


def found(folder: Path) -> Iterator[tuple[Path, str]]:
    """Handlers below a folder."""
    for path in sorted(folder.rglob("*.py")):
        named = HANDLER.search(path.read_text(encoding="utf-8", errors="replace"))
        if named:
            yield path, named[1]


def main() -> None:
    start = time.perf_counter()
    import libcst

    from migrator.facts import Entry, Route, RouteFacts
    from transforms.handlers.python.rewrite import rewrite

    loading = (time.perf_counter() - start) * 1000
    print(f"import of libcst {libcst.LIBCST_VERSION} and the rewriter: {loading:.0f} ms, once")
    handlers = list(found(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES))
    lines = sum(path.read_text(encoding="utf-8", errors="replace").count("\n") for path, _ in handlers)
    print(f"{len(handlers)} handlers, {lines} lines")
    for before, after in (("rest", "2.0"), ("rest", "1.0"), ("2.0", "rest")):
        facts = RouteFacts(before, after, (Route("GET", "/items/{id}"),))  # type: ignore[arg-type]
        spent, slowest = 0.0, (0.0, "")
        for path, name in handlers:
            start = time.process_time()
            rewrite(Folder(path.parent), Entry(path.stem, name), facts)  # type: ignore[arg-type]
            took = time.process_time() - start
            spent, slowest = spent + took, max(slowest, (took, path.name))
        each = spent / max(1, len(handlers)) * 1000
        worst = f"{slowest[0] * 1000:6.1f} ms the slowest ({slowest[1]})"
        print(f"{before:>4} to {after:4}: {each:6.1f} ms a handler, {worst}")


if __name__ == "__main__":
    main()
