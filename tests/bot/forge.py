"""A forge for tests: pushes go to a real repository through `git http-backend`, and pull requests are what git says.

What is true there stands here. How it is asked and told is a matter of the API: `github_api`, `gitlab_api`. What the
descriptions of APIs do not carry (a second pull request of one branch, too long a body, who may do what) is written
there from knowledge of the forges; the shapes of all requests and answers are judged by the descriptions.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from contract import Contract

OWNER, NAME = "acme", "shop"
TOKEN, APP_TOKEN = "secretsecretsecret", "appappappapp"
BOT, APP = "shop-bot", "migrator-app[bot]"
WHEN = "2026-01-01T00:00:00Z"

Answer = tuple[int, Any]


class RefusedError(Exception):
    """An answer with an error status."""

    def __init__(self, status: int, message: Any, *details: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = details


@dataclass
class Weather:
    """What goes wrong on the way, for the next requests that it hits.

    Arguments:
        verb: method of the requests.
        path: pattern of their paths.
        status: what they are answered with.
        times: how many of them.
        headers: further headers of the answer.
        message: what the answer says.
        done: whether the request is carried out all the same.
    """

    verb: str
    path: str
    status: int
    times: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)
    message: str = "Server Error"
    done: bool = False


class Api(Protocol):
    """How a forge is asked and told.

    Attributes:
        base: path of its API.
        owner: groups or owner of the repositories.
        mark: what it writes before a number.
        elsewhere: what its CI sets in a run for another repository.
        most: longest body that it takes.
        limited: what it answers who writes too fast.
        paths: patterns for `Weather` by what they are about.
        words: what it calls what GitHub calls otherwise; see `Forge.said`.
    """

    base: str
    owner: str
    mark: str
    elsewhere: Mapping[str, str]
    token_variable: str
    most: int
    limited: int
    paths: Mapping[str, str]
    words: Mapping[str, str]

    def __init__(self, forge: Forge) -> None: ...

    def variables(self) -> Mapping[str, str]: ...

    def of(self, number: int) -> Mapping[str, str]:
        """What its CI sets in a run for a pull request."""

    def about(self, branch: str, sha: str, folder: Path) -> Mapping[str, str]:
        """What its CI sets in a run that knows a commit and not the pull request."""

    def repository_of(self, path: str) -> str | None:
        """The repository that a path is about."""

    def answer(self, verb: str, path: str, query: Mapping[str, str], login: str | None, sent: bytes) -> Answer: ...

    def paged(self, path: str, query: Mapping[str, str], answer: Any) -> tuple[Any, Mapping[str, str]]:
        """One page of an answer, and headers about the others."""

    def refusal(self, error: RefusedError) -> Any:
        """The body of an answer with an error status."""


@dataclass
class Forge:
    """One repository on a forge.

    Arguments:
        root: folder of the bare repository.
        contract: judge of what is said.
        kind: how it is asked and told.
        name: of the repository.
        default: its default branch.
    """

    root: Path
    contract: Contract
    kind: type[Api]
    name: str = NAME
    port: int = 0
    default: str | None = "main"
    pulls: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    weather: list[Weather] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    logins: dict[str, str] = field(default_factory=lambda: {TOKEN: BOT, APP_TOKEN: APP})
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        return self.url + self.kind.base

    @cached_property
    def speaks(self) -> Api:
        return self.kind(self)

    @property
    def owner(self) -> str:
        return self.kind.owner

    @property
    def path(self) -> str:
        return f"{self.owner}/{self.name}"

    def said(self, text: str) -> str:
        """A sentence about GitHub in the words of this forge."""
        for ours, theirs in self.kind.words.items():
            text = text.replace(ours, theirs)
        return text

    @property
    def bare(self) -> Path:
        return self.root / f"{self.path}.git"

    @property
    def writes(self) -> list[str]:
        """What was asked to change something: pushes and requests that are no GET."""
        return [line for line in self.log if not line.startswith(("GET ", "POST /graphql", "POST /git-upload-pack"))]

    # -- what people do there --

    def git(self, *arguments: str) -> str:
        ran = subprocess.run(["git", "-C", str(self.bare), *arguments], capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    def tip(self, branch: str) -> str:
        ran = subprocess.run(
            ["git", "-C", str(self.bare), "rev-parse", "--verify", "-q", f"refs/heads/{branch}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return ran.stdout.strip()

    def pull(self, number: int) -> dict[str, Any]:
        return next(each for each in self.pulls if each["number"] == number)

    def close(self, number: int, *, merge: bool = False) -> None:
        pull = self.pull(number)
        pull |= {"state": "closed", "sha": self.head(pull), "merged_at": WHEN if merge else None, "closed_at": WHEN}
        if merge:
            self.git("update-ref", f"refs/heads/{pull['base']}", pull["sha"])

    def open_from_fork(self, owner: str, branch: str, sha: str) -> int:
        return int(self.new_pull(owner, branch, "main", "From a fork", "", sha)["number"])

    def say(self, number: int, login: str, body: str) -> int:
        identity = 1000 + len(self.comments)
        self.comments.append({"id": identity, "number": number, "login": login, "body": body})
        return identity

    def new_pull(self, owner: str, head: str, base: str, title: str, body: str, sha: str = "") -> dict[str, Any]:
        pull = {
            "number": len(self.pulls) + 1, "owner": owner, "head": head, "base": base, "title": title, "body": body,
            "state": "open", "merged_at": None, "closed_at": None, "sha": sha,
        }  # fmt: skip
        self.pulls.append(pull)
        return pull

    def head(self, pull: Mapping[str, Any]) -> str:
        return str(pull["sha"] or self.tip(pull["head"]))

    # -- the API --

    def answer(self, verb: str, path: str, query: Mapping[str, str], token: str, sent: bytes) -> Answer:
        return self.speaks.answer(verb, path, query, self.logins.get(token), sent)
