"""SARIF as code scanning takes it."""

from __future__ import annotations

import json
import platform
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from npm import package
from reports import BEFORE, CORS, FAILED, KEYS, NOTE, UNCHANGED, finding, hostile, migration, report, with_code

import transforms
from migrator.findings import Code, Level
from migrator.migration import ApiOutcome, Status
from migrator.options import Direction
from migrator.report import Mode, Report, sarif
from migrator.report.fingerprint import line_hashes
from migrator.text.source import Source

SCHEMA = ("@microsoft/jest-sarif", "1.0.0-beta.0")
MULTITOOL = ("@microsoft/sarif-multitool-linux", "5.7.0")

HASHES = {
    "": ["c129715d7a2bc9a3:1"],
    " a\nb\n  \t\tc\n d": ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
    " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n": [
        "e9496ae3ebfced30:1",
        "fb7c023a8b9ccb3f:1",
        "ce8ba1a563dcdaca:1",
        "e20e36e16fcb0cc8:1",
        "b3edc88f2938467e:1",
        "c8e28b0b4002a3a0:1",
        "c129715d7a2bc9a3:1",
    ],
}
"""What the upload action of code scanning computes for these texts, from its own tests."""


def document(run: Report) -> dict[str, Any]:
    printed = sarif.render(run)
    assert printed.isascii()
    loaded: dict[str, Any] = json.loads(printed)
    return loaded


def results(run: Report) -> list[dict[str, Any]]:
    (only,) = document(run)["runs"]
    found: list[dict[str, Any]] = only["results"]
    return found


FULL = report(
    with_code(migration(finding(KEYS, accepted=True), finding(CORS), replace(finding(NOTE), span=None))),
    replace(FAILED, error="line 3, column 9: not YAML"),
    UNCHANGED,
)
EVERY_CODE = report(migration(*(finding(code) for code in transforms.CODES.values())))
RUNS = {"full": FULL, "every code": EVERY_CODE, "hostile": hostile(), "empty": report(), "nothing": report(UNCHANGED)}


