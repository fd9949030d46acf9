"""Every golden case through every promise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pytest

from golden import Case, cases, changed_files, summary, written
from migrator import migrate
from migrator.document import MOVED_COMMENTS, UNCLEAR_MARK
from migrator.migration import FileChange, Migration, Status
from migrator.proof.verify import verified
from migrator.routes import Proof
from migrator.text.edits import Edit, splice
from migrator.text.meaning import data
from migrator.text.node import Node
from migrator.text.parsing import parse
from migrator.text.source import Source, decode
from migrator.text.values import Tagged, Value

CASES = cases()


def each(found: Iterable[Case]) -> pytest.MarkDecorator:
    """One test for each case. All tests of a case run in one process, which migrates it once."""
    group = pytest.mark.xdist_group
    return pytest.mark.parametrize("case", [pytest.param(c, id=c.name, marks=group(c.name)) for c in found])


every_case = each(CASES)


def cases_for(check: str) -> pytest.MarkDecorator:
    """The cases that a check applies to; those that it does not say why themselves."""
    return each(case for case in CASES if not case.exempt(check))


def run(case: Case, source: Source) -> Migration:
    return migrate(source, case.direction, case.options, verify=case.verify)


@lru_cache(maxsize=2)
def migrated(path: Path) -> Migration:
    """What becomes of the case whose template this is."""
    case = next(case for case in CASES if case.path == path)
    return run(case, decode(str(path), path.read_bytes()))


def test_there_are_cases() -> None:
    assert len(CASES) > 50


@every_case
def test_bytes_and_findings(case: Case, update_golden: bool) -> None:
    if update_golden:  # an old expectation is another template of the folder, with functions of its own
        (case.folder / f"expected{case.template.suffix}").unlink(missing_ok=True)
    migration = migrated(case.path)
    if update_golden:
        update(case, migration)
    assert migration.error is None
    assert migration.source.encode(migration.after) == case.expected
    assert changed_files(case, migration) == case.expected_companions
    assert summary(case, migration) == case.report


def update(case: Case, migration: Migration) -> None:
    (case.folder / "report.json").write_text(written(summary(case, migration)), encoding="utf-8")
    shutil.rmtree(case.folder / "expected", ignore_errors=True)
    for name, data_ in changed_files(case, migration).items():
        path = case.folder / "expected" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data_)
    expected = case.folder / f"expected{case.template.suffix}"
    if migration.after != migration.source.text:
        expected.write_bytes(migration.source.encode(migration.after))
    else:
        expected.unlink(missing_ok=True)


@every_case
def test_only_the_reported_edits_change_the_text(case: Case) -> None:
    migration = migrated(case.path)
    own = FileChange(migration.source, migration.after, migration.edits)
    for change in (own, *(each for each in migration.files if each.edits)):
        edits = [Edit(e.start, e.end, e.text) for e in change.edits]
        assert splice(change.source.text, edits) == change.after
        assert all(edit.concern for edit in change.edits)


@every_case
def test_second_run_changes_nothing(case: Case) -> None:
    first = migrated(case.path)
    path = case.laid_out({**case.companions, **case.expected_companions})
    again = path if case.companions else "again"
    second = run(case, decode(str(again), first.source.encode(first.after)))
    assert second.after == first.after
    assert second.files == ()


@every_case
def test_findings_point_at_what_they_are_about(case: Case) -> None:
    migration = migrated(case.path)
    sources = {None: migration.source} | {
        str(case.path.parent / name): decode(name, b) for name, b in case.companions.items()
    }
    for finding in migration.findings:
        assert finding.span is not None
        if finding.code in (MOVED_COMMENTS, UNCLEAR_MARK):  # a comment is no node
            continue
        if finding.file is not None and not finding.file.endswith((".yaml", ".json")):
            continue
        node: Node | None = parse(sources[finding.file] if finding.file else migration.source).root
        if node is None:  # several documents
            assert finding.path == ()
            continue
        for key in finding.path:
            assert node is not None
            node = node.items[key] if isinstance(key, int) else (pair.value if (pair := node.pair(key)) else None)
        assert node is not None, finding
        # A line of code in the template stands inside its node.
        assert finding.span.start <= node.start or finding.span.end <= node.end


@every_case
def test_line_endings_final_newline_and_byte_order_mark_stay(case: Case) -> None:
    """Cases take turns: line endings of Windows and a byte order mark, or no end of the last line."""
    vary = crlf if CASES.index(case) % 2 else without_final_newline
    source = decode(str(case.path), case.path.read_bytes())
    migration = run(case, Source(source.path, vary(source.text), vary is crlf))
    assert migration.error is None
    mark = b"\xef\xbb\xbf" if vary is crlf else b""
    assert migration.source.encode(migration.after) == mark + vary(decode("e", case.expected).text).encode()


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def without_final_newline(text: str) -> str:
    return text.rstrip("\n")


def as_json(value: Value) -> object:
    """Plain data with intrinsics in their long form."""
    if isinstance(value, Tagged):
        argument = as_json(value.argument)
        if value.name == "GetAtt" and isinstance(argument, str):
            argument = argument.split(".", 1)
        return {value.long_name: argument}
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value


def plain_json(text: str) -> object:
    root = parse(Source("t", text)).root
    assert root is not None
    return as_json(data(root))


@cases_for("json")
def test_json_migrates_alike(case: Case) -> None:
    indent = None if CASES.index(case) % 2 else 2
    before = plain_json(decode("t", case.template.read_bytes()).text)
    migration = run(case, Source(str(case.path), json.dumps(before, indent=indent)))
    assert migration.error is None
    after = json.loads(migration.after)
    assert after == plain_json(decode("e", case.expected).text)
    told = [f["code"] for f in case.report["findings"] if f["code"] != MOVED_COMMENTS.name]  # JSON has no comments
    assert [f.code.name for f in migration.findings] == told


@cases_for("compile")
def test_the_result_compiles_to_the_same_surface(case: Case) -> None:
    migration = verified(migrated(case.path))
    if case.expected == case.template.read_bytes() and not case.expected_companions:
        assert migration.verification.status is Proof.SKIPPED
        return
    assert migration.verification.status is Proof.EQUIVALENT, (migration.error, migration.verification)
    assert migration.verification.differences == ()
    assert migration.status in (Status.MIGRATED, Status.PARTIAL)
