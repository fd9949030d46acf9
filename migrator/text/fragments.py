"""Edits inside a scalar, for every style that a scalar can be written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from .changes import EditError, Fragment
from .lines import after_properties
from .meaning import typed
from .node import Node
from .page import Edit, Page
from .parsing import parse
from .render import quoted, scalar
from .source import Source
from .tree import TreeError

_ESCAPED = {
    "n": "\n",
    "t": "\t",
    "\t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    "0": "\0",
    "a": "\a",
    "v": "\v",
    "e": "\x1b",
}
_ESCAPED |= {"N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
_BREAK = re.compile(r"\n(?=(?P<empty>\n)?)")
"""A line break; one in front of an empty line is not followed by an indent."""
_INDENT_AT_END = re.compile(r"(?<=[\r\n])[ ]+\Z")
_HEX = {"x": 2, "u": 4, "U": 8}

Span = tuple[int, int]


def edits(page: Page, node: Node, wanted: str, parts: Sequence[Fragment]) -> Iterator[Edit]:
    """Edits that make a scalar say ``wanted``, its text with all ``parts`` rewritten.

    A part that does not fit the way in which the scalar is written (a colon in a plain one) gets it written anew
    between quotes, as long as it stands on one line.

    Raises:
        EditError: a part starts or ends where no character of the text stands for it.
    """
    start = after_properties(page.text, node.start, node.end)
    spans = _spans(page.text, node, start)
    found = [] if spans is None else [edit for part in parts if (edit := _edit(page, node, part, spans)) is not None]
    fits = len(found) == len(parts) and (_is_safe(page, node, parts) or _reads(page, node, found, wanted))
    if not fits:
        whole = Edit(start, node.end, _anew(page, node, start, wanted), parts[0].concern)
        if node.flavour != "str" or not _reads(page, node, [whole], wanted):
            raise EditError("unsupported-shape", "this text is written in a way that cannot be edited in part", node)
        found = [whole]
    yield from found


def _is_safe(page: Page, node: Node, parts: Sequence[Fragment]) -> bool:
    """Whether any text can stand in a scalar: between double quotes on one line."""
    if node.style == '"':
        return not page.lines.spans_lines(node.start, node.end)
    printable = all(part.text.isprintable() for part in parts)
    return node.style == "'" and printable and not page.lines.spans_lines(node.start, node.end)


def _anew(page: Page, node: Node, start: int, wanted: str) -> str:
    """The whole scalar written again: a literal stays one, the rest goes between quotes on one line."""
    if node.style != "|":
        in_flow = node.parent is not None and node.parent.is_flow
        quote = node.style if node.style in ("'", '"') else page.how.quote
        return scalar(wanted, page.how, flow=in_flow, quote=quote)
    header = page.lines.end(start)
    body = page.text[header : node.end]
    indent = page.lines.indent(header + len(body) - len(body.lstrip()))
    lines = wanted.removesuffix("\n").split("\n")
    return page.text[start:header] + "".join(page.how.newline + (indent + line if line else "") for line in lines)


def _edit(page: Page, node: Node, part: Fragment, spans: Sequence[Span | None]) -> Edit | None:
    """The edit of one part; None where its ends do not stand in the text."""
    text = _escaped(page, node, part.text, spans)
    if part.start == part.end:
        before = spans[part.start - 1] if part.start else None
        after = spans[part.start] if part.start < len(spans) else None
        at = after[0] if after is not None else before[1] if before is not None else None
        return None if at is None else Edit(at, at, _before(page, node, text, at), part.concern)
    first, last = spans[part.start], spans[part.end - 1]
    if first is None or last is None:
        return None
    return Edit(first[0], last[1], _before(page, node, text, last[1]), part.concern)


def _before(page: Page, node: Node, text: str, at: int) -> str:
    """A part's text in front of an offset: an indent in front of a line break would make an empty line of spaces."""
    return _INDENT_AT_END.sub("", text) if node.style == "|" and page.text.startswith(("\r", "\n"), at) else text


