"""A file that holds nothing to migrate is told what it is, and where its way goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator.cli import main
from migrator.options import Direction
from migrator.other_files import NO_TEMPLATE, beside, described

SAM = "Transform: AWS::Serverless-2016-10-31\nResources:\n  A: {Type: "
FILES = {
    "serverless.yml": ("service: x\nprovider: {name: aws}\nfunctions: {}\n", "Serverless Framework"),
    "cdk.json": ('{"Resources": {"A": {"Type": "AWS::CDK::Metadata"}}}', "`aws_apigatewayv2.HttpApi`"),
    "raw.yaml": ("Resources:\n  A: {Type: AWS::ApiGateway::RestApi}\n", "resources of API Gateway itself"),
    "main.tf": ('resource "aws_api_gateway_rest_api" "x" {}\n', "Terraform"),
    "stack.yaml": ("Resources:\n  A: {Type: AWS::CloudFormation::Stack}\n", "nested stacks"),
    "openapi.yaml": ("openapi: 3.0.1\npaths: {}\n", "OpenAPI definition"),
    "notes.yaml": ("a: 1\n", NO_TEMPLATE),
    "list.yaml": ("- AWS::Serverless-2016-10-31\n", "its root is no map"),
    "http.yaml": (SAM + "AWS::Serverless::HttpApi}\n", "an HTTP API already"),
    "table.yaml": (SAM + "AWS::Serverless::SimpleTable}\n", "The template makes no API."),
    "app.yaml": (SAM + "AWS::Serverless::Application, Properties: {Location: child.yaml}}\n", "`child.yaml`"),
    "both.yaml": (SAM + "AWS::ApiGateway::RestApi}\n", "migrates `AWS::Serverless::Api`"),
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_said_of_a_file_that_is_named(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, part = FILES[name]
    path = tmp_path / name
    path.write_text(text)
    assert part in described(str(path), Direction.TO_HTTP)
    assert main(["to-http", str(path)]) == 0
    assert part in capsys.readouterr().err
    main(["to-http", "--check", str(path)])
    assert part not in capsys.readouterr().err, "a hook is given every file"


def test_an_http_api_is_one_to_migrate_the_other_way(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(FILES["http.yaml"][0].replace("HttpApi", "Api"))
    assert "a REST API already" in described(str(path), Direction.TO_REST)


@pytest.mark.parametrize("name", ["cdk.json", "serverless.yaml", "main.tf"])
def test_a_folder_without_templates_is_told_what_else_is_there(name: str, tmp_path: Path) -> None:
    assert beside(str(tmp_path)) == ""
    (tmp_path / name).write_text("{}")
    assert beside(str(tmp_path)).startswith(f"There is {name}. ")


def test_nothing_is_said_of_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    assert described(str(tmp_path / "bytes.yaml"), Direction.TO_HTTP) == ""
    assert described(str(tmp_path / "absent.yaml"), Direction.TO_HTTP) == ""
