"""A node of a YAML or JSON text that knows where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

MERGE_KEY = "<<"

Kind = Literal["scalar", "mapping", "sequence", "alias"]
Flavour = Literal["str", "null", "bool", "int", "float"]

FEW = 8
"""Up to so many entries are looked through; an index of them would cost more memory than it is worth."""
STANDARD_TAG = "tag:yaml.org,2002:"
_FLAVOURS: dict[str, Flavour] = {name: name for name in get_args(Flavour)}
# YAML 1.1 as PyYAML resolves it. The groups are named after the flavours.
_PLAIN = re.compile(
    r"""(?P<null>~|null|Null|NULL|)
    |(?P<bool>yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)
    |(?P<float>[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?
        |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))
    |(?P<int>[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*(?::[0-5]?[0-9])*))""",
    re.VERBOSE,
)
_DIGITS = re.compile(r"-?[0-9]+")
_TRUE = frozenset({"yes", "true", "on"})


class Pair(NamedTuple):
    """One entry of a mapping."""

    key: Node
    value: Node


@dataclass(slots=True, eq=False)
class Node:
    """A piece of the tree with its span.

    Arguments:
        kind: what it is.
        start: character offset of its first character, its anchor and tag included.
        end: offset after its last character; comments and blank lines behind a block collection do not count.
        tag: the short tag as written, such as ``!Sub``; None without one.
        text: the value of a scalar, the name behind an alias.
        style: of a scalar the empty string, ``'``, ``"``, ``|`` or ``>``; of a collection ``flow`` or ``block``.
        anchor: the name of its anchor.
        pairs: entries of a mapping, duplicates included.
        items: children of a sequence.
        parent: the collection it stands in; None at the root.
        key: its key or index there.
        target: the node that an alias stands for.
        users: how many aliases stand for this node.
        is_key: whether it is the key of an entry.
        is_double: whether its key stands more than once in the mapping.
    """

    kind: Kind
    start: int
    end: int
    tag: str | None = None
    text: str = ""
    style: str = ""
    anchor: str | None = None
    pairs: Sequence[Pair] = field(default=(), repr=False)
    items: Sequence[Node] = field(default=(), repr=False)
    parent: Node | None = field(default=None, repr=False)
    key: str | int = ""
    target: Node | None = field(default=None, repr=False)
    users: int = 0
    is_key: bool = False
    is_double: bool = False
    _entries: dict[str, Node] | None = field(default=None, repr=False)
    _own: dict[str, Pair] | None = field(default=None, repr=False)
    _untagged: Node | None = field(default=None, repr=False)

    @property
    def is_flow(self) -> bool:
        """Whether a collection is written between brackets."""
        return self.style == "flow"

    @property
    def flavour(self) -> Flavour:
        """The type that YAML 1.1 gives a scalar, as SAM's loader does (dates stay text)."""
        if self.tag is not None:
            return _FLAVOURS.get(self.tag.removeprefix(STANDARD_TAG), "str")
        return "str" if self.style else plain_flavour(self.text)

    @property
    def is_null(self) -> bool:
        """Whether this is a scalar without a value."""
        return self.kind == "scalar" and self.flavour == "null"

    @property
    def children(self) -> Sequence[Node]:
        """Values of a mapping or items of a sequence, as they stand there."""
        return [pair.value for pair in self.pairs] if self.kind == "mapping" else self.items

    @property
    def name(self) -> str | None:
        """The text of a node that can be a key; None for a collection."""
        node = self.read()
        return node.text if node.kind == "scalar" else None

    def read(self) -> Node:
        """The node itself, or what it is an alias for."""
        return self.target if self.target is not None else self

    def untagged(self) -> Node:
        """A mapping without its tag, as what stands below it: ``!Base64 {Fn::Sub: …}`` is a call in a call."""
        if self._untagged is None:
            self._untagged = Node("mapping", self.start, self.end, style=self.style, pairs=self.pairs, parent=self)
        return self._untagged

    def entries(self) -> dict[str, Node]:
        """Values by key, as SAM reads them: aliases followed, merge keys merged, the last duplicate wins.

        Where there are many it is the same object each time, so that looking up one key after the other stays cheap:
        not to be changed.
        """
        if self.target is not None:
            return self.target.entries()
        if self._entries is not None:
            return self._entries
        found = self._merged()
        if len(found) > FEW:
            self._entries = found
        return found

    def _merged(self) -> dict[str, Node]:
        merged: dict[str, Node] = {}
        own: dict[str, Node] = {}
        for key, value in self.pairs:
            value = value.read()
            if is_merge(key):
                for base in reversed(value.items) if value.kind == "sequence" else (value,):
                    merged.update(base.entries())
            elif (name := key.name) is not None:
                own[name] = value
        return {**merged, **own} if merged else own

    def get(self, *keys: str) -> Node | None:
        """The value under a key, or under keys one inside the other."""
        node: Node | None = self.read()
        for key in keys:
            if node is None or node.kind != "mapping":
                return None
            node = node.entries().get(key)
        return node

    def at(self, path: Sequence[str | int]) -> Node | None:
        """The node at the end of a path as `path` gives it; None where it leads nowhere."""
        node: Node | None = self.read()
        for key in path:
            if node is None:
                return None
            node = next(iter(node.elements()[key : key + 1]), None) if isinstance(key, int) else node.get(key)
        return node

    def elements(self) -> list[Node]:
        """Children of a sequence, aliases followed."""
        return [item.read() for item in self.read().items]

    def pair(self, key: str) -> Pair | None:
        """The entry that stands in this very mapping under a key (the last of duplicates)."""
        if len(self.pairs) <= FEW:
            return next((pair for pair in reversed(self.pairs) if pair.key.name == key), None)
        if self._own is None:
            self._own = {name: pair for pair in self.pairs if (name := pair.key.name) is not None}
        return self._own.get(key)

    @property
    def root(self) -> Node:
        """The root of the tree that this node stands in."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def above(self) -> Iterator[Node]:
        """What this node stands in, from the inside out."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def path(self) -> tuple[str | int, ...]:
        """Keys from the root to this node."""
        keys = [node.key for node in (self, *self.above())]
        return tuple(keys[-2::-1])

    def walk(self, *, keys: bool = False) -> Iterator[Node]:
        """This node and all below it, each once, in the order of the text; aliases are not followed.

        Arguments:
            keys: visit the keys of mappings too.
        """
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if keys:
                stack.extend(part for pair in reversed(node.pairs) for part in reversed(pair))
            else:
                stack.extend(pair.value for pair in reversed(node.pairs))
            stack.extend(reversed(node.items))


