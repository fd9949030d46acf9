"""A fleet is split, looked at once, and nothing is lost on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import migrator
from migrator.cli import main
from migrator.command.arguments import ArgumentError
from migrator.command.files import Target, read
from migrator.command.inventory import cache_folder
from migrator.command.progress import progress
from migrator.fleet import local, store
from migrator.fleet.build import run_row
from migrator.fleet.clones import Clones
from migrator.fleet.code import functions
from migrator.fleet.examine import Portion, Terms, examine
from migrator.fleet.kept import KnownResults
from migrator.fleet.output import opened
from migrator.fleet.owners import Owners
from migrator.fleet.places import CHUNK, Batch, Shard, batches, read_list
from migrator.fleet.rows import TABLES, ApiRow, FunctionRow, Namer, Row, TemplateRow
from migrator.fleet.store import ResultStore
from migrator.sam.asked import written_down
from migrator.sam.template import read_template

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
      Events: {Get: {Type: Api, Properties: {Path: /orders, Method: get}}}
"""
HANDLER = 'import helper\n\n\ndef handler(event, context):\n    return {"statusCode": 200, "body": event["path"]}\n'


def repository(folder: Path, templates: int = 1) -> Path:
    """A repository with some templates, each with a handler."""
    (folder / ".git").mkdir(parents=True)
    for number in range(templates):
        stack = folder / f"stack{number}"
        (stack / "src").mkdir(parents=True)
        (stack / "template.yaml").write_text(f"# {number}\n{TEMPLATE}")
        (stack / "src" / "app.py").write_text(HANDLER)
    return folder


def kept_in(folder: Path) -> Terms:
    return Terms(verify=False, known=KnownResults(ResultStore(folder), "build"))


