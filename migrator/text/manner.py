"""How a document is written, so that new text looks like the text around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .lines import Lines, after_properties
from .node import Node
from .source import Source
from .values import intrinsic


@dataclass(frozen=True)
class Manner:
    """How a document is written.

    Arguments:
        json: whether new text must be JSON.
        compact: whether JSON goes without spaces behind colons and commas.
        long: whether intrinsics are written ``Fn::Sub:`` rather than ``!Sub``.
        unit: white space that a nested mapping is indented by.
        dash: white space that a sequence in a mapping is indented by.
        lists: whether lists of scalars have a line for each item.
        quote: the quote that new strings get when they need one.
        keys: the quote that new keys get; empty where most keys have none.
        colons: whether text between brackets holds colons without quotes.
        newline: the line ending.
    """

    json: bool = False
    compact: bool = False
    long: bool = False
    unit: str = "  "
    dash: str = "  "
    lists: bool = False
    quote: str = "'"
    keys: str = ""
    colons: bool = False
    newline: str = "\n"


def manner(source: Source, root: Node, lines: Lines) -> Manner:
    """See how a document is written, by the majority of what is there."""
    nodes = [*root.walk()]
    calls = [(node, call) for node in nodes if (call := intrinsic(node)) is not None]
    called = {id(node) for node, _ in calls}
    values = [node for node in nodes if id(node) not in called and _is_value(node)]
    forms = Counter(call.argument is not node for node, call in calls)
    quotes = Counter(node.style for node in nodes if node.kind == "scalar")
    keys = Counter(pair.key.style for node in nodes for pair in node.pairs)
    scalars = [node for node in values if node.items and all(item.kind == "scalar" for item in node.items)]
    lists = Counter(lines.spans_lines(node.start, node.end) or not node.is_flow for node in scalars)
    json = source.is_json
    return Manner(
        json=json,
        compact=json and '":' in source.text and '": ' not in source.text,
        long=json or forms[True] > forms[False],
        unit=_json_unit(root, lines) if json else _indent((n for n in values if n.kind == "mapping"), lines, least=2),
        dash=_indent((node for node in values if node.kind == "sequence"), lines, least=0),
        lists=lists[True] > lists[False],
        quote='"' if quotes['"'] > quotes["'"] else "'",
        keys=max(("", "'", '"'), key=lambda style: keys[style]),
        colons=any(not n.style and ":" in n.text and n.parent is not None and n.parent.is_flow for n in nodes),
        newline=source.newline,
    )


def _is_value(node: Node) -> bool:
    """Whether a node stands in a mapping that is no intrinsic."""
    return node.parent is not None and node.parent.kind == "mapping" and intrinsic(node.parent) is None


def _indent(values: Iterable[Node], lines: Lines, *, least: int) -> str:
    """White space that most collections in a mapping are indented by."""
    found: Counter[int] = Counter()
    for node in values:
        if node.parent is not None and not node.is_flow and not node.parent.is_flow:
            found[lines.column(_first(lines.text, node)) - lines.column(node.parent.pairs[0].key.start)] += 1
    return " " * next((number for number, _ in found.most_common() if least <= number <= 8), 2)


def _first(text: str, node: Node) -> int:
    """Where the first entry of a block collection starts: its key, or its dash."""
    return node.pairs[0].key.start if node.pairs else after_properties(text, node.start, node.end)


def _json_unit(root: Node, lines: Lines) -> str:
    first = root.pairs[0].key.start if root.pairs else root.start
    return lines.before(first) if lines.is_alone(first) and lines.before(first) else "  "
