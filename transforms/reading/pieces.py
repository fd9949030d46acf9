"""Texts that Sub and Join put together, as a row of pieces: what stands before and behind a name in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from migrator.sam.references import variables
from migrator.text.node import Node
from migrator.text.operations import LimitError
from migrator.text.values import Intrinsic, attribute, entries_of, intrinsic, is_list, literal

Kind = Literal["text", "name", "unknown"]

MAX_ADDED = 10_000
"""How many parts local variables of a Sub may add to it: in one another they double it at each level."""

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


def pieces(node: Node) -> list[Piece]:
    """The pieces of a value: a literal, or what Ref, GetAtt, Sub and Join make."""
    node = node.read()
    call = intrinsic(node)
    if call is None:
        return [_literal(node, 0, len(node.text)) if node.kind == "scalar" else _unknown(node)]
    if call.name == "Sub":
        return _of_sub(call)
    return _of_join(call) if call.name == "Join" else [_of_reference(call)]


def _unknown(node: Node) -> Piece:
    return Piece("unknown", "", node, 0, 0, node)


def _of_reference(call: Intrinsic) -> Piece:
    scalar = call.argument.items[0].read() if call.name == "GetAtt" and call.argument.items else call.argument
    name = call.text if call.name in ("Ref", "GetAtt") and call.text else ".".join(attribute(call.node) or ())
    end = len(scalar.text) if scalar.kind == "scalar" else 0
    return Piece("name" if name else "unknown", name, scalar, 0, end, scalar)


def _of_sub(call: Intrinsic) -> list[Piece]:
    scalar, *own = call.argument.elements() or [call.argument]
    if scalar.kind != "scalar":
        return [_unknown(call.node)]
    written = {name: pieces(value) for name, value in entries_of(own[0] if own else None).items()}
    found: list[Piece] = []
    at = added = 0
    for name, start, end, _ in variables(scalar.text):
        if at < start:
            found.append(_literal(scalar, at, start))
        here = Piece("name", name, scalar, start, end, scalar)
        more = _of_local(here, written[name]) if name in written else [here]
        found += more
        at, added = end, added + len(more) - 1
        if added > MAX_ADDED:
            raise LimitError(f"a text that grows by more than {MAX_ADDED} parts where it is written out", call.node)
    if at < len(scalar.text):
        found.append(_literal(scalar, at, len(scalar.text)))
    return found


def _literal(scalar: Node, start: int, end: int) -> Piece:
    return Piece("text", scalar.text[start:end], scalar, start, end, scalar)


def _of_local(here: Piece, inner: list[Piece]) -> list[Piece]:
    """A local variable: one that is simple is edited where it is used, another where it is made.

    Arguments:
        here: where it is used.
        inner: what it stands for.
    """
    if len(inner) == 1 and not (inner[0].kind == "text" and set(inner[0].text) & set(SEGMENT_ENDS)):
        return [replace(here, kind=inner[0].kind, text=inner[0].text, origin=inner[0].origin)]
    return inner


def _of_join(call: Intrinsic) -> list[Piece]:
    parts = call.argument.elements()
    delimiter = literal(parts[0]) if len(parts) == 2 else None
    if delimiter is None or not is_list(parts[1]):
        return [_unknown(call.node)]
    found: list[Piece] = []
    for index, item in enumerate(parts[1].items):
        if index and delimiter:
            found.append(Piece("text", delimiter, parts[0], 0, 0, parts[0], separator=True))
        inner = pieces(item)
        found += [replace(inner[0], items=parts[1], index=index)] if len(inner) == 1 else inner
    return found
