"""Values that concerns write, and intrinsic functions as concerns read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, Union

from .tree import Node, boolean

Value: TypeAlias = Union[str, int, float, bool, None, "Tagged", "Sequence[Value]", "Mapping[str, Value]", Node]
"""What a node shall become. A `Node` stands for itself: text that is kept, or copied when it moves."""

SHORT_NAMES = ("Ref", "Condition")
"""Functions whose long form has no ``Fn::`` in front."""


@dataclass(frozen=True)
class Tagged:
    """An intrinsic function to write: short or long form is the editor's choice.

    Arguments:
        name: without ``!`` or ``Fn::``, such as ``Sub``.
        argument: what it is called with.
    """

    name: str
    argument: Value

    @property
    def long_name(self) -> str:
        """The key of the long form."""
        return self.name if self.name in SHORT_NAMES else f"Fn::{self.name}"


def ref(logical_id: str) -> Tagged:
    """``!Ref`` of a logical id or parameter."""
    return Tagged("Ref", logical_id)


def sub(text: str) -> Tagged:
    """``!Sub`` of a text without local variables."""
    return Tagged("Sub", text)


@dataclass(frozen=True)
class Intrinsic:
    """An intrinsic function found in a template.

    Arguments:
        name: without ``!`` or ``Fn::``.
        argument: the node that holds the argument; the node itself in the short form.
        node: the whole call.
    """

    name: str
    argument: Node
    node: Node

    @property
    def text(self) -> str | None:
        """The argument when it is a plain text, such as the name behind ``!Ref``."""
        return self.argument.text if self.argument.kind == "scalar" else None


def intrinsic(node: Node | None) -> Intrinsic | None:
    """The intrinsic function that a node is, in short or long form; None for anything else."""
    if node is None:
        return None
    node = node.read()
    if node.tag is not None and node.tag.startswith("!") and not node.tag.startswith("!!"):
        return Intrinsic(node.tag[1:], node, node)
    if node.kind != "mapping" or len(node.pairs) != 1:
        return None
    key, value = node.pairs[0]
    if key.text == "Ref" or key.text.startswith("Fn::"):
        return Intrinsic(key.text.removeprefix("Fn::"), value.read(), node)
    return None


def literal(node: Node | None) -> str | None:
    """The text of a scalar that is no intrinsic and not null; None for anything else."""
    if node is None:
        return None
    node = node.read()
    return node.text if node.kind == "scalar" and node.tag is None and not node.is_null else None


def ref_target(node: Node | None) -> str | None:
    """The name behind ``!Ref NAME``; None for anything else."""
    call = intrinsic(node)
    return call.text if call is not None and call.name == "Ref" else None


def attribute(node: Node | None) -> tuple[str, str] | None:
    """Logical id and attribute of a ``!GetAtt``, string or list form; None for anything else."""
    call = intrinsic(node)
    if call is None or call.name != "GetAtt":
        return None
    if call.argument.kind == "scalar":
        name, _, rest = call.argument.text.partition(".")
        return (name, rest) if rest else None
    parts = [literal(item) for item in call.argument.elements()]
    if len(parts) < 2 or None in parts:
        return None
    texts = [part for part in parts if part is not None]
    return texts[0], ".".join(texts[1:])


def is_map(node: Node | None) -> bool:
    """Whether a node is a mapping that is no intrinsic function."""
    return node is not None and node.read().kind == "mapping" and intrinsic(node) is None


def is_list(node: Node | None) -> bool:
    """Whether a node is a sequence that is no intrinsic function."""
    return node is not None and node.read().kind == "sequence" and intrinsic(node) is None


def data(node: Node) -> Value:
    """A node as plain data, aliases and merge keys resolved; intrinsics become `Tagged`."""
    node = node.read()
    call = intrinsic(node)
    if call is not None:
        return Tagged(call.name, _bare(call.argument))
    return _bare(node)


def _bare(node: Node) -> Value:
    if node.kind == "mapping":
        return {key: data(value) for key, value in node.entries().items()}
    if node.kind == "sequence":
        return [data(item) for item in node.elements()]
    flavour = node.flavour
    if flavour == "null":
        return None
    if flavour == "bool":
        return boolean(node)
    if flavour == "int" and node.text.lstrip("+-").isdigit() and not node.text.lstrip("+-").startswith("0"):
        return int(node.text)
    return 0 if node.text == "0" and flavour == "int" else node.text
