"""Whether what is about to be overwritten is in git: bytes are compared with the index, the index with the last commit.

What git itself thinks of a file on disk is not asked. It would look at each file again, run the programs that the
repository's configuration names to compare it, and look away from files marked assume-unchanged or skip-worktree.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..bot.git.process import configuration

_TIMEOUT = 30
_LONGEST = 100_000
"""Bytes of file names that a command line takes everywhere; for more, the whole index is listed."""
_SETTINGS = ("--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false")
_NO_FILTER = {"clean": "", "smudge": "", "process": "", "required": "false"}
_NO_NETWORK = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": ""}
_NAMING = frozenset({"GIT_DIR", "GIT_INDEX_FILE"})
_LOCAL = _NAMING | {"GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"}
_HASHES = {40: "sha1", 64: "sha256"}
_STAGED = ""
_NO_COMMIT = "(initial)"


class GitError(Exception):
    """Git is there and does not answer; the message is its first line."""


@dataclass(eq=False)
class OverwriteGuard:
    """Knows what a run may overwrite. It asks git once for each repository, as far as it knows what will be asked.

    Arguments:
        expected: files that may be asked about, links resolved.
    """

    expected: Iterable[Path] = ()
    _folders: dict[Path, Checkout | None] = field(default_factory=dict)
    _index: dict[Path, str | None] = field(default_factory=dict)
    """As `Checkout.index` says it."""

    def is_dirty(self, path: Path, data: bytes) -> bool:
        """Whether git tracks a file and the last commit does not have these bytes of it.

        A file outside any repository, one that git does not track, or any file where git is not installed is not.

        Arguments:
            path: the file itself, links resolved.
            data: its bytes as they were read.

        Raises:
            GitError: git cannot tell.
        """
        checkout = self._checkout(path.parent)
        if checkout is None:
            return False
        if path not in self._index:
            self.look_up([path, *self.expected])
            self.expected = ()
        known = self._index[path]
        if known is None or known == _hash(data, known):
            return False
        # As late as possible, since somebody may have committed meanwhile; and as git stores it, line breaks converted.
        self._index |= checkout.index([path])
        known = self._index[path]
        return known is not None and known not in (_hash(data, known), checkout.stored(path, data))

    def look_up(self, paths: Iterable[Path]) -> None:
        """Ask for several files at once.

        Arguments:
            paths: the files, links resolved.

        Raises:
            GitError: git cannot tell.
        """
        wanted: dict[Checkout, list[Path]] = {}
        for path in paths:
            if path not in self._index and (checkout := self._checkout(path.parent)) is not None:
                wanted.setdefault(checkout, []).append(path)
        for checkout, files in wanted.items():
            self._index |= checkout.index(files)

    def _checkout(self, folder: Path) -> Checkout | None:
        """The repository that a folder is in, if any. Looking is cheaper than starting a process for each file."""
        if folder not in self._folders:
            found = self._named if self._named is not None and folder == self._named.root else None
            if (folder / ".git").exists():
                found = Checkout(folder)
            elif found is None and folder != folder.parent:
                found = self._checkout(folder.parent)
            self._folders[folder] = found
        return self._folders[folder]

    @cached_property
    def _named(self) -> Checkout | None:
        """The repository that the environment names, as it does for hooks."""
        return named() if _NAMING & os.environ.keys() else None


@dataclass(frozen=True)
class Checkout:
    """A repository and the files of it that are checked out.

    Arguments:
        root: the folder that they are in.
        folder: the repository itself, where the environment names it; None to find it from the root.
    """

    root: Path
    folder: str | None = None

    def index(self, paths: Sequence[Path]) -> dict[Path, str | None]:
        """What the index has of files: the id of their bytes, an empty one where that is not what was committed last.

        It has None of a file that is not tracked.

        Arguments:
            paths: files below the root.

        Raises:
            GitError: git cannot tell.
        """
        names = {os.fsencode(path.relative_to(self.root).as_posix()): path for path in paths}
        asked: list[str | bytes] = ["--", *names] if sum(map(len, names)) < _LONGEST else []
        listed = self._run(["ls-files", "-z", "--stage", *asked]) or b""
        found: dict[Path, str | None] = dict.fromkeys(paths)
        for line in filter(None, listed.split(b"\0")):
            facts, _, name = line.partition(b"\t")
            _, identity, stage = facts.decode().split(" ")
            if name in names:
                found[names[name]] = identity if stage == "0" else _STAGED
        if any(identity is not None for identity in found.values()):
            found |= {names[name]: _STAGED for name in self._staged(asked) & names.keys()}
        return found

    def stored(self, path: Path, data: bytes) -> str | None:
        """The id that git would give to bytes of a file: line breaks are converted as it is set up, no filter is run.

        Arguments:
            path: the file.

        Raises:
            GitError: git cannot tell.
        """
        name = os.fsencode(path.relative_to(self.root).as_posix())
        said = self._run(["hash-object", "--stdin", b"--path=" + name], data, self._filters)
        return said.decode().strip() if said is not None else None

    def revision(self) -> str:
        """The commit that is checked out; empty where there is none, or a file of it has changed.

        Raises:
            GitError: git cannot tell.
        """
        command = ("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=no", "--ignore-submodules=all")
        said = self._run(command, settings=self._filters if self._may_filter else (), may_fail=True) or b""
        lines = [line for line in said.split(b"\0") if line]
        heads = [line.split(b" ") for line in lines if line.startswith(b"# ")]
        commit = next((words[2].decode() for words in heads if words[1] == b"branch.oid"), _NO_COMMIT)
        return commit if commit != _NO_COMMIT and len(heads) == len(lines) else ""

    @property
    def _may_filter(self) -> bool:
        """Whether the repository's own settings may name a program that its files are sent through."""
        try:
            text = (self.root / ".git" / "config").read_bytes().lower()
        except OSError:  # a worktree's settings are elsewhere
            return True
        return any(word in text for word in (b"filter", b"include", b"worktreeconfig"))

    def _staged(self, asked: Sequence[str | bytes]) -> set[bytes]:
        """Names of files of which the index has something that is not committed."""
        command = ("diff-index", "--cached", "--raw", "-z", "--relative", "--no-renames", "--ignore-submodules=all")
        if self._run(["rev-parse", "--quiet", "--verify", "HEAD"], may_fail=True) is None:
            listed = self._run(["ls-files", "-z", *asked]) or b""  # nothing is committed yet
            return set(listed.split(b"\0"))
        listed = self._run([*command, "HEAD", *asked]) or b""
        return set(listed.split(b"\0")[1::2])  # the facts of each file, then its name

    @cached_property
    def _filters(self) -> tuple[tuple[str, str], ...]:
        """Settings that switch off every program that a file could be sent through on its way into git."""
        listed = self._run(["config", "--list", "--name-only", "-z"]) or b""
        names = map(os.fsdecode, listed.split(b"\0"))  # a driver's name is any bytes
        drivers = {name.rpartition(".")[0] for name in names if name.startswith("filter.")}
        return tuple((f"{driver}.{key}", value) for driver in sorted(drivers) for key, value in _NO_FILTER.items())

    def _run(
        self,
        arguments: Sequence[str | bytes],
        data: bytes = b"",
        settings: Sequence[tuple[str, str]] = (),
        *,
        may_fail: bool = False,
    ) -> bytes | None:
        """What a command says; None where git is not installed, or the command fails and may."""
        # An option takes no name with =, and older versions of git do not know the variables.
        options = [word for key, value in settings if "=" not in key for word in ("-c", f"{key}={value}")]
        try:
            asked = subprocess.run(  # noqa: S603 - our own commands; names of files stand after -- or =
                ["git", *_SETTINGS, *options, *arguments],  # noqa: S607 - the git of the machine
                cwd=self.root,
                env={**_environment(self.folder, self.root), **(configuration(settings) if settings else {})},
                input=data,
                capture_output=True,
                timeout=_TIMEOUT,
                check=False,
            )
        except FileNotFoundError:
            return None
        except (OSError, subprocess.SubprocessError) as error:
            raise GitError(str(error)) from None
        if asked.returncode and not may_fail:
            said = asked.stderr.decode(errors="replace").strip().partition("\n")[0]
            raise GitError(said or f"git {arguments[0]!s} ended with {asked.returncode}")
        return asked.stdout if not asked.returncode else None


def named() -> Checkout | None:
    """The repository that GIT_DIR and its like name; None where there is none."""
    command = ["git", "rev-parse", "--show-toplevel", "--absolute-git-dir"]
    try:
        asked = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIMEOUT, check=False)  # noqa: S603 - our own words
    except (OSError, subprocess.SubprocessError):
        return None
    root, _, folder = os.fsdecode(asked.stdout).rstrip("\n").partition("\n")
    return Checkout(Path(root), folder) if not asked.returncode else None


def _environment(folder: str | None, root: Path) -> dict[str, str]:
    """The environment of a command: what names another repository is left out."""
    kept = {name: value for name, value in os.environ.items() if folder is not None or name not in _LOCAL}
    named = {"GIT_DIR": folder, "GIT_WORK_TREE": str(root)} if folder is not None else {}
    return {**kept, **named, **_NO_NETWORK, "LC_ALL": "C"}


def _hash(data: bytes, like: str) -> str:
    """The id of bytes as they stand, by the algorithm that another id was made with."""
    blob = b"blob %d\0%b" % (len(data), data)
    return hashlib.new(_HASHES.get(len(like), "sha1"), blob, usedforsecurity=False).hexdigest()
