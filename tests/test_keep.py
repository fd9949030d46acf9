"""APIs that stay: how somebody says so, how it is told, and that nothing counts it as blocked."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from golden import ROOT
from migrator import migrate
from migrator.cli import main
from migrator.migration import Migration, Status
from migrator.options import Direction, Keep, Options
from migrator.report import Mode, Report, formats
from migrator.report.paint import Look
from migrator.text.source import Source

BLOCKED = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  # the old one{above}
  Orders:{on}
    Type: AWS::Serverless::Api
    {metadata}
    Properties:
      StageName: prod
      Auth: {{ApiKeyRequired: true}}
    {inside}
  Shop:
    Type: AWS::Serverless::Api
    Properties: {{StageName: prod}}
"""


def template(above: str = "", on: str = "", metadata: str = "DeletionPolicy: Retain", inside: str = "") -> str:
    return BLOCKED.format(above=above, on=on, metadata=metadata, inside=inside)


def migrated(text: str, *keep: Keep) -> Migration:
    return migrate(Source("t.yaml", text), Direction.TO_HTTP, Options(keep=keep), verify=False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (template(above="\n  # sam-migrate: keep"), ""),
        (template(above="\n  # sam-migrate: keep, partners call it\n  # (see the wiki)"), "partners call it"),
        (template(on=" # sam-migrate: keep (partners)"), "partners"),
        (template(metadata="Metadata: {sam-migrate: {keep: partners call it}}"), "partners call it"),
        (template(metadata="Metadata: {sam-migrate: {keep: true}}"), ""),
    ],
)
def test_a_template_says_what_stays(text: str, reason: str) -> None:
    found = migrated(text)
    assert [(api.id, api.status, api.reason) for api in found.apis] == [
        ("Shop", Status.MIGRATED, ""),
        ("Orders", Status.KEPT, reason),
    ]
    assert found.status is Status.MIGRATED
    assert found.findings == () or {f.api for f in found.findings} <= {"Shop", None}
    assert text.split("  Shop:")[0] in found.after


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (template(above="\n  # sam-migrate: leave"), "asks for nothing that is known"),
        (template(inside="  # sam-migrate: keep"), "stands at no resource"),
        (template(above="\n  # sam-migrate: keep\n"), "stands at no resource"),
    ],
)
def test_a_mark_that_is_not_understood_is_told(text: str, why: str) -> None:
    found = migrated(text)
    marks = [f for f in found.findings if f.code.name == "unclear-mark"]
    assert len(marks) == 1
    assert why in marks[0].message
    assert text.splitlines()[marks[0].span.line - 1].lstrip().startswith("# sam-migrate")  # type: ignore[union-attr]
    assert {api.id: api.status for api in found.apis}["Orders"] is Status.BLOCKED


def test_what_the_user_says_and_what_the_template_says_add_up() -> None:
    text = template(above="\n  # sam-migrate: keep, partners call it")
    found = migrated(text, Keep("Shop", "not yet"), Keep("Orders"))
    assert [(api.id, api.reason) for api in found.apis] == [("Orders", "partners call it"), ("Shop", "not yet")]
    assert (found.status, found.after) == (Status.UNCHANGED, text)


@pytest.mark.parametrize("name", ["text", "markdown", "html", "json"])
def test_every_report_tells_what_is_kept_and_why(name: str) -> None:
    found = migrated(template(), Keep("Shop"), Keep("Orders", "partners call it"))
    told = formats.render(name, Report(Direction.TO_HTTP, Mode.DRY_RUN, (found,)), Look(width=100))
    assert "partners call it" in told
    assert re.search(r"2 APIs kept|\"kept\": 2", told)
    assert not re.search(r"[1-9] blocked|\"blocked\": [1-9]|blocked</dt><dd>[1-9]", told)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    Path("template.yaml").write_text(template())
    return tmp_path


