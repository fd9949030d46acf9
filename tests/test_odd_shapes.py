"""Whatever stands where a word is expected: a migration returns, and says no internal error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rewriting import rewrite

from migrator import engine, migrate
from migrator.findings import Accept
from migrator.migration import Migration, Status
from migrator.options import Direction, Options
from migrator.proof import verify
from migrator.routes import Proof
from migrator.text.source import Source

TO_HTTP, TO_REST = Direction

ODD: tuple[Any, ...] = (None, [], {}, [1], {"Ref": "Y"}, [[{"a": 1}]], 5, True, {"Fn::If": ["C", "Retain", "Delete"]})
PLACES = (
    ("Transform",),
    ("Metadata",),
    ("Globals",),
    ("Globals", "Function"),
    ("Conditions", "C"),
    ("Parameters", "P", "Type"),
    ("Parameters", "P", "Default"),
    ("Resources", "Other", "Type"),
    ("Resources", "Other", "DependsOn"),
    ("Resources", "Api", "Type"),
    ("Resources", "Api", "DependsOn"),
    ("Resources", "Api", "DeletionPolicy"),
    ("Resources", "Api", "UpdateReplacePolicy"),
    ("Resources", "Api", "Condition"),
    ("Resources", "Api", "Metadata"),
    ("Resources", "Function", "Properties"),
    ("Resources", "Function", "Properties", "Events"),
    ("Resources", "Function", "Properties", "Events", "Get"),
    ("Resources", "Function", "Properties", "Events", "Get", "Type"),
    ("Resources", "Function", "Properties", "Events", "Get", "Properties", "Path"),
    ("Outputs", "Url", "Value"),
)


def template(direction: Direction) -> dict[str, Any]:
    rest = direction is TO_HTTP
    event = {"RestApiId": {"Ref": "Api"}} if rest else {"ApiId": {"Ref": "Api"}, "PayloadFormatVersion": "1.0"}
    kind = "Api" if rest else "HttpApi"
    return {
        "Transform": ["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"],
        "Metadata": {"a": 1},
        "Parameters": {"P": {"Type": "String", "Default": "x"}},
        "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "x"]}},
        "Globals": {"Function": {"Runtime": "python3.12"}},
        "Resources": {
            "Other": {"Type": "AWS::SNS::Topic", "DependsOn": "Function"},
            "Api": {
                "Type": f"AWS::Serverless::{kind}",
                "DependsOn": ["Other"],
                "DeletionPolicy": "Delete",
                "UpdateReplacePolicy": "Delete",
                "Condition": "C",
                "Metadata": {"b": 2},
                "Properties": {"StageName": "prod"},
            },
            "Function": {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "Handler": "index.handler",
                    "InlineCode": "def handler(event, context): return 1",
                    "Events": {"Get": {"Type": kind, "Properties": {**event, "Path": "/x", "Method": "get"}}},
                },
            },
        },
        "Outputs": {"Url": {"Value": {"Fn::Sub": "https://${Api}.execute-api.eu-west-1.amazonaws.com/prod"}}},
    }


def changed(document: dict[str, Any], place: tuple[str, ...], value: Any) -> Source:
    *above, last = place
    holder = document
    for key in above:
        holder = holder[key]
    holder[last] = value
    return Source("", json.dumps(document, indent=2))


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_the_engine_takes_any_shape(direction: Direction, place: tuple[str, ...]) -> None:
    for value in ODD:
        rewrite(changed(template(direction), place, value), direction, Options(accept=(Accept("all"),)))


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("value", [{"Ref": "Y"}, [], None], ids=str)
@pytest.mark.parametrize("place", [p for p in PLACES if p[-1] in ("Type", "DeletionPolicy", "DependsOn")], ids=".".join)
def test_the_proof_takes_any_shape(direction: Direction, place: tuple[str, ...], value: Any) -> None:
    found = migrate(changed(template(direction), place, value), direction, Options(accept=(Accept("all"),)))
    assert "internal error" not in (found.error or "")
    assert "cannot be compared" not in found.verification.reason


@pytest.mark.parametrize("direction", Direction)
def test_a_deletion_policy_by_condition_is_no_obstacle(direction: Direction) -> None:
    source = changed(template(direction), ("Resources", "Api", "DeletionPolicy"), {"Fn::If": ["C", "Retain", "Delete"]})
    found = migrate(source, direction, Options(accept=(Accept("all"),)))
    assert (found.status, found.verification.status) == (Status.MIGRATED, Proof.EQUIVALENT)


@pytest.mark.parametrize("error", [TypeError("unhashable\n type"), RecursionError("deep"), MemoryError()], ids=repr)
def test_a_fault_of_ours_is_the_error_of_the_result(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> Migration:
        raise error

    source = changed(template(TO_HTTP), ("Metadata",), {})
    for module, name in ((verify, "proven"), (engine, "rewrite")):
        monkeypatch.setattr(module, name, fail)
        found = migrate(source, TO_HTTP)
        assert (found.status, found.after, found.changed) == (Status.ERROR, source.text, False)
        said = f"internal error, please report it: {type(error).__name__}: {' '.join(str(error).split())}"
        assert found.error == ("out of memory" if isinstance(error, MemoryError) else said)