class TestResults:
    def test_a_finding(self) -> None:
        found = next(r for r in results(FULL) if r["ruleId"] == "cors" and "cors here" in r["message"]["text"])
        assert found["level"] == "warning"
        assert found["message"]["text"] == "cors here. do cors"
        place = found["locations"][0]
        assert place["logicalLocations"] == [{"name": "A", "kind": "resource"}]
        assert place["physicalLocation"] == {
            "artifactLocation": {"uri": "t.yaml", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 8},
        }
        assert found["partialFingerprints"]["primaryLocationLineHash"] == line_hashes(Source("t.yaml", BEFORE))[2]

    def test_findings_of_a_handler_stand_in_its_file(self) -> None:
        (found,) = [r for r in results(FULL) if "path is read" in r["message"]["text"]]
        assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/app.py"

    def test_a_name_in_a_message_is_no_link_and_acts_on_nothing(self) -> None:
        evil = "[more](https://evil.example) \\[x] \x1b[31m \u202e"
        apis = (ApiOutcome(evil, evil, Status.MIGRATED, 1),)
        run = report(migration(finding(CORS, message=evil), apis=apis), replace(FAILED, error=evil))
        (only,) = document(run)["runs"]
        shown = "\\[more\\](https://evil.example) \\\\\\[x\\] ␛\\[31m <U+202E>"
        texts = [result["message"]["text"] for result in only["results"]]
        texts += [note["message"]["text"] for note in only["invocations"][0]["toolExecutionNotifications"]]
        assert len(texts) == 3
        assert all(shown in text for text in texts)
        assert not any(re.search(r"(?<!\\)[\[\]]", text.replace("\\\\", "")) for text in texts)

    def test_the_worst_come_first(self) -> None:
        run = report(migration(finding(NOTE), finding(CORS), finding(KEYS)))
        assert [r["level"] for r in results(run)] == ["error", "warning", "note", "note"]

    def test_a_loss_that_was_taken_is_suppressed(self) -> None:
        (taken,) = [r for r in results(FULL) if r["ruleId"] == "api-keys"]
        assert taken["suppressions"][0]["status"] == "accepted"

    def test_the_changes_are_one_fix_of_all_files(self) -> None:
        (pending,) = [r for r in results(FULL) if r["ruleId"] == "migration"]
        (fix,) = pending["fixes"]
        texts = {change.source.path: change for change in FULL.migrations[0].changes}
        for changed in fix["artifactChanges"]:
            change = texts.pop(unquote(changed["artifactLocation"]["uri"]))
            assert fixed(change.source.text, changed["replacements"]) == change.after
        assert texts == {}

    def test_what_failed_is_told_as_such(self) -> None:
        (only,) = document(FULL)["runs"]
        (invocation,) = only["invocations"]
        assert invocation["executionSuccessful"] is False
        (note,) = invocation["toolExecutionNotifications"]
        assert note["message"]["text"] == "t.yaml:3:9: not YAML"
        assert note["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}

    def test_there_are_no_more_results_than_a_run_holds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
        (only,) = document(report(migration(finding(NOTE), finding(CORS), finding(KEYS))))["runs"]
        assert [r["level"] for r in only["results"]] == ["error", "warning"]
        assert "2 results are left out" in only["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]

    def test_a_finding_keeps_its_fingerprint_when_lines_move(self) -> None:
        one = migration(finding(CORS, line=3))
        other = migration(finding(CORS, line=4), before="#\n" + BEFORE)
        prints = [results(report(m))[0]["partialFingerprints"] for m in (one, other)]
        assert prints[0] == prints[1]


def fixed(text: str, replacements: list[dict[str, Any]]) -> str:
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]
    for entry in reversed(replacements):
        region = entry["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + entry.get("insertedContent", {"text": ""})["text"] + text[end:]
    return text


class TestFingerprint:
    @pytest.mark.parametrize("text", HASHES)
    def test_it_is_the_one_that_the_upload_action_computes(self, text: str) -> None:
        assert line_hashes(Source("t", text)) == HASHES[text]

    def test_equal_lines_are_told_apart(self) -> None:
        same = "x" * 200 + "\n"
        hashes = line_hashes(Source("t", same * 3))
        assert [h.partition(":")[2] for h in hashes[:2]] == ["1", "2"]


class TestWhatGitHubTakes:
    """docs.github.com: sarif-support-for-code-scanning."""

    @pytest.mark.parametrize("name", RUNS)
    def test_rules_and_places(self, name: str) -> None:
        (only,) = document(RUNS[name])["runs"]
        rules = only["tool"]["driver"]["rules"]
        for rule in rules:
            assert rule["help"]["text"]
            assert rule["shortDescription"]["text"].endswith((".", "?", "!"))
            assert rule["fullDescription"]["text"]
            assert len(rule["properties"]["tags"]) <= 20
            assert rule.get("helpUri", "https://").startswith("https://")
        for result in only["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert len(result["locations"]) == 1
            place = result["locations"][0]["physicalLocation"]
            assert not place["artifactLocation"]["uri"].startswith("/")
            assert set(place["region"]) == {"startLine", "startColumn", "endLine", "endColumn"}

    def test_an_absolute_path_is_made_relative_and_a_strange_one_is_quoted(self) -> None:
        run = report(migration(finding(CORS), path="/a b/é%#?:.yaml"))
        uri = results(run)[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "a%20b/%C3%A9%25%23%3F%3A.yaml"

    @pytest.mark.parametrize("direction", Direction)
    def test_an_upload_is_told_from_that_of_the_other_direction(self, direction: Direction) -> None:
        (only,) = document(Report(direction, Mode.DRY_RUN, ()))["runs"]
        assert only["automationDetails"]["id"] == f"sam-migrate/{direction.value}/"


class TestSchema:
    @pytest.mark.parametrize("name", RUNS)
    def test_it_holds(self, name: str) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        schema = json.loads((package(*SCHEMA) / "lib/schemas/sarif-2.1.0-rtm.5.json").read_text())
        jsonschema.Draft4Validator(schema).validate(document(RUNS[name]))


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="the validator is a Linux x86-64 program"
)
class TestMultitool:
    """Microsoft's validator with GitHub's rules. It ends with 0 even when it finds something."""

    @staticmethod
    def found(folder: Path, text: dict[str, Any]) -> set[str]:
        program = package(*MULTITOOL) / "Sarif.Multitool"
        program.chmod(0o755)
        (folder / "in.sarif").write_text(json.dumps(text))
        subprocess.run(
            [
                program, "validate", "in.sarif", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning",
                "--output", "out.sarif", "--log", "ForceOverwrite",
            ],
            cwd=folder, env={"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}, capture_output=True, timeout=120,
            check=True,
        )  # fmt: skip
        (only,) = json.loads((folder / "out.sarif").read_text(encoding="utf-8-sig"))["runs"]
        return {result["ruleId"] for result in only.get("results", ())}

    @pytest.mark.parametrize("name", ["full", "every code", "hostile"])
    def test_nothing_is_wrong(self, tmp_path: Path, name: str) -> None:
        # SARIF2005 asks for the tool's home page.
        assert self.found(tmp_path, document(RUNS[name])) <= {"SARIF2005"}

    def test_it_would_find_what_is_wrong(self, tmp_path: Path) -> None:
        broken = document(FULL)
        (only,) = broken["runs"]
        del only["tool"]["driver"]["rules"][0]["help"]
        only["results"][0]["locations"][0]["physicalLocation"]["region"] = {"startLine": 3}
        assert any(rule.startswith("GH") for rule in self.found(tmp_path, broken))


def test_codes_of_every_level_have_a_rule() -> None:
    levels = {code.level: code for code in transforms.CODES.values()}
    run = report(migration(*(finding(Code(**{**vars(code), "docs": ""})) for code in levels.values())))
    (only,) = document(run)["runs"]
    kinds = {rule["defaultConfiguration"]["level"] for rule in only["tool"]["driver"]["rules"]}
    assert kinds == {"error", "warning", "note"}
    assert set(levels) == set(Level)