def statuses(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    capsys.readouterr()
    main(["to-http", "--no-verify", "--format", "json", *arguments])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {api["id"]: api["status"] for each in document["templates"] for api in each["apis"]}


@pytest.mark.usefixtures("repository")
class TestSettings:
    def test_a_check_is_green(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["to-http", "--check", "--no-verify", "--exclude", "Orders", "--exclude", "Shop"]) == 0
        assert capsys.readouterr().out.startswith("2 APIs kept.")
        Path(".sam-migrate.toml").write_text('direction = "to-http"\nkeep = ["Orders", "Shop"]\n')
        assert main(["to-http", "--check", "--no-verify"]) == 0
        assert main(["bot", "check"]) == 0
        assert "kept" in capsys.readouterr().out

    def test_a_table_holds_reasons(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path(".sam-migrate.toml").write_text('[keep]\nOrders = "partners call it"\n')
        main(["to-http", "--no-verify"])
        assert "kept as it is: partners call it" in capsys.readouterr().out

    def test_of_one_template(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("a").mkdir()
        Path("a/t.yaml").write_text(template())
        Path(".sam-migrate.toml").write_text('[templates."a/t.yaml"]\nkeep = ["Shop"]\naccept = ["api-keys:Orders"]\n')
        assert statuses(capsys, "a/t.yaml") == {"Orders": "migrated", "Shop": "kept"}
        assert statuses(capsys, "template.yaml") == {"Orders": "blocked", "Shop": "migrated"}
        assert statuses(capsys, "--accept", "iam", "a/t.yaml") == {"Orders": "blocked", "Shop": "kept"}

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("keep = 'Orders'", "keep: expected a list of ids, or a table"),
            ("keep = [1]", "keep: expected a text"),
            ("[templates]\n'/etc/x' = {}", "templates: '/etc/x' is not inside"),
            ("[templates.'t.yaml']\npaths = []", "templates: t.yaml: there is no key 'paths'"),
        ],
    )
    def test_mistakes_are_told(self, text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
        Path(".sam-migrate.toml").write_text(text)
        assert main(["to-http"]) == 2
        assert said in capsys.readouterr().err

    def test_a_name_that_is_nowhere(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["to-http", "--exclude", "Odrers"]) == 2
        assert "--exclude Odrers: no template has an API of this name; did you mean Orders?" in capsys.readouterr().err


SETTINGS = """\
# what this repository decided
direction = "to-http"
accept = [
    "iam", # since 2024
]

[templates."template.yaml"]
# the web shop
strict = false
"""


@pytest.mark.usefixtures("repository")
class TestSave:
    def run(self, *arguments: str) -> int:
        return main(["to-http", "--no-verify", "--quiet", *arguments, "--save"])

    def test_a_new_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run("--accept", "all", "--exclude", "Shop") == 0
        assert Path(".sam-migrate.toml").read_text() == 'accept = ["api-keys:Orders"]\nkeep = ["Shop"]\n'
        assert "recorded in .sam-migrate.toml: accept api-keys:Orders; keep Shop" in capsys.readouterr().err
        assert statuses(capsys) == {"Orders": "migrated", "Shop": "kept"}

    def test_comments_stay(self) -> None:
        Path(".sam-migrate.toml").write_text(SETTINGS)
        self.run("--accept", "api-keys", "--exclude", "Shop")
        text = Path(".sam-migrate.toml").read_text()
        assert text.startswith(SETTINGS.split("]")[0].rstrip())
        assert text.endswith(SETTINGS.split("\n\n")[1])
        assert '"api-keys:Orders"' in text
        assert 'keep = ["Shop"]' in text.split("[templates")[0]
        self.run("--accept", "api-keys", "--exclude", "Shop")
        assert Path(".sam-migrate.toml").read_text() == text

    def test_names_that_repeat_are_recorded_by_path(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("a").mkdir()
        Path("a/t.yaml").write_text(template().replace("Auth: {ApiKeyRequired: true}", "TracingEnabled: false"))
        self.run("--accept", "api-keys")
        assert Path(".sam-migrate.toml").read_text() == '[templates."template.yaml"]\naccept = ["api-keys:Orders"]\n'
        assert statuses(capsys)["Orders"] == "migrated"

    def test_in_pyproject_where_the_settings_are_there(self) -> None:
        Path("pyproject.toml").write_text("[tool.sam-migrate]\nstage = 'keep'\n\n[tool.other]\nx = 1\n")
        self.run("--exclude", "Orders")
        assert Path("pyproject.toml").read_text() == (
            "[tool.sam-migrate]\nstage = 'keep'\nkeep = [\"Orders\"]\n\n[tool.other]\nx = 1\n"
        )

    def test_reasons_stay(self) -> None:
        Path(".sam-migrate.toml").write_text("keep = {Shop = 'why'}\n")
        self.run("--exclude", "Orders")
        assert Path(".sam-migrate.toml").read_text() == "keep = {Shop = 'why',Orders = \"\"}\n"

    def test_settings_of_the_other_direction(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path(".sam-migrate.toml").write_text("direction = 'to-rest'\n")
        assert self.run("--exclude", "Orders") == 2
        assert "holds for to-rest only" in capsys.readouterr().err

    def test_a_way_around(self) -> None:
        shutil.copytree(ROOT / "to-rest" / "issuer" / "authorizer", "issuer")
        arguments = ["to-rest", "--no-verify", "--quiet", "issuer/template.yaml"]
        assert main([*arguments, "--accept", "jwt-issuer=authorizer", "--save"]) == 0
        assert Path(".sam-migrate.toml").read_text() == 'accept = ["jwt-issuer=authorizer:WebApi"]\n'
        assert main(arguments) == 0

    def test_nothing_decided(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.run()
        assert "nothing to record" in capsys.readouterr().err
        assert not Path(".sam-migrate.toml").exists()
