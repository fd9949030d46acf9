"""Write a template and what changes along with it: all files or none, and only over what was read."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from ..migration import FileChange
from .attributes import AttributeLossError
from .git import GitError, OverwriteGuard
from .hidden import Sweeper
from .replacing import ChangedMeanwhileError, ReplaceError, Replacement, replace
from .stopping import held


class WriteError(Exception):
    """Files that were left as they are; the message is one line for the user."""


class Writer:
    """Writes the migrations of one run.

    Arguments:
        guard: knows which files have uncommitted changes; None writes over these, too.
    """

    def __init__(self, guard: OverwriteGuard | None) -> None:
        self._guard = guard
        self._sweeper = Sweeper()
        self._own: dict[Path, bytes] = {}
        """What it has written: a later migration of the same file finds no changes of somebody else there."""
        self.written = 0
        """Migrations that are written."""

    def replace_all(self, changes: Sequence[FileChange]) -> None:
        """Write files, each in one step; when one cannot be, the old bytes of all of them are still there.

        A symbolic link stays and its target is written. A file that holds the new text already, since another
        template of the run shares it, is left alone. Signals wait until it is over.

        Arguments:
            changes: the files; the first one, the template, is written last.

        Raises:
            WriteError: why nothing was written, or what was all the same.
        """
        targets = []
        for change in changes:
            try:
                target = _target(change)
                self._sweeper.sweep(target.path)
                if target.current != target.after:
                    self._check(target)
                    targets.append(target)
            except (WriteError, OSError) as error:
                raise WriteError(f"{_reason(error)}{_unchanged(error, changes)}{_of(change, changes)}") from None
        try:
            with held():
                # The template last: while a crash may come, the deployed pair is the old template with code that it
                # can run.
                replace(targets[::-1])
                self._own.update((target.path, target.after) for target in targets)
                self.written += 1
        except ReplaceError as error:
            change = next(each for each in changes if each.source.path == error.target.shown)
            outcome = _stuck(error) or _unchanged(error.error, changes)
            raise WriteError(f"{_reason(error.error)}{outcome}{_of(change, changes)}") from None

    def look_up(self, changes: Sequence[FileChange]) -> None:
        """Say what will be written, so that git is asked once for all of it.

        Arguments:
            changes: files of several migrations.
        """
        if self._guard is None:
            return
        try:
            self._guard.look_up([Path(change.source.path).resolve() for change in changes if not change.new])
        except (GitError, OSError):
            return  # it is said of each file when it is written

    def _check(self, target: Replacement) -> None:
        path = target.path
        if target.before is None:
            if target.current is not None:
                raise WriteError("not written: a file of this name is there already")
            return
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise WriteError("not written: it is no regular file")
        if not os.access(path, os.W_OK):
            raise WriteError("not written: the file is read-only")
        if info.st_nlink > 1:
            raise WriteError(f"not written: the file has {info.st_nlink} hard links, and replacing it would part them")
        if self._guard is None or self._own.get(path) == target.before:
            return
        try:
            dirty = self._guard.is_dirty(path, target.before)
        except GitError as error:
            raise WriteError(f"not written: {error} (--allow-dirty writes without asking git)") from None
        if dirty:
            raise WriteError("not written: it has uncommitted changes (commit them, or add --allow-dirty)")


def _target(change: FileChange) -> Replacement:
    given = Path(change.source.path)
    after = change.source.encode(change.after)
    if change.new:
        return Replacement(given.parent.resolve(strict=True) / given.name, None, after, change.source.path)
    return Replacement(given.resolve(strict=True), change.source.encode(), after, change.source.path)


def _reason(error: BaseException) -> str:
    if isinstance(error, WriteError):
        return str(error)
    if isinstance(error, ChangedMeanwhileError):
        return "not written: the file changed while it was migrated; run again"
    if isinstance(error, AttributeLossError):
        return f"not written: {error}"
    return f"cannot write it: {(isinstance(error, OSError) and error.strerror) or error}"


def _of(change: FileChange, changes: Sequence[FileChange]) -> str:
    """Which file is meant, where it is not the template itself."""
    return f" ({change.source.path})" if change is not changes[0] else ""


def _unchanged(error: BaseException, changes: Sequence[FileChange]) -> str:
    if not isinstance(error, OSError):
        return ""
    return "; none of its files is changed" if len(changes) > 1 else "; the file is as it was"


def _stuck(error: ReplaceError) -> str:
    """What is changed after all."""
    told = [
        f"{each.target.shown} (its old bytes are in {each.old})" if each.old else f"{each.target.shown} (it is new)"
        for each in error.stuck
    ]
    return f"; changed all the same, since it could not be put back: {', '.join(told)}" if told else ""
