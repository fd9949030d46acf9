"""What values resolve to: by default, with open conditions, and with parameters by their names."""

from __future__ import annotations

from typing import Any

import pytest

from migrator.proof.values import DEFAULTS, Names, Reading, resolved

TEMPLATE: dict[str, Any] = {
    "Parameters": {
        "Env": {"Type": "String", "Default": "dev"},
        "Names": {"Type": "CommaDelimitedList", "Default": "a, b"},
        "Later": {"Type": "String", "Default": "value-of-Later"},
        "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/good/issuer"},
        "Empty": {"Type": "String", "Default": ""},
        "Count": {"Type": "Number", "Default": 5},
    },
    "Mappings": {"Tenant": {"dev": {"issuer": "d"}, "prod": {"issuer": "p"}}, "Same": {"a": {"x": 1}, "b": {"x": 2}}},
    "Conditions": {
        "Prod": {"Fn::Equals": [{"Ref": "Env"}, "prod"]},
        "NotProd": {"Fn::Not": [{"Condition": "Prod"}]},
        "Here": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]},
        "Both": {"Fn::And": [{"Condition": "Prod"}, {"Condition": "Here"}]},
        "Either": {"Fn::Or": [{"Condition": "Prod"}, {"Condition": "Here"}]},
        "Never": {"Fn::Equals": ["a", "b"]},
        "Given": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Empty"}, ""]}]},
        "Circle": {"Condition": "Circle"},
        "Odd": {"Fn::Equals": "x"},
    },
}
OPEN = Reading(free=frozenset({"Env"}))
SPELLED = Reading(free=frozenset({"Env"}), spelled=frozenset(TEMPLATE["Parameters"]))
NOTHING = {"Ref": "AWS::NoValue"}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"Ref": "Env"}, "dev"),
        ({"Ref": "Count"}, "5"),
        ({"Ref": "Names"}, ["a", "b"]),
        ({"Ref": "Later"}, {"Ref": "Later"}),
        ({"Ref": "Stored"}, "{{resolve:ssm:/good/issuer}}"),
        ({"Ref": "Empty"}, {"Ref": "Empty"}),
        ({"Ref": "Bucket"}, {"Ref": "Bucket"}),
        ({"Ref": "AWS::Partition"}, "aws"),
        ({"Ref": "AWS::Region"}, {"Ref": "AWS::Region"}),
        ({"Fn::GetAtt": "F.Arn"}, {"Fn::GetAtt": ["F", "Arn"]}),
        ("x-value-of-Later", {"Fn::Sub": "x-${Later}"}),
        ({"Fn::Sub": "${Env}-${F.Arn}-${!Env}"}, {"Fn::Sub": "dev-${F.Arn}-${!Env}"}),
        ({"Fn::Sub": "${Env}"}, "dev"),
        ({"Fn::Sub": "${F.Arn}"}, {"Fn::GetAtt": ["F", "Arn"]}),
        ({"Fn::Sub": ["${a}${b}", {"a": {"Ref": "Env"}, "b": {"Ref": "F"}}]}, {"Fn::Sub": "dev${F}"}),
        ({"Fn::Sub": 5}, {"Fn::Sub": 5}),
        ({"Fn::Join": ["-", ["a", {"Ref": "Env"}]]}, "a-dev"),
        ({"Fn::Join": [",", {"Ref": "Names"}]}, "a,b"),
        ({"Fn::Join": ["", ["${", {"Ref": "F"}]]}, {"Fn::Sub": "${!${F}"}),
        ({"Fn::Join": "odd"}, {"Fn::Join": "odd"}),
        ({"Fn::Select": [1, {"Ref": "Names"}]}, "b"),
        ({"Fn::Select": [9, {"Ref": "Names"}]}, {"Fn::Select": [9, ["a", "b"]]}),
        ({"Fn::Split": ["-", {"Fn::Sub": "x-${Env}"}]}, ["x", "dev"]),
        ({"Fn::FindInMap": ["Tenant", {"Ref": "Env"}, "issuer"]}, "d"),
        ({"Fn::FindInMap": ["Tenant", "gone", "issuer", {"DefaultValue": "z"}]}, "z"),
        ({"Fn::FindInMap": ["Nowhere", "a", "b"]}, {"Fn::FindInMap": ["Nowhere", "a", "b"]}),
        ({"Fn::FindInMap": []}, {"Fn::FindInMap": []}),
        ({"Fn::If": ["Prod", 1, 2]}, 2),
        ({"Fn::If": ["NotProd", 1, 2]}, 1),
        ({"Fn::If": ["Given", 1, 2]}, 2),
        ({"Fn::If": ["Here", 1, 2]}, {"Fn::If": ["AWS::Region = us-east-1", 1, 2]}),
        ({"Fn::If": ["Here", 1, 1]}, 1),
        ({"Fn::If": ["Here", {"Fn::If": ["Here", 1, 2]}, 3]}, {"Fn::If": ["AWS::Region = us-east-1", 1, 3]}),
        ({"Fn::If": ["Here", 1, NOTHING]}, {"Fn::If": ["AWS::Region = us-east-1", 1, ""]}),
        ({"Fn::If": ["Both", 1, 2]}, 2),
        ({"Fn::If": ["Nowhere", 1, 2]}, {"Fn::If": ["Nowhere", 1, 2]}),
        ({"Fn::If": ["Circle", 1, 2]}, {"Fn::If": ["Circle", 1, 2]}),
        ({"Fn::If": ["Odd"]}, {"Fn::If": ["Odd"]}),
        ({"a": {"Fn::If": ["Prod", 1, NOTHING]}, "b": 1}, {"b": 1}),
        ([{"Fn::If": ["Prod", 1, NOTHING]}, 2], [2]),
        (None, None),
        (1.5, 1.5),
    ],
)
def test_by_default(value: object, found: object) -> None:
    assert Names(TEMPLATE).value(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"Ref": "Env"}, "dev"),
        ({"Fn::If": ["Prod", 1, 2]}, {"Fn::If": ["Env = prod", 1, 2]}),
        ({"Fn::If": ["NotProd", 1, 2]}, {"Fn::If": ["Env = prod", 2, 1]}),
        ({"Fn::If": ["Both", 1, 2]}, {"Fn::If": ["(AWS::Region = us-east-1 and Env = prod)", 1, 2]}),
        ({"Fn::If": ["Never", 1, 2]}, 2),
        (
            {"Fn::FindInMap": ["Tenant", {"Ref": "Env"}, "issuer"]},
            {"Fn::FindInMap": [{"dev": "d", "prod": "p"}, {"Ref": "Env"}, "issuer"]},
        ),
        (
            {"Fn::FindInMap": ["Tenant", "dev", {"Ref": "Env"}]},
            {"Fn::FindInMap": [{"issuer": "d"}, "dev", {"Ref": "Env"}]},
        ),
    ],
)
def test_whatever_a_parameter_may_be(value: object, found: object) -> None:
    assert Names(TEMPLATE, OPEN).value(value) == found


