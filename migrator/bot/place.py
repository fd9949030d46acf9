"""Where the bot works: which repository on which forge, and which pull request; from options, workflow and checkout."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from ..command.arguments import ArgumentError

_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,99})/(?!\.{1,2}\Z)[A-Za-z0-9._-]{1,100}")
_MERGE_REF = re.compile(r"refs/pull/([1-9][0-9]{0,9})/(?:merge|head)")
_SSH = re.compile(r"(?:[^@/]+@)?(?P<host>[A-Za-z0-9.-]+):(?P<path>[^/].*)")
_DOTCOM = "github.com"
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_MAX_EVENT = 32 << 20


@dataclass(frozen=True)
class Place:
    """One repository on a forge.

    Arguments:
        api: base URL of its REST API.
        repository: ``owner/name``.
    """

    api: str
    repository: str

    @property
    def url(self) -> str:
        """The repository as git reaches it over https."""
        address = _split(self.api)
        # api.github.com; api.NAME.ghe.com (data residency); HOST/api/v3 (GitHub Enterprise Server).
        host = address.netloc if address.path.rstrip("/") else address.netloc.removeprefix("api.")
        return f"{address.scheme}://{host}/{self.repository}.git"


@dataclass(frozen=True)
class Head:
    """What a workflow run says about the pull request that it belongs to.

    Arguments:
        branch: its branch.
        owner: who owns the repository that the branch is in.
        sha: hash of its last commit when the run began.
    """

    branch: str
    owner: str
    sha: str


def place(environment: Mapping[str, str], origin: str | None, repository: str | None, api: str | None) -> Place:
    """Find out where to work.

    Arguments:
        environment: the environment of the process.
        origin: URL of the checkout's remote; None without one.
        repository: value of ``--repository``.
        api: value of ``--api-url``.

    Raises:
        ArgumentError: it cannot be known, or is no such thing.
    """
    host, path = _parts(origin) if origin else ("", "")
    repository = repository or environment.get("GITHUB_REPOSITORY") or path
    if not repository:
        raise ArgumentError("which repository? Give --repository OWNER/NAME")
    if not _REPOSITORY.fullmatch(repository):
        raise ArgumentError(f"--repository {repository!r}: expected OWNER/NAME")
    return Place(_checked(api or environment.get("GITHUB_API_URL") or _api_of(host)), repository)


def pull_request_number(environment: Mapping[str, str], given: str | None) -> int | None:
    """The number of the pull request that a workflow runs for; None when the workflow does not know.

    Arguments:
        environment: the environment of the process.
        given: value of ``--pull-request``.

    Raises:
        ArgumentError: no number.
    """
    if given is not None:
        if not re.fullmatch(r"[1-9][0-9]{0,9}", given):
            raise ArgumentError(f"--pull-request: expected a number, not {given!r}")
        return int(given)
    if found := _MERGE_REF.fullmatch(environment.get("GITHUB_REF", "")):
        return int(found[1])
    pull = _event(environment).get("pull_request")
    number = pull.get("number") if isinstance(pull, dict) else None
    return number if isinstance(number, int) and number > 0 else None


def workflow_head(environment: Mapping[str, str]) -> Head | None:
    """What a ``workflow_run`` event says about the run that made the report; None for other events.

    Its own list of pull requests is empty for those from forks, and a number in the report could be anybody's.
    """
    run = _event(environment).get("workflow_run")
    if not isinstance(run, dict) or run.get("event") != "pull_request":
        return None
    repository = run.get("head_repository") or {}
    owner = (repository.get("owner") or {}).get("login")
    branch, sha = run.get("head_branch"), run.get("head_sha")
    if not (isinstance(branch, str) and isinstance(owner, str) and isinstance(sha, str)):
        return None
    return Head(branch, owner, sha)


def _event(environment: Mapping[str, str]) -> dict[str, Any]:
    path = environment.get("GITHUB_EVENT_PATH")
    if not path:
        return {}
    try:
        with Path(path).open("rb") as stream:
            event = json.loads(stream.read(_MAX_EVENT))
    except (OSError, ValueError, RecursionError):
        raise ArgumentError("GITHUB_EVENT_PATH names no event; give --pull-request NUMBER") from None
    return event if isinstance(event, dict) else {}


def _parts(origin: str) -> tuple[str, str]:
    """Host and path of a remote's URL; what a person wrote before the @ may be a password and is left out."""
    if "://" in origin:
        address = _split(origin)
        host = address.hostname or "" if address.scheme == "ssh" else address.netloc.rpartition("@")[2]
        return host, _name(address.path)
    found = _SSH.fullmatch(origin)
    return (found["host"], _name(found["path"])) if found else ("", "")


def _name(path: str) -> str:
    name = path.strip("/").removesuffix(".git")
    return name if _REPOSITORY.fullmatch(name) else ""


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _api_of(host: str) -> str:
    return f"https://{host}/api/v3" if host and host != _DOTCOM else f"https://api.{_DOTCOM}"


def _checked(api: str) -> str:
    address = _split(api)
    # The token travels there: in the clear only on this machine, for a proxy or a test.
    safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOCAL)
    if not safe or not address.hostname or "@" in address.netloc or address.query or address.fragment:
        raise ArgumentError("--api-url: expected https://api.github.com or https://HOST/api/v3")
    return api.rstrip("/")
