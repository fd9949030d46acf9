"""The JSON Schemas of settings and reports: made from the code, and true of what the program reads and prints."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from reports import CORS, FAILED, KEYS, PLAN, ROUTES, UNCHANGED, finding, hostile, migration, report  # noqa: E402
from reports import with_code as with_handlers  # noqa: E402

from docs.site import schemas  # noqa: E402
from golden import cases  # noqa: E402
from migrator import migrate  # noqa: E402
from migrator.command import config, setting_keys  # noqa: E402
from migrator.command.arguments import ArgumentError  # noqa: E402
from migrator.plan import GuideSection, GuideStep  # noqa: E402
from migrator.report import Report, json_report, jsonl  # noqa: E402
from migrator.routes import Proof, Verification  # noqa: E402
from migrator.text.source import decode  # noqa: E402

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

THERE = {path.name: json.loads(path.read_text()) for path in (ROOT / "docs" / "schemas").glob("*.json")}
SOME = cases()[::40]
PROVEN = Verification(Proof.EQUIVALENT, announced=("GET /a: no key.",), plan=PLAN, routes=ROUTES)
RUNS = {
    "full": report(with_handlers(migration(finding(KEYS, accepted=True), finding(CORS), verification=PROVEN)), FAILED),
    "empty": report(),
    "hostile": hostile(),
    "unchanged": report(UNCHANGED),
}


def validate(name: str, value: Any) -> None:
    schema = THERE[name]
    jsonschema.validators.validator_for(schema)(schema).validate(value)


@pytest.mark.parametrize("name", THERE)
def test_it_is_a_schema_and_what_the_code_makes(name: str) -> None:
    jsonschema.validators.validator_for(THERE[name]).check_schema(THERE[name])
    if "UNPINNED" in os.environ:
        return  # other versions of pydantic say the same in other words
    assert json.loads(schemas.texts()[name]) == THERE[name], "python -m docs.site update writes it anew"


def test_each_one_is_there() -> None:
    assert THERE.keys() == schemas.texts().keys()


class TestReports:
    @staticmethod
    def holds(run: Report) -> None:
        validate("report.json", json.loads(json_report.render(run)))
        for line in jsonl.render(run).splitlines():
            validate("report-line.json", json.loads(line))

    @pytest.mark.parametrize("name", RUNS)
    def test_runs_made_by_hand(self, name: str) -> None:
        self.holds(RUNS[name])

    @pytest.mark.parametrize("case", SOME, ids=lambda case: case.name)
    def test_golden_cases(self, case: Any) -> None:
        source = decode(str(case.path), case.path.read_bytes())
        self.holds(report(migrate(source, case.direction, case.options, verify=False)))

    def test_a_runbook(self) -> None:
        step = GuideStep("Deploy.", ("sam build",), "It is there.", ("sam delete",), "https://x.example", rehearse=True)
        runbook = (GuideSection("Deploy", (step, GuideStep("Wait."))),)
        self.holds(report(replace(migration(finding(KEYS)), runbook=runbook)))

    def test_anything_else_is_refused(self) -> None:
        document = json.loads(json_report.render(RUNS["full"]))
        document["templates"][0]["findings"][0]["colour"] = "red"
        with pytest.raises(jsonschema.ValidationError):
            validate("report.json", document)


class TestSettings:
    PAGE = (ROOT / "docs" / "settings.md").read_text()

    def test_every_key_is_described(self) -> None:
        assert all(each.shape["description"] for each in setting_keys.KEYS.values())
        assert setting_keys.schema()["properties"].keys() == setting_keys.KEYS.keys()

    @pytest.mark.parametrize(
        "text",
        [
            PAGE.partition("```toml\n")[2].partition("```")[0],
            "",
            'keep = ["PartnerApi"]',
            'accept = ["all"]\nstage = "default"',
            'docs_url = "https://docs.example/sam/"',
        ],
    )
    def test_settings_that_hold(self, text: str, tmp_path: Path) -> None:
        validate("settings.json", tomllib.loads(text))
        (tmp_path / ".git").mkdir()
        (tmp_path / setting_keys.OWN_FILE).write_text(text)
        config.load(tmp_path)

    @pytest.mark.parametrize(
        "text",
        [
            "acept = []",
            'accept = "iam"',
            'direction = "to-htp"',
            "payload = 2",
            "audience = {A = 1}",
            'docs_url = "http://docs.example"',
            'templates = {"a.yaml" = {paths = []}}',
        ],
    )
    def test_settings_that_do_not(self, text: str, tmp_path: Path) -> None:
        with pytest.raises(jsonschema.ValidationError):
            validate("settings.json", tomllib.loads(text))
        (tmp_path / ".git").mkdir()
        (tmp_path / setting_keys.OWN_FILE).write_text(text)
        with pytest.raises(ArgumentError):
            config.load(tmp_path)
