"""What a template tells sam-migrate itself: APIs that are to stay as they are, and why.

A comment on the line of a resource's key, or in the comment lines right above it, or ``Metadata`` of the resource:
JSON has no comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..text.lines import comments
from ..text.node import boolean
from ..text.values import is_map, literal

if TYPE_CHECKING:
    from ..text.node import Node
    from ..text.source import Source

TOOL = "sam-migrate"
KEEP = "keep"

_BREAK = re.compile(r"\r\n|\r|\n")
_MARK = re.compile(rf"#\s*{TOOL}:\s*(.*)")
_KEEP = re.compile(rf"{KEEP}(?:$|[\s:,;(.–—-]+(.*))")


@dataclass(frozen=True, eq=False)
class UnclearMark:
    """A comment that addresses us and that we cannot follow.

    Arguments:
        start: where it begins in the text.
        text: the comment.
        known: whether its words are known, and only its place is not one of a resource.
    """

    start: int
    text: str
    known: bool


@dataclass(frozen=True, eq=False)
class Marks:
    """What a template says of its own migration.

    Arguments:
        kept: resources that are to stay, by logical id, each with the reason; empty without one.
        unclear: comments that cannot be followed.
    """

    kept: Mapping[str, str]
    unclear: tuple[UnclearMark, ...] = ()


def marks(source: Source, root: Node) -> Marks:
    """Read what a template says of its own migration."""
    if TOOL not in source.text:
        return Marks({})
    section = root.get("Resources")
    kept = dict(_metadata(section)) if is_map(section) else {}
    unclear = []
    keys = _keys(source, section)
    lines = _BREAK.split(source.text)
    for start, text in comments(source.text, root):
        if (found := _MARK.match(text)) is None:
            continue
        words = _KEEP.fullmatch(found[1].strip())
        name = _resource(source, lines, keys, start)
        if words is None or name is None:
            unclear.append(UnclearMark(start, text, known=words is not None))
        else:
            kept[name] = _reason(words[1] or "")
    return Marks(kept, tuple(unclear))


def _metadata(section: Node) -> Iterator[tuple[str, str]]:
    for name, node in section.entries().items():
        keep = node.get("Metadata", TOOL, KEEP) if is_map(node) else None
        if keep is None or boolean(keep) is False:
            continue
        yield name, "" if boolean(keep) else (literal(keep) or "").strip()


def _keys(source: Source, section: Node | None) -> Mapping[int, list[tuple[int, str]]]:
    """Resources by the line of their keys, each with the column."""
    found: dict[int, list[tuple[int, str]]] = {}
    for pair in section.pairs if is_map(section) else ():
        line, column = source.position(pair.key.start)
        found.setdefault(line, []).append((column, pair.key.text))
    return found


def _resource(source: Source, lines: list[str], keys: Mapping[int, list[tuple[int, str]]], start: int) -> str | None:
    """The one resource that a comment is about: that of its line, else the next one below it and other comments."""
    line, column = source.position(start)
    if lines[line - 1].lstrip().startswith("#"):
        while line < len(lines) and lines[line - 1].lstrip().startswith("#"):
            line += 1
        # What is indented further is the end of the resource before.
        found = [(at, name) for at, name in keys.get(line, ()) if column <= at]
    else:
        found = list(keys.get(line, ()))
    return found[0][1] if len(found) == 1 else None


def _reason(text: str) -> str:
    return text.rstrip(" .)" if "(" not in text else " .")
