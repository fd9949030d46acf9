"""Deployment plans: what is added, changed, replaced and deleted, and what stands in the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from migrator import migrate
from migrator.options import Direction, Options
from migrator.plan import Action, Plan
from migrator.proof.deployment import planned
from migrator.proof.registry import rules
from migrator.text.source import Source, decode
from tests.golden import Case, cases

REST = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"info": {"title": {"Ref": "AWS::StackName"}}}}}
HTTP = {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Body": {}}}
ALARM = "AWS::CloudWatch::Alarm"


def stage(api: str, name: str, **properties: Any) -> dict[str, Any]:
    kind = {"Type": "AWS::ApiGateway::Stage"} if "Http" not in api else {"Type": "AWS::ApiGatewayV2::Stage"}
    key = "RestApiId" if "Http" not in api else "ApiId"
    return {**kind, "Properties": {key: {"Ref": api}, "StageName": name, **properties}}


def plan(before: dict[str, Any], after: dict[str, Any], **more: Any) -> Plan:
    """A plan between two sets of resources; further arguments are the outputs before and after."""
    old = {"Resources": before, "Outputs": more.get("outputs", ({}, {}))[0]}
    new = {"Resources": after, "Outputs": more.get("outputs", ({}, {}))[1]}
    return planned(old, new, more.get("moved", {"Api": "HttpApi"}))


def actions(found: Plan) -> dict[str, str]:
    return {change.id: change.action.value for change in found.changes}


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties}


def table(name: Any, **more: Any) -> dict[str, Any]:
    return resource("AWS::DynamoDB::Table", TableName=name) | more


class TestChanges:
    def test_nothing(self) -> None:
        found = plan({"Api": REST}, {"Api": REST}, moved={})
        assert found == Plan()
        assert found.summary == "Plan: 0 to add, 0 to change, 0 to delete"

    def test_an_api_moves(self) -> None:
        found = plan({"Api": REST, "S": stage("Api", "prod")}, {"HttpApi": HTTP, "T": stage("HttpApi", "$default")})
        assert actions(found) == {"HttpApi": "add", "T": "add", "Api": "delete", "S": "delete"}
        assert found.summary == "Plan: 2 to add, 0 to change, 2 to delete; endpoint URL changes"
        assert not found.refused

    @pytest.mark.parametrize(
        ("before", "after", "action"),
        [
            (resource("AWS::SNS::Topic", A="x"), resource("AWS::SNS::Topic", A="y"), "change"),
            (resource("AWS::SNS::Topic"), resource("AWS::SNS::Topic") | {"Condition": "C"}, "change"),
            (resource("AWS::Lambda::Permission", SourceArn="x"), resource("AWS::Lambda::Permission"), "replace"),
            (resource("AWS::ApiGateway::Stage", StageName="x"), resource("AWS::ApiGateway::Stage"), "replace"),
            (resource("AWS::SNS::Topic"), resource("AWS::SQS::Queue"), "replace"),
        ],
        ids=["property", "condition", "create-only property", "create-only property gone", "type"],
    )
    def test_one_resource(self, before: dict[str, Any], after: dict[str, Any], action: str) -> None:
        assert actions(plan({"R": before}, {"R": after})) == {"R": action}

    def test_two_spellings_of_a_value_are_no_change(self) -> None:
        one = resource("AWS::Lambda::Permission", SourceArn={"Fn::Sub": "arn:${AWS::Partition}:x"})
        assert plan({"R": one}, {"R": resource("AWS::Lambda::Permission", SourceArn="arn:aws:x")}).changes == ()

    def test_what_a_deletion_policy_keeps_is_not_deleted(self) -> None:
        found = plan({"V": {"Type": "AWS::Lambda::Version", "DeletionPolicy": "Retain"}}, {})
        assert found.summary == "Plan: 0 to add, 0 to change, 0 to delete, 1 to leave"

    def test_what_refers_to_a_replaced_resource_follows(self) -> None:
        def resources(name: str) -> dict[str, Any]:
            return {
                "F": resource("AWS::Lambda::Function", FunctionName=name),
                "P": resource("AWS::Lambda::Permission", FunctionName={"Fn::GetAtt": ["F", "Arn"]}),
                "T": resource("AWS::SNS::Topic", A={"Fn::Sub": "${F}"}),
            }

        found = plan(resources("a"), resources("b"))
        assert actions(found) == {"F": "replace", "P": "replace", "T": "change"}
        assert found.summary == "Plan: 0 to add, 1 to change, 2 to replace, 0 to delete"

    def test_lines_name_a_few_of_each_type(self) -> None:
        found = plan({}, {f"T{n}": resource("AWS::SNS::Topic") for n in range(6)})
        assert found.lines == (
            "Plan: 6 to add, 0 to change, 0 to delete",
            "+ AWS::SNS::Topic T0, T1, T2, T3 and 2 more",
        )

    @pytest.mark.parametrize(
        ("before", "after", "action"),
        [
            # A key of a path: the whole property is no reason yet.
            ({"Export": {"Name": "a"}}, {"Export": {"Name": "b"}}, "replace"),
            ({"Export": {"Description": "a"}}, {"Export": {"Description": "b"}}, "change"),
            (
                {"Export": {"Name": "a"}},
                {"Export": {"Fn::If": ["C", {"Name": "a"}, {"Name": "b"}]}},
                "change_or_replace",
            ),
        ],
    )
    def test_below_a_property(self, before: dict[str, Any], after: dict[str, Any], action: str) -> None:
        kind = "AWS::BCMDataExports::Export"
        assert actions(plan({"R": resource(kind, **before)}, {"R": resource(kind, **after)})) == {"R": action}

    def test_a_type_that_the_registry_does_not_know_may_be_replaced(self) -> None:
        found = plan({"C": resource("Custom::Thing", A="x")}, {"C": resource("Custom::Thing", A="y")})
        assert found.summary == "Plan: 0 to add, 0 to change, 1 to change or replace, 0 to delete"
        assert found.resources == ("~/+ Custom::Thing C",)

    def test_a_stage_that_keeps_its_name_changes_nothing(self) -> None:
        before = {"Api": REST, "S": stage("Api", "v1"), "T": resource("AWS::DynamoDB::Table", TableName={"Ref": "S"})}
        kept = {
            "HttpApi": HTTP,
            "N": stage("HttpApi", "v1"),
            "T": resource("AWS::DynamoDB::Table", TableName={"Ref": "N"}),
        }
        renamed = {**kept, "N": stage("HttpApi", "v2")}
        assert "T" not in actions(plan(before, kept))
        assert actions(plan(before, renamed))["T"] == "replace"


class TestRegistry:
    def test_it_is_what_the_schemas_say(self) -> None:
        registry = pytest.importorskip("tests.registry")
        if registry.source() != json.loads(registry.DATA.read_text())["source"]:
            pytest.skip("other schemas are installed than those that the file comes from")
        assert registry.rendered() == registry.DATA.read_text()

    def test_types_that_are_told_apart_by_name_exist(self) -> None:
        from migrator.proof import update_rules

        held = update_rules.HOLDS_DATA | update_rules._HOLDS_NOTHING
        assert not {kind for kind in held if rules(kind) is None}
        assert not update_rules.HOLDS_DATA & update_rules._HOLDS_NOTHING


def domain(kind: str = "AWS::ApiGateway::DomainName", name: Any = "api.example.com") -> dict[str, Any]:
    return resource(kind, DomainName=name)


def alarm(dimension: str, value: Any) -> dict[str, Any]:
    return resource(ALARM, Namespace="AWS/ApiGateway", Dimensions=[{"Name": dimension, "Value": value}])


V2 = "AWS::ApiGatewayV2::DomainName"
NAME = {"Ref": "AWS::StackName"}
METRIC = {"Namespace": "AWS/ApiGateway", "Dimensions": [{"Name": "ApiName", "Value": NAME}]}
LOGGING = [{"LoggingLevel": "INFO", "HttpMethod": "*", "ResourcePath": "/*"}]
MAPPING = resource("AWS::ApiGateway::BasePathMapping", DomainName={"Ref": "D"}, BasePath="(none)")
MAPPING_V2 = resource("AWS::ApiGatewayV2::ApiMapping", DomainName={"Ref": "D"})

# Traps by case: resources before and after, and the traps that must be named (with ! those that are refused).
TRAPS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "no api": ({"R": resource("AWS::SNS::Topic")}, {}, []),
    "type under one id": ({"Api": REST}, {"Api": HTTP}, ["!type-change", "endpoint-url"]),
    "stage renamed": (
        {"Api": REST, "S": stage("Api", "a")},
        {"Api": REST, "S": stage("Api", "b")},
        ["endpoint-url"],
    ),
    "domain in place": ({"D": domain()}, {"E": domain(V2)}, ["!domain-in-place"]),
    "domain by parameter": (
        {"D": domain(name={"Ref": "AWS::Region"})},
        {"E": domain(V2, {"Fn::Sub": "${AWS::Region}"})},
        ["!domain-in-place"],
    ),
    "another domain": ({"D": domain()}, {"E": domain(V2, "other.example.com")}, []),
    "domain stays": ({"D": domain()}, {"D": domain()}, []),
    "mapping in place": ({"D": domain(), "M": MAPPING}, {"D": domain(), "N": MAPPING_V2}, ["!name-taken"]),
    "mapping with its domain": (
        {"D": domain(), "M": MAPPING},
        {"D": domain(V2), "N": MAPPING_V2},
        ["!type-change", "!domain-in-place"],
    ),
    "record set groups": (
        {"G": resource("AWS::Route53::RecordSetGroup", RecordSets=[{"Name": "a.example.com", "Type": "A"}])},
        {"H": resource("AWS::Route53::RecordSetGroup", RecordSets=[{"Name": "a.example.com", "Type": "A"}])},
        ["!name-taken"],
    ),
    "log group of one name": (
        {"L": resource("AWS::Logs::LogGroup", LogGroupName="logs")},
        {"M": resource("AWS::Logs::LogGroup", LogGroupName="logs")},
        ["!name-taken", "data"],
    ),
    "log group deleted": ({"L": resource("AWS::Logs::LogGroup")}, {}, ["data"]),
    "log group kept": ({"L": resource("AWS::Logs::LogGroup") | {"DeletionPolicy": "Retain"}}, {}, []),
    "execution logs": (
        {"Api": REST, "S": stage("Api", "prod", MethodSettings=LOGGING)},
        {"HttpApi": HTTP},
        ["endpoint-url", "execution-logs"],
    ),
    "alarm on the name": (
        {"Api": REST, "A": alarm("ApiName", NAME)},
        {"HttpApi": HTTP, "A": alarm("ApiName", NAME)},
        ["endpoint-url", "alarm-silent"],
    ),
    "alarm on the id": (
        {"HttpApi": HTTP, "A": alarm("ApiId", {"Ref": "HttpApi"})},
        {"Api": REST, "A": alarm("ApiId", {"Ref": "HttpApi"})},
        ["endpoint-url", "alarm-silent"],
    ),
    "alarm with metric math": (
        {"Api": REST, "A": resource(ALARM, Metrics=[{"MetricStat": {"Metric": METRIC}}])},
        {"HttpApi": HTTP, "A": resource(ALARM, Metrics=[{"MetricStat": {"Metric": METRIC}}])},
        ["endpoint-url", "alarm-silent"],
    ),
    "alarm that follows": (
        {"Api": REST, "A": alarm("ApiName", NAME)},
        {"HttpApi": HTTP, "A": alarm("ApiId", {"Ref": "HttpApi"})},
        ["endpoint-url", "alarm"],
    ),
    "alarm on an api elsewhere": (
        {"Api": REST, "A": alarm("ApiName", "other")},
        {"HttpApi": HTTP, "A": alarm("ApiName", "other")},
        ["endpoint-url"],
    ),
    "alarm while another api keeps the name": (
        {"Api": REST, "B": REST, "A": alarm("ApiName", NAME)},
        {"HttpApi": HTTP, "B": REST, "A": alarm("ApiName", NAME)},
        ["endpoint-url"],
    ),
}


class TestTraps:
    @pytest.mark.parametrize(("before", "after", "names"), TRAPS.values(), ids=TRAPS)
    def test_named(self, before: dict[str, Any], after: dict[str, Any], names: list[str]) -> None:
        found = plan(before, after).traps
        assert [f"{'!' if trap.refused else ''}{trap.name}" for trap in found] == names

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ({"Fn::Sub": "https://${Api}.x"}, []),
            ({"Fn::Sub": "https://${HttpApi}.x"}, ["export url gets another value"]),
            (None, ["export url is gone"]),
        ],
    )
    def test_exports(self, value: Any, said: list[str]) -> None:
        def outputs(value: Any) -> dict[str, Any]:
            return {"O": {"Value": value, "Export": {"Name": "url"}}} if value else {"O": {"Value": "x"}}

        before = outputs({"Fn::Sub": "https://${Api}.x"})
        found = plan({}, {}, outputs=(before, outputs(value)))
        assert [trap.sentence.partition(".")[0] for trap in found.traps] == said

    def test_an_export_of_a_replaced_resource_gets_another_value(self) -> None:
        output = {"O": {"Value": {"Fn::GetAtt": ["L", "Arn"]}, "Export": {"Name": "log"}}}
        names = [{"L": resource("AWS::SSM::Parameter", Name=name)} for name in "ab"]
        assert [trap.name for trap in plan(*names, outputs=(output, output)).traps] == ["export"]

    def test_the_address_is_told_with_its_stage(self) -> None:
        found = plan({"Api": REST, "S": stage("Api", "prod")}, {"HttpApi": HTTP, "T": stage("HttpApi", "$default")})
        assert found.traps[0].sentence == (
            "endpoint URL changes: https://{Api}.execute-api.../prod -> https://{HttpApi}.execute-api.../. "
            "Clients must follow."
        )


MIGRATING = [case for case in cases() if any(api["status"] == "migrated" for api in case.report["apis"])]
COMPILING = [case for case in MIGRATING if not case.exempt("compile")]


@pytest.mark.parametrize("case", COMPILING[::5], ids=lambda case: case.name)
def test_golden_cases_have_a_plan(case: Case) -> None:
    """Every migrated API is created anew and its old resource deleted or, by its policy, left."""
    found = migrate(decode(str(case.path), case.template.read_bytes()), case.direction, case.options)
    plan = found.verification.plan
    assert plan is not None, found.verification.reason or found.error
    if found.kept:
        # A route that came later is added to an API that stands there already, and to nothing else.
        grown = {change.id for change in plan.changes if change.action is Action.CHANGE}
        assert grown <= {api.new_id for api in found.apis if f"\n  {api.new_id}:" in found.source.text}
        assert {change.action for change in plan.changes if change.id not in grown} == {Action.ADD}
        return
    assert plan.new_url
    moved = [api for api in found.apis if api.new_id != api.id]
    added = {c.id for c in plan.changes if c.action is Action.ADD}
    gone = {c.id for c in plan.changes if c.action in (Action.DELETE, Action.LEAVE)}
    existing = {c.id for c in plan.changes}
    assert {api.id for api in moved} <= gone
    assert {api.new_id for api in moved if api.new_id in existing} <= added | {"ServerlessHttpApi", "ServerlessRestApi"}


def test_kept_ids_are_refused() -> None:
    text = (
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Api\n"
        "    Properties: {StageName: prod}\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        "      Handler: a.b\n      Runtime: python3.12\n      CodeUri: .\n      Events:\n        E:\n"
        "          Type: Api\n          Properties: {RestApiId: !Ref Api, Path: /x, Method: get}\n"
    )
    found = migrate(Source("t.yaml", text), Direction.TO_HTTP, Options(keep_logical_ids=True)).verification.plan
    assert found is not None
    assert found.refused
    assert found.summary.endswith("; endpoint URL changes; the deployment over the present stack fails")
