"""The diff for people at a terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from reports import BEFORE, CORS, HOSTILE, UNCHANGED, finding, hostile, migration, with_code

from migrator.migration import Migration
from migrator.report.diff_view import shown
from migrator.report.paint import Look

COLOUR = Look(80, colour=True)
WIDE = Look(120, colour=True)
PLAIN = (
    "--- a/t.yaml\n+++ b/t.yaml\n@@ -1,6 +1,6 @@\n Resources:\n   A:\n-    Type: Api\n+    Type: HttpApi\n"
    "     X: 1\n     Y: 2\n     Z: 3"
)


def bare(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", text)


def told(**kwargs: str) -> Migration:
    return migration(finding(CORS, line=3), finding(replace(CORS, name="far"), line=7), **kwargs)


class TestPlain:
    @pytest.mark.parametrize("width", [80, 200])
    def test_without_colour_it_is_the_unified_diff_and_nothing_else(self, width: int) -> None:
        assert shown(told(), Look(width)) == PLAIN

    def test_line_ends_and_escapes_are_harmless(self) -> None:
        lines = shown(migration(before="a\x1b[2J\r\n", after="b\r\n"), Look()).splitlines()
        assert lines[3:] == ["-a␛[2J", "+b"]

    def test_nothing_changed_nothing_shown(self) -> None:
        assert shown(UNCHANGED, Look()) == ""


class TestUnified:
    def test_what_differs_inside_a_line_is_reversed(self) -> None:
        text = shown(migration(), COLOUR)
        assert "\x1b[31m-    Type: \x1b[0m\x1b[7;31mApi\x1b[0m\n" in text
        assert "\x1b[32m+    Type: \x1b[0m\x1b[7;32mHttpApi\x1b[0m\n" in text

    def test_no_background_is_set(self) -> None:
        codes = re.findall(r"\x1b\[([\d;]*)m", shown(told(), COLOUR) + shown(told(), WIDE))
        assert not [code for code in codes for part in code.split(";") if part.startswith(("4", "10")) and part != "0"]

    def test_a_finding_stands_below_its_line(self) -> None:
        lines = bare(shown(told(), COLOUR)).splitlines()
        at = lines.index("-    Type: Api")
        assert lines[at + 1] == "     ^ warning cors: cors here."
        assert lines[at + 1].index("^") == lines[at].index("Type")
        assert "far" not in "".join(lines), "line 7 is in no hunk"

    def test_what_several_apis_share_stands_there_once(self) -> None:
        shared = migration(finding(CORS, api="A"), finding(CORS, api="B"), finding(replace(CORS, name="other")))
        text = bare(shown(shared, COLOUR))
        assert (text.count("^ warning cors:"), text.count("^ warning other:")) == (1, 1)

    def test_a_long_finding_keeps_to_its_line(self) -> None:
        long = migration(replace(finding(CORS), message="many words " * 40))
        lines = bare(shown(long, COLOUR)).splitlines()
        note = next(line for line in lines if "^ warning" in line)
        assert len(note) <= 80
        assert note.endswith("…")

    def test_findings_of_a_handler_stand_in_the_handler(self) -> None:
        lines = bare(shown(with_code(migration()), COLOUR)).splitlines()
        at = lines.index("-    return event['path']")
        assert lines[at + 1] == "            ^ warning cors: The path is read here."
        assert "+++ b/src/events.py" in lines

    def test_a_missing_line_end_is_told(self) -> None:
        assert "\\ No newline at end of file" in bare(shown(migration(before="a", after="b"), COLOUR))

    def test_keys_and_comments_of_yaml_stand_out(self) -> None:
        before = "# note\nA:\n  - Key: v # why\n  Url: 'a # b'\n  Type: Api\n"
        text = shown(migration(before=before, after=before.replace("Api", "HttpApi")), COLOUR)
        assert " \x1b[34mA\x1b[0m:\n" in text
        assert "   - \x1b[34mKey\x1b[0m: v \x1b[2m# why\x1b[0m\n" in text
        assert "   Url: 'a # b'\n" in text, "what is in quotes is no comment"
        python = migration(before=before, after=before.replace("Api", "HttpApi"), path="t.json")
        assert "\x1b[34m" not in shown(python, COLOUR)


class TestSideBySide:
    def test_only_who_asks_for_it_gets_it(self) -> None:
        assert " │ " not in shown(told(), WIDE)
        assert " │ " in shown(told(), COLOUR, "side-by-side")
        assert " | " in shown(told(), replace(COLOUR, plain=True), "side-by-side")

    def test_lines_that_belong_together_are_on_one_level(self) -> None:
        lines = bare(shown(told(), WIDE, "side-by-side")).splitlines()
        row = next(line for line in lines if "- " in line and "Type: Api" in line)
        left, right = row.split("│")
        assert left.split() == ["3", "-", "Type:", "Api"]
        assert right.split() == ["3", "+", "Type:", "HttpApi"]
        assert lines[lines.index(row) + 1].strip() == "^ warning cors: cors here."

    @pytest.mark.parametrize("width", [40, 80, 120, 200])
    def test_lines_keep_to_the_width(self, width: int) -> None:
        from rich.cells import cell_len

        long = BEFORE.replace("Api", "漢字 " * 60)
        text = bare(shown(told(before=long, after=long.replace("Y: 2", "Y: \t3")), Look(width, True), "side-by-side"))
        assert max(cell_len(line) for line in text.splitlines()) <= max(width, 60)

    def test_folded_lines_lose_nothing(self) -> None:
        long = "x" * 300 + "é漢" * 50
        text = bare(shown(migration(before=f"a: {long}\n", after=f"b: {long}\n"), WIDE, "side-by-side"))
        columns = [[cell[7:].strip() for cell in line.split("│")] for line in text.splitlines()[3:]]
        assert "".join(left for left, _ in columns) == f"a: {long}"

    def test_without_colour_there_are_no_escapes(self) -> None:
        assert "\x1b" not in shown(told(), Look(120), "side-by-side")


@pytest.mark.parametrize("view", ["unified", "side-by-side"])
@pytest.mark.parametrize("colour", [True, False])
def test_nothing_from_a_template_reaches_the_terminal_raw(view: str, colour: bool) -> None:
    text = bare(shown(hostile().migrations[0], Look(100, colour), view))
    assert HOSTILE[:10] in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


SAM = """Transform: AWS::Serverless-2016-10-31
Resources:
  A:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.b, Runtime: python3.12, InlineCode: x, MemorySize: 128}
  B: {Type: AWS::SNS::Topic}
  C: {Type: AWS::SQS::Queue}
"""


class TestSemantic:
    def test_it_names_what_differs_by_resource(self) -> None:
        after = SAM.replace("128", "256").replace("  C: {Type: AWS::SQS::Queue}\n", "  D: {Type: AWS::SQS::Queue}\n")
        lines = shown(migration(before=SAM, after=after), Look(), "semantic").splitlines()
        assert lines == [
            "Compiled t.yaml:",
            "  + D  AWS::SQS::Queue",
            "  ~ A  AWS::Lambda::Function",
            "      Properties.MemorySize: 128 -> 256",
            "  - C  AWS::SQS::Queue",
        ]

    def test_a_template_that_does_not_compile_says_so(self) -> None:
        broken = SAM.replace("Handler: a.b, ", "")
        assert "does not compile" in shown(migration(before=broken, after=broken + "#"), Look(), "semantic")
