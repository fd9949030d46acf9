"""A dry run needs no token: it says what would be done, and what cannot be known without one."""

# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from checkout import TEMPLATE, Bot, Checkout
from forge import BOT, Forge

from migrator.bot.state import marker

TO_HTTP = ("--direction", "to-http")
BRANCH = "sam-migrate/to-http"
WOULD_PUSH = f"Would push a commit that changes 1 file to {BRANCH}"
MARK = marker("to-http")


@pytest.fixture
def anonymous(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> Bot:
    """The bot without a token."""
    for name in ("GITHUB_TOKEN", "SAM_MIGRATE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return bot


@pytest.fixture(params=["public", "private", "away"])
def kind(anonymous: Bot, request: pytest.FixtureRequest, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether the repository can be read by everybody, or by nobody."""
    if request.param == "public":
        forge.logins[""] = "nobody"
    if request.param == "away":
        monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:9/api/v3")
    return str(request.param)


REASONS = {
    "private": "GitHub refused (401): Bad credentials",
    "away": "GitHub does not answer (ConnectionError)",
}


class TestPullRequest:
    def test_says_what_it_would_do(self, kind: str, anonymous: Bot, checkout: Checkout, forge: Forge) -> None:
        status, out, err = anonymous("pr", *TO_HTTP, "--dry-run", "--repository", "acme/shop")
        assert (status, err) == (0, "")
        if kind == "public":
            assert out.startswith(f"{WOULD_PUSH}.\nWould open a pull request from {BRANCH} to main (")
        else:
            assert out.splitlines() == [
                f"{WOULD_PUSH} and open a pull request, unless that is done already.",
                f"What is done already is not known without a token: {REASONS[kind]}",
            ]
        assert forge.writes == []

    def test_a_base_that_is_named(self, anonymous: Bot, checkout: Checkout, forge: Forge) -> None:
        status, out, err = anonymous("pr", *TO_HTTP, "--dry-run", "--base", "main")
        assert (status, err) == (0, "")
        assert out.startswith(WOULD_PUSH)

    def test_what_is_wrong_here_shows(self, kind: str, anonymous: Bot, checkout: Checkout, forge: Forge) -> None:
        (checkout.folder / "template.yaml").write_text(TEMPLATE.replace("/orders", "/all"))
        status, out, err = anonymous("pr", *TO_HTTP, "--dry-run", "--repository", "acme/shop")
        assert (status, out) == (2, "")
        assert err == "sam-migrate: template.yaml differs from what is committed; nothing is committed\n"

    def test_a_base_that_does_not_exist(self, anonymous: Bot, checkout: Checkout, forge: Forge) -> None:
        forge.logins[""] = "nobody"
        status, _, err = anonymous("pr", *TO_HTTP, "--dry-run", "--base", "relase")
        assert status == 2
        assert "has no branch 'relase'" in err


class TestComment:
    @pytest.fixture(autouse=True)
    def pull_request(self, checkout: Checkout, forge: Forge) -> None:
        checkout.git("push", "-q", str(forge.bare), "main:refs/heads/topic")
        forge.open_from_fork("acme", "topic", forge.tip("topic"))

    def said(self, bot: Bot) -> str:
        status, out, err = bot("comment", *TO_HTTP, "--pull-request", "1", "--dry-run", "--repository", "acme/shop")
        assert (status, err, out.count("\n")) == (0, "", 1)
        return out.rstrip("\n")

    def test_says_what_it_would_do(self, kind: str, anonymous: Bot, forge: Forge) -> None:
        said = self.said(anonymous)
        assert said.startswith("Would comment on pull request #1 (")
        if kind == "public":
            assert said.endswith(" characters).")
        else:
            more = ", unless there is one to update, which is not known without a token: "
            assert said.endswith(f" characters){more}{REASONS[kind]}")
        assert forge.writes == []

    def test_whose_comment_it_is_is_not_known(self, anonymous: Bot, forge: Forge) -> None:
        forge.logins[""] = "nobody"
        forge.say(1, BOT, f"{MARK}\n\nOld.")
        more = ", unless comment 1000 is the token's own and is updated, which is not known without it."
        assert self.said(anonymous).endswith(f" characters){more}")
        assert forge.writes == []

    def test_one_that_says_the_same(self, bot: Bot, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
        assert bot("comment", *TO_HTTP, "--pull-request", "1")[0] == 0
        forge.logins[""] = "nobody"
        monkeypatch.delenv("GITHUB_TOKEN")
        assert self.said(bot) == "Comment 1000 on pull request #1 is up to date, if it is the token's own."

    def test_nothing_to_say(self, anonymous: Bot, forge: Forge, checkout: Checkout) -> None:
        forge.logins[""] = "nobody"
        checkout.commit("template.yaml", "Transform: AWS::Serverless-2016-10-31\nResources: {}\n")
        assert self.said(anonymous) == "Nothing to say: no comment."

    def test_which_pull_request_it_is_is_not_known(
        self, anonymous: Bot, checkout: Checkout, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run: dict[str, Any] = {"event": "pull_request", "head_branch": "x", "head_sha": "1"}
        run["head_repository"] = {"owner": {"login": "ada"}}
        (tmp_path / "event.json").write_text(json.dumps({"workflow_run": run}))
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
        status, out, err = anonymous("comment", *TO_HTTP, "--dry-run")
        assert (status, err) == (0, "")
        assert out == f"Which pull request this run is about is not known without a token: {REASONS['private']}\n"


@pytest.mark.parametrize("command", ["comment", "pr"])
def test_without_it_a_token_is_needed(command: str, anonymous: Bot, checkout: Checkout, forge: Forge) -> None:
    status, out, err = anonymous(command, *TO_HTTP, *(("--pull-request", "1") if command == "comment" else ()))
    assert (status, out) == (2, "")
    assert err == (
        "sam-migrate: no token in the environment: set SAM_MIGRATE_TOKEN or GITHUB_TOKEN (a --dry-run needs none)\n"
    )
    assert forge.log == []


@pytest.mark.parametrize("value", ["a\nb", "a b", "ä", "\x7f"], ids=ascii)
def test_a_token_that_cannot_be_one(value: str, bot: Bot, checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", value)
    status, out, err = bot("pr", *TO_HTTP)
    assert (status, out) == (2, "")
    assert err == "sam-migrate: the token in the environment has blanks or characters in it that none has\n"
