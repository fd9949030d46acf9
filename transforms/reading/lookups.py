"""Values that stand elsewhere in a template: the entries of its mappings."""

from __future__ import annotations

from migrator.sam.template import Template
from migrator.text.tree import Node
from migrator.text.values import entries_of, get, intrinsic, literal

DYNAMIC = "{{resolve:"
"""How a dynamic reference begins, which CloudFormation replaces at deployment."""


def looked_up(template: Template, node: Node) -> list[str] | None:
    """Every text that a ``FindInMap`` can find; None of anything else, and where one of them is not written out.

    Arguments:
        template: which has the mappings.
        node: any value.
    """
    call = intrinsic(node)
    keys = call.argument.elements() if call is not None and call.name == "FindInMap" else []
    if len(keys) != 3:
        return None
    found = [template.root.get("Mappings")]
    for key in keys:
        name = literal(key)
        found = [inner for each in found for inner in ([get(each, name)] if name else entries_of(each).values())]
    texts = [literal(each) for each in found if each is not None]
    return [text for text in texts if text is not None] if texts and None not in texts else None
