"""New text, in the manner of the document it goes into."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from .manner import Manner
from .meaning import looks_like_date, spelled
from .node import Node, plain_flavour
from .values import Tagged, Value, intrinsic

WIDTH = 110
"""Longest line that a list or map is written on; a longer one gets a line for each child."""

_PLAIN = re.compile(r"[A-Za-z0-9_./$(<][^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]*")
_CONTROL = re.compile(r"[\x00-\x1f]")
_UNSAFE = re.compile(r":\s|\s#|:$|\s$|^(?:\.\.\.|<<$)")
_FLOW_UNSAFE = {
    # libyaml before 0.2 takes a colon or question mark between brackets for an indicator, and refuses it.
    False: re.compile(r"[,\[\]{}:?]"),
    True: re.compile(r"[,\[\]{}?]|(?<!:):(?!:)"),
}
"""What text between brackets gets quotes for, by whether the document has such text with colons: `AWS::NoValue`."""
# What neither a JSON string nor a double-quoted YAML scalar may hold as it is; JSON's own escapes cover the rest.
_UNPRINTABLE = re.compile(r"[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def scalar(value: str | float | bool | None, how: Manner, *, flow: bool, quote: str | None = None) -> str:
    """A scalar on one line; ``quote`` keeps the quotes of the text it replaces."""
    if not isinstance(value, str):
        return spelled(value)
    if how.json:
        return quoted(value)
    if quote is None and is_plain(value, flow=flow, colons=how.colons):
        return value
    quote = quote or _fitting(value, how)
    if quote == '"' or _CONTROL.search(value) or _UNPRINTABLE.search(value):
        return quoted(value)
    return "'" + value.replace("'", "''") + "'"


def _fitting(value: str, how: Manner) -> str:
    """The quote for a text: the document's, unless the text has single quotes only."""
    return '"' if "'" in value and '"' not in value else how.quote


def name(key: str, how: Manner, *, flow: bool) -> str:
    """A new key, between quotes where the document writes its keys so."""
    return scalar(key, how, flow=flow, quote=how.keys or None)


def quoted(value: str) -> str:
    """A string between double quotes, as JSON and YAML both read it."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def is_plain(value: str, *, flow: bool, colons: bool = False) -> bool:
    """Whether a string can stand without quotes and stays a string."""
    return is_open(value, flow=flow, colons=colons) and plain_flavour(value) == "str" and not looks_like_date(value)


def is_open(value: str, *, flow: bool, colons: bool = False) -> bool:
    """Whether text can stand without quotes, of whatever type it is then."""
    if _PLAIN.fullmatch(value) is None or _UNSAFE.search(value):
        return False
    return not (flow and _FLOW_UNSAFE[colons].search(value))


def inline(value: Value, how: Manner, *, flow: bool = True) -> str:
    """A value on one line; ``flow`` says that it stands between brackets."""
    value = shaped(value, how)
    if isinstance(value, Node):
        return _copied(value, how, flow=flow)
    if isinstance(value, Tagged):
        inner = opened(value.argument)
        if value.name == "Sub" and isinstance(inner, str) and not is_plain(inner, flow=True):
            return (
                f"!Sub {scalar(inner, how, flow=flow, quote=_fitting(inner, how))}"  # braces read better between quotes
            )
        return f"!{value.name} {inline(inner, how, flow=flow)}"
    comma, colon = (",", ":") if how.compact else (", ", ": ")
    if isinstance(value, Mapping):
        inside = comma.join(f"{name(k, how, flow=True)}{colon}{inline(v, how)}" for k, v in value.items())
        return f"{{{inside}}}" if how.json or not value else f"{{ {inside} }}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{comma.join(inline(item, how) for item in value)}]"
    return scalar(value, how, flow=flow)


def entry(key: str, value: Value, how: Manner, room: int = WIDTH) -> list[str]:
    """Lines of a mapping entry (in a block, or in JSON on lines of its own), the first one not indented.

    Arguments:
        room: columns left on the line.
    """
    written = name(key, how, flow=how.json)
    head, *rest = behind(value, how, room, len(written) + 1)
    return [f"{written}:{head}", *rest]


def item(value: Value, how: Manner, room: int = WIDTH) -> list[str]:
    """Lines of a sequence item in a block, its dash included."""
    first, *rest = standing(value, how, room - 2)
    return ["- " + first, *("  " + line for line in rest)]


def behind(value: Value, how: Manner, room: int = WIDTH, used: int = 0) -> list[str]:
    """What follows a key and its colon: the rest of the line, then lines indented against the key.

    Arguments:
        room: columns left from where the key starts.
        used: how many of them the key takes.
    """
    value = shaped(value, how)
    lines = standing(value, how, room, used + 1)
    if how.json or isinstance(value, Tagged) or not _is_block(value, how, room - used - 1):
        return [" " + lines[0], *lines[1:]]
    indent = how.unit if isinstance(value, Mapping) else how.dash
    return ["", *(indent + line for line in lines)]


def standing(value: Value, how: Manner, room: int = WIDTH, used: int = 0) -> list[str]:
    """Lines of a value against the column that it starts at, or that its key starts at.

    Arguments:
        room: columns left from there.
        used: how many of them are taken on the first line.
    """
    value = shaped(value, how)
    if how.json:
        return _json(value, how) if not how.compact else [inline(value, how)]
    if not _is_block(value, how, room - used):
        return [inline(value, how, flow=False)]
    if isinstance(value, Tagged):
        return [f"!{value.name}", *(how.unit + line for line in _block(opened(value.argument), how, room))]
    return _block(value, how, room)


def _is_block(value: Value, how: Manner, room: int) -> bool:
    """Whether a value is written on lines of its own."""
    inner = opened(value.argument) if isinstance(value, Tagged) else value
    if isinstance(inner, (str, Node, Tagged)) or not isinstance(inner, (Mapping, Sequence)) or not inner:
        return False
    if isinstance(inner, Mapping) or (not isinstance(value, Tagged) and _is_tall(value, how)):
        return True
    return len(inline(value, how, flow=False)) > room


def _block(value: Value, how: Manner, room: int) -> list[str]:
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in entry(key, inner, how, room - len(how.unit))]
    if isinstance(value, Sequence):
        return [line for inner in value for line in item(inner, how, room - len(how.unit))]
    return [inline(value, how, flow=False)]


def _is_tall(value: Value, how: Manner) -> bool:
    """Whether a list gets a line for each item although it is short: maps in it, or the custom of the document."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return False
    return how.lists or any(isinstance(shaped(inner, how), (Mapping, list, tuple)) for inner in value)


