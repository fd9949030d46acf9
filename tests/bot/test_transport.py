"""Where the token goes: to the forge that the user names, whatever the configuration of the checkout says."""

# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from checkout import Bot, Checkout
from forge import TOKEN, Forge
from listener import Listener, listening, self_signed

from migrator.bot.git import Git, GitCommandError
from migrator.bot.kinds import Token

TO_HTTP = ("--direction", "to-http")
BRANCH = "sam-migrate/to-http"
SECRETS = (TOKEN, base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode())
Settings = Callable[[Checkout, str, str], None]


@pytest.fixture
def stranger() -> Iterator[Listener]:
    """A server that is not the forge."""
    with listening(Listener()) as running:
        yield running


def hears_nothing(stranger: Listener) -> None:
    assert stranger.heard == []


def proxy(checkout: Checkout, forge: str, stranger: str) -> None:
    checkout.git("config", "http.proxy", stranger)


def proxy_of_a_url(checkout: Checkout, forge: str, stranger: str) -> None:
    checkout.git("config", f"http.{forge}.proxy", stranger)


def proxy_of_a_remote(checkout: Checkout, forge: str, stranger: str) -> None:
    checkout.git("config", "remote.evil.url", f"{forge}/acme/shop.git")
    checkout.git("config", "remote.evil.proxy", stranger)
    checkout.git("config", "remote.origin.proxy", stranger)


def another_address(checkout: Checkout, forge: str, stranger: str) -> None:
    checkout.git("config", f"url.{stranger}/.insteadOf", f"{forge}/")
    checkout.git("config", f"url.{stranger}/.pushInsteadOf", f"{forge}/")


def another_address_to_push_to(checkout: Checkout, forge: str, stranger: str) -> None:
    checkout.git("config", "remote.origin.pushurl", f"{stranger}/acme/shop.git")
    checkout.git("config", f"remote.{forge}/acme/shop.git.url", f"{stranger}/acme/shop.git")


def an_included_file(checkout: Checkout, forge: str, stranger: str) -> None:
    file = checkout.folder.parent / "included"
    checkout.git("config", "--file", str(file), "http.proxy", stranger)
    checkout.git("config", "include.path", str(file))
    checkout.git("config", f"includeIf.gitdir:{checkout.folder}/.git.path", str(file))


def settings_of_a_worktree(checkout: Checkout, forge: str, stranger: str) -> None:
    checkout.git("config", "extensions.worktreeConfig", "true")
    checkout.git("config", "--worktree", "http.proxy", stranger)


@pytest.mark.parametrize(
    "settings",
    [
        proxy,
        proxy_of_a_url,
        proxy_of_a_remote,
        another_address,
        another_address_to_push_to,
        an_included_file,
        settings_of_a_worktree,
    ],
    ids=lambda settings: settings.__name__,
)
def test_no_setting_of_the_checkout_sends_it_elsewhere(
    settings: Settings, bot: Bot, checkout: Checkout, forge: Forge, stranger: Listener
) -> None:
    settings(checkout, forge.url, f"http://127.0.0.1:{stranger.port}")
    status, out, err = bot("pr", *TO_HTTP, "--repository", "acme/shop")
    assert (status, err) == (0, "")
    assert "Opened pull request #1" in out
    hears_nothing(stranger)


