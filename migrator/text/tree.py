"""A tree of nodes that know where they stand, from the events of a scanner.

It is built with an explicit stack, so that aliases keep their own place and hostile nesting cannot overflow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from .lines import after_properties, skip
from .node import Kind, Node, Pair, is_merge
from .scanners import Events

MAX_DEPTH = 200
"""Deepest nesting that is read, aliases followed; all that recurses over a tree relies on it."""
MAX_NODES = 400_000
MAX_ALIASES = 10_000
MAX_EXPANDED = 1_000_000
"""Most nodes that a document may have with every alias written out (a "billion laughs" has far more)."""


class TreeError(Exception):
    """A text that no scanner reads, or that is over a limit; the message is one line with its line number."""


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


@dataclass(slots=True)
class _Frame:
    """A collection that is being read.

    Arguments:
        node: the collection.
        children: what is in it so far, keys and values in turn.
        size: how many nodes that is with every alias written out.
        height: how many levels that is with every alias written out.
    """

    node: Node
    children: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1


class Builder:
    """Assembles the tree from events; one builder reads one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Node, int, int] | None] = {}
        self.root: Node | None = None
        self.documents = self.nodes = self.aliases = 0
        self.duplicates: list[Node] = []
        self.texts: dict[str, str] = {}  # one copy of what is said again and again, such as `Type`
        self.event: Any = None

    def build(self, events: Events) -> Tree:
        """Consume all events."""
        kinds = events.kinds
        taken: dict[type, Callable[[Any], None]] = {
            kinds.ScalarEvent: self._scalar,
            kinds.MappingStartEvent: partial(self._open, "mapping"),
            kinds.SequenceStartEvent: partial(self._open, "sequence"),
            kinds.MappingEndEvent: self._close,
            kinds.SequenceEndEvent: self._close,
            kinds.AliasEvent: self._alias,
            kinds.DocumentStartEvent: self._begin,
        }
        for event in events.events:
            self.event = event
            if take := taken.get(event.__class__):
                take(event)
        return Tree(self.root if self.documents == 1 else None, self.documents, tuple(self.duplicates))

    def _begin(self, _: Any) -> None:
        self.documents += 1
        self.anchors.clear()

    def _refuse(self, message: str) -> TreeError:
        return TreeError(f"line {self.event.start_mark.line + 1}: {message}")

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        style = event.style or ""
        if start == end:
            start = end = self._empty_value(start)
        elif style in ("|", ">"):
            end = self._end_of_block(start, end, event.value)
        text = self.texts.setdefault(event.value, event.value)
        self._add(Node("scalar", start, end, self._tag(event), text, style, event.anchor), 1, 0)

    def _end_of_block(self, start: int, end: int, value: str) -> int:
        """The end of a block scalar: blank lines behind it are its own only where they count."""
        stripped = self.text[start:end].rstrip()
        header = stripped.partition("\n")[0].partition("\r")[0].partition("#")[0]
        last = value.rstrip("\n")[-1:]
        if "+" in header or last.isspace():
            return end - (2 if self.text.endswith("\r\n", start, end) else self.text.endswith(("\r", "\n"), start, end))
        return start + len(stripped)

    def _empty_value(self, at: int) -> int:
        """Where a missing value stands: just after the colon or dash (the scanners disagree about the place)."""
        if not self.stack:
            return len(self.text[:at].rstrip())
        node, children = self.stack[-1].node, self.stack[-1].children
        if node.kind == "mapping" and len(children) % 2 == 0:  # an empty key
            return at
        floor = children[-1].end if children else after_properties(self.text, node.start, at)
        found = skip(self.text, floor)
        sign = ":" if node.kind == "mapping" else "-"
        return found + 1 if found <= at and self.text.startswith(sign, found) else floor

    def _open(self, kind: Kind, event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise self._refuse(f"nested deeper than {MAX_DEPTH} levels")
        if event.anchor is not None:
            self.anchors[event.anchor] = None  # being built: an alias to it now would be recursive
        style = "flow" if event.flow_style else "block"
        start, end = event.start_mark.index, event.end_mark.index
        self.stack.append(_Frame(Node(kind, start, end, self._tag(event), "", style, event.anchor)))

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        node, children = frame.node, frame.children
        if node.kind == "mapping":
            node.pairs = tuple(map(Pair, children[::2], children[1::2]))
            self._adopt(node)
        else:
            node.items = tuple(children)
            for index, child in enumerate(children):
                child.parent, child.key = node, index
        if node.style == "flow":
            node.end = event.end_mark.index
        elif children:  # the scanner's mark runs past trailing comments and blank lines
            node.end = children[-1].end
        self._add(node, frame.size, frame.height)

    def _adopt(self, mapping: Node) -> None:
        seen: dict[str, Pair] = {}
        for pair in mapping.pairs:
            key, value = pair
            name = key.name
            key.parent = value.parent = mapping
            key.key = value.key = name or ""
            key.is_key = True
            if name is None or is_merge(key):
                continue
            if (earlier := seen.get(name)) is not None:
                self.duplicates.append(earlier.key)
                earlier.value.is_double = value.is_double = True
            seen[name] = pair

    def _alias(self, event: Any) -> None:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise self._refuse(f"more than {MAX_ALIASES} aliases")
        found = self.anchors.get(event.anchor)
        if found is None:
            what = "an alias inside its own anchor" if event.anchor in self.anchors else "an alias without an anchor"
            raise self._refuse(f"{what}: *{event.anchor}")
        target, size, height = found
        if len(self.stack) + height > MAX_DEPTH:
            raise self._refuse(f"nested deeper than {MAX_DEPTH} levels with aliases written out")
        target.users += 1
        node = Node("alias", event.start_mark.index, event.end_mark.index, None, event.anchor, "", None, target=target)
        self._add(node, size, height)

    def _add(self, node: Node, size: int, height: int) -> None:
        """Put a finished node in its place; ``size`` and ``height`` count with all aliases written out."""
        self.nodes += 1
        if node.anchor is not None:
            self.anchors[node.anchor] = (node, size, height)
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        frame.children.append(node)
        frame.size += size
        frame.height = max(frame.height, height + 1)
        if self.nodes > MAX_NODES:
            raise self._refuse(f"more than {MAX_NODES} nodes")
        if frame.size > MAX_EXPANDED:
            raise self._refuse(f"more than {MAX_EXPANDED} nodes with aliases written out")

    def _tag(self, event: Any) -> str | None:
        tag = str(event.tag)
        return self.texts.setdefault(tag, tag) if event.tag is not None and tag != "!" else None
