"""The golden cases of Node.js: what becomes of each handler, and that node gives the same answers before and after."""

from __future__ import annotations

import json
import shutil

import pytest
from handler_cases import summary
from node_cases import NODE, NodeCase, differences, node_cases

from golden import written_finding
from migrator.facts import RouteFacts
from migrator.findings import Level
from transforms.cors.codes import CORS_IN_FORCE
from transforms.handlers.codes import STAGE

every_case = pytest.mark.parametrize("case", node_cases(), ids=lambda case: case.folder.name)


@every_case
def test_case(case: NodeCase, update_golden: bool) -> None:
    outcome = case.rewritten(case.texts("before"))
    found = summary(outcome)
    if update_golden:
        shutil.rmtree(case.folder / "after", ignore_errors=True)
        for name, text in outcome.texts.items():
            target = case.folder / "after" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        lines = ",\n".join(written_finding(one, "  ") for one in found)
        (case.folder / "findings.json").write_text(f"[\n{lines}\n]\n" if lines else "[]\n", encoding="utf-8")
    assert dict(outcome.texts) == case.texts("after")
    assert found == json.loads((case.folder / "findings.json").read_text(encoding="utf-8"))


@every_case
def test_what_is_not_proven_is_not_touched(case: NodeCase) -> None:
    outcome = case.rewritten(case.texts("before"))
    assert outcome.proven or not outcome.texts
    assert outcome.proven == all(f.level is not Level.BLOCKER for f in outcome.findings)


@every_case
def test_a_second_run_changes_nothing(case: NodeCase) -> None:
    outcome = case.rewritten(case.texts("before"))
    after = {**case.texts("before"), **outcome.texts}
    assert dict(case.rewritten(after).texts) == {}


@every_case
def test_old_and_new_answer_the_same(case: NodeCase) -> None:
    before = case.texts("before")
    outcome = case.rewritten(before)
    facts = case.facts
    same_code = isinstance(facts, RouteFacts) and facts.after == "1.0" and not outcome.texts
    if NODE is None or any(name.endswith((".ts", ".tsx")) for name in before):
        pytest.skip("node does not run this")
    if not outcome.proven or same_code or "differs" in case.settings:
        return
    assert differences(before, {**before, **outcome.texts}, case.entry, facts) == []


@pytest.mark.parametrize("code", [STAGE, CORS_IN_FORCE], ids=lambda code: code.name)
def test_a_case_reports_every_code(code: object) -> None:
    name = getattr(code, "name", "")
    files = (case.folder / "findings.json" for case in node_cases())
    assert any(one["code"] == name for file in files for one in json.loads(file.read_text(encoding="utf-8")))
