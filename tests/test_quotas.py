"""Quotas that a golden case would be too long for, and the facts that they rest on."""

from __future__ import annotations

import pytest
import yaml

from migrator import migrate
from migrator.options import Direction
from migrator.sam.quotas import is_origin, refused_part, resources
from migrator.text.source import Source


def codes(paths: int, methods: tuple[str, ...]) -> list[str]:
    events = "\n".join(
        f"        E{n}{m}: {{Type: Api, Properties: {{RestApiId: !Ref Shop, Path: /p{n}, Method: {m}}}}}"
        for n in range(paths)
        for m in methods
    )
    text = f"""Transform: AWS::Serverless-2016-10-31
Resources:
  Shop: {{Type: AWS::Serverless::Api, Properties: {{StageName: prod}}}}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://bucket/orders
      Events:
{events}
"""
    found = migrate(Source("t.yaml", text), Direction.TO_HTTP, verify=False)
    return [finding.code.name for finding in found.findings if finding.blocks]


def test_integrations() -> None:
    assert codes(100, ("get", "post", "delete")) == []
    assert codes(101, ("get", "post", "delete")) == ["quota"]


LAMBDA = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Orders.Arn}/invocations"


def definition(paths: int, version: str = "openapi: 3.0.1", *, backends: int = 1) -> str:
    """An API whose definition has operations for one function, or for many backends."""
    proxy = f"{{type: aws_proxy, httpMethod: POST, uri: !Sub '{LAMBDA}'}}"
    proxies = [f"{{type: http_proxy, httpMethod: GET, uri: 'https://{n}.example/x'}}" for n in range(1, backends)]
    called = [[proxy, *proxies][n % backends] for n in range(paths)]
    operations = "\n".join(
        f"          /p{n}: {{get: {{responses: {{}}, x-amazon-apigateway-integration: {each}}}}}"
        for n, each in enumerate(called)
    )
    return f"""Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        {version}
        info: {{title: Shop, version: '1'}}
        paths:
{operations}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: s3://bucket/orders
      Events:
        E: {{Type: Api, Properties: {{RestApiId: !Ref Shop, Path: /p0, Method: get}}}}
"""


@pytest.mark.parametrize("version", ["openapi: 3.0.1", "swagger: '2.0'"])
def test_operations_of_a_large_definition_share_integrations(version: str) -> None:
    found = migrate(Source("t.yaml", definition(301, version, backends=3)), Direction.TO_HTTP)
    said = {finding.code.name for finding in found.findings}
    assert {"shared-integration", "route-quota"} <= said
    assert found.verification.status == "equivalent"
    template = yaml.safe_load(found.after.replace("!Sub ", "").replace("!Ref ", ""))
    body = template["Resources"]["ShopHttpApi"]["Properties"]["DefinitionBody"]
    shared = body["components"]["x-amazon-apigateway-integrations"]
    assert shared["Orders"]["payloadFormatVersion"] == "1.0"
    assert len(shared) == 3
    used = {operation["get"]["x-amazon-apigateway-integration"]["$ref"] for operation in body["paths"].values()}
    assert used == {f"#/components/x-amazon-apigateway-integrations/{name}" for name in shared}
    # SAM writes the payload version of an event beside the reference, where it would mean nothing.
    event = template["Resources"]["Orders"]["Properties"]["Events"]["E"]["Properties"]
    assert "PayloadFormatVersion" not in event


def test_a_definition_with_too_many_backends_stays() -> None:
    found = migrate(Source("t.yaml", definition(301, backends=301)), Direction.TO_HTTP, verify=False)
    assert [finding.code.name for finding in found.findings if finding.blocks] == ["quota"]


def test_a_definition_within_the_quota_shares_nothing() -> None:
    found = migrate(Source("t.yaml", definition(300)), Direction.TO_HTTP, verify=False)
    assert "$ref" not in found.after
    assert not {"shared-integration", "route-quota"} & {finding.code.name for finding in found.findings}


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/", None),
        ("/orders/{id}", None),
        ("/a-b_c.d:e/{rest+}", None),
        ("/users/@me", "@me"),
        ("/x/{id}.json", "{id}.json"),
        ("/a b", "a b"),
        ("/a*", "a*"),
        ("/{a}{b}", "{a}{b}"),
        ("/a//b", ""),
    ],
)
def test_parts_of_paths(path: str, part: str | None) -> None:
    assert refused_part(path) == part


def test_every_part_of_a_path_is_a_resource() -> None:
    assert resources(["/", "/a", "/a/b", "/a/{c}/d", "/e"]) == 5


@pytest.mark.parametrize("text", ["*", "https://a.example", "http://localhost:3000", "https://*"])
def test_origins(text: str) -> None:
    assert is_origin(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.example",
        "capacitor://localhost",
        "null",
        "https://",
        "stageVariables.o",
        "https://*.a.example",
        "https://a.example/",
        "https://a.example/app",
    ],
)
def test_what_is_no_origin(text: str) -> None:
    assert not is_origin(text)
