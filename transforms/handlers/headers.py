"""Names of headers: clients write them as they like, an HTTP API sends them in lower case (format 2.0)."""

from __future__ import annotations

from typing import Final

import libcst as cst

from .chains import inner, last
from .draft import Draft
from .provenance import LOWER, Site, Step

NEVER_SENT: Final = ("cloudfront-", "via")
"""Beginnings of what only the edge of a REST API adds."""


def lower_keys(draft: Draft, site: Site) -> bool:
    """Write the name of a header in lower case; whether it was not."""
    if site.kind == "member" and len(site.path) == 1 and site.key is not None:
        key = site.key
        if site.name == site.name.lower():
            return False
        draft.put(key, lambda node: _lower(node))
        return True
    step = site.step(1)
    if step is None or step.key == step.key.lower():
        return False
    draft.put(step.node, lambda node: _lower_step(node, step))
    parent = draft.module.up(step.node)
    while isinstance(parent, cst.BooleanOperation) and isinstance(parent.operator, cst.Or):
        draft.edits.setdefault(parent, _once)
        parent = draft.module.up(parent)
    return True


def _lower(node: cst.CSTNode) -> cst.SimpleString:
    assert isinstance(node, cst.SimpleString)
    return node.with_changes(value=node.value.lower())


def _lower_step(node: cst.CSTNode, step: Step) -> cst.BaseExpression:
    assert isinstance(node, (cst.Subscript, cst.Call))
    return last(node, inner(node), step.key.lower(), step.literal, optional=False)


def _once(node: cst.CSTNode) -> cst.CSTNode:
    """``h.get("x") or h.get("x")``: two spellings of a header became one."""
    assert isinstance(node, cst.BooleanOperation)
    one, other = (cst.Module([]).code_for_node(side).replace("'", '"') for side in (node.left, node.right))
    return node.left if one == other else node


def insensitive(draft: Draft, site: Site, root: str) -> bool:
    """Read headers from a dict with names in lower case (H6); whether the site reads them."""
    if site.path[0] == LOWER:
        return False
    if site.kind in ("test", "log") and len(site.path) == 1:
        return False
    if site.children and site.children[0].base == (LOWER,):
        return False
    lower_keys(draft, site)
    step = site.step(0)
    if step is not None:
        draft.helpers.add("_headers")
        draft.put(step.node, lambda node: _call(node, root))
    return True


def _call(node: cst.CSTNode, root: str) -> cst.BaseExpression:
    assert isinstance(node, cst.BaseExpression)
    made = cst.Call(func=cst.Name("_headers"), args=[cst.Arg(cst.Name(root))])
    return made.with_changes(lpar=node.lpar, rpar=node.rpar)
