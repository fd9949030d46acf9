"""Diffs: what programs apply, and the rows that people read."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from reports import ADDED, CODE, UNCHANGED, migration, spliced, with_code

from migrator.migration import FileChange, TextEdit
from migrator.report import histogram
from migrator.report.diff import Patch, patch, unified
from migrator.report.line_changes import applied, line_changes, lines
from migrator.report.marked import marked, sides
from migrator.report.rows import Mark, hunks
from migrator.text.source import Source

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def apply(folder: Path, diff: str, *options: str) -> None:
    subprocess.run(["git", "apply", "--check", *options, "-"], input=diff.encode(), cwd=folder, check=True)
    subprocess.run(["git", "apply", *options, "-"], input=diff.encode(), cwd=folder, check=True)


class TestPatch:
    def test_unchanged_text_has_no_diff(self) -> None:
        assert patch(UNCHANGED) == ""

    def test_a_change_is_shown_with_its_context(self) -> None:
        assert patch(migration()) == (
            "--- a/t.yaml\n+++ b/t.yaml\n@@ -1,6 +1,6 @@\n Resources:\n   A:\n-    Type: Api\n+    Type: HttpApi\n"
            "     X: 1\n     Y: 2\n     Z: 3\n"
        )

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    @pytest.mark.parametrize("final", [True, False])
    @pytest.mark.parametrize("bom", [True, False])
    @pytest.mark.parametrize("changed", [(0,), (0, 1), (5, 30), (39,), (2, 6, 7, 38)])
    @needs_git
    def test_git_applies_the_diff(
        self, tmp_path: Path, end: str, final: bool, bom: bool, changed: tuple[int, ...]
    ) -> None:
        texts = [f"line {n} \u2028 é" for n in range(40)]
        before = end.join(texts) + (end if final else "")
        for number in changed:
            texts[number] = f"new {number}{end}second" if number % 2 else ""
        source = Source("t.yaml", before, bom)
        after = end.join(texts) + (end if final else "")
        (tmp_path / "t.yaml").write_bytes(source.encode())
        apply(tmp_path, patch(replace(migration(), source=source, after=after, edits=())))
        assert (tmp_path / "t.yaml").read_bytes() == source.encode(after)

    def test_an_insertion_into_nothing_has_the_span_that_patch_expects(self) -> None:
        assert "@@ -0,0 +1 @@" in patch(migration(before="", after="a\n"))

    def test_a_long_template_of_equal_lines_is_compared_by_its_edits(self) -> None:
        before = "".join(f"  Key{n % 7}: same\n" for n in range(50_000))
        spots = range(0, len(before), len(before) // 500)
        edits = tuple(TextEdit(spot, spot + 1, f"new{spot}\n", "x") for spot in spots)
        told = replace(migration(before=before, after=spliced(before, edits)), edits=edits)
        assert patch(told).count("@@ -") == len(edits)

    @needs_git
    @pytest.mark.parametrize("seed", range(60))
    def test_git_applies_a_diff_made_from_edits(self, tmp_path: Path, seed: int) -> None:
        dice = random.Random(seed)
        end = dice.choice(["\n", "\r\n"])
        before = end.join(dice.choice(["a", "b", "", "  c: d"]) for _ in range(dice.randint(0, 40))) + end * (seed % 2)
        cuts = sorted(dice.sample(range(len(before) + 1), min(len(before) + 1, 2 * dice.randint(1, 5))))
        texts = ["", "x", f"x{end}", f"{end}x", f"x{end}y"]
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        edits = tuple(TextEdit(a, dice.choice([a, b]), dice.choice(texts), "x") for a, b in pairs)
        after = spliced(before, edits)
        source = Source("t.yaml", before, bom=seed % 3 == 0)
        (tmp_path / "t.yaml").write_bytes(source.encode())
        diff = patch(replace(migration(), source=source, after=after, edits=edits))
        if before == after:
            assert diff == ""
            return
        apply(tmp_path, diff, "--unidiff-zero")
        assert (tmp_path / "t.yaml").read_bytes() == source.encode(after)

    @needs_git
    def test_git_applies_a_diff_of_several_files(self, tmp_path: Path) -> None:
        (tmp_path / "src").mkdir()
        told = with_code(migration())
        empty = FileChange(Source("src/__init__.py", ""), "", new=True)
        told = replace(told, files=(*told.files, empty))
        for source in (told.source, CODE.source):
            (tmp_path / source.path).write_bytes(source.encode())
        apply(tmp_path, patch(told))
        for change in told.changes:
            assert (tmp_path / change.source.path).read_bytes() == change.source.encode(change.after)
        assert len(told.changes) == 4

    @needs_git
    @pytest.mark.parametrize(
        "name", ["a b.yaml", 'q"uote.yaml', "back\\slash.yaml", "tab\tbell\x07.yaml", "é\u202e.yaml"]
    )
    def test_git_finds_files_of_any_name(self, tmp_path: Path, name: str) -> None:
        told = migration(path=name)
        (tmp_path / name).write_bytes(told.source.encode())
        diff = patch(told)
        assert not {"\x07", "\u202e"} & set(diff)
        apply(tmp_path, diff)
        assert (tmp_path / name).read_text() == told.after


class TestWholePatch:
    def test_a_file_that_two_templates_change_alike_is_there_once(self) -> None:
        whole = Patch()
        parts = [whole.part(m) for m in (with_code(migration()), with_code(migration(path="u.yaml")), UNCHANGED)]
        assert None not in parts
        text = "".join(filter(None, parts))
        assert text.count("+++ b/src/app.py") == text.count("+++ b/src/events.py") == 1
        assert "+++ b/u.yaml" in text

    def test_a_template_that_changes_a_shared_file_differently_is_left_out_as_a_whole(self) -> None:
        other = with_code(migration(path="u.yaml"))
        other = replace(other, files=(replace(ADDED, after="something else\n"), CODE))
        whole = Patch()
        assert whole.part(with_code(migration()))
        assert whole.part(other) is None
        assert whole.part(migration(path="u.yaml"))  # nothing of what was left out is remembered

    def test_what_failed_changes_nothing(self) -> None:
        assert Patch().part(with_code(migration()).withdrawn("no")) == ""


def change(before: str, after: str) -> FileChange:
    return FileChange(Source("t.yaml", before), after)


def shown(before: str, after: str) -> list[tuple[str, str, str | None]]:
    """Rows as sign, text with marks in brackets, and what is beside."""
    (hunk,) = map(marked, hunks(change(before, after)))
    rows = []
    for row in hunk.rows:
        text = "".join(f"[{s.text}]" if s.marked else s.text for s in row.segments)
        rows.append((row.kind.value, text, row.beside))
    return rows


class TestRows:
    def test_tokens_that_differ_are_marked(self) -> None:
        assert shown("a\nType: AWS::Serverless::Api\nb\n", "a\nType: AWS::Serverless::HttpApi\nb\n") == [
            (" ", "a", None),
            ("-", "Type: AWS::Serverless::[Api]", 2),
            ("+", "Type: AWS::Serverless::[HttpApi]", 2),
            (" ", "b", None),
        ]

    def test_an_indent_is_never_marked(self) -> None:
        assert shown("  key: 1\n", "    key: 1\n") == [("-", "  key: 1", 1), ("+", "    key: 1", 1)]

    def test_lines_without_likeness_are_beside_nothing(self) -> None:
        assert {beside for _, _, beside in shown("one two three\n", "x: [4]\n")} == {None}

    def test_the_likest_line_is_beside(self) -> None:
        rows = shown("RestApiId: !Ref Api\n", "Other: {}\nApiId: !Ref HttpApi\nThird: 3\n")
        assert rows[0] == ("-", "[RestApiId]: !Ref [Api]", 2)
        assert [beside for _, _, beside in rows[1:]] == [None, 1, None]

    def test_a_line_of_any_length_is_shown(self) -> None:
        long = "x" * 100_000
        assert [kind for kind, _, _ in shown(f"a: {long}\n", f"b: {long}\n")] == ["-", "+"]

    @pytest.mark.parametrize("seed", range(40))
    def test_rows_hold_both_texts(self, seed: int) -> None:
        dice = random.Random(seed)
        words = ["a: 1", "b: 2", "  c: [d, e]", "", "\tf", "漢 字"]
        before, after = ("".join(f"{dice.choice(words)}\n" for _ in range(dice.randint(0, 30))) for _ in "xx")
        whole = change(before, after)
        old, new = lines(before), lines(after)
        for hunk in hunks(whole):
            seen = marked(hunk)
            assert [row.text for row in seen.rows] == [row.text for row in hunk.rows]
            for row in seen.rows:
                assert row.old is None or old[row.old - 1] == row.text + "\n"
                assert row.new is None or new[row.new - 1] == row.text + "\n"
            pairs = list(sides(seen.rows))
            assert [left.old for left, _ in pairs if left] == [row.old for row in seen.rows if row.old]
            assert [right.new for _, right in pairs if right] == [row.new for row in seen.rows if row.new]
            for left, right in pairs:
                if left and right and left.kind is Mark.REMOVED:
                    assert (left.beside, right.beside) == (right.new, left.old)


class TestHistogram:
    @needs_git
    @pytest.mark.parametrize("seed", range(10))
    def test_it_leads_from_one_to_the_other(self, seed: int) -> None:
        dice = random.Random(seed)
        old = [dice.choice(["a\n", "@@ -1 +1 @@\n", "b\r\n", "\n"]) for _ in range(60)]
        new = [line for line in old if dice.random() > 0.2] + ["no end"]
        found = histogram.differing(old, new)
        assert found is not None
        made, position = [], 0
        for start, end, replacement in found:
            made += [*old[position:start], *replacement]
            position = end
        assert made + old[position:] == new

    @needs_git
    def test_no_setting_of_the_user_and_no_variable_counts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ran = tmp_path / "ran"
        tool = tmp_path / "tool"
        tool.write_text(f"#!/bin/sh\ntouch {ran}\n")
        tool.chmod(0o755)
        (tmp_path / ".gitconfig").write_text(
            f"[diff]\n  external = {tool}\n  noprefix = true\n[core]\n  fsmonitor = {tool}\n"
        )
        for name, value in (
            ("HOME", str(tmp_path)),
            ("GIT_CONFIG_GLOBAL", str(tmp_path / ".gitconfig")),
            ("GIT_CONFIG_SYSTEM", str(tmp_path / ".gitconfig")),
            ("GIT_EXTERNAL_DIFF", str(tool)),
            ("GIT_TRACE", str(tmp_path / "trace")),
            ("GIT_CONFIG_PARAMETERS", "'diff.algorithm=nothing'"),
        ):
            monkeypatch.setenv(name, value)
        assert histogram.differing(["a\n", "b\n"], ["a\n", "c\n"]) == [(1, 2, ["c\n"])]
        assert not ran.exists()
        assert not (tmp_path / "trace").exists()

    def test_without_git_there_is_an_answer_all_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        assert histogram.differing(["a\n"], ["b\n"]) is None
        before = "".join(f"line {n}\n" for n in range(1100))
        whole = change(before, before.replace("1", "one"))
        assert applied(lines(before), line_changes(whole, lines(before))) == whole.after

    @needs_git
    def test_many_changed_lines_are_compared_with_git(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[int] = []
        real = histogram.differing
        monkeypatch.setattr(histogram, "differing", lambda old, new: asked.append(len(old)) or real(old, new))
        before = "".join(f"  Key{n % 7}: same\n" for n in range(3000))
        after = "".join(f"  Key{n % 7}: {'same' if n % 2 else 'new'}\n" for n in range(3000))
        whole = change(before, after)
        assert applied(lines(before), line_changes(whole, lines(before))) == after
        assert asked
        assert "@@ -1," in unified(whole)
