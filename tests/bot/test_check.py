"""The check of a workflow: annotations, step summary, the report for another run."""

# ruff: noqa: ARG002 - fixtures that only have to be there

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checkout import TEMPLATE

from migrator.bot.comment import MAX_SUMMARY, write_summary
from migrator.cli import main
from migrator.options import Direction
from migrator.report import Mode, Report

TO_HTTP = ("bot", "check", "--direction", "to-http")
NOTHING = Report(Direction.TO_HTTP, Mode.CHECK, ())


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    (folder / "template.yaml").write_text(TEMPLATE)
    monkeypatch.chdir(folder)
    return folder


class TestOnARunner:
    @pytest.fixture(autouse=True)
    def runner(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))

    def test_annotations_and_summary(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*TO_HTTP]) == 1
        out, err = capsys.readouterr()
        assert out.startswith("::")
        assert "stop-commands" not in out
        assert err == ""
        assert "OrdersHttpApi" in (tmp_path / "summary.md").read_text()

    def test_what_the_summary_holds_stays(self, tmp_path: Path) -> None:
        (tmp_path / "summary.md").write_text("# Before\n")
        main([*TO_HTTP])
        assert (tmp_path / "summary.md").read_text().startswith("# Before\n")

    def test_needs_no_token_and_no_network(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection"))
        assert main([*TO_HTTP]) == 1

    def test_a_summary_that_cannot_be_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no/such/folder"))
        assert main([*TO_HTTP]) == 2
        assert "cannot write the report: " in capsys.readouterr().err


class TestStatus:
    @pytest.mark.parametrize(("fail_on", "status"), [("pending", 1), ("blocked", 0), ("error", 0)])
    def test_pending(self, fail_on: str, status: int) -> None:
        assert main([*TO_HTTP, "--fail-on", fail_on]) == status

    @pytest.mark.parametrize(("fail_on", "status"), [("pending", 1), ("blocked", 1), ("error", 0)])
    def test_blocked(self, fail_on: str, status: int, repository: Path) -> None:
        (repository / "template.yaml").write_text(TEMPLATE.replace("prod}", "prod, Auth: {ApiKeyRequired: true}}"))
        assert main([*TO_HTTP, "--fail-on", fail_on]) == status

    @pytest.mark.parametrize("fail_on", ["pending", "blocked", "error"])
    def test_failed(self, fail_on: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (repository / "template.yaml").write_text(TEMPLATE + "  - [\n")
        assert main([*TO_HTTP, "--fail-on", fail_on, "template.yaml"]) == 2
        assert capsys.readouterr().err.startswith("sam-migrate: template.yaml:")

    @pytest.mark.parametrize("fail_on", ["pending", "blocked", "error"])
    def test_nothing_to_do(self, fail_on: str, repository: Path) -> None:
        (repository / "template.yaml").unlink()
        assert main([*TO_HTTP, "--fail-on", fail_on]) == 0

    def test_a_typo(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([*TO_HTTP, "--fail-on", "errors"]) == 2
        assert "did you mean error?" in capsys.readouterr().err


class TestSettings:
    def test_direction_paths_and_accept(self, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (repository / "template.yaml").write_text("Transform: AWS::Serverless-2016-10-31\n")
        (repository / "a").mkdir()
        (repository / "a/t.yaml").write_text(TEMPLATE.replace("prod}", "prod, Auth: {ApiKeyRequired: true}}"))
        (repository / ".sam-migrate.toml").write_text("direction='to-http'\npaths=['a']\naccept=['api-keys']")
        assert main(["bot", "check", "--output", "r.json"]) == 1
        report = json.loads((repository / "r.json").read_text())
        assert [(each["path"], each["status"]) for each in report["templates"]] == [("a/t.yaml", "migrated")]
        assert "1 API would migrate" in capsys.readouterr().out

    def test_without_a_direction(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["bot", "check"]) == 2
        assert "which direction?" in capsys.readouterr().err

    def test_no_path_leads_outside(self, repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "t.yaml").write_text(TEMPLATE)
        assert main([*TO_HTTP, "../t.yaml"]) == 2
        assert "../t.yaml: outside the repository" in capsys.readouterr().err

    @pytest.mark.parametrize("command", ["check", "pr"])
    def test_a_link_that_leads_in_circles(
        self, command: str, repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:9/api/v3")
        (repository / "loop.yaml").symlink_to("loop.yaml")
        dry = ("--dry-run", "--repository", "a/b") if command == "pr" else ()
        assert main(["bot", command, "--direction", "to-http", *dry, "loop.yaml"]) == 2
        assert capsys.readouterr().err.startswith("sam-migrate: loop.yaml: cannot read it: ")

    def test_dry_run_writes_nothing(self, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "s.md"))
        main([*TO_HTTP, "--dry-run", "--output", "r.json"])
        assert not (repository / "r.json").exists()
        assert not (tmp_path / "s.md").exists()


class TestRoom:
    def summary(self, file: Path, letter: str) -> bytes:
        write_summary(str(file), NOTHING, lambda _, *, limit=0: letter * limit)
        return file.read_bytes()

    @pytest.mark.parametrize("letter", ["x", "ä", "😀"])
    def test_a_summary_stays_within_what_is_shown(self, letter: str, tmp_path: Path) -> None:
        assert MAX_SUMMARY // 5 < len(self.summary(tmp_path / "s.md", letter)) <= MAX_SUMMARY

    def test_what_is_there_counts(self, tmp_path: Path) -> None:
        (tmp_path / "s.md").write_bytes(b"x" * (MAX_SUMMARY - 10_000))
        assert MAX_SUMMARY - 10_000 < len(self.summary(tmp_path / "s.md", "x")) <= MAX_SUMMARY
        assert len(self.summary(tmp_path / "s.md", "x")) <= MAX_SUMMARY


@pytest.mark.parametrize("command", ["comment", "pr"])
def test_what_needs_a_token_says_so(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bot", command, "--direction", "to-http", "--repository", "a/b", "--pull-request", "1"][:6]) == 2
    assert "no token in the environment: set SAM_MIGRATE_TOKEN or GITHUB_TOKEN" in capsys.readouterr().err
