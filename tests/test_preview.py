"""A blocked API shows what would become of it, and stays as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from reports import BODY, KEYS, finding, migration

import migrator
from migrator.cli import main
from migrator.migration import Migration, Status
from migrator.options import Direction, Options
from migrator.preview import asked, preview
from migrator.text.source import Source

KEYED = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth: {ApiKeyRequired: true}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: "def handler(event, context): return {'statusCode': 200}"
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /, Method: get}}
"""


def run(text: str, options: Options) -> Migration:
    return migrator.migrate(Source("t.yaml", text), Direction.TO_HTTP, options, verify=False)


def test_what_blocks_is_accepted_for_show() -> None:
    blocked = run(KEYED, Options())
    shown = preview(blocked, Options(), lambda options: run(KEYED, options))
    assert not blocked.changed
    assert shown is not None
    assert shown.changed
    assert asked(replace(blocked, preview=shown)) == ["api-keys:Shop"]
    assert asked(blocked) == []


def test_what_cannot_be_accepted_has_none() -> None:
    blocked = migration(finding(BODY), finding(KEYS), status=Status.BLOCKED)
    assert preview(blocked, Options(), lambda _: migration()) is None


def test_a_further_loss_is_named_too() -> None:
    rounds = iter([migration(finding(KEYS, line=4), status=Status.BLOCKED), migration()])
    blocked = migration(finding(KEYS), status=Status.BLOCKED)
    assert preview(blocked, Options(), lambda _: next(rounds)) is not None


def test_the_command_line_shows_it_of_a_named_template_and_writes_nothing(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "template.yaml"
    path.write_text(KEYED)
    assert main(["to-http", "--no-verify", str(path)]) == 1
    told = capsys.readouterr().out
    assert "Preview: not migrated unless you add --accept api-keys:Shop" in told
    assert "+    Type: AWS::Serverless::HttpApi" in told
    assert told.index("blocked, left as it is") < told.index("Preview: ")
    assert told.rstrip().endswith("sam-migrate explain api-keys")
    assert path.read_text() == KEYED
    assert main(["to-http", "--no-verify", str(tmp_path)]) == 1
    assert "Preview" in capsys.readouterr().out, "the folder holds this one alone"
    path.with_name("template.yml").write_text(KEYED)
    assert main(["to-http", "--no-verify", str(tmp_path)]) == 1
    assert "Preview" not in capsys.readouterr().out, "a run over several templates stays short"


def test_every_report_that_shows_diffs_shows_it(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "template.yaml"
    path.write_text(KEYED)
    told = {}
    for kind in ("json", "jsonl", "markdown", "html", "sarif"):
        assert main(["to-http", "--no-verify", "--format", kind, str(path)]) == 1
        told[kind] = capsys.readouterr().out
    (template,) = json.loads(told["json"])["templates"]
    assert template["status"] == "blocked"
    assert template["diff"] == ""
    assert template["preview"]["accept"] == ["api-keys:Shop"]
    assert "+    Type: AWS::Serverless::HttpApi" in template["preview"]["diff"]
    assert json.loads(told["jsonl"].splitlines()[0]) == template
    (row,) = (line for line in told["markdown"].splitlines() if "| preview |" in line)
    assert row.endswith("| 1 | 0 | 0 | 2 | 1 |"), "what is listed below is counted"
    for kind in ("markdown", "html"):
        assert "Preview: not migrated unless you add --accept api-keys:Shop" in told[kind]
        assert told[kind].count("removed with what hangs on it") <= 1, "what blocks is not told twice"
    assert "AWS::Serverless::HttpApi" not in told["sarif"]


def test_what_only_the_preview_meets_is_told(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "template.yaml"
    path.write_text(KEYED.replace("Method: get}", "Method: get, Auth: {AuthorizationScopes: [a]}}"))
    assert main(["to-http", str(path)]) == 1
    told = capsys.readouterr().out
    assert "--accept unproven:Shop,api-keys:Shop" in told
    assert told.index("Preview: ") < told.index("blocker  unproven")
    assert "\nNot proven: the template does not compile as it stands" in told[-300:]
