"""The kinds of forges that tests run on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from github_api import GitHubApi
from gitlab_api import GitLabApi

BOTH = pytest.mark.parametrize("api_kind", [GitHubApi, GitLabApi], ids=["github", "gitlab"])
"""Run a test on each; it, or a fixture of it, takes ``forge``."""


def changed(name: str, value: object) -> Callable[[Any], Any]:
    """A change of an answer: another value of a key, wherever it has it."""

    def change(answer: Any) -> Any:
        for each in answer if isinstance(answer, list) else [answer]:
            if name in each:
                each[name] = value
        return answer

    return change
