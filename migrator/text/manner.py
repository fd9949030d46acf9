"""How a document is written, so that new text looks like the text around it."""

from __future__ import annotations

from collections import Counter
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
    units: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    quotes: Counter[str] = Counter()
    forms: Counter[bool] = Counter()
    lists: Counter[bool] = Counter()
    keys: Counter[str] = Counter()
    colons = False
    for node in root.walk():
        keys.update(pair.key.style for pair in node.pairs)
        colons = colons or (not node.style and ":" in node.text and node.parent is not None and node.parent.is_flow)
        if node.kind == "scalar" and node.style in ("'", '"'):
            quotes[node.style] += 1
        if (call := intrinsic(node)) is not None:
            forms[call.argument is not node] += 1
            continue
        above = node.parent
        if above is None or above.kind != "mapping" or intrinsic(above) is not None:
            continue
        if node.items and all(item.kind == "scalar" for item in node.items):
            lists[lines.spans_lines(node.start, node.end) or not node.is_flow] += 1
        if node.kind in ("mapping", "sequence") and not node.is_flow and not above.is_flow:
            counter = units if node.kind == "mapping" else dashes
            counter[lines.column(_first(source.text, node)) - lines.column(above.pairs[0].key.start)] += 1
    json = source.is_json
    return Manner(
        json=json,
        compact=json and '":' in source.text and '": ' not in source.text,
        long=json or forms[True] > forms[False],
        unit=_json_unit(root, lines) if json else " " * next((n for n, _ in units.most_common() if 1 < n <= 8), 2),
        dash=" " * next((n for n, _ in dashes.most_common() if 0 <= n <= 8), 2),
        lists=lists[True] > lists[False],
        quote='"' if quotes['"'] > quotes["'"] else "'",
        keys=max(("", "'", '"'), key=lambda style: keys[style]),
        colons=colons,
        newline=source.newline,
    )


def _first(text: str, node: Node) -> int:
    """Where the first entry of a block collection starts: its key, or its dash."""
    return node.pairs[0].key.start if node.pairs else after_properties(text, node.start, node.end)


def _json_unit(root: Node, lines: Lines) -> str:
    first = root.pairs[0].key.start if root.pairs else root.start
    return lines.before(first) if lines.is_alone(first) and lines.before(first) else "  "
