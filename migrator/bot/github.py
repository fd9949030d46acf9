"""GitHub and GitHub Enterprise, through PyGithub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .. import __version__
from .forge import Comment, Commit, ForgeError, PullRequest
from .token import Token

if TYPE_CHECKING:
    import github
    from github.GithubRetry import GithubRetry
    from github.PullRequest import PullRequest as Pull
    from github.Repository import Repository

_TIMEOUT = 30
_NOT_DONE = frozenset({403, 429})
_VIEWER = "query { viewer { login } }"


@dataclass(frozen=True)
class Patience:
    """How long to wait for a forge, in seconds.

    Arguments:
        pause: between two writes; GitHub asks for one second.
        retries: how often a request is repeated.
        backoff: before the second repetition; doubled each time.
        secondary: before a repetition where GitHub says that it was too fast, but not for how long.
        longest: wait for a rate limit to be lifted; beyond it the run fails.
    """

    pause: float = 1.0
    retries: int = 4
    backoff: float = 1.0
    secondary: float = 60.0
    longest: float = 900.0


@dataclass(frozen=True)
class GitHub:
    """One repository on GitHub.

    Arguments:
        api: base URL of the REST API, without a slash at its end.
        repository: ``owner/name``.
        token: what to sign in with.
        patience: how long to wait.
    """

    api: str
    repository: str
    token: Token
    patience: Patience = Patience()

    @cached_property
    def _client(self) -> github.Github:
        import logging

        import github

        # PyGithub prints its log on stderr by itself; what a person must know is in what it raises.
        logging.getLogger("github").setLevel(logging.CRITICAL)
        return github.Github(
            auth=github.Auth.Token(self.token.value),
            base_url=self.api,
            timeout=_TIMEOUT,
            user_agent=f"sam-migrate/{__version__}",
            per_page=100,
            retry=_retry(self.patience),
            seconds_between_requests=None,
            seconds_between_writes=self.patience.pause or None,
            lazy=True,
        )

    @cached_property
    def _repository(self) -> Repository:
        return self._client.get_repo(self.repository)

    def login(self) -> str:
        """Who the token belongs to."""
        with _faults():
            try:
                return self._client.get_user().login
            except Exception as error:
                if getattr(error, "status", None) != 403:
                    raise
        # Tokens of apps, the one of a workflow among them, may not ask for their user, but for their viewer.
        with _faults():
            _, answer = self._client.requester.graphql_query(_VIEWER, {})
            login: str = answer["data"]["viewer"]["login"]
            return login

    def default_branch(self) -> str:
        """The branch that pull requests go to."""
        with _faults():
            return self._repository.default_branch

    def commit(self, sha: str) -> Commit:
        """A commit by its hash."""
        with _faults():
            found = self._repository.get_git_commit(sha)
            parents = tuple(parent.sha for parent in found.parents)
            return Commit(found.tree.sha, parents, found.message, found.committer.email)

    def pull_requests(self, branch: str, *, owner: str | None = None, base: str | None = None) -> Sequence[PullRequest]:
        """Pull requests from a branch in any state, the newest first."""
        import github

        owner = owner or self.repository.partition("/")[0]
        with _faults():
            found = self._repository.get_pulls(
                state="all",
                head=f"{owner}:{branch}",
                base=base if base is not None else github.GithubObject.NotSet,
                sort="created",
                direction="desc",
            )
            # GitHub answers a head that it does not understand with all pull requests there are.
            return [_pull_request(pull) for pull in found.get_page(0) if pull.head.ref == branch]

    def create_pull_request(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """Open a pull request."""
        with _faults():
            return _pull_request(self._repository.create_pull(base, branch, title=title, body=body))

    def update_pull_request(self, number: int, body: str) -> None:
        """Replace the description of a pull request."""
        with _faults():
            self._repository.get_pull(number).edit(body=body)

    def comments(self, number: int) -> Sequence[Comment]:
        """Comments on a pull request, the oldest first."""
        with _faults():
            found = self._repository.get_issue(number).get_comments()
            return [Comment(each.id, each.user.login if each.user else "", each.body or "") for each in found]

    def create_comment(self, number: int, body: str) -> Comment:
        """Comment on a pull request."""
        with _faults():
            made = self._repository.get_issue(number).create_comment(body)
            return Comment(made.id, made.user.login, made.body)

    def update_comment(self, number: int, comment: int, body: str) -> None:
        """Replace the text of a comment."""
        with _faults():
            self._repository.get_issue(number).get_comment(comment).edit(body)


def _pull_request(pull: Pull) -> PullRequest:
    return PullRequest(
        pull.number, pull.html_url, pull.body or "", pull.state == "open", pull.merged_at is not None, pull.head.sha
    )


def _retry(patience: Patience) -> GithubRetry:
    from github.GithubRetry import GithubRetry
    from urllib3 import Retry

    class Repetition(GithubRetry):
        """Repeat what the forge has not carried out for sure; a lost answer to a POST is for `create_once`."""

        def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
            """Whether an answer asks for a repetition."""
            if method == "POST":
                return status_code in _NOT_DONE
            return super().is_retry(method, status_code, has_retry_after)

    return Repetition(
        total=patience.retries,
        backoff_factor=patience.backoff,
        secondary_rate_wait=patience.secondary,
        max_rate_limit_wait=patience.longest,
        status_forcelist=[429, *range(500, 600)],
        allowed_methods=Retry.DEFAULT_ALLOWED_METHODS | {"PATCH"},
    )


@contextmanager
def _faults() -> Iterator[None]:
    """Turn what PyGithub and the network raise into one line; their own texts may quote a whole answer."""
    from github import GithubException
    from requests import RequestException

    try:
        yield
    except GithubException as error:
        raise ForgeError(_said(error), uncertain=error.status >= 500) from None
    except RequestException as error:
        raise ForgeError(f"GitHub does not answer ({type(error).__name__})", uncertain=True) from None
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        # PyGithub follows no link to another host, and takes no answer that has not the form it expects.
        raise ForgeError(f"GitHub's answer is not understood ({type(error).__name__})", uncertain=True) from None


def _said(error: github.GithubException) -> str:
    data = error.data if isinstance(error.data, dict) else {}
    details = [
        str(each["message"]) for each in data.get("errors") or () if isinstance(each, dict) and each.get("message")
    ]
    said = "; ".join([str(data.get("message") or error.message or "no reason given"), *details])
    if error.status == 401:
        return f"GitHub does not take the token ({said}): it is wrong, revoked or expired"
    return f"GitHub refused ({error.status}): {said}"
