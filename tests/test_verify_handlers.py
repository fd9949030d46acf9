"""``--verify-handlers``: old and new handlers are run, and one that answers otherwise keeps all from being written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from migrator import migrate
from migrator.cli import main
from migrator.command.replay import replayed
from migrator.findings import Code, Finding, Level
from migrator.migration import HandlerStatus, Migration, Status
from migrator.options import Direction, Options
from migrator.text.source import decode

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: {StageName: v1}
  Items:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Environment: {Variables: {TABLE: items}}
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: '/items/{id}', Method: get}}
"""
HANDLER = dedent(
    """\
    import json
    import os

    TABLE = os.environ["TABLE"]


    def handler(event, context):
        query = event["queryStringParameters"] or {}
        said = {"method": event["httpMethod"], "q": query.get("q"), "table": TABLE}
        return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(said)}
    """
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text(HANDLER)
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    return tmp_path / "template.yaml"


def rewritten(template: Path) -> Migration:
    source = decode(str(template), template.read_bytes())
    return migrate(source, Direction.TO_HTTP, Options(payload="2.0"), verify=False)


def test_handlers_that_follow_are_run_and_written(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["to-http", "--payload", "2.0", "--verify-handlers", "--write", "--format", "json", str(template)]
    assert main(given) == 0
    (report,) = json.loads(capsys.readouterr().out)["templates"]
    (handler,) = report["handlers"]
    assert handler["status"] == "rewritten"
    assert [run.partition(":")[0] for run in handler["runs"]] == ["expected"]  # each parameter twice
    assert '["http"]["method"]' in (template.parent / "src" / "app.py").read_text()


@pytest.mark.parametrize("walled", [True, False])
def test_it_is_said_once_that_the_kernel_keeps_nothing(
    template: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, walled: bool
) -> None:
    monkeypatch.setattr("migrator.replay.runner.walled", lambda: walled)
    other = template.with_name("other.yaml")
    other.write_text(TEMPLATE)
    assert main(["to-http", "--verify-handlers", "--check", str(template), str(other)]) == 1
    assert capsys.readouterr().err.count("gives no namespaces") == (0 if walled else 1)


def test_a_handler_that_answers_otherwise_withdraws_the_migration(template: Path) -> None:
    good = rewritten(template)
    (file,) = good.files
    wrong = replace(file, after=file.after.replace('"statusCode": 200', '"statusCode": 404'))
    assert wrong.after != file.after
    found = replayed(replace(good, files=(wrong,)))
    assert found.status is Status.ERROR
    assert not found.changed
    assert (found.error or "").startswith(
        "the handlers answer otherwise, nothing is written: Items: GET /items/{id} with"
    )
    assert (found.error or "").endswith(
        "; sam-migrate took the code of Items for proven and was wrong, please report it"
    )


def test_code_of_which_a_finding_says_that_it_is_not_proven_is_no_fault_of_the_proof(template: Path) -> None:
    good = rewritten(template)
    (file,) = good.files
    doubt = Finding(Code("handler-event-escapes", Level.BLOCKER, "", "", "", ""), "", "", Level.WARNING)
    doubtful = tuple(replace(handler, findings=(doubt,)) for handler in good.handlers)
    wrong = replace(file, after=file.after.replace('"statusCode": 200', '"statusCode": 404'))
    found = replayed(replace(good, files=(wrong,), handlers=doubtful))
    assert found.status is Status.ERROR
    assert "please report it" not in (found.error or "")


GUARDED = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      Auth:
        DefaultAuthorizer: Guard
        Authorizers: {Guard: {FunctionArn: !GetAtt Check.Arn, Identity: {ReauthorizeEvery: 0}}}
  Check:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.12, Handler: guard.handler, CodeUri: src/}
  Reports:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /reports, Method: get}}
