"""A dry run needs no token: it says what would be done, and what cannot be known without one."""

# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

from pathlib import Path

import pytest
from apis import BOTH
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
    for name in ("GITHUB_TOKEN", "GITLAB_TOKEN", "SAM_MIGRATE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return bot


@pytest.fixture(params=["public", "private", "away"])
def reach(anonymous: Bot, request: pytest.FixtureRequest, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether the repository can be read by everybody, or by nobody."""
    if request.param == "public":
        forge.logins[""] = "nobody"
    if request.param == "away":
        for name, value in forge.speaks.variables().items():
            monkeypatch.setenv(name, value.replace(forge.url, "http://127.0.0.1:9"))
    return str(request.param)


REASONS = {
    "private": "GitHub refused (401): Bad credentials",
    "away": "GitHub does not answer (ConnectionError)",
}


@BOTH
class TestPullRequest:
    def test_says_what_it_would_do(self, reach: str, anonymous: Bot, checkout: Checkout, forge: Forge) -> None:
        status, out, err = anonymous("pr", *TO_HTTP, "--dry-run", "--repository", forge.path)
        assert (status, err) == (0, "")
        if reach == "public":
            assert out.startswith(forge.said(f"{WOULD_PUSH}.\nWould open a pull request from {BRANCH} to main ("))
        else:
            assert out.splitlines() == [
                forge.said(f"{WOULD_PUSH} and open a pull request, unless that is done already."),
                forge.said(f"What is done already is not known without a token: {REASONS[reach]}"),
            ]
        assert forge.writes == []

    def test_a_base_that_is_named(self, anonymous: Bot, checkout: Checkout, forge: Forge) -> None:
        status, out, err = anonymous("pr", *TO_HTTP, "--dry-run", "--base", "main")
        assert (status, err) == (0, "")
        assert out.startswith(WOULD_PUSH)

    def test_what_is_wrong_here_shows(self, reach: str, anonymous: Bot, checkout: Checkout, forge: Forge) -> None:
        (checkout.folder / "template.yaml").write_text(TEMPLATE.replace("/orders", "/all"))
        status, out, err = anonymous("pr", *TO_HTTP, "--dry-run", "--repository", forge.path)
        assert (status, out) == (2, "")
        assert err == "sam-migrate: template.yaml differs from what is committed; nothing is committed\n"

    def test_a_base_that_does_not_exist(self, anonymous: Bot, checkout: Checkout, forge: Forge) -> None:
        forge.logins[""] = "nobody"
        status, _, err = anonymous("pr", *TO_HTTP, "--dry-run", "--base", "relase")
        assert status == 2
        assert "has no branch 'relase'" in err


@BOTH
class TestComment:
    @pytest.fixture(autouse=True)
    def pull_request(self, checkout: Checkout, forge: Forge) -> None:
        checkout.git("push", "-q", str(forge.bare), "main:refs/heads/topic")
        forge.open_from_fork(forge.owner, "topic", forge.tip("topic"))

    def said(self, bot: Bot, forge: Forge) -> str:
        status, out, err = bot("comment", *TO_HTTP, "--pull-request", "1", "--dry-run", "--repository", forge.path)
        assert (status, err, out.count("\n")) == (0, "", 1)
        return out.rstrip("\n")

    def test_says_what_it_would_do(self, reach: str, anonymous: Bot, forge: Forge) -> None:
        said = self.said(anonymous, forge)
        assert said.startswith(forge.said("Would comment on pull request #1 ("))
        if reach == "public":
            assert said.endswith(" characters).")
        else:
            more = ", unless there is one to update, which is not known without a token: "
            assert said.endswith(forge.said(f" characters){more}{REASONS[reach]}"))
        assert forge.writes == []

    def test_whose_comment_it_is_is_not_known(self, anonymous: Bot, forge: Forge) -> None:
        forge.logins[""] = "nobody"
        forge.say(1, BOT, f"{MARK}\n\nOld.")
        more = ", unless comment 1000 is the token's own and is updated, which is not known without it."
        assert self.said(anonymous, forge).endswith(f" characters){more}")
        assert forge.writes == []

    def test_one_that_says_the_same(self, bot: Bot, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
        assert bot("comment", *TO_HTTP, "--pull-request", "1")[0] == 0
        forge.logins[""] = "nobody"
        monkeypatch.delenv(forge.kind.token_variable)
        said = forge.said("Comment 1000 on pull request #1 is up to date, if it is the token's own.")
        assert self.said(bot, forge) == said

    def test_nothing_to_say(self, anonymous: Bot, forge: Forge, checkout: Checkout) -> None:
        forge.logins[""] = "nobody"
        checkout.commit("template.yaml", "Transform: AWS::Serverless-2016-10-31\nResources: {}\n")
        assert self.said(anonymous, forge) == "Nothing to say: no comment."

    def test_which_pull_request_it_is_is_not_known(
        self, anonymous: Bot, checkout: Checkout, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in forge.speaks.about("x", "1", tmp_path).items():
            monkeypatch.setenv(name, value)
        status, out, err = anonymous("comment", *TO_HTTP, "--dry-run")
        assert (status, err) == (0, "")
        said = f"Which pull request this run is about is not known without a token: {REASONS['private']}\n"
        assert out == forge.said(said)


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
