"""Statements of policies, wherever they stand in a template."""

from __future__ import annotations

from migrator.sam.patterns import fits
from migrator.text.node import Node
from migrator.text.values import each_of, literal


def statement(node: Node) -> Node | None:
    """The policy statement that a node stands in.

    Arguments:
        node: any part of a template.
    """
    above = node.parent
    while above is not None and not (above.kind == "mapping" and above.pair("Effect") is not None):
        above = above.parent
    return above


def part_of(statement: Node, node: Node) -> str | None:
    """The key of a statement below which a node stands.

    Arguments:
        statement: a map.
        node: a part of it.
    """
    while node.parent is not None and node.parent is not statement:
        node = node.parent
    return str(node.key) if node.parent is statement else None


def may_be_about_calls(statement: Node) -> bool:
    """Whether a statement may be about calls of APIs.

    Arguments:
        statement: a map.
    """
    actions = [(literal(each) or "*").lower() for each in each_of(statement.get("Action"))]
    return not actions or any(fits(action, "execute-api:invoke") for action in actions)
