"""``--shim``: a handler that cannot be proven is wrapped, and its package gets the module that translates."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
import simple_rewriter
from handler_cases import Files as HandlerFiles

from migrator import migrate
from migrator.facts import Entry, Route, RouteFacts
from migrator.migration import HandlerStatus, Migration
from migrator.options import Direction, Options
from migrator.text.source import decode
from transforms.handlers.python import language
from transforms.handlers.python.rewrite import rewrite
from transforms.handlers.shimmed import Shim, with_shim

HANDLER = 'def handler(event, context):\n    return event["httpMethod"]  # unproven\n'
MODULE = "def rest_compat(handler): ...\n"


class RefusedError(Exception):
    pass


def wrap(text: str, function: str, decorator: str, *, stage: str | None) -> str:
    if "refuse" in text:
        raise RefusedError
    return text if "@" in text else f"from compat import {decorator}\n\n@{decorator}\n{text}"


@pytest.fixture(autouse=True)
def shim(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("transforms.handlers.python.shim")
    vars(module).update(MODULE="compat", ShimError=RefusedError, apply=wrap, module_text=lambda: MODULE)
    monkeypatch.setitem(sys.modules, "transforms.handlers.python.shim", module)
    monkeypatch.setattr(language, "load", lambda: simple_rewriter.rewrite)


def run(folder: Path, files: dict[str, str], kind: str = "Api", *, shim: bool = True) -> Migration:
    template = (
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: app.handler\n"
        "      Runtime: python3.12\n      CodeUri: src\n      Events:\n"
        f"        Get: {{Type: {kind}, Properties: {{Path: /x, Method: get}}}}\n"
    )
    for name, text in {**files, "template.yaml": template}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    path = folder / "template.yaml"
    direction = Direction.TO_HTTP if kind == "Api" else Direction.TO_REST
    return migrate(decode(str(path), path.read_bytes()), direction, Options(payload="2.0", shim=shim), verify=False)


def files(migration: Migration) -> dict[str, tuple[bool, str]]:
    return {Path(c.source.path).name: (c.new, c.after) for c in migration.files}


def test_a_handler_is_wrapped_and_its_package_gets_the_module(tmp_path: Path) -> None:
    migration = run(tmp_path, {"src/app.py": HANDLER})
    wrapped = f"from compat import rest_compat\n\n@rest_compat\n{HANDLER}"
    assert files(migration) == {"app.py": (False, wrapped), "compat.py": (True, MODULE)}
    assert "PayloadFormatVersion: '2.0'" in migration.after
    [handler] = migration.handlers
    assert handler.status is HandlerStatus.REWRITTEN
    assert [f.level.value for f in handler.findings] == ["warning", "info"]


def test_the_other_way(tmp_path: Path) -> None:
    migration = run(tmp_path, {"src/app.py": HANDLER}, "HttpApi")
    assert "@http_compat" in files(migration)["app.py"][1]
    assert not migration.blockers


def test_a_module_that_is_there_stays(tmp_path: Path) -> None:
    assert list(files(run(tmp_path, {"src/app.py": HANDLER, "src/compat.py": MODULE}))) == ["app.py"]


NOT = {
    "not asked for": ({"src/app.py": HANDLER}, False),
    "another module of that name": ({"src/app.py": HANDLER, "src/compat.py": "x = 1\n"}, True),
    "a shape that cannot be wrapped": ({"src/app.py": HANDLER + "# refuse\n"}, True),
}


@pytest.mark.parametrize(("there", "asked"), NOT.values(), ids=NOT.keys())
def test_otherwise_the_route_stays(tmp_path: Path, there: dict[str, str], asked: bool) -> None:
    migration = run(tmp_path, there, shim=asked)
    assert files(migration) == {}
    assert "PayloadFormatVersion: '1.0'" in migration.after


def test_a_handler_that_is_proven_needs_none(tmp_path: Path) -> None:
    migration = run(tmp_path, {"src/app.py": HANDLER.replace("  # unproven", "")})
    assert list(files(migration)) == ["app.py"]
    assert "compat" not in files(migration)["app.py"][1]


TYPES = """\
def handler(event, context):
    admin = event["requestContext"]["authorizer"]["lambda"]["admin"]
    return {"statusCode": 200 if admin else 403, "body": ""}
"""
STAGE = """\
def handler(event, context):
    return {"statusCode": 403 if event["requestContext"]["stage"] == "prod" else 200, "body": ""}
"""
KEPT = {
    "types of an authorizer's values": (TYPES, RouteFacts("2.0", "rest", (Route("GET", "/x", "lambda"),)), False),
    "a stage that is not known": (STAGE, RouteFacts("rest", "2.0", (Route("GET", "/x"),)), False),
    "a stage that is": (STAGE, RouteFacts("rest", "2.0", (Route("GET", "/x"),), rest_stage="prod"), True),
}


@pytest.mark.parametrize("case", KEPT)
def test_what_the_module_cannot_give_back_is_not_wrapped(case: str) -> None:
    text, facts, wrapped = KEPT[case]
    tried = with_shim(rewrite, lambda _: Shim("compat", MODULE, wrap, RefusedError))
    outcome = tried(HandlerFiles({"app": text}), Entry("app", "handler"), facts)
    assert (outcome.proven, "app" in outcome.texts) == (wrapped, wrapped)
