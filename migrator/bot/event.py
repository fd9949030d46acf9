"""What a workflow of GitHub says about its pull request: its variables and its event, read as hostile data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from ..command.arguments import ArgumentError
from .ci import BRANCH, NUMBER, SHA
from .forge import Head
from .kinds import GITHUB, ForgeKind

_MERGE_REF = re.compile(r"refs/pull/([1-9][0-9]{0,9})/(?:merge|head)")
_OWNER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})")
_MAX_EVENT = 32 << 20


@dataclass(frozen=True)
class GitHubRun:
    """A run of a workflow, or none.

    Arguments:
        environment: the environment of the process.
    """

    kind: ClassVar[ForgeKind] = GITHUB

    environment: Mapping[str, str]

    def number(self) -> int | None:
        """The number in the ref or in the event of the workflow; None where neither has one."""
        if found := _MERGE_REF.fullmatch(self.environment.get("GITHUB_REF", "")):
            return int(found[1])
        number = _get(self._event, "pull_request", "number")
        # In JSON, true is a number to Python.
        return number if type(number) is int and NUMBER.fullmatch(str(number)) else None

    def base_commit(self) -> str | None:
        """The base of the pull request in the event; None in the runs of others."""
        commit = _get(self._event, "pull_request", "base", "sha")
        return commit if _is(commit, SHA) else None

    def is_merge(self) -> bool:
        """Whether the checkout is the pull request merged into its base, as GitHub lays it out."""
        return self.environment.get("GITHUB_REF", "").endswith("/merge")

    def head(self) -> Head | None:
        """What a ``workflow_run`` event says about the run that made the report; None for other events.

        Its own list of pull requests is empty for those from forks, and a number in the report could be anybody's.
        """
        run = _get(self._event, "workflow_run")
        if _get(run, "event") != "pull_request":
            return None
        branch, sha = _get(run, "head_branch"), _get(run, "head_sha")
        owner = _get(run, "head_repository", "owner", "login")
        if _is(branch, BRANCH) and _is(owner, _OWNER) and _is(sha, SHA):
            return Head(branch, owner, sha)
        return None

    @cached_property
    def _event(self) -> Any:
        path = self.environment.get("GITHUB_EVENT_PATH")
        if not path:
            return None
        try:
            with Path(path).open("rb") as stream:
                return json.loads(stream.read(_MAX_EVENT))
        except (OSError, ValueError, RecursionError):
            raise ArgumentError("GITHUB_EVENT_PATH names no event; give --pull-request NUMBER") from None


def _get(value: Any, *keys: str) -> Any:
    """What stands below some keys; None where anything else than objects is on the way."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _is(value: Any, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None
