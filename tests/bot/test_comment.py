"""The comment: one, found again, updated in place."""
# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from apis import BOTH
from checkout import TEMPLATE, Bot, Checkout
from forge import APP, APP_TOKEN, BOT, Forge, Weather

from migrator.bot.state import marker
from migrator.command.ending import FAILED

TO_HTTP = ("--direction", "to-http", "--pull-request", "1")
MARK = marker("to-http")


@pytest.fixture(autouse=True)
def pull_request(checkout: Checkout, forge: Forge) -> None:
    checkout.git("push", "-q", str(forge.bare), "main:refs/heads/topic")
    forge.open_from_fork(forge.owner, "topic", forge.tip("topic"))


@BOTH
class TestOne:
    def test_is_made_and_not_made_again(self, bot: Bot, forge: Forge) -> None:
        assert bot("comment", *TO_HTTP) == (0, forge.said("Commented on pull request #1 (comment 1000).\n"), "")
        (comment,) = forge.comments
        assert comment["body"].startswith(f"{MARK}\n\n")
        assert "OrdersHttpApi" in comment["body"]
        forge.log.clear()
        assert bot("comment", *TO_HTTP) == (0, forge.said("Comment 1000 on pull request #1 is up to date.\n"), "")
        assert forge.writes == []

    def test_is_updated_in_place(self, bot: Bot, forge: Forge, checkout: Checkout) -> None:
        forge.say(1, "ada", "First!")
        bot("comment", *TO_HTTP)
        checkout.commit("template.yaml", TEMPLATE.replace("/orders", "/all"))
        assert bot("comment", *TO_HTTP)[1] == forge.said("Updated comment 1001 on pull request #1.\n")
        assert len(forge.comments) == 2

    def test_the_forge_may_change_line_ends(self, bot: Bot, forge: Forge) -> None:
        bot("comment", *TO_HTTP)
        forge.comments[0]["body"] = forge.comments[0]["body"].replace("\n", "\r\n").rstrip()
        assert "up to date" in bot("comment", *TO_HTTP)[1]

    def test_nothing_to_say_makes_none(self, bot: Bot, forge: Forge, checkout: Checkout) -> None:
        checkout.commit("template.yaml", "Transform: AWS::Serverless-2016-10-31\nResources: {}\n")
        assert bot("comment", *TO_HTTP) == (0, "Nothing to say: no comment.\n", "")
        assert forge.comments == []

    def test_one_that_is_there_says_when_nothing_is_left(self, bot: Bot, forge: Forge, checkout: Checkout) -> None:
        bot("comment", *TO_HTTP)
        checkout.commit("template.yaml", "Transform: AWS::Serverless-2016-10-31\nResources: {}\n")
        assert "Updated comment" in bot("comment", *TO_HTTP)[1]
        assert "OrdersHttpApi" not in forge.comments[0]["body"]

    def test_dry_run_sends_nothing(self, bot: Bot, forge: Forge) -> None:
        assert bot("comment", *TO_HTTP, "--dry-run")[1].startswith(forge.said("Would comment on pull request #1 ("))
        forge.say(1, BOT, MARK)
        assert bot("comment", *TO_HTTP, "--dry-run")[1] == forge.said("Would update comment 1000 on pull request #1.\n")
        assert forge.writes == []

    @pytest.mark.parametrize("done", [False, True])
    def test_an_answer_that_got_lost_makes_no_second_one(self, bot: Bot, forge: Forge, done: bool) -> None:
        forge.weather.append(Weather("POST", forge.kind.paths["comments"], 502, done=done))
        assert bot("comment", *TO_HTTP)[0] == 0
        assert len(forge.comments) == 1


