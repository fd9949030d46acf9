"""The hidden names that files have while they are replaced, and those that a killed run has left behind."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_NAME = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{12}\.tmp", re.DOTALL)
_LONGEST = 200
"""Characters of a file's name that its hidden name repeats; file systems take 255 bytes."""


def fresh(path: Path) -> Path:
    """A hidden name beside a file, with no suffix of a template: no tool that watches the folder takes it for one."""
    return path.with_name(f".{path.name[:_LONGEST]}.{os.urandom(6).hex()}.tmp")


class Scratch:
    """What is open, and what has a hidden name, while files are replaced. Nothing of either is left afterwards."""

    def __init__(self) -> None:
        self._descriptors: list[int] = []
        self._names: list[Path] = []

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        for name in self._names:
            with contextlib.suppress(OSError):
                name.unlink()
        for descriptor in self._descriptors:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def opened(self, descriptor: int) -> int:
        """Close a file at the end. Until then it is locked, if that can be: it is in use, not left over.

        Arguments:
            descriptor: the file.
        """
        self._descriptors.append(descriptor)
        _is_ours(descriptor)
        return descriptor

    def done_with(self, descriptor: int) -> None:
        """Close a file before the end where there are no locks to hold: what is open cannot be renamed there.

        Arguments:
            descriptor: the file.
        """
        if fcntl is None:
            self._descriptors.remove(descriptor)
            os.close(descriptor)

    def named(self, name: Path) -> Path:
        """Remove a hidden name at the end, if it is still there."""
        self._names.append(name)
        return name

    def spare(self, name: Path) -> None:
        """Leave a hidden name where it is after all."""
        self._names.remove(name)


class Sweeper:
    """Removes what killed runs have left of files that are written now. Each folder is looked at once."""

    def __init__(self) -> None:
        self._left: dict[Path, dict[str, list[Path]]] = {}

    def sweep(self, path: Path) -> None:
        """Remove what is left of one file; what a run that goes on has locked is not touched.

        Arguments:
            path: the file.
        """
        folder = path.parent
        if folder not in self._left:
            self._left[folder] = {}
            for name, found in _leftovers(folder):
                self._left[folder].setdefault(name, []).append(found)
        for found in self._left[folder].pop(path.name[:_LONGEST], ()):
            with contextlib.suppress(OSError):
                _remove(found)


def _leftovers(folder: Path) -> Iterator[tuple[str, Path]]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if match := _NAME.fullmatch(entry.name):
                yield match["name"], Path(entry.path)


def _remove(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        if _is_ours(descriptor):
            path.unlink()
    finally:
        os.close(descriptor)


def _is_ours(descriptor: int) -> bool:
    """Lock a file; whether nobody else has it locked. A lock ends with the process, however that ends."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