"""
OK = 'def handler(event, context):\n    return {"statusCode": 200, "headers": {"Content-Type": "a/b"}, "body": ""}\n'
UNAUTHORIZED = dedent(
    """\
    def handler(event, context):
        if event["authorizationToken"] != "secret":
            raise Exception("Unauthorized")
        statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}
        return {"principalId": "u", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    """
)
SHUT = dedent(
    """\
    def handler(event, context):
        base = event["methodArn"].split("/")[0]
        last = event["methodArn"].split("/")[1:]
        effect = "Deny" if last == ["v1", "GET", "reports"] else "Allow"
        statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": base + "/*"}
        return {"principalId": "u", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
    """
)


@pytest.fixture
def guarded(template: Path) -> Path:
    template.write_text(GUARDED)
    (template.parent / "src" / "app.py").write_text(OK)
    return template


def test_a_difference_that_a_finding_foretold_is_told_and_stops_nothing(
    guarded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (guarded.parent / "src" / "guard.py").write_text(UNAUTHORIZED)
    assert main(["to-http", "--verify-handlers", "--format", "json", str(guarded)]) == 0
    (report,) = json.loads(capsys.readouterr().out)["templates"]
    (check,) = (handler for handler in report["handlers"] if handler["function"] == "Check")
    assert "handler-unauthorized" in [finding["code"] for finding in check["findings"]]
    announced = [run for run in check["runs"] if run.startswith("announced: ")]
    assert ["answers 401 before and answers 500 after (see handler-unauthorized)" in run for run in announced] == [True]


def test_an_authorizer_is_tried_on_the_routes_of_its_template(
    guarded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the path nor the stage stands in the code as a text of its own."""
    (guarded.parent / "src" / "guard.py").write_text(SHUT)
    assert main(["to-http", "--verify-handlers", str(guarded)]) == 2
    assert "the API answers 403 before and lets it in after" in " ".join(capsys.readouterr().err.split())


def test_code_in_the_template_is_run_too(template: Path) -> None:
    lines = (f"        {line}".rstrip() for line in HANDLER.splitlines())
    inline = "\n".join(["InlineCode: |", *lines, ""])
    template.write_text(TEMPLATE.replace("CodeUri: src/\n", inline).replace("app.handler", "index.handler"))
    good = rewritten(template)
    (handler,) = good.handlers
    assert handler.status is HandlerStatus.REWRITTEN
    assert handler.trial is not None
    old, new = handler.trial.inline
    assert '["http"]["method"]' in new
    assert replayed(good).status is Status.MIGRATED
    broken = replace(handler.trial, inline=(old, new.replace("TABLE}", "None}")))
    assert broken != handler.trial
    assert replayed(replace(good, handlers=(replace(handler, trial=broken),))).status is Status.ERROR


def test_nothing_is_run_unless_asked(template: Path) -> None:
    mark = template.parent / "ran"
    (template.parent / "src" / "app.py").write_text(f"open({str(mark)!r}, 'w').close()\n{HANDLER}")
    assert main(["to-http", "--payload", "2.0", str(template)]) == 0
    assert not mark.exists()


UNPROVEN = dedent(
    """\
    def handler(event, context):
        event["headers"]["x-seen"] = "1"
        http = event["requestContext"]["http"]
        said = [http["method"], event["rawPath"], str(event.get("cookies")), str("host" in event["headers"])]
        headers = {"Content-Type": "text/plain"}
        return {"statusCode": 200, "headers": headers, "cookies": ["a=1", "b=2"], "body": " ".join(said)}
    """
)


def test_a_handler_behind_the_shim_answers_the_same(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A function for payload 2.0 that is not proven, wrapped and run on the events of a REST API."""
    there = TEMPLATE.replace("StageName: v1", "StageName: $default").replace("Serverless::Api", "Serverless::HttpApi")
    template.write_text(there.replace("Type: Api", "Type: HttpApi").replace("RestApiId", "ApiId"))
    code = template.parent / "src" / "app.py"
    code.write_text(UNPROVEN)
    assert main(["to-rest", "--stage", "v1", str(template)]) == 1
    assert "payload-2.0" in capsys.readouterr().out
    given = ["to-rest", "--stage", "v1", "--shim", "--verify-handlers", "--write", "--format", "json", str(template)]
    assert main(given) == 0
    (report,) = json.loads(capsys.readouterr().out)["templates"]
    (handler,) = report["handlers"]
    assert handler["status"] == "rewritten"
    assert handler["runs"] == []
    assert '@http_compat(stage="$default")\ndef handler(event, context):' in code.read_text()
    assert (code.parent / "apigw_compat.py").is_file()
    assert "AWS::Serverless::Api\n" in template.read_text()
