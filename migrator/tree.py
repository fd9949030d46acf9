"""A tree of a YAML or JSON text that knows where every node stands.

Built from the scanner's events with an explicit stack, so that aliases keep their own place and hostile nesting
cannot overflow. libyaml reads first, since it is what SAM's own tools use; the pure scanner is asked when it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .source import Source

if TYPE_CHECKING:
    from ruamel.yaml.events import Event

MAX_DEPTH = 200
"""Deepest nesting that is read; the pure scanner's time grows faster than depth beyond it."""
MAX_NODES = 400_000
MAX_ALIASES = 10_000
MAX_EXPANDED = 1_000_000
"""Most nodes that a document may have with every alias written out (a "billion laughs" has far more)."""
MAX_PURE_CHARACTERS = 256 * 1024
"""The pure scanner is some twenty times slower; a larger text that libyaml refuses is refused."""

MERGE_KEY = "<<"

Kind = Literal["scalar", "mapping", "sequence", "alias"]
Flavour = Literal["str", "null", "bool", "int", "float"]


class TreeError(Exception):
    """A text that no scanner reads, or that is over a limit; the message is one line with its line number."""


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
    """

    kind: Kind
    start: int
    end: int
    tag: str | None = None
    text: str = ""
    style: str = ""
    anchor: str | None = None
    pairs: list[Pair] = field(default_factory=list, repr=False)
    items: list[Node] = field(default_factory=list, repr=False)
    parent: Node | None = field(default=None, repr=False)
    key: str | int = ""
    target: Node | None = field(default=None, repr=False)
    users: int = 0

    @property
    def is_flow(self) -> bool:
        """Whether a collection is written between brackets."""
        return self.style == "flow"

    @property
    def flavour(self) -> Flavour:
        """The type that YAML 1.1 gives a scalar, as SAM's loader does (dates stay text)."""
        if self.tag is not None or self.style:
            return "str"
        return next((name for name, shape in _FLAVOURS if shape.match(self.text)), "str")

    @property
    def is_null(self) -> bool:
        """Whether this is a scalar without a value."""
        return self.kind == "scalar" and self.flavour == "null"

    def read(self) -> Node:
        """The node itself, or what it is an alias for."""
        return self.target if self.target is not None else self

    def entries(self) -> dict[str, Node]:
        """Values by key, as SAM reads them: aliases followed, merge keys merged, the last duplicate wins."""
        node = self.read()
        merged: dict[str, Node] = {}
        own: dict[str, Node] = {}
        for key, value in node.pairs:
            if key.text == MERGE_KEY and key.kind == "scalar" and not key.style:
                value = value.read()
                for base in reversed(value.items) if value.kind == "sequence" else (value,):
                    merged.update(base.entries())
            elif key.read().kind == "scalar":
                own[key.read().text] = value.read()
        return {**merged, **own}

    def get(self, *keys: str) -> Node | None:
        """The value under a key, or under keys one inside the other."""
        node: Node | None = self.read()
        for key in keys:
            if node is None or node.kind != "mapping":
                return None
            node = node.entries().get(key)
        return node

    def elements(self) -> list[Node]:
        """Children of a sequence, aliases followed."""
        return [item.read() for item in self.read().items]

    def pair(self, key: str) -> Pair | None:
        """The entry that stands in this very mapping under a key (the last of duplicates)."""
        return next((p for p in reversed(self.pairs) if p.key.read().text == key and p.key.read().kind == "scalar"), None)

    def path(self) -> tuple[str | int, ...]:
        """Keys from the root to this node."""
        keys: list[str | int] = []
        node = self
        while node.parent is not None:
            keys.append(node.key)
            node = node.parent
        return tuple(reversed(keys))

    def walk(self) -> Iterator[Node]:
        """This node and all below it, each once, in the order of the text; keys are not visited."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed([p.value for p in node.pairs] or node.items))


@dataclass(frozen=True)
class Tree:
    """The parsed document.

    Arguments:
        root: its top node; None for an empty text.
        documents: how many documents the text holds; only a single one is ever edited.
        duplicates: keys that stand more than once in their mapping (the earlier occurrences).
    """

    root: Node | None
    documents: int
    duplicates: tuple[Node, ...]


_FLAVOURS: tuple[tuple[Flavour, re.Pattern[str]], ...] = (
    ("null", re.compile(r"^(?:~|null|Null|NULL|)$")),
    ("bool", re.compile(r"^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$")),
    ("int", re.compile(r"^[-+]?(?:0b[0-1_]+|0[0-7_]*|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$")),
    (
        "float",
        re.compile(
            r"^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
            r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
        ),
    ),
)
_TRUE = frozenset({"yes", "true", "on"})


def boolean(node: Node | None) -> bool | None:
    """The value of a boolean scalar; None for anything else (the string ``'true'`` is no boolean)."""
    if node is None or node.kind != "scalar" or node.flavour != "bool":
        return None
    return node.text.lower() in _TRUE


def parse(source: Source) -> Tree:
    """Read a text into a tree.

    Raises:
        TreeError: no scanner reads it, or it is over a limit.
    """
    try:
        return _Builder(source.text).build(_events(source.text, pure=False))
    except TreeError:
        raise
    except Exception as refused:  # noqa: BLE001 - the scanners raise many kinds
        error = _message(refused)
        if len(source.text) > MAX_PURE_CHARACTERS:
            raise TreeError(error) from None
    try:
        return _Builder(source.text).build(_events(source.text, pure=True))
    except TreeError:
        raise
    except Exception:  # noqa: BLE001
        raise TreeError(error) from None


def _events(text: str, *, pure: bool) -> Iterator[Event]:
    from ruamel.yaml import YAML

    events: Iterator[Event] = YAML(typ="safe", pure=pure).parse(text)
    return events


def _message(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark is not None else ""
    return f"{where}not readable as YAML: {' '.join(str(problem).split())}"


class _Builder:
    """Assembles the tree from events; one builder reads one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[tuple[Node, list[Node], int]] = []  # collection, children so far, expanded size so far
        self.anchors: dict[str, tuple[Node, int] | None] = {}
        self.root: Node | None = None
        self.documents = self.nodes = self.aliases = 0
        self.duplicates: list[Node] = []

    def build(self, events: Iterator[Event]) -> Tree:
        """Consume all events."""
        for event in events:
            name = type(event).__name__
            if name == "ScalarEvent":
                self._scalar(event)
            elif name == "MappingStartEvent":
                self._open("mapping", event)
            elif name == "SequenceStartEvent":
                self._open("sequence", event)
            elif name in ("MappingEndEvent", "SequenceEndEvent"):
                self._close(event)
            elif name == "AliasEvent":
                self._alias(event)
            elif name == "DocumentStartEvent":
                self.documents += 1
                self.anchors.clear()
        return Tree(self.root if self.documents == 1 else None, self.documents, tuple(self.duplicates))

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        style = event.style or ""
        if style in "|>" and style:
            end = start + len(self.text[start:end].rstrip())
        elif start == end:
            start = end = self._empty_value(start)
        node = Node("scalar", start, end, _tag(event), event.value, style, event.anchor)
        self._add(node, 1)

    def _empty_value(self, at: int) -> int:
        """Where a missing value stands: just after the colon or dash (the scanners disagree about the place)."""
        return len(self.text[:at].rstrip()) if not self.stack else max(self._floor(), self._after_indicator(at))

    def _floor(self) -> int:
        node, children, _ = self.stack[-1]
        return children[-1].end if children else node.start

    def _after_indicator(self, at: int) -> int:
        node, children, _ = self.stack[-1]
        floor = self._floor()
        if node.kind == "mapping" and len(children) % 2 == 0:  # an empty key
            return at
        found = self.text.find(":" if node.kind == "mapping" else "-", floor, at + 1)
        return found + 1 if found >= 0 else floor

    def _open(self, kind: Kind, event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise TreeError(f"line {event.start_mark.line + 1}: nested deeper than {MAX_DEPTH} levels")
        style = "flow" if event.flow_style else "block"
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None:
            self.anchors[event.anchor] = None  # being built: an alias to it now would be recursive
        self.stack.append((Node(kind, start, end, _tag(event), "", style, event.anchor), [], 1))

    def _close(self, event: Any) -> None:
        node, children, size = self.stack.pop()
        if node.kind == "mapping":
            node.pairs = [Pair(children[i], children[i + 1]) for i in range(0, len(children) - 1, 2)]
            self._adopt_pairs(node)
        else:
            node.items = children
            for index, child in enumerate(children):
                child.parent, child.key = node, index
        if node.is_flow:
            node.end = event.end_mark.index
        elif children:  # the scanner's mark runs past trailing comments and blank lines
            node.end = children[-1].end
        self._add(node, size)

    def _adopt_pairs(self, node: Node) -> None:
        seen: dict[str, Node] = {}
        for key, value in node.pairs:
            name = key.read().text if key.read().kind == "scalar" else ""
            for child in (key, value):
                child.parent, child.key = node, name
            if name in seen and name != MERGE_KEY:
                self.duplicates.append(seen[name])
            seen[name] = key

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise TreeError(f"line {line}: more than {MAX_ALIASES} aliases")
        found = self.anchors.get(event.anchor)
        if found is None:
            what = "an alias inside its own anchor" if event.anchor in self.anchors else "an alias without an anchor"
            raise TreeError(f"line {line}: {what}: *{event.anchor}")
        target, size = found
        target.users += 1
        node = Node("alias", event.start_mark.index, event.end_mark.index, None, event.anchor, "", None, target=target)
        self._add(node, size)

    def _add(self, node: Node, size: int) -> None:
        """Put a finished node in its place. ``size``: how many nodes it is with all aliases written out."""
        self.nodes += 1
        if node.anchor is not None:
            self.anchors[node.anchor] = (node, size)
        if not self.stack:
            self.root = node
            return
        collection, children, total = self.stack[-1]
        children.append(node)
        if self.nodes > MAX_NODES or total + size > MAX_EXPANDED:
            raise TreeError(f"more than {MAX_NODES} nodes ({MAX_EXPANDED} with aliases written out)")
        self.stack[-1] = (collection, children, total + size)


def _tag(event: Any) -> str | None:
    tag = event.tag
    return str(tag) if tag is not None and str(tag) != "!" else None