@BOTH
class TestAuthor:
    def test_a_planted_marker_is_not_ours(self, bot: Bot, forge: Forge) -> None:
        forge.say(1, "mallory", f"{MARK}\n\nApproved by the bot.")
        bot("comment", *TO_HTTP)
        assert [comment["login"] for comment in forge.comments] == ["mallory", BOT]
        assert forge.comments[0]["body"].endswith("Approved by the bot.")

    def test_another_comment_of_ours_is_another_one(self, bot: Bot, forge: Forge) -> None:
        forge.say(1, BOT, f"Something else that quotes {MARK}")
        bot("comment", *TO_HTTP)
        assert len(forge.comments) == 2

    def test_an_app_finds_its_own(self, bot: Bot, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SAM_MIGRATE_TOKEN", APP_TOKEN)
        bot("comment", *TO_HTTP)
        assert forge.comments[0]["login"] == APP
        assert "up to date" in bot("comment", *TO_HTTP)[1]


class TestNumber:
    @BOTH
    def test_of_the_run(self, bot: Bot, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in forge.speaks.of(1).items():
            monkeypatch.setenv(name, value)
        assert forge.said("on pull request #1 ") in bot("comment", "--direction", "to-http")[1]

    def test_of_the_event(self, bot: Bot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        event = tmp_path / "event.json"
        event.write_text(json.dumps({"pull_request": {"number": 1}}))
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
        assert "pull request #1" in bot("comment", "--direction", "to-http")[1]

    @BOTH
    def test_none_known(self, bot: Bot, forge: Forge) -> None:
        said = forge.said("sam-migrate: which pull request? Give --pull-request NUMBER\n")
        assert bot("comment", "--direction", "to-http") == (FAILED, "", said)

    @BOTH
    def test_one_that_does_not_exist(self, bot: Bot, forge: Forge) -> None:
        status, _, err = bot("comment", "--direction", "to-http", "--pull-request", "99")
        assert (status, err) == (2, forge.said("sam-migrate: GitHub refused (404): Not Found\n"))


@BOTH
class TestReportOfAnotherRun:
    """The fork-safe way: a run without a token makes the report, another one tells it."""

    @pytest.fixture
    def report(self, checkout: Checkout, bot: Bot, tmp_path: Path) -> Path:
        file = tmp_path / "report.json"
        bot("check", "--direction", "to-http", "--output", str(file))
        return file

    def test_goes_to_the_pull_request_of_the_commit(
        self, bot: Bot, forge: Forge, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sha = forge.tip("main")
        number = forge.open_from_fork("mallory", "feature", sha)
        for name, value in forge.speaks.about("feature", sha, tmp_path).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("SAM_MIGRATE_DOCS_URL", "https://docs.acme.example/sam")
        os.chdir(tmp_path)  # no checkout is needed, and none of the fork's files is there
        status, out, err = bot("comment", "--report", str(report), "--repository", forge.path)
        assert (status, out, err) == (0, forge.said(f"Commented on pull request #{number} (comment 1000).\n"), "")
        assert "OrdersHttpApi" in forge.comments[0]["body"]
        assert "[What this means](https://docs.acme.example/sam/findings/" in forge.comments[0]["body"]

    def test_a_pull_request_that_moved_on_gets_none(
        self, bot: Bot, forge: Forge, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        forge.open_from_fork("mallory", "feature", forge.tip("main"))
        for name, value in forge.speaks.about("feature", "0" * 40, tmp_path).items():
            monkeypatch.setenv(name, value)
        status, out, _ = bot("comment", "--report", str(report))
        assert (status, out.partition(":")[2]) == (0, " no comment.\n")
        assert forge.writes == []

    def test_a_report_that_is_none_is_refused(self, bot: Bot, forge: Forge, tmp_path: Path) -> None:
        file = tmp_path / "report.json"
        file.write_text('{"version": 1, "::error::x": "<script>"}')
        status, _, err = bot("comment", "--report", str(file), "--pull-request", "1")
        assert status == FAILED
        assert err.startswith("sam-migrate: the report is refused: ")
        assert "script" not in err
        assert forge.writes == []
