"""Changes that repeat themselves are shown once, and nothing else is left out."""

from __future__ import annotations

import pytest

from migrator.migration import FileChange, Migration, Status
from migrator.options import Direction
from migrator.report.diff import unified
from migrator.report.diff_view import shown
from migrator.report.folding import folded
from migrator.report.paint import Look
from migrator.text.source import Source

EVENT = "  E{0}:\n    Type: Api\n    Path: /{0}\n    Method: get\n"


def change(before: str, after: str, path: str = "t.yaml") -> FileChange:
    return FileChange(Source(path, before), after)


def events(number: int, gap: str = "") -> FileChange:
    text = "Resources:\n" + gap.join(EVENT.format(n) for n in range(number))
    return change(text, text.replace("Api", "HttpApi"))


def view(*changes: FileChange, look: Look | None = None) -> str:
    first, *rest = changes
    made = Migration(first.source, Direction.TO_HTTP, Status.MIGRATED, first.after, files=tuple(rest))
    return shown(made, look or Look())


@pytest.mark.parametrize("gap", ["", "  #\n" * 9], ids=["in one hunk", "in hunks of their own"])
def test_the_same_change_is_shown_once_with_the_lines_of_the_others(gap: str) -> None:
    text = view(events(6, gap))
    step = 4 + gap.count("\n")
    assert text.count("+    Type: HttpApi") == 1
    assert f"the same change at 5 more places, lines {3 + step}, {3 + 2 * step}" in text.replace("\n ", "")


def test_all_of_it_is_shown_to_who_asks() -> None:
    text = view(events(6), look=Look(full=True))
    assert text == unified(events(6)).rstrip("\n")


def test_what_differs_is_shown() -> None:
    before = "Resources:\n" + "".join(EVENT.format(n) + "    #\n" * 9 for n in range(4))
    after = before.replace("Api", "HttpApi").replace("Path: /2", "Path: /two")
    text = view(change(before, after))
    assert text.count("+    Type: HttpApi") == 2
    assert "+    Path: /two" in text
    assert "2 more places" in text


def test_events_in_flow_style_are_the_same_by_what_changes() -> None:
    event = "  E{0}: {{Type: {1}, Properties: {{Path: /{0}, Method: get{2}}}}}\n  #\n"
    before = "".join(event.format(n, "Api", "") for n in range(4))
    after = "".join(event.format(n, "HttpApi", ", PayloadFormatVersion: '1.0'") for n in range(4))
    text = view(change(before, after))
    assert text.count("HttpApi") == 1
    assert "the same change at 3 more places, lines 3, 5, 7" in text
    other = after.replace("Path: /2", "Path: /two")
    assert "+  E2: {Type: HttpApi, Properties: {Path: /two," in view(change(before, other))


def test_what_stands_before_the_repetition_is_a_part_of_its_own() -> None:
    text = "Api: REST\n" + "".join(EVENT.format(n) for n in range(5))
    (file,) = folded([change(text, text.replace("REST", "HTTP").replace("Type: Api", "Type: HttpApi"))])
    first, second = file.hunks
    assert [row.text for row in first.hunk.rows if row.kind.value == "+"] == ["Api: HTTP"]
    assert second.again == [7, 11, 15, 19]
    assert (first.hunk.header, second.hunk.header) == ("@@ -1,2 +1,2 @@", "@@ -2,5 +2,5 @@")


def test_what_follows_the_repetition_is_a_part_of_its_own() -> None:
    text = "".join(EVENT.format(n) for n in range(5)) + "Url: REST\n"
    (file,) = folded([change(text, text.replace("Type: Api", "Type: HttpApi").replace("REST", "HTTP"))])
    first, last = file.hunks
    assert first.again == [6, 10, 14, 18]
    assert [row.text for row in last.hunk.rows if row.kind.value == "+"] == ["Url: HTTP"]


def test_files_that_change_alike_are_one() -> None:
    files = [change("a = 1\n", "a = 2\n", f"src/{name}.py") for name in "abc"]
    text = view(events(1), *files, change("a = 1\n", "a = 3\n", "src/d.py"))
    assert text.count("+a = 2") == 1
    assert "the same changes in 2 more files: src/b.py, src/c.py" in text
    assert "+++ b/src/d.py" in text


def test_a_new_file_is_none_that_changes() -> None:
    new = FileChange(Source("src/b.py", ""), "a = 2\n", new=True)
    assert "--- /dev/null" in view(change("", "a = 2\n", "src/a.py"), new)


def test_hostile_names_stay_on_their_line() -> None:
    files = [change("a = 1\n", "a = 2\n", f"src/{name}.py") for name in ("a", "b\n::error::\x1b[2J")]
    assert not [line for line in view(*files).splitlines() if line.startswith("::") or "\x1b" in line]
