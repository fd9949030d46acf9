"""New text, in the manner of the document it goes into."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .source import Source
from .tree import Node
from .values import Tagged, Value, intrinsic

WIDTH = 110
"""Longest line that a list or map is written on; a longer one gets a line for each child."""

_PLAIN = re.compile(r"^[A-Za-z0-9_./$(<][^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*$")
_UNSAFE = re.compile(r": | #|:$|\s$")
_FLOW_UNSAFE = re.compile(r"[,\[\]{}]")
_DATE = re.compile(r"^\d{4}-\d\d?-\d\d?")


@dataclass(frozen=True)
class Manner:
    """How a document is written.

    Arguments:
        json: whether new text must be JSON.
        long: whether intrinsics are written ``Fn::Sub:`` rather than ``!Sub``.
        step: spaces that a nested mapping is indented by.
        dash: spaces that a sequence in a mapping is indented by.
        quote: the quote that new strings get when they need one.
        newline: the line ending.
    """

    json: bool
    long: bool
    step: int
    dash: int
    quote: str
    newline: str


def manner(source: Source, root: Node) -> Manner:
    """See how a document is written, by the majority of what is there."""
    steps: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    quotes: Counter[str] = Counter()
    forms: Counter[bool] = Counter()
    for node in root.walk():
        if node.kind == "scalar" and node.style in ("'", '"') and node.style:
            quotes[node.style] += 1
        if (call := intrinsic(node)) is not None:
            forms[call.argument is not node] += 1
        if node.kind in ("mapping", "sequence") and not node.is_flow and node.parent is not None:
            above = node.parent
            if above.kind == "mapping" and not above.is_flow:
                counter = steps if node.kind == "mapping" else dashes
                counter[source.position(node.start)[1] - source.position(above.start)[1]] += 1
    step = next((n for n, _ in steps.most_common() if n > 0), 2)
    return Manner(
        json=source.is_json,
        long=source.is_json or forms[True] > forms[False],
        step=step,
        dash=next((n for n, _ in dashes.most_common() if 0 <= n <= 8), 2),
        quote='"' if quotes['"'] > quotes["'"] else "'",
        newline=source.newline,
    )


def scalar(value: str | int | float | bool | None, how: Manner, *, flow: bool, quote: str | None = None) -> str:
    """A scalar on one line; ``quote`` keeps the quotes of the text it replaces."""
    if how.json:
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return json.dumps(value)  # null, true, false and numbers are spelled alike in JSON and YAML
    if quote is None and _is_plain(value, flow=flow):
        return value
    quote = quote or how.quote
    if quote == '"' or any(not c.isprintable() for c in value):
        return json.dumps(value, ensure_ascii=False)
    return "'" + value.replace("'", "''") + "'"


def _is_plain(value: str, *, flow: bool) -> bool:
    if not _PLAIN.match(value) or _UNSAFE.search(value) or _DATE.match(value):
        return False
    if flow and _FLOW_UNSAFE.search(value):
        return False
    return Node("scalar", 0, 0, None, value).flavour == "str"


def inline(value: Value, how: Manner, *, flow: bool = True) -> str:
    """A value on one line; ``flow`` says that it stands between brackets."""
    value = _long(opened(value), how)
    if isinstance(value, Node):
        return _copied(value, how, flow=flow)
    if isinstance(value, Tagged):
        inner = opened(value.argument)
        text = inline(inner, how, flow=flow)
        if value.name == "Sub" and isinstance(inner, str) and not _is_plain(inner, flow=True):
            text = scalar(inner, how, flow=flow, quote=how.quote)  # braces read better between quotes
        return f"!{value.name} {text}"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{scalar(k, how, flow=True)}: {inline(v, how)}" for k, v in value.items())
        return "{" + inside + "}" if how.json or not value else "{ " + inside + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(inline(item, how) for item in value) + "]"
    return scalar(value, how, flow=flow)


def entry(key: str, value: Value, how: Manner, room: int = WIDTH) -> list[str]:
    """Lines of a mapping entry in a block (in JSON: on lines of their own), the first one not indented.

    Arguments:
        room: columns left on the line.
    """
    name = scalar(key, how, flow=how.json)
    value = _long(opened(value), how)
    if how.json:
        return _json_entry(name, value, how)
    if isinstance(value, Mapping) and value:
        return [f"{name}:", *(" " * how.step + line for line in _block(value, how, room - how.step))]
    short = f"{name}: {inline(value, how, flow=False)}"
    if len(short) <= room:
        return [short]
    head, inner = name + ":", value
    if isinstance(value, Tagged):
        head, inner = f"{name}: !{value.name}", opened(value.argument)
    if isinstance(inner, (Mapping, list, tuple)) and inner:
        indent = how.dash if not isinstance(inner, Mapping) and head == name + ":" else max(how.step, 1)
        return [head, *(" " * indent + line for line in _block(inner, how, room - indent))]
    return [short]


def item(value: Value, how: Manner, room: int = WIDTH) -> list[str]:
    """Lines of a sequence item in a block, its dash included."""
    value = _long(opened(value), how)
    if isinstance(value, Mapping) and value and not how.json:
        lines = _block(value, how, room - 2)
        return ["- " + lines[0], *("  " + line for line in lines[1:])]
    return ["- " + inline(value, how, flow=False)]


def _block(value: Value, how: Manner, room: int) -> list[str]:
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in entry(key, inner, how, room)]
    assert isinstance(value, (list, tuple))  # noqa: S101 - only collections are written as blocks
    return [line for inner in value for line in item(inner, how, room)]


def _json_entry(name: str, value: Value, how: Manner) -> list[str]:
    if not isinstance(value, Mapping) or not value or _is_call(value):
        return [f"{name}: {inline(value, how)}"]
    groups = [_json_entry(scalar(k, how, flow=True), _long(opened(v), how), how) for k, v in value.items()]
    lines = [f"{name}: {{"]
    for number, group in enumerate(groups):
        tail = "," if number < len(groups) - 1 else ""
        lines += [" " * how.step + line for line in group[:-1]] + [" " * how.step + group[-1] + tail]
    return [*lines, "}"]


def _is_call(value: Mapping[str, Value]) -> bool:
    return len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))


def _long(value: Value, how: Manner) -> Value:
    """The long form of an intrinsic where the document writes long forms, or where the short one may not nest."""
    if not isinstance(value, Tagged):
        return value
    nested = isinstance(opened(value.argument), Tagged)  # `!Base64 !Sub x` is not YAML
    if not how.long and not nested:
        return value
    argument = value.argument
    if value.name == "GetAtt" and isinstance(argument, str):
        argument = argument.split(".", 1)
    return {value.long_name: argument}


def opened(value: Value) -> Value:
    """A node as something to write: collections and calls opened one level, scalars as they are."""
    if not isinstance(value, Node):
        return value
    node = value.read()
    call = intrinsic(node)
    if call is not None and call.argument is node:
        return Tagged(call.name, node.text if node.kind == "scalar" else _children(node))
    if call is not None:
        return Tagged(call.name, call.argument)
    return node if node.kind == "scalar" else _children(node)


def _children(node: Node) -> Value:
    return dict(node.entries()) if node.kind == "mapping" else list(node.elements())


def _copied(node: Node, how: Manner, *, flow: bool) -> str:
    """A scalar of the document written again; a plain one keeps its spelling, so that `010` or `1e3` stays itself."""
    if node.style == "" and node.flavour != "str" and node.text:
        return node.text
    return scalar(None if node.is_null else node.text, how, flow=flow, quote=node.style if node.style in ('"', "'") else None)
