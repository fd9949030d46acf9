"""Places of a file that change or move, and the text that comes of them."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node


@dataclass(frozen=True)
class Splice:
    """Bytes of the old text, and what takes their place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Lift:
    """A pattern that moves out of the parameters of a function.

    Arguments:
        start: where the pattern begins.
        end: where it ends.
        name: what stands in its place.
        at: where it is unpacked from then on.
        before: text in front of it there.
        after: text behind it.
    """

    start: int
    end: int
    name: str
    at: int
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Hoist:
    """A name, or a pattern, that leaves the pattern around it and gets its value beside.

    Arguments:
        target: the name or the pattern.
        value: its value.
        pattern: the outermost pattern around it.
        declarator: what declares that pattern; None for one that moves out of the parameters.
    """

    target: Node
    value: str
    pattern: Node
    declarator: Node | None


def order(splice: Splice) -> tuple[int, int]:
    return splice.start, splice.end


def is_empty(pattern: Node, splices: list[Splice]) -> bool:
    """Whether every entry of a pattern is taken out."""
    gone = [each for each in splices if not each.text]
    entries = [each for each in pattern.named_children if each.type != "comment"]
    return all(any(s.start <= each.start_byte < s.end for s in gone) for each in entries)


def spliced(data: bytes, splices: list[Splice], start: int, end: int) -> str | None:
    out: list[str] = []
    at = start
    for each in splices:
        if each.start < at:
            return None
        out += [data[at : each.start].decode("utf-8", "surrogatepass"), each.text]
        at = each.end
    return "".join([*out, data[at:end].decode("utf-8", "surrogatepass")])
