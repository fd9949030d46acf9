"""The files of a project around its template: those below its folder, and those that lie in the folders above it."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .asked import question
from .repository import SKIPPED, VENV_MARK, Repository

NOT_READ = frozenset({
    "build", "cdk.out", "coverage", "dist", "out", "target", "vendor", ".cache", ".mypy_cache", ".next",
    ".pytest_cache", ".ruff_cache", ".serverless", ".terraform",
})  # fmt: skip
"""Folders that hold what tools made, beside those that no search looks into."""
LOCKS = frozenset({"package-lock.json", "pnpm-lock.yaml", "yarn.lock", "poetry.lock", "uv.lock", "Cargo.lock"})


@dataclass(frozen=True)
class SearchLimits:
    """How far a search goes.

    Arguments:
        files: files that are read.
        entries: entries of folders that are looked at.
        size: bytes of the largest file that is read.
        seconds: time that it takes.
        always: entries that are looked at however long that takes: a small project says the same on a busy machine.
    """

    files: int = 1_000
    entries: int = 5_000
    size: int = 256 * 1024
    seconds: float = 0.5
    always: int = 200


@question
def surroundings(repository: Repository) -> Iterator[tuple[Path, bytes] | None]:
    """List files with what they hold, the nearest first; None at the end where a limit was met.

    Arguments:
        repository: the template's.
    """
    return within(repository, SearchLimits())


def within(repository: Repository, limits: SearchLimits) -> Iterator[tuple[Path, bytes] | None]:
    """List them as far as limits let it.

    Arguments:
        repository: the template's.
        limits: how far to go.
    """
    end = time.monotonic() + limits.seconds
    read = 0
    for number, path in enumerate(_paths(repository)):
        late = number >= limits.always and time.monotonic() > end
        if number >= limits.entries or read >= limits.files or late:
            yield None
            return
        if path is not None and (data := _data(path, limits.size)) is not None:
            read += 1
            yield path, data


def _paths(repository: Repository) -> Iterator[Path | None]:
    """Files, and None for each other entry that was looked at."""
    for folder, folders, files in os.walk(repository.folder):
        if VENV_MARK in files:
            folders[:] = []
            continue
        folders[:] = sorted(name for name in folders if name not in SKIPPED | NOT_READ)
        yield from (None for _ in folders)
        yield from (Path(folder, name) for name in sorted(files) if name not in LOCKS)
    above = repository.folder
    while above != repository.root and above.parent != above:
        above = above.parent
        try:
            names = sorted(entry.name for entry in os.scandir(above) if entry.is_file(follow_symlinks=False))
        except OSError:
            return
        yield from (above / name for name in names if name not in LOCKS)


def _data(path: Path, most: int) -> bytes | None:
    """What a file holds; None for one that is too large, no plain file, or no text."""
    try:
        info = path.lstat()
        if not stat.S_ISREG(info.st_mode) or not 0 < info.st_size <= most:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return None if b"\0" in data[:1024] else data
