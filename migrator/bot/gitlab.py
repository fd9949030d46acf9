"""GitLab, on gitlab.com or a host of one's own, through python-gitlab."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from urllib.parse import urlsplit

from .. import __version__
from .forge import DEFAULT_BRANCH, Comment, ForgeError, Head, PullRequest
from .kinds import GITLAB, ForgeKind, Token
from .patience import Patience, Refusal, faults, repetition

if TYPE_CHECKING:
    from gitlab.client import Gitlab
    from gitlab.v4.objects import Project, ProjectMergeRequest
    from requests import Session
    from urllib3 import Retry

_TIMEOUT = 30
_NOT_DONE = frozenset({429})
_PAGE = 100
_OPEN = frozenset({"opened", "locked"})
"""States of a merge request that is open; it is locked while it is being merged."""
_MAX_DETAILS = 5
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class GitLab:
    """One project on GitLab.

    Arguments:
        api: base URL of the REST API, without a slash at its end.
        repository: its groups and its name, ``group/subgroup/name``.
        token: what to sign in with; None to read what everybody may.
        patience: how long to wait.
    """

    kind: ClassVar[ForgeKind] = GITLAB

    api: str
    repository: str
    token: Token | None
    patience: Patience = field(default_factory=Patience)

    @cached_property
    def _client(self) -> Gitlab:
        import gitlab

        return gitlab.Gitlab(
            self.api.removesuffix(self.kind.api_path),
            # Any access token is taken like one of OAuth (docs.gitlab.com/api/rest/authentication).
            oauth_token=self.token.value if self.token else None,
            timeout=_TIMEOUT,
            user_agent=f"sam-migrate/{__version__}",
            session=_session(self.api, self.patience),
            # The next page of a list is asked for here, wherever the link in the answer leads.
            keep_base_url=True,
        )

    @cached_property
    def _project(self) -> Project:
        return self._client.projects.get(self.repository, lazy=True)

    def _asking(self) -> AbstractContextManager[None]:
        return faults(self.kind, _refusal, signed=self.token is not None)

    def login(self) -> str | None:
        if self.token is None:
            return None
        with self._asking():
            # Access tokens of projects and groups have a user of their own.
            return _needed(self._client.http_get("/user"), "username", str, "who the token belongs to")

    def default_branch(self) -> str:
        with self._asking():
            found = self._client.projects.get(self.repository).attributes
            return _needed(found, "default_branch", str, DEFAULT_BRANCH)

    def pull_requests(self, branch: str, *, base: str | None = None) -> Sequence[PullRequest]:
        """Merge requests from a branch of this project in any state, the newest first."""
        named = {"target_branch": base} if base is not None else {}
        with self._asking():
            # Those from forks have the same project as target, and another one as source.
            found = [each for each in self._listed(branch, "all", **named) if _is_from_here(each)]
            return [_merge_request(each) for each in found]

    def pull_request_of(self, head: Head) -> int | None:
        """The number of the open merge request that ends with a commit."""
        with self._asking():
            found = map(_merge_request, self._listed(head.branch, "opened"))
            return next((each.number for each in found if each.is_open and each.head == head.sha), None)

    def _listed(self, branch: str, state: str, **more: str) -> Iterator[Mapping[str, Any]]:
        named: dict[str, Any] = {"source_branch": branch, "state": state, **more}
        found = self._project.mergerequests.list(
            iterator=True, per_page=_PAGE, order_by="created_at", sort="desc", **named
        )
        return (each.attributes for each in found if each.attributes.get("source_branch") == branch)

    def pull_request(self, number: int) -> PullRequest:
        with self._asking():
            return _merge_request(self._project.mergerequests.get(number).attributes)

    def create_pull_request(self, branch: str, base: str, title: str, body: str) -> PullRequest:
        """Open a merge request."""
        given = {"source_branch": branch, "target_branch": base, "title": title, "description": body}
        with self._asking():
            return _merge_request(self._project.mergerequests.create(given).attributes)

    def update_pull_request(self, number: int, body: str) -> None:
        with self._asking():
            self._project.mergerequests.update(number, {"description": body})

    def comments(self, number: int) -> Sequence[Comment]:
        with self._asking():
            notes = self._merge_request(number).notes
            found = notes.list(iterator=True, per_page=_PAGE, sort="asc", order_by="created_at")
            # What GitLab itself notes down is among them.
            return [_comment(each.attributes) for each in found if not each.attributes.get("system")]

    def create_comment(self, number: int, body: str) -> Comment:
        """Comment on a merge request."""
        with self._asking():
            return _comment(self._merge_request(number).notes.create({"body": body}).attributes)

    def update_comment(self, number: int, comment: int, body: str) -> None:
        with self._asking():
            self._merge_request(number).notes.update(comment, {"body": body})

    def _merge_request(self, number: int) -> ProjectMergeRequest:
        return self._project.mergerequests.get(number, lazy=True)


def _session(api: str, patience: Patience) -> Session:
    """What sends requests: with pauses of ours, and repetitions that are bounded for all of a run together."""
    from requests import Session
    from requests.adapters import HTTPAdapter

    class Paced(HTTPAdapter):
        """Send requests, the writing ones apart."""

        _written = 0.0

        def send(self, request: Any, *given: Any, **named: Any) -> Any:
            """Send a request once it is time, and nowhere else than to the API, whatever a link in an answer says."""
            if _server(request.url) != _server(api):
                raise ForgeError(f"{GITLAB.name}'s answer leads to another address: the token is not sent there")
            if request.method != "GET":
                time.sleep(max(0.0, self._written + patience.pause - time.monotonic()))
                self._written = time.monotonic()
            return super().send(request, *given, **named)

    session = Session()
    adapter = Paced(max_retries=repetition(_waiting(patience.secondary), GITLAB, api, patience, _NOT_DONE))
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)
    return session


def _server(url: str) -> tuple[str, str]:
    address = urlsplit(url)
    return address.scheme, address.netloc.lower()


def _waiting(seconds: float) -> type[Retry]:
    """How repetitions are counted: some limits are answered without a word on how long they last."""
    from urllib3 import Retry

    class Waiting(Retry):
        """Wait a while where the forge does not say for how long."""

        def get_retry_after(self, response: Any) -> float | None:
            """Seconds that an answer asks to wait for."""
            asked = super().get_retry_after(response)
            return seconds if asked is None and response.status in _NOT_DONE else asked

    return Waiting


def _refusal(error: Exception) -> Refusal | None:
    """What python-gitlab raises where GitLab refuses."""
    from gitlab import GitlabError

    if not isinstance(error, GitlabError) or error.response_code is None:
        return None
    return Refusal(error.response_code, "; ".join([*_texts(error.error_message)][:_MAX_DETAILS]))


def _texts(said: Any) -> Iterator[str]:
    """A message: a text, a list, or what is wrong by the name of a field."""
    if isinstance(said, dict):
        said = [f"{name}: {'; '.join(_texts(each))}" for name, each in said.items()]
    if isinstance(said, list):
        yield from (text for each in said[:_MAX_DETAILS] for text in _texts(each))
    elif isinstance(said, (str, bytes)):
        yield said.decode(errors="replace") if isinstance(said, bytes) else said


def _is_from_here(found: Mapping[str, Any]) -> bool:
    return found.get("source_project_id") == _needed(found, "project_id", int, "which project a merge request is in")


def _merge_request(found: Mapping[str, Any]) -> PullRequest:
    state = _needed(found, "state", str, "what became of a merge request")
    return PullRequest(
        _needed(found, "iid", int, "the number of a merge request"),
        _text(found, "web_url"),
        _text(found, "description"),
        state in _OPEN,
        state == "merged",
        # Not known while GitLab has not looked at a merge request that was just opened.
        _text(found, "sha"),
    )


def _comment(found: Mapping[str, Any]) -> Comment:
    author = found.get("author")
    login = _text(author, "username") if isinstance(author, dict) else ""
    return Comment(_needed(found, "id", int, "the number of a comment"), login, _text(found, "body"))


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _needed(found: Any, key: str, form: type[_Value], what: str) -> _Value:
    """A value that an answer must have; python-gitlab takes them as they come."""
    value = found.get(key) if isinstance(found, Mapping) else None
    # In JSON, true is a number to Python.
    if not isinstance(value, form) or isinstance(value, bool) or not value:
        raise ForgeError(f"{GITLAB.name} does not say {what}")
    return value
