"""GitLab when it is slow, down, or says what nobody expects."""

# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
from apis import changed
from checkout import TEMPLATE, Bot, Checkout
from forge import BOT, TOKEN, Api, Forge, Weather
from gitlab_api import MAX_DESCRIPTION, MAX_NOTE, GitLabApi
from listener import Listener, listening

from migrator.bot.forge import ForgeError, Head
from migrator.bot.gitlab import GitLab
from migrator.bot.kinds import GITLAB, Token
from migrator.bot.patience import Patience
from migrator.report import markdown
from migrator.report.sanitize import code, fenced

SHORT = Patience(pause=0, retries=2, backoff=0.01, secondary=0.2, longest=3)
TO_HTTP = ("--direction", "to-http")


@pytest.fixture
def api_kind() -> type[Api]:
    return GitLabApi


def client(forge: Forge, token: str = TOKEN, patience: Patience = SHORT) -> GitLab:
    return GitLab(forge.api, forge.path, Token(token), patience)


@pytest.fixture
def gitlab(forge: Forge) -> GitLab:
    return client(forge)


@pytest.fixture
def opened(forge: Forge, checkout: Checkout) -> None:
    forge.open_from_fork(forge.owner, "main", forge.tip("main"))


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the process would have slept, each time."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", lambda seconds: slept.append(seconds) if seconds else None)
    return slept


class TestWaiting:
    def test_a_limit_is_waited_out_for_reads_and_writes(
        self, forge: Forge, gitlab: GitLab, opened: None, naps: list[float]
    ) -> None:
        for verb in ("GET", "POST", "PUT"):
            forge.weather.append(Weather(verb, ".*", 429, headers={"Retry-After": "1"}, message="Retry later"))
        assert gitlab.default_branch() == "main"
        assert gitlab.create_comment(1, "text").body == "text"
        gitlab.update_pull_request(1, "text")
        assert naps == [1, 1, 1]

    def test_a_limit_that_does_not_say_for_how_long(self, forge: Forge, naps: list[float]) -> None:
        """gitlab.com/gitlab-org/gitlab/-/issues/365728"""
        forge.weather.append(Weather("GET", ".*", 429, message="Retry later"))
        assert client(forge, patience=Patience()).default_branch() == "main"
        assert naps == [60]

    def test_a_wait_that_is_too_long_is_not_begun(self, forge: Forge, naps: list[float]) -> None:
        forge.weather.append(Weather("GET", ".*", 429, times=99, headers={"Retry-After": "1800"}))
        with pytest.raises(ForgeError, match=r"^GitLab asks to wait for 1800 seconds; a run waits for 900 in all"):
            client(forge, patience=Patience()).default_branch()
        assert (naps, len(forge.log)) == ([], 1)

    def test_a_forge_that_stays_down_fails_the_run(self, forge: Forge, gitlab: GitLab) -> None:
        forge.weather.append(Weather("GET", ".*", 502, times=99))
        with pytest.raises(ForgeError, match=r"^GitLab does not answer \(RetryError\)$") as caught:
            gitlab.default_branch()
        assert caught.value.uncertain
        assert len(forge.log) == 1 + SHORT.retries

    def test_a_lost_answer_to_a_post_is_not_repeated_by_itself(
        self, forge: Forge, gitlab: GitLab, opened: None
    ) -> None:
        forge.weather.append(Weather("POST", ".*", 502, done=True))
        with pytest.raises(ForgeError, match=r"^GitLab refused \(502\): Server Error$") as caught:
            gitlab.create_comment(1, "text")
        assert caught.value.uncertain
        assert len(forge.comments) == 1

    def test_writes_are_apart(self, forge: Forge, opened: None) -> None:
        gitlab = client(forge, patience=Patience(pause=0.2))
        began = time.monotonic()
        for text in ("a", "b", "c"):
            gitlab.create_comment(1, text)
        assert time.monotonic() - began > 0.4

    def test_a_host_in_capitals_is_the_same(self, forge: Forge) -> None:
        api = forge.api.replace("127.0.0.1", "LOCALHOST")
        assert GitLab(api, forge.path, Token(TOKEN), SHORT).login() == BOT

    def test_nobody_answers(self) -> None:
        with pytest.raises(ForgeError, match=r"^GitLab does not answer \(ConnectionError\)$"):
            GitLab("http://127.0.0.1:9/api/v4", "a/b", Token("t"), SHORT).default_branch()


