"""Git in a checkout that others wrote: nothing of it runs, nothing leaves it, no name is taken for an option."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from checkout import TEMPLATE, Bot, Checkout
from forge import TOKEN, Forge

from migrator.bot.git import Commit, Git, GitCommandError
from migrator.bot.kinds import Token
from migrator.migration import FileChange
from migrator.text.source import Source

TO_HTTP = ("--direction", "to-http")
BRANCH = "sam-migrate/to-http"


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a trace when it runs."""
    program = tmp_path / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\nexec cat\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("hooks", ["in the checkout", "elsewhere"])
def test_nothing_that_the_checkout_names_is_run(
    hooks: str, bot: Bot, checkout: Checkout, forge: Forge, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.commit(".gitattributes", "*.yaml filter=evil diff=evil\n")
    checkout.git("push", "-q", str(forge.bare), "main")
    named = trap.parent / "hooks"
    named.mkdir()
    for name in ("pre-push", "pre-commit", "post-index-change", "reference-transaction", "post-checkout"):
        for folder in (named, checkout.folder / ".git/hooks"):
            (folder / name).symlink_to(trap)
    for key in (
        "core.fsmonitor", "core.sshCommand", "core.askPass", "core.editor", "core.pager",
        "credential.helper", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv",
        "gpg.program", "diff.external", "core.gitProxy", "core.alternateRefsCommand",
    ):  # fmt: skip
        checkout.git("config", key, str(trap))
    checkout.git("config", "filter.evil.required", "true")
    checkout.git("config", "commit.gpgSign", "true")
    checkout.git("config", "push.gpgSign", "true")
    if hooks == "elsewhere":
        checkout.git("config", "core.hooksPath", str(named))
    (trap.parent / "sprung").unlink(missing_ok=True)  # by the commands of this test
    for name in ("GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_EDITOR", "GIT_EXTERNAL_DIFF", "GIT_PROXY_COMMAND"):
        monkeypatch.setenv(name, str(trap))
    status, out, err = bot("pr", *TO_HTTP)
    assert (status, err) == (0, "")
    assert "Opened" in out
    assert not (trap.parent / "sprung").exists()


def test_an_address_that_is_rewritten_starts_no_program(checkout: Checkout, forge: Forge, trap: Path) -> None:
    url = f"{forge.url}/acme/shop.git"
    checkout.git("config", f"url.ext::{trap} .insteadOf", url)
    checkout.git("config", "protocol.ext.allow", "always")
    assert Git(checkout.folder, url).tips("main") == {"main": forge.tip("main")}
    assert not (trap.parent / "sprung").exists()


def test_only_http_is_spoken(checkout: Checkout, trap: Path) -> None:
    with pytest.raises(GitCommandError, match=r"^git ls-remote: "):
        Git(checkout.folder, f"ext::{trap}").tips("main")
    assert not (trap.parent / "sprung").exists()


def test_a_token_that_is_refused_asks_nobody_for_another(checkout: Checkout, forge: Forge, trap: Path) -> None:
    checkout.git("config", "credential.helper", str(trap))
    checkout.git("config", "core.askPass", str(trap))
    git = Git(checkout.folder, f"{forge.url}/acme/shop.git", Token("ghp_expired"))
    with pytest.raises(GitCommandError, match=r"Authentication failed|could not read Username"):
        git.push(git.head(), "x", None)
    assert not (trap.parent / "sprung").exists()


@pytest.mark.parametrize("where", ["local", "included"])
def test_what_actions_checkout_left_is_not_sent_as_well(
    where: str, bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path
) -> None:
    """Two Authorization headers are answered with status 400, by GitHub as by the forge here."""
    key, value = f"http.{forge.url}/.extraheader", "AUTHORIZATION: basic b2xk"
    if where == "local":
        checkout.git("config", key, value)
    else:
        file = tmp_path / "credentials"
        checkout.git("config", "--file", str(file), key, value)
        checkout.git("config", f"includeIf.gitdir:{checkout.folder}/.git.path", str(file))
    assert bot("pr", *TO_HTTP)[0] == 0
    assert forge.tip(BRANCH)


NAMES = [
    "-rf.yaml",
    "--output=x.yaml",
    "a b.yaml",
    "ä.yaml",
    ":(glob)x.yaml",
    "::error::x.yaml",
    "a\nb.yaml",
    "*.yaml",
    "$(x).yaml",
    os.fsdecode(b"\xff.yaml"),
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_of_files_are_names(name: str, bot: Bot, checkout: Checkout, forge: Forge) -> None:
    checkout.commit(name, TEMPLATE)
    checkout.commit("bystander.yaml", "a: 1\n")
    checkout.git("push", "-q", str(forge.bare), "main")
    status, out, err = bot("pr", *TO_HTTP)
    assert (status, err) == (0, "")
    said = subprocess.run(
        ["git", "-C", str(forge.bare), "diff", "-z", "--name-only", "main", BRANCH], capture_output=True, check=True
    )
    changed = [os.fsdecode(path) for path in said.stdout.strip(b"\0").split(b"\0")]
    assert sorted(changed) == sorted([name, "template.yaml"])
    assert "::error" not in out


def test_a_line_of_a_log_is_no_command(bot: Bot, checkout: Checkout, forge: Forge) -> None:
    name = "a\n::error::b##[error]c.yaml"
    checkout.commit(name, TEMPLATE + "  - [\n")
    status, out, err = bot("pr", *TO_HTTP, "--", name)
    assert status == 2
    assert not any(line.startswith("::") for line in (out + err).splitlines())
    assert "##[" not in out + err


def test_a_link_is_followed_inside_and_refused_outside(
    bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path
) -> None:
    (tmp_path / "outside.yaml").write_text(TEMPLATE)
    (checkout.folder / "link.yaml").symlink_to("template.yaml")
    checkout.git("add", "link.yaml")
    checkout.git("commit", "-qm", "Link")
    checkout.git("push", "-q", str(forge.bare), "main")
    assert bot("pr", *TO_HTTP, "link.yaml")[0] == 0
    assert forge.git("diff", "--name-only", "main", BRANCH) == "template.yaml"
    (checkout.folder / "out.yaml").symlink_to(tmp_path / "outside.yaml")
    status, _, err = bot("pr", *TO_HTTP, "out.yaml")
    assert status == 2
    assert "out.yaml: outside the repository" in err
    assert bot("pr", *TO_HTTP, str(tmp_path / "outside.yaml"))[0] == 2


@pytest.mark.parametrize("path", ["../x.yaml", ".git/x.yaml", "/etc/passwd"])
def test_no_file_outside_is_committed(path: str, checkout: Checkout) -> None:
    change = FileChange(Source(path, "a"), "b")
    with pytest.raises(GitCommandError, match="outside the checkout"):
        Git(checkout.folder, "http://x").tree([change])


def test_a_new_file_is_added_and_one_that_is_there_is_not(checkout: Checkout, forge: Forge) -> None:
    git = Git(checkout.folder, f"{forge.url}/acme/shop.git", Token(TOKEN))
    tree = git.tree([FileChange(Source("new.py", ""), "x = 1\n", new=True)])
    git.push(git.commit(tree, git.head(), "Add"), "x", None)
    assert forge.git("show", "x:new.py") == "x = 1"
    with pytest.raises(GitCommandError, match=r"template.yaml differs"):
        git.tree([FileChange(Source("template.yaml", ""), "x", new=True)])


def test_who_commits(bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Shop")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "shop@example.org")
    bot("pr", *TO_HTTP)
    assert forge.git("show", "-s", "--format=%an %ce", BRANCH) == "Shop shop@example.org"
    assert "up to date" in bot("pr", *TO_HTTP)[1]
    monkeypatch.delenv("GIT_COMMITTER_NAME")
    assert "hands off" in bot("pr", *TO_HTTP)[1]


def test_no_git(checkout: Checkout, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GitCommandError, match=r"^git rev-parse: "):
        Git(checkout.folder, "http://x").head()
    status, out, err = bot("pr", *TO_HTTP)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("sam-migrate: git config: ")


def test_no_room_for_a_repository_to_work_in(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    with pytest.raises(GitCommandError, match=r"^cannot make a repository to work in: "):
        Git(checkout.folder, "http://127.0.0.1:9/a/b.git").tips("main")


def test_a_forge_that_is_not_there(checkout: Checkout) -> None:
    with pytest.raises(GitCommandError, match=r"^git ls-remote: "):
        Git(checkout.folder, "http://127.0.0.1:9/a/b.git").tips("main")


def test_git_is_new_enough_for_settings_in_the_environment() -> None:
    said = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout.split()[2]
    assert tuple(map(int, said.split(".")[:2])) >= (2, 31)


@pytest.mark.parametrize("hashes", ["sha1", "sha256"])
def test_the_last_commit_of_a_remote_branch_is_read_and_nothing_below_it(
    hashes: str, forge: Forge, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    if hashes == "sha256":
        subprocess.run(["rm", "-r", str(forge.bare), str(checkout.folder)], check=True)
        for where, bare in ((forge.bare, ("--bare",)), (checkout.folder, ())):
            made = ["git", "init", "-q", "-b", "main", "--object-format=sha256", *bare, str(where)]
            subprocess.run(made, check=True)
        monkeypatch.chdir(checkout.folder)
        checkout.commit("template.yaml", TEMPLATE)
    first = checkout.git("rev-parse", "HEAD")
    checkout.commit("other.yaml", "a: b\n", "Title\n\nBody\n\nTrailer: x <y@z> 1\ntree: 1\n")
    checkout.git("push", "-q", str(forge.bare), "HEAD:refs/heads/topic")
    tree = checkout.git("rev-parse", "HEAD^{tree}")
    checkout.git("reset", "-q", "--hard", first)
    with Git(checkout.folder, f"{forge.url}/acme/shop.git", Token(TOKEN)) as git:
        found = git.last("topic")
        assert found == Commit(tree, (first,), "Title\n\nBody\n\nTrailer: x <y@z> 1\ntree: 1\n", "ada@example.org")
        with pytest.raises(GitCommandError, match=r"^git fetch: "):
            git.last("nowhere")
