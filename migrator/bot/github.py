"""GitHub and GitHub Enterprise, through PyGithub."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from .. import __version__
from .faults import faults
from .forge import Comment, Commit, ForgeError, PullRequest
from .patience import Patience, repetition
from .token import Token

if TYPE_CHECKING:
    import github
    from github.IssueComment import IssueComment
    from github.PullRequest import PullRequest as Pull
    from github.Repository import Repository

_TIMEOUT = 30
_Value = TypeVar("_Value")
_VIEWER = "query { viewer { login } }"


@dataclass(frozen=True)
class GitHub:
    """One repository on GitHub.

    Arguments:
        api: base URL of the REST API, without a slash at its end.
        repository: ``owner/name``.
        token: what to sign in with; None to read what everybody may.
        patience: how long to wait.
    """

    api: str
    repository: str
    token: Token | None
    patience: Patience = field(default_factory=Patience)

    @cached_property
    def _client(self) -> github.Github:
        import logging

        import github

        # PyGithub prints its log on stderr by itself; what a person must know is in what it raises.
        logging.getLogger("github").setLevel(logging.CRITICAL)
        return github.Github(
            auth=github.Auth.Token(self.token.value) if self.token else None,
            base_url=self.api,
            timeout=_TIMEOUT,
            user_agent=f"sam-migrate/{__version__}",
            per_page=100,
            retry=repetition(self.patience, self.api),
            seconds_between_requests=None,
            seconds_between_writes=self.patience.pause or None,
            lazy=True,
        )

    @cached_property
    def _repository(self) -> Repository:
        return self._client.get_repo(self.repository)

    def _asking(self) -> AbstractContextManager[None]:
        return faults(signed=self.token is not None)

    def login(self) -> str | None:
        if self.token is None:
            return None
        with self._asking():
            try:
                return _needed(self._client.get_user().login, "who the token belongs to")
            except Exception as error:
                if getattr(error, "status", None) != 403:
                    raise
        # Tokens of apps, the one of a workflow among them, may not ask for their user, but for their viewer.
        with self._asking():
            _, answer = self._client.requester.graphql_query(_VIEWER, {})
            login: str | None = answer["data"]["viewer"]["login"]
            return _needed(login, "who the token belongs to")

    def default_branch(self) -> str:
        with self._asking():
            return _needed(self._repository.default_branch, "which branch is the default one; give --base BRANCH")

    def commit(self, sha: str) -> Commit:
        """A commit by its hash."""
        with self._asking():
            found = self._repository.get_git_commit(sha)
            parents = tuple(parent.sha for parent in found.parents)
            return Commit(found.tree.sha, parents, found.message, found.committer.email)

    def pull_requests(self, branch: str, *, owner: str | None = None, base: str | None = None) -> Sequence[PullRequest]:
        """Pull requests from a branch in any state, the newest first."""
        import github

        owner = owner or self.repository.partition("/")[0]
        with self._asking():
            found = self._repository.get_pulls(
                state="all",
                head=f"{owner}:{branch}",
                base=base if base is not None else github.GithubObject.NotSet,
                sort="created",
                direction="desc",
            )
            # GitHub answers a head that it does not understand with all pull requests there are.
            return [_pull_request(pull) for pull in found.get_page(0) if pull.head.ref == branch]

    def pull_request(self, number: int) -> PullRequest:
        with self._asking():
            return _pull_request(self._repository.get_pull(number))

    def create_pull_request(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """Open a pull request."""
        with self._asking():
            return _pull_request(self._repository.create_pull(base, branch, title=title, body=body))

    def update_pull_request(self, number: int, body: str) -> None:
        with self._asking():
            self._repository.get_pull(number).edit(body=body)

    def comments(self, number: int) -> Sequence[Comment]:
        with self._asking():
            found = self._repository.get_issue(number).get_comments()
            return [_comment(each) for each in found]

    def create_comment(self, number: int, body: str) -> Comment:
        """Comment on a pull request."""
        with self._asking():
            return _comment(self._repository.get_issue(number).create_comment(body))

    def update_comment(self, number: int, comment: int, body: str) -> None:
        with self._asking():
            self._repository.get_issue(number).get_comment(comment).edit(body)


def _pull_request(pull: Pull) -> PullRequest:
    return PullRequest(
        _needed(pull.number, "the number of a pull request"),
        pull.html_url or "",
        pull.body or "",
        pull.state == "open",
        pull.merged_at is not None,
        _needed(pull.head.sha, "where a pull request ends"),
    )


def _comment(found: IssueComment) -> Comment:
    author = found.user.login if found.user else None
    return Comment(_needed(found.id, "the number of a comment"), author or "", found.body or "")


def _needed(value: _Value | None, what: str) -> _Value:
    """A value that an answer must have; PyGithub gives None for what is not there."""
    if not value:
        raise ForgeError(f"GitHub does not say {what}")
    return value
