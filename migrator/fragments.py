"""Where a part of a scalar's value stands in the text, for every style that a scalar can be written in."""

from __future__ import annotations

import json

from .operations import EditError
from .tree import Node

_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0", "a": "\a", "v": "\v", "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
_HEX = {"x": 2, "u": 4, "U": 8}


def locate(text: str, scalar: Node, start: int, end: int, new: str) -> tuple[int, int, str]:
    """Offsets in ``text`` of characters ``start`` to ``end`` of the value, and ``new`` written in the same style.

    Line folding and indentation change white space only, so the characters that are none stand in the same order
    in the value and in the text: they are paired one by one.

    Raises:
        EditError: the part starts or ends in white space, or the characters do not pair.
    """
    raw = _visible(text, scalar)
    value = [i for i, c in enumerate(scalar.text) if not c.isspace()]
    spans = {i: span for i, (_, *span) in zip(value, raw, strict=False)}
    if [c for c, _, _ in raw] != [scalar.text[i] for i in value] or start not in spans or end - 1 not in spans:
        raise EditError("unsupported-shape", "this text is written in a way that cannot be edited in part", scalar)
    return spans[start][0], spans[end - 1][1], _escaped(new, scalar.style)


def _visible(text: str, scalar: Node) -> list[tuple[str, int, int]]:
    """Each character of the scalar's content that is no white space, with its range in the text."""
    at, stop = _content(text, scalar)
    out: list[tuple[str, int, int]] = []
    while at < stop:
        char, width = text[at], 1
        if scalar.style == "'" and char == "'":
            width = 2
        elif scalar.style == '"' and char == "\\":
            char, width = _escape(text, at)
        if char and not char.isspace():
            out.append((char, at, at + width))
        at += width
    return out


def _escape(text: str, at: int) -> tuple[str, int]:
    letter = text[at + 1]
    if letter in _HEX:
        digits = _HEX[letter]
        return chr(int(text[at + 2 : at + 2 + digits], 16)), 2 + digits
    if letter in "\r\n":
        return "", 2
    return _ESCAPED.get(letter, letter), 2


def _content(text: str, scalar: Node) -> tuple[int, int]:
    """Range of the content: without tag, anchor, quotes or the header of a block scalar."""
    start, end = scalar.start, scalar.end
    while start < end and text[start] in "!&":
        while start < end and not text[start].isspace():
            start += 1
        while start < end and text[start].isspace():
            start += 1
    if scalar.style in ("'", '"'):
        return start + 1, end - 1
    if scalar.style in ("|", ">"):
        breaks = [i for i in (text.find("\n", start, end), text.find("\r", start, end)) if i >= 0]
        return (min(breaks) if breaks else end), end
    return start, end


def _escaped(new: str, style: str) -> str:
    if style == "'":
        return new.replace("'", "''")
    if style == '"':
        return json.dumps(new, ensure_ascii=False)[1:-1]
    return new