def test_settings_of_the_user_do_not_either(
    bot: Bot, checkout: Checkout, forge: Forge, stranger: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are whoever's could write to the home of the runner; a proxy of a company is a variable there."""
    home = tmp_path / "home"
    (home / ".config/git").mkdir(parents=True)
    for file in (home / ".gitconfig", home / ".config/git/config"):
        checkout.git("config", "--file", str(file), "http.proxy", f"http://127.0.0.1:{stranger.port}")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert bot("pr", *TO_HTTP)[0] == 0
    hears_nothing(stranger)


def test_a_proxy_of_the_environment_is_used(
    checkout: Checkout, stranger: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{stranger.port}")
    with pytest.raises(GitCommandError, match=r"^git ls-remote: "):
        Git(checkout.folder, "https://git.example.org/acme/shop.git", Token(TOKEN)).tips("main")
    assert stranger.heard[0] == "CONNECT git.example.org:443 HTTP/1.1"
    assert not any(secret in stranger.knows for secret in SECRETS)


class TestRedirects:
    """Git follows the redirect of its first request, and would send the next one there with the token."""

    @pytest.fixture
    def forge_that_moved(self, stranger: Listener) -> Iterator[Listener]:
        away = {"Location": f"http://127.0.0.1:{stranger.port}/acme/shop.git/info/refs?service=git-upload-pack"}
        with listening(Listener(301, away)) as running:
            yield running

    @pytest.mark.parametrize("follow", [None, "true", "initial"])
    def test_none_is_followed(
        self, follow: str | None, checkout: Checkout, stranger: Listener, forge_that_moved: Listener
    ) -> None:
        if follow:
            checkout.git("config", "http.followRedirects", follow)
        git = Git(checkout.folder, f"http://127.0.0.1:{forge_that_moved.port}/acme/shop.git", Token(TOKEN))
        for attempt in (lambda: git.tips("main"), lambda: git.push(git.head(), "x", None)):
            with pytest.raises(
                GitCommandError, match=r"the server redirects to another address, and the token is not sent"
            ):
                attempt()
        assert SECRETS[1] in forge_that_moved.knows
        hears_nothing(stranger)


class TestCertificates:
    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        return self_signed(tmp_path / "certificate.pem", "git.example")

    def test_the_checkout_cannot_switch_their_check_off(self, checkout: Checkout, certificate: Path) -> None:
        with listening(Listener(), certificate) as imposter:
            url = f"https://git.example:{imposter.port}/acme/shop.git"
            checkout.git("config", "http.sslVerify", "false")
            checkout.git("config", "http.sslCAInfo", str(certificate))
            checkout.git("config", f"http.{url}.sslVerify", "false")
            checkout.git("config", "http.curloptResolve", f"git.example:{imposter.port}:127.0.0.1")
            with pytest.raises(GitCommandError, match=r"^git ls-remote: "):
                Git(checkout.folder, url, Token(TOKEN)).tips("main")
            hears_nothing(imposter)
            address = f"https://127.0.0.1:{imposter.port}/acme/shop.git"
            with pytest.raises(GitCommandError, match=r"^git ls-remote: "):
                Git(checkout.folder, address, Token(TOKEN)).tips("main")
            hears_nothing(imposter)

    def test_one_of_the_environment_is_taken(
        self, checkout: Checkout, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GIT_SSL_CAINFO", str(certificate))
        with listening(Listener(), certificate) as own:
            with pytest.raises(GitCommandError, match=r"^git ls-remote: "):
                Git(checkout.folder, f"https://127.0.0.1:{own.port}/acme/shop.git", Token(TOKEN)).tips("main")
            assert SECRETS[1] in own.knows


class TestFilters:
    """A filter that the attributes of a file name is a program of the configuration."""

    @pytest.mark.parametrize("name", [b"evil", b"\xff", b"e\xc3\xa4", b"a b", b"a.b.clean"], ids=repr)
    @pytest.mark.parametrize("kind", ["clean", "process"])
    def test_none_is_run(self, kind: str, name: bytes, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        seen = checkout.folder.parent / "seen"
        program = f'"env > {seen}; cat"'.encode()
        config, attributes = (checkout.folder / ".git" / each for each in ("config", "info/attributes"))
        settings = b'[filter "%s"]\n\t%s = %s\n\trequired = true\n' % (name, kind.encode(), program)
        config.write_bytes(config.read_bytes() + settings)
        attributes.parent.mkdir(exist_ok=True)
        attributes.write_bytes(b"*.yaml filter=%s\n" % name)
        status, out, err = bot("pr", *TO_HTTP, "--repository", "acme/shop")
        assert (status, err) == (0, "")
        assert "Opened pull request #1" in out
        assert not seen.exists()


def test_no_program_but_git_sees_the_token(
    bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git itself gets it as a setting, and only where it works in the bot's own repository."""
    real = subprocess.run(["sh", "-c", "command -v git"], capture_output=True, text=True, check=True).stdout.strip()
    seen, program = tmp_path / "seen", tmp_path / "bin/git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n{{ echo "== $GIT_DIR $@"; env; }} >> {seen}\nexec {real} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    assert bot("pr", *TO_HTTP)[0] == 0
    # The forge of the tests runs git in this process, too.
    runs = [run for run in seen.read_text().split("== ")[1:] if not run.startswith(f" -C {forge.bare}")]
    assert not any(TOKEN in run for run in runs)
    signed = [run for run in runs if SECRETS[1] in run]
    assert signed
    assert all(run.startswith("/") and not run.startswith(str(checkout.folder)) for run in signed)


def test_nothing_is_left_behind(
    bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = sorted((checkout.folder / ".git").rglob("*"))
    assert bot("pr", *TO_HTTP)[0] == 0
    assert list(scratch.iterdir()) == []
    assert sorted((checkout.folder / ".git").rglob("*")) == before
