"""Comments of a document, which no node holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .node import Node

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*", re.MULTILINE)


def comments(text: str, root: Node) -> Iterator[tuple[int, str]]:
    """Each comment between the scalars of a document, with where it begins.

    Arguments:
        text: the document.
        root: its root.
    """
    at = 0
    for node in root.walk(keys=True):
        if node.kind in ("scalar", "alias"):
            yield from _between(text, at, node.start)
            at = max(at, node.end)
    yield from _between(text, at, len(text))


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    yield from ((found.start(), found[0].rstrip()) for found in _COMMENT.finditer(text, start, end))
