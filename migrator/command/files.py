"""Find templates under the paths of a command line, and read them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..sam.repository import SKIPPED, TEMPLATES
from ..text.source import Source, SourceError, decode, refuse_size
from .arguments import ArgumentError, suggestion

STDIN = "-"

_VENV_MARK = "pyvenv.cfg"
_SAM = "AWS::Serverless"
# UTF-16 is refused later with a clear message; a search must not pass over such a template in silence.
_MARKS = (_SAM.encode(), _SAM.encode("utf-16-le"), _SAM.encode("utf-16-be"))
_CHUNK = 1 << 20
_MEANT = 0.8
"""How alike names of files are of which one was typed for the other."""


@dataclass(frozen=True)
class Target:
    """A file to look at.

    Arguments:
        path: the name under which it is reported: the path as given, joined with what was found under it.
        named: whether it was given itself, not found in a folder.
        error: why it cannot be read, where the search already knows.
    """

    path: str
    named: bool = False
    error: str | None = None


def find(paths: Iterable[str]) -> list[Target]:
    """List the files that paths stand for, each once, in the order of the paths and by name within a folder.

    Raises:
        ArgumentError: a path is empty.
    """
    found: dict[Path, Target] = {}
    for given in paths:
        if not given:  # an empty variable of a shell names no folder, least of all the one here
            raise ArgumentError("PATH: it is empty; give . for the current folder")
        for target in _expand(Path(given)):
            found.setdefault(Path(target.path).absolute() if target.error else Path(target.path).resolve(), target)
    return list(found.values())


def read(target: Target) -> Source | None:
    """Read a template; None when nothing in it says that it is one.

    Raises:
        SourceError: it cannot be read as text.
    """
    if target.error:
        raise SourceError(target.error)
    path = Path(target.path)
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise SourceError("a folder, not a template")
        if not stat.S_ISREG(info.st_mode):
            raise SourceError("not a regular file; use - to read from a pipe")
        # Refused before it is read: what lies under a folder may be of any size.
        refuse_size(info.st_size)
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(_reason(error)) from None
    return text_of(target.path, data)


def readable(targets: Iterable[Target]) -> Iterator[Source]:
    """The templates that can be read; what is wrong with the others is told when they are migrated."""
    for target in targets:
        with suppress(SourceError):
            if (source := read(target)) is not None:
                yield source


def text_of(path: str, data: bytes) -> Source | None:
    """Decode the bytes of a template; None when nothing in them says that it is one.

    Raises:
        SourceError: empty, too large or not UTF-8.
    """
    if not data.strip():
        raise SourceError("the file is empty")
    source = decode(path, data)
    return source if _SAM in source.text else None


def _expand(path: Path) -> Iterator[Target]:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield Target(str(path), named=True, error=_reason(error))
        return
    if stat.S_ISDIR(mode):
        yield from search(path)
        return
    yield Target(str(path), named=True)


def search(root: Path, enters: Callable[[Path], bool] = lambda _: True) -> Iterator[Target]:
    """List the files below a folder that mention SAM, by name.

    Arguments:
        root: the folder.
        enters: whether a folder below it is searched, too.
    """
    real_root = root.resolve()
    stack = [root]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Target(str(folder), error=_reason(error))
            continue
        if folder != root and any(entry.name == _VENV_MARK for entry in inside):
            continue
        yield from (found for entry in inside if (found := _candidate(entry, real_root)))
        folders = (e for e in reversed(inside) if e.name not in SKIPPED and e.is_dir(follow_symlinks=False))
        stack.extend(path for entry in folders if enters(path := Path(entry.path)))


def _candidate(entry: os.DirEntry[str], real_root: Path) -> Target | None:
    path = Path(entry.path)
    if path.suffix.lower() not in TEMPLATES:
        return None
    try:
        if not entry.is_file():  # raises where a link leads in circles
            return None
        # A link may lead anywhere; a folder on the command line is no permission to change files outside it.
        if entry.is_symlink() and not path.resolve().is_relative_to(real_root):
            return None
        return Target(str(path)) if _mentions_sam(path) else None
    except OSError as error:
        return Target(str(path), error=_reason(error))


def _mentions_sam(path: Path) -> bool:
    tail = b""
    keep = max(len(mark) for mark in _MARKS)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if any(mark in window for mark in _MARKS):
                return True
            tail = window[-keep:]
    return False


def _meant(path: Path) -> str:
    """The file or folder beside it that was probably meant."""
    try:
        beside = [each.name for each in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    return suggestion(path.name, beside, (), cutoff=_MEANT)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"no such file or folder{_meant(Path(error.filename or ''))}"
    return f"cannot read it: {(isinstance(error, OSError) and error.strerror) or error}"
