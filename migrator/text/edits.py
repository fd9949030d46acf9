"""From operations to text: ranges of the old text, what replaces each, and one splice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from . import fragments
from .block import block_edits, guard_literals
from .changes import EditError, SetValue, written_out
from .combination import Outcome
from .flow import flow_edits
from .lines import BREAK, after_properties, skip, spliced
from .node import Node
from .page import Edit, Page
from .render import behind, inline, scalar, standing
from .slots import Slot
from .source import Source
from .values import Tagged, Value

__all__ = ["Edit", "plan", "splice"]


def plan(source: Source, root: Node, outcome: Outcome, *, long: bool = False) -> list[Edit]:
    """Text edits that carry out an outcome in one document, sorted, none overlapping another.

    Arguments:
        source: the document.
        root: its root; what the outcome says of nodes below others is left out.
        outcome: what becomes of each node.
        long: write intrinsics as ``Fn::Sub:`` only, whatever the document does.

    Raises:
        EditError: a shape that cannot be edited without printing more than the operation says.
    """
    if root not in outcome.touched:
        return []
    page = Page(source, root, long)
    made: list[tuple[Node, Iterable[Edit]]] = []
    made += [(node, _collection(page, node, slots)) for node, slots in outcome.slots.items()]
    made += [(node, _value(page, node, wanted)) for node, wanted in outcome.values.items()]
    made += [
        (node, fragments.edits(page, node, outcome.text(node), parts)) for node, parts in outcome.fragments.items()
    ]
    made = [(node, new) for node, new in made if node.root is root and not outcome.gone(node)]
    # What is written behind the last line of a collection comes before what is written behind the collection itself.
    made.sort(key=lambda pair: -len(pair[0].path()))
    edits = [edit for _, new in made for edit in new]
    edits = _settle(page, edits)
    if guards := list(guard_literals(page, edits)):
        edits = _settle(page, [*edits, *guards])
    return _keep_missing_break(page, edits)


def splice(text: str, edits: Sequence[Edit]) -> str:
    """Apply sorted edits in one pass; every byte outside them is copied."""
    return spliced(text, ((edit.start, edit.end, edit.text) for edit in edits))


def _settle(page: Page, edits: Sequence[Edit]) -> list[Edit]:
    """Sort, merge deletions that touch, refuse overlaps."""
    merged: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        last = merged[-1] if merged else None
        if last is not None and not last.text and not edit.text and edit.start <= last.end:
            merged[-1] = replace(last, end=max(last.end, edit.end), concern=_joined(last.concern, edit.concern))
        elif last is not None and (instead := _instead(page, last, edit)) is not None:
            merged[-1] = instead
        elif last is not None and edit.start < last.end:
            raise EditError("unsupported-shape", "two edits overlap here", page.root)
        elif edit.start < edit.end or edit.text:
            merged.append(edit)
    return merged


def _instead(page: Page, deletion: Edit, insertion: Edit) -> Edit | None:
    """Lines written behind the last lines of a collection, where those go: the new lines take their place."""
    whole = page.lines.start(deletion.start) == deletion.start < deletion.end
    found = BREAK.match(page.text, insertion.start)
    newline = found[0] if found is not None else page.how.newline
    gone = page.text[insertion.start : deletion.end]
    at_end = insertion.start == deletion.end == len(page.text)
    if insertion.start < insertion.end or not whole or gone.strip() or not (gone or at_end):
        return None
    if not insertion.text.startswith(newline) or (deletion.text and not deletion.text.endswith(newline)):
        return None
    text = deletion.text + insertion.text[len(newline) :] + (newline if gone else "")
    return replace(deletion, text=text, concern=_joined(deletion.concern, insertion.concern))


def _keep_missing_break(page: Page, edits: list[Edit]) -> list[Edit]:
    """Where the last lines of a text without final line break go, the line break before them goes along."""
    text = page.text
    if not edits or edits[-1].text or edits[-1].end < len(text) or text.endswith(("\n", "\r")):
        return edits
    last = edits[-1]
    cut = len(text[: last.start].rstrip("\r\n"))
    if any(node.end >= cut and node.start < last.start and node.text.endswith("\n") for node in page.literals):
        return edits  # this block scalar has another value without a line break at its end
    floor = edits[-2].end if len(edits) > 1 else 0
    return [*edits[:-1], replace(last, start=max(cut, floor))]


def _joined(first: str, second: str) -> str:
    return first if not second or second in first.split(",") else f"{first},{second}"


def _collection(page: Page, node: Node, slots: Sequence[Slot]) -> Iterator[Edit]:
    """Edits for entries that go, come or change their key."""
    if not node.children:
        if slots:
            yield from _fill(page, node, slots)
        return
    places = list(page.places(node, slots))
    for place in places:
        slot = place.slot
        if slot.renamed and not slot.removed and slot.key_node is not None:
            yield _rename(page, node, slot, slot.key_node)
    yield from flow_edits(page, node, slots) if node.is_flow else block_edits(page, node, slots)


def _rename(page: Page, node: Node, slot: Slot, key: Node) -> Edit:
    quote = key.style if key.style in ("'", '"') else ""
    start = after_properties(page.text, key.start, key.end)
    return Edit(start, key.end, page.key(slot.key, flow=node.is_flow, node=key, quote=quote), slot.concern)


def _fill(page: Page, node: Node, slots: Sequence[Slot]) -> Iterator[Edit]:
    """Entries for an empty collection, which is always written ``{}`` or ``[]``."""
    value: Value = [slot.value for slot in slots]
    if node.kind == "mapping":
        value = {page.key(slot.key, flow=False, node=node) and slot.key: slot.value for slot in slots}
    inner = page.text[after_properties(page.text, node.start, node.end) : node.end]
    if node.parent is None or not inner.startswith(("{", "[")) or inner[1:-1].strip() or node.anchor or node.tag:
        at = node.end - len(inner) + 1
        rendered = inline(value, page.how)[1:-1].strip()
        yield Edit(at, at, rendered, slots[0].concern)
        return
    yield from _value(page, node, SetValue(node, value, slots[0].concern))


def _value(page: Page, node: Node, wanted: SetValue) -> Iterator[Edit]:
    """Edits that replace the value standing at a node."""
    parent = node.parent
    if parent is None:
        raise EditError("unsupported-shape", "the whole document is not replaced", node)
    if parent.is_flow or page.how.json:
        yield _in_flow(page, node, parent, wanted)
    elif parent.kind == "sequence":
        yield _in_place(page, node, wanted)
    else:
        pair = parent.pair(str(node.key))
        if pair is None or pair.value is not node:
            raise EditError("unsupported-shape", "the value of a key that is no text is not edited", node)
        yield from _behind_key(page, node, pair.key, wanted)


def _in_flow(page: Page, node: Node, parent: Node, wanted: SetValue) -> Edit:
    line = page.lines.start(node.start)
    lead = page.text[line : line + len(page.text[line : node.start]) - len(page.text[line : node.start].lstrip())]
    text = _like(page, node, wanted.value, flow=True)
    if page.how.json and page.lines.spans_lines(parent.start, parent.end):
        text = (page.how.newline + lead).join(standing(wanted.value, page.how, page.room(node.start)))
    return Edit(node.start, node.end, _colon(page, node) + text, wanted.concern)


def _colon(page: Page, node: Node) -> str:
    """What a value needs in front that takes the place of nothing."""
    if node.start < node.end:
        return ""
    before = page.text[node.start - 1 : node.start]
    if before in (":", "-"):
        return " "
    return "" if before.isspace() else ": "


def _in_place(page: Page, node: Node, wanted: SetValue) -> Edit:
    """A value that starts in the column of the one it replaces."""
    empty = node.start == node.end
    indent = " " * (page.lines.column(node.start) + empty)
    lines = standing(wanted.value, page.how, page.room(node.start))
    if lines == [inline(wanted.value, page.how, flow=False)]:
        lines = [_like(page, node, wanted.value, flow=False)]
    return Edit(node.start, node.end, _colon(page, node) + (page.how.newline + indent).join(lines), wanted.concern)


def _behind_key(page: Page, node: Node, key: Node, wanted: SetValue) -> Iterator[Edit]:
    """Edits that replace the value of an entry in a block; comments between key and value stay."""
    lines, concern = page.lines, wanted.concern
    colon = skip(page.text, key.end)
    if (
        not page.text.startswith(":", colon)
        or lines.before(key.start).rstrip().endswith("?")
        or lines.before(colon).strip() == ""
    ):
        raise written_out(key)
    indent = page.how.newline + lines.indent(key.start)
    first, *rest = behind(wanted.value, page.how, page.room(colon + 1))
    is_below = lines.spans_lines(colon, node.start)
    if not is_below and (first or not rest):
        text = _colon(page, node) + (
            _like(page, node, wanted.value, flow=False) if not rest else indent.join([first[1:], *rest])
        )
        yield Edit(node.start, node.end, text, concern)
    elif not is_below:  # the comment behind the old value stays behind the key
        end = lines.end(node.end)
        yield Edit(colon + 1, node.end, "", concern)
        yield Edit(end, end, indent + indent.join(rest), concern)
    elif node.kind == "scalar" or (rest and lines.column(node.start) > lines.column(key.start)):
        yield _in_place(page, node, wanted)
    elif rest:
        yield Edit(
            lines.start(node.start), node.end, indent.join([first, *rest]).removeprefix(page.how.newline), concern
        )
    else:
        yield from _on_key_line(page, node, colon + 1, first, concern)


def _on_key_line(page: Page, node: Node, at: int, text: str, concern: str) -> Iterator[Edit]:
    """A block below its key makes room for a value behind the key."""
    lines = page.lines
    if "#" not in page.text[at : node.start]:
        yield Edit(at, node.end, text, concern)
        return
    yield Edit(at, at, text, concern)
    if (rest := lines.rest(node.end)).strip():
        yield Edit(node.start, node.end + len(rest) - len(rest.lstrip()), "", concern)
    else:
        yield Edit(lines.start(node.start), lines.next(node.end), "", concern)


def _like(page: Page, node: Node, value: Value, *, flow: bool) -> str:
    """A new value on one line, with the quotes of the scalar that it replaces."""
    quote = node.style if node.style in ("'", '"') else None
    if isinstance(value, str):
        return scalar(value, page.how, flow=flow, quote=quote if node.tag is None else None)
    if isinstance(value, Tagged) and isinstance(value.argument, str) and quote and node.tag == f"!{value.name}":
        return f"!{value.name} {scalar(value.argument, page.how, flow=flow, quote=quote)}"
    return inline(value, page.how, flow=flow)
