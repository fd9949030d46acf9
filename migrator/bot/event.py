"""What a workflow says about the pull request that it runs for: its variables and its event, read as hostile data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..command.arguments import ArgumentError

_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_MERGE_REF = re.compile(r"refs/pull/([1-9][0-9]{0,9})/(?:merge|head)")
_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})")
_SHA = re.compile(r"[0-9a-f]{1,64}")
_BRANCH = re.compile(r"[^\x00-\x20\x7f~^:?*\[\\\ud800-\udfff]{1,500}")
"""What git takes for the name of a branch, as far as it matters to a request."""
_MAX_EVENT = 32 << 20


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


def pull_request_number(environment: Mapping[str, str], given: str | None) -> int | None:
    """The number of the pull request that a workflow runs for; None when the workflow does not know.

    Arguments:
        environment: the environment of the process.
        given: value of ``--pull-request``.

    Raises:
        ArgumentError: no number.
    """
    if given is not None:
        if not _NUMBER.fullmatch(given):
            raise ArgumentError(f"--pull-request: expected a number, not {given!r}")
        return int(given)
    if found := _MERGE_REF.fullmatch(environment.get("GITHUB_REF", "")):
        return int(found[1])
    number = _get(_event(environment), "pull_request", "number")
    # In JSON, true is a number to Python.
    return number if type(number) is int and _NUMBER.fullmatch(str(number)) else None


def base_commit(environment: Mapping[str, str]) -> str | None:
    """The commit that a workflow's pull request starts from; None when it runs for none.

    Arguments:
        environment: the environment of the process.
    """
    commit = _get(_event(environment), "pull_request", "base", "sha")
    return commit if _is(commit, _SHA) else None


def is_merge(environment: Mapping[str, str]) -> bool:
    """Whether the checkout is the pull request merged into its base, as GitHub lays it out.

    Arguments:
        environment: the environment of the process.
    """
    return environment.get("GITHUB_REF", "").endswith("/merge")


def workflow_head(environment: Mapping[str, str]) -> Head | None:
    """What a ``workflow_run`` event says about the run that made the report; None for other events.

    Its own list of pull requests is empty for those from forks, and a number in the report could be anybody's.
    """
    run = _get(_event(environment), "workflow_run")
    if _get(run, "event") != "pull_request":
        return None
    branch, sha = _get(run, "head_branch"), _get(run, "head_sha")
    owner = _get(run, "head_repository", "owner", "login")
    if _is(branch, _BRANCH) and _is(owner, _OWNER) and _is(sha, _SHA):
        return Head(branch, owner, sha)
    return None


def _get(value: Any, *keys: str) -> Any:
    """What stands below some keys; None where anything else than objects is on the way."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _is(value: Any, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _event(environment: Mapping[str, str]) -> Any:
    path = environment.get("GITHUB_EVENT_PATH")
    if not path:
        return None
    try:
        with Path(path).open("rb") as stream:
            return json.loads(stream.read(_MAX_EVENT))
    except (OSError, ValueError, RecursionError):
        raise ArgumentError("GITHUB_EVENT_PATH names no event; give --pull-request NUMBER") from None
