"""What the template said before a switch, kept in its metadata until the switch is finished or taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ..sam.marks import TOOL
from ..sam.template import Template
from ..text.node import Node
from ..text.operations import Insert, Operation, Remove
from ..text.page import Edit
from ..text.values import Value, is_map, literal

WAS = "was"
"""``Metadata.sam-migrate.was`` of a template: texts of places before a switch, by API and path."""
SEPARATOR = "/"
"""Between the keys of a path, which are spelled as those of a JSON pointer (RFC 6901) are."""


def record(template: Template, after: Template, edits: Sequence[Edit], api: str) -> tuple[Operation, ...]:
    """State what to remember of a switch.

    Arguments:
        template: the template before.
        after: the template after; what is remembered is written into it.
        edits: what leads from one to the other.
        api: logical id of the API that is switched.
    """
    places = [_holder(template.root, edit) for edit in edits]
    while True:
        outermost = [n for n in dict.fromkeys(places) if not any(a is not n and _below(n, a) for a in places)]
        texts = {node.path(): _text(template.source.text, node) for node in outermost}
        if restored(after, texts) == template.source.text:
            break
        places = [node.parent or node for node in outermost]
        if all(node is template.root for node in outermost):
            return ()
    said: dict[str, Value] = {SEPARATOR.join(map(_spelled, path)): text for path, text in texts.items()}
    return tuple(_kept(after, api, said))


def restored(template: Template, texts: Mapping[tuple[str | int, ...], str]) -> str:
    """The text with those of certain places put back; a place that is not there is left out.

    Arguments:
        template: the template.
        texts: what is put back, by path.
    """
    nodes = [(template.root.at(path), text) for path, text in texts.items()]
    text = template.source.text
    for node, was in sorted(((n, t) for n, t in nodes if n is not None and n.start >= 0), key=lambda p: -p[0].start):
        text = f"{text[: node.start]}{was}{text[node.end :]}"
    return text


def remembered(template: Template, api: str) -> dict[tuple[str | int, ...], str]:
    """What the template said before the switch of an API, by path; empty where nothing is remembered.

    Arguments:
        template: the template.
        api: logical id of the API that was switched.
    """
    node = _memory(template, api)
    texts = {key: literal(value) for key, value in node.entries().items()} if node is not None else {}
    return {_path(template.root, key): text for key, text in texts.items() if text is not None}


def forgotten(template: Template, apis: Collection[str]) -> Iterator[Remove]:
    """State how to take out what is remembered of APIs.

    Arguments:
        template: the template.
        apis: logical ids of those that were switched.
    """
    for api in sorted(apis):
        node = _memory(template, api)
        if node is not None and node.parent is not None:
            yield Remove(node.parent, api)


def _memory(template: Template, api: str) -> Node | None:
    node = template.root.get("Metadata", TOOL, WAS, api)
    return node if is_map(node) else None


def _kept(template: Template, api: str, said: Mapping[str, Value]) -> Iterator[Insert]:
    if (there := _memory(template, api)) is not None:
        yield from (Insert(there, key, text) for key, text in said.items() if there.get(key) is None)
        return
    keys, value = ("Metadata", TOOL, WAS, api), said
    depth = next(depth for depth in (3, 2, 1, 0) if depth == 0 or is_map(template.root.get(*keys[:depth])))
    for key in reversed(keys[depth + 1 :]):
        value = {key: value}
    home = template.root.get(*keys[:depth]) if depth else None
    yield Insert(home or template.root, keys[depth], value, before="Resources")


def _holder(root: Node, edit: Edit) -> Node:
    """The smallest part of the tree that an edit changes as a whole."""
    node, inner = root, root
    while inner is not None:
        node = inner
        inner = next((n for n in _children(node) if n.start >= 0 and _within(n, edit)), None)  # type: ignore[assignment]
    return node


def _within(node: Node, edit: Edit) -> bool:
    if node.kind == "scalar":
        return node.start <= edit.start and edit.end <= node.end and edit.start < max(edit.end, node.end)
    return node.start <= edit.start and edit.end <= node.end


def _children(node: Node) -> Iterator[Node]:
    yield from (pair.value for pair in node.pairs)
    yield from node.items


def _below(node: Node, above: Node) -> bool:
    at: Node | None = node.parent
    while at is not None:
        if at is above:
            return True
        at = at.parent
    return False


def _text(text: str, node: Node) -> str:
    return text[node.start : node.end]


def _spelled(key: str | int) -> str:
    return str(key).replace("~", "~0").replace(SEPARATOR, "~1")


def _path(root: Node, key: str) -> tuple[str | int, ...]:
    """The path that a key spells; a number is an index where a sequence stands."""
    found: list[str | int] = []
    node: Node | None = root
    for part in (each.replace("~1", SEPARATOR).replace("~0", "~") for each in key.split(SEPARATOR)):
        is_index = node is not None and node.read().kind == "sequence" and part.isdigit()
        found.append(int(part) if is_index else part)
        node = root.at(tuple(found))
    return tuple(found)
