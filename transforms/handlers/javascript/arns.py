"""ARNs that an authorizer puts together: what stands in them in the place of the stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from tree_sitter import Node

from .program import ScriptProgram
from .syntax import ScriptModule, bare, parts, sign_of, string, walk
from .syntax import field as child

_Piece: TypeAlias = "str | Node"
"""A text that is written out, or an expression whose text is put there."""


def put_together(program: ScriptProgram, module: ScriptModule) -> Iterator[Node]:
    """What is put into ARNs as the name of the stage, and is worked out.

    Arguments:
        program: the files.
        module: one of them.
    """
    for node in walk(module.root):
        outermost = node.parent is None or not _is_sum(node.parent)
        if node.type == "template_string" or (_is_sum(node) and outermost):
            yield from _stages(program, module, _joined(_pieces(module, node)))


def _stages(program: ScriptProgram, module: ScriptModule, pieces: list[_Piece]) -> Iterator[Node]:
    """The value between the first two slashes behind the front of an ARN."""
    for number in range(len(pieces) - 1):
        before, value = pieces[number], pieces[number + 1]
        if not isinstance(before, str) or isinstance(value, str) or not before.endswith("/"):
            continue
        following = pieces[number + 2] if number + 2 < len(pieces) else ""
        front = pieces[number - 1] if number else ""
        is_front = before == "/" and not isinstance(front, str) and _is_front(program, module, front)
        written = before.count("/") == 1 and any(isinstance(each, str) and "execute-api" in each for each in pieces)
        if (is_front or written) and isinstance(following, str) and following.startswith("/"):
            if program.constant(module, value) is None:
                yield value
            return


def _is_front(program: ScriptProgram, module: ScriptModule, node: Node) -> bool:
    """Whether an expression is made of the ARN that an authorizer is sent."""
    binding = program.scopes(module).binding(node)
    value = child(binding.declaration, "value") if binding is not None else None
    text = module.text(value or node)
    return "methodArn" in text or "routeArn" in text


def _is_sum(node: Node) -> bool:
    return node.type == "binary_expression" and sign_of(node) == "+"


def _pieces(module: ScriptModule, node: Node) -> Iterator[_Piece]:
    node = bare(node)
    if _is_sum(node):
        for name in ("left", "right"):
            side = child(node, name)
            yield from _pieces(module, side) if side is not None else ()
    elif node.type == "template_string":
        for each in node.named_children:
            inner = parts(each)
            if each.type == "template_substitution" and inner:
                yield inner[0]
            else:
                yield module.text(each)
    else:
        text = string(module, node)
        yield node if text is None else text


def _joined(pieces: Iterator[_Piece]) -> list[_Piece]:
    """Pieces whose texts stand together."""
    found: list[_Piece] = []
    for each in pieces:
        last = found[-1] if found else None
        if isinstance(each, str) and isinstance(last, str):
            found[-1] = last + each
        else:
            found.append(each)
    return found
