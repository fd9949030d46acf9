"""GitHub when it is slow, down, or says what nobody expects."""

# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

import logging
import time

import pytest
from checkout import Checkout
from forge import APP, APP_TOKEN, BOT, TOKEN, Forge, Weather

from migrator.bot.forge import Commit, ForgeError, create_once
from migrator.bot.github import GitHub, Patience
from migrator.bot.token import Token

SHORT = Patience(pause=0, retries=2, backoff=0.01, secondary=0.2, longest=3)


def client(forge: Forge, token: str = TOKEN, patience: Patience = SHORT) -> GitHub:
    return GitHub(forge.api, "acme/shop", Token(token), patience)


@pytest.fixture
def github(forge: Forge) -> GitHub:
    return client(forge)


class TestWaiting:
    def test_a_forge_that_stays_down_fails_the_run(self, forge: Forge, github: GitHub) -> None:
        forge.weather.append(Weather("GET", ".*", 502, times=99))
        with pytest.raises(ForgeError, match=r"^GitHub does not answer \(RetryError\)$") as caught:
            github.default_branch()
        assert caught.value.uncertain
        assert len(forge.log) == 1 + SHORT.retries

    def test_a_limit_that_is_lifted_soon_is_waited_for(self, forge: Forge, github: GitHub) -> None:
        headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 1)}
        forge.weather.append(Weather("GET", ".*", 403, headers=headers, message="API rate limit exceeded for user."))
        assert github.default_branch() == "main"
        assert len(forge.log) == 2

    def test_a_limit_that_is_lifted_in_an_hour_is_not(self, forge: Forge, github: GitHub) -> None:
        headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 3600)}
        forge.weather.append(Weather("GET", ".*", 403, headers=headers, message="API rate limit exceeded for user."))
        began = time.monotonic()
        with pytest.raises(ForgeError, match="rate limit"):
            github.default_branch()
        assert time.monotonic() - began < 2

    def test_too_fast_without_a_time_is_waited_out(self, forge: Forge, github: GitHub) -> None:
        said = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
        forge.weather.append(Weather("GET", ".*", 403, message=said))
        assert github.default_branch() == "main"

    def test_writes_are_apart(self, forge: Forge, checkout: Checkout) -> None:
        forge.open_from_fork("acme", "main", forge.tip("main"))
        github = client(forge, patience=Patience(pause=0.4))
        began = time.monotonic()
        for text in ("a", "b", "c"):
            github.create_comment(1, text)
        assert time.monotonic() - began > 0.8

    def test_a_pause_of_a_second_is_the_default(self) -> None:
        assert Patience().pause == 1


class TestAnswers:
    def test_who_a_token_belongs_to(self, forge: Forge) -> None:
        assert (client(forge).login(), client(forge, APP_TOKEN).login()) == (BOT, APP)

    def test_nobody_answers(self) -> None:
        with pytest.raises(ForgeError, match=r"^GitHub does not answer \(ConnectionError\)$"):
            GitHub("http://127.0.0.1:9/api/v3", "acme/shop", Token("t"), SHORT).default_branch()

    def test_an_answer_that_is_no_json(self, forge: Forge, github: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Forge, "answer", lambda *_: (200, "hello"))
        with pytest.raises(ForgeError, match=r"^GitHub"):
            github.pull_requests("x")
        forge.contract.violations.clear()

    def test_no_link_in_an_answer_leads_to_another_host(
        self, forge: Forge, github: GitHub, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        forge.open_from_fork("acme", "main", forge.tip("main"))
        monkeypatch.setattr(Forge, "_link", lambda *_: {"url": "https://evil.example/x"})
        github.update_pull_request(1, "text")
        assert forge.pull(1)["body"] == "text"

    def test_a_pull_request_of_another_branch_is_not_ours(
        self, forge: Forge, github: GitHub, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """GitHub lists all pull requests where it does not understand the head that is asked for."""
        forge.open_from_fork("mallory", "main", forge.tip("main"))
        list_pulls = Forge._list_pulls
        monkeypatch.setattr(Forge, "_list_pulls", lambda *given, **_: list_pulls(*given, {"state": "all"}))
        assert github.pull_requests("sam-migrate/to-http") == []

    def test_a_commit(self, github: GitHub, checkout: Checkout, forge: Forge) -> None:
        tree = checkout.git("rev-parse", "HEAD^{tree}")
        assert github.commit(forge.tip("main")) == Commit(tree, (), "Change", "ada@example.org")

    def test_its_log_prints_nothing(self, github: GitHub, forge: Forge, capfd: pytest.CaptureFixture[str]) -> None:
        forge.weather.append(Weather("GET", ".*", 403, message="No."))
        with pytest.raises(ForgeError, match=r"GitHub refused \(403\): No\."):
            github.default_branch()
        logging.getLogger("github.Requester").warning("loud")
        assert capfd.readouterr() == ("", "")

    def test_a_body_that_is_too_long_is_refused_by_the_forge(
        self, github: GitHub, forge: Forge, checkout: Checkout
    ) -> None:
        forge.open_from_fork("acme", "main", forge.tip("main"))
        with pytest.raises(ForgeError, match=r"\(422\): Validation Failed; body is too long"):
            github.create_comment(1, "x" * 65_537)


class TestOnce:
    def test_gives_up(self) -> None:
        tried = []

        def create() -> None:
            tried.append(1)
            raise ForgeError("down", uncertain=True)

        with pytest.raises(ForgeError, match="down"):
            create_once(create, lambda: None)
        assert len(tried) == 3

    def test_a_refusal_is_final(self) -> None:
        def create() -> None:
            raise ForgeError("no")

        with pytest.raises(ForgeError, match="no"):
            create_once(create, lambda: pytest.fail("looked"))
