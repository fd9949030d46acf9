"""Lines of a text as the scanners see them, what stands between two tokens, and comments, which no node holds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from .node import Node

BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
"""Everything that libyaml takes for the end of a line; an editor shows fewer lines."""

_FILLING = re.compile(r"(?:[\s\ufeff]|#[^\r\n\x85\u2028\u2029]*)*")
_PROPERTY = re.compile(r"[!&]\S*")


def skip(text: str, at: int) -> int:
    """Offset of the next character that is neither white space nor part of a comment."""
    found = _FILLING.match(text, at)
    return found.end() if found else at


def spliced(text: str, parts: Iterable[tuple[int, int, str]]) -> str:
    """A text with other text in the place of some ranges, each with its start and its end, in order."""
    found, at = list[str](), 0
    for start, end, new in parts:
        found += [text[at:start], new]
        at = end
    return "".join([*found, text[at:]])


def after_properties(text: str, start: int, end: int) -> int:
    """Where the content of a node starts that may have a tag and an anchor in front."""
    at = start
    while at < end and text[at] in "!&":
        found = _PROPERTY.match(text, at)
        at = skip(text, found.end() if found else end)
    return min(at, end)


class Lines:
    """Line arithmetic on one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in BREAK.finditer(text))]

    def start(self, at: int) -> int:
        """Start of the line that an offset stands on."""
        return self._starts[bisect_right(self._starts, at) - 1]

    def end(self, at: int) -> int:
        """End of the line that an offset stands on, its line break not included."""
        found = BREAK.search(self.text, at)
        return found.start() if found else len(self.text)

    def next(self, at: int) -> int:
        """Start of the next line, or the end of the text."""
        found = BREAK.search(self.text, at)
        return found.end() if found else len(self.text)

    def column(self, at: int) -> int:
        """How many characters stand before an offset on its line."""
        return at - self.start(at)

    def before(self, at: int) -> str:
        """What stands before an offset on its line."""
        return self.text[self.start(at) : at]

    def is_alone(self, at: int) -> bool:
        """Whether only white space stands before an offset on its line."""
        return not self.before(at).strip()

    def indent(self, at: int) -> str:
        """White space that leads to the column of an offset."""
        before = self.before(at)
        return before if not before.strip() else " " * len(before)

    def rest(self, at: int) -> str:
        """What stands from an offset to the end of its line."""
        return self.text[at : self.end(at)]

    def spans_lines(self, start: int, end: int) -> bool:
        """Whether a line ends between two offsets."""
        return BREAK.search(self.text, start, end) is not None

    def is_blank(self, at: int) -> bool:
        """Whether the line of an offset holds white space only; there is no line behind the end of the text."""
        return at < len(self.text) and not self.text[self.start(at) : self.end(at)].strip()


_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*", re.MULTILINE)


def comments(text: str, root: Node) -> Iterator[tuple[int, str]]:
    """Each comment between the scalars of a document, with where it begins.

    Arguments:
        text: the document.
    """
    at = 0
    for node in root.walk(keys=True):
        if node.kind in ("scalar", "alias"):
            yield from _between(text, at, node.start)
            at = max(at, node.end)
    yield from _between(text, at, len(text))


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    yield from ((found.start(), found[0].rstrip()) for found in _COMMENT.finditer(text, start, end))
