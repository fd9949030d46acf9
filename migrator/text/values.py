"""Values that concerns write, and intrinsic functions as concerns read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard, TypeVar, Union

from .node import Node

T = TypeVar("T")

Value: TypeAlias = Union[str, int, float, bool, "Tagged", "Sequence[Value]", "Mapping[str, Value]", Node, None]
"""What a node shall become. A `Node` stands for itself: text that is kept, or copied when it moves."""

_ATTRIBUTE = re.compile(r"\$\{\s*(\w+)\.([\w.]+)\s*\}")

SHORT_NAMES = ("Ref", "Condition")
"""Functions whose long form has no ``Fn::`` in front."""

NO_VALUE = "AWS::NoValue"
"""A reference to it stands for nothing at all."""


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
    if node.tag is not None and node.tag.startswith("!"):
        return Intrinsic(node.tag[1:], node.untagged() if node.kind == "mapping" else node, node)
    if node.kind != "mapping" or len(node.pairs) != 1:
        return None
    key, value = node.pairs[0]
    if key.text == "Ref" or key.text.startswith("Fn::"):
        return Intrinsic(key.text.removeprefix("Fn::"), value.read(), node)
    return None


def arguments(node: Node | None, name: str, count: int) -> list[Node]:
    """The arguments of a call; none of any other function, and of one that has not so many."""
    call = intrinsic(node)
    found = call.argument.elements() if call is not None and call.name == name else []
    return found if len(found) == count else []


def per_branch(node: Node | None, become: Callable[[Node], Value]) -> Value:
    """An ``If`` with what its branches become; None where one becomes nothing, and of any other value.

    Arguments:
        node: the value.
        become: what a branch becomes; None for nothing.
    """
    parts = arguments(node, "If", 3)
    branches = [become(part) for part in parts[1:]]
    return Tagged("If", [parts[0], *branches]) if branches and None not in branches else None


def joined(node: Node | None) -> list[Node]:
    """The items that a ``Join`` puts together with nothing between them; none of any other value."""
    parts = arguments(node, "Join", 2)
    return items_of(parts[1]) if parts and literal(parts[0]) == "" else []


def substitution(node: Node | None) -> tuple[str, dict[str, Node]] | None:
    """The text of a ``Sub`` and the variables that it defines itself; None of any other value."""
    call = intrinsic(node)
    if call is None or call.name != "Sub":
        return None
    parts = arguments(node, "Sub", 2)
    text = literal(parts[0]) if parts else call.text
    return (text, entries_of(parts[-1]) if parts else {}) if text is not None else None


def innermost(node: Node | None) -> Intrinsic | None:
    """The call whose arguments stand in a node: of ``!Base64 {Fn::Sub: …}`` that of ``Sub``."""
    call = intrinsic(node)
    if call is None or call.argument.parent is not call.node or call.argument is call.node or call.node.tag is None:
        return call
    return intrinsic(call.argument) or call


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
    """Logical id and attribute of a ``!GetAtt``, string or list form, or a ``!Sub`` of one; None for others."""
    call = intrinsic(node)
    if call is not None and call.name == "Sub" and (whole := _ATTRIBUTE.fullmatch(call.text or "")) is not None:
        return whole[1], whole[2]
    if call is None or call.name != "GetAtt":
        return None
    if call.argument.kind == "scalar":
        name, _, rest = call.argument.text.partition(".")
        return (name, rest) if rest else None
    parts = literals(call.argument.elements()) or []
    return (parts[0], ".".join(parts[1:])) if len(parts) > 1 else None


def is_map(node: Node | None) -> TypeGuard[Node]:
    """Whether a node is a mapping that is no intrinsic function."""
    return node is not None and node.read().kind == "mapping" and intrinsic(node) is None


def is_list(node: Node | None) -> TypeGuard[Node]:
    """Whether a node is a sequence that is no intrinsic function."""
    return node is not None and node.read().kind == "sequence" and intrinsic(node) is None


def get(node: Node | None, *keys: str) -> Node | None:
    """The value under a key, or under keys one inside the other; None of nothing."""
    return node.get(*keys) if node is not None else None


def given(node: Node | None) -> Node | None:
    """The value of a setting; None where it is null, which SAM takes for nothing said."""
    return None if node is None or node.is_null else node


def present(entries: Mapping[str, Value]) -> dict[str, Value]:
    """The entries that have a value."""
    return {key: value for key, value in entries.items() if value is not None}


def entries_of(node: Node | None) -> dict[str, Node]:
    """Values of a map by key; none of anything else, such as an intrinsic function."""
    return node.entries() if is_map(node) else {}


def items_of(node: Node | None) -> list[Node]:
    """Items of a list; none of anything else, such as an intrinsic function."""
    return node.elements() if is_list(node) else []


def each_of(node: Node | None) -> list[Node]:
    """The items of a list, or the one value that stands in its place."""
    return items_of(node) if node is None or is_list(node) else [node]


def all_known(values: Iterable[T | None]) -> list[T] | None:
    """All of some values; None where one of them is not known."""
    listed = list(values)
    known = [value for value in listed if value is not None]
    return known if len(known) == len(listed) else None


def literals(items: Iterable[Node]) -> list[str] | None:
    """The texts of some nodes; None where one of them is not a text."""
    return all_known(map(literal, items))


def written_list(node: Node | None) -> list[str] | None:
    """The texts of a list that is written out; None of any other value."""
    return literals(node.elements()) if is_list(node) else None
