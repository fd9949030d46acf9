"""Put new files in the place of old ones: all of them or none, and nothing else is left in the folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .attributes import take_over
from .hidden import Scratch, fresh

_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_OPEN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NAMELESS = getattr(os, "O_TMPFILE", 0)
_DESCRIPTORS = "/proc/self/fd"


@dataclass(frozen=True)
class Replacement:
    """One file to replace.

    Arguments:
        path: where it really is.
        before: its bytes before; None where it is new.
        after: its bytes after.
        shown: how it is called when something is said about it.
    """

    path: Path
    before: bytes | None
    after: bytes
    shown: str

    @property
    def current(self) -> bytes | None:
        """Its bytes now; None where it is not there, and is not to be."""
        return self.path.read_bytes() if self.before is not None or self.path.exists() else None


@dataclass(frozen=True)
class Stuck:
    """A file that is replaced although the others are not, since the way back failed as well.

    Arguments:
        target: the file.
        old: the file that now has its old bytes; None where it was new.
    """

    target: Replacement
    old: Path | None


class ReplaceError(Exception):
    """Files that were not replaced.

    Arguments:
        target: the one that it failed at.
        error: why.
        stuck: those that are changed all the same.
    """

    def __init__(self, target: Replacement, error: BaseException, stuck: tuple[Stuck, ...] = ()) -> None:
        super().__init__(target, error, stuck)
        self.target = target
        self.error = error
        self.stuck = stuck


class ChangedMeanwhileError(Exception):
    """A file is not as it was read."""


@dataclass(eq=False)
class _Swap:
    """One file on its way.

    Arguments:
        target: the file.
        new: a descriptor of the new file, which is complete.
        hidden: the name of the new file; None while it has none.
        kept: another name of the old file, while others are replaced.
    """

    target: Replacement
    new: int
    hidden: Path | None
    kept: Path | None = None


def replace(targets: Sequence[Replacement]) -> None:
    """Replace files in their order; when one cannot be, those before it go back.

    The new files are complete before the first one takes its place, and the old ones keep a hidden name until the
    last one has: there and back is a matter of names, for which there is room on a full disk.

    Arguments:
        targets: the files.

    Raises:
        ReplaceError: not all are replaced.
    """
    with Scratch() as scratch:
        swaps = []
        for target in targets:
            with _failing(target):
                swaps.append(_prepared(target, scratch))
        for target in targets:
            with _failing(target):
                # As late as possible: an editor may have saved in the meantime.
                if target.current != target.before:
                    raise ChangedMeanwhileError
        for swap in swaps if len(swaps) > 1 else ():  # one alone is replaced or not
            with _failing(swap.target):
                _keep(swap, scratch)
        _carry_out(swaps, scratch)
    for folder in dict.fromkeys(target.path.parent for target in targets):
        _sync(folder)


@contextlib.contextmanager
def _failing(target: Replacement) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise ReplaceError(target, error) from None


def _prepared(target: Replacement, scratch: Scratch) -> _Swap:
    """Make the new file. Where the system can, it has no name yet: nothing is left of it when we are killed."""
    descriptor = _nameless(target.path.parent)
    if descriptor is None:
        descriptor, hidden = _created(target, target.after, scratch)
        return _Swap(target, descriptor, hidden)
    _fill(scratch.opened(descriptor), target, target.after)
    return _Swap(target, descriptor, None)


def _nameless(folder: Path) -> int | None:
    if not _NAMELESS or not os.path.isdir(_DESCRIPTORS):  # noqa: PTH112 - as cheap as can be
        return None
    try:
        return os.open(folder, os.O_RDWR | _NAMELESS | _OPEN, 0o600)
    except OSError:  # not on this file system; anything else is met again when a file with a name is made
        return None


def _created(target: Replacement, data: bytes, scratch: Scratch) -> tuple[int, Path]:
    hidden = fresh(target.path)
    descriptor = os.open(hidden, _CREATE | _OPEN, 0o600)
    scratch.named(hidden)
    _fill(scratch.opened(descriptor), target, data)
    scratch.done_with(descriptor)
    return descriptor, hidden


def _fill(descriptor: int, target: Replacement, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    if target.before is None:
        take_over(descriptor, None)
    else:
        old = os.open(target.path, os.O_RDONLY | _OPEN)
        try:
            take_over(descriptor, old)
        finally:
            os.close(old)
    os.fsync(descriptor)


def _keep(swap: _Swap, scratch: Scratch) -> None:
    """Give the old file a second name, or make a copy of it where files have but one."""
    target = swap.target
    if target.before is None:
        return
    hidden = fresh(target.path)
    scratch.done_with(scratch.opened(os.open(target.path, os.O_RDONLY | _OPEN)))
    try:
        os.link(target.path, hidden)
        swap.kept = scratch.named(hidden)
    except OSError:
        _, swap.kept = _created(target, target.before, scratch)


def _carry_out(swaps: Sequence[_Swap], scratch: Scratch) -> None:
    done: list[_Swap] = []
    for swap in swaps:
        done.append(swap)
        try:
            hidden = swap.hidden or _name(swap, scratch)
            os.replace(hidden, swap.target.path)  # noqa: PTH105 - one name for one system call
        except BaseException as error:
            stuck = tuple(each for back in reversed(done) if (each := _back(back, scratch)) is not None)
            if isinstance(error, Exception) or stuck:
                raise ReplaceError(swap.target, error, stuck) from error
            raise


def _name(swap: _Swap, scratch: Scratch) -> Path:
    """Give a new file a name, as late as possible; if it cannot be given one, it is made again with a name."""
    hidden = fresh(swap.target.path)
    try:
        # With a folder given, a link to a descriptor's entry is a link to the file; without, it is one to the entry.
        os.link(f"{_DESCRIPTORS}/{swap.new}", hidden, src_dir_fd=swap.new)
    except FileExistsError:
        raise
    except OSError:
        return _created(swap.target, swap.target.after, scratch)[1]
    return scratch.named(hidden)


def _back(swap: _Swap, scratch: Scratch) -> Stuck | None:
    """Undo one replacement, if it happened; what cannot be undone keeps its old bytes under the hidden name."""
    target = swap.target
    try:
        if swap.kept is not None:
            os.replace(swap.kept, target.path)  # noqa: PTH105 - nothing happens where both are the same file
        elif target.before is None and target.current == target.after:
            target.path.unlink()
    except OSError:
        with contextlib.suppress(OSError):
            if target.current == target.before:
                return None
        if swap.kept is not None:
            scratch.spare(swap.kept)
        return Stuck(target, swap.kept)
    return None


def _sync(folder: Path) -> None:
    # The new bytes are in place already; a file system without folder sync is no reason to report failure.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
