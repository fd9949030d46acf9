"""The headers of an answer in JavaScript, as far as the code tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tree_sitter import Node

from .answers import ScriptAnswer, value_of
from .program import FoundInProgram, ScriptProgram
from .syntax import ScriptModule, bare, key, parts
from .syntax import field as child

JSON: Final = "application/json"
ENVELOPE: Final = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"})


@dataclass(frozen=True, eq=False)
class Headers:
    """The headers of an answer.

    Arguments:
        names: names as they are written, with their values.
        node: the object that is written out; None where there is none.
        module: its file.
        open: whether there may be others.
    """

    names: dict[str, tuple[ScriptModule, Node]]
    node: Node | None
    module: ScriptModule | None
    open: bool

    def has(self, name: str) -> bool:
        return any(each.lower() == name for each in self.names)


def headers_of(program: ScriptProgram, answer: ScriptAnswer) -> Headers:
    """The headers of an answer, as far as the code tells."""
    names: dict[str, tuple[ScriptModule, Node]] = {}
    given = answer.keys.get("headers")
    if given is None:
        return Headers(names, None, None, answer.open)
    module, node = given
    if module is answer.module and node.type == "shorthand_property_identifier":
        found = program.meaning(module, node)
    else:
        found = program.meaning(module, node) if bare(node).type != "object" else FoundInProgram(module, bare(node))
    if not isinstance(found, FoundInProgram) or found.node.type != "object":
        return Headers(names, None, None, True)
    is_open = _collect(program, found, names)
    return Headers(names, found.node, found.module, is_open or "headers" in answer.later)


def _collect(
    program: ScriptProgram, found: FoundInProgram, names: dict[str, tuple[ScriptModule, Node]], hops: int = 4
) -> bool:
    """Read names of an object that is written out; whether it may hold others."""
    is_open = False
    for each in parts(found.node):
        if each.type == "spread_element":
            inner = program.meaning(found.module, parts(each)[0])
            if isinstance(inner, FoundInProgram) and inner.node.type == "object" and hops:
                is_open = _collect(program, inner, names, hops - 1) or is_open
            else:
                is_open = True
            continue
        named = child(each, "key") or each
        name = key(found.module, named)
        if name is None and named.type == "computed_property_name":
            name = program.constant(found.module, parts(named)[0])
        if name is None:
            is_open = True
        else:
            names[name] = (found.module, value_of(each))
    return is_open


def quoted(module: ScriptModule, name: str) -> str:
    return f"{module.quote}{name}{module.quote}"


def written(module: ScriptModule, headers: Mapping[str, str]) -> str:
    """Headers as the entries of an object."""
    quote = module.quote
    return ", ".join(f"{quote}{name}{quote}: {quote}{value}{quote}" for name, value in headers.items())


def twice_sent(found: Headers) -> str | None:
    seen: dict[str, str] = {}
    for name in found.names:
        if seen.setdefault(name.lower(), name) != name:
            return name
    return None


def is_body(node: Node) -> bool:
    """Whether an object would be taken for a block where it stands: as the body of an arrow function."""
    parent = node.parent
    return parent is not None and parent.type == "arrow_function" and child(parent, "body") == node
