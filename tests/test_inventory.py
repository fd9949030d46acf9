"""An inventory says of each template what migrating it says."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from migrator.cli import main
from migrator.fleet.described import described

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "golden"
CASES = (
    "to-http/api-keys",
    "to-http/alarms",
    "to-http/keep",
    "to-http/handlers",
    "to-rest/handlers",
    "to-rest/route-settings",
    "stages/domain",
    "stages/implicit",
)
"""Cases that between them have every status and step, and code that is read."""


def table(lines: Path, name: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in lines.read_text().splitlines()]
    return [row for row in rows if row["table"] == name]


def some() -> Iterator[Path]:
    for area in CASES:
        inner = sorted(path for path in (GOLDEN / area).iterdir() if path.is_dir())
        yield from inner[:1] or [GOLDEN / area]


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some golden cases, each a repository."""
    root = tmp_path_factory.mktemp("fleet")
    for case in some():
        target = root / "-".join(case.relative_to(GOLDEN).parts)
        shutil.copytree(case, target, ignore=shutil.ignore_patterns("expected*", "report*"))
        (target / ".git").mkdir()
    return root


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main([str(each) for each in arguments])
    return status, capsys.readouterr().out


def test_rows_agree_with_what_migrating_reports(
    fleet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "fleet.jsonl"
    status, _ = run(capsys, "inventory", fleet, "--output", lines, "--jobs", 1)
    reports = [json.loads(run(capsys, way, fleet, "--format", "json")[1]) for way in ("to-http", "to-rest")]
    templates = [each for report in reports for each in report["templates"]]
    assert status == 0
    assert len(table(lines, "templates")) == len(reports[0]["templates"])
    apis = Counter((row["api"], row["direction"], row["status"], row["routes"]) for row in table(lines, "apis"))
    assert apis == Counter(
        (api["id"], report["direction"], api["status"], api["routes"])
        for report in reports
        for each in report["templates"]
        for api in each["apis"]
    )
    reported = {
        (each["path"], found["api"] or "", found["code"], found["level"], found["line"] or 0)
        for each in templates
        for found in (*each["findings"], *(one for handler in each["handlers"] for one in handler["findings"]))
    }
    assert reported == {
        (f"{row['repository']}/{row['path']}", row["api"], row["code"], row["level"], row["line"])
        for row in table(lines, "findings")
    }
    read = {
        (each["path"], handler["function"]) for each in templates for handler in each["handlers"] if handler["path"]
    }
    rows = table(lines, "functions")
    assert read == {
        (f"{row['repository']}/{row['path']}", row["function"]) for row in rows if row["status"] != "unread"
    }


def test_the_documentation_has_the_tables() -> None:
    assert described() in (ROOT / "docs" / "fleet.md").read_text()
