"""The pull request: opened, kept up to date, left alone where people took over."""
# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from apis import BOTH
from checkout import TEMPLATE, Bot, Checkout
from forge import APP_TOKEN, TOKEN, Forge, Weather

pytestmark = BOTH

BRANCH = "sam-migrate/to-http"
TO_HTTP = ("--direction", "to-http")
PUSHED = f"Pushed a commit that changes 1 file to {BRANCH}."


def opened(bot: Bot, forge: Forge) -> None:
    status, out, err = bot("pr", *TO_HTTP)
    assert (status, err) == (0, "")
    assert forge.said("Opened pull request #1") in out


def renamed(text: str = TEMPLATE) -> str:
    return text.replace("/orders", "/all-orders")


class TestOpening:
    def test_pushes_one_commit_and_opens_it(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, err) == (0, "")
        assert out.splitlines() == [PUSHED, forge.said(f"Opened pull request #1: {forge.url}/acme/shop/pull/1")]
        assert forge.git("rev-list", f"main..{BRANCH}").count("\n") == 0
        assert forge.git("diff", "--name-only", "main", BRANCH) == "template.yaml"
        assert "AWS::Serverless::HttpApi" in forge.git("show", f"{BRANCH}:template.yaml")
        assert forge.pull(1)["title"] == "Migrate REST APIs to HTTP APIs (AWS SAM)"
        assert "OrdersHttpApi" in forge.pull(1)["body"]

    def test_the_checkout_stays_as_it_is(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        head, config = checkout.git("rev-parse", "HEAD"), (checkout.folder / ".git/config").read_text()
        opened(bot, forge)
        assert checkout.git("status", "--porcelain") == ""
        assert (checkout.git("rev-parse", "HEAD"), checkout.git("branch", "--show-current")) == (head, "main")
        assert (checkout.folder / ".git/config").read_text() == config

    def test_a_second_run_is_silent(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        opened(bot, forge)
        before = forge.tip(BRANCH)
        forge.log.clear()
        assert bot("pr", *TO_HTTP) == (0, forge.said("Pull request #1 is up to date.\n"), "")
        assert forge.writes == []
        assert forge.tip(BRANCH) == before

    def test_nothing_to_migrate_is_no_noise(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        checkout.commit("template.yaml", "Transform: AWS::Serverless-2016-10-31\nResources: {}\n")
        assert bot("pr", *TO_HTTP) == (0, forge.said("Nothing to migrate: no pull request.\n"), "")
        assert forge.log == []

    def test_a_blocked_template_opens_none(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        checkout.commit("template.yaml", TEMPLATE.replace("prod}", "prod, Auth: {ApiKeyRequired: true}}"))
        assert bot("pr", *TO_HTTP) == (0, forge.said("Nothing to migrate: no pull request.\n"), "")

    def test_dry_run_sends_nothing(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        status, out, _ = bot("pr", *TO_HTTP, "--dry-run")
        assert status == 0
        assert [line.split(" (")[0] for line in out.splitlines()] == [
            f"Would push a commit that changes 1 file to {BRANCH}.",
            forge.said(f"Would open a pull request from {BRANCH} to main"),
        ]
        assert forge.writes == []
        opened(bot, forge)
        checkout.commit("template.yaml", renamed())
        checkout.git("push", "-q", str(forge.bare), "main")
        forge.log.clear()
        _, out, _ = bot("pr", *TO_HTTP, "--dry-run")
        assert out.splitlines()[1] == forge.said("Would update pull request #1.")
        assert forge.writes == []

    def test_a_shallow_clone_will_do(self, bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path) -> None:
        shallow = tmp_path / "shallow"
        url = f"file://{forge.bare}"
        subprocess.run(["git", "clone", "-q", "--depth=1", url, str(shallow)], check=True)
        subprocess.run(["git", "checkout", "-q", "--detach"], cwd=shallow, check=True)
        os.chdir(shallow)
        status, out, _ = bot("pr", *TO_HTTP, "--repository", forge.path)
        assert (status, out.splitlines()[0]) == (0, PUSHED)

    def test_from_a_folder_inside_the_checkout(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        checkout.commit("services/api.yaml", TEMPLATE)
        checkout.git("push", "-q", str(forge.bare), "main")
        os.chdir(checkout.folder / "services")
        assert bot("pr", *TO_HTTP)[0] == 0
        assert forge.git("diff", "--name-only", "main", BRANCH) == "services/api.yaml"

    def test_line_ends_are_stored_as_the_attributes_say(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        checkout.commit(".gitattributes", "*.yaml text eol=crlf\n")
        checkout.git("push", "-q", str(forge.bare), "main")
        (checkout.folder / "template.yaml").unlink()
        checkout.git("checkout", "--", "template.yaml")
        assert b"\r\n" in (checkout.folder / "template.yaml").read_bytes()
        assert bot("pr", *TO_HTTP)[0] == 0
        assert "\r" not in forge.git("show", f"{BRANCH}:template.yaml")
        assert int(forge.git("diff", "--numstat", "main", BRANCH).split()[0]) < 9

    def test_the_token_of_an_app_will_do(
        self, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SAM_MIGRATE_TOKEN", APP_TOKEN)
        opened(bot, forge)


class TestMain:
    def test_the_branch_follows_it(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        opened(bot, forge)
        body = forge.pull(1)["body"]
        head = checkout.commit("README", "Words.\n")
        checkout.git("push", "-q", str(forge.bare), "main")
        assert bot("pr", *TO_HTTP)[1].splitlines() == [PUSHED, forge.said("Pull request #1 is up to date.")]
        assert forge.git("rev-parse", f"{BRANCH}^") == head
        assert forge.pull(1)["body"] == body

    def test_a_changed_template_changes_the_description(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        opened(bot, forge)
        checkout.commit("template.yaml", renamed())
        checkout.git("push", "-q", str(forge.bare), "main")
        _, out, _ = bot("pr", *TO_HTTP)
        assert forge.said("Updated pull request #1") in out
        assert "/all-orders" in forge.git("show", f"{BRANCH}:template.yaml")
        assert len(forge.pulls) == 1

    def test_a_checkout_that_is_behind_pushes_nothing(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        checkout.commit("README", "Words.\n")
        checkout.git("push", "-q", str(forge.bare), "main")
        checkout.git("reset", "-q", "--hard", "HEAD^")
        status, out, _ = bot("pr", *TO_HTTP)
        assert (status, out[:42]) == (0, "The checkout is not at the end of main: no")
        assert forge.writes == []

    def test_another_base(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        checkout.git("push", "-q", str(forge.bare), "main:refs/heads/release")
        assert bot("pr", *TO_HTTP, "--base", "release")[0] == 0
        assert forge.pull(1)["base"] == "release"

    @pytest.mark.parametrize("how", ["named", "of the forge", "odd"])
    def test_a_base_that_does_not_exist(
        self, how: str, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A typo, or a default branch that was renamed: green for ever would be wrong."""
        base = {"named": "relase", "of the forge": "trunk", "odd": os.fsdecode(b"\xff*")}[how]
        if how == "of the forge":
            forge.default = base
        given = () if how == "of the forge" else ("--base", base)
        status, out, err = bot("pr", *TO_HTTP, *given)
        assert (status, out) == (2, "")
        shown = "\\udcff*" if how == "odd" else base
        assert (
            err
            == f"sam-migrate: {forge.url}/{forge.path}.git has no branch '{shown}': name one that it has with --base\n"
        )
        assert forge.writes == []

    def test_an_answer_without_a_default_branch(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        forge.default = None
        said = "GitHub does not say which branch is the default one; give --base BRANCH"
        assert bot("pr", *TO_HTTP) == (2, "", forge.said(f"sam-migrate: {said}\n"))
        forge.contract.violations.clear()

    def test_a_file_that_is_not_committed_is_refused(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        (checkout.folder / "template.yaml").write_text(renamed())
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, out) == (2, "")
        assert "template.yaml differs from what is committed; nothing is committed" in err
        assert forge.writes == []


class TestPeople:
    def test_a_commit_of_theirs_on_the_branch_is_kept(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        opened(bot, forge)
        checkout.git("fetch", "-q", str(forge.bare), BRANCH)
        checkout.git("checkout", "-q", "FETCH_HEAD")
        theirs = checkout.commit("template.yaml", renamed((checkout.folder / "template.yaml").read_text()))
        checkout.git("push", "-q", str(forge.bare), f"HEAD:{BRANCH}")
        checkout.git("checkout", "-q", "main")
        checkout.commit("template.yaml", TEMPLATE + "# more\n")
        checkout.git("push", "-q", str(forge.bare), "main")
        forge.log.clear()
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, err) == (0, "")
        assert out.startswith(f"{BRANCH} has commits of others: hands off.")
        assert forge.writes == []
        assert forge.tip(BRANCH) == theirs

    @pytest.mark.parametrize("what", ["content", "committer"])
    def test_a_commit_of_ours_that_they_amended_is_kept(
        self, what: str, bot: Bot, checkout: Checkout, forge: Forge
    ) -> None:
        opened(bot, forge)
        checkout.git("fetch", "-q", str(forge.bare), BRANCH)
        checkout.git("checkout", "-q", "FETCH_HEAD")
        if what == "content":
            (checkout.folder / "template.yaml").write_text("Resources: {}\n")
        checkout.git("commit", "-qa", "--amend", "--no-edit")
        checkout.git("push", "-qf", str(forge.bare), f"HEAD:{BRANCH}")
        checkout.git("checkout", "-q", "main")
        assert "hands off" in bot("pr", *TO_HTTP)[1]

    def test_a_branch_of_theirs_with_our_name_is_kept(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        checkout.git("push", "-q", str(forge.bare), f"main:refs/heads/{BRANCH}")
        assert "hands off" in bot("pr", *TO_HTTP)[1]
        assert forge.writes == []

    def test_a_pull_request_that_they_closed_stays_closed(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        opened(bot, forge)
        forge.close(1)
        forge.log.clear()
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, err) == (0, "")
        assert out.startswith(forge.said("Pull request #1 was closed: hands off. Re"))
        assert forge.writes == []
        assert len(forge.pulls) == 1

    def test_after_a_merge_there_may_be_a_new_one(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        opened(bot, forge)
        forge.close(1, merge=True)
        checkout.git("pull", "-q", str(forge.bare), "main")
        assert bot("pr", *TO_HTTP)[1] == forge.said("Nothing to migrate: no pull request.\n")
        checkout.commit("other.yaml", TEMPLATE)
        checkout.git("push", "-q", str(forge.bare), "main")
        assert forge.said("Opened pull request #2") in bot("pr", *TO_HTTP)[1]

    def test_a_title_and_a_description_of_theirs_stay(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        opened(bot, forge)
        forge.pull(1).update(title="Ours", body="We know what this does.")
        checkout.commit("template.yaml", renamed())
        checkout.git("push", "-q", str(forge.bare), "main")
        assert bot("pr", *TO_HTTP)[1].splitlines() == [
            PUSHED,
            forge.said(
                "Pull request #1 has a description without the marks of sam-migrate: it stays as people wrote it."
            ),
        ]
        assert (forge.pull(1)["title"], forge.pull(1)["body"]) == ("Ours", "We know what this does.")


class TestTrouble:
    def test_a_push_that_is_refused_opens_nothing(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        hook = forge.bare / "hooks/pre-receive"
        hook.write_text("#!/bin/sh\necho 'GH006: Protected branch update failed.' >&2\nexit 1\n")
        hook.chmod(0o755)
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, out) == (2, "")
        assert "GH006: Protected branch update failed." in err
        assert err.count("\n") == 1
        assert forge.pulls == []

    def meanwhile(self, monkeypatch: pytest.MonkeyPatch, what: Callable[[str], None]) -> None:
        """Let something happen after the commit of a run and before its push."""
        from migrator.bot.git import Git

        commit = Git.commit

        def slow(self: Git, *given: str) -> str:
            made = commit(self, *given)
            what(made)
            return made

        monkeypatch.setattr(Git, "commit", slow)

    FASTER = (
        f"sam-migrate: somebody else, perhaps another run of the bot, pushed to {BRANCH} while this run was at work: "
        "nothing is pushed; run it again\n"
    )

    @pytest.mark.parametrize("first", [True, False])
    def test_a_push_in_the_meantime_is_kept(
        self, first: bool, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if not first:
            opened(bot, forge)
            checkout.commit("template.yaml", renamed())
            checkout.git("push", "-q", str(forge.bare), "main")
        self.meanwhile(monkeypatch, lambda _: forge.git("update-ref", f"refs/heads/{BRANCH}", "main") and None)
        assert bot("pr", *TO_HTTP) == (2, "", self.FASTER)
        assert forge.tip(BRANCH) == forge.tip("main")

    def test_two_runs_at_once_make_one_pull_request(
        self, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        others: list[tuple[int, str, str]] = []

        def other(_: str) -> None:
            monkeypatch.undo()
            monkeypatch.chdir(checkout.folder)
            for name, value in {**forge.speaks.variables(), forge.kind.token_variable: TOKEN}.items():
                monkeypatch.setenv(name, value)
            monkeypatch.setenv("GIT_COMMITTER_NAME", "Other")  # no two commits are the same
            monkeypatch.setenv("GIT_COMMITTER_EMAIL", "other@example.org")
            others.append(bot("pr", *TO_HTTP))

        self.meanwhile(monkeypatch, other)
        assert bot("pr", *TO_HTTP) == (2, "", self.FASTER)
        assert others[0][0] == 0
        assert len(forge.pulls) == 1

    def test_two_runs_that_make_the_same_commit(
        self, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Within one second they do: then only one pull request can be opened."""
        answer = forge.speaks.answer

        def twice(verb: str, *given: Any) -> object:
            if verb == "POST":
                answer(verb, *given)
            return answer(verb, *given)

        monkeypatch.setattr(forge.speaks, "answer", twice)
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, err) == (0, "")
        assert out.splitlines()[1] == forge.said(
            f"Pull request #1 was opened while this run was at work: {forge.url}/acme/shop/pull/1"
        )

    def test_a_push_whose_answer_got_lost_arrived(
        self, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from migrator.bot.git import GitCommandError
        from migrator.bot.git.helper import Helper

        run = Helper.run

        def lossy(self: Helper, *arguments: str, **more: object) -> str:
            said = run(self, *arguments, **more)  # type: ignore[arg-type]
            if arguments[0] == "push":
                raise GitCommandError("git push: fatal: the remote end hung up unexpectedly")
            return said

        monkeypatch.setattr(Helper, "run", lossy)
        opened(bot, forge)

    def test_an_expired_token(
        self, bot: Bot, checkout: Checkout, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(forge.kind.token_variable, "ghp_expiredexpired")
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, out) == (2, "")
        said = "GitHub does not take the token (Bad credentials): it is wrong, revoked or expired"
        assert err == forge.said(f"sam-migrate: {said}\n")

    def test_a_token_that_may_not_push(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        from migrator.bot.git import Git, GitCommandError
        from migrator.bot.kinds import Token

        git = Git(checkout.folder, f"{forge.url}/{forge.path}.git", Token("ghp_expiredexpired"))
        with pytest.raises(GitCommandError) as caught:
            git.push(git.head(), "x", None)
        assert "expired" not in str(caught.value)
        assert base64.b64encode(b"x-access-token:ghp_expiredexpired").decode() not in str(caught.value)

    def test_gateway_errors_are_waited_out(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        forge.weather.append(Weather("GET", forge.kind.paths["pulls"], 502))
        forge.weather.append(Weather("GET", forge.kind.paths["repository"], 503))
        opened(bot, forge)

    @pytest.mark.parametrize("done", [False, True])
    def test_an_answer_that_got_lost_makes_no_second_one(
        self, bot: Bot, checkout: Checkout, forge: Forge, done: bool
    ) -> None:
        forge.weather.append(Weather("POST", forge.kind.paths["pulls"], 502, done=done))
        opened(bot, forge)
        assert len(forge.pulls) == 1

    def test_rate_limits_are_waited_out(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        slow, pulls = "You have exceeded a secondary rate limit.", forge.kind.paths["pulls"]
        forge.weather.append(Weather("POST", pulls, forge.kind.limited, headers={"Retry-After": "1"}, message=slow))
        forge.weather.append(Weather("GET", pulls, 429, headers={"Retry-After": "1"}, message=slow))
        opened(bot, forge)
        assert len(forge.pulls) == 1

    def test_a_refusal_is_not_repeated(self, bot: Bot, checkout: Checkout, forge: Forge) -> None:
        said = "Actions is not permitted to create or approve them."
        forge.weather.append(Weather("POST", forge.kind.paths["pulls"], 403, message=said))
        status, out, err = bot("pr", *TO_HTTP)
        assert (status, out) == (2, f"{PUSHED}\n")
        assert err == forge.said(f"sam-migrate: GitHub refused (403): {said}\n")
        assert bot("pr", *TO_HTTP)[1].startswith(forge.said("Opened pull request #1"))

    def test_a_template_that_cannot_be_read_fails_the_run_and_not_the_others(
        self, bot: Bot, checkout: Checkout, forge: Forge
    ) -> None:
        checkout.commit("broken.yaml", TEMPLATE + "  - [\n")
        checkout.git("push", "-q", str(forge.bare), "main")
        status, out, err = bot("pr", *TO_HTTP, "template.yaml", "broken.yaml")
        assert status == 2
        assert forge.said("Opened pull request #1") in out
        assert err.startswith("sam-migrate: broken.yaml:")


def test_the_token_is_in_the_environment_of_git_alone(
    bot: Bot, checkout: Checkout, forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A git that notes its command lines sees no token, nor does a file below .git."""
    seen = tmp_path / "seen"
    program = tmp_path / "bin/git"
    program.parent.mkdir()
    real = subprocess.run(["sh", "-c", "command -v git"], capture_output=True, text=True, check=True).stdout.strip()
    program.write_text(f'#!/bin/sh\necho "$@" >> {seen}\nexec {real} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    opened(bot, forge)
    said = seen.read_text()
    assert "push" in said
    secrets = (TOKEN, base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode())
    files = [file.read_bytes() for file in (checkout.folder / ".git").rglob("*") if file.is_file()]
    assert not any(secret in said or any(secret.encode() in data for data in files) for secret in secrets)
