"""Which pull request a workflow runs for: what its variables and its event say, whoever wrote them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrator.bot.event import Head, pull_request_number, workflow_head
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
            pull_request_number({}, given)

    @pytest.mark.parametrize(
        ("ref", "number"),
        [("refs/pull/7/merge", 7), ("refs/pull/7/head", 7), ("refs/heads/main", None), ("refs/pull/7/merge/x", None)],
    )
    def test_of_the_ref(self, ref: str, number: int | None) -> None:
        assert pull_request_number({"GITHUB_REF": ref}, None) == number

    @pytest.mark.parametrize("event", ["[]", "{}", '{"pull_request": 1}', '{"pull_request": {"number": "9"}}'])
    def test_an_event_without_one(self, event: str, tmp_path: Path) -> None:
        (tmp_path / "e.json").write_text(event)
        assert pull_request_number({"GITHUB_EVENT_PATH": str(tmp_path / "e.json")}, None) is None

    @pytest.mark.parametrize("event", [None, "{", "[" * 100_000])
    def test_an_event_that_is_none(self, event: str | None, tmp_path: Path) -> None:
        if event:
            (tmp_path / "e.json").write_text(event)
        with pytest.raises(ArgumentError, match="GITHUB_EVENT_PATH"):
            pull_request_number({"GITHUB_EVENT_PATH": str(tmp_path / "e.json")}, None)

    @pytest.mark.parametrize("number", [*ODD, 0, -1, 10**10, 10**400], ids=lambda number: repr(number)[:20])
    def test_an_event_whose_number_is_none(self, number: object, event: Any) -> None:
        found = pull_request_number(event({"pull_request": {"number": number}}), None)
        assert found == (1 if number == 1 and number is not True else None)

    @pytest.mark.parametrize("pull", ODD, ids=repr)
    def test_an_event_whose_pull_request_is_none(self, pull: object, event: Any) -> None:
        assert pull_request_number(event({"pull_request": pull}), None) is None


class TestHead:
    def test_of_a_run(self, event: Any) -> None:
        assert workflow_head(event({"workflow_run": RUN})) == Head("x", "ada", "1")

    @pytest.mark.parametrize("other", [{"event": "push"}, {"head_repository": None}, {"head_sha": None}], ids=repr)
    def test_of_another_run(self, other: dict[str, Any], event: Any) -> None:
        assert workflow_head(event({"workflow_run": {**RUN, **other}})) is None

    @pytest.mark.parametrize("odd", ODD, ids=repr)
    @pytest.mark.parametrize("key", [*RUN, "whole"])
    def test_of_what_is_none(self, key: str, odd: object, event: Any) -> None:
        run = odd if key == "whole" else {**RUN, key: odd}
        good = key == "head_branch" and odd == "x"
        assert (workflow_head(event({"workflow_run": run})) is not None) == good
        assert workflow_head(event(odd)) is None

    @pytest.mark.parametrize("branch", ["", "a b", "a\nb", "a\0", "\ud800", "a:b", "x" * 501], ids=ascii)
    def test_of_a_branch_that_git_does_not_know(self, branch: str, event: Any) -> None:
        assert workflow_head(event({"workflow_run": {**RUN, "head_branch": branch}})) is None

    @pytest.mark.parametrize("branch", ["feature/ä", "a#b", "a&b=c", "a%2Fb", "@"])
    def test_of_a_branch_that_git_knows(self, branch: str, event: Any) -> None:
        assert workflow_head(event({"workflow_run": {**RUN, "head_branch": branch}})) == Head(branch, "ada", "1")
