"""Clones of repositories that are given by their addresses: shallow, without history, and kept for the next run."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..bot.git.process import GitCommandError, configuration, environment, run

_KEPT: Final = (
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_PROXY_SSL_CAINFO",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
)
"""Variables with which a user says how git gets to a server."""
_SETTINGS: Final = (
    ("advice.detachedHead", "false"),
    ("core.fsmonitor", "false"),
    ("core.hooksPath", os.devnull),
    ("fetch.recurseSubmodules", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
)
_OWN: Final = {
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "GIT_LFS_SKIP_SMUDGE": "1",
}
_LATEST: Final = ("--quiet", "--depth=1", "--no-tags", "--filter=blob:none")
_PAUSE = 0.05
_LONGEST = 60


@dataclass(frozen=True)
class Clones:
    """The clones of one machine; picklable.

    Arguments:
        folder: where they are.
        limit: how many are made at once, by whichever processes of the machine.
    """

    folder: Path
    limit: int

    def folder_of(self, url: str) -> Path:
        """Where the clone of a repository is: its default branch as it is now.

        Arguments:
            url: its address.

        Raises:
            GitCommandError: it cannot be cloned, or not be brought up to date.
        """
        name = re.sub(r"[^\w.-]+", "-", url).strip("-")[-_LONGEST:]
        digest = hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        target = self.folder / f"{name}-{digest}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._turn(), _locked(self.folder / f"{digest}.lock"):
                if not (target / ".git").is_dir() or not _updated(target):
                    _clone(url, target)
        except OSError as error:
            raise GitCommandError(f"no clone can be made in {self.folder}: {error.strerror or error}") from None
        return target

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until fewer than the limit are being made."""
        while True:
            for number in range(self.limit):
                with _locked(self.folder / f"turn-{number}.lock", wait=False) as mine:
                    if mine:
                        yield
                        return
            time.sleep(_PAUSE)


def _clone(url: str, target: Path) -> None:
    """Clone beside the place and move it there: what is there is whole."""
    if target.exists():
        shutil.rmtree(target)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="new-", ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "clone"
        words = ["clone", *_LATEST, "--single-branch", "--template=", "--", url, str(made)]
        run(words, target.parent, _environment())
        made.rename(target)


def _updated(target: Path) -> bool:
    """Bring a clone up to date; whether that could be done, since one that was damaged is made anew."""
    with suppress(GitCommandError):
        run(["fetch", *_LATEST, "origin", "HEAD"], target, _environment())
        run(["reset", "--quiet", "--hard", "FETCH_HEAD"], target, _environment())
        return True
    return False


def _environment() -> dict[str, str]:
    return dict(environment(_KEPT, {**_OWN, **configuration(_SETTINGS)}))


@contextmanager
def _locked(file: Path, *, wait: bool = True) -> Iterator[bool]:
    """Keep other processes out; the system ends that with the process, however it ends.

    Arguments:
        file: what they agree on.
        wait: wait for the others; else say whether none was there.
    """
    if sys.platform == "win32":  # no limit, and no two processes with one clone
        yield True
        return
    import fcntl

    with file.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
