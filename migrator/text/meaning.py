"""What a node or a value means, whatever its style: how two of them are compared, and how numbers are spelled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from .node import STANDARD_TAG, Node, boolean
from .values import SHORT_NAMES, Tagged, Value, intrinsic

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?")


def data(node: Node) -> Value:
    """A node as plain data, aliases and merge keys resolved; intrinsics become `Tagged`."""
    node = node.read()
    call = intrinsic(node)
    if call is not None:
        return Tagged(call.name, _bare(call.argument))
    return _bare(node)


def long_form(value: Value) -> Any:
    """Plain data as JSON has it: intrinsic functions as maps, as SAM reads their short forms.

    Source: samtranslator, ``intrinsics_multi_constructor``.
    """
    if isinstance(value, Tagged):
        argument = long_form(value.argument)
        split = value.name == "GetAtt" and isinstance(argument, str)
        return {value.long_name: argument.split(".", 1) if split else argument}
    if isinstance(value, Mapping):
        return {key: long_form(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [long_form(each) for each in value]
    return value


def _bare(node: Node) -> Value:
    if node.kind == "mapping":
        return {key: data(value) for key, value in node.entries().items()}
    if node.kind == "sequence":
        return [data(item) for item in node.elements()]
    return _scalar(node)


def _scalar(node: Node) -> Value:
    """A scalar as data; a number in another spelling than ours (``010``, ``0x1F``, ``1_000``) stays text."""
    flavour = node.flavour
    if flavour == "null":
        return None
    if flavour == "bool":
        return boolean(node)
    if flavour == "int" and _DECIMAL.fullmatch(node.text):
        return int(node.text)
    if flavour == "float" and _FRACTION.fullmatch(node.text):
        return float(node.text)
    return node.text


def plain(value: Value) -> Value:
    """A value without nodes in it: what `data` gives for the text that it is written as."""
    if isinstance(value, Node):
        return data(value)
    if isinstance(value, Tagged):
        return Tagged(value.name, plain(value.argument))
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(inner) for inner in value]
    return value


def says(node: Node, value: Value) -> bool:
    """Whether a node means a value: the same types (``1`` is no ``'1'``), the same keys in the same order.

    Intrinsics are alike in their short and long forms; a `Node` as value counts by what it means, not by its style.
    """
    return _meaning(node, found=True) == _meaning(value, found=False)


def spelled(number: float | bool | None) -> str:
    """A number, boolean or null as YAML 1.1 and JSON both read it."""
    if number is None or isinstance(number, bool):
        return {None: "null", True: "true", False: "false"}[number]
    whole, _, exponent = repr(number).partition("e")
    if exponent:  # YAML 1.1 takes `1e+20` for text
        return f"{whole if '.' in whole else whole + '.0'}e{exponent}"
    return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(whole, whole)


Meaning: TypeAlias = tuple[object, ...]


def _meaning(value: Value, *, found: bool) -> Meaning:
    """A comparable form of a value.

    Arguments:
        value: a value, or a node.
        found: whether it is a node that was written; a wanted one counts by its effective entries, and the keys of
            those are written as text.
    """
    node = value.read() if isinstance(value, Node) else None
    if (call := _called(value if node is None else node)) is not None:
        name, argument = call
        return "call", name, _argument(name, argument, found=found)
    if node is not None:
        if node.kind == "scalar":
            return typed(node)
        value = _children(node)
    if isinstance(value, str):
        return "str", value
    if isinstance(value, Mapping):
        written = node.pairs if found and node is not None else None
        keys = [("str", key) for key in value] if written is None else [typed(pair.key.read()) for pair in written]
        inner = [_meaning(item, found=found) for item in value.values()]
        return "map", keys, inner
    if isinstance(value, Sequence):
        return "list", [_meaning(item, found=found) for item in value]
    if isinstance(value, (int, float)):
        return type(value).__name__, spelled(value)
    return "null", ""


def _called(value: Value) -> tuple[str, Value] | None:
    """Name and argument of an intrinsic function in any of its forms; None for what is none."""
    if isinstance(value, Tagged):
        return value.name, value.argument
    if isinstance(value, Node):
        if value.tag is not None and not value.tag.startswith(STANDARD_TAG):
            return value.tag.removeprefix("!"), _children(value)
        value = _children(value)
    name = next(iter(value), "") if isinstance(value, Mapping) and len(value) == 1 else ""
    if isinstance(value, Mapping) and (name in SHORT_NAMES or name.startswith("Fn::")):
        return name.removeprefix("Fn::"), value[name]
    return None


def _argument(name: str, argument: Value, *, found: bool) -> Meaning:
    """The argument of a call: a scalar is always text there, and GetAtt's list means its dotted text."""
    if isinstance(argument, Node) and argument.read().kind == "scalar" and argument.read().tag is None:
        return "str", argument.read().text
    if argument is None or isinstance(argument, (str, int, float)):
        return "str", argument if isinstance(argument, str) else spelled(argument)
    meaning = _meaning(argument, found=found)
    if name == "GetAtt" and meaning[0] == "list" and isinstance(parts := meaning[1], list):
        texts = [part[1] for part in parts if part[0] == "str"]
        return ("str", ".".join(texts)) if len(texts) == len(parts) else meaning
    return meaning


def _children(node: Node) -> Value:
    """What a node holds, without its tag; for a scalar its text."""
    if node.kind == "scalar":
        return node.text
    return node.entries() if node.kind == "mapping" else node.items


def typed(node: Node) -> tuple[str, str]:
    """A scalar with the type that any YAML 1.1 reader gives it; there a plain date is no text."""
    if node.kind != "scalar":
        return node.kind, ""
    flavour = node.flavour
    if flavour == "str":
        return ("timestamp" if not node.style and node.tag is None and looks_like_date(node.text) else "str"), node.text
    value = _scalar(node)
    return flavour, spelled(value) if isinstance(value, (int, float)) else "" if value is None else node.text


def looks_like_date(text: str) -> bool:
    """Whether readers other than SAM's take an unquoted text for a date."""
    return _DATE.match(text) is not None
