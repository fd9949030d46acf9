"""One value that a function may answer, as far as the code tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from tree_sitter import Node

from .expressions import member
from .later import ScriptPut
from .meanings import FoundInProgram
from .scopes import default_of, parameters
from .syntax import ScriptModule, of_type, parts, up, walk
from .syntax import field as child

MAX_HOPS: Final = 12
"""Functions and names that are followed from one to the next."""

MAYBE: Final = frozenset({"multiValueHeaders", "cookies", "isBase64Encoded"})
"""Keys of a response without which it is the same for all who get no such thing."""
ELSEWHERE: Final = frozenset({"multiValueHeaders", "cookies"})
"""Keys that one format has, and another has in other places."""
_HIDDEN: Final = frozenset({"class_heritage", "accessibility_modifier", "readonly"})
"""What may give an object of a class keys that are not assigned in it."""


@dataclass(frozen=True, eq=False)
class ScriptAnswer:
    """One value that a function may answer.

    Arguments:
        module: its file.
        node: the expression, or the function for one that ends without a value.
        kind: ``object`` (written out), ``text``, ``value`` (another one that is no object), ``error`` (one that was
            caught), ``ignored`` (returned where Lambda waits for a promise), ``nothing`` or ``unknown``.
        keys: what an object holds, by key; a value that is spread into it included.
        own: the keys that are written in the object itself, with their entries.
        open: whether it may hold more.
        maybe: keys that it holds on some ways only.
        asked: keys that code reads of it, under a name; None among them where that may be any.
        later: what is put into it after it was made.
        site: the call in the handler that gives it; None where it is made in the handler itself.
        giver: the outermost expression that gives it: that call, or a name, where others read what that holds as well.
        read: whether others read it under a name, as what it is.
    """

    module: ScriptModule
    node: Node
    kind: str
    keys: dict[str, tuple[ScriptModule, Node]] = field(default_factory=dict)
    own: dict[str, Node] = field(default_factory=dict)
    open: bool = False
    maybe: frozenset[str] = frozenset()
    asked: frozenset[str | None] = frozenset()
    later: tuple[ScriptPut, ...] = ()
    site: Node | None = None
    giver: Node | None = None
    read: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is a value that is no object."""
        return self.kind in ("text", "value")

    @property
    def is_value(self) -> bool:
        """Whether it is no response, but what format 2.0 makes the body of one."""
        return self.is_plain or (self.kind == "object" and "statusCode" not in self.keys)

    def at(self, site: Node) -> ScriptAnswer:
        """The answer as it comes from a call; the outermost one is what counts."""
        return replace(self, site=site, giver=site)

    def by(self, name: Node) -> ScriptAnswer:
        """The answer as it comes from a name that others read as well."""
        return replace(self, giver=name, read=True)

    def set_later(self, name: str) -> list[ScriptPut]:
        """What a key gets after the object was made; a value that is taken away leaves none."""
        return [put for put in self.later if put.path == (name,)]


def is_async(function: Node) -> bool:
    return any(each.type == "async" for each in function.children)


def returned(function: Node) -> Iterator[tuple[Node, Node | None]]:
    """What a function returns: each statement, or its body, with the value; None for a bare ``return``."""
    body = child(function, "body")
    if body is not None and body.type != "statement_block":
        yield body, body
    for node in walk(body, own=True) if of_type(body, "statement_block") else ():
        if node.type == "return_statement":
            yield node, next(iter(parts(node)), None)


def value_of(entry: Node) -> Node:
    """The value of an entry of an object."""
    return child(entry, "value") or entry if entry.type == "pair" else entry


def instance(module: ScriptModule, node: Node, made: FoundInProgram) -> ScriptAnswer:
    """What a new object of a class holds, where its constructor gives each key one value on every way, and nothing else does."""
    keys: dict[str, tuple[ScriptModule, Node]] = {}
    unknown = ScriptAnswer(module, node, "unknown")
    made_by = next(
        (each for each in walk(made.node) if made.module.text(child(each, "name") or each) == "constructor"), None
    )
    body = child(made_by, "body")
    if body is not None and any(each.type == "return_statement" for each in walk(body, own=True)):
        return unknown
    for each in walk(made.node):
        access, put = up(each), up(each, 2)
        if each.type in _HIDDEN or made.module.text(each) == "toJSON" or any(e.type == "static" for e in each.children):
            return unknown
        if each.type == "this":
            always = body is not None and of_type(put, "assignment_expression") and up(put, 2) == body
            if not always or child(put, "left") != access:
                return unknown  # what else it is used for may put something into it
            name, value = member(made.module, access).name, child(put, "right")
        elif each.type in ("field_definition", "public_field_definition"):
            name, value = made.module.text(child(each, "property") or child(each, "name") or each), child(each, "value")
        else:
            continue
        if name is not None and name.startswith("#"):
            continue
        if name is None or value is None or name in keys:
            return unknown
        keys[name] = (made.module, value)
    asked = [each for each in parameters(made_by) if default_of(each) is None]
    given = parts(child(node, "arguments"))
    whole = len(given) >= len(asked) and all(each.type != "spread_element" for each in given)
    return ScriptAnswer(module, node, "object", keys) if whole and "statusCode" in keys else unknown


def with_later(found: list[ScriptAnswer], later: list[ScriptPut]) -> list[ScriptAnswer] | None:
    """Answers with what is put into them after they were made; None where that decides and is not known."""
    deciding = [(name,) for name in ("statusCode", *MAYBE)]
    if any(put.path == (None,) or (put.value is None and put.path in deciding) for put in later):
        return None
    return [_with_later(each, later) if each.kind == "object" else each for each in found]


def _with_later(answer: ScriptAnswer, later: list[ScriptPut]) -> ScriptAnswer:
    keys = dict(answer.keys)
    for put in later:
        if len(put.path) == 1 and put.path[0] is not None and put.value is not None:
            keys.setdefault(put.path[0], (put.module, put.value))
    return replace(answer, keys=keys, later=(*answer.later, *later))
