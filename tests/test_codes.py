"""Every code that can be reported has a text, a golden case that reports it, and one that does not."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from typing import Any

import pytest

import transforms
from golden import ROOT, cases
from migrator.findings import Code, Level
from migrator.proof.difference import FACETS
from transforms import CODES


def reported(report: dict[str, Any]) -> set[str]:
    """Codes of a case's report, those about the code of functions included."""
    of_handlers = (f for handler in report.get("handlers", ()) for f in handler["findings"])
    return {finding["code"] for finding in (*report["findings"], *of_handlers)}


def reported_of_code() -> list[set[str]]:
    """Codes that the cases of the rewriter report."""
    files = sorted(path for name in ("handlers", "node") for path in (ROOT / name).glob("*/findings.json"))
    return [{finding["code"] for finding in json.loads(path.read_text())} for path in files]


def reported_of_steps() -> list[set[str]]:
    """Codes that the golden ways to production report."""
    told = sorted((ROOT / "stages").glob("*/told.txt"))
    return [set(re.findall(r"^  (?:blocker|warning|info) (\S+) \(", path.read_text(), re.MULTILINE)) for path in told]


REPORTS = [*(reported(case.report) for case in cases()), *reported_of_code(), *reported_of_steps()]
WITHOUT_CASE = {
    "not-equivalent": "raised where the migration itself is at fault (tests/test_verify.py)",
    "does-not-compile": "raised where the migration itself is at fault (tests/test_verify.py)",
    "route-quota": "raised for more than 300 routes (tests/test_quotas.py)",
}
"""Codes that no golden case reports: a template leads to them by a fault of ours alone, or is too long for one."""

every_code = pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)


def test_every_code_is_collected_under_a_name_of_its_own() -> None:
    names = [module.name for module in pkgutil.walk_packages(transforms.__path__, "transforms.")]
    found = [
        value for name in names for value in vars(importlib.import_module(name)).values() if isinstance(value, Code)
    ]
    assert {id(code) for code in found} <= {id(code) for code in CODES.values()}


@pytest.mark.parametrize("direction", ["to-http", "to-rest"])
def test_a_code_of_one_direction_is_reported_by_no_case_of_the_other(direction: str) -> None:
    told = {code for case in cases() if case.direction.value == direction for code in reported(case.report)}
    assert {CODES[name].only for name in told} == {"", direction}


@every_code
def test_texts_are_there(code: Code) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", code.name)
    for text in (code.what, code.why, code.remedy):
        assert len(text) > 10
        assert text.endswith(".")
    assert code.docs.startswith("https://docs.aws.amazon.com/")
    assert code.announces <= FACETS
    assert not re.match(r"Nothing to do(?! (?:if|where|unless))", code.remedy), "say what to expect"


@every_code
def test_a_loss_that_can_be_taken_is_named_in_its_remedy(code: Code) -> None:
    if code.level is Level.BLOCKER and code.acceptable:
        assert f"--accept {code.name}" in code.remedy


@every_code
def test_its_levels_are_told_with_when(code: Code) -> None:
    assert len(code.levels) != 1
    assert all(when and not when.endswith(".") for _, when in code.levels)
    assert list(code.possible) == sorted(set(code.possible), key=[*Level].index)
    assert code.level in code.possible


def test_golden_cases_report_no_other_level() -> None:
    for case in cases():
        strict = case.options.strict
        for finding in case.report["findings"]:
            code = CODES[finding["code"]]
            raised = strict and code.security and finding["level"] == Level.BLOCKER
            assert raised or Level(finding["level"]) in code.possible, (case.name, finding)


@every_code
def test_a_golden_case_reports_it_and_another_does_not(code: Code) -> None:
    assert any(code.name in report for report in REPORTS) or code.name in WITHOUT_CASE
    assert any(code.name not in report for report in REPORTS)


def test_golden_cases_report_nothing_else() -> None:
    assert set().union(*REPORTS) <= CODES.keys()
