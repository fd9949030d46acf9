"""What the bot asks of a forge: pull requests, comments, and who it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

MAX_CHARACTERS = 60_000
"""Longest body that is sent. GitHub takes 65 536 characters; the rest is room for what it may count differently."""

_ATTEMPTS = 3
_Made = TypeVar("_Made")


class ForgeError(Exception):
    """A request that the forge did not carry out; the message is one line for the user.

    Arguments:
        message: what the forge said.
        uncertain: whether it may have been carried out all the same: the answer got lost on its way.
    """

    def __init__(self, message: str, *, uncertain: bool = False) -> None:
        super().__init__(message)
        self.uncertain = uncertain


@dataclass(frozen=True)
class PullRequest:
    """One pull request.

    Arguments:
        number: its number.
        url: where people see it.
        body: its description.
        is_open: whether it is open.
        merged: whether it was merged.
        head: hash of its last commit.
    """

    number: int
    url: str
    body: str
    is_open: bool
    merged: bool
    head: str


@dataclass(frozen=True)
class Comment:
    """One comment on a pull request.

    Arguments:
        id: what the forge knows it by.
        author: login of who wrote it.
        body: its text.
    """

    id: int
    author: str
    body: str


@dataclass(frozen=True)
class Commit:
    """One commit: the hashes of its tree and its parents, its message, and the mail address of its committer."""

    tree: str
    parents: tuple[str, ...]
    message: str
    committer: str


class Forge(Protocol):
    """One repository on a forge. Every method raises `ForgeError` when the forge refuses or cannot be reached."""

    def login(self) -> str | None:
        """Who the token belongs to; None without one."""

    def default_branch(self) -> str:
        """The branch that pull requests go to."""

    def commit(self, sha: str) -> Commit:
        """A commit by its hash."""

    def pull_requests(self, branch: str, *, owner: str | None = None, base: str | None = None) -> Sequence[PullRequest]:
        """Pull requests from a branch in any state, the newest first.

        Arguments:
            branch: name of the branch.
            owner: who owns the repository that the branch is in; None for this repository's own.
            base: branch that they go to; None for any.
        """

    def pull_request(self, number: int) -> PullRequest:
        """A pull request by its number, as it is now."""

    def create_pull_request(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """Open a pull request."""

    def update_pull_request(self, number: int, body: str) -> None:
        """Replace the description of a pull request."""

    def comments(self, number: int) -> Sequence[Comment]:
        """Comments on a pull request, the oldest first."""

    def create_comment(self, number: int, body: str) -> Comment:
        """Comment on a pull request."""

    def update_comment(self, number: int, comment: int, body: str) -> None:
        """Replace the text of a comment."""


def create_once(create: Callable[[], _Made], look: Callable[[], _Made | None]) -> _Made:
    """Create something on a forge, once even when an answer gets lost.

    Arguments:
        create: creates it.
        look: looks whether it is there.

    Raises:
        ForgeError: it was refused, or the forge does not answer.
    """
    for _ in range(_ATTEMPTS - 1):
        try:
            return create()
        except ForgeError as error:
            if not error.uncertain:
                raise
            # A gateway error says nothing about what happened behind it; creating again at once could make two.
            if (made := look()) is not None:
                return made
    return create()
