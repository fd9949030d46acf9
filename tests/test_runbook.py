"""The runbook of a step: commands of this project, quoted, with checks and the way back, in every report."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from migrator.cli import main
from migrator.command.files import STDIN, Target
from migrator.command.run import Task, perform, perform_bytes
from migrator.migration import Migration
from migrator.options import Direction, Options
from migrator.plan import GuideStep
from migrator.report import Mode, Report, formats
from migrator.report.paint import Look
from migrator.runbook.samconfig import NONE, SamConfig, read_samconfig

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Domain: {Type: String}
  Stage: {Type: String, Default: prod}
Resources:
  ShopApi:
    Type: AWS::Serverless::Api
    Properties:
      Name: shop $(rm -rf /)
      StageName: !Ref Stage
      EndpointConfiguration: REGIONAL
      Domain: {DomainName: !Ref Domain, CertificateArn: 'arn:aws:acm:x:1:certificate/x', SecurityPolicy: TLS_1_2}
  PartnerApi:
    Type: AWS::Serverless::Api
    Properties: {StageName: live, EndpointConfiguration: REGIONAL}
  Mapping:
    Type: AWS::ApiGatewayV2::ApiMapping
    Properties: {ApiId: !Ref PartnerApi, DomainName: partners.example.com, Stage: !Ref PartnerApi.Stage}
  List:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      InlineCode: |
        def handler(event, context):
            return {"statusCode": 200}
      Events:
        One: {Type: Api, Properties: {RestApiId: !Ref ShopApi, Path: '/items/{id}', Method: get}}
        All: {Type: Api, Properties: {RestApiId: !Ref ShopApi, Path: "/it's", Method: get}}
        Partner: {Type: Api, Properties: {RestApiId: !Ref PartnerApi, Path: /p, Method: get}}
Outputs:
  Items: {Value: !Sub "https://${ShopApi}.execute-api.${AWS::Region}.amazonaws.com/${Stage}/it's"}
  Url:
    Value: !Sub "https://${ShopApi}.execute-api.${AWS::Region}.amazonaws.com/${Stage}/"
    Export: {Name: !Sub "${AWS::StackName}-url"}
"""
CONFIG = """\
version = 0.1
[default.global.parameters]
stack_name = "shop stack"
region = "eu-west-1"
[default.deploy.parameters]
parameter_overrides = "Domain=\\"api.example.com\\" Env='a b'"
[staging.deploy.parameters]
stack_name = "shop-staging"
"""


def stepped(folder: Path, **step: bool) -> Migration:
    """One step over the template of a folder, which is then the one after."""
    path = folder / "template.yaml"
    task = Task(Target(str(path), named=True), Direction.TO_HTTP, Options(**step), verify=False, runbook=not step)
    migration = perform(task)
    assert migration.error is None
    path.write_text(migration.after)
    return migration


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Migration]:
    folder = tmp_path_factory.mktemp("svc it's")
    (folder / "samconfig.toml").write_text(CONFIG)
    (folder / "template.yaml").write_text(TEMPLATE)
    found = {name: stepped(folder, **{name: True}) for name in ("side_by_side", "switch")}
    switched = (folder / "template.yaml").read_text()
    found["finish"] = stepped(folder, finish=True)
    (folder / "template.yaml").write_text(switched)
    found["undo"] = stepped(folder, undo=True)
    (folder / "template.yaml").write_text(TEMPLATE)
    found[""] = stepped(folder)
    return found


def listed(migration: Migration) -> list[GuideStep]:
    return [step for section in migration.runbook for step in section.steps]


def lines(migration: Migration) -> list[str]:
    return [line for step in listed(migration) for line in (*step.commands, *step.back)]


def titles(migration: Migration) -> list[str]:
    return [section.title for section in migration.runbook]


@pytest.mark.parametrize(
    ("step", "parts"),
    [
        ("side_by_side", ["Before you start", "Deploy", "Smoke test", "Compare", "Roll back", "Next"]),
        ("switch", ["Before you start", "Compare", "Deploy", "Custom domain", "Soak", "Roll back", "Next"]),
        ("finish", ["Before you start", "Deploy", "Smoke test", "Roll back"]),
        ("undo", ["Before you start", "Deploy"]),
        ("", ["Before you start", "Deploy", "Smoke test", "Custom domain", "Roll back"]),
    ],
)
def test_each_step_has_its_parts(steps: dict[str, Migration], step: str, parts: list[str]) -> None:
    assert titles(steps[step]) == parts


def test_every_command_is_one_for_a_shell(steps: dict[str, Migration]) -> None:
    script = "\n".join(line for migration in steps.values() for line in lines(migration))
    assert subprocess.run(["sh", "-n"], input=script, text=True, capture_output=True, check=False).stderr == ""
    for line in script.splitlines():
        shlex.split(line)
    assert "rm -rf" not in script.replace(shlex.quote("shop $(rm -rf /)"), "")


