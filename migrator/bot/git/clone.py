"""Read what must be known of a checkout, without the token and without the network.

A checkout is somebody else's text: its configuration may name programs to run, proxies, other addresses. Only commands
that run nothing of it are asked here, and of its settings only those that say how the bytes of its files are stored.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .process import environment, run, start

_OWN_SETTINGS = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""Where the user's own settings are: they say, for one, that the checkout of another user is safe to read."""
_NO_NETWORK = {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"}
_WANTED = r"^(core\.(autocrlf|attributesfile)|extensions\.partialclone|remote\..*\.promisor)$"
_MAX_BYTES = 16 << 20


@dataclass(frozen=True)
class Clone:
    """One checkout.

    Arguments:
        folder: its root.
    """

    folder: Path

    def origin(self) -> str | None:
        """URL of the remote that it was cloned from; None without one."""
        ran = start(["config", "--get", "remote.origin.url"], self.folder, self._environment)
        return ran.stdout.decode(errors="replace").strip() or None

    @cached_property
    def head(self) -> str:
        """Hash of the commit that is checked out.

        Raises:
            GitError: there is none.
        """
        return self._text("rev-parse", "--verify", "HEAD^{commit}").strip()

    @property
    def hashes(self) -> str:
        """What its objects are named by: ``sha1`` or ``sha256``."""
        return self._places[0]

    @property
    def objects(self) -> Path:
        """The folder of its objects; worktrees share one."""
        return self._places[1] / "objects"

    @property
    def shallow(self) -> bytes:
        """The commits whose parents it does not have, as git lists them."""
        return _content(self._places[1] / "shallow")

    @property
    def attributes(self) -> bytes:
        """Attributes of files that are its own and not committed."""
        return _content(self._places[1] / "info" / "attributes")

    @property
    def is_partial(self) -> bool:
        """Whether objects may be missing, to be fetched when they are needed."""
        return any(not key.startswith("core.") for key in self._settings)

    def conversions(self) -> Iterator[tuple[str, str]]:
        """Settings that say how a file's bytes become those that are stored."""
        if line_ends := self._settings.get("core.autocrlf"):
            yield "core.autocrlf", line_ends
        # Git looks for a file of the user's where none is named.
        there = f"{os.environ.get('XDG_CONFIG_HOME') or '~/.config'}/git/attributes"
        file = _known(self.folder, self._settings.get("core.attributesfile") or there)
        if file:
            yield "core.attributesFile", str(file)

    @cached_property
    def _places(self) -> tuple[str, Path]:
        hashes, _, common = self._text("rev-parse", "--show-object-format", "--git-common-dir").partition("\n")
        return hashes, (self.folder / common.removesuffix("\n")).resolve()

    @cached_property
    def _settings(self) -> Mapping[str, str]:
        ran = start(["config", "-z", "--get-regexp", _WANTED], self.folder, self._environment)
        entries = (entry.partition("\n") for entry in os.fsdecode(ran.stdout).split("\0") if entry)
        # A key without a value is git's way to write "true".
        return {key: value if sign else "true" for key, sign, value in entries}

    def _text(self, *arguments: str) -> str:
        return run(arguments, self.folder, self._environment)

    @cached_property
    def _environment(self) -> Mapping[str, str]:
        return environment(_OWN_SETTINGS, _NO_NETWORK)


def _known(folder: Path, named: str) -> Path | None:
    """The regular file that a setting names; None where there is none."""
    try:
        file = (folder / Path(named).expanduser()).resolve()
        return file if file.is_file() else None
    except (OSError, RuntimeError):
        return None


def _content(file: Path) -> bytes:
    """The bytes of a file; none where there is no such file."""
    try:
        if not file.is_file():
            return b""
        with file.open("rb") as stream:
            return stream.read(_MAX_BYTES)
    except OSError:
        return b""
