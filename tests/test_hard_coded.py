"""Addresses of an API that stand elsewhere in the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrator import migrate
from migrator.migration import Migration
from migrator.options import Direction, Options
from migrator.sam.repository import Repository
from migrator.sam.surroundings import SearchLimits, within
from migrator.text.source import decode

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, EndpointConfiguration: REGIONAL}
  Partner: # sam-migrate: keep
    Type: AWS::Serverless::Api
    Properties: {StageName: partner}
  List:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      InlineCode: |
        def handler(event, context):
            return {"statusCode": 200}
      Events:
        Shop: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /items, Method: get}}
Outputs:
  ShopUrl: {Value: !Sub "https://${Shop}.execute-api.${AWS::Region}.amazonaws.com/prod/"}
  ListArn: {Value: !GetAtt List.Arn}
"""
HOST = "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "services/shop"
    folder.mkdir(parents=True)
    (folder / "template.yaml").write_text(TEMPLATE)
    return tmp_path


def migrated(project: Path, **options: bool) -> Migration:
    path = project / "services/shop/template.yaml"
    source = decode(str(path), path.read_bytes())
    found = migrate(source, Direction.TO_HTTP, Options(**options), verify=False)
    assert found.changed
    return found


def told(project: Path, **options: bool) -> list[tuple[str, int, int, str]]:
    findings = [f for f in migrated(project, **options).findings if f.code.name == "hard-coded-url"]
    return [
        (str(Path(f.file or "").relative_to(project)), f.span.line, f.span.column, f.message)
        for f in findings
        if f.span is not None
    ]


def write(project: Path, name: str, text: str) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


WITH_STAGE = "An address at `execute-api` is written here with the stage of Shop in its path."
PERHAPS = "An address at `execute-api` is written here, which may be that of Shop."
OUTPUT = "Output ShopUrl is named here; it gets another value with Shop."


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"API_URL=https://{HOST}/prod", WITH_STAGE),
        (f"curl 'https://{HOST}/prod/items?a=b'", WITH_STAGE),
        (f"API_HOST={HOST}", PERHAPS),
        (f"wss://{HOST}/other/x", PERHAPS),
        ("curl https://$(API_ID).execute-api.$(REGION).amazonaws.com/prod/items", WITH_STAGE),
        ('url = f"https://{api_id}.execute-api.{region}.amazonaws.com/prod"', WITH_STAGE),
        ("https://$ID.execute-api.eu-west-1.amazonaws.com", PERHAPS),
        ('out["OutputKey"] == "ShopUrl"', OUTPUT),
        ("--query 'OutputKey==`ShopUrl`'", OUTPUT),
        (f"https://{HOST}/partner/items", None),
        ("https://ID.execute-api.eu-west-1.amazonaws.com/prod", None),
        ("the ShopUrl of the shop", None),
        ('out["ListArn"]', None),
        (f'"Host": "{HOST}"', None),
        (f'"domainName": "{HOST}"', None),
        ("arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/GET/items", None),
    ],
)
def test_which_lines_are_told(project: Path, line: str, message: str | None) -> None:
    write(project, "services/shop/Makefile", f"# first\n{line}\n")
    found = told(project)
    assert [each[3] for each in found] == ([message] if message else [])
    assert all(each[:2] == ("services/shop/Makefile", 2) for each in found)


def test_where_is_searched(project: Path) -> None:
    text = f"x https://{HOST}/prod\n"
    for name in (
        ".env",
        "README.md",
        "services/README.md",
        "services/shop/web/src/config.ts",
        "services/shop/tests/t.py",
    ):
        write(project, name, text)
    for name in (
        "services/other/README.md", "services/shop/node_modules/a/index.js", "services/shop/.aws-sam/build/x.txt",
        "services/shop/dist/app.js", ".git/config",
    ):  # fmt: skip
        write(project, name, text)
    write(project, "services/shop/events/e.json", f'{{"requestContext": {{}}, "x": "https://{HOST}/prod"}}')
    write(project, "services/shop/other.yaml", f"{TEMPLATE}# {text}")
    (project / "services/shop/image.bin").write_bytes(b"\0" + text.encode())
    assert sorted(each[0] for each in told(project)) == [
        ".env", "README.md", "services/README.md", "services/shop/tests/t.py", "services/shop/web/src/config.ts",
    ]  # fmt: skip
    assert {each[1:3] for each in told(project)} == {(1, 11)}


def test_nothing_is_edited_and_nothing_blocks(project: Path) -> None:
    write(project, "services/shop/.env", f"URL=https://{HOST}/prod\n")
    found = migrated(project, strict=True)
    assert found.files == ()
    assert not found.blockers


def test_a_step_that_keeps_the_address_tells_nothing(project: Path) -> None:
    write(project, "services/shop/.env", f"URL=https://{HOST}/prod\n")
    beside = migrated(project, side_by_side=True)
    assert not [f for f in beside.findings if f.code.name == "hard-coded-url"]
    write(project, "services/shop/template.yaml", beside.after)
    assert [each[3] for each in told(project, switch=True)] == [WITH_STAGE]


def test_a_search_that_was_cut_says_so(project: Path) -> None:
    repository = Repository.around(str(project / "services/shop/template.yaml"))
    assert repository is not None
    for number in range(4):
        write(project, f"services/shop/{number}.txt", "x")
    assert [entry is None for entry in within(repository, SearchLimits(files=2))] == [False, False, True]
    assert [*within(repository, SearchLimits(seconds=0, always=0))] == [None]
    assert None not in within(repository, SearchLimits(seconds=0))
    assert [*within(repository, SearchLimits(size=0))] == []
    write(project, "services/shop/many.txt", f"https://{HOST}/prod\n" * 150)
    found = [f for f in migrated(project).findings if f.code.name == "hard-coded-url"]
    assert len(found) <= 152
    assert found[-1].message.startswith("There is more")
