"""What is asked of a run of a CI: which pull request it is for, and what that touches.

Whoever starts a pipeline or makes an event may set what it says, so it is read as hostile data. Source of the variables
of GitLab: docs.gitlab.com/ci/variables/predefined_variables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

from ..command.arguments import ArgumentError
from ..proof.shapes import mapping, value_at
from .forge import Head
from .kinds import GITHUB, GITLAB, ForgeKind

NUMBER = re.compile(r"[1-9][0-9]{0,9}")
SHA = re.compile(r"[0-9a-f]{1,64}")
BRANCH = re.compile(r"[^\x00-\x20\x7f~^:?*\[\\\ud800-\udfff]{1,500}")
"""What git takes for the name of a branch, as far as it matters to a request."""


def checked_number(given: str | None) -> int | None:
    """The number that ``--pull-request`` names; None where it is not given.

    Raises:
        ArgumentError: no number.
    """
    if given is not None and not NUMBER.fullmatch(given):
        raise ArgumentError(f"--pull-request: expected a number, not {given!r}")
    return None if given is None else int(given)


_MERGED = frozenset({"merged_result", "merge_train"})


@dataclass(frozen=True)
class GitLabJob:
    """A job of a pipeline.

    Arguments:
        environment: the environment of the process.
    """

    kind: ClassVar[ForgeKind] = GITLAB

    environment: Mapping[str, str]

    def number(self) -> int | None:
        """The number of the merge request that it runs for; None in pipelines of branches."""
        found = self._value("CI_MERGE_REQUEST_IID", NUMBER)
        return int(found) if found else None

    def base_commit(self) -> str | None:
        """The commit that its merge request starts from; None when it runs for none."""
        return self._value("CI_MERGE_REQUEST_DIFF_BASE_SHA", SHA)

    def is_merge(self) -> bool:
        """Whether the checkout is the merge request merged into its target."""
        return self.environment.get("CI_MERGE_REQUEST_EVENT_TYPE") in _MERGED

    def head(self) -> Head | None:
        """The commit that a pipeline of a branch is about; an open merge request may end with it."""
        branch, sha = self._value("CI_COMMIT_BRANCH", BRANCH), self._value("CI_COMMIT_SHA", SHA)
        return Head(branch, self.environment.get("CI_PROJECT_NAMESPACE", ""), sha) if branch and sha else None

    def _value(self, name: str, form: re.Pattern[str]) -> str | None:
        value = self.environment.get(name, "")
        return value if form.fullmatch(value) else None


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
        number = value_at(self._event, ("pull_request", "number"))
        # In JSON, true is a number to Python.
        return number if type(number) is int and NUMBER.fullmatch(str(number)) else None

    def base_commit(self) -> str | None:
        """The base of the pull request in the event; None in the runs of others."""
        commit = value_at(self._event, ("pull_request", "base", "sha"))
        return commit if _is(commit, SHA) else None

    def is_merge(self) -> bool:
        """Whether the checkout is the pull request merged into its base, as GitHub lays it out."""
        return self.environment.get("GITHUB_REF", "").endswith("/merge")

    def head(self) -> Head | None:
        """What a ``workflow_run`` event says about the run that made the report; None for other events.

        Its own list of pull requests is empty for those from forks, and a number in the report could be anybody's.
        """
        run: Any = mapping(mapping(self._event).get("workflow_run"))
        if run.get("event") != "pull_request":
            return None
        branch, sha = run.get("head_branch"), run.get("head_sha")
        owner = value_at(run, ("head_repository", "owner", "login"))
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


def _is(value: Any, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


CiRun: TypeAlias = GitHubRun | GitLabJob
"""A run of a CI; outside of one, nothing is known. Every method may raise `ArgumentError`."""


def run_of(environment: Mapping[str, str], kind: ForgeKind | None = None) -> CiRun:
    """The run that the process is part of.

    Arguments:
        environment: the environment of the process.
        kind: of the forge that is meant, whose pull requests have other numbers than those of another; None for any.
    """
    if kind is None:
        kind = GITLAB if environment.get("GITLAB_CI") == "true" else GITHUB
    return GitLabJob(environment) if kind is GITLAB else GitHubRun(environment)
