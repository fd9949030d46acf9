"""Options that name an API or an authorizer: a typo is an error before anything is written."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from migrator.cli import main

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  ShopApi:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth: {Authorizers: {Customers: {UserPoolArn: !GetAtt Pool.Arn}}}
  Pool: {Type: AWS::Cognito::UserPool}
  Client: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool}}
  Raw: {Type: AWS::ApiGateway::RestApi}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: java21
      Handler: a.B::c
      CodeUri: src/
      Events: {E: {Type: Api, Properties: {RestApiId: !Ref ShopApi, Path: /x, Method: get}}}
"""
IMPLICIT = TEMPLATE.replace(", Properties: {RestApiId: !Ref ShopApi,", ", Properties: {")

Sam = Callable[..., tuple[int, str]]


@pytest.fixture
def sam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Sam:
    """Run the command over the folder of a template; status and stderr."""
    monkeypatch.chdir(tmp_path)
    Path("template.yaml").write_text(TEMPLATE)

    def call(*given: str) -> tuple[int, str]:
        status = main([given[0], "--no-verify", "--allow-dirty", *given[1:]])
        return status, capfd.readouterr().err

    return call


MISTAKES = {
    "an API": (("--api", "ShopAp"), "--api ShopAp: no template has an API of this name; did you mean ShopApi?"),
    "another name": (("--api", "Foo"), "--api Foo: no template has an API of this name; there is ShopApi"),
    "a resource that is none": (("--api", "Raw"), "--api Raw: it is of the type AWS::ApiGateway::RestApi; only"),
    "an implicit API": (("--api", "ServerlessRestApi"), "no template has an API of this name"),
    "what is accepted": (("--accept", "api-keys:Foo"), "--accept api-keys:Foo: no template has an API of this name"),
    "all that is accepted": (("--accept", "all:Foo"), "--accept all:Foo: no template has an API of this name"),
    "an authorizer": (
        ("--audience", "Customer=abc"),
        "--audience Customer: no template has an authorizer of this name; did you mean Customers?",
    ),
}


@pytest.mark.parametrize(("given", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_typo_is_an_error(sam: Sam, given: tuple[str, ...], message: str) -> None:
    status, err = sam("to-http", "--write", *given, ".")
    assert status == 2
    assert message in err
    assert Path("template.yaml").read_text() == TEMPLATE


@pytest.mark.parametrize("given", [("--api", "ShopApi"), ("--accept", "iam:ShopApi"), ("--audience", "Customers=abc")])
def test_names_that_are_there_are_taken_and_a_second_run_is_no_mistake(sam: Sam, given: tuple[str, ...]) -> None:
    assert sam("to-http", "--write", *given) == (0, "")
    migrated = Path("template.yaml").read_text()
    assert "ShopHttpApi" in migrated
    assert sam("to-http", "--write", *given) == (0, "")
    assert sam("to-http", "--check", *given) == (0, "")
    assert Path("template.yaml").read_text() == migrated


def test_the_id_afterwards_is_known_too(sam: Sam) -> None:
    sam("to-http", "--write")
    assert sam("to-http", "--check", "--api", "ShopHttpApi") == (0, "")
    assert sam("to-http", "--check", "--api", "ShopHttpAp")[0] == 2


def test_an_implicit_api_is_known_before_and_after(sam: Sam) -> None:
    Path("template.yaml").write_text(IMPLICIT)
    assert sam("to-http", "--write", "--api", "ServerlessRestApi") == (0, "")
    assert "Type: HttpApi" in Path("template.yaml").read_text()
    assert sam("to-http", "--write", "--api", "ServerlessRestApi") == (0, "")


def test_one_template_of_many_is_enough(sam: Sam) -> None:
    Path("other.yaml").write_text(TEMPLATE.replace("ShopApi", "OtherApi").replace("Customers", "Staff"))
    assert sam("to-http", "--api", "ShopApi", "--audience", "Staff=abc")[0] == 0


def test_of_very_many_templates_those_are_read_that_may_hold_it(sam: Sam) -> None:
    for number in range(110):
        Path(f"a{number}.yaml").write_text("Transform: AWS::Serverless-2016-10-31\nResources: {}\n")
    Path("api.yaml").write_text("openapi: 3.0.1\npaths: {}\ncomponents: {securitySchemes: {Staff: {type: apiKey}}}\n")
    text = TEMPLATE.replace("ShopApi", "OtherApi")
    Path("z.yaml").write_text(text.replace("StageName: prod", "StageName: prod\n      DefinitionUri: api.yaml"))
    assert sam("to-http", "--api", "OtherApi", "--audience", "Staff=abc")[0] != 2
    assert sam("to-http", "--api", "OtherAp", "--audience", "Staff=abc")[0] == 2


def test_stdin_is_looked_at_too(sam: Sam, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, status in (("ShopApi", 0), ("Foo", 2)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEMPLATE.encode())))
        assert sam("to-http", "--api", name, "-")[0] == status


def test_what_cannot_be_read_is_told_as_such(sam: Sam) -> None:
    Path("template.yaml").write_text("Transform: AWS::Serverless-2016-10-31\na: [\n")
    status, err = sam("to-http", "--api", "ShopApi", "template.yaml")
    assert status == 2
    assert "not readable as YAML" in err


def test_a_folder_without_templates_has_no_api(sam: Sam) -> None:
    Path("template.yaml").unlink()
    assert sam("to-http", "--check", "--api", "ShopApi")[0] == 2


def test_settings_may_speak_of_templates_that_are_not_given(sam: Sam) -> None:
    Path(".sam-migrate.toml").write_text('accept = ["api-keys:Elsewhere"]\naudience = {Nobody = "param:Client"}\n')
    assert "Elsewhere" in sam("to-http", "--check", "template.yaml")[1]
    Path("other.yaml").write_text(TEMPLATE.replace("ShopApi", "Elsewhere").replace("Customers", "Nobody"))
    assert sam("to-http", "--check", "template.yaml") == (1, "")


def test_a_name_in_a_template_that_cannot_be_read_is_no_mistake(sam: Sam) -> None:
    Path(".sam-migrate.toml").write_text('accept = ["api-keys:Elsewhere"]\n')
    Path("other.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources: {Elsewhere: {Type: AWS::Serverless::Api\n"
    )
    assert sam("to-http", "--check", "template.yaml") == (1, "")


def test_authorizers_of_a_definition_are_known(sam: Sam) -> None:
    scheme = "securityDefinitions: {Partners: {type: apiKey}}"
    text = TEMPLATE.replace("StageName: prod", "StageName: prod\n      DefinitionBody: {" + scheme + "}")
    Path("template.yaml").write_text(text)
    assert sam("to-http", "--audience", "Partners=abc")[0] != 2