def _json(value: Value, how: Manner) -> list[str]:
    """A JSON value on lines of its own where the document would write it so."""
    if isinstance(value, Mapping) and value and not _is_call(value):
        heads = [f"{scalar(key, how, flow=True)}: " for key in value]
        opening, closing, inside = "{", "}", list(value.values())
    elif isinstance(value, Sequence) and not isinstance(value, str) and _is_tall(value, how):
        heads, opening, closing, inside = [""] * len(value), "[", "]", list(value)
    else:
        return [inline(value, how)]
    lines = [opening]
    for number, (head, inner) in enumerate(zip(heads, inside, strict=True), 1):
        first, *rest = _json(shaped(inner, how), how)
        group = [head + first, *rest]
        group[-1] += "," if number < len(inside) else ""
        lines += [how.unit + line for line in group]
    return [*lines, closing]


def _is_call(value: Mapping[str, Value]) -> bool:
    return len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))


def shaped(value: Value, how: Manner) -> Value:
    """A value opened one level, intrinsics in the form in which they are written here."""
    value = opened(value)
    if not isinstance(value, Tagged):
        return value
    # `!Base64 !Sub x` is not YAML, and a `!Transform` above a block is not how people write it.
    fits = value.name.isalnum() and not isinstance(opened(value.argument), (Tagged, Mapping))
    if fits and not how.long:
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
    if call is not None:
        return Tagged(call.name, _inside(node) if call.argument is node else call.argument)
    return node if node.kind == "scalar" else _inside(node)


def _inside(node: Node) -> Value:
    if node.kind == "scalar":
        return node.text
    return dict(node.entries()) if node.kind == "mapping" else list(node.elements())


def _copied(node: Node, how: Manner, *, flow: bool) -> str:
    """A scalar of the document written again; a plain one keeps its spelling, so that `010` or a date stays itself."""
    if (
        not node.style
        and node.tag is None
        and (how.json or is_open(node.text, flow=flow, colons=how.colons) or (node.text and node.flavour != "str"))
    ):
        return node.text
    return scalar(
        None if node.is_null else node.text, how, flow=flow, quote=node.style if node.style in ('"', "'") else None
    )
