"""Dict displays: their constant keys, and entries that come and go without a change of layout."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from .sites import text
from .trees import literal, taken


def key_of(element: cst.BaseDictElement) -> str | None:
    """The key of an entry, where it is a literal."""
    found = literal(element.key) if isinstance(element, cst.DictElement) else None
    return text(found) if found else None


def key_taken(node: cst.CSTNode) -> str | None:
    """The key that is taken of something, where it is a literal."""
    found = taken(node)
    return text(found[1]) if found is not None else None


def entries(node: cst.CSTNode) -> dict[str, cst.DictElement] | None:
    """The entries of a display by key; None where one has no literal key, or two have the same."""
    if not isinstance(node, cst.Dict):
        return None
    found: dict[str, cst.DictElement] = {}
    for element in node.elements:
        key = key_of(element)
        if key is None or key in found or not isinstance(element, cst.DictElement):
            return None
        found[key] = element
    return found


def quote_of(node: cst.Dict) -> str:
    """The quotes that the keys of a display stand in."""
    for element in node.elements:
        found = literal(element.key) if isinstance(element, cst.DictElement) else None
        if found:
            return found.quote
    return '"'


def display(pairs: Iterable[tuple[str, cst.BaseExpression]], quote: str) -> cst.Dict:
    """A display on one line."""
    listed = list(pairs)
    return cst.Dict(
        [
            cst.DictElement(
                string(key, quote),
                value,
                comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
                if i < len(listed) - 1
                else cst.MaybeSentinel.DEFAULT,
            )
            for i, (key, value) in enumerate(listed)
        ]
    )


def string(value: str, quote: str) -> cst.SimpleString:
    return cst.SimpleString(f"{quote}{value}{quote}")


def with_entry(node: cst.CSTNode, key: str, value: cst.BaseExpression, *, before: str | None = None) -> cst.Dict:
    """The display with one more entry, in front of another one or of the last."""
    assert isinstance(node, cst.Dict)
    made = cst.DictElement(string(key, quote_of(node)), value)
    if not node.elements:
        return node.with_changes(elements=[made])
    keys = [key_of(element) for element in node.elements]
    at = keys.index(before) if before in keys else len(keys) - 1
    made = made.with_changes(comma=cst.Comma(whitespace_after=_between(node)))
    return node.with_changes(elements=[*node.elements[:at], made, *node.elements[at:]])


def appended(node: cst.Dict, key: str, value: cst.BaseExpression) -> cst.Dict:
    """The display with one more entry behind the others, where it has the last word."""
    made = cst.DictElement(string(key, quote_of(node)), value)
    if not node.elements:
        return node.with_changes(elements=[made])
    *others, last = node.elements
    kept = last.with_changes(comma=cst.Comma(whitespace_after=_between(node)))
    return node.with_changes(elements=[*others, kept, made.with_changes(comma=last.comma)])


def renamed(node: cst.CSTNode, key: str, new: str, value: cst.BaseExpression) -> cst.Dict:
    """The display with one entry under another key and with another value."""
    assert isinstance(node, cst.Dict)
    elements = [
        element.with_changes(key=_respelled(element, new), value=value) if key_of(element) == key else element
        for element in node.elements
    ]
    return node.with_changes(elements=elements)


def _respelled(element: cst.BaseDictElement, new: str) -> cst.BaseExpression:
    """A key in the quotes of the old one; the old one where it says the same."""
    assert isinstance(element, cst.DictElement)
    found = literal(element.key)
    return element.key if found is None or text(found) == new else string(new, found.quote)


def without(node: cst.CSTNode, key: str) -> cst.Dict:
    """The display without an entry."""
    assert isinstance(node, cst.Dict)
    kept = [element for element in node.elements if key_of(element) != key]
    removed_last = len(kept) < len(node.elements) and key_of(node.elements[-1]) == key
    if kept and removed_last:
        kept[-1] = kept[-1].with_changes(comma=node.elements[-1].comma)
    return node.with_changes(elements=kept)


def _between(node: cst.Dict) -> cst.BaseParenthesizableWhitespace:
    """What stands between two entries: a line break where the first one has a line of its own."""
    first = node.lbrace.whitespace_after
    if not isinstance(first, cst.ParenthesizedWhitespace):
        return cst.SimpleWhitespace(" ")
    return cst.ParenthesizedWhitespace(
        first_line=cst.TrailingWhitespace(newline=first.first_line.newline),
        indent=first.indent,
        last_line=first.last_line,
    )
