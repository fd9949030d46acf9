"""GitHub when it is slow, down, or says what nobody expects."""

# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from apis import changed
from checkout import Checkout
from forge import APP, APP_TOKEN, BOT, TOKEN, Forge, Weather
from github_api import GitHubApi
from listener import Listener, listening

from migrator.bot.forge import ForgeError, create_once
from migrator.bot.github import GitHub
from migrator.bot.kinds import Token
from migrator.bot.patience import Patience

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

    @pytest.fixture
    def naps(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        """How long the process would have slept, each time."""
        slept: list[float] = []
        monkeypatch.setattr("time.sleep", slept.append)
        return slept

    @pytest.mark.parametrize("status", [403, 429, 503])
    @pytest.mark.parametrize("asked", ["99999", "1800", "Fri, 31 Dec 2099 23:59:59 GMT"])
    def test_a_wait_that_is_too_long_is_not_begun(
        self, asked: str, status: int, forge: Forge, naps: list[float]
    ) -> None:
        said = "You have exceeded a secondary rate limit."
        forge.weather.append(Weather("GET", ".*", status, times=99, headers={"Retry-After": asked}, message=said))
        with pytest.raises(ForgeError, match=r"^GitHub asks to wait for \d+ seconds; a run waits for 900 in all"):
            client(forge, patience=Patience()).default_branch()
        assert naps == []
        assert len(forge.log) == 1

    def test_all_waits_together_are_bounded(self, forge: Forge, naps: list[float], checkout: Checkout) -> None:
        """Over requests, and whether the forge or the bot itself says how long."""
        github = client(forge, patience=Patience(longest=100))
        forge.weather.append(Weather("GET", ".*", 429, headers={"Retry-After": "40"}))
        assert github.default_branch() == "main"
        forge.weather.append(Weather("GET", ".*", 502, times=2))
        assert github.pull_requests("x") == []
        forge.weather.append(Weather("GET", ".*", 429, times=99, headers={"Retry-After": "30"}))
        with pytest.raises(ForgeError, match=r"wait for 30 seconds; .* 100 in all at most.* waited for 7"):
            github.comments(1)
        assert sum(naps) <= 100
        assert naps[0] == 40
        assert naps[-1] == 30

    @pytest.mark.parametrize("asked", ["soon", "-1", "Mon, 99 Foo 99999999999 00:00:00 GMT", "", "1e9", "9" * 5000])
    def test_a_wait_that_is_no_time(self, asked: str, forge: Forge, naps: list[float]) -> None:
        forge.weather.append(Weather("GET", ".*", 429, times=99, headers={"Retry-After": asked}))
        with pytest.raises(ForgeError, match=r"^GitHub"):
            client(forge).default_branch()
        assert sum(naps) <= SHORT.longest

    def test_an_answer_that_is_never_ready(self, forge: Forge, naps: list[float]) -> None:
        forge.weather.append(Weather("GET", ".*", 202, times=9999))
        with pytest.raises(ForgeError, match=r"^GitHub does not answer"):
            client(forge).default_branch()
        assert len(forge.log) == 1 + SHORT.retries

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
        monkeypatch.setattr(GitHubApi, "_link", lambda *_: {"url": "https://evil.example/x"})
        github.update_pull_request(1, "text")
        assert forge.pull(1)["body"] == "text"

    def test_a_pull_request_of_another_branch_is_not_ours(
        self, forge: Forge, github: GitHub, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """GitHub lists all pull requests where it does not understand the head that is asked for."""
        forge.open_from_fork("mallory", "main", forge.tip("main"))
        list_pulls = GitHubApi._list_pulls
        monkeypatch.setattr(GitHubApi, "_list_pulls", lambda *given, **_: list_pulls(*given, {"state": "all"}))
        assert github.pull_requests("sam-migrate/to-http") == []

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


ODD_ANSWERS: dict[str, Callable[[Any], Any]] = {
    "null": lambda _: None,
    "a text": lambda _: "hello",
    "a number": lambda _: 1,
    "a list of texts": lambda _: ["a"],
    "a list of nothing": lambda _: [None],
    "nothing in it": lambda _: {},
    "deep": lambda _: __import__("functools").reduce(lambda inner, _: [inner], range(900), 0),
    **{
        f"{name}: {value!r}": changed(name, value)
        for name in ("id", "number", "url", "head", "state", "body", "user", "tree", "parents", "default_branch", "sha")
        for value in (None, 1, {})
    },
}


class TestOddAnswers:
    """Whatever a forge answers: a value of the right kind, or one line."""

    def test_end_in_one_line(
        self, forge: Forge, github: GitHub, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        head = forge.tip("main")
        forge.open_from_fork("acme", "main", head)
        forge.say(1, BOT, "text")
        monkeypatch.setattr(forge.contract, "judge", lambda _: None)
        answer = Forge.answer
        for name, change in ODD_ANSWERS.items():

            def odd(self: Forge, *given: Any, change: Callable[[Any], Any] = change) -> Any:
                status, whole = answer(self, *given)
                return status, change(whole)

            monkeypatch.setattr(Forge, "answer", odd)
            for ask in (
                github.login,
                github.default_branch,
                lambda: github.pull_requests("main"),
                lambda: github.pull_request(1),
                lambda: github.create_pull_request("main", "main", "title", "body"),
                lambda: github.update_pull_request(1, "text"),
                lambda: github.comments(1),
                lambda: github.create_comment(1, "text"),
                lambda: github.update_comment(1, 1000, "text"),
            ):
                try:
                    ask()
                except ForgeError:
                    continue
                except Exception as error:
                    pytest.fail(f"{name}: {error!r}")

    def test_refusals_end_in_one_line(self, forge: Forge, github: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(forge.contract, "judge", lambda _: None)
        messages = (None, 1, [], {}, "two\nlines", "x" * 99_999)
        details = (None, 1, "x", [1], [None], [{}], [{"message": 1}], {"message": "x"})
        for message, errors in itertools.product(messages, details):
            answer = {"message": message, "errors": errors}
            monkeypatch.setattr(Forge, "answer", lambda *_, answer=answer: (418, answer))
            with pytest.raises(ForgeError, match=r"^GitHub(?: refused \(418\): .{0,500}|'s answer is not .*)$"):
                github.default_branch()

    def test_no_default_branch(self, forge: Forge, github: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Forge, "answer", lambda *_: (200, {"name": "shop"}))
        with pytest.raises(ForgeError, match=r"^GitHub does not say which branch is the default one; give --base"):
            github.default_branch()
        forge.contract.violations.clear()


class TestRedirects:
    @pytest.fixture
    def moved(self) -> Listener:
        return Listener(301)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_to_another_server(self, status: int) -> None:
        with listening(Listener()) as stranger, listening(Listener(status)) as moved:
            github = GitHub(f"http://127.0.0.1:{moved.port}/api/v3", "acme/shop", Token(TOKEN), SHORT)
            asked: tuple[Callable[[], object], ...] = (
                github.default_branch,
                lambda: github.create_comment(1, "text"),
                lambda: github.update_pull_request(1, "text"),
            )
            there = (
                "http://evil.example/x",
                "https://127.0.0.1/x",
                "//evil.example",
                f"http://127.0.0.1:{stranger.port}",
            )
            for ask, to in itertools.product(asked, there):
                moved.headers = {"Location": to}
                with pytest.raises(ForgeError, match=r"^GitHub redirects to another server \(https?://[\w.:]+\): "):
                    ask()
            assert TOKEN in moved.knows
            assert stranger.heard == []

    @pytest.mark.parametrize("to", ["/repositories/1", "http://127.0.0.1:{port}/api/v3/repositories/1", ""])
    def test_to_another_address_there(self, to: str, moved: Listener) -> None:
        """The same path for ever, or one repository behind another name: git would not follow either."""
        with listening(moved):
            moved.headers = {"Location": to.format(port=moved.port)}
            github = GitHub(f"http://127.0.0.1:{moved.port}/api/v3", "acme/shop", Token(TOKEN), SHORT)
            with pytest.raises(ForgeError, match=r"^GitHub redirects .* if the repository was renamed or moved, give"):
                github.default_branch()

    @pytest.mark.parametrize("to", ["http://[", "http://a@b@c/", "http://\u00e4\u2100/"], ids=ascii)
    def test_to_no_address(self, to: str, moved: Listener) -> None:
        with listening(moved):
            moved.headers = {"Location": to.encode().decode("latin-1")}
            github = GitHub(f"http://127.0.0.1:{moved.port}/api/v3", "acme/shop", Token(TOKEN), SHORT)
            with pytest.raises(ForgeError, match=r"^GitHub redirects to an"):
                github.default_branch()


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
