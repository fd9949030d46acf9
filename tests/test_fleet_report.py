"""Questions about an inventory: which figures come out, from any form of it and into any form of a report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from fleets import API, FUNCTION, RUN, STOPPED, TEMPLATE, Tables, big, fleet, write

from migrator.cli import main
from migrator.command.arguments import ArgumentError
from migrator.fleet.report import markdown, text
from migrator.fleet.report.asking import FleetReport, FleetRequest, ask
from migrator.report.paint import Look

FORMS = (".parquet", ".duckdb", ".jsonl")
KEYS = replace(API, api="Keys", **STOPPED, readiness="option", blockers=("api-keys",), options=("api-keys",))
BOTH = replace(API, api="Both", **STOPPED, readiness="change", blockers=("api-keys", "cache"), options=("api-keys",))
BESIDE = replace(API, api="Beside", status="blocked", blockers=("cache",))
KEPT = replace(API, api="Kept", status="kept", readiness="stays", step="kept", reason="a partner pins the host")
HTTP = replace(API, api="New", kind="http", direction="to-rest")
SMALL = fleet(API, KEYS, BOTH, KEPT, HTTP)
HOSTILE = "</script><img src=x onerror=alert(1)>|`x`@acme\x1b[31m\u202e'\"\n# h"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(SMALL, tmp_path_factory.mktemp("fleet") / "fleet.parquet")


def rows(report: FleetReport, question: str) -> list[dict[str, Any]]:
    """The answer to a question, by the headings of its columns."""
    answer = next(each for each in report.answers if each.question.id == question)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def column(report: FleetReport, question: str, name: str) -> list[Any]:
    return [row[name] for row in rows(report, question)]


def asked(tmp_path: Path, *tables: Tables, **wanted: Any) -> FleetReport:
    paths = [write(each, tmp_path / f"{number}.jsonl") for number, each in enumerate(tables)]
    return ask(FleetRequest(tuple(paths), **wanted))


class TestAnswers:
    def test_totals(self, small: str) -> None:
        (told,) = rows(ask(FleetRequest((small,))), "totals")
        assert told == {
            "Repositories": 1, "Templates": 1, "REST APIs": 4, "HTTP APIs": 1, "Routes": 20,
            "Functions behind routes": 1, "Templates not judged": 0,
        }  # fmt: skip

    def test_readiness_counts_each_api_of_the_direction_once(self, small: str) -> None:
        report = ask(FleetRequest((small,)))
        assert column(report, "readiness", "APIs") == [1, 1, 1, 1]
        assert sum(column(report, "readiness", "Per cent")) == 100
        back = ask(FleetRequest((small,), direction="to-rest"))
        assert column(back, "readiness", "APIs") == [1, 0, 0, 0]

    def test_what_nobody_judged_is_told_too(self, tmp_path: Path) -> None:
        report = asked(tmp_path, fleet(replace(API, readiness="", status="error")))
        assert rows(report, "readiness")[-1]["Readiness"] == "not judged"

    def test_blockers_are_ranked_by_what_they_stop_alone(self, tmp_path: Path) -> None:
        # What stops only the move at once stops nothing where the API can move side by side.
        found = rows(asked(tmp_path, fleet(API, KEYS, BOTH, BESIDE)), "blockers")
        assert [(r["Code"], r["Stops alone"], r["Stops in all"], r["Can be accepted"]) for r in found] == [
            ("api-keys", 1, 2, 2),
            ("cache", 0, 1, 0),
        ]

    def test_runtimes_are_ranked_by_the_end_of_their_support(self, tmp_path: Path) -> None:
        kinds = ("python3.13", "brandnew1.x", "nodejs16.x", "nodejs22.x", "python3.8", "")
        functions = [replace(FUNCTION, runtime=runtime) for runtime in kinds]
        report = asked(tmp_path, fleet(API, functions=functions))
        assert [(row["Runtime"], row["Support"]) for row in rows(report, "runtimes")] == [
            ("nodejs16.x", "deprecated"),
            ("python3.8", "deprecated"),
            ("nodejs22.x", "ends within 180 days"),
            ("python3.13", "supported"),
            ("brandnew1.x", "no date known"),
        ]
        assert "lambda-runtimes.html" in report.notes[-1]

    def test_kept_apis_and_templates_that_failed_are_named(self, tmp_path: Path) -> None:
        failed = {**SMALL, "templates": [replace(TEMPLATE, error="line 3: no mapping")]}
        report = asked(tmp_path, failed)
        assert column(report, "kept", "Why") == ["a partner pins the host"]
        assert column(report, "errors", "Why") == ["line 3: no mapping"]
        assert "errors" not in [each.question.id for each in asked(tmp_path, fleet(API)).answers]

    def test_a_fleet_without_anything(self, tmp_path: Path) -> None:
        empty: Tables = {"runs": [RUN], "templates": [], "apis": [], "functions": [], "findings": []}
        for form in FORMS:
            report = ask(FleetRequest((write(empty, tmp_path / f"empty{form}"),)))
            assert column(report, "readiness", "APIs") == [0, 0, 0, 0]
            assert "0" in text.render(report, Look())


class TestOwners:
    REPOSITORIES = ("https://github.com/acme/shop.git", "git@github.com:acme/pay.git", "/srv/checkouts/acme/stock")

    def owners(self, tmp_path: Path, said: str) -> list[str]:
        (tmp_path / "owners").write_text(said)
        tables = fleet(*(replace(API, repository=each) for each in self.REPOSITORIES))
        report = asked(tmp_path, tables, owners=str(tmp_path / "owners"))
        return sorted(column(report, "owners", "Owner"))

    def test_a_table_names_repositories_in_any_spelling(self, tmp_path: Path) -> None:
        assert self.owners(
            tmp_path, "Repository,Owner\nacme/shop,web\npay,money\n/srv/checkouts/acme/stock,depot\n"
        ) == [
            "depot",
            "money",
            "web",
        ]

    def test_of_lines_the_last_that_fits_counts(self, tmp_path: Path) -> None:
        assert self.owners(tmp_path, "# all\n* everybody\nacme/s* shops second\nstock   depot\n") == [
            "depot",
            "everybody",
            "shops",
        ]

    def test_without_a_rule_the_owner_of_the_template_stays(self, tmp_path: Path) -> None:
        assert self.owners(tmp_path, "shop web\n") == ["@acme/web", "web"]

    @pytest.mark.parametrize(
        ("said", "place"), [("shop\n", ":1"), ("repository,owner\n\nshop\n", ":3"), ("a \x1b\n", ":1")]
    )
    def test_a_line_that_says_nothing_is_an_error(self, tmp_path: Path, said: str, place: str) -> None:
        with pytest.raises(ArgumentError, match=f"owners{place}: expected"):
            self.owners(tmp_path, said)


class TestDataSets:
    @pytest.mark.parametrize("form", FORMS)
    def test_every_form_gives_the_same_answers(self, tmp_path: Path, form: str) -> None:
        reference = asked(tmp_path, big(60))
        # DuckDB takes these for patterns, and quotes for the end of a name.
        path = tmp_path / "a [1]* 'x'"
        path.mkdir()
        found = ask(FleetRequest((write(big(60), path / f"fleet{form}"),)))
        assert [(a.columns, a.rows) for a in found.answers] == [(a.columns, a.rows) for a in reference.answers]

    def test_the_script_does_the_same_elsewhere(self, tmp_path: Path) -> None:
        paths = [
            write(big(30, seed=n, started=f"2026-0{n}-01T00:00:00Z"), tmp_path / f"{n}{FORMS[n - 1]}")
            for n in (1, 2, 3)
        ]
        (tmp_path / "owners").write_text("* it's\n")
        (tmp_path / "requests.csv").write_text("repository,requests,api\nusers-3,12,x\n")
        report = ask(FleetRequest(tuple(paths), owners=f"{tmp_path}/owners", requests=(f"{tmp_path}/requests.csv",)))
        connection = duckdb.connect()
        answers = []
        for statement in connection.extract_statements(report.sql):
            found = connection.execute(statement)
            if statement.type == duckdb.StatementType.SELECT:
                answers.append(found.fetchall())
        told = {each.question.id: list(each.rows) for each in report.answers}
        assert answers == [told.get(question.id, []) for question in report.asked]

    def test_several_are_a_history_whatever_their_order(self, tmp_path: Path) -> None:
        later, earlier = fleet(API, KEYS), fleet(KEYS, run=replace(RUN, started="2026-01-01T00:00:00Z"))
        report = asked(tmp_path, later, earlier)
        assert column(report, "history", "Today") == [0, 1]
        assert column(report, "readiness", "APIs") == [1, 1, 0, 0]
        assert "history" not in [each.question.id for each in asked(tmp_path, later).answers]

    def test_shards_of_one_run_are_one_state(self, tmp_path: Path) -> None:
        parts = [
            fleet(replace(API, repository=f"r{n}"), run=replace(RUN, shard=f"{n}/3", started=f"2026-11-29T1{n}:00:00Z"))
            for n in (1, 2, 3)
        ]
        whole = asked(tmp_path, *parts)
        assert column(whole, "totals", "Repositories") == [3]
        assert len(whole.notes) == 1
        some = asked(tmp_path, *parts[1:])
        assert some.notes[0] == "Not the whole fleet: shard 1/3 is missing."
        again = asked(tmp_path, *parts, fleet(API, run=replace(RUN, shard="1/3", started="2026-12-01T00:00:00Z")))
        assert column(again, "history", "Repositories") == [3, 1]

    @pytest.mark.parametrize("form", FORMS)
    def test_a_column_that_is_not_there_yet_is_empty(self, tmp_path: Path, form: str) -> None:
        path = write(SMALL, tmp_path / f"fleet{form}")
        if form == ".duckdb":
            with duckdb.connect(path) as connection:
                connection.execute("ALTER TABLE apis DROP COLUMN reason")
        elif form == ".jsonl":
            Path(path).write_text(Path(path).read_text().replace('"reason"', '"later"'))
        else:
            file = f"{path}/apis/part-00000.parquet"
            duckdb.sql(f"COPY (SELECT * EXCLUDE reason FROM '{file}') TO '{file}.2' (FORMAT parquet)")
            Path(f"{file}.2").replace(file)
        assert column(ask(FleetRequest((path,))), "kept", "Why") == [""]

    @pytest.mark.parametrize(
        ("make", "said"),
        [
            (lambda path: path.with_name("gone"), "there is no such data set"),
            (lambda path: path.parent, "no inventory"),
            (lambda path: _written(path.with_suffix(".csv"), "a\n"), "expected a folder of Parquet files"),
            (lambda path: _written(path, '{"table": "apis"}\n'), "it names no run"),
            (lambda path: _written(path, '{"table": "runs", "schema": 1, "sta'), "fleet.jsonl"),
            (lambda path: _written(path.with_suffix(".duckdb"), "no database at all, but some text"), "fleet.duckdb"),
            (lambda path: Path(write(fleet(API, run=replace(RUN, schema=99)), path)), "its tables have version 99"),
        ],
    )
    def test_what_is_no_inventory_is_said(self, tmp_path: Path, make: Callable[[Path], Path], said: str) -> None:
        with pytest.raises(ArgumentError, match=said):
            ask(FleetRequest((str(make(tmp_path / "fleet.jsonl")),)))

    def test_what_is_missing_without_duckdb(self, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "duckdb", None)
        with pytest.raises(ArgumentError, match=r"need DuckDB: duckdb is not installed: pip install .*\[fleet\]"):
            ask(FleetRequest((small,)))


def _written(path: Path, said: str) -> Path:
    path.write_text(said)
    return path


class TestPrinting:
    def hostile(self, tmp_path: Path) -> FleetReport:
        odd = replace(
            KEPT, repository=HOSTILE, path=HOSTILE, api=HOSTILE, reason=HOSTILE, features=(HOSTILE,),
            blockers=(HOSTILE,), step=HOSTILE,
        )  # fmt: skip
        return asked(tmp_path, fleet(odd, functions=[replace(FUNCTION, language=HOSTILE, runtime=HOSTILE)]))

    def test_nothing_of_a_repository_acts_in_a_terminal(self, tmp_path: Path) -> None:
        said = text.render(self.hostile(tmp_path), Look(100))
        assert not {"\x1b", "\u202e"} & set(said)
        assert not [line for line in said.splitlines() if line.startswith("# h")]

    def test_nothing_of_a_repository_acts_in_markdown(self, tmp_path: Path) -> None:
        said = markdown.render(self.hostile(tmp_path))
        assert "<img" not in said
        assert "@acme" not in said
        tables = [part.splitlines() for part in said.split("\n\n") if part.startswith("|")]
        widths = [{line.replace("\\|", "").count("|") for line in table} for table in tables]
        assert all(len(each) == 1 for each in widths)
        assert sum("onerror" in line for table in tables for line in table) > 5

    def test_text_tells_figures_and_bars(self, small: str) -> None:
        said = text.render(ask(FleetRequest((small,))), Look(100))
        assert "REST APIs to HTTP APIs: the fleet on 2026-11-29" in said
        line = next(line for line in said.splitlines() if "api-keys" in line)
        assert line.split() == ["api-keys", "1", "2", "2", "1", "█" * 15 + "▓" * 15]

    def test_long_tables_say_how_much_is_left_out(self, tmp_path: Path) -> None:
        report = asked(tmp_path, fleet(*(replace(API, repository=f"r{n:02}") for n in range(30))))
        assert "  20 more" in text.render(report, Look()).splitlines()
        assert "5 more; --sql gives the query for all of them." in markdown.render(report)


class TestCommand:
    def run(self, capfd: pytest.CaptureFixture[str], *given: str) -> tuple[int, str, str]:
        status = main(["inventory", "report", *given])
        out, err = capfd.readouterr()
        return status, out, err

    def test_formats(self, small: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        assert self.run(capfd, small)[1].startswith("REST APIs to HTTP APIs")
        assert self.run(capfd, small, "--format", "markdown")[1].startswith("# REST APIs to HTTP APIs")
        assert self.run(capfd, small, "--sql")[1].startswith("CREATE VIEW runs_history AS\n")
        file = tmp_path / "report.html"
        assert self.run(capfd, small, "--format", "html", "--output", str(file)) == (0, "", "")
        assert file.read_text().startswith("<!DOCTYPE html>")

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (["--format", "htm"], "did you mean html?"),
            (["--direction", "http"], "--direction"),
            (["--prices", "x"], "without --requests"),
            (["--output", "{small}/x.html"], "would overwrite the inventory"),
        ],
    )
    def test_mistakes(self, small: str, capfd: pytest.CaptureFixture[str], given: list[str], said: str) -> None:
        status, out, err = self.run(capfd, small, *(each.format(small=small) for each in given))
        assert (status, out) == (2, "")
        assert said in err
