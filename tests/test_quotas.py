"""Quotas that a golden case would be too long for, and the facts that they rest on."""

from __future__ import annotations

import pytest

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