class TestAnswers:
    def test_a_merge_request_of_a_fork_is_not_ours(self, forge: Forge, gitlab: GitLab, checkout: Checkout) -> None:
        forge.open_from_fork("mallory", "sam-migrate/to-http", forge.tip("main"))
        assert gitlab.pull_requests("sam-migrate/to-http") == []
        head = Head("sam-migrate/to-http", "mallory", forge.tip("main"))
        assert gitlab.pull_request_of(head) == 1
        forge.close(1)
        assert gitlab.pull_request_of(head) is None

    def test_what_gitlab_notes_itself_is_no_comment(self, forge: Forge, gitlab: GitLab, opened: None) -> None:
        forge.say(1, BOT, "changed the description")
        forge.comments[0]["system"] = True
        assert gitlab.comments(1) == []

    def test_the_comment_is_found_on_another_page(self, forge: Forge, bot: Bot, opened: None) -> None:
        """Its link leads to another host, as where a server does not know under which name it is reached."""
        for number in range(130):
            forge.say(1, "ada", f"{number}")
        for _ in range(2):
            assert bot("comment", *TO_HTTP, "--pull-request", "1")[0] == 0
        assert [each["login"] for each in forge.comments].count(BOT) == 1

    def test_no_link_in_an_answer_leads_to_another_host(
        self, forge: Forge, gitlab: GitLab, opened: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with listening(Listener()) as stranger:
            link = f'<http://127.0.0.1:{stranger.port}/notes>; rel="next"'
            monkeypatch.setattr(GitLabApi, "paged", lambda *given: (given[-1], {"Link": link}))
            with pytest.raises(ForgeError, match=r"^GitLab's answer leads to another address"):
                gitlab.comments(1)
            assert stranger.heard == []

    def test_a_token_that_may_only_read(
        self, forge: Forge, bot: Bot, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        forge.open_from_fork(forge.owner, "main", forge.tip("main"))
        forge.logins["readreadread"] = "reader"
        monkeypatch.setenv("GITLAB_TOKEN", "readreadread")
        assert bot("comment", *TO_HTTP, "--pull-request", "1") == (
            2, "", "sam-migrate: GitLab refused (403): insufficient_scope\n",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("message", "said"),
        [
            ("no", "no"),
            (["one", "two"], "one; two"),
            ({"title": ["is too long", "is odd"]}, "title: is too long; is odd"),
            ({"a": {"b": ["c"]}}, "a: b: c"),
            (None, "no reason given"),
            (1, "no reason given"),
            ([], "no reason given"),
            ("two\nlines" + "x" * 9999, "two lines" + "x" * 491),
        ],
    )
    def test_a_refusal_is_one_line(
        self, message: object, said: str, forge: Forge, gitlab: GitLab, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(forge.contract, "judge", lambda _: None)
        monkeypatch.setattr(forge.speaks, "answer", lambda *_: (418, {"message": message}))
        with pytest.raises(ForgeError) as caught:
            gitlab.default_branch()
        assert str(caught.value) == f"GitLab refused (418): {said}"

    def test_a_body_has_room(self) -> None:
        assert GITLAB.most_characters < min(MAX_NOTE, MAX_DESCRIPTION)


ODD_ANSWERS: dict[str, Callable[[Any], Any]] = {
    "null": lambda _: None,
    "a text": lambda _: "hello",
    "a number": lambda _: 1,
    "a list of texts": lambda _: ["a"],
    "a list of nothing": lambda _: [None],
    "nothing in it": lambda _: {},
    **{
        f"{name}: {value!r}": changed(name, value)
        for name in ("id", "iid", "web_url", "sha", "state", "description", "author", "body", "username", "project_id")
        for value in (None, True, {})
    },
}


def test_odd_answers_end_in_one_line_or_in_what_was_asked_for(
    forge: Forge, gitlab: GitLab, opened: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = forge.tip("main")
    forge.say(1, BOT, "text")
    monkeypatch.setattr(forge.contract, "judge", lambda _: None)
    answer = forge.speaks.answer
    for name, change in ODD_ANSWERS.items():

        def odd(*given: Any, change: Callable[[Any], Any] = change) -> Any:
            status, whole = answer(*given)
            return status, change(whole)

        monkeypatch.setattr(forge.speaks, "answer", odd)
        for ask in (
            gitlab.login,
            gitlab.default_branch,
            lambda: gitlab.pull_requests("main"),
            lambda: gitlab.pull_request_of(Head("main", "", head)),
            lambda: gitlab.pull_request(1),
            lambda: gitlab.create_pull_request("main", "main", "title", "body"),
            lambda: gitlab.update_pull_request(1, "text"),
            lambda: gitlab.comments(1),
            lambda: gitlab.create_comment(1, "text"),
            lambda: gitlab.update_comment(1, 1000, "text"),
        ):
            try:
                found = ask()
            except ForgeError:
                continue
            except Exception as error:
                pytest.fail(f"{name}: {error!r}")
            for each in found if isinstance(found, list) else [found]:
                assert all(isinstance(value, (int, str)) for value in getattr(each, "__dict__", {}).values()), name


@pytest.mark.parametrize("status", [301, 307])
def test_no_redirect_is_followed(status: int) -> None:
    with listening(Listener()) as stranger, listening(Listener(status)) as moved:
        gitlab = GitLab(f"http://127.0.0.1:{moved.port}/api/v4", "a/b", Token(TOKEN), SHORT)
        asked: tuple[Callable[[], object], ...] = (
            gitlab.default_branch,
            lambda: gitlab.create_comment(1, "text"),
            lambda: gitlab.update_pull_request(1, "text"),
        )
        there = {f"http://127.0.0.1:{stranger.port}/x": "another server", "/api/v4/projects/1": "another address"}
        for ask, (to, said) in itertools.product(asked, there.items()):
            moved.headers = {"Location": to}
            with pytest.raises(ForgeError, match=f"^GitLab redirects to {said}"):
                ask()
        assert f"Bearer {TOKEN}" in moved.knows
        assert stranger.heard == []


def test_a_job_for_a_repository_elsewhere_does_not_take_the_number_for_that_one_s(
    bot: Bot, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI_MERGE_REQUEST_IID", "12")
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    there = ("--api-url", "http://127.0.0.1:9/api/v3", "--repository", "acme/shop")
    assert bot("comment", *TO_HTTP, *there)[2] == "sam-migrate: which pull request? Give --pull-request NUMBER\n"


class TestTokens:
    def test_that_of_the_job_may_not_write(
        self, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("GITLAB_TOKEN")
        may_not = "CI_JOB_TOKEN may not write to merge requests"
        wanted = "no token in the environment: set SAM_MIGRATE_TOKEN or GITLAB_TOKEN (a --dry-run needs none)"
        assert bot("pr", *TO_HTTP) == (2, "", f"sam-migrate: {wanted}; {may_not}\n")
        monkeypatch.setenv("SAM_MIGRATE_TOKEN", forge.speaks.variables()["CI_JOB_TOKEN"])
        said = "the token is CI_JOB_TOKEN, which may not write to merge requests"
        assert bot("pr", *TO_HTTP) == (2, "", f"sam-migrate: {said}\n")
        assert forge.log == []

    def test_that_of_github_stays_away(
        self, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("GITLAB_TOKEN")
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        assert bot("pr", *TO_HTTP)[0] == 2
        assert forge.log == []

    def test_who_commits(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        assert bot("pr", *TO_HTTP)[0] == 0
        who = forge.git("show", "-s", "--format=%an <%ae> %cn <%ce>", "sam-migrate/to-http")
        assert who == " ".join(["sam-migrate <sam-migrate@noreply.invalid>"] * 2)


CLOSING = ("closes #1", "Fixes: acme/web#12", "resolve https://h/a/b/-/issues/1", "Implemented issue #3", "close ABC-1")


def test_what_is_quoted_closes_no_issue(bot: Bot, checkout: Checkout, forge: Forge) -> None:
    """GitLab looks for words that close issues in the whole description, also in what is quoted there as code."""
    comment = f"  # {'; '.join(CLOSING)}\n"
    checkout.commit("template.yaml", TEMPLATE.replace("  OrdersApi:\n", f"{comment}  OrdersApi:\n"))
    checkout.git("push", "-q", str(forge.bare), "main")
    assert bot("pr", *TO_HTTP)[0] == 0
    body = forge.pull(1)["body"]
    assert "closes" in body
    assert not any(each in body for each in CLOSING)
    assert not any(each in text for each in CLOSING for text in (code(each), "\n".join(fenced(each))))
    assert code("it closes the connection; fix that") == "`it closes the connection; fix that`"


def test_no_line_is_a_quick_action(bot: Bot, checkout: Checkout, forge: Forge) -> None:
    """docs.gitlab.com/user/project/quick_actions: a line that begins with a slash, outside of code."""
    from test_hostile import outside_fences

    checkout.commit("template.yaml", TEMPLATE.replace("/orders", "/merge").replace("prod}", "prod, Name: /approve}"))
    checkout.git("push", "-q", str(forge.bare), "main")
    assert bot("pr", *TO_HTTP)[0] == 0
    outside = outside_fences(forge.pull(1)["body"].split("\n"))
    assert not any(line.startswith("/") for line in outside.split("\n"))
    assert GITLAB.most_characters > markdown.LIMIT