def test_by_name() -> None:
    assert Names(TEMPLATE, SPELLED).value({"Fn::Sub": "${Env}-${Stored}"}) == {"Fn::Sub": "${Env}-${Stored}"}


def test_a_region_that_sam_wrote_out_is_any_region() -> None:
    """A mapping by region has other entries than the one for the region that templates are compiled for."""
    template = {"Mappings": {"M": {"eu-west-1": {"x": "there"}}}}
    found = Names(template).value({"Fn::FindInMap": ["M", "us-east-1", "x"]})
    assert found == {"Fn::FindInMap": [{"eu-west-1": "there"}, {"Ref": "AWS::Region"}, "x"]}


def test_resources_by_condition() -> None:
    resources = {
        "Gone": {"Type": "X", "Condition": "Never"},
        "There": {"Type": "X", "Condition": "NotProd", "Properties": {"a": {"Ref": "Env"}}},
        "Maybe": {"Type": "X", "Condition": "Here", "Properties": {"a": {"Fn::If": ["Here", 1, 2]}}},
        "Odd": 5,
    }
    found = resolved({**TEMPLATE, "Resources": resources}, DEFAULTS)
    assert found["Resources"] == {
        "There": {"Type": "X", "Properties": {"a": "dev"}},
        "Maybe": {"Type": "X", "Condition": "AWS::Region = us-east-1", "Properties": {"a": 1}},
    }


def test_the_or_of_conditions_is_told() -> None:
    """SAM puts the "or" of its operations' conditions around a path."""
    resources = {"A": {"Type": "X", "Condition": "Either"}}
    found = resolved({**TEMPLATE, "Resources": resources}, OPEN)
    name = "(AWS::Region = us-east-1 or Env = prod)"
    assert found["Resources"]["A"]["Condition"] == name
    assert found["Conditions"] == {
        name: {"Fn::Or": [{"Condition": "AWS::Region = us-east-1"}, {"Condition": "Env = prod"}]}
    }
