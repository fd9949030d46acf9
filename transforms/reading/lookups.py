"""Values that stand elsewhere in a template, or of which a condition or a parameter chooses one."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.sam.template import Template
from migrator.text.node import Node
from migrator.text.values import (
    NO_VALUE,
    all_known,
    arguments,
    entries_of,
    get,
    intrinsic,
    items_of,
    literal,
    literals,
    ref_target,
)

DYNAMIC = "{{resolve:"
"""How a dynamic reference begins, which CloudFormation replaces at deployment."""


def choices(template: Template, node: Node) -> Sequence[Node] | None:
    """Every value that a place can have once it is deployed; None where one of them is not written in the template.

    A reference to ``AWS::NoValue`` adds none, as CloudFormation leaves the property out.

    Arguments:
        template: which has the parameters and mappings.
        node: any value.
    """
    if intrinsic(node) is None:
        return [node]
    if (name := ref_target(node)) is not None:
        return [] if name == NO_VALUE else allowed(template.parameters.get(name))
    if branches := arguments(node, "If", 3)[1:]:
        found = all_known(choices(template, branch) for branch in branches)
        return [each for values in found for each in values] if found is not None else None
    return _in_map(template, node)


def allowed(parameter: Node | None) -> Sequence[Node] | None:
    """The values that a parameter may have, where it lists them; those of an SSM parameter are names of others.

    Arguments:
        parameter: its declaration.
    """
    listed = items_of(get(parameter, "AllowedValues"))
    return listed if listed and not (literal(get(parameter, "Type")) or "").startswith("AWS::SSM::") else None


def looked_up(template: Template, node: Node) -> list[str] | None:
    """Every text that a ``FindInMap`` can find; None of anything else, and where one of them is not written out.

    Arguments:
        template: which has the mappings.
        node: any value.
    """
    return literals(_in_map(template, node) or ()) or None


def _in_map(template: Template, node: Node) -> Sequence[Node] | None:
    """Every value that a ``FindInMap`` can find; None of anything else."""
    keys = arguments(node, "FindInMap", 3)
    found = [template.root.get("Mappings")] if keys else []
    for key in keys:
        name = literal(key)
        found = [inner for each in found for inner in ([get(each, name)] if name else entries_of(each).values())]
    return [each for each in found if each is not None] or None
