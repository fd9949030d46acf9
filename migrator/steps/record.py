"""What the template said before a switch, kept in its metadata until the switch is finished or taken back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ..sam.template import Template
from ..text.node import Node
from ..text.operations import Insert, Operation, Remove
from ..text.page import Edit
from ..text.values import Value, entries_of, is_map, literal
from .ground import TOOL, WAS, taken_out

SEPARATOR = "/"
"""Between the keys of a path, which are spelled as those of a JSON pointer (RFC 6901) are."""


def record(template: Template, after: Template, edits: Sequence[Edit]) -> tuple[Operation, ...]:
    """State what to remember of a switch.

    Arguments:
        template: the template before.
        after: the template after; what is remembered is written into it.
        edits: what leads from one to the other.
    """
    places = [_holder(template.root, _of_words(template.source.text, edit)) for edit in edits]
    while True:
        outermost = [n for n in dict.fromkeys(places) if not any(above in places for above in n.above())]
        texts = {node.path(): template.source.text[node.start : node.end] for node in outermost}
        if restored(after, texts) == template.source.text:
            break
        if outermost == [template.root]:
            return ()
        places = [node.parent or node for node in outermost]
    said: dict[str, Value] = {SEPARATOR.join(map(_spelled, path)): text for path, text in texts.items()}
    return tuple(_kept(after, said))


def restored(template: Template, texts: Mapping[tuple[str | int, ...], str]) -> str:
    """The text with those of certain places put back; a place that is not there is left out.

    Arguments:
        texts: what is put back, by path.
    """
    nodes = [(template.root.at(path), text) for path, text in texts.items()]
    text = template.source.text
    for node, was in sorted(((n, t) for n, t in nodes if n is not None and n.start >= 0), key=lambda p: -p[0].start):
        text = f"{text[: node.start]}{was}{text[node.end :]}"
    return text


def remembered(template: Template) -> dict[tuple[str | int, ...], str]:
    """What the template said before a switch, by path; empty where nothing is remembered."""
    node = _memory(template)
    texts = {key: literal(value) for key, value in entries_of(node).items()}
    return {_path(template.root, key): text for key, text in texts.items() if text is not None}


def forgotten(template: Template, apis: Collection[str], others: Collection[str]) -> Iterator[Remove]:
    """State how to take out what is remembered of APIs.

    Arguments:
        apis: logical ids of those that were switched.
        others: logical ids of further APIs that are remembered.
    """
    node = _memory(template)
    return taken_out(node, [k for k, v in entries_of(node).items() if is_about(literal(v) or "", apis, others)])


def is_about(text: str, apis: Collection[str], others: Collection[str]) -> bool:
    """Whether what is remembered is about one of certain APIs; what names no API is about all.

    Arguments:
        text: what is remembered.
        apis: logical ids of those.
        others: logical ids of further APIs.
    """
    names = mentioned(text, [*apis, *others])
    return not names or not names.isdisjoint(apis)


def mentioned(text: str, apis: Collection[str]) -> frozenset[str]:
    """The APIs that a text names: by their ids, or ids that SAM makes up and that begin with those.

    Arguments:
        text: a part of a template.
        apis: logical ids.
    """
    words = re.findall(r"[A-Za-z0-9]+", _OF_AWS.sub("", text))
    owners = (max((api for api in apis if word.startswith(api)), key=len, default="") for word in words)
    return frozenset(owner for owner in owners if owner)


_OF_AWS = re.compile(r"AWS(?:::\w+)+")
"""Types and pseudo parameters, which no API is named in, whatever its id begins with."""


def _memory(template: Template) -> Node | None:
    node = template.root.get("Metadata", TOOL, WAS)
    return node if is_map(node) else None


def _kept(template: Template, said: Mapping[str, Value]) -> Iterator[Insert]:
    if (there := _memory(template)) is not None:
        yield from (Insert(there, key, text) for key, text in said.items() if there.get(key) is None)
        return
    yield noted(template, ("Metadata", TOOL, WAS), said)


def noted(template: Template, keys: Sequence[str], value: Value) -> Insert:
    """Write a note into the metadata of a template, with as many maps around it as are not there yet.

    Arguments:
        value: the note.
    """
    depth = next(
        depth for depth in reversed(range(len(keys))) if depth == 0 or is_map(template.root.get(*keys[:depth]))
    )
    for key in reversed(keys[depth + 1 :]):
        value = {key: value}
    home = template.root.get(*keys[:depth]) if depth else None
    return Insert(home or template.root, keys[depth], value, before="Resources")


def _of_words(text: str, edit: Edit) -> Edit:
    """The edit without the white space around what it replaces."""
    gone = text[edit.start : edit.end]
    words = gone.strip()
    start = edit.start + (len(gone) - len(gone.lstrip()) if words else 0)
    return replace(edit, start=start, end=start + len(words) if words else edit.end)


def _holder(root: Node, edit: Edit) -> Node:
    """The smallest part of the tree that an edit changes as a whole."""
    node, inner = root, root
    while inner is not None:
        node = inner
        inner = next((n for n in node.children if n.start >= 0 and _within(n, edit)), None)  # type: ignore[assignment]
    return node


def _within(node: Node, edit: Edit) -> bool:
    if node.kind == "scalar":
        return node.start <= edit.start and edit.end <= node.end and edit.start < max(edit.end, node.end)
    return node.start <= edit.start and edit.end <= node.end


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
