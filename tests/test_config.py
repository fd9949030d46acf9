"""Settings of a repository: where they are found, what they mean, and how mistakes in them are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrator.cli import main
from migrator.command.arguments import ArgumentError
from migrator.command.config import MAX_BYTES, NOTHING, Config, load
from migrator.findings import Accept
from migrator.options import Options

WHOLE = """
direction = "to-http"
paths = ["services", "template.yaml"]
accept = ["api-keys:OrdersApi", "iam"]
stage = "keep"
payload = "1.0"
audience = {Customers = ["one", "two"], Staff = "param:StaffClient"}
"""
TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  A:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, Auth: {ApiKeyRequired: true}}
"""


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str, name: str = ".sam-migrate.toml") -> None:
    Path(name).write_text(text)


class TestFinding:
    def test_nothing(self) -> None:
        assert load(Path()) == NOTHING

    def test_own_file(self) -> None:
        write(WHOLE)
        found = load(Path())
        assert (found.file, found.direction, found.wishes["stage"], found.wishes["payload"]) == (
            ".sam-migrate.toml", "to-http", "keep", "1.0",
        )  # fmt: skip
        assert [str(each) for each in found.wishes["accept"]] == ["api-keys:OrdersApi", "iam"]
        assert found.wishes["audiences"] == (("Customers", ("one", "two")), ("Staff", ("param:StaffClient",)))
        assert found.located_paths() == ("services", "template.yaml")

    def test_table_of_pyproject(self) -> None:
        write("[tool.sam-migrate]\nstage = 'keep'\n", "pyproject.toml")
        assert load(Path()).wishes["stage"] == "keep"

    def test_own_file_comes_first(self) -> None:
        write("[tool.sam-migrate]\nstage = 'keep'\n", "pyproject.toml")
        write("stage = 'live'")
        assert load(Path()).wishes["stage"] == "live"

    def test_a_pyproject_of_others_is_no_business_of_ours(self) -> None:
        write("[tool.black]\nthis is no TOML", "pyproject.toml")
        assert load(Path()) == NOTHING
        write("[project.scripts]\nsam-migrate = 'x:y'\n", "pyproject.toml")
        assert load(Path()) == NOTHING

    def test_the_nearest_one_counts_and_paths_start_there(self, repository: Path) -> None:
        write("paths = ['a']\nstage = 'keep'")
        inner = repository / "x/y"
        inner.mkdir(parents=True)
        found = load(Path("x/y"))
        assert found.wishes["stage"] == "keep"
        assert [Path(path).resolve() for path in found.located_paths()] == [repository / "a"]
        write("stage = 'live'", "x/.sam-migrate.toml")
        assert load(Path("x/y")).wishes["stage"] == "live"

    def test_nothing_above_the_repository_counts(self, repository: Path) -> None:
        inner = repository / "inner"
        (inner / ".git").mkdir(parents=True)
        write("stage = 'keep'")
        assert load(inner) == NOTHING

    def test_outside_a_repository_only_the_folder_itself_counts(self, repository: Path) -> None:
        (repository / ".git").rmdir()
        (repository / "x").mkdir()
        write("stage = 'keep'")
        assert load(Path("x")) == NOTHING
        assert load(Path()).wishes["stage"] == "keep"

    def test_for_the_other_direction_they_do_not_hold(self) -> None:
        write(WHOLE)
        assert load(Path()).applied_to("to-rest") == Config(".sam-migrate.toml", Path(), "to-http")
        write("stage = 'keep'")
        assert load(Path()).applied_to("to-rest").wishes["stage"] == "keep"


