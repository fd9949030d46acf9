"""Read a unified diff back into the two texts that it was made from, blank where the diff shows nothing of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..migration import TextEdit
from ..report.diff import NO_NEWLINE

MAX_LINES = 400_000
"""Longest file that a diff may speak of; a template of 8 MiB has fewer lines."""

_HUNK = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@\n")
_NAMES = ("--- ", "+++ ")
_EMPTY_FILE = "new file mode 100644\n"


class PatchError(ValueError):
    """A text that is no unified diff of one file."""


@dataclass(frozen=True)
class Restored:
    """A file before and after, as far as a diff shows it, and the edits between."""

    before: str
    after: str
    edits: tuple[TextEdit, ...]


@dataclass
class _GrowingTexts:
    """The texts as they grow."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    edits: list[TextEdit] = field(default_factory=list)
    offset: int = 0

    def keep(self, lines: Sequence[str]) -> None:
        self.before += lines
        self.after += lines
        self.offset += sum(map(len, lines))

    def change(self, old: list[str], new: list[str]) -> None:
        end = self.offset + sum(map(len, old))
        self.edits.append(TextEdit(self.offset, end, "".join(new), ""))
        self.before += old
        self.after += new
        self.offset = end

    def reach(self, line: int) -> None:
        """Fill up with blank lines to before a line of the old text."""
        missing = line - 1 - len(self.before)
        if missing < 0 or line > MAX_LINES:
            raise PatchError("its hunks are out of order or out of bounds")
        self.keep(["\n"] * missing)


def restore(diff: str, *, lines: int = 0) -> Restored:
    """Restore a file from its diff.

    Arguments:
        diff: the diff of one file; may be empty.
        lines: number of lines that the old text has at least.

    Raises:
        PatchError: it is none.
    """
    texts = _GrowingTexts()
    found = diff.splitlines(keepends=True) if "\r" not in diff else re.findall(r"[^\n]*\n|[^\n]+\Z", diff)
    position = 2
    if found and not _names_a_file(found):
        raise PatchError("it does not begin with two file names")
    while position < len(found):
        position = _read_hunk(found, position, texts)
    if len(texts.before) < lines and (not texts.before or texts.before[-1].endswith("\n")):
        texts.reach(lines + 1)
    return Restored("".join(texts.before), "".join(texts.after), tuple(texts.edits))


def _names_a_file(lines: Sequence[str]) -> bool:
    if lines[0].startswith("diff --git "):
        return lines[1:] == [_EMPTY_FILE]
    return len(lines) > len(_NAMES) and all(line.startswith(name) for line, name in zip(lines, _NAMES, strict=False))


def _read_hunk(lines: Sequence[str], position: int, texts: _GrowingTexts) -> int:
    """Read one hunk; the position after it."""
    head = _HUNK.fullmatch(lines[position])
    if head is None:
        raise PatchError("a hunk has no proper head")
    start, old_left, new_left = int(head[1]), int(head[2] or 1), int(head[4] or 1)
    texts.reach(start if old_left else start + 1)
    old: list[str] = []
    new: list[str] = []
    position += 1
    for sign, text, taken in _body(lines, position):
        if not old_left and not new_left:
            break
        old_left -= sign != "+"
        new_left -= sign != "-"
        position += taken
        if sign == " " or (sign == "-" and new):
            _settle(texts, old, new)
        if sign == " ":
            texts.keep([text])
        else:
            (old if sign == "-" else new).append(text)
    _settle(texts, old, new)
    if old_left or new_left:
        raise PatchError("a hunk has not the length that its head states")
    return position


def _body(lines: Sequence[str], position: int) -> Iterator[tuple[str, str, int]]:
    """Sign and text of each line of a hunk, and how many lines of the diff it takes."""
    while position < len(lines) and lines[position][0] in " +-" and lines[position].endswith("\n"):
        line = lines[position]
        bare = position + 1 < len(lines) and lines[position + 1] == f"{NO_NEWLINE}\n"
        yield line[0], line[1:-1] if bare else line[1:], 1 + bare
        position += 1 + bare


def _settle(texts: _GrowingTexts, old: list[str], new: list[str]) -> None:
    if old or new:
        texts.change(old[:], new[:])
        old.clear()
        new.clear()
