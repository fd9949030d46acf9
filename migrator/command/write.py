"""Write a migrated template over the old one: all of it or nothing, and only over what was read."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from .git import GitError, has_uncommitted_changes

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_BINARY = getattr(os, "O_BINARY", 0)


class WriteError(Exception):
    """A file that was left as it is; the message is one line for the user."""


def replace(path: str, before: bytes, after: bytes, *, allow_dirty: bool) -> None:
    """Replace the bytes of a file in one step; whatever goes wrong, the old bytes are still there.

    Arguments:
        path: the file; a symbolic link stays and its target is written.
        before: the bytes that were read.
        after: the bytes to write.
        allow_dirty: write although git knows of uncommitted changes.

    Raises:
        WriteError: it was not written, and why.
    """
    try:
        target = Path(path).resolve(strict=True)
        info = target.stat()
        _refuse(target, info, allow_dirty=allow_dirty)
        _replace(target, info, before, after)
    except OSError as error:
        raise WriteError(f"cannot write it: {error.strerror or error}; the file is as it was") from None


def _refuse(target: Path, info: os.stat_result, *, allow_dirty: bool) -> None:
    if not stat.S_ISREG(info.st_mode):
        raise WriteError("not written: it is no regular file")
    if not os.access(target, os.W_OK):
        raise WriteError("not written: the file is read-only")
    if info.st_nlink > 1:
        raise WriteError(f"not written: the file has {info.st_nlink} hard links, and replacing it would part them")
    if allow_dirty:
        return
    try:
        dirty = has_uncommitted_changes(target)
    except GitError as error:
        raise WriteError(f"not written: {error} (--allow-dirty writes without asking git)") from None
    if dirty:
        raise WriteError("not written: it has uncommitted changes (commit them, or add --allow-dirty)")


def _replace(target: Path, info: os.stat_result, before: bytes, after: bytes) -> None:
    # Hidden, and with no suffix of a template: no tool that watches the folder takes it for one.
    temporary = target.with_name(f".{target.name[:200]}.{os.urandom(6).hex()}.tmp")
    descriptor = os.open(temporary, _NEW | _BINARY, 0o600)
    try:
        _fill(descriptor, info, after)
        # As late as possible: an editor may have saved in the meantime.
        if target.read_bytes() != before:
            raise WriteError("not written: the file changed while it was migrated; run again")
        os.replace(temporary, target)  # noqa: PTH105 - one name for one system call
    finally:
        # Also on Ctrl-C. After the replace there is nothing left under this name.
        with contextlib.suppress(OSError):
            temporary.unlink()
    _sync_folder(target.parent)


def _fill(descriptor: int, like: os.stat_result, data: bytes) -> None:
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        _take_owner_and_mode(descriptor, like)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_owner_and_mode(descriptor: int, like: os.stat_result) -> None:
    if not hasattr(os, "fchmod"):
        return
    # The owner first: changing it clears set-id bits. Only root may give files away; others keep their own.
    with contextlib.suppress(OSError):
        os.fchown(descriptor, like.st_uid, like.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _sync_folder(folder: Path) -> None:
    # The new bytes are in place already; a file system without folder sync is no reason to report failure.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
