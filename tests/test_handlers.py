"""The golden handler cases: each says what becomes of a handler, and the old and the new one answer the same."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import replace

import libcst
import pytest
from handler_cases import Case, Files, cases, summary
from handler_events import decisions_differ, differences, loaded

from golden import written_finding
from migrator.facts import AuthorizerFacts, Entry, Route, RouteFacts
from migrator.findings import Level
from transforms.handlers.codes import CODES
from transforms.handlers.python.additions import with_imports
from transforms.handlers.python.rewrite import rewrite

REPORTED = {
    one["code"] for case in cases() for one in json.loads((case.folder / "findings.json").read_text(encoding="utf-8"))
}
every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.folder.name)


@every_case
def test_case(case: Case, update_golden: bool) -> None:
    before = case.texts("before")
    outcome = case.rewritten(before)
    found = summary(outcome)
    if update_golden:
        for path in case.folder.glob("after*.py"):
            path.unlink()
        for name, text in outcome.texts.items():
            target = case.folder / ("after.py" if name == "app" else f"after_{name}.py")
            target.write_bytes(text.encode())
        lines = ",\n".join(written_finding(one, "  ") for one in found)
        (case.folder / "findings.json").write_text(f"[\n{lines}\n]\n" if lines else "[]\n", encoding="utf-8")
    assert dict(outcome.texts) == case.texts("after")
    assert found == json.loads((case.folder / "findings.json").read_text(encoding="utf-8"))


@every_case
def test_what_is_not_proven_is_not_touched(case: Case) -> None:
    outcome = case.rewritten(case.texts("before"))
    assert outcome.proven or not outcome.texts
    assert outcome.proven == all(f.level is not Level.BLOCKER for f in outcome.findings)


@every_case
def test_output_compiles_and_a_second_run_changes_nothing(case: Case) -> None:
    outcome = case.rewritten(case.texts("before"))
    after = {**case.texts("before"), **outcome.texts}
    for name, text in outcome.texts.items():
        compile(text, f"{name}.py", "exec")
    assert dict(case.rewritten(after).texts) == {}


@every_case
def test_old_and_new_answer_the_same(case: Case) -> None:
    settings, facts = case.settings, case.facts
    before = case.texts("before")
    outcome = case.rewritten(before)
    same_code = isinstance(facts, RouteFacts) and facts.after == "1.0" and not outcome.texts
    if not outcome.proven or same_code or "differs" in settings:
        return
    missing = [name for name in settings.get("needs", []) if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    module, function = case.entry.module, case.entry.function
    old, new = loaded(before, module, function), loaded({**before, **outcome.texts}, module, function)
    if isinstance(facts, AuthorizerFacts):
        assert decisions_differ(old, new, facts) == []
    else:
        assert differences(old, new, facts, case.more) == []


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_a_case_reports_every_code(code: object) -> None:
    name = getattr(code, "name", "")
    assert name in REPORTED


def test_findings_stand_in_the_file() -> None:
    for case in cases():
        texts = case.texts("before")
        for finding in case.rewritten(texts).findings:
            if finding.span is not None:
                assert finding.file is not None
                text = texts[finding.file.removesuffix(".py").replace("/", ".")]
                assert text[finding.span.start : finding.span.end].strip() != ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "print 'x'\n",
        "def handler(event, context:\n",
        "handler = 1\n",
        "{{ cookiecutter.name }}\n",
        "\x0c\n",
        "x = '\\\n",
        "def handler(): return 1\n",
    ],
    ids=["empty", "blank", "python-2", "cut-off", "no-function", "template", "form-feed", "open-string", "no-event"],
)
@pytest.mark.parametrize("after", ["1.0", "2.0"])
def test_odd_files_are_refused(text: str, after: str) -> None:
    facts = RouteFacts("rest", "2.0" if after == "2.0" else "1.0", (Route("GET", "/"),))
    outcome = rewrite(Files({"app": text}), Entry("app", "handler"), facts)
    assert dict(outcome.texts) == {}
    assert outcome.findings
    assert outcome.proven == (after == "1.0")


def test_line_endings_tabs_and_a_missing_last_line_break_stay() -> None:
    lines = ("def handler(event, context):", "\tm = event['httpMethod']  # \"kept\"", '\treturn {"statusCode": 204}')
    text = "\r\n".join(lines)
    outcome = rewrite(Files({"app": text}), Entry("app", "handler"), RouteFacts("rest", "2.0", (Route("GET", "/"),)))
    assert outcome.texts["app"] == text.replace("['httpMethod']", "['requestContext']['http']['method']")


def test_libcst_is_read_only_where_it_is_used() -> None:
    code = "import sys, transforms, migrator.facts; sys.exit('libcst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", "import json\n\nfrom a.b import c\n\nx = 1\n"),
        ('"""Doc."""\nimport json\n\nx = 1\n', '"""Doc."""\nimport json\n\nfrom a.b import c\n\nx = 1\n'),
        ("import json as j\nfrom a.b import d\n# x\n", "import json as j\nimport json\nfrom a.b import c, d\n# x\n"),
        ("from a.b import *\nx = 1\nimport json\n", "from a.b import *\nx = 1\nimport json\n"),
        (
            "# own\nimport os\n\nfrom a.b import (\n    A,\n    B,\n    d,\n)\n",
            "# own\nimport json\nimport os\n\nfrom a.b import (\n    A,\n    B,\n    c,\n    d,\n)\n",
        ),
        (
            "from enum import Enum\nimport zlib\nfrom a.b import (\n  B,\n  a,\n)\n",
            "from enum import Enum\nimport json\nimport zlib\nfrom a.b import (\n  B,\n  a,\n  c,\n)\n",
        ),
    ],
    ids=["none", "docstring", "aliased", "star", "sections", "by-module"],
)
def test_imports_are_added_where_isort_puts_them(before: str, after: str) -> None:
    tree = with_imports(libcst.parse_module(before), [("json", None), ("a.b", "c")])
    assert tree.code == after


def test_handlers_of_one_file_parse_it_once_and_print_each_function_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    one = "def h{}(event, context):\n    return {{'statusCode': 204, 'headers': {{'Via': event['httpMethod']}}}}\n\n\n"
    text = "".join(one.format(number) for number in range(6))
    parsed: list[str] = []
    printed: list[libcst.FunctionDef] = []
    monkeypatch.setattr(libcst, "parse_module", lambda given, *more: parsed.append(given) or parse(given, *more))
    monkeypatch.setattr(libcst.FunctionDef, "_codegen_impl", lambda node, to: printed.append(node) or show(node, to))
    files = Files({"app": text})
    for number in range(6):
        outcome = rewrite(files, Entry("app", f"h{number}"), RouteFacts("rest", "2.0", (Route("GET", "/"),)))
        files = replace(files, texts=dict(outcome.texts))
    assert files.texts["app"] == text.replace("['httpMethod']", "['requestContext']['http']['method']")
    assert parsed == [text]
    assert len(printed) <= 12


parse = libcst.parse_module
show = libcst.FunctionDef._codegen_impl
