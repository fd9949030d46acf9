"""GitHub and GitHub Enterprise, through PyGithub."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

from .. import __version__
from .forge import DEFAULT_BRANCH, Comment, ForgeError, Head, PullRequest
from .kinds import GITHUB, ForgeKind, Token
from .patience import Patience, Refusal, faults, repetition

if TYPE_CHECKING:
    import github
    from github.IssueComment import IssueComment
    from github.PullRequest import PullRequest as Pull
    from github.Repository import Repository

_TIMEOUT = 30
_MAX_DETAILS = 5
_NOT_DONE = frozenset({403, 429})
"""What a limit is answered with; a POST that is answered so was not carried out."""
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

    kind: ClassVar[ForgeKind] = GITHUB

    api: str
    repository: str
    token: Token | None
    patience: Patience = field(default_factory=Patience)

    @cached_property
    def _client(self) -> github.Github:
        import logging

        import github
        from github.GithubRetry import GithubRetry

        # PyGithub prints its log on stderr by itself; what a person must know is in what it raises.
        logging.getLogger("github").setLevel(logging.CRITICAL)
        return github.Github(
            auth=github.Auth.Token(self.token.value) if self.token else None,
            base_url=self.api,
            timeout=_TIMEOUT,
            user_agent=f"sam-migrate/{__version__}",
            per_page=100,
            retry=repetition(
                GithubRetry,
                self.kind,
                self.api,
                self.patience,
                _NOT_DONE,
                secondary_rate_wait=self.patience.secondary,
                max_rate_limit_wait=self.patience.longest,
            ),
            seconds_between_requests=None,
            seconds_between_writes=self.patience.pause or None,
            lazy=True,
        )

    @cached_property
    def _repository(self) -> Repository:
        return self._client.get_repo(self.repository)

    def _asking(self) -> AbstractContextManager[None]:
        return faults(self.kind, _refusal, signed=self.token is not None)

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
            return _needed(self._repository.default_branch, DEFAULT_BRANCH)

    def pull_requests(self, branch: str, *, base: str | None = None) -> Sequence[PullRequest]:
        """Pull requests from a branch of this repository in any state, the newest first."""
        return self._listed(self.repository.partition("/")[0], branch, base)

    def pull_request_of(self, head: Head) -> int | None:
        """The number of the open pull request that ends with a commit."""
        pulls = self._listed(head.owner, head.branch)
        return next((pull.number for pull in pulls if pull.is_open and pull.head == head.sha), None)

    def _listed(self, owner: str, branch: str, base: str | None = None) -> Sequence[PullRequest]:
        import github

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


def _refusal(error: Exception) -> Refusal | None:
    """What PyGithub raises where GitHub refuses."""
    from github import BadAttributeException, GithubException

    if isinstance(error, BadAttributeException) or not isinstance(error, GithubException):
        return None
    data = error.data if isinstance(error.data, dict) else {}
    errors = data.get("errors")
    found = [each.get("message") for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    details = [str(message) for message in found if message][:_MAX_DETAILS]
    return Refusal(error.status, "; ".join([str(data.get("message") or error.message or ""), *details]))


def _needed(value: _Value | None, what: str) -> _Value:
    """A value that an answer must have; PyGithub gives None for what is not there."""
    if not value:
        raise ForgeError(f"GitHub does not say {what}")
    return value
