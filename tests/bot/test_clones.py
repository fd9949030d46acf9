"""Checkouts of all kinds: shallow, partial, sparse, with worktrees, with submodules, with line ends of their own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from checkout import TEMPLATE, Bot, Checkout
from forge import NAME, OWNER, Forge

from migrator.bot.git import Git, GitCommandError
from migrator.migration import FileChange
from migrator.text.source import Source

BRANCH = "sam-migrate/to-http"
TO_HTTP = ("--direction", "to-http")
PUSHED = f"Pushed a commit that changes 1 file to {BRANCH}."


def changed(forge: Forge) -> str:
    return forge.git("diff", "--name-only", "main", BRANCH)


@pytest.fixture
def large(checkout: Checkout, forge: Forge) -> Checkout:
    """A repository with a history and with more folders than one works in."""
    for number in range(3):
        checkout.commit(f"other/{number}/notes.md", f"{number}\n" * 50)
    checkout.commit("services/a/template.yaml", TEMPLATE)
    checkout.git("rm", "-q", "template.yaml")
    checkout.git("commit", "-qm", "Move")
    checkout.git("push", "-q", str(forge.bare), "main")
    forge.git("config", "uploadpack.allowFilter", "true")
    return checkout


KINDS = {
    "shallow": ("--depth=1",),
    "partial": ("--filter=blob:none",),
    "partial without trees": ("--filter=tree:0",),
    "partial and sparse": ("--filter=blob:none", "--sparse"),
    "partial, sparse and without trees": ("--filter=tree:0", "--sparse"),
    "shallow and partial": ("--depth=1", "--filter=blob:none"),
    "sparse": ("--sparse",),
}


@pytest.mark.parametrize("remote", ["reachable", "gone"])
@pytest.mark.parametrize("kind", KINDS)
def test_clones_that_do_not_have_everything(
    kind: str, remote: str, bot: Bot, large: Checkout, forge: Forge, tmp_path: Path
) -> None:
    """What is missing comes from the forge, wherever the clone says that its remote is."""
    folder = tmp_path / "clone"
    url = f"file://{forge.bare}"
    subprocess.run(["git", "clone", "-q", "-b", "main", *KINDS[kind], url, str(folder)], check=True)
    clone = Checkout(folder)
    if "sparse" in kind:
        clone.git("sparse-checkout", "set", "services")
        assert not (folder / "other").exists()
    clone.git("remote", "set-url", "origin", f"{forge.url}/{OWNER}/{NAME}.git" if remote == "reachable" else "/gone")
    os.chdir(folder)
    status, out, err = bot("pr", *TO_HTTP, "--repository", f"{OWNER}/{NAME}")
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == PUSHED
    assert changed(forge) == "services/a/template.yaml"
    assert "up to date" in bot("pr", *TO_HTTP, "--repository", f"{OWNER}/{NAME}")[1]


def test_a_partial_clone_fetches_no_file_that_nobody_changes(
    bot: Bot, large: Checkout, forge: Forge, tmp_path: Path
) -> None:
    folder = tmp_path / "clone"
    wanted = ["git", "clone", "-q", "-b", "main", "--filter=blob:none", "--sparse", f"file://{forge.bare}", str(folder)]
    subprocess.run(wanted, check=True)
    Checkout(folder).git("sparse-checkout", "set", "services")
    os.chdir(folder)
    forge.log.clear()
    assert bot("pr", *TO_HTTP, "--repository", f"{OWNER}/{NAME}")[0] == 0
    # One request of ls-remote.
    assert forge.log.count("POST /git-upload-pack") == 1


def test_a_worktree(bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path) -> None:
    checkout.git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"), "main")
    os.chdir(tmp_path / "tree")
    assert bot("pr", *TO_HTTP)[1].splitlines()[0] == PUSHED
    assert changed(forge) == "template.yaml"


@pytest.mark.parametrize("kind", ["--shared", "--reference"])
def test_a_clone_that_borrows_its_objects(
    kind: str, bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path
) -> None:
    how = ["--shared", str(checkout.folder)] if kind == "--shared" else ["--reference", str(checkout.folder)]
    source = [] if kind == "--shared" else [f"file://{forge.bare}"]
    subprocess.run(["git", "clone", "-q", "-b", "main", *how, *source, str(tmp_path / "clone")], check=True)
    os.chdir(tmp_path / "clone")
    assert bot("pr", *TO_HTTP, "--repository", f"{OWNER}/{NAME}")[1].splitlines()[0] == PUSHED


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_checkout_of_another_user(
    bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container; actions/checkout tells git that it is safe, in the settings of the user."""
    for path in (checkout.folder, *checkout.folder.rglob("*")):
        os.chown(path, 4711, 4711)
    status, out, err = bot("pr", *TO_HTTP, "--repository", f"{OWNER}/{NAME}")
    assert (status, out) == (2, "")
    assert err.startswith("sam-migrate: git rev-parse: ")
    settings = tmp_path / "settings"
    settings.write_text(f"[safe]\n\tdirectory = {checkout.folder}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert bot("pr", *TO_HTTP, "--repository", f"{OWNER}/{NAME}")[1].splitlines()[0] == PUSHED


@pytest.mark.parametrize("name", ["a:b", 'a"b', "a\\b", "a\nb", " a", "#a", os.fsdecode(b"\xff")], ids=ascii)
def test_a_folder_of_any_name(name: str, bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path) -> None:
    folder = tmp_path / name
    checkout.folder.rename(folder)
    os.chdir(folder)
    assert bot("pr", *TO_HTTP)[1].splitlines()[0] == PUSHED
    assert changed(forge) == "template.yaml"


def test_hashes_of_another_kind(tmp_path: Path) -> None:
    folder = tmp_path / "clone"
    subprocess.run(["git", "init", "-q", "--object-format=sha256", str(folder)], check=True)
    Checkout(folder).commit("template.yaml", "a\n")
    with Git(folder, "http://x") as git:
        os.chdir(folder)
        tree = git.tree([FileChange(Source("template.yaml", "a\n"), "b\n")])
        assert (len(tree), len(git.commit(tree, git.head(), "Change"))) == (64, 64)


class TestLineEnds:
    CRLF = TEMPLATE.replace("\n", "\r\n")

    def committed(self, checkout: Checkout, forge: Forge, text: str) -> None:
        checkout.commit("template.yaml", text, "Line ends")
        checkout.git("push", "-q", str(forge.bare), "main")

    def check(self, bot: Bot, forge: Forge, ends: bytes) -> None:
        status, _, err = bot("pr", *TO_HTTP)
        assert (status, err) == (0, "")
        shown = ["git", "-C", str(forge.bare), "show", f"{BRANCH}:template.yaml"]
        stored = subprocess.run(shown, capture_output=True, check=True).stdout
        assert b"HttpApi" in stored
        assert {line[-2:] == b"\r\n" for line in stored.splitlines(keepends=True)} == {ends == b"\r\n"}
        assert int(forge.git("diff", "--numstat", "main", BRANCH).split()[0]) < 9

    @pytest.mark.parametrize("where", ["the checkout", "the user"])
    def test_settings_say_how_they_are_stored(
        self, where: str, bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if where == "the user":
            monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
            checkout.git("config", "--global", "core.autocrlf", "true")
        else:
            checkout.git("config", "core.autocrlf", "true")
        (checkout.folder / "template.yaml").write_bytes(self.CRLF.encode())
        self.check(bot, forge, b"\n")

    def test_attributes_of_the_clone_say_it(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        (checkout.folder / ".git/info/attributes").write_text("*.yaml text eol=crlf\n")
        (checkout.folder / "template.yaml").write_bytes(self.CRLF.encode())
        self.check(bot, forge, b"\n")

    @pytest.mark.parametrize("named", [True, False])
    def test_attributes_of_the_user_say_it(
        self, named: bool, bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
        file = tmp_path / ("attributes" if named else "settings/git/attributes")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("*.yaml text eol=crlf\n")
        if named:
            checkout.git("config", "core.attributesFile", str(file))
        (checkout.folder / "template.yaml").write_bytes(self.CRLF.encode())
        self.check(bot, forge, b"\n")

    def test_those_that_are_committed_stay(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        """`text=auto` came after the file: git leaves it as it is until somebody normalises it."""
        self.committed(checkout, forge, self.CRLF)
        checkout.commit(".gitattributes", "* text=auto\n")
        checkout.git("push", "-q", str(forge.bare), "main")
        self.check(bot, forge, b"\r\n")


class TestStrangers:
    """Templates that are not this repository's own are left out, and the others go on."""

    def left_out(self, template: str, more: str = "") -> str:
        return f"{template}: left out; git does not track it here (untracked, ignored or in a submodule){more}."

    def run(self, bot: Bot, *names: str) -> list[str]:
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, err) == (0, "")
        assert out.splitlines()[: len(names)] == [self.left_out(name) for name in names]
        return out.splitlines()[len(names) :]

    def test_in_a_submodule(self, bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path) -> None:
        subprocess.run(["git", "init", "-q", str(tmp_path / "other")], check=True)
        Checkout(tmp_path / "other").commit("template.yaml", TEMPLATE)
        wanted = ("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(tmp_path / "other"), "sub")
        checkout.git(*wanted)
        checkout.git("commit", "-qm", "Submodule")
        checkout.git("push", "-q", str(forge.bare), "main")
        assert self.run(bot, "sub/template.yaml")[0] == PUSHED
        assert changed(forge) == "template.yaml"
        assert "sub/template.yaml" not in forge.pull(1)["body"]

    def test_untracked_and_ignored(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        checkout.commit(".gitignore", "build/\n")
        checkout.git("push", "-q", str(forge.bare), "main")
        for name in ("build/template.yaml", "new.yaml"):
            (checkout.folder / name).parent.mkdir(exist_ok=True)
            (checkout.folder / name).write_text(TEMPLATE)
        assert self.run(bot, "new.yaml", "build/template.yaml")[0] == PUSHED
        assert changed(forge) == "template.yaml"

    def test_nothing_else(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        checkout.git("rm", "-q", "--cached", "template.yaml")
        checkout.git("commit", "-qm", "Generated")
        checkout.git("push", "-q", str(forge.bare), "main")
        assert self.run(bot, "template.yaml") == ["Nothing to migrate: no pull request."]
        assert forge.writes == []

    def test_a_new_file_goes_into_no_submodule(self, checkout: Checkout) -> None:
        checkout.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
        checkout.git("commit", "-qm", "Submodule")
        with Git(checkout.folder, "http://x") as git:
            assert git.keeps(FileChange(Source("src/new.py", ""), "x", new=True))
            assert not git.keeps(FileChange(Source("sub/new.py", ""), "x", new=True))
            assert not git.keeps(FileChange(Source("template.yaml/new.py", ""), "x", new=True))
            assert not git.keeps(FileChange(Source("../outside.py", ""), "x", new=True))

    def test_code_that_changes_along_counts(self, checkout: Checkout) -> None:
        from migrator.bot.pull_request import _untracked

        code = FileChange(Source("src/app.py", "a"), "b")
        with Git(checkout.folder, "http://x") as git:
            assert _untracked(git, (FileChange(Source("template.yaml", "a"), "b"), code)) == code


@pytest.mark.parametrize("before", ["", "commit"])
def test_a_checkout_without_a_commit_or_a_repository(before: str, tmp_path: Path) -> None:
    if before:
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    with pytest.raises(GitCommandError, match=r"^git rev-parse: "):
        Git(tmp_path, "http://x").head()
