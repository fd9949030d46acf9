"""Which repository, which forge, which pull request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migrator.bot.place import Head, Place, place, pull_request_number, workflow_head
from migrator.bot.token import Token
from migrator.command.arguments import ArgumentError

HUB = "https://api.github.com"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://github.com/acme/shop.git", Place(HUB, "acme/shop")),
        ("https://ada:secret@github.com/acme/shop", Place(HUB, "acme/shop")),
        ("git@github.com:acme/shop.git", Place(HUB, "acme/shop")),
        ("ssh://git@github.com:22/acme/shop.git", Place(HUB, "acme/shop")),
        ("https://git.example.org/acme/shop", Place("https://git.example.org/api/v3", "acme/shop")),
        ("https://git.example.org:8443/acme/shop", Place("https://git.example.org:8443/api/v3", "acme/shop")),
    ],
)
def test_origin_tells(origin: str, expected: Place) -> None:
    assert place({}, origin, None, None) == expected


def test_the_workflow_wins_over_origin_and_options_over_both() -> None:
    workflow = {"GITHUB_REPOSITORY": "a/b", "GITHUB_API_URL": "https://x.example/api/v3"}
    assert place(workflow, "https://github.com/acme/shop", None, None) == Place("https://x.example/api/v3", "a/b")
    assert place(workflow, None, "c/d", f"{HUB}/") == Place(HUB, "c/d")


@pytest.mark.parametrize("origin", [None, "", "/srv/git/shop.git", "https://[", "https://github.com/acme"])
def test_a_repository_is_needed(origin: str | None) -> None:
    with pytest.raises(ArgumentError, match="which repository"):
        place({}, origin, None, None)


@pytest.mark.parametrize(
    "name", ["shop", "acme/..", "acme/.", "acme/shop/x", "-x/y", "acme/sh op", "acme/shop\n", "a/b?c"]
)
def test_a_name_that_is_none(name: str) -> None:
    with pytest.raises(ArgumentError, match="expected OWNER/NAME"):
        place({}, None, name, None)


@pytest.mark.parametrize(
    "api",
    ["http://api.github.com", "ftp://x", "https://a@b/api/v3", "https://", "https://[", "api.github.com", f"{HUB}?x=1"],
)
def test_the_token_travels_safely_or_not_at_all(api: str) -> None:
    with pytest.raises(ArgumentError, match="--api-url: expected"):
        place({}, None, "a/b", api)


@pytest.mark.parametrize(
    ("api", "url"),
    [
        (HUB, "https://github.com/a/b.git"),
        ("https://api.acme.ghe.com", "https://acme.ghe.com/a/b.git"),
        ("https://git.example.org:8443/api/v3", "https://git.example.org:8443/a/b.git"),
        ("http://127.0.0.1:8080/api/v3", "http://127.0.0.1:8080/a/b.git"),
    ],
)
def test_git_goes_to_the_same_forge(api: str, url: str) -> None:
    assert Place(api, "a/b").url == url


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


def test_the_head_of_a_run(tmp_path: Path) -> None:
    run = {"event": "pull_request", "head_branch": "x", "head_sha": "1", "head_repository": {"owner": {"login": "ada"}}}
    file = tmp_path / "e.json"
    file.write_text(json.dumps({"workflow_run": run}))
    assert workflow_head({"GITHUB_EVENT_PATH": str(file)}) == Head("x", "ada", "1")
    for other in ({"event": "push"}, {"head_repository": None}, {"head_sha": None}):
        file.write_text(json.dumps({"workflow_run": {**run, **other}}))
        assert workflow_head({"GITHUB_EVENT_PATH": str(file)}) is None


def test_a_token_does_not_show() -> None:
    token = Token.of({"GITHUB_TOKEN": " ghp_secret\n"})
    assert token == Token("ghp_secret")
    assert "secret" not in repr(token)
    assert token.hide(f"a ghp_secret b {token.basic}") == "a *** b ***"
    assert Token.of({"GITHUB_TOKEN": "", "SAM_MIGRATE_TOKEN": "x"}) == Token("x")
    assert Token.of({}) is None
