"""The kinds of forges that tests run on."""

from __future__ import annotations

import pytest
from github_api import GitHubApi
from gitlab_api import GitLabApi

BOTH = pytest.mark.parametrize("api_kind", [GitHubApi, GitLabApi], ids=["github", "gitlab"])
"""Run a test on each; it, or a fixture of it, takes ``forge``."""
