"""What a job of GitLab says about its merge request: docs.gitlab.com/ci/variables/predefined_variables.

Whoever starts a pipeline may set variables of it, so they are read as hostile data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from .ci import BRANCH, NUMBER, SHA
from .forge import Head
from .kinds import GITLAB, ForgeKind

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
