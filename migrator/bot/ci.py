"""What is asked of a run of a CI: which pull request it is for, and what that touches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from ..command.arguments import ArgumentError
from .forge import Head
from .kinds import GITHUB, GITLAB, ForgeKind

NUMBER = re.compile(r"[1-9][0-9]{0,9}")
SHA = re.compile(r"[0-9a-f]{1,64}")
BRANCH = re.compile(r"[^\x00-\x20\x7f~^:?*\[\\\ud800-\udfff]{1,500}")
"""What git takes for the name of a branch, as far as it matters to a request."""


class CiRun(Protocol):
    """A run of a CI; outside of one, nothing is known. Every method may raise `ArgumentError`."""

    @property
    def kind(self) -> ForgeKind:
        """The kind of forge that it belongs to."""

    def number(self) -> int | None:
        """The number of the pull request that it runs for; None when it does not know."""

    def base_commit(self) -> str | None:
        """The commit that its pull request starts from; None when it runs for none."""

    def is_merge(self) -> bool:
        """Whether the checkout is the pull request merged into its base, which is its first parent."""

    def head(self) -> Head | None:
        """The commit that it is about, where that is all that it knows of a pull request."""


def run_of(environment: Mapping[str, str], kind: ForgeKind | None = None) -> CiRun:
    """The run that the process is part of.

    Arguments:
        environment: the environment of the process.
        kind: of the forge that is meant, whose pull requests have other numbers than those of another; None for any.
    """
    from .event import GitHubRun
    from .job import GitLabJob

    if kind is None:
        kind = GITLAB if environment.get("GITLAB_CI") == "true" else GITHUB
    return GitLabJob(environment) if kind is GITLAB else GitHubRun(environment)


def checked_number(given: str | None) -> int | None:
    """The number that ``--pull-request`` names; None where it is not given.

    Raises:
        ArgumentError: no number.
    """
    if given is not None and not NUMBER.fullmatch(given):
        raise ArgumentError(f"--pull-request: expected a number, not {given!r}")
    return None if given is None else int(given)
