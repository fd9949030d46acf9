"""Git through its own command: commits are made beside the checkout, which stays as it is, and pushed with a lease.

A checkout is somebody else's text. Nothing that its configuration says decides what is run or where the token goes; the
token is in the environment of git alone: not on a command line, in a URL or in a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...migration import FileChange
from ..kinds import SELF, Token
from .clone import Clone
from .helper import Helper
from .process import GitCommandError

__all__ = ["Commit", "Git", "GitCommandError"]

_FILES = frozenset({"100644", "100755"})
_NEW_FILE = "100644"


@dataclass(frozen=True)
class Git:
    """One checkout and where it is pushed to. Leave it as a context to remove what it made for itself.

    Arguments:
        folder: the root of the checkout.
        url: the repository over http or https, without anything secret in it.
        token: what to sign in with; None to do without.
        usual: name and mail address of who commits unless GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL say otherwise.
    """

    folder: Path
    url: str
    token: Token | None = None
    usual: tuple[str, str] = SELF

    def __enter__(self) -> Git:
        """Nothing is made before it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the helper repository, where there is one."""
        if (helper := self.__dict__.pop("_helper", None)) is not None:
            helper.close()

    @cached_property
    def committer(self) -> tuple[str, str]:
        """Name and mail address of who commits."""
        name, mail = (os.environ.get(f"GIT_COMMITTER_{part}", "") for part in ("NAME", "EMAIL"))
        return (name, mail) if name and mail else self.usual

    def origin(self) -> str | None:
        """URL of the remote that the checkout was cloned from; None without one."""
        return self._clone.origin()

    def head(self) -> str:
        """Hash of the commit that is checked out."""
        return self._clone.head

    def tips(self, *branches: str) -> Mapping[str, str]:
        """Hashes of the last commits of remote branches, by the branches' names; without those that do not exist."""
        names = {f"refs/heads/{branch}": branch for branch in branches}
        lines = self._helper.run("ls-remote", "--quiet", "--", self.url, *names).splitlines()
        pairs = (line.partition("\t") for line in lines)
        return {names[name]: sha for sha, _, name in pairs if name in names}

    def last(self, branch: str) -> Commit:
        """The last commit of a remote branch; nothing of what it holds is fetched.

        Raises:
            GitError: there is none, or the server does not answer.
        """
        return Commit.read(self._helper.fetched(f"refs/heads/{branch}"))

    def keeps(self, change: FileChange) -> bool:
        """Whether a file is one of this repository's: committed, or new in a place where it can be.

        False for what lies in a submodule, and for files that are untracked or ignored.
        """
        try:
            path = self.path_of(change.source.path)
        except GitCommandError:
            return False
        if not change.new:
            return self._committed.get(path, ("",))[0] in _FILES
        return not any(above.as_posix() in self._committed for above in Path(path).parents)

    def tree(self, changes: Sequence[FileChange]) -> str:
        """Store the tree of the commit that is checked out with some files changed.

        Arguments:
            changes: the files; each must be as it was committed, and inside the checkout.

        Raises:
            GitError: one is not.
        """
        self._helper.run("read-tree", self.head())
        records = "".join(map(self._record, changes))
        # By stdin: no name of a file ever is a word of a command.
        self._helper.run("update-index", "-z", "--index-info", data=records.encode("utf-8", "surrogateescape"))
        # A partial clone lacks files that nobody changes; looking for each would fetch them all.
        return self._helper.run("write-tree", "--missing-ok").strip()

    def commit(self, tree: str, parent: str, message: str) -> str:
        """Store a commit and hand back its hash; no branch moves."""
        name, mail = self.committer
        who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in _parts(name, mail)}
        return self._helper.run("commit-tree", tree, "-p", parent, "-F", "-", data=message.encode(), more=who).strip()

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
        try:
            self._helper.run("push", "--quiet", "--no-signed", lease, "--", self.url, f"{commit}:{ref}")
        except GitCommandError as error:
            now = self._tip_after(error, branch)
            if now == commit:
                return  # it arrived, and only the answer got lost
            if now == seen:
                raise
            raise GitCommandError(
                f"somebody else, perhaps another run of the bot, pushed to {branch} while this run was at work: "
                "nothing is pushed; run it again"
            ) from None

    def path_of(self, path: str) -> str:
        """The path of a file as git writes it, from the root of the checkout, links resolved.

        Raises:
            GitError: the file is outside the checkout.
        """
        given = Path(path)
        real, root = given.parent.resolve() / given.name, self.folder.resolve()
        real = real.resolve() if real.is_symlink() else real
        if not real.is_relative_to(root) or real.relative_to(root).parts[:1] == (".git",):
            raise GitCommandError(f"{path} is outside the checkout; nothing is committed")
        return real.relative_to(root).as_posix()

    @cached_property
    def _clone(self) -> Clone:
        return Clone(self.folder)

    @cached_property
    def _helper(self) -> Helper:
        try:
            return Helper(self._clone, self.url, self.token)
        except OSError as error:
            raise GitCommandError(f"cannot make a repository to work in: {error.strerror or error}") from None

    @cached_property
    def _committed(self) -> Mapping[str, tuple[str, str]]:
        """Mode and hash of each committed file by its path."""
        found = {}
        for line in self._helper.run("ls-tree", "-r", "-z", "--full-tree", self.head()).split("\0"):
            facts, _, path = line.partition("\t")
            if path:
                mode, _, sha = facts.split(" ")
                found[path] = (mode, sha)
        return found

    def _record(self, change: FileChange) -> str:
        path = self.path_of(change.source.path)
        mode, sha = self._committed.get(path, ("", ""))
        before, after = change.source.encode(), change.source.encode(change.after)
        # With the path git converts line ends as the repository's attributes ask; what is committed as it stands in
        # the checkout stays so, whatever they ask.
        stored = f"--path={path}" if change.new or self._hash(before, "--no-filters") != sha else "--no-filters"
        if change.new:
            mode, same = _NEW_FILE, not sha
        else:
            same = mode in _FILES and (stored == "--no-filters" or self._hash(before, stored) == sha)
        if not same:
            raise GitCommandError(f"{change.source.path} differs from what is committed; nothing is committed")
        return f"{mode} {self._hash(after, stored, '-w')}\t{path}\0"

    def _hash(self, data: bytes, *options: str) -> str:
        return self._helper.run_over_files("hash-object", "--stdin", *options, data=data).strip()

    def _tip_after(self, error: GitCommandError, branch: str) -> str | None:
        try:
            return self.tips(branch).get(branch)
        except GitCommandError:
            raise error from None


def _parts(name: str, mail: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("NAME", name), ("EMAIL", mail)


_COMMITTER = re.compile(r"^committer [^<\n]*<([^>\n]*)> ", re.MULTILINE)
_NAMED = re.compile(r"^(tree|parent) ([0-9a-f]{40,64})$", re.MULTILINE)


@dataclass(frozen=True)
class Commit:
    """One commit: the hashes of its tree and its parents, its message, and the mail address of its committer."""

    tree: str
    parents: tuple[str, ...]
    message: str
    committer: str

    @classmethod
    def read(cls, text: str) -> Commit:
        """Take apart what ``git cat-file commit`` prints."""
        head, _, message = text.partition("\n\n")
        named = _NAMED.findall(head)
        committer = _COMMITTER.search(head)
        return cls(
            next((sha for name, sha in named if name == "tree"), ""),
            tuple(sha for name, sha in named if name == "parent"),
            message,
            committer[1] if committer else "",
        )