def is_merge(key: Node) -> bool:
    """Whether a key is the merge key ``<<``; between quotes it is a key like any other."""
    return key.kind == "scalar" and key.text == MERGE_KEY and not key.style and key.tag is None


def plain_flavour(text: str) -> Flavour:
    """The type that YAML 1.1 gives an unquoted text."""
    found = _PLAIN.fullmatch(text)
    return _FLAVOURS[found.lastgroup] if found is not None and found.lastgroup is not None else "str"


def boolean(node: Node | None) -> bool | None:
    """The value of a boolean scalar; None for anything else (the string ``'true'`` is no boolean)."""
    if node is None or node.kind != "scalar" or node.flavour != "bool":
        return None
    return node.text.lower() in _TRUE


def integer(node: Node | None) -> int | None:
    """The value of a whole number as YAML 1.1 reads it (``0600`` is 384), or of decimal digits in a text.

    Single quotes inside a text do not count. None for anything else.
    """
    node = node.read() if node is not None else None
    if node is None or node.kind != "scalar" or node.tag is not None:
        return None
    if node.flavour != "int":
        text = node.text.strip().strip("'").strip()
        return int(text) if _DIGITS.fullmatch(text) else None
    digits = node.text.replace("_", "")
    if ":" in digits:  # base 60
        value = 0
        for part in digits.lstrip("+-").split(":"):
            value = value * 60 + int(part)
        return -value if digits.startswith("-") else value
    is_octal = digits.lstrip("+-").startswith("0") and digits.lstrip("+-").isdigit()
    return int(digits, 8 if is_octal else 0)
