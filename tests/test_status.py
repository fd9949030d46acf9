"""Where each API stands on the way to production."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migrator import migrate
from migrator.cli import main
from migrator.migration import Migration
from migrator.options import Direction, Options
from migrator.steps.state import ApiState, WayPoint, asking, states
from migrator.text.source import Source

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  ShopApi:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, EndpointConfiguration: REGIONAL}
  PartnerApi: # sam-migrate: keep, partners have its address
    Type: AWS::Serverless::Api
    Properties: {StageName: prod}
  KeyApi:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, Auth: {ApiKeyRequired: true}}
  List:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      InlineCode: |
        def handler(event, context):
            return {"statusCode": 200}
      Events:
        Shop: {Type: Api, Properties: {RestApiId: !Ref ShopApi, Path: /items, Method: get}}
Outputs:
  Url: {Value: !Sub "https://${ShopApi}.execute-api.${AWS::Region}.amazonaws.com/prod/"}
"""


def attempt(source: Source, options: Options) -> Migration:
    return migrate(source, Direction.TO_HTTP, options, verify=False)


def of(text: str, direction: Direction = Direction.TO_HTTP) -> dict[str, ApiState]:
    return {state.id: state for state in states(Source("t.yaml", text), direction, Options(), attempt)}


def stepped(text: str, step: str) -> str:
    found = attempt(Source("t.yaml", text), asking(Options(), step))
    assert found.changed
    return found.after


def test_each_step_is_told_from_the_template() -> None:
    text, found = TEMPLATE, []
    for step in ("side-by-side", "switch", "finish"):
        state = of(text)["ShopApi"]
        found.append((state.point, state.beside, state.next, state.blockers))
        text = stepped(text, step)
    assert found == [
        (WayPoint.NOT_BEGUN, "", "side-by-side", ()),
        (WayPoint.SIDE_BY_SIDE, "ShopHttpApi", "switch", ()),
        (WayPoint.SWITCHED, "ShopHttpApi", "finish", ()),
    ]
    assert of(text)["ShopHttpApi"] == ApiState("ShopHttpApi", "http", WayPoint.FINISHED)


def test_what_stays_and_what_is_blocked() -> None:
    found = of(TEMPLATE)
    assert found["PartnerApi"] == ApiState("PartnerApi", "rest", WayPoint.KEPT, reason="partners have its address")
    assert found["KeyApi"].blockers == ("api-keys",)


def test_nothing_to_switch_is_switched() -> None:
    text = stepped(TEMPLATE.split("Outputs:")[0], "side-by-side")
    assert of(text)["ShopApi"].point is WayPoint.SWITCHED


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    Path("it's.yaml").write_text(TEMPLATE)
    Path("other.yaml").write_text("AWS::Serverless: [")
    Path(".sam-migrate.toml").write_text('keep = ["KeyApi"]\n')
    assert main(["status"]) == 0
    out = capsys.readouterr().out
    lines = [line.split() for line in out.splitlines()]
    assert ["ShopApi", "REST", "not", "begun", "--side-by-side", "-"] in lines
    assert """  next: sam-migrate to-http --side-by-side 'it'"'"'s.yaml'""" in out.splitlines()
    assert "3 APIs: 1 not begun, 2 kept." in out
    Path(".sam-migrate.toml").unlink()
    assert main(["status"]) == 0
    assert "  why it is blocked: sam-migrate explain api-keys\n" in capsys.readouterr().out
    Path(".sam-migrate.toml").write_text('keep = ["KeyApi"]\n')
    assert main(["status", "--format", "json", "it's.yaml"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [api["step"] for api in document["templates"][0]["apis"]] == ["not-begun", "kept", "kept"]
    assert document["summary"] == {"not-begun": 1, "side-by-side": 0, "switched": 0, "finished": 0, "kept": 2}
    assert main(["status", "--direction", "to-rest"]) == 0
    assert "3 finished" in capsys.readouterr().out
    assert main(["status", "nowhere.yaml"]) == 2
    assert "nowhere.yaml: no such file or folder" in capsys.readouterr().err


def test_a_template_that_does_not_compile_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(TEMPLATE.replace("Method: get", "Method: get, Auth: {AuthorizationScopes: [a]}"))
    assert main(["status", str(path), "--format", "json"]) == 0
    (found,) = (api for api in json.loads(capsys.readouterr().out)["templates"][0]["apis"] if api["id"] == "ShopApi")
    assert found["blockers"] == ["unproven"]


def test_routes_that_came_later_are_the_next_step() -> None:
    event = "        Add: {Type: Api, Properties: {RestApiId: !Ref ShopApi, Path: /items, Method: post}}\n"
    more = stepped(TEMPLATE, "side-by-side").replace("        Shop: {Type", f"{event}        Shop: {{Type")
    assert of(more)["ShopApi"].next == "side-by-side"
    assert of(stepped(more, "side-by-side"))["ShopApi"].next == "switch"
