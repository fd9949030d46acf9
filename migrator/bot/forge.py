"""What the bot asks of a forge: pull requests, comments, and who it is there.

Here and in the code a pull request is called so on every forge; what people read has the words of `ForgeKind`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from .kinds import ForgeKind

DEFAULT_BRANCH = "which branch is the default one; give --base BRANCH"
"""What a forge has to say unless the user does."""
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
class Head:
    """The commit that a run of a CI was about.

    Arguments:
        branch: its branch.
        owner: who owns the repository that the branch is in.
        sha: its hash.
    """

    branch: str
    owner: str
    sha: str


class Forge(Protocol):
    """One repository on a forge. Every method raises `ForgeError` when the forge refuses or cannot be reached."""

    @property
    def kind(self) -> ForgeKind:
        """What kind of forge it is."""

    def login(self) -> str | None:
        """Who the token belongs to; None without one."""

    def default_branch(self) -> str:
        """The branch that pull requests go to."""

    def pull_requests(self, branch: str, *, base: str | None = None) -> Sequence[PullRequest]:
        """Pull requests from a branch of this repository in any state, the newest first.

        Arguments:
            branch: name of the branch.
            base: branch that they go to; None for any.
        """

    def pull_request_of(self, head: Head) -> int | None:
        """The number of the open pull request, from here or a fork, that ends with a commit; None without one."""

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