@pytest.fixture
def migrations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are migrated, once for each time."""
    done: list[str] = []
    migrate = migrator.migrate

    def told(source: Any, *args: Any, **kwargs: Any) -> Any:
        done.append(source.path)
        return migrate(source, *args, **kwargs)

    monkeypatch.setattr(migrator, "migrate", told)
    return done


# -- splitting ----------------------------------------------------------------------------------------------------


def test_a_folder_is_split_into_its_repositories(tmp_path: Path) -> None:
    repository(tmp_path / "a")
    repository(tmp_path / "teams" / "b")
    (tmp_path / "loose.yaml").write_text(TEMPLATE)
    found = list(batches([str(tmp_path)], [str(tmp_path / "a")], Shard()))
    names = sorted((Path(batch.repository).relative_to(tmp_path).as_posix(), batch.targets is None) for batch in found)
    assert names == [(".", False), ("a", True), ("teams/b", True)]
    assert [Path(target.path).name for batch in found for target in batch.targets or ()] == ["loose.yaml"]


def test_a_repository_inside_another_is_one_of_its_own(tmp_path: Path) -> None:
    repository(repository(tmp_path / "outer") / "inner")
    portion = examine(next(batches([str(tmp_path / "outer")], [], Shard())), Terms(verify=False))
    assert [row.path for row in portion.rows if isinstance(row, TemplateRow)] == ["stack0/template.yaml"]
    assert [batch.repository for batch in portion.rest] == [str(tmp_path / "outer" / "inner")]


def test_many_templates_of_one_repository_are_shared_out(tmp_path: Path) -> None:
    for number in range(CHUNK + 1):
        (tmp_path / f"{number:02}.yaml").write_text("# AWS::Serverless\n")
    (tmp_path / ".git").mkdir()
    portion = examine(Batch(str(tmp_path), str(tmp_path)), Terms(verify=False))
    assert [len(batch.targets or ()) for batch in portion.rest] == [1]
    assert sum(isinstance(row, TemplateRow) for row in portion.rows) == CHUNK


def test_shards_share_out_all_repositories() -> None:
    names = [f"team/service-{number}" for number in range(50)]
    parts = [[name for name in names if Shard(number, 3).holds(name)] for number in (1, 2, 3)]
    assert sorted(name for part in parts for name in part) == sorted(names)
    assert all(parts)
    assert Shard.parse("2/3") == Shard(2, 3)


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b"])
def test_a_shard_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ArgumentError, match="K/N"):
        Shard.parse(text)


def test_a_list_has_comments(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text("# all\n\na/b  # ours\nhttps://example.com/x#y.git\n")
    assert read_list(str(file)) == ["a/b", "https://example.com/x#y.git"]


def test_no_secret_is_taken_from_an_address() -> None:
    with pytest.raises(ArgumentError, match="no place for a password"):
        list(batches([], ["https://me:secret@example.com/x.git"], Shard()))


# -- one template -------------------------------------------------------------------------------------------------


def test_the_last_pattern_names_the_owner() -> None:
    owners = Owners.parse("# all\n* @all\n/services/ @team @other\n*.md\n[Section]\ndocs/*.yaml @docs\n")
    assert owners.owner("services/a/template.yaml") == "@team"
    assert owners.owner("other/template.yaml") == "@all"
    assert owners.owner("a/README.md") == ""
    assert owners.owner("docs/a.yaml") == "@docs"
    assert owners.owner("docs/a/b.yaml") == "@all"


@pytest.mark.parametrize(
    ("properties", "language"),
    [
        ("Runtime: nodejs22.x", "javascript"),
        ("PackageType: Image", "image"),
        ("Runtime: provided.al2023\n    Metadata: {BuildMethod: rust-cargolambda}", "rust"),
        ("Runtime: provided.al2, Handler: index.php", "php"),
        ("Handler: app.handler", "unknown"),
    ],
)
def test_a_function_says_its_language(properties: str, language: str, tmp_path: Path) -> None:
    inner, _, metadata = properties.partition("\n")
    path = tmp_path / "template.yaml"
    events = "Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}"
    function = f"    Type: AWS::Serverless::Function\n{metadata}\n    Properties: {{{inner}, {events}}}\n"
    path.write_text(f"Resources:\n  F:\n{function}")
    source = read(Target(str(path)))
    template = read_template(source) if source is not None else None
    assert template is not None
    assert [row.language for row in functions(template, [], Namer(tmp_path, path))] == [language]


# -- what is kept -------------------------------------------------------------------------------------------------


def test_what_is_unchanged_is_not_migrated_again(tmp_path: Path, migrations: list[str]) -> None:
    batch = next(batches([str(repository(tmp_path / "a"))], [], Shard()))
    first = examine(batch, kept_in(tmp_path / "cache"))
    assert migrations
    migrations.clear()
    assert examine(batch, kept_in(tmp_path / "cache")) == first
    assert migrations == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("template.yaml", f"# another\n{TEMPLATE}"),
        ("src/app.py", HANDLER.replace("path", "resource")),
        ("src/helper.py", "# it was looked for, and not there\n"),
        ("README.md", "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/Prod\n"),
    ],
)
def test_what_was_read_or_looked_for_counts(file: str, text: str, tmp_path: Path, migrations: list[str]) -> None:
    batch = next(batches([str(repository(tmp_path / "a"))], [], Shard()))
    examine(batch, kept_in(tmp_path / "cache"))
    migrations.clear()
    (tmp_path / "a" / "stack0" / file).write_text(text)
    changed = examine(batch, kept_in(tmp_path / "cache"))
    assert migrations
    assert changed.rows == examine(batch, kept_in(tmp_path / "cache")).rows


def test_another_place_is_no_change(tmp_path: Path, migrations: list[str]) -> None:
    """A fresh clone on another machine finds what a cache that was carried there knows."""
    for name in ("a", "b"):
        batch = next(batches([str(repository(tmp_path / name))], [], Shard()))
        migrations.clear()
        rows = examine(batch, kept_in(tmp_path / "cache")).rows
    assert migrations == []
    assert str(tmp_path) not in repr([replace(row, repository="") for row in rows])


@contextmanager
def opens() -> Iterator[set[str]]:
    """The files that are opened meanwhile; a hook stays for good, and does nothing afterwards."""
    seen: set[str] = set()
    at = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if at and event == "open" and isinstance(arguments[0], (str, os.PathLike)):
            seen.add(os.fspath(arguments[0]))

    sys.addaudithook(hook)
    yield seen
    at = False


def test_every_file_that_is_read_is_asked_for(tmp_path: Path) -> None:
    root = repository(tmp_path / "a")
    (root / "stack0" / "src" / "helper.py").write_text("def help(event):\n    return event\n")
    migrator.load(migrator.options.Direction.TO_HTTP, verify=False)
    source = read(Target(str(root / "stack0" / "template.yaml")))
    assert source is not None
    with opens() as seen, written_down() as answers:
        migrator.migrate(source, migrator.options.Direction.TO_HTTP, verify=False)
    inside = {Path(path).relative_to(root).as_posix() for path in seen if path.startswith(str(root))}
    asked = {f"stack0/{question[2]}" for question in answers if question[1] == "read"}
    around = any(question[1] == "surroundings" for question in answers)
    assert {"stack0/src/app.py", "stack0/src/helper.py"} <= inside & asked
    assert around  # which reads whatever lies there


# -- processes ----------------------------------------------------------------------------------------------------


def poisoned(batch: Batch, terms: Terms) -> Portion:
    """Look at templates, and die of one."""
    if any("poison" in target.path for target in batch.targets or ()):
        os._exit(9)
    targets = batch.targets or ()
    return Portion(tuple(TemplateRow(batch.repository, "", target.path, "", 1, 0, "", "") for target in targets))


def test_a_template_that_ends_its_process_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "examine", poisoned)
    monkeypatch.setattr(migrator, "load", lambda *_, **__: None)
    names = ["a", "b", "poison", "c", "d"]
    targets = tuple(Target(str(tmp_path / name)) for name in names)
    todo = [Batch("r", str(tmp_path), targets), Batch("s", str(tmp_path), targets[:1])]
    with progress([], None) as watch:
        portions = list(local.in_processes(todo, Terms(), 2, watch))
    rows = [row for portion in portions for row in portion.rows if isinstance(row, TemplateRow)]
    assert sorted((row.repository, Path(row.path).name, bool(row.error)) for row in rows) == [
        *(("r", name, name == "poison") for name in sorted(names)),
        ("s", "a", False),
    ]


@pytest.mark.xdist_group("dask")
def test_a_cluster_gives_the_same_rows(tmp_path: Path) -> None:
    from distributed import LocalCluster

    from migrator.fleet.build import build
    from migrator.fleet.cluster import on_cluster

    terms = Terms(verify=False, known=KnownResults(None, build()))
    todo = [*batches([str(repository(tmp_path / name).parent) for name in ("a", "b")], [], Shard())]
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,  # type: ignore[no-untyped-call]
        progress([], None) as watch,
    ):
        there = [*on_cluster(todo, terms, cluster.scheduler_address, 1, watch)]
    here = [examine(batch, terms) for batch in todo]
    assert {row for portion in there for row in portion.rows} == {row for portion in here for row in portion.rows}
    assert sum(isinstance(row, ApiRow) for portion in there for row in portion.rows) == 2


# -- clones -------------------------------------------------------------------------------------------------------


def test_a_repository_is_cloned_and_brought_up_to_date(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    (origin / "template.yaml").write_text(TEMPLATE)
    commit(origin)
    batch = next(batches([], [origin.as_uri()], Shard()))
    terms = Terms(verify=False, clones=Clones(tmp_path / "clones", 2))
    first = [row for row in examine(batch, terms).rows if isinstance(row, TemplateRow)]
    (origin / "other.yaml").write_text(TEMPLATE)
    second = [row for row in (commit(origin), *examine(batch, terms).rows) if isinstance(row, TemplateRow)]
    assert [row.path for row in first] == ["template.yaml"]
    assert [row.path for row in second] == ["other.yaml", "template.yaml"]
    assert len({row.commit for row in (*first, *second)}) == 2
    assert second[0].repository == origin.as_uri()


def commit(folder: Path) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com")
    for words in (("init", "--quiet"), ("add", "--all"), (*who, "commit", "--quiet", "--message=All")):
        subprocess.run(["git", *words], cwd=folder, check=True)


def test_a_repository_that_is_not_there_has_a_row(tmp_path: Path) -> None:
    batch = Batch(f"file://{tmp_path}/nowhere")
    (row,) = examine(batch, Terms(clones=Clones(tmp_path / "clones", 1))).rows
    assert isinstance(row, TemplateRow)
    assert (row.repository, row.path) == (batch.repository, "")
    assert "does not" in row.error


# -- where rows go ------------------------------------------------------------------------------------------------

ROWS: tuple[Row, ...] = (
    run_row(Shard()),
    TemplateRow("r", "", "t.yaml", "@us", 3, 1, "", "d"),
    FunctionRow("r", "t.yaml", "F", "python", "python3.12", "app.py", "unchanged", "none"),
)


def test_rows_are_read_with_sql(tmp_path: Path) -> None:
    import duckdb

    for name in ("fleet.parquet", "fleet.duckdb"):
        for _ in range(2):  # the second run takes the place of the first
            output = opened(str(tmp_path / name), Shard())
            output.add(ROWS)
            output.close()
    assert not [*tmp_path.rglob("*.unfinished")]
    database = duckdb.connect(str(tmp_path / "fleet.duckdb"))
    for table in TABLES:
        files = f"read_parquet('{tmp_path}/fleet.parquet/{table}/*.parquet')"
        assert database.sql(f"FROM {files}").fetchall() == database.sql(f"FROM {table}").fetchall()
    assert database.sql("SELECT owner, lines FROM templates").fetchall() == [("@us", 3)]


def test_shards_share_one_folder(tmp_path: Path) -> None:
    for number in (1, 2):
        output = opened(str(tmp_path / "fleet.parquet"), Shard(number, 2))
        output.add(ROWS)
        output.close()
    assert len([*(tmp_path / "fleet.parquet" / "templates").iterdir()]) == 2


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    for name in ("fleet.csv", "missing/fleet.jsonl"):
        with pytest.raises(ArgumentError, match="--output"):
            opened(str(tmp_path / name), Shard())
    with pytest.raises(ArgumentError, match="exclude each other"):
        cache_folder("x", unused=True)


def test_a_run_says_what_it_adds_up_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "template.yaml").write_text(
        TEMPLATE.replace("Resources:", "Globals: {Api: {Auth: {ApiKeyRequired: true}}}\nResources:")
    )
    arguments = ["inventory", str(tmp_path), "--no-cache", "--no-verify", "--statistics", "--output"]
    assert main([*arguments, str(tmp_path / "fleet.jsonl")]) == 0
    out = capsys.readouterr().out
    assert "1  1 alone  to-http  api-keys" in out
    assert "1 repository, 1 template: 1 REST API, 0 HTTP APIs." in out
    assert "1 will stay" in out
    (api,) = (row for row in map(json.loads, (tmp_path / "fleet.jsonl").open()) if row["table"] == "apis")
    assert (api["readiness"], api["authorizers"], api["blockers"]) == ("stays", ["api-key"], ["api-keys"])


def test_what_is_of_no_use_any_more_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = ResultStore(tmp_path)
    monkeypatch.setattr(store, "_today", lambda: 1000)
    results.keep(b"old", "00", {("t.yaml", "ends"): "True"}, [1])
    monkeypatch.setattr(store, "_today", lambda: 1100)
    results.keep(b"new", "01", {}, ["\ud800"])
    results.sweep()
    assert [*results.candidates(b"old")] == []
    assert [(each.digest, each.content) for each in results.candidates(b"new")] == [("01", ["\ud800"])]


def test_a_place_where_nothing_can_be_kept_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "results-1.sqlite3").write_text("this is no database, and long enough to be seen as none")
    assert main(["inventory", str(tmp_path), "--cache", str(tmp_path)]) == 2
    assert "--no-cache does without" in capsys.readouterr().err
