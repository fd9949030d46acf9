"""Custom domains in the surface: where an API answers, in one form for both kinds."""

from __future__ import annotations

from typing import Any

import pytest

from migrator.proof.domains import mapped

DOMAIN = {"Type": "AWS::ApiGateway::DomainName", "Properties": {"DomainName": {"Ref": "Name"}}}
REST = {"RestApiId": {"Ref": "Api"}, "Stage": "prod"}
HTTP = {"ApiId": {"Ref": "Api"}, "Stage": "$default"}


def addresses(kind: str, **properties: Any) -> tuple[str, ...]:
    mapping = {"Type": kind, "Properties": {"DomainName": {"Ref": "D"}, **properties}}
    return mapped("Api", ["prod"], {"D": DOMAIN, "M": mapping, "Odd": 5}, {"Name": "api.example.com"})


@pytest.mark.parametrize(
    ("kind", "properties", "address"),
    [
        ("AWS::ApiGateway::BasePathMapping", {**REST}, "api.example.com/"),
        ("AWS::ApiGateway::BasePathMapping", {**REST, "BasePath": "(none)"}, "api.example.com/"),
        ("AWS::ApiGateway::BasePathMapping", {**REST, "BasePath": "v1"}, "api.example.com/v1"),
        ("AWS::ApiGateway::BasePathMapping", {"RestApiId": {"Ref": "Api"}}, "api.example.com/prod"),
        (
            "AWS::ApiGateway::BasePathMapping",
            {"RestApiId": {"Ref": "Api"}, "BasePath": "v1"},
            "api.example.com/v1/prod",
        ),
        ("AWS::ApiGatewayV2::ApiMapping", {**HTTP}, "api.example.com/"),
        ("AWS::ApiGatewayV2::ApiMapping", {**HTTP, "ApiMappingKey": "a/b"}, "api.example.com/a/b"),
        ("AWS::ApiGatewayV2::ApiMapping", {**HTTP, "DomainName": "other.example.com"}, "other.example.com/"),
    ],
)
def test_address(kind: str, properties: dict[str, Any], address: str) -> None:
    assert addresses(kind, **properties) == (address,)


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("AWS::ApiGatewayV2::ApiMapping", {"ApiId": {"Ref": "Other"}}),
        ("AWS::ApiGatewayV2::ApiMapping", {}),
        ("AWS::SNS::Topic", HTTP),
    ],
    ids=["another api", "no api", "no mapping"],
)
def test_none(kind: str, properties: dict[str, Any]) -> None:
    assert addresses(kind, **properties) == ()
