"""What may happen to the requests of a handler whose API has migrated: the end of a report counts them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from migrator import migrate
from migrator.migration import Risk
from migrator.options import Direction, Options
from migrator.text.source import Source

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  A: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Events: {E: {Type: Api, Properties: {RestApiId: !Ref A, Path: /x, Method: get}}}
"""
ALSO_CALLED = TEMPLATE.replace("{E: {", "{S: {Type: Schedule, Properties: {Schedule: rate(1 hour)}}, E: {")
"""Code that something else calls as well is read, and not repaired."""

OK = "return {'statusCode': 200, 'headers': {'Content-Type': 'text/plain'}, 'body': 'x'}\n"


def risk(folder: Path, body: str, options: Options | None = None, template: str = ALSO_CALLED) -> Risk:
    (folder / "src").mkdir()
    code = f"def handler(event, context):\n{indent(dedent(body) + OK, '    ')}"
    (folder / "src" / "app.py").write_text(code)
    (folder / "template.yaml").write_text(template)
    source = Source(str(folder / "template.yaml"), template)
    (only,) = migrate(source, Direction.TO_HTTP, options, verify=False).handlers
    return only.risk


CASES = {
    "nothing that differs": ("path = event['path']\n", Risk.NONE),
    "a header by a key that is gone": ("event['headers']['X-Signature']\n", Risk.FAILS),
    "a header that keeps its capitals": ("event['headers']['Content-Type']\n", Risk.DIFFERS),
    "a header with a default": ("event['headers'].get('X-Signature')\n", Risk.DIFFERS),
    "a header that may be absent": ("try:\n    event['headers']['X-A']\nexcept KeyError:\n    pass\n", Risk.DIFFERS),
    "a header on a condition": ("if event['path']:\n    event['headers']['X-A']\n", Risk.DIFFERS),
    "an answer without a status": ("if event['path']:\n    return {'body': 'x'}\n", Risk.FAILS),
    "an event that is passed on": ("print(len(event))\n", Risk.NONE),
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES.keys())
def test_on_payload_1_0(tmp_path: Path, body: str, expected: Risk) -> None:
    assert risk(tmp_path, body) is expected


def test_what_is_repaired_is_no_risk(tmp_path: Path) -> None:
    assert risk(tmp_path, "event['headers']['X-Signature']\n", template=TEMPLATE) is Risk.NONE


def test_why_code_keeps_payload_1_0_is_no_risk(tmp_path: Path) -> None:
    assert risk(tmp_path, "if 'body' in event:\n    pass\n", Options(payload="2.0")) is Risk.NONE


def test_what_differs_on_payload_1_0_stays_one(tmp_path: Path) -> None:
    body = "if 'body' in event:\n    pass\nevent['headers']['X-Signature']\n"
    assert risk(tmp_path, body, Options(payload="2.0")) is Risk.FAILS
