"""Write a template and what changes along with it: all files or none, and only over what was read."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..migration import FileChange
from .git import GitError, has_uncommitted_changes

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_NEW_FILE_MODE = 0o644


class WriteError(Exception):
    """Files that were left as they are; the message is one line for the user."""


@dataclass(frozen=True)
class _Target:
    """One file to replace: where it really is, its bytes before (None when it is new) and after."""

    path: Path
    before: bytes | None
    after: bytes
    info: os.stat_result | None

    @property
    def temporary(self) -> Path:
        # Hidden, and with no suffix of a template: no tool that watches the folder takes it for one.
        return self.path.with_name(f".{self.path.name[:200]}.{os.urandom(6).hex()}.tmp")

    @property
    def current(self) -> bytes | None:
        return self.path.read_bytes() if self.before is not None or self.path.exists() else None


def replace_all(changes: Sequence[FileChange], *, allow_dirty: bool) -> None:
    """Write files, each in one step; whatever goes wrong, the old bytes of all of them are still there.

    A symbolic link stays and its target is written. A file that holds the new text already, since another template
    of the run shares it, is left alone.

    Arguments:
        changes: the files; the first one, the template, is written last.
        allow_dirty: write although git knows of uncommitted changes.

    Raises:
        WriteError: nothing was written, and why.
    """
    shown = changes[0].source.path if changes else ""
    try:
        targets = []
        for change in changes:
            shown = change.source.path
            target = _target(change)
            if target.current != target.after:
                _refuse(target, allow_dirty=allow_dirty)
                targets.append(target)
        # The template last: while a crash may come, the deployed pair is the old template with code that it can run.
        _replace(targets[::-1])
    except WriteError as error:
        raise WriteError(f"{error}{_of(shown, changes)}") from None
    except OSError as error:
        reason = error.strerror or error
        raise WriteError(f"cannot write it: {reason}; the file is as it was{_of(shown, changes)}") from None


def _of(path: str, changes: Sequence[FileChange]) -> str:
    """Which file is meant, where it is not the template itself."""
    return f" ({path})" if changes and path != changes[0].source.path else ""


def _target(change: FileChange) -> _Target:
    given = Path(change.source.path)
    after = change.source.encode(change.after)
    if change.new:
        return _Target(given.parent.resolve(strict=True) / given.name, None, after, None)
    path = given.resolve(strict=True)
    return _Target(path, change.source.encode(), after, path.stat())


def _refuse(target: _Target, *, allow_dirty: bool) -> None:
    path, info = target.path, target.info
    if info is None:
        if target.current is not None:
            raise WriteError("not written: a file of this name is there already")
        return
    if not stat.S_ISREG(info.st_mode):
        raise WriteError("not written: it is no regular file")
    if not os.access(path, os.W_OK):
        raise WriteError("not written: the file is read-only")
    if info.st_nlink > 1:
        raise WriteError(f"not written: the file has {info.st_nlink} hard links, and replacing it would part them")
    if allow_dirty:
        return
    try:
        dirty = has_uncommitted_changes(path)
    except GitError as error:
        raise WriteError(f"not written: {error} (--allow-dirty writes without asking git)") from None
    if dirty:
        raise WriteError("not written: it has uncommitted changes (commit them, or add --allow-dirty)")


def _replace(targets: Sequence[_Target]) -> None:
    """Prepare all new files first, then let each take its place; when one cannot, those before it go back."""
    with _prepared(targets) as prepared:
        # As late as possible: an editor may have saved in the meantime.
        if any(target.current != target.before for target in targets):
            raise WriteError("not written: the file changed while it was migrated; run again")
        done: list[_Target] = []
        try:
            for target, temporary in prepared:
                done.append(target)
                os.replace(temporary, target.path)  # noqa: PTH105 - one name for one system call
        except BaseException:
            _put_back(done)
            raise
    for folder in dict.fromkeys(target.path.parent for target in targets):
        _sync_folder(folder)


@contextlib.contextmanager
def _prepared(targets: Iterable[_Target]) -> Iterator[list[tuple[_Target, Path]]]:
    """The new files under temporary names; none of these is left afterwards, also on Ctrl-C."""
    made: list[tuple[_Target, Path]] = []
    try:
        for target in targets:
            temporary = target.temporary
            descriptor = os.open(temporary, _NEW | _BINARY, 0o600)
            made.append((target, temporary))
            _fill(descriptor, target.info, target.after)
        yield made
    finally:
        for _, temporary in made:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _put_back(targets: Sequence[_Target]) -> None:
    """Undo replacements, as far as the file system lets us; those that did not happen are no harm."""
    for target in targets:
        with contextlib.suppress(OSError):
            if target.before is None:
                target.path.unlink(missing_ok=True)
            elif target.current != target.before:
                temporary = target.temporary
                descriptor = os.open(temporary, _NEW | _BINARY, 0o600)
                _fill(descriptor, target.info, target.before)
                os.replace(temporary, target.path)  # noqa: PTH105 - one name for one system call


def _fill(descriptor: int, like: os.stat_result | None, data: bytes) -> None:
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        _take_owner_and_mode(descriptor, like)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_owner_and_mode(descriptor: int, like: os.stat_result | None) -> None:
    if not hasattr(os, "fchmod"):
        return
    if like is None:
        os.fchmod(descriptor, _NEW_FILE_MODE)
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
