"""Annotations, suggestions and Markdown: what programs make of a run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
from npm import package
from reports import (
    BEFORE,
    BLOCKED,
    BODY,
    CORS,
    FAILED,
    KEYS,
    NOTE,
    PLAN,
    ROUTES,
    UNCHANGED,
    finding,
    hostile,
    migration,
    report,
    spliced,
    with_code,
)

from migrator.command import arguments
from migrator.command.request import RunRequest
from migrator.findings import Accept
from migrator.migration import Migration, Status, TextEdit
from migrator.options import Options
from migrator.report import Mode, Report, codequality, diff_view, formats, github, markdown, rdjsonl
from migrator.report.paint import Look
from migrator.report.reproduce import RUN, commands
from migrator.routes import Proof, Verification
from migrator.spelling import OPTIONS

RDFORMAT = ("@umbrelladocs/rdformat-validator", "1.0.1")
BROKEN = replace(FAILED, error="line 3, column 9: not YAML")


class TestGitHub:
    """docs.github.com: workflow-commands-for-github-actions."""

    @staticmethod
    def lines(*migrations: Migration) -> list[str]:
        return github.render(report(*migrations)).splitlines()

    def test_a_finding_stands_at_its_line(self) -> None:
        assert self.lines(migration(finding(CORS))) == [
            "::warning file=t.yaml,line=3,endLine=3,col=5,endColumn=8,title=cors::cors here.%0Ado cors"
        ]

    def test_columns_are_left_off_where_lines_differ(self) -> None:
        found = finding(CORS)
        assert found.span
        (line,) = self.lines(migration(replace(found, span=replace(found.span, end_line=9))))
        assert "line=3,endLine=9,title" in line

    def test_what_has_no_place_has_its_file(self) -> None:
        (line,) = self.lines(migration(replace(finding(NOTE), span=None)))
        assert line.startswith("::notice file=t.yaml,title=note::")

    def test_findings_of_a_handler_stand_in_its_file(self) -> None:
        (line,) = self.lines(with_code(migration()))
        assert line.startswith("::warning file=src/app.py,line=4,")

    def test_a_failure_is_an_error_with_its_reasons(self) -> None:
        told = replace(BROKEN, verification=Verification(Proof.DIFFERENT, differences=("GET / is gone",)))
        assert self.lines(told) == ["::error file=t.yaml,line=3,title=sam-migrate failed::not YAML%0A- GET / is gone"]

    def test_a_loss_that_was_taken_is_no_error(self) -> None:
        (line,) = self.lines(migration(finding(KEYS, accepted=True)))
        assert line.startswith("::warning")
        assert "title=api-keys (security) accepted::" in line

    def test_the_worst_come_first_and_no_more_than_are_shown(self) -> None:
        many = [finding(code, line=n) for n in range(1, 31) for code in (NOTE, CORS, KEYS)]
        lines = self.lines(migration(*many), BROKEN)
        kinds = [re.match(r"::(\w+)", line)[1] for line in lines]  # type: ignore[index]
        assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
        assert "not YAML" in lines[0]
        told = "Not shown here: 21 more errors, 20 more warnings, 21 more notices. The report of sam-migrate lists all."
        assert lines[-1] == f"::notice title=sam-migrate::{told}"

    def test_access_of_a_later_template_comes_before_less(self) -> None:
        later = migration(finding(KEYS, accepted=True), path="later.yaml")
        lines = self.lines(migration(*(finding(CORS, line=n) for n in range(1, 31))), later)
        assert lines[0].startswith("::warning file=later.yaml")

    def test_as_many_as_are_shown_need_no_notice(self) -> None:
        lines = self.lines(migration(*(finding(NOTE, line=n) for n in range(1, 11))))
        assert len(lines) == 10
        assert "more notice" not in lines[-1]

    def test_a_template_gives_no_command(self) -> None:
        for line in github.render(hostile()).splitlines():
            assert re.match(r"::(error|warning|notice) [^:]*::", line), line
            assert not {"\x1b", "\x07", "\u202e", "\r"} & set(line)


class TestRdjsonl:
    """github.com/reviewdog/reviewdog/tree/master/proto/rdf."""

    @staticmethod
    def entries(*migrations: Migration) -> list[dict[str, Any]]:
        printed = rdjsonl.render(report(*migrations))
        assert printed.isascii()
        return [json.loads(line) for line in printed.splitlines()]

    def test_a_finding(self) -> None:
        first = self.entries(migration(replace(finding(KEYS), span=None)))[0]
        assert first == {
            "message": "api-keys here.\ndo api-keys",
            "location": {"path": "t.yaml"},
            "severity": "ERROR",
            "source": {"name": "sam-migrate"},
            "code": {"value": "api-keys", "url": "https://docs.aws.amazon.com/a"},
        }

    def test_columns_count_bytes(self) -> None:
        text = "A: '漢字' # é\nB: 1\n"
        start = text.index("#")
        span = replace(finding(NOTE).span, start=start, end=start + 3, line=1, column=9, end_line=1, end_column=12)  # type: ignore[type-var]
        (entry,) = self.entries(migration(replace(finding(NOTE), span=span), before=text, after=text))
        assert entry["location"]["range"] == {"start": {"line": 1, "column": 13}, "end": {"line": 1, "column": 17}}
        assert text.encode()[12:16].decode() == "# é"

    def test_a_file_that_is_not_at_hand_is_told_by_lines(self) -> None:
        (entry,) = self.entries(migration(replace(finding(NOTE), file="other.py"), after=BEFORE))
        assert entry["location"] == {"path": "other.py", "range": {"start": {"line": 3}, "end": {"line": 3}}}

    def test_a_failure(self) -> None:
        (entry,) = self.entries(BROKEN)
        assert entry["severity"] == "ERROR"
        assert entry["location"]["range"] == {"start": {"line": 3}}

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("a\nb\nc\n", "a\nB\nc\n"),
            ("a\nb\nc\n", "a\nc\n"),
            ("a\nb\nc\n", "a\nb\nx\ny\nc\n"),
            ("a\nb\nc\n", "x\na\nb\nc\n"),
            ("a\nb\nc\n", "a\nb\n"),
            ("a\nb\nc\n", "a\nb\nc\nd\n"),
            ("a\nb\nc", "a\nb\nC"),
            ("a\nb\nc", "a\nb\nc\nd\n"),
            ("a\nb\nc", "a\nb"),
            ("a\nb\nc\n", "a\nb\nc"),
            ("é\r\n漢\r\nc\r\n", "é\r\n字x\r\nc\r\nd\r\n"),
            ("a\r\nb\n", "a\nb\r\n"),
            ("a\nb\nc\nd\ne\nf\n", "A\nb\nc2\nd\nnew\ne\n"),
            ("", "a\n"),
            ("a\n", ""),
        ],
    )
    def test_suggestions_lead_to_the_new_text(self, before: str, after: str) -> None:
        assert self.suggested(migration(before=before, after=after)) == after

    @pytest.mark.parametrize("seed", range(40))
    def test_suggestions_made_from_edits_do_too(self, seed: int) -> None:
        import random

        dice = random.Random(seed)
        end = dice.choice(["\n", "\r\n"])
        before = "".join(dice.choice(["a", "é: 漢", "  c: d"]) + end for _ in range(dice.randint(1, 30)))
        cuts = sorted(dice.sample(range(len(before) + 1), 2 * dice.randint(1, 4) if len(before) > 8 else 2))
        edits = tuple(
            TextEdit(a, dice.choice([a, b]), dice.choice(["", "x", f"é{end}"]), "x")
            for a, b in zip(cuts[::2], cuts[1::2], strict=True)
        )
        after = spliced(before, edits)
        assert self.suggested(replace(migration(before=before, after=after), edits=edits)) == after

    def suggested(self, told: Migration) -> str:
        """Apply all suggestions to the bytes of the file, as a reader of the format would."""
        data = told.source.text.encode()
        starts = [0]
        for line in data.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))

        def offset(position: dict[str, int]) -> int:
            return starts[position["line"] - 1] + position["column"] - 1

        entries = [entry for entry in self.entries(told) if entry["code"]["value"] == "migration"]
        for entry in reversed(entries):
            (suggestion,) = entry["suggestions"]
            assert suggestion["range"] == entry["location"]["range"], "reviewdog shows it only where both agree"
            start, end = (offset(suggestion["range"][side]) for side in ("start", "end"))
            data = data[:start] + suggestion["text"].encode() + data[end:]
        return data.decode()

    def test_a_new_file_is_no_suggestion(self) -> None:
        paths = {entry["location"]["path"] for entry in self.entries(with_code(migration()))}
        assert paths == {"t.yaml", "src/app.py"}

    @pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
    def test_the_validator_takes_it(self, tmp_path: Path) -> None:
        program = package(*RDFORMAT) / "bin/rdformat-validator.js"
        run = report(
            with_code(migration(finding(KEYS), replace(finding(NOTE), span=None))), BROKEN, *hostile().migrations
        )
        entries = [json.loads(line) for line in rdjsonl.render(run).splitlines()]
        assert entries
        path = tmp_path / "all.json"
        path.write_text(json.dumps({"diagnostics": entries}))
        command = ["node", str(program), "--strict", str(path)]
        assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
        entries[0]["severity"] = "FATAL"
        path.write_text(json.dumps({"diagnostics": entries}))
        assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode


def markdown_of(*migrations: Migration, **kwargs: int) -> str:
    return markdown.render(report(*migrations), **kwargs)


class TestMarkdown:
    def test_what_a_reviewer_reads_first(self) -> None:
        text = markdown_of(migration(finding(KEYS, accepted=True), finding(CORS), finding(NOTE)))
        assert text.startswith(
            "## REST APIs to HTTP APIs\n\n**1 API would migrate (4 routes). Endpoint URL would change.**\n"
        )
        assert "| `t.yaml` | `A` → `AHttpApi` | would migrate | 4 | 0 | 1 | 1 | 1 |\n" in text
        assert "\n**Verified:** 4 routes, targets and access control equal.\n" in text

    def test_findings(self) -> None:
        text = markdown_of(
            migration(finding(CORS), finding(CORS, line=9), finding(KEYS), verification=Verification(Proof.SKIPPED))
        )
        assert (
            "\n- **blocker** api-keys (security), `A`, line 3 "
            "([AWS documentation](https://docs.aws.amazon.com/a)) \\\n  api-keys here. \\\n  do api-keys\n"
            "- **warning** cors, `A`, lines 3, 9 \\\n  cors here. \\\n  do cors\n"
        ) in text

    def test_handlers_and_several_files(self) -> None:
        text = markdown_of(with_code(migration()))
        assert "| `Fn` | `src/app.py` | flagged |\n| `Other` | `src/app.py` | would be rewritten |\n" in text
        assert "Quiet" not in text
        assert "\n- `Other`, run before and after:\n  - different: `GET /a`: status 200, 500\n" in text
        assert "- **warning** cors, `src/app.py` line 4 \\\n  The path is read here. \\\n  Check it.\n" in text
        for title in ("Diff of t.yaml", "Diff of src/app.py", "New file src/events.py"):
            assert f"<details><summary>{title}</summary>\n\n```diff\n" in text

    def test_plan_and_routes(self) -> None:
        text = markdown_of(migration(verification=Verification(Proof.EQUIVALENT, plan=PLAN, routes=ROUTES)))
        assert "**Plan: 1 to add, 0 to change, 0 to delete; endpoint URL changes**\n\n- it goes away\n" in text
        assert "3 routes, 2 of them with other access" in text
        before, after = "Pool (tokens of P), scope read or write, API key → `Fn`", "Pool (tokens of P) → `Fn`"
        assert f"| ≠ | `GET /keys` | {before} | {after} |\n" in text
        assert "| ≠ | `GET /gone` | AWS\\_IAM → `Fn` | — |" in text

    def test_failures(self) -> None:
        text = markdown_of(BROKEN, UNCHANGED)
        assert "| `t.yaml` |  | failed |  |" in text
        assert "**Failed:** line 3, column 9: not YAML\n" in text

    def test_a_blocked_template(self) -> None:
        blocked = migration(finding(KEYS, api="B"), status=Status.BLOCKED, after=BEFORE, apis=(BLOCKED,))
        text = markdown_of(blocked)
        assert "| `t.yaml` | `B` | blocked | 2 | 1 | 0 | 0 | 0 |" in text
        assert "erified" not in text
        assert "```diff" not in text

    def test_nothing_to_do(self) -> None:
        text = markdown_of(UNCHANGED)
        assert "**Nothing to migrate.**" in text
        assert "|" not in text

    @pytest.mark.parametrize("limit", [1200, 3000, 10_000, 60_000])
    @pytest.mark.parametrize("count", [1, 3, 40])
    def test_it_keeps_to_the_limit_and_is_whole(self, limit: int, count: int) -> None:
        before = BEFORE + "".join(f"  Key{n}: ```` \n" for n in range(2000))
        told = [
            migration(finding(CORS), before=before, after=before.replace("Key", "Other"), path=f"t{n}.yaml")
            for n in range(count)
        ]
        text = markdown_of(*told, limit=limit)
        assert len(text) <= limit
        assert text.endswith("\n")
        assert f"**Cut at {limit} characters.** Not shown: " in text
        assert text.count("<details>") == text.count("</details>")
        fences = re.findall(r"^(`{3,})", text, re.MULTILINE)
        assert len(fences) % 2 == 0
        assert fences[::2] == fences[1::2]
        assert "sam-migrate to-http" in text, "how to reproduce it is never cut"

    def test_the_cut_says_how_much(self) -> None:
        before = BEFORE + "".join(f"  Key{n}: 1\n" for n in range(3000))
        text = markdown_of(migration(before=before, after=before.replace("Key", "Other")), limit=20_000)
        (left,) = re.findall(r"Not shown: (\d+) lines of the diff of `t.yaml`\.", text)
        shown = text[text.index("```diff") :].partition("\n```\n")[0].count("\n")
        whole = markdown_of(migration(before=before, after=before.replace("Key", "Other")), limit=10**6)
        assert int(left) + shown == whole[whole.index("```diff") :].partition("\n```\n")[0].count("\n")
        assert shown > 300

    @pytest.mark.parametrize("limit", [10, 200, 600])
    def test_even_an_absurd_limit_is_kept(self, limit: int) -> None:
        assert len(markdown_of(migration(finding(CORS)), limit=limit)) <= limit

    def test_hostile_text_is_only_text(self) -> None:
        text = markdown.render(hostile())
        outside = re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
        outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", outside)
        assert "<img" not in outside
        assert "</script>" not in outside
        assert not re.search(r"@me|#1\b", outside)
        assert "](javascript" not in text
        assert "<!--" not in text
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
        assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]

    def test_shown_by_a_forge_it_has_no_markup_but_ours(self) -> None:
        show = pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True}).enable("table")
        for run in (hostile(), report(with_code(migration(finding(CORS), finding(KEYS)))), report(BROKEN)):
            page = show.render(markdown.render(run))
            tags = set(re.findall(r"<(\w+)", page))
            assert tags <= OURS
            assert set(re.findall(r' href="([^"]*)"', page)) <= {"https://docs.aws.amazon.com/a"}
            assert not re.findall(r"<\w+[^>]* on\w+=", page)


OURS = {
    "h2", "h3", "p", "strong", "code", "pre", "ul", "li", "br", "a", "table", "thead", "tbody", "tr", "th", "td",
    "details", "summary",
}  # fmt: skip
"""The tags that a report is made of."""


class TestReproduce:
    def test_the_command_asks_for_the_same(self) -> None:
        options = Options(
            accept=(Accept("api-keys", "A"), Accept("all")), strict=True, apis=("A",), audiences=(("P", ("a", "b")),),
            stage="keep", keep_logical_ids=True, definitions=(("A", "api.yaml"),),
        )  # fmt: skip
        run = Report(migration().direction, Mode.WRITE, (migration(path="-x 'y.yaml"), UNCHANGED), options)
        assert commands(run)[1] == (
            "sam-migrate to-http --write --api A --accept api-keys:A --accept all --strict --audience P=a,b "
            "--stage keep --keep-logical-ids --definition A=api.yaml './-x '\"'\"'y.yaml'"
        )

    def test_what_changes_the_run_is_asked_for_too(self) -> None:
        options = Options(payload="2.0", handlers=False, fix_close=True, fixtures=True, shim=True)
        run = replace(report(migration()), options=options, verify=False, verify_handlers=True, allow_dirty=True)
        assert commands(run)[1] == (
            "sam-migrate to-http --allow-dirty --no-verify --verify-handlers --payload 2.0 --no-handlers --fix-1.0 "
            "--fixtures --shim t.yaml"
        )

    def test_every_option_is_spelled(self) -> None:
        assert {field.name for field in fields(Options)} == OPTIONS.keys()

    def test_every_part_of_a_request_is_spelled_or_only_about_showing(self) -> None:
        spelled = {"direction", "paths", "options", "names", "typed", "settings"} | RUN.keys()
        shown = {"format", "output", "patch", "diff", "color", "jobs", "quiet", "full", "statistics", "save", "runbook"}
        shown |= {"cache"}
        assert {field.name for field in fields(RunRequest)} == spelled | shown
        assert RUN.keys() <= {field.name for field in fields(Report)}

    def test_many_templates_are_a_folder(self) -> None:
        run = report(*(migration(path=f"{n}.yaml") for n in range(30)))
        assert commands(run)[1] == "sam-migrate to-http ."
        assert commands(replace(run, paths=("services", "-x")))[1] == "sam-migrate to-http services ./-x"

    def test_what_says_nothing_is_named_as_it_was_given(self) -> None:
        assert commands(replace(report(UNCHANGED), paths=("done.yaml",)))[1] == "sam-migrate to-http done.yaml"

    def test_what_the_command_line_decides_against_the_settings_is_spelled(self) -> None:
        run = replace(report(migration()), typed=frozenset({"payload"}))
        assert commands(run)[1] == "sam-migrate to-http --payload 1.0 t.yaml"


@pytest.mark.parametrize("name", ["text", *formats.MODULES])
def test_every_format_takes_every_run(name: str) -> None:
    for run in (report(), report(UNCHANGED, FAILED), report(with_code(migration(finding(CORS)))), hostile()):
        printed = formats.render(name, run, Look())
        assert isinstance(printed, str)
        assert "\x1b" not in printed
        assert not printed or printed.endswith("\n")


@pytest.mark.parametrize("name", sorted({*formats.MODULES, "text"} - {"json", "jsonl"}))
def test_no_report_advises_to_take_a_loss_that_is_taken(name: str) -> None:
    run = report(migration(finding(KEYS, accepted=True), finding(CORS, line=9)))
    printed = formats.render(name, run, Look(full=True))
    assert "do cors" in printed
    assert "do api-keys" not in printed


def test_the_table_of_a_comment_counts_a_loss_that_is_taken_as_listed() -> None:
    printed = formats.render("markdown", report(migration(finding(KEYS, accepted=True), finding(CORS))), Look())
    assert "| Routes | Blockers | Accepted | Warnings | Notes |\n" in printed
    assert "| would migrate | 4 | 0 | 1 | 1 | 0 |\n" in printed


@pytest.mark.parametrize("name", formats.MODULES)
def test_a_name_with_a_line_break_gives_a_runner_no_command(name: str) -> None:
    evil = "x\n::error::y\n ##[error]z"
    told = replace(FAILED, error=evil, findings=(finding(CORS, line=9, message=evil, api=evil),))
    printed = formats.render(name, report(migration(finding(CORS, message=evil, api=evil)), told), Look())
    starting = [line for line in printed.splitlines() if line.lstrip().startswith("::")]
    assert len(starting) == (3 if name == "github" else 0)


def test_the_command_line_knows_what_there_is() -> None:
    assert (formats.TEXT, *formats.MODULES) == arguments.FORMATS
    assert arguments.DIFFS == (diff_view.UNIFIED, diff_view.SIDE_BY_SIDE, diff_view.SEMANTIC)


class TestCodeQuality:
    SCHEMA: ClassVar = {
        # docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string"},
                "fingerprint": {"type": "string", "minLength": 8},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^(?![./])"},
                        "lines": {"properties": {"begin": {"type": "integer", "minimum": 1}}, "required": ["begin"]},
                    },
                },
            },
        },
    }

    def entries(self, *migrations: Migration) -> list[dict[str, Any]]:
        printed = codequality.render(report(*migrations))
        assert printed.isascii()
        found: list[dict[str, Any]] = json.loads(printed)
        jsonschema.validate(found, self.SCHEMA)
        assert len({entry["fingerprint"] for entry in found}) == len(found)
        return found

    def test_access_weighs_more(self) -> None:
        found = self.entries(
            migration(finding(KEYS), finding(BODY), finding(CORS), finding(NOTE)),
            migration(finding(KEYS, accepted=True)),
        )
        severities = [(entry["check_name"], entry["severity"]) for entry in found]
        assert severities == [
            ("api-keys", "critical"), ("definition-body", "major"), ("cors", "minor"), ("note", "info"),
            ("api-keys", "major"),
        ]  # fmt: skip

    def test_an_error_has_its_line(self) -> None:
        (entry,) = self.entries(BROKEN)
        assert (entry["check_name"], entry["severity"], entry["location"]["lines"]["begin"]) == ("error", "blocker", 3)

    def test_it_is_the_same_entry_when_lines_move(self) -> None:
        first, second = (self.entries(migration(finding(KEYS, line=line)))[0] for line in (3, 9))
        assert first["fingerprint"] == second["fingerprint"]

    def test_hostile_texts_are_inert(self) -> None:
        printed = codequality.render(hostile())
        assert "\x1b" not in printed
        jsonschema.validate(json.loads(printed), self.SCHEMA)
