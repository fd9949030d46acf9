"""Which files a handler may read and change."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from .world import within

_PROCESS = re.compile(r"/proc/(\d+)(/|$)")


class FileReach:
    """Which files a handler may read and change.

    Arguments:
        own: its folders.
        secret: files and folders that are the user's.
        shown: what in them the interpreter has to read.
    """

    def __init__(self, own: Sequence[str], secret: dict[str, Sequence[str]], shown: Sequence[str]) -> None:
        self.own = tuple(os.path.realpath(path) for path in own)
        self.named, self.homes, self.shown = tuple(secret["named"]), tuple(secret["homes"]), tuple(shown)

    def may_change(self, path: str) -> bool:
        real = os.path.realpath(path)
        return real == os.devnull or _among(real, self.own)

    def may_read(self, path: str) -> bool:
        """Nothing of another process, nothing that holds credentials, and nothing else of the user's home."""
        real = os.path.realpath(path)
        if _among(real, self.named):
            return False
        if (process := _PROCESS.match(real)) is not None and int(process[1]) != os.getpid():
            return False
        return not _among(real, self.homes) or _among(real, (*self.own, *self.shown))


def _among(path: str, folders: Sequence[str]) -> bool:
    return any(within(path, folder) for folder in folders)