def _reads(page: Page, node: Node, found: Sequence[Edit], wanted: str) -> bool:
    """Whether the scalar, cut out and edited, says what is wanted and is of the same type still."""
    lines = page.lines
    at, raw = node.start, []
    for edit in sorted(found, key=lambda e: (e.start, e.end)):
        if edit.start < at:
            return False
        raw += [page.text[at : edit.start], edit.text]
        at = edit.end
    body = "".join([*raw, page.text[at : node.end]])
    in_flow = node.parent is not None and node.parent.is_flow
    line = page.text[lines.start(node.start) : node.start]
    lead = line[: len(line) - len(line.lstrip(" "))]
    ending = page.how.newline if node.end < len(page.text) else ""
    try:
        root = parse(Source("", f"[{body}]" if in_flow else f"{lead}k: {body}{ending}")).root
    except TreeError:
        return False
    if root is None or len(root.children) != 1 or (not in_flow and root.kind != "mapping"):
        return False
    read = root.children[0]
    return (read.kind, read.text, read.tag, typed(read)[0]) == ("scalar", wanted, node.tag, typed(node)[0])


def _spans(text: str, scalar: Node, start: int) -> list[Span | None] | None:
    """Where each character of the value stands in the text; None for those that folding made.

    Line folding and indentation change white space only, so the characters that are none stand in the same order
    in the value and in the text: they are paired one by one. White space between two of them is paired as far as it
    is the same in both; one character of the value may stand for all the rest.
    """
    first, last = _content(text, scalar, start)
    if text[first:last] == scalar.text:
        return [(at, at + 1) for at in range(first, last)]
    raw = list(_characters(text, scalar, start))
    spans: list[Span | None] = [None] * len(scalar.text)
    at = 0
    for blank, run in _runs(raw):
        stop = at
        while stop < len(scalar.text) and scalar.text[stop].isspace() == blank:
            stop += 1
        same = 0
        while same < min(len(run), stop - at) and run[same][0] == scalar.text[at + same]:
            spans[at + same] = run[same][1], run[same][2]
            same += 1
        if blank and stop - at - same == 1 and same < len(run):
            spans[stop - 1] = run[same][1], run[-1][2]
        elif not blank and not same == len(run) == stop - at:
            return None
        at = stop
    return spans


def _runs(raw: list[tuple[str, int, int]]) -> Iterator[tuple[bool, list[tuple[str, int, int]]]]:
    """Runs of characters that are white space or that are none."""
    return ((blank, list(run)) for blank, run in groupby(raw, lambda part: part[0].isspace()))


def _characters(text: str, scalar: Node, start: int) -> Iterator[tuple[str, int, int]]:
    """Each character of the scalar's content with its range in the text."""
    at, stop = _content(text, scalar, start)
    while at < stop:
        char, width = text[at], 1
        if scalar.style == "'" and char == "'":
            width = 2
        elif scalar.style == '"' and char == "\\":
            char, width = _escape(text, at)
        if char:
            yield char, at, at + width
        at += width


def _escape(text: str, at: int) -> tuple[str, int]:
    letter = text[at + 1]
    if letter in _HEX:
        digits = _HEX[letter]
        return chr(int(text[at + 2 : at + 2 + digits], 16)), 2 + digits
    if letter in "\r\n":
        return "", 2
    return _ESCAPED.get(letter, letter), 2


def _content(text: str, scalar: Node, start: int) -> Span:
    """Range of the content: without quotes or the header of a block scalar."""
    if scalar.style in ("'", '"'):
        return start + 1, scalar.end - 1
    if scalar.style in ("|", ">"):
        breaks = [i for i in (text.find("\n", start, scalar.end), text.find("\r", start, scalar.end)) if i >= 0]
        return (min(breaks) if breaks else scalar.end), scalar.end
    return start, scalar.end


def _escaped(page: Page, node: Node, new: str, spans: Sequence[Span | None]) -> str:
    if node.style == "'":
        return new.replace("'", "''")
    if node.style == '"':
        return quoted(new)[1:-1]
    if node.style == "|":
        first = next((span[0] for span in spans if span is not None), node.end)
        newline, indent = page.how.newline, page.lines.indent(first)
        return _BREAK.sub(lambda found: newline if found["empty"] else newline + indent, new)
    return new
