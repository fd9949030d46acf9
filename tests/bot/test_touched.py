"""A check speaks of what the pull request touches."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from checkout import TEMPLATE

from migrator.cli import main

FOLLOWED = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}
"""
CODE = "def handler(event, context):\n    return {'statusCode': 200}\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(autouse=True)
def history(repository: Path) -> None:
    (repository / "old").mkdir()
    (repository / "old/template.yaml").write_text(TEMPLATE)
    (repository / "new/src").mkdir(parents=True)
    (repository / "new/template.yaml").write_text(FOLLOWED)
    (repository / "new/src/app.py").write_text(CODE)
    commit(repository, "base")
    git(repository, "branch", "base")


def git(folder: Path, *words: str) -> str:
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words]
    return subprocess.run(run, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, message: str) -> None:
    if not (folder / ".git/HEAD").exists():
        git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", message)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, set[str], str]:
    status = main(["bot", "check", "--direction", "to-http", *words])
    out, err = capsys.readouterr()
    return status, set(re.findall(r"(?:old|new)/(?=template)", out)), err


def test_without_a_pull_request_all_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys) == (1, {"old/", "new/"}, "")


@pytest.mark.parametrize("file", ["new/template.yaml", "new/src/app.py"])
def test_the_template_and_the_code_behind_it_count(
    file: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (repository / file).open("a") as stream:
        stream.write("# more\n")
    commit(repository, "change")
    assert told(capsys, "--changed-since", "base") == (1, {"new/"}, "")
    assert told(capsys, "--all")[1] == {"old/", "new/"}


def test_a_change_elsewhere_fails_nothing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "README.md").write_text("more")
    commit(repository, "change")
    assert told(capsys, "--changed-since", "base")[:2] == (0, set())


@pytest.mark.parametrize("merged", [True, False])
def test_in_a_workflow_it_is_what_the_pull_request_touches(
    merged: bool, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    base = git(repository, "rev-parse", "HEAD")
    git(repository, "switch", "-qc", "topic")
    (repository / "old/template.yaml").write_text(TEMPLATE + "# more\n")
    commit(repository, "change")
    if merged:
        git(repository, "switch", "-q", "base")
        git(repository, "merge", "-q", "--no-ff", "topic", "-m", "merged")
        monkeypatch.setenv("GITHUB_REF", "refs/pull/7/merge")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7, "base": {"sha": base}}}))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    assert told(capsys) == (1, {"old/"}, "")
    event.write_text(json.dumps({"pull_request": {"number": 7, "base": {"sha": "f" * 40}}}))
    monkeypatch.delenv("GITHUB_REF", raising=False)
    status, paths, said = told(capsys)
    assert (status, paths) == (1, {"old/", "new/"})
    assert "fetch-depth: 0" in said, "a checkout without history"


@pytest.mark.parametrize("event", ["detached", "merged_result"])
def test_in_a_job_it_is_what_the_merge_request_touches(
    event: str, repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = git(repository, "rev-parse", "HEAD")
    git(repository, "switch", "-qc", "topic")
    (repository / "old/template.yaml").write_text(TEMPLATE + "# more\n")
    commit(repository, "change")
    if event == "merged_result":
        git(repository, "switch", "-q", "base")
        git(repository, "merge", "-q", "--no-ff", "topic", "-m", "merged")
    variables = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "7", "CI_MERGE_REQUEST_EVENT_TYPE": event}
    for name, value in {**variables, "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}.items():
        monkeypatch.setenv(name, value)
    assert told(capsys) == (1, {"old/"}, "")
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", "f" * 40)
    monkeypatch.setenv("CI_MERGE_REQUEST_EVENT_TYPE", "detached")
    status, paths, said = told(capsys)
    assert (status, paths) == (1, {"old/", "new/"})
    assert "what the merge request touches is not known, so every template is reported: set GIT_DEPTH to 0" in said


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "-x", ""])
def test_what_git_does_not_know(revision: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, f"--changed-since={revision}")[0] == 2
    assert not (repository / "x").exists()


def test_a_module_that_handlers_may_import_counts(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "new/src/common.py").write_text("A = 1\n")
    commit(repository, "change")
    assert told(capsys, "--changed-since", "base")[1] == {"new/"}


def test_who_changes_the_settings_is_told_of_all(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A loss that is taken there concerns templates that nobody touched."""
    (repository / ".sam-migrate.toml").write_text("accept = ['all']\n")
    commit(repository, "change")
    assert told(capsys, "--changed-since", "base")[:2] == (1, {"old/", "new/"})
    git(repository, "branch", "-f", "base")
    (repository / ".sam-migrate.toml").unlink()
    (repository / "pyproject.toml").write_text("[tool.sam-migrate]\nstage = 'keep'\n")
    git(repository, "add", "-A")
    commit(repository, "moved")
    assert told(capsys, "--changed-since", "base")[1] == {"old/", "new/"}
