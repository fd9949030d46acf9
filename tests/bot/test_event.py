"""Which pull request a workflow runs for: what its variables and its event say, whoever wrote them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrator.bot.ci import GitHubRun, GitLabJob, checked_number, run_of
from migrator.bot.forge import Head
from migrator.command.arguments import ArgumentError

RUN: dict[str, Any] = {
    "event": "pull_request",
    "head_branch": "x",
    "head_sha": "1",
    "head_repository": {"owner": {"login": "ada"}},
}
ODD = (None, True, 1, 1.5, "x", [], [1], {}, {"owner": 1}, {"owner": None}, {"owner": {"login": 1}}, {"number": {}})


@pytest.fixture
def event(tmp_path: Path) -> Any:
    """Write an event; the environment that names it."""

    def write(content: object) -> dict[str, str]:
        (tmp_path / "event.json").write_text(json.dumps(content))
        return {"GITHUB_EVENT_PATH": str(tmp_path / "event.json")}

    return write


class TestNumber:
    @pytest.mark.parametrize("given", ["0", "x", "-1", "1.5", "", "٣", "12345678901"])
    def test_one_that_is_none(self, given: str) -> None:
        with pytest.raises(ArgumentError, match="--pull-request: expected a number"):
            checked_number(given)

    @pytest.mark.parametrize(
        ("ref", "number"),
        [("refs/pull/7/merge", 7), ("refs/pull/7/head", 7), ("refs/heads/main", None), ("refs/pull/7/merge/x", None)],
    )
    def test_of_the_ref(self, ref: str, number: int | None) -> None:
        assert GitHubRun({"GITHUB_REF": ref}).number() == number

    @pytest.mark.parametrize("event", ["[]", "{}", '{"pull_request": 1}', '{"pull_request": {"number": "9"}}'])
    def test_an_event_without_one(self, event: str, tmp_path: Path) -> None:
        (tmp_path / "e.json").write_text(event)
        assert GitHubRun({"GITHUB_EVENT_PATH": str(tmp_path / "e.json")}).number() is None

    @pytest.mark.parametrize("event", [None, "{", "[" * 100_000])
    def test_an_event_that_is_none(self, event: str | None, tmp_path: Path) -> None:
        if event:
            (tmp_path / "e.json").write_text(event)
        with pytest.raises(ArgumentError, match="GITHUB_EVENT_PATH"):
            GitHubRun({"GITHUB_EVENT_PATH": str(tmp_path / "e.json")}).number()

    @pytest.mark.parametrize("number", [*ODD, 0, -1, 10**10, 10**400], ids=lambda number: repr(number)[:20])
    def test_an_event_whose_number_is_none(self, number: object, event: Any) -> None:
        found = GitHubRun(event({"pull_request": {"number": number}})).number()
        assert found == (1 if number == 1 and number is not True else None)

    @pytest.mark.parametrize("pull", ODD, ids=repr)
    def test_an_event_whose_pull_request_is_none(self, pull: object, event: Any) -> None:
        assert GitHubRun(event({"pull_request": pull})).number() is None


class TestHead:
    def test_of_a_run(self, event: Any) -> None:
        assert GitHubRun(event({"workflow_run": RUN})).head() == Head("x", "ada", "1")

    @pytest.mark.parametrize("other", [{"event": "push"}, {"head_repository": None}, {"head_sha": None}], ids=repr)
    def test_of_another_run(self, other: dict[str, Any], event: Any) -> None:
        assert GitHubRun(event({"workflow_run": {**RUN, **other}})).head() is None

    @pytest.mark.parametrize("odd", ODD, ids=repr)
    @pytest.mark.parametrize("key", [*RUN, "whole"])
    def test_of_what_is_none(self, key: str, odd: object, event: Any) -> None:
        run = odd if key == "whole" else {**RUN, key: odd}
        good = key == "head_branch" and odd == "x"
        assert (GitHubRun(event({"workflow_run": run})).head() is not None) == good
        assert GitHubRun(event(odd)).head() is None

    @pytest.mark.parametrize("branch", ["", "a b", "a\nb", "a\0", "\ud800", "a:b", "x" * 501], ids=ascii)
    def test_of_a_branch_that_git_does_not_know(self, branch: str, event: Any) -> None:
        assert GitHubRun(event({"workflow_run": {**RUN, "head_branch": branch}})).head() is None

    @pytest.mark.parametrize("branch", ["feature/ä", "a#b", "a&b=c", "a%2Fb", "@"])
    def test_of_a_branch_that_git_knows(self, branch: str, event: Any) -> None:
        assert GitHubRun(event({"workflow_run": {**RUN, "head_branch": branch}})).head() == Head(branch, "ada", "1")


class TestJob:
    """Whoever starts a pipeline of GitLab may set variables of it."""

    def test_for_a_merge_request(self) -> None:
        job = run_of(
            {
                "GITLAB_CI": "true",
                "CI_MERGE_REQUEST_IID": "12",
                "CI_MERGE_REQUEST_DIFF_BASE_SHA": "ab12",
                "CI_MERGE_REQUEST_EVENT_TYPE": "merged_result",
                "CI_COMMIT_SHA": "cd34",
            }
        )
        assert isinstance(job, GitLabJob)
        assert (job.number(), job.base_commit(), job.is_merge(), job.head()) == (12, "ab12", True, None)

    def test_for_a_branch(self) -> None:
        job = GitLabJob({"CI_COMMIT_BRANCH": "x", "CI_COMMIT_SHA": "cd34", "CI_PROJECT_NAMESPACE": "acme/web"})
        assert (job.number(), job.base_commit(), job.is_merge()) == (None, None, False)
        assert job.head() == Head("x", "acme/web", "cd34")

    @pytest.mark.parametrize("odd", ["", "0", "-1", "1 2", "x", "1\n", "9" * 11, "\ud800"], ids=ascii)
    def test_that_says_nonsense(self, odd: str) -> None:
        job = GitLabJob(
            {"CI_MERGE_REQUEST_IID": odd, "CI_MERGE_REQUEST_DIFF_BASE_SHA": f"{odd}~", "CI_COMMIT_BRANCH": f"{odd} "}
        )
        assert (job.number(), job.base_commit(), job.head()) == (None, None, None)

    def test_elsewhere_it_is_a_run_of_github_or_none(self) -> None:
        assert isinstance(run_of({"CI": "true"}), GitHubRun)
