"""Changes of a tree, made all at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import libcst as cst

from .code import Module

New: TypeAlias = "cst.BaseExpression | cst.BaseElement | cst.BaseDictElement | cst.RemovalSentinel | cst.FlattenSentinel[cst.BaseDictElement] | cst.CSTNode"


Edits: TypeAlias = "dict[cst.CSTNode, Callable[[cst.CSTNode], New]]"
"""What becomes of a node, given the node with its children already changed."""


class Apply(cst.CSTTransformer):
    """Makes edits, inner nodes first."""

    def __init__(self, edits: Edits) -> None:
        super().__init__()
        self.edits = edits

    def on_leave(self, original_node: cst.CSTNodeT, updated_node: cst.CSTNodeT) -> cst.CSTNodeT:
        make = self.edits.get(original_node)
        return make(updated_node) if make else updated_node  # type: ignore[return-value]


def changed(module: Module, edits: Edits) -> cst.Module:
    """The tree with every edit made, inner nodes first. Only statements that hold one are visited: that is what takes time."""
    touched = {node for edit in edits for node in (edit, *module.above(edit)) if module.up(node) is module.tree}
    body: list[cst.BaseStatement | cst.SimpleStatementLine] = []
    for statement in module.tree.body:
        new = statement.visit(Apply(edits)) if statement in touched else statement
        if isinstance(new, cst.FlattenSentinel):
            body.extend(new)
        elif isinstance(new, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
            body.append(new)
    return module.tree.with_changes(body=body) if touched else module.tree
