"""Deploy both APIs side by side, and compare what they answer as a user would: over the wire, with real tokens."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from golden import ROOT
from migrator import migrate
from migrator.cli import main
from migrator.migration import Migration
from migrator.options import Direction, Options
from migrator.routes import Proof
from migrator.text.source import decode
from tests.live.calls import HTTP_WITHOUT_SCOPE, REST_WITHOUT_SCOPE
from tests.live.stack import Cloud, Stack

TEMPLATE = ROOT / "to-http/cognito/user-pool/template.yaml"
OLD, NEW = "OrdersApi", "OrdersHttpApi"


@pytest.fixture(scope="module")
def beside() -> Migration:
    text = TEMPLATE.read_bytes().replace(b"/health", b"/alive")  # the emulator answers `/health` itself
    found = migrate(decode(str(TEMPLATE), text), Direction.TO_HTTP, Options(side_by_side=True))
    assert found.verification.status is Proof.EQUIVALENT
    return found


@pytest.fixture
def every_api_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names below ``localhost`` are this machine (RFC 6761), which not every resolver knows."""
    monkeypatch.setenv("NO_PROXY", "localhost")
    resolve = socket.getaddrinfo

    def here(host: Any, *arguments: Any, **named: Any) -> Any:
        return resolve("127.0.0.1" if str(host).endswith(".localhost") else host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", here)


def url(stack: Stack, api: str, stage: str = "") -> str:
    return f"http://{stack.ids[api]}.execute-api.localhost:{stack.cloud.port}{stage}"


def compared(capsys: pytest.CaptureFixture[str], template: Path, old: str, new: str, *more: str) -> tuple[int, Any]:
    given = ["--template", str(template), "--api", OLD, "--rate", "500", "--format", "json"]
    status = main(["compare", old, new, *given, "--methods", "GET,POST,DELETE", *more])
    out, err = capsys.readouterr()
    assert err == ""
    return status, json.loads(out)


@pytest.mark.usefixtures("every_api_is_here")
def test_both_apis_answer_alike(
    beside: Migration, cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(beside.after)
    stack = cloud.deploy("compare", beside.after)
    (pool,) = stack.of_type("AWS::Cognito::UserPool")
    cloud.user(pool)
    token = cloud.tokens(pool, stack.of_type("AWS::Cognito::UserPoolClient")[0]).id
    monkeypatch.setenv("TOKEN", token)
    old, new = url(stack, OLD, "/prod"), url(stack, NEW)
    status, found = compared(capsys, template, old, new, "--param", "id=7")
    assert (status, {call["status"] for call in found["calls"]}) == (0, {"equal"})
    assert {call["new"]["status"] for call in found["calls"]} == {200, 401}
    status, found = compared(capsys, template, old, new, "--param", "id=7", "--header", "Authorization=env:TOKEN")
    (differing,) = [call for call in found["calls"] if call["differences"]]
    # A right token without the scope: see tests/live/calls.py.
    seen = (REST_WITHOUT_SCOPE, HTTP_WITHOUT_SCOPE)
    assert (status, differing["old"]["status"], differing["new"]["status"]) == (1, *seen)
    assert {call["new"]["status"] for call in found["calls"]} == {200, HTTP_WITHOUT_SCOPE}
    assert token not in json.dumps(found)
