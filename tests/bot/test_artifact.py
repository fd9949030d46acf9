"""The report of another run: read back whole, and refused wherever it is not what it should be."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from reports import PLAN, ROUTES, migration, with_code

import transforms
from migrator import migrate
from migrator.bot import artifact
from migrator.bot.artifact import MAX_BYTES, ReportError, parse_report, read_report
from migrator.bot.patches import MAX_LINES, PatchError, restore
from migrator.bot.report_form import DocumentForm, FindingForm
from migrator.findings import Accept
from migrator.migration import FileChange, Migration, Risk
from migrator.options import Direction, Options
from migrator.report import Mode, Report, json_report, totals
from migrator.report.diff import unified
from migrator.routes import Proof, RouteAccess, RouteRow, Verification
from migrator.text.source import Source, decode

ROOT = Path(__file__).resolve().parents[2]
CASES = sorted((ROOT / "golden").glob("to-*/*/*/template.yaml"))


def report_of(files: list[Path], *, accept: bool = False) -> Report:
    options = Options(accept=(Accept("all"),) if accept else ())
    migrations = tuple(
        migrate(decode(file.name, file.read_bytes()), Direction(file.relative_to(ROOT / "golden").parts[0]), options)
        for file in files
    )
    return Report(migrations[0].direction, Mode.CHECK, migrations)


def shown(report: str) -> list[dict[str, Any]]:
    """What of a report is told: of diffs what they say, since the same change can be written in several ways."""
    templates: list[dict[str, Any]] = json.loads(report)["templates"]
    for template in templates:
        for change in template["files"]:
            change["diff"] = said(change["diff"])
        template["diff"] = "" if template["files"] else said(template["diff"])
        for each in (template, *template["files"]):
            each["edits"] = None  # their offsets are those of texts that the report does not hold
    return templates


def said(diff: str) -> tuple[str, str]:
    found = restore(diff)
    return found.before, found.after


class TestReadBack:
    @pytest.mark.parametrize("direction", ["to-http", "to-rest"])
    def test_everything_that_is_shown_is_the_same(self, direction: str) -> None:
        report = report_of([file for file in CASES if f"/golden/{direction}/" in str(file)][::5], accept=True)
        assert len(report.migrations) > 5
        text = json_report.render(report)
        again = json_report.render(parse_report(text.encode()))
        for one, other in zip(shown(again), shown(text), strict=True):
            assert one == other

    def test_what_comparing_and_running_showed(self) -> None:
        evidence = Verification(Proof.SKIPPED, "no translator", plan=PLAN, routes=ROUTES)
        told = with_code(migration(verification=evidence))
        again = parse_report(json_report.render(Report(told.direction, Mode.CHECK, (told,))).encode()).migrations[0]
        assert again.verification == evidence
        assert [handler.runs for handler in again.handlers] == [handler.runs for handler in told.handlers]

    def test_the_worst_news_is_that_of_the_run(self) -> None:
        routes = (RouteRow("A", "GET /", RouteAccess("F", "P", clients=()), RouteAccess("F", "P", clients=("c",))),)
        evidence = Verification(Proof.SKIPPED, "no translator", plan=PLAN, routes=routes)
        told = with_code(migration(verification=evidence))
        told = replace(told, handlers=tuple(replace(handler, risk=Risk.FAILS) for handler in told.handlers))
        report = Report(told.direction, Mode.WRITE, (told,))
        again = parse_report(json_report.render(report).encode())
        assert totals(again).news == totals(report).news
        assert len(totals(again).news) == 2
        assert again.migrations[0].verification.routes == routes

    @pytest.mark.parametrize("ends", ["\n", "\r\n"])
    def test_texts_are_restored_where_the_diff_shows_them(self, ends: str) -> None:
        before = "".join(f"line {number}{ends}" for number in range(60)) + "no newline"
        after = before.replace(f"line 9{ends}", "").replace("line 30", "changed").replace("no newline", f"end{ends}")
        change = FileChange(Source("a.yaml", before), after)
        found = restore(unified(change))
        again = FileChange(Source("a.yaml", found.before), found.after, found.edits)
        assert unified(again) == unified(change)
        assert found.before.count("\n") == before.count("\n")

    def test_a_new_file(self) -> None:
        change = FileChange(Source("new.py", ""), "a\nb\n", new=True)
        found = restore(unified(change))
        assert (found.before, found.after) == ("", "a\nb\n")
        assert restore(unified(FileChange(Source("empty.py", ""), "", new=True))).after == ""

    @pytest.mark.parametrize("name", ["a b.yaml", "a\nb.yaml", "ä.yaml", "-x.yaml"])
    def test_names_of_all_kinds(self, name: str) -> None:
        assert restore(unified(FileChange(Source(name, "a\n"), "b\n"))).after == "b\n"

    def test_lines_of_findings_exist(self) -> None:
        assert restore("", lines=40).before.count("\n") == 40


def valid() -> dict[str, Any]:
    report = report_of([ROOT / "golden/to-http/cognito/user-pool/template.yaml"])
    return dict(json.loads(json_report.render(report)))


ROUTE: dict[str, Any] = {
    "api": "A",
    "route": "GET /",
    "before": None,
    "after": {"target": "Fn", "authorizer": "no authorizer", "scopes": [], "api_key": False, "open": True},
}
EMPTY: dict[str, Any] = {"findings": [], "edits": [], "handlers": [], "diff": ""}
BAD = {
    "another version": lambda d: d.update(version=2),
    "a version that is no number": lambda d: d.update(version="1"),
    "another direction": lambda d: d.update(direction="to-hell"),
    "an unknown key": lambda d: d.update(extra="@everyone"),
    "an unknown key inside": lambda d: d["templates"][0].update({"<img>": 1}),
    "a missing key": lambda d: d.pop("templates"),
    "no list": lambda d: d.update(templates={}),
    "too many templates": lambda d: d.update(templates=[{**d["templates"][0], **EMPTY}] * 2_001),
    "a path that is none": lambda d: d["templates"][0].update(path=None),
    "a path too long": lambda d: d["templates"][0].update(path="x" * 2_000),
    "another status": lambda d: d["templates"][0].update(status="approved"),
    "a text too long": lambda d: d["templates"][0].update(error="x" * 9_000),
    "an unknown code": lambda d: d["templates"][0]["findings"][0].update(code="looks-good"),
    "another level": lambda d: d["templates"][0]["findings"][0].update(level="note"),
    "a line too far": lambda d: d["templates"][0]["findings"][0].update(line=MAX_LINES + 1),
    "a line that is none": lambda d: d["templates"][0]["findings"][0].update(line=0),
    "a line as text": lambda d: d["templates"][0]["findings"][0].update(line="1"),
    "true as a number": lambda d: d["templates"][0]["findings"][0].update(line=True),
    "a diff that is none": lambda d: d["templates"][0].update(diff="hello"),
    "a route without access": lambda d: d["templates"][0]["verification"].update(
        routes=[{"api": "A", "route": "GET /", "before": None}]
    ),
    "a route that knows more": lambda d: d["templates"][0]["verification"].update(routes=[{**ROUTE, "note": "<b>"}]),
    "a route of no API": lambda d: d["templates"][0]["verification"].update(routes=[{**ROUTE, "api": 1}]),
    "access that is nearly open": lambda d: d["templates"][0]["verification"].update(
        routes=[{**ROUTE, "after": {**ROUTE["after"], "open": "no"}}]
    ),
    "access that knows more": lambda d: d["templates"][0]["verification"].update(
        routes=[{**ROUTE, "after": {**ROUTE["after"], "<b>": 1}}]
    ),
    "scopes without end": lambda d: d["templates"][0]["verification"].update(
        routes=[{**ROUTE, "after": {**ROUTE["after"], "scopes": ["s"] * 1_000}}]
    ),
    "too many routes": lambda d: d["templates"][0]["verification"].update(routes=[ROUTE] * 5_001),
    "a diff of other files": lambda d: d["templates"][0].update(
        files=[{"path": "x", "new": False, "edits": [], "diff": "--- a/x\n"}]
    ),
}


class TestRefused:
    def test_the_valid_one_is_taken(self) -> None:
        assert parse_report(json.dumps(valid()).encode()).migrations[0].changed

    @pytest.mark.parametrize("name", BAD)
    def test_not_as_it_should_be(self, name: str) -> None:
        document = valid()
        BAD[name](document)
        with pytest.raises(ReportError) as caught:
            parse_report(json.dumps(document).encode())
        said = str(caught.value)
        assert said.startswith("the report is refused: ")
        assert not any(hostile in said for hostile in ("@", "<", "hell", "looks", "xxx"))

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff",
            b'{"a": "\\ud800"}',
            b"9" * 5_000,
            b"null",
            b"[]",
            b"[" * 1_000_000,
            b'{"a":' * 100_000,
            b"1e999",
            b"NaN",
        ],
    )
    def test_no_report_at_all(self, data: bytes) -> None:
        with pytest.raises(ReportError):
            parse_report(data)

    def test_too_large(self, tmp_path: Path) -> None:
        with (tmp_path / "r.json").open("wb") as stream:
            stream.truncate(MAX_BYTES + 1)
        with pytest.raises(ReportError, match="over the limit"):
            read_report(str(tmp_path / "r.json"))

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(ReportError, match="cannot read the report: "):
            read_report(str(tmp_path / "r.json"))


class TestLimits:
    """They are checked before the work that they bound is done: a hostile report costs no more than reading it."""

    @pytest.fixture(autouse=True)
    def idle(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(artifact, "restore", lambda *_, **__: pytest.fail("worked"))

    def refused(self, document: dict[str, Any], **more: Any) -> str:
        template = {**document["templates"][0], **EMPTY}
        document["templates"] = [{**template, **more, "path": str(number)} for number in range(8)]
        with pytest.raises(ReportError) as caught:
            parse_report(json.dumps(document).encode())
        return str(caught.value)

    FAR = MAX_LINES - 10
    SPOKEN = "the report is refused: its diffs speak of more than 2000000 lines"

    @pytest.mark.parametrize("before", ["", "@@ -1 +1 @@\n-a\n+b\n"])
    def test_lines_that_diffs_speak_of(self, before: str) -> None:
        diff = f"--- a/x\n+++ b/x\n{before}@@ -{self.FAR} +{self.FAR} @@\n-a\n+b\n"
        assert self.refused(valid(), diff=diff) == self.SPOKEN

    def test_lines_that_findings_speak_of(self) -> None:
        document = valid()
        found = {**document["templates"][0]["findings"][0], "line": 1, "end_line": self.FAR}
        assert self.refused(document, findings=[found]) == self.SPOKEN

    @pytest.mark.parametrize("by", ["template", "handler"])
    def test_lines_of_the_files_of_a_template(self, by: str) -> None:
        document = valid()
        found = {**document["templates"][0]["findings"][0], "file": "app.py", "line": 1, "end_line": self.FAR}
        handler = {"path": "app.py", "function": "F", "status": "flagged", "findings": [found], "runs": []}
        told = {"findings": [found]} if by == "template" else {"handlers": [handler]}
        files = [{"path": "app.py", "new": False, "edits": [], "diff": ""}]
        assert self.refused(document, files=files, **told) == self.SPOKEN

    def test_lines_of_diffs(self) -> None:
        diff = "--- a/x\n+++ b/x\n@@ -1,30000 +1,30000 @@\n" + " a\n" * 30_000
        assert self.refused(valid(), diff=diff) == "the report is refused: its diffs have more than 200000 lines"

    def test_objects_and_lists(self) -> None:
        data = b'{"templates":[' + b",".join([b"[]"] * 1_000_001) + b"]}"
        with pytest.raises(ReportError, match="more than 1000000 objects and lists"):
            parse_report(data)

    def test_keys_of_an_object(self) -> None:
        document = valid() | {f"key {number}": 1 for number in range(300)}
        with pytest.raises(ReportError, match="an object in it has more than 250 keys"):
            parse_report(json.dumps(document).encode())

    def test_the_first_fault_is_the_last_that_is_looked_for(self) -> None:
        """A validator that notes each of a million faults takes gigabytes."""
        document = valid()
        template = {**document["templates"][0], **EMPTY, "findings": [{}] * 5_000}
        document["templates"] = [template] * 20
        with pytest.raises(ValidationError) as caught:
            DocumentForm.model_validate_json(json.dumps(document))
        assert caught.value.error_count() <= len(FindingForm.model_fields)


@pytest.mark.parametrize(
    "diff",
    [
        "x",
        "--- a/x\n+++ b/x\n",
        "diff --git a/x b/x\n",
        "diff --git a/x b/x\nnew file mode 100644\n@@ -1 +1 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\nhello\n",
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n",
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+c\n",
        "--- a/x\n+++ b/x\n@@ -1,9 +1 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n@@ -5 +5 @@\n-a\n+b\n@@ -1 +1 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n@@ -999999999 +1 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n@@ -0 +0 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file",
    ],
)
def test_a_diff_that_is_none(diff: str) -> None:
    with pytest.raises(PatchError):
        restore(diff)


def test_text_of_a_report_is_shown_as_text() -> None:
    """What a hostile report says goes through the same reports as everything else, with our own links and codes."""
    document = valid()
    document["templates"][0]["findings"][0] |= {"docs": "https://evil.example", "security": False, "message": "<!-- x"}
    (migration,) = parse_report(json.dumps(document).encode()).migrations
    assert isinstance(migration, Migration)
    assert migration.findings[0].code in transforms.CODES.values()
    assert "evil" not in json_report.render(Report(migration.direction, Mode.CHECK, (migration,)))
