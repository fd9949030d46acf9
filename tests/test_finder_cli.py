"""From the command line: what is written, what is reported, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import simple_rewriter

from migrator.cli import main
from transforms.handlers.python import language

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Good:
    Type: AWS::Serverless::Function
    Properties:
      Handler: good.handler
      Runtime: python3.12
      CodeUri: src
      Events:
        Get: {Type: Api, Properties: {Path: /good, Method: get}}
  Bad:
    Type: AWS::Serverless::Function
    Properties:
      Handler: bad.handler
      Runtime: python3.12
      CodeUri: src
      Events:
        Get: {Type: Api, Properties: {Path: /bad, Method: get}}
"""
GOOD = 'def handler(event, context):\n    return event["httpMethod"]\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(language, "load", lambda: simple_rewriter.rewrite)
    (tmp_path / "src").mkdir()
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    (tmp_path / "src/good.py").write_text(GOOD)
    (tmp_path / "src/bad.py").write_text("\n" + GOOD + "# unproven\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sam(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(["to-http", "--payload", "2.0", "--no-verify", *arguments])
    return status, capsys.readouterr().out


def test_a_dry_run_shows_every_file_and_writes_none(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out = sam(capsys, "template.yaml")
    assert status == 0
    assert "+++ b/template.yaml" in out
    assert "+++ b/src/good.py" in out
    assert "src/bad.py\n+++" not in out
    assert (project / "src/good.py").read_text() == GOOD
    assert (project / "template.yaml").read_text() == TEMPLATE


def test_the_report_says_what_became_of_each_handler(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = sam(capsys, "template.yaml")
    assert "1 handler would be rewritten: Good (src/good.py)" in out
    assert "Bad  handler flagged, src/bad.py" in out
    assert "handler-unproven  src/bad.py:4:3" in out
    assert "Bad is not proven to follow: bad.py, line 4. It keeps payload 1.0." in " ".join(out.split())


def test_all_files_are_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = sam(capsys, "template.yaml", "--write")
    assert status == 0
    assert '["http"]["method"]' in (project / "src/good.py").read_text()
    assert "unproven" in (project / "src/bad.py").read_text()
    template = (project / "template.yaml").read_text()
    assert [part[0] for part in template.split("PayloadFormatVersion: '")[1:]] == ["2", "1"]
    again, out = sam(capsys, "template.yaml", "--check")
    assert again == 0
    assert "Nothing to migrate." in out


def test_the_report_for_programs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = sam(capsys, "template.yaml", "--format", "json")
    [template] = json.loads(out)["templates"]
    assert [(h["path"], h["function"], h["status"]) for h in template["handlers"]] == [
        ("src/good.py", "Good", "rewritten"),
        ("src/bad.py", "Bad", "flagged"),
    ]
    assert [file["path"] for file in template["files"]] == ["src/good.py"]


def test_without_handlers_none_is_mentioned(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["to-http", "--no-handlers", "--no-verify", "--full", "template.yaml"])
    out = capsys.readouterr().out
    assert (status, "good.py" in out) == (0, False)
    assert out.count("+            PayloadFormatVersion") + out.count("PayloadFormatVersion: '1.0'}") == 2
