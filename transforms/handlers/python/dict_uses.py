"""What becomes of a dict under its name, where it is an answer that was written out before."""

from __future__ import annotations

import libcst as cst

from .code import Module
from .displays import key_taken
from .program import Program
from .trees import walk
from .value_uses import only_shown, stored


def put_later(
    program: Program, module: Module, scope: cst.CSTNode, name: str
) -> tuple[dict[str, cst.BaseExpression], dict[str, cst.BaseExpression]] | None:
    """What is put into a dict after it was made; None where it goes somewhere that may change it."""
    added: dict[str, cst.BaseExpression] = {}
    headers: dict[str, cst.BaseExpression] = {}
    for node in walk(scope):
        if not isinstance(node, cst.Name) or node.value != name:
            continue
        parent = module.up(node)
        match parent:
            case cst.Return() | cst.AssignTarget() | cst.Attribute(attr=cst.Name()) if (
                not isinstance(parent, cst.Attribute) or parent.attr is node
            ):
                continue
            case cst.AnnAssign(target=target) if target is node:
                continue
            case cst.Arg() if parent.keyword is node or only_shown(program, module, parent):
                continue
            case cst.IfExp():
                continue
            case cst.Subscript(value=value) if value is node:
                if not _set(program, module, parent, added, headers):
                    return None
                continue
            case cst.FormattedStringExpression() if only_shown(program, module, parent):
                continue
        return None
    return added, headers


def _set(
    program: Program,
    module: Module,
    node: cst.Subscript,
    added: dict[str, cst.BaseExpression],
    headers: dict[str, cst.BaseExpression],
) -> bool:
    """Take down what ``answer[...]`` is used for; whether that is understood."""
    key = key_taken(node)
    parent = module.up(node)
    if key is None:
        return False
    if isinstance(parent, cst.AssignTarget):
        assign = module.up(parent)
        if not isinstance(assign, cst.Assign) or len(assign.targets) != 1:
            return False
        added[key] = assign.value
        return True
    if isinstance(parent, cst.Subscript) and parent.value is node:
        name = key_taken(parent)
        target = module.up(parent)
        if not isinstance(target, cst.AssignTarget):
            return isinstance(target, cst.AugAssign) or not stored(module, parent)
        assign = module.up(target)
        if key != "headers" or name is None or not isinstance(assign, cst.Assign):
            return False
        headers[name] = assign.value
        return True
    if isinstance(parent, cst.AugAssign):
        return key == "body"
    if isinstance(parent, cst.Arg) and not only_shown(program, module, parent):
        return key not in ("headers", "multiValueHeaders", "cookies")
    return not isinstance(parent, cst.Attribute) and not stored(module, node)
