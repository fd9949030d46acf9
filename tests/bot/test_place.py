"""Which repository, which forge, which pull request."""

from __future__ import annotations

import pytest

from migrator.bot.kinds import GITHUB, GITLAB, Token
from migrator.bot.place import ForgeRepository, place
from migrator.command.arguments import ArgumentError

HUB = "https://api.github.com"
LAB = "https://gitlab.com/api/v4"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://github.com/acme/shop.git", ForgeRepository(GITHUB, HUB, "acme/shop")),
        ("https://ada:secret@github.com/acme/shop", ForgeRepository(GITHUB, HUB, "acme/shop")),
        ("git@github.com:acme/shop.git", ForgeRepository(GITHUB, HUB, "acme/shop")),
        ("ssh://git@github.com:22/acme/shop.git", ForgeRepository(GITHUB, HUB, "acme/shop")),
        ("ssh://git@ssh.github.com:443/acme/shop.git", ForgeRepository(GITHUB, HUB, "acme/shop")),
        ("https://GitHub.com/acme/shop", ForgeRepository(GITHUB, HUB, "acme/shop")),
        ("https://gitlab.com/acme/web/shop.git", ForgeRepository(GITLAB, LAB, "acme/web/shop")),
        ("git@gitlab.com:acme/shop.git", ForgeRepository(GITLAB, LAB, "acme/shop")),
        ("ssh://git@altssh.gitlab.com:443/acme/web/back/shop.git", ForgeRepository(GITLAB, LAB, "acme/web/back/shop")),
    ],
)
def test_origin_tells(origin: str, expected: ForgeRepository) -> None:
    assert place({}, origin, None, None) == expected


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://git.example.org/acme/shop", "git.example.org"),
        ("https://git.example.org:8443/acme/shop", "git.example.org:8443"),
        ("https://ada:secret@github.com.evil.example/acme/shop", "github.com.evil.example"),
        ("git@github-work:acme/shop.git", "github-work"),
    ],
)
@pytest.mark.parametrize("repository", [None, "acme/shop"])
def test_a_checkout_does_not_say_where_the_token_goes(origin: str, host: str, repository: str | None) -> None:
    with pytest.raises(
        ArgumentError, match=f"the remote 'origin' is at {host}: if the token .* --api-url https://{host}"
    ):
        place({}, origin, repository, None)
    api = f"https://{host}/api/v3"
    assert place({}, origin, repository, api) == ForgeRepository(GITHUB, api, "acme/shop")
    assert place({"GITHUB_API_URL": api}, origin, repository, None) == ForgeRepository(GITHUB, api, "acme/shop")


def test_the_workflow_wins_over_origin_and_options_over_both() -> None:
    workflow = {"GITHUB_REPOSITORY": "a/b", "GITHUB_API_URL": "https://x.example/api/v3"}
    assert place(workflow, "https://github.com/acme/shop", None, None) == ForgeRepository(
        GITHUB, "https://x.example/api/v3", "a/b"
    )
    assert place(workflow, None, "c/d", f"{HUB}/") == ForgeRepository(GITHUB, HUB, "c/d")


JOB = {"CI_API_V4_URL": "https://lab.example/api/v4", "CI_PROJECT_PATH": "a/b/c"}


@pytest.mark.parametrize(
    ("environment", "origin", "repository", "api", "expected"),
    [
        (JOB, "https://github.com/acme/shop", None, None, ("https://lab.example/api/v4", "a/b/c")),
        ({**JOB, "CI_MERGE_REQUEST_PROJECT_PATH": "o/p"}, None, None, None, ("https://lab.example/api/v4", "o/p")),
        (JOB, None, "x/y", None, ("https://lab.example/api/v4", "x/y")),
        (JOB, None, "x/y", f"{LAB}/", (LAB, "x/y")),
        ({}, "git@lab.example:g/s/p.git", None, "https://lab.example/api/v4", ("https://lab.example/api/v4", "g/s/p")),
        ({}, "https://h/lab/g/p.git", None, "https://h/lab/api/v4", ("https://h/lab/api/v4", "g/p")),
    ],
)
def test_gitlab(
    environment: dict[str, str], origin: str | None, repository: str | None, api: str | None, expected: tuple[str, str]
) -> None:
    assert place(environment, origin, repository, api) == ForgeRepository(GITLAB, *expected)


def test_what_github_is_told_wins_where_both_are_named() -> None:
    """A job of GitLab that was told of a repository on GitHub, in GitHub's variables."""
    found = place({**JOB, "GITHUB_REPOSITORY": "a/b", "GITHUB_API_URL": HUB}, None, None, None)
    assert found == ForgeRepository(GITHUB, HUB, "a/b")


@pytest.mark.parametrize(
    "name", ["shop", "acme/..", "../shop", "a//b", "-a/b", "a/b c", "a/b\n", "/a/b", "a/b?c", "a/%2e"]
)
def test_a_name_that_gitlab_does_not_know(name: str) -> None:
    with pytest.raises(ArgumentError, match="expected GROUP/NAME"):
        place({}, None, name, LAB)


@pytest.mark.parametrize(
    ("host", "is_at"), [("gitlab.com", True), ("altssh.gitlab.com", True), ("x.gitlab.com", False)]
)
def test_names_of_a_host(host: str, is_at: bool) -> None:
    assert ForgeRepository(GITLAB, LAB, "a/b").is_at(host) == is_at
    assert not ForgeRepository(GITLAB, "https://lab.example/api/v4", "a/b").is_at(host)


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
    [
        "http://api.github.com", "ftp://x", "https://a@b/api/v3", "https://", "https://[", "api.github.com",
        f"{HUB}?x=1", f"{HUB}#x", "https://x:99999/api/v3", "https://x:9x", "https://x:0", "https://a b/",
        "https://ä.example", "https://x/a b", "https://x\\y/",
    ],
)  # fmt: skip
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
        ("http://[::1]:8080/api/v3", "http://[::1]:8080/a/b.git"),
        (LAB, "https://gitlab.com/a/b.git"),
        ("https://h:8443/lab/api/v4", "https://h:8443/lab/a/b.git"),
    ],
)
def test_git_goes_to_the_same_forge(api: str, url: str) -> None:
    assert place({}, None, "a/b", api).url == url


def test_a_token_does_not_show() -> None:
    token = Token.of({"GITHUB_TOKEN": " ghp_secret\n"}, GITHUB)
    assert token == Token("ghp_secret")
    assert "secret" not in repr(token)
    assert token.hide(f"a ghp_secret b {token.basic}") == "a *** b ***"
    assert Token.of({"GITHUB_TOKEN": "", "SAM_MIGRATE_TOKEN": "x"}, GITHUB) == Token("x")
    assert Token.of({}, GITHUB) is None
    assert Token.of({"GITHUB_TOKEN": "x", "GITLAB_TOKEN": "y"}, GITLAB) == Token("y")