class TestOneTemplate:
    def options(self, text: str, **given: Any) -> Options:
        write(text)
        Path("t.yaml").touch()
        return load(Path()).for_template(load(Path()).added_to(Options(**given)), "t.yaml")

    def test_what_is_said_of_it_wins_over_what_is_said_of_all(self) -> None:
        found = self.options(
            "stage = 'keep'\naccept = ['iam']\naudience = {A = ['x'], B = ['y']}\n"
            "[templates.'t.yaml']\nstage = 'live'\naccept = ['api-keys']\naudience = {A = ['z']}\nshim = true\n"
        )
        assert (found.stage, found.shim, found.strict) == ("live", True, False)
        assert [each.code for each in found.accept] == ["iam", "api-keys"]
        assert dict(found.audiences) == {"A": ("z",), "B": ("y",)}

    def test_what_the_command_line_decides_stands(self) -> None:
        write("stage = 'keep'\n[templates.'t.yaml']\nstage = 'live'\naccept = ['iam']\n")
        settings = load(Path()).without(["stage"])
        assert settings.for_template(settings.added_to(Options(stage="mine")), "t.yaml").stage == "mine"

    def test_a_step_takes_nothing_that_changes_what_the_old_api_uses(self) -> None:
        found = self.options(
            "payload = '2.0'\nshim = true\nkeep_logical_ids = true\nstrict = true\n", side_by_side=True
        )
        assert (found.payload, found.shim, found.keep_logical_ids, found.strict) == ("1.0", True, False, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("acept = []", "there is no key 'acept'; did you mean accept?"),
        (
            "colour = 1",
            "there is no key 'colour'; there is direction, paths, accept, audience, definition, keep, stage, payload, "
            "strict, keep_logical_ids, handlers, fixtures, shim, templates or docs_url",
        ),
        ("accept = 'iam'", "accept: expected a list of texts, not a text"),
        ("accept = [1]", "accept: expected a text, not a number"),
        ("accept = ['api-key']", "accept: there is no code 'api-key'; did you mean api-keys?"),
        ("direction = 'to-htp'", "direction: there is no 'to-htp'; did you mean to-http?"),
        ("direction = true", "direction: expected a text, not true or false"),
        ("stage = 1.5", "stage: expected a text, not a number"),
        ("stage = 'a b'", "stage: 'a b' is no stage name"),
        ("payload = 2", "payload: expected a text, not a number"),
        ("paths = 'a'", "paths: expected a list of texts, not a text"),
        ("paths = ['/etc']", "paths: '/etc' is not inside"),
        ("paths = ['../x']", "paths: '../x' is not inside"),
        ("paths = ['link']", "paths: 'link' is not inside"),
        ('paths = ["a\\u0000b"]', "paths: 'a\\x00b' is not inside"),
        ("audience = ['A=b']", "audience: expected a table such as"),
        ("definition = {A = 1}", "definition: expected a text, not a number"),
        ("definition = ['a.yaml']", "definition: expected a table such as"),
        ("audience = {A = 1}", "audience: A: expected a list of texts, not a number"),
        ("audience = {A = ['param:X', 'y']}", "audience: A: param:X cannot be combined"),
        ("audience = {A = 2026-01-01}", "audience: A: expected a list of texts, not a date"),
        ("strict = 'yes'", "strict: expected true or false, not a text"),
        ("[templates.'t.yaml']\npaths = []", "templates: t.yaml: there is no key 'paths'"),
        ("docs_url = 'http://docs.example'", "docs_url: expected an address that begins with https://"),
        ("stage = ", "not TOML"),
        ("a = " + "[" * 5000, "not TOML"),
    ],
)
def test_mistakes_name_the_file_and_the_key(text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("link").symlink_to("/etc")
    write(text)
    assert main(["to-http", "x.yaml"]) == 2
    assert capsys.readouterr().err.startswith(f"sam-migrate: .sam-migrate.toml: {said}")


@pytest.mark.parametrize("text", ["tool = 'sam-migrate'", "[tool]\nsam-migrate = 1"])
def test_a_table_that_is_none(text: str) -> None:
    write(text, "pyproject.toml")
    with pytest.raises(ArgumentError, match=r"^pyproject.toml: tool(.sam-migrate)?: expected a table$"):
        load(Path())


def test_too_large_a_file_is_not_read() -> None:
    write("#" * (MAX_BYTES + 1))
    with pytest.raises(ArgumentError, match="over the limit"):
        load(Path())


class TestCommandLine:
    def test_settings_hold(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("paths = ['a.yaml']\naccept = ['api-keys']")
        write(TEMPLATE, "a.yaml")
        assert main(["to-http"]) == 0
        assert "1 API would migrate" in capsys.readouterr().out

    def test_the_command_line_wins(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("paths = ['missing.yaml']\naccept = ['api-keys']\nstage = 'live'")
        write(TEMPLATE, "a.yaml")
        assert main(["to-http", "a.yaml", "--accept", "iam"]) == 1
        assert "blocked" in capsys.readouterr().out
        assert main(["to-http", "a.yaml", "--stage", "keep"]) == 0
        assert "StageName: live" not in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("[templates.'a.yml']\nstrict = true", "templates: a.yml: there is no such file"),
            ("[templates.'a.yaml']\nkeep = ['Aa']", "templates: a.yaml: keep: Aa: no template has an API"),
            ("keep = ['Aa']", "keep: Aa: no template has an API of this name; did you mean A?"),
            ("accept = ['iam:Aa']", "accept: iam:Aa: no template has an API of this name"),
            ("audience = {Pool = ['one']}", "audience: Pool: no template has an authorizer of this name"),
            ("handlers = false\nshim = true", "handlers: false leaves code alone, and shim needs it"),
        ],
    )
    def test_what_is_nowhere_is_an_error(self, capsys: pytest.CaptureFixture[str], said: str, told: str) -> None:
        write(said)
        write(TEMPLATE, "a.yaml")
        write(TEMPLATE.replace("A:", "Others:"), "b.yaml")
        assert main(["to-http", "--check", "a.yaml"]) == 2
        assert f".sam-migrate.toml: {told}" in capsys.readouterr().err

    def test_a_name_of_another_template_is_known(self) -> None:
        write("keep = ['Others']")
        write(TEMPLATE, "a.yaml")
        write(TEMPLATE.replace("A:", "Others:"), "b.yaml")
        assert main(["to-http", "a.yaml", "--accept", "all"]) == 0

    def test_without_paths_anywhere_it_is_the_current_folder(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["to-http"]) == 0
        assert "no SAM templates under ." in capsys.readouterr().err

    def test_the_other_direction_ignores_them(self, capsys: pytest.CaptureFixture[str]) -> None:
        write("direction = 'to-http'\npaths = ['a.yaml']")
        assert main(["to-rest"]) == 0
        assert "no SAM templates under ." in capsys.readouterr().err


class TestInit:
    def test_it_names_the_templates_that_are_there(self, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (repository / "services").mkdir()
        for name in ("template.yaml", "services/b.yaml", "notes.yaml"):
            (repository / name).write_text(TEMPLATE if name != "notes.yaml" else "a: 1")
        assert main(["init", "--direction", "to-rest"]) == 0
        assert capsys.readouterr().out == ".sam-migrate.toml written. Next: sam-migrate to-rest\n"
        found = load(Path())
        assert (found.direction, found.paths) == ("to-rest", ("template.yaml", "services/b.yaml"))

    def test_what_it_has_as_comments_can_be_taken(self) -> None:
        assert main(["init"]) == 0
        lines = Path(".sam-migrate.toml").read_text().splitlines()
        write("\n".join(line.removeprefix("# ") for line in lines[1:]))
        found = load(Path())
        assert found.paths == (".",)
        assert found.wishes["strict"]
        (of_template,) = found.templates.values()
        assert found.wishes["accept"] == of_template["accept"] == (Accept("api-keys", "OrdersApi"),)

    def test_settings_that_are_there_stay(self, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write("[tool.sam-migrate]\nstage = 'keep'\n", "pyproject.toml")
        assert main(["init"]) == 2
        assert "there are settings already: pyproject.toml" in capsys.readouterr().err
        assert not (repository / ".sam-migrate.toml").exists()
