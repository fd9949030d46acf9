"""A check looks at each template once: what stays as it is, is known until something that it was made from changes."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import migrator
from migrator.cli import main
from migrator.fleet.store import FILE, ResultStore

KEPT = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:  # sam-migrate: keep
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, Auth: {ApiKeyRequired: true}}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      CodeUri: src
      Handler: app.handler
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /, Method: get}}
"""
BLOCKED = KEPT.replace("  # sam-migrate: keep", "")
PENDING = BLOCKED.replace(", Auth: {ApiKeyRequired: true}", "")
CODE = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'x'}\n"

Check = Callable[..., tuple[int, str, int]]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[Path, Check]:
    """A repository, and what checks it: exit status, what is printed, how many templates were migrated."""
    monkeypatch.setenv("SAM_MIGRATE_CACHE_DIR", str(tmp_path / "cache"))
    repository = tmp_path / "repository"
    (repository / "src").mkdir(parents=True)
    (repository / "src" / "app.py").write_text(CODE)
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    monkeypatch.chdir(repository)
    made = []
    migrate = migrator.migrate

    def counted(*args: object, **options: object) -> object:
        made.append(args)
        return migrate(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(migrator, "migrate", counted)

    def run(*options: str) -> tuple[int, str, int]:
        made.clear()
        status = main(["to-http", "--check", "--no-verify", *options, str(repository)])
        return status, capsys.readouterr().out, len(made)

    return repository, run


@pytest.mark.parametrize(("text", "status"), [(KEPT, 0), (BLOCKED, 1), ("Resources: {}\n" + KEPT[:38], 0)])
def test_what_stays_as_it_is_is_looked_at_once(check: tuple[Path, Check], text: str, status: int) -> None:
    repository, run = check
    (repository / "template.yaml").write_text(text)
    first, second = run(), run()
    assert first[0] == status
    assert second == (*first[:2], 0)
    assert run("--no-cache") == (*first[:2], first[2])


def test_what_would_change_is_looked_at_each_time(check: tuple[Path, Check]) -> None:
    repository, run = check
    (repository / "template.yaml").write_text(PENDING)
    assert run() == run()
    assert run()[::2] == (1, 1)


def test_a_name_that_is_not_utf_8_is_a_name(check: tuple[Path, Check]) -> None:
    repository, run = check
    try:
        (repository / "caf\udce9.yaml").write_text(BLOCKED)
    except OSError:
        pytest.skip("the file system has no such names")
    status, out, _ = run()
    assert (status, out.splitlines()[0].rpartition(": ")[2]) == (1, "api-keys")


def test_what_it_was_made_from_counts(check: tuple[Path, Check]) -> None:
    repository, run = check
    template, code = repository / "template.yaml", repository / "src" / "app.py"
    template.write_text(BLOCKED)
    run()
    code.write_text(f"{CODE}# more\n")
    assert run()[2] == 1, "the code behind the routes"
    assert run("--accept", "api-keys")[::2] == (1, 1), "the options"
    (repository / ".sam-migrate.toml").write_text('accept = ["api-keys"]\n')
    assert run()[::2] == (1, 1), "the settings"
    (repository / ".sam-migrate.toml").unlink()
    template.write_text(KEPT)
    assert run()[::2] == (0, 1), "the template"
    template.write_text(BLOCKED)
    assert run()[::2] == (1, 0), "what was there before is known still"


def test_a_report_for_programs_has_all_there_is(check: tuple[Path, Check]) -> None:
    repository, run = check
    (repository / "template.yaml").write_text(BLOCKED)
    run()
    assert "An API key is required" in run("--format", "json")[1]


def homeless(_: Path) -> Path:
    """What a user without a home gets."""
    raise RuntimeError("Could not determine home directory.")


@pytest.mark.parametrize("home", [True, False])
def test_where_nothing_can_be_kept_each_is_looked_at(
    check: tuple[Path, Check], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: bool
) -> None:
    repository, run = check
    if home:
        (tmp_path / "cache").write_text("a file")
    else:
        for name in ("SAM_MIGRATE_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(Path, "expanduser", homeless)
    (repository / "template.yaml").write_text(BLOCKED)
    assert run() == run()
    assert run()[::2] == (1, 1)


def test_a_damaged_result_is_made_again(check: tuple[Path, Check], tmp_path: Path) -> None:
    repository, run = check
    (repository / "template.yaml").write_text(BLOCKED)
    first = run()
    with closing(sqlite3.connect(tmp_path / "cache" / FILE, isolation_level=None)) as database:
        database.execute("UPDATE results SET content = 'text'")
    assert run() == first


@pytest.mark.parametrize("pages", [True, False])
def test_with_a_damaged_database_each_is_looked_at(check: tuple[Path, Check], tmp_path: Path, pages: bool) -> None:
    repository, run = check
    (repository / "template.yaml").write_text(BLOCKED)
    file = tmp_path / "cache" / FILE
    ResultStore(file.parent).open()
    if pages:
        file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 4096)
    else:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("ALTER TABLE results RENAME COLUMN content TO other")
    assert run() == run()
    assert run()[::2] == (1, 1)
