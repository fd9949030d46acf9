"""Properties as SAM merges Globals into a resource."""

from __future__ import annotations

from ..text.tree import Node, Pair
from ..text.values import is_list, is_map


def merged(outer: Node, inner: Node) -> Node:
    """Properties as SAM merges Globals into a resource: maps deep, lists concatenated, anything else replaced.

    Source: SAM's globals documentation ("Overridable", "Additive"); an intrinsic counts as a value.
    """
    if is_map(outer) and is_map(inner):
        outers, inners = pairs_of(outer), pairs_of(inner)
        own = {key.text: (key, value) for key, value in inners}
        pairs = []
        for key, value in outers:
            if key.text in own:
                ours = own.pop(key.text)
                pairs.append(Pair(ours[0], merged(value, ours[1])))
            else:
                pairs.append(Pair(key, value))
        return made([*pairs, *(Pair(key, value) for key, value in own.values())])
    if is_list(outer) and is_list(inner):
        return Node("sequence", -1, -1, style="block", items=[*outer.elements(), *inner.elements()])
    return inner


def pairs_of(node: Node) -> list[tuple[Node, Node]]:
    """Effective entries with their keys, merge keys resolved."""
    keys = {pair.key.read().text: pair.key.read() for pair in node.read().pairs}
    return [(keys.get(name) or Node("scalar", -1, -1, text=name), value) for name, value in node.entries().items()]


def made(pairs: list[Pair]) -> Node:
    """A mapping that stands nowhere in the text."""
    return Node("mapping", -1, -1, style="block", pairs=pairs)
