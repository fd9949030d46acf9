"""ARNs that an authorizer puts together: what stands in them in the place of the stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeAlias

from tree_sitter import Node

from .expressions import bare, calls, key, member, sign_of, string
from .program import ScriptProgram
from .syntax import ScriptModule, of_type, parts, up, walk
from .syntax import field as child


@dataclass(eq=False)
class OwnStage:
    """What an authorizer does with the parts of the ARN that it is sent.

    Arguments:
        program: the files.
        modules: all of them.
        known: expressions that are the stage of that ARN, and only become parts of texts.
    """

    program: ScriptProgram
    modules: list[ScriptModule]
    known: set[int] = field(default_factory=set)

    def of_split(self, module: ScriptModule, call: Node) -> bool:
        """Whether an ARN, or the end of one, is split in a way for which it does not matter how the stage is called."""
        given = calls(call)
        sign = string(module, given.given[0]) if given.given else None
        places = self._places(module, call)
        if sign not in (":", "/") or places is None:
            return False
        return all(self._is_alike(module, sign, number, node) for number, node in places)

    def _places(self, module: ScriptModule, node: Node) -> list[tuple[int, Node]] | None:
        """The pieces of a split text that are read, by number; None where the list is used in another way."""
        parent = node.parent
        if parent is None:
            return None
        index = child(parent, "index") if child(parent, "object") == node else None
        if index is not None:
            return [(int(module.text(index)), parent)] if index.type == "number" else None
        taken, outer = member(module, parent), parent.parent
        sliced = calls(outer) if taken.name == "slice" else None
        if sliced and outer is not None:
            joined = member(module, outer.parent)
            front = sliced.given and module.text(sliced.given[0]) == "0" and joined.name == "join"
            return [] if front and self._is_put(module, outer.parent and outer.parent.parent) else None
        pattern = child(parent, "name") if parent.type == "variable_declarator" else None
        if of_type(pattern, "array_pattern"):
            numbers = accumulate((each.type == "," for each in pattern.children), initial=0)
            named = [(n, each) for n, each in zip(numbers, pattern.children, strict=False) if each.is_named]
            reads = [(n, self._reads(module, each)) for n, each in named]
            return (
                None
                if any(found is None for _, found in reads)
                else [(n, r) for n, found in reads for r in found or ()]
            )
        found = self._reads(module, pattern)
        inner = [self._places(module, read) for read in found or ()]
        return None if found is None or None in inner else [each for one in inner for each in one or ()]

    def _reads(self, module: ScriptModule, name: Node | None) -> list[Node] | None:
        binding = self.program.scopes(module).constant(name)
        return binding.reads if binding is not None else None

    def _is_alike(self, module: ScriptModule, sign: str, number: int, node: Node) -> bool:
        if number < (5 if sign == ":" else 1) or (sign == "/" and number == 2):
            return True  # what stands in front of the stage, and the method
        if sign == "/":
            return number == 1 and self._is_text(module, node)
        taken = member(module, node.parent)
        if taken.name == "split" and (call := up(node, 2)) is not None:
            return self.of_split(module, call)
        name = child(node.parent, "name")
        reads = self._reads(module, name)
        return reads is not None and all(self._is_alike(module, sign, number, each) for each in reads)

    def _is_text(self, module: ScriptModule, node: Node) -> bool:
        """Whether the name of the stage only becomes a part of texts."""
        parent = node.parent
        self.known.add(node.id)
        if parent is None:
            return False
        if parent.type == "template_substitution" or _is_sum(parent):
            return _is_segment(module, node)
        name = child(parent, "name") if parent.type == "variable_declarator" else None
        reads = self._reads(module, name)
        if reads is not None:
            return all(self._is_text(module, each) for each in reads)
        left = child(parent, "left") if parent.type == "assignment_expression" else None
        target = member(module, left)
        key_ = child(parent, "key") if parent.type == "pair" else None
        attribute = key(module, key_) if key_ is not None else target.name
        return attribute is not None and self._is_attribute(attribute)

    def _is_attribute(self, name: str) -> bool:
        """Whether what is called by a name in any object is only asked for, handed on under it, or put into texts."""
        for module in self.modules:
            for node in walk(module.root):
                if node.type.endswith("property_identifier_pattern") and module.text(node) == name:
                    return False
                taken = member(module, node)
                if taken.name != name or node.id in self.known or node.parent is None:
                    continue
                self.known.add(node.id)
                around = node.parent
                assigned = around.type == "assignment_expression" and member(module, child(around, "left"))
                handed = bool(assigned and assigned.name == name)
                asked = around.type == "unary_expression" or sign_of(around) in ("&&", "||")
                if not (handed or asked or _is_segment(module, node)):
                    return False
        return True

    def _is_put(self, module: ScriptModule, node: Node | None) -> bool:
        """Whether the front of an ARN, with its stage, only becomes a part of texts or a resource of a policy."""
        parent = up(node)
        if node is None or parent is None:
            return False
        reads = self._reads(module, child(parent, "name") or parent) if parent.type == "variable_declarator" else None
        if reads is not None:
            return all(self._is_put(module, each) for each in reads)
        return parent.type in ("template_substitution", "pair", "array") or _is_sum(parent)


def _is_segment(module: ScriptModule, node: Node) -> bool:
    """Whether a value stands between the API and the method of an ARN that is put together: ``${api}/${stage}/*``."""
    whole = node
    while whole.parent is not None and (whole.parent.type.startswith("template_") or _is_sum(whole.parent)):
        whole = whole.parent
    pieces = _joined(_pieces(module, whole))
    at = next((n for n, each in enumerate(pieces) if not isinstance(each, str) and each == node), 0)
    known = 2 <= at < len(pieces) - 1 and not isinstance(pieces[at - 2], str) and pieces[at - 1] == "/"
    return (
        known
        and str(pieces[at + 1]).startswith("/")
        and not any("//" in str(each) for each in pieces if isinstance(each, str))
    )


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
            if program.constant(module, value) != "*":
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
