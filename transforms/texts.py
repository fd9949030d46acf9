"""Texts that Sub and Join put together, as a row of pieces: what stands before and behind a name in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from migrator.sam.references import VARIABLE, Reference
from migrator.text.tree import Node
from migrator.text.values import Intrinsic, attribute, intrinsic, is_list, is_map, literal

Kind = Literal["text", "name", "unknown"]

SEGMENT_ENDS = "/?#\"'`<>()[]|\\ \n\t\r,;"


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a text.

    Arguments:
        kind: literal text, a name (of a resource, its attribute or a parameter), or something not understood.
        text: the literal text or the name.
        node: the scalar whose text is edited when the piece changes.
        start: where the piece starts in that scalar (``${`` included).
        end: where it ends there.
        origin: the scalar in which the name stands; another than ``node`` for a local variable of a Sub.
        items: the list of a Join, when the piece is one of its items as a whole.
        index: its index there.
        separator: whether a Join puts it between its items; then it cannot be edited by itself.
    """

    kind: Kind
    text: str
    node: Node
    start: int
    end: int
    origin: Node
    items: Node | None = None
    index: int = 0
    separator: bool = False

    def holds(self, reference: Reference) -> bool:
        """Whether a reference stands in this piece."""
        if reference.scalar is not self.origin:
            return False
        return self.origin is not self.node or self.start <= reference.start < self.end


def pieces(node: Node) -> list[Piece]:
    """The pieces of a value: a literal, or what Ref, GetAtt, Sub and Join make."""
    node = node.read()
    call = intrinsic(node)
    if call is None:
        whole = node.text if node.kind == "scalar" else ""
        return [Piece("text" if node.kind == "scalar" else "unknown", whole, node, 0, len(whole), node)]
    if call.name == "Sub":
        return _of_sub(call)
    if call.name == "Join":
        return _of_join(call)
    scalar = call.argument.items[0].read() if call.name == "GetAtt" and call.argument.items else call.argument
    name = call.text if call.name in ("Ref", "GetAtt") and call.text else ".".join(attribute(node) or ())
    end = len(scalar.text) if scalar.kind == "scalar" else 0
    return [Piece("name" if name else "unknown", name, scalar, 0, end, scalar)]


def _of_sub(call: Intrinsic) -> list[Piece]:
    scalar, local = call.argument, dict[str, Node]()
    if scalar.kind == "sequence":
        parts = scalar.elements()
        scalar = parts[0] if parts else scalar
        local = parts[1].entries() if len(parts) > 1 and is_map(parts[1]) else local
    if scalar.kind != "scalar":
        return [Piece("unknown", "", call.node, 0, 0, call.node)]
    found, at = [], 0
    for variable in VARIABLE.finditer(scalar.text):
        if at < variable.start():
            found.append(_literal(scalar, at, variable.start()))
        here = Piece("name", variable[1], scalar, variable.start(), variable.end(), scalar)
        found += _of_local(here, local[variable[1]]) if variable[1] in local else [here]
        at = variable.end()
    if at < len(scalar.text):
        found.append(_literal(scalar, at, len(scalar.text)))
    return found


def _literal(scalar: Node, start: int, end: int) -> Piece:
    return Piece("text", scalar.text[start:end], scalar, start, end, scalar)


def _of_local(here: Piece, value: Node) -> list[Piece]:
    """A local variable: one that is simple is edited where it is used, another where it is made."""
    inner = pieces(value)
    if len(inner) == 1 and not (inner[0].kind == "text" and set(inner[0].text) & set(SEGMENT_ENDS)):
        return [replace(here, kind=inner[0].kind, text=inner[0].text, origin=inner[0].origin)]
    return inner


def _of_join(call: Intrinsic) -> list[Piece]:
    parts = call.argument.elements()
    delimiter = literal(parts[0]) if len(parts) == 2 else None
    if delimiter is None or not is_list(parts[1]):
        return [Piece("unknown", "", call.node, 0, 0, call.node)]
    found: list[Piece] = []
    for index, item in enumerate(parts[1].items):
        if index and delimiter:
            found.append(Piece("text", delimiter, parts[0], 0, 0, parts[0], separator=True))
        inner = pieces(item)
        found += [replace(inner[0], items=parts[1], index=index)] if len(inner) == 1 else inner
    return found


# -- a reference and what stands around it --------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Text:
    """The text that a reference is a part of.

    Arguments:
        before: pieces before it.
        behind: pieces behind it.
        around: literal text of a further text around it, from which a function that is not understood separates it.
        split: whether the text is cut up by Split.
    """

    before: Sequence[Piece]
    behind: Sequence[Piece]
    around: str = ""
    split: bool = False

    @property
    def lead(self) -> str:
        """The text before, with a ``?`` for what is not literal."""
        return "".join(piece.text if piece.kind == "text" else "?" for piece in self.before)


def text_of(reference: Reference) -> Text:
    """The text that a reference stands in, up to the outermost Sub or Join."""
    node = top = reference.whole
    around, crossed, split = "", False, False
    while (held := _holder(node)) is not None:
        call, is_part = held
        if is_part and not crossed:
            top = call.node
        elif is_part:
            around = "".join(piece.text for piece in pieces(call.node) if piece.kind == "text")
        else:
            crossed = True
            split = split or call.name == "Split"
        node = call.node
    row = pieces(top) if reference.form in ("Ref", "GetAtt", "Sub") else []
    at = next((index for index, piece in enumerate(row) if piece.kind != "text" and piece.holds(reference)), len(row))
    return Text(row[:at], row[at + 1 :], around, split)


def _holder(node: Node) -> tuple[Intrinsic, bool] | None:
    """The call that a node is an argument of, and whether the node is a part of the text that the call makes."""
    above = node.parent
    if above is None:
        return None
    call = intrinsic(above)
    if call is not None:
        return call, False
    for outer in (above.parent, above.parent.parent if above.parent is not None else None):
        call = intrinsic(outer)
        if call is None:
            continue
        if call.argument is above:  # an item in the argument list of a long form
            return call, False
        parts = call.argument.elements() if call.argument.kind == "sequence" else []
        if call.name in ("Join", "Sub") and len(parts) > 1 and parts[1] is above:
            return call, True
    return None
