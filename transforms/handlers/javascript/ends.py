"""Whether a function always ends in a value or an error."""

from __future__ import annotations

from tree_sitter import Node

from .syntax import bare, parts
from .syntax import field as child


def ends(block: Node) -> bool:
    """Whether a block always ends in a value or an error."""
    statements = parts(block)
    if not statements:
        return False
    last = statements[-1]
    match last.type:
        case "return_statement" | "throw_statement":
            return True
        case "statement_block":
            return ends(last)
        case "if_statement":
            other = child(last, "alternative")
            then = child(last, "consequence")
            branches = [then, parts(other)[0] if other is not None and parts(other) else None]
            return all(each is not None and _branch(each) for each in branches)
        case "try_statement":
            final = child(last, "finalizer")
            if final is not None and (body := child(final, "body")) is not None and ends(body):
                return True
            handler = child(last, "handler")
            tried, caught = child(last, "body"), child(handler, "body") if handler is not None else None
            return tried is not None and ends(tried) and (handler is None or (caught is not None and ends(caught)))
        case "switch_statement":
            body = child(last, "body")
            cases = parts(body)
            filled = [each for each in cases if len(parts(each)) > (1 if each.type == "switch_case" else 0)]
            has_default = any(each.type == "switch_default" for each in cases)
            return has_default and bool(filled) and all(_branch(parts(each)[-1]) for each in filled)
        case "while_statement" | "for_statement":
            condition = child(last, "condition")
            return condition is not None and bare(condition).type == "true"
    return False


def _branch(node: Node) -> bool:
    if node.type == "statement_block":
        return ends(node)
    if node.type in ("return_statement", "throw_statement"):
        return True
    return (
        node.type in ("if_statement", "try_statement", "switch_statement") and node.parent is not None and _alone(node)
    )


def _alone(node: Node) -> bool:
    """Whether a statement always ends, as the last of a block would have to."""
    if node.type == "if_statement":
        other, then = child(node, "alternative"), child(node, "consequence")
        inner = parts(other)[0] if other is not None and parts(other) else None
        return then is not None and inner is not None and _branch(then) and _branch(inner)
    if node.type == "try_statement":
        tried, handler = child(node, "body"), child(node, "handler")
        caught = child(handler, "body") if handler is not None else None
        return tried is not None and ends(tried) and (handler is None or (caught is not None and ends(caught)))
    return False