def test_they_are_this_projects(steps: dict[str, Migration]) -> None:
    for line in lines(steps["switch"]):
        if "aws cloudformation" in line and "change-set" not in line and "list-imports" not in line:
            assert "--stack-name 'shop stack'" in line
        assert ("aws " in line) == ("--region eu-west-1" in line)
    found = lines(steps["switch"])
    assert any(line.startswith("aws cloudformation list-imports --export-name 'shop stack-url'") for line in found)
    assert any("--domain-name api.example.com --api-mapping-id" in line for line in found)
    assert any("--domain-name partners.example.com" in line for line in found)
    folder = shlex.quote(str(Path(steps["switch"].source.path).parent))
    assert f"(cd {folder} && sam deploy --no-execute-changeset)" in found
    assert any("staging" in step.text for step in listed(steps["switch"]))


def test_a_domain_that_is_moved_by_hand_has_its_way_back_and_is_to_be_rehearsed(steps: dict[str, Migration]) -> None:
    (step,) = [step for step in listed(steps["switch"]) if step.rehearse]
    assert next(line for line in step.commands if "update-api-mapping" in line).endswith(
        """--api-id "$NEW_ID" --stage '$default' --region eu-west-1"""
    )
    assert step.back[-1].endswith('--api-id "$OLD_ID" --stage prod --region eu-west-1')
    assert "`DeletionPolicy: Retain`" not in step.text, "a name that a parameter gives is not written out"
    assert "The stack keeps it for ShopApi, and would delete it" in step.text
    assert any("routing rules lead to REST APIs only" in each.text for each in listed(steps["switch"]))
    assert all(step.docs.startswith("https://docs.aws.amazon.com/") for step in listed(steps["switch"]) if step.docs)


def test_an_output_with_a_route_is_no_address_of_the_api(steps: dict[str, Migration]) -> None:
    found = lines(steps["switch"])
    assert any(line.startswith("OLD=") and "OutputKey=='Url'" in line for line in found)
    assert any(line.startswith("NEW=") and "OutputKey=='ShopHttpApiUrl'" in line for line in found)
    assert not any("'Items'" in line for line in found)
    assert """curl --silent --show-error --include "$NEW"'/it'"'"'s\'""" in lines(steps["side_by_side"])


@pytest.mark.parametrize("name", ["text", "markdown", "html", "json"])
def test_every_report_has_it(steps: dict[str, Migration], name: str) -> None:
    report = Report(Direction.TO_HTTP, Mode.DRY_RUN, (steps["switch"],))
    told = formats.render(name, report, Look(width=100))
    assert "update-api-mapping" in told
    assert "rehearse" in told
    if name == "json":
        (template,) = json.loads(told)["templates"]
        assert [section["title"] for section in template["runbook"]] == titles(steps["switch"])


def test_without_a_configuration_names_stand_for_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text(TEMPLATE)
    assert main(["to-http", "--side-by-side", "--no-verify", "app.yaml", "--runbook", "run.md"]) == 0
    text = Path("run.md").read_text()
    assert text.startswith("# Runbook for `app.yaml`\n")
    assert "sam deploy --no-execute-changeset --stack-name STACK_NAME" in text
    assert "sam build --template-file app.yaml" in text
    assert "`STACK_NAME` stands for the name of the stack" in text
    assert main(["to-http", "--no-verify", "app.yaml", "--runbook", "x.md", "--output", "x.md"]) == 2
    assert "the report goes there already" in capsys.readouterr().err


def test_it_repeats_what_was_asked_for_and_goes_on_with_the_same_apis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-x.yaml").write_text(TEMPLATE)
    asked = ["--side-by-side", "--no-verify", "--api", "ShopApi", "--stage", "live", "--runbook", "run.md"]
    assert main(["to-http", *asked, "--", "-x.yaml"]) == 0
    text = Path("run.md").read_text()
    assert "sam-migrate to-http --no-verify --api ShopApi --stage live --side-by-side --write ./-x.yaml\n" in text
    assert "sam-migrate to-http --api ShopApi --switch ./-x.yaml\n" in text
    assert "sam-migrate to-http --api ShopApi --undo --write ./-x.yaml\n" in text


def test_what_comes_from_stdin_has_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["to-http", "--runbook", "run.md", "-"]) == 2
    assert "--runbook needs files" in capsys.readouterr().err
    task = Task(Target(STDIN, named=True), Direction.TO_HTTP, Options(side_by_side=True), verify=False)
    assert perform_bytes(task, TEMPLATE.encode()).runbook == ()


def test_a_migration_at_once_has_one_on_request_only(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE)
    accepted = Options()
    plain = perform(Task(Target(str(path), named=True), Direction.TO_HTTP, accepted, verify=False))
    assert plain.changed
    assert plain.runbook == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", NONE),
        ("[default", NONE),
        ("[default.deploy.parameters]\nstack_name = 3\n", NONE),
        (
            "[default.deploy.parameters]\nprofile='p'\n"
            "parameter_overrides=['ParameterKey=A,ParameterValue=b c', 'D=e=f']\n",
            SamConfig(profile="p", parameters={"A": "b c", "D": "e=f"}),
        ),
        (
            "[default.build.parameters]\ntemplate_file='app.yaml'\n[prod.x]\n",
            SamConfig(template="app.yaml", environments=("prod",)),
        ),
    ],
)
def test_samconfig(tmp_path: Path, text: str, expected: SamConfig) -> None:
    (tmp_path / "samconfig.toml").write_text(text)
    assert read_samconfig(tmp_path) == expected
