"""Git through its own command: commits are made beside the checkout, which stays as it is, and pushed with a lease.

A checkout is somebody else's text. No hook, filter, helper or transport that its configuration names is run, and the
token is in the environment of git alone: not on a command line, in a URL or in a file.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..migration import FileChange
from .token import Token

_TIMEOUT = 300
_KEPT = ("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_SETTINGS = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("credential.helper", ""),  # an empty value forgets the helpers named before
    ("push.gpgSign", "false"),
    ("push.recurseSubmodules", "no"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
)
_NO_FILTER = {"clean": "", "smudge": "", "process": "", "required": "false"}
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ALLOW_PROTOCOL": "http:https",  # whatever url.*.insteadOf makes of ours, no program is started for it
}
_FILES = frozenset({"100644", "100755"})
_NEW_FILE = "100644"
_AUTHOR = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
"""Who commits unless GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL say otherwise; as workflows commonly do."""


class GitError(Exception):
    """Git did not do it; the message is one line for the user, without the token."""


@dataclass(frozen=True)
class Git:
    """One checkout and where it is pushed to.

    Arguments:
        folder: the root of the checkout.
        url: the repository over http or https, without anything secret in it.
        token: what to sign in with; None to do without.
    """

    folder: Path
    url: str
    token: Token | None = None

    @cached_property
    def committer(self) -> tuple[str, str]:
        """Name and mail address of who commits."""
        name, mail = (os.environ.get(f"GIT_COMMITTER_{part}", "") for part in ("NAME", "EMAIL"))
        return (name, mail) if name and mail else _AUTHOR

    def origin(self) -> str | None:
        """URL of the remote that the checkout was cloned from; None without one."""
        ran = self._start(["config", "--get", "remote.origin.url"], self._environment, b"")
        return ran.stdout.decode(errors="replace").strip() or None

    def head(self) -> str:
        """Hash of the commit that is checked out."""
        return self._text("rev-parse", "--verify", "HEAD^{commit}")

    def tips(self, *branches: str) -> Mapping[str, str]:
        """Hashes of the last commits of remote branches, by the branches' names; without those that do not exist."""
        names = {f"refs/heads/{branch}": branch for branch in branches}
        lines = self._text("ls-remote", "--quiet", "--", self.url, *names).splitlines()
        pairs = (line.partition("\t") for line in lines)
        return {names[name]: sha for sha, _, name in pairs if name in names}

    def tree(self, changes: Sequence[FileChange]) -> str:
        """Store the tree of the commit that is checked out with some files changed.

        Arguments:
            changes: the files; each must be as it was committed, and inside the checkout.

        Raises:
            GitError: one is not.
        """
        committed = self._files()
        with self._index() as index:
            self._run(["read-tree", "HEAD"], index)
            records = "".join(self._record(change, committed) for change in changes)
            # By stdin: no name of a file ever is a word of a command.
            self._run(["update-index", "-z", "--index-info"], index, records.encode("utf-8", "surrogateescape"))
            return self._run(["write-tree"], index).strip()

    def commit(self, tree: str, parent: str, message: str) -> str:
        """Store a commit and hand back its hash; no branch moves."""
        name, mail = self.committer
        who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in _parts(name, mail)}
        return self._run(["commit-tree", tree, "-p", parent, "-F", "-"], who, message.encode()).strip()

    def push(self, commit: str, branch: str, seen: str | None) -> None:
        """Make a commit the last one of a remote branch, unless somebody pushed there in the meantime.

        Arguments:
            commit: hash of the commit.
            branch: name of the branch.
            seen: hash of what was there when the branch was looked at; None when there was none.

        Raises:
            GitError: it was refused.
        """
        ref = f"refs/heads/{branch}"
        lease = f"--force-with-lease={ref}:{seen or ''}"
        self._run(["push", "--quiet", "--no-signed", lease, "--", self.url, f"{commit}:{ref}"])

    def path_of(self, path: str) -> str:
        """The path of a file as git writes it, from the root of the checkout, links resolved.

        Raises:
            GitError: the file is outside the checkout.
        """
        given = Path(path)
        real, root = given.parent.resolve() / given.name, self.folder.resolve()
        real = real.resolve() if real.is_symlink() else real
        if not real.is_relative_to(root) or real.relative_to(root).parts[:1] == (".git",):
            raise GitError(f"{path} is outside the checkout; nothing is committed")
        return real.relative_to(root).as_posix()

    def _record(self, change: FileChange, committed: Mapping[str, tuple[str, str]]) -> str:
        path = self.path_of(change.source.path)
        mode, sha = committed.get(path, ("", ""))
        if change.new:
            mode, same = _NEW_FILE, not sha
        else:
            same = mode in _FILES and self._store(path, change.source.encode()) == sha
        if not same:
            raise GitError(f"{change.source.path} differs from what is committed; nothing is committed")
        return f"{mode} {self._store(path, change.source.encode(change.after))}\t{path}\0"

    def _files(self) -> dict[str, tuple[str, str]]:
        """Mode and hash of each committed file by its path."""
        found = {}
        for line in self._run(["ls-tree", "-r", "-z", "--full-tree", "HEAD"]).split("\0"):
            facts, _, path = line.partition("\t")
            if path:
                mode, _, sha = facts.split(" ")
                found[path] = (mode, sha)
        return found

    def _store(self, path: str, data: bytes) -> str:
        # With the path git converts line ends as the repository's attributes ask.
        return self._run(["hash-object", "-w", "--stdin", f"--path={path}"], data=data).strip()

    @contextmanager
    def _index(self) -> Iterator[Mapping[str, str]]:
        """An index of its own: that of the checkout stays as it is."""
        with tempfile.TemporaryDirectory(prefix="sam-migrate-") as folder:
            yield {"GIT_INDEX_FILE": str(Path(folder) / "index")}

    def _text(self, *arguments: str) -> str:
        return self._run(list(arguments)).strip()

    def _run(self, arguments: Sequence[str], more: Mapping[str, str] | None = None, data: bytes = b"") -> str:
        ran = self._start(arguments, {**self._environment, **(more or {})}, data)
        if ran.returncode:
            raise GitError(f"git {arguments[0]}: {self._reason(ran.stderr, ran.returncode)}")
        return ran.stdout.decode("utf-8", "surrogateescape")

    def _start(
        self, arguments: Sequence[str], env: Mapping[str, str], data: bytes
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - our own words; names of files go by stdin or behind a =
                ["git", *arguments],  # noqa: S607 - the git of the machine
                cwd=self.folder,
                env=env,
                input=data,
                capture_output=True,
                timeout=_TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.SubprocessError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no answer"
            raise GitError(f"git {arguments[0]}: {reason}") from None

    def _reason(self, stderr: bytes, status: int) -> str:
        lines = [line for line in stderr.decode(errors="replace").splitlines() if line.strip()]
        # Git says what went wrong first, or last as "fatal:"; what the server says stands behind "remote:".
        telling = [line for line in lines if line.startswith(("fatal:", "error:", "remote:")) or "rejected]" in line]
        said = "; ".join(" ".join(line.split()) for line in (telling or lines)[:3]) or f"it ended with {status}"
        return self.token.hide(said) if self.token else said

    @cached_property
    def _environment(self) -> Mapping[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
        plain = {**kept, **_ENVIRONMENT}
        settings = [*_SETTINGS, *self._filters({**plain, **_configuration(_SETTINGS)}), *self._sign_in()]
        return {**plain, **_configuration(settings)}

    def _filters(self, env: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Settings that switch off every program that a file could be sent through on its way into git."""
        listed = self._start(["config", "--list", "--name-only", "-z"], env, b"").stdout.decode(errors="replace")
        drivers = {name.rpartition(".")[0] for name in listed.split("\0") if name.startswith("filter.")}
        for driver in sorted(drivers):
            yield from ((f"{driver}.{key}", value) for key, value in _NO_FILTER.items())

    def _sign_in(self) -> Iterator[tuple[str, str]]:
        """Settings that send the token to our server, and nowhere else."""
        if self.token is None:
            return
        key = f"http.{self.url}.extraHeader"
        # The empty value forgets the header that actions/checkout left: GitHub answers two of them with status 400.
        yield key, ""
        yield key, f"Authorization: Basic {self.token.basic}"


def _configuration(settings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Settings as git takes them from its environment, the last ones to be read."""
    named = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings):
        named |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return named


def _parts(name: str, mail: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("NAME", name), ("EMAIL", mail)
