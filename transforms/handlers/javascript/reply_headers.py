"""The headers of an answer in JavaScript, as far as the code tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tree_sitter import Node

from .answer import ScriptAnswer
from .answers import Answers
from .later import ScriptPut
from .program import ScriptProgram
from .syntax import ScriptModule, of_type, root_of
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
        later: what is put into the object after it was made.
        shared: what of that is put in by another name than that of the answer.
    """

    names: dict[str, tuple[ScriptModule, Node]]
    node: Node | None
    module: ScriptModule | None
    open: bool
    later: tuple[ScriptPut, ...] = ()
    shared: tuple[ScriptPut, ...] = ()

    def changes_behind(self, node: Node) -> bool:
        """Whether something is put in behind a place, where a copy that is made there would lack it."""
        return any(put.at.start_byte > node.end_byte and root_of(put.at) == root_of(node) for put in self.shared)

    def has(self, name: str) -> bool:
        """Whether a header is there on every way."""
        return any(each.lower() == name for each in self.names)

    def spelled(self, name: str) -> str | None:
        """How a header is written that may be put in later."""
        return next(
            (each for put in self.later for each in put.path if each is not None and each.lower() == name), None
        )

    @property
    def entries(self) -> list[tuple[str, ScriptModule, Node]]:
        """All names and values, those that are put in later included."""
        later = [(str(put.path[0]), put.module, put.value) for put in self.later if put.value is not None]
        return [*((name, module, value) for name, (module, value) in self.names.items()), *later]


def headers_of(program: ScriptProgram, answer: ScriptAnswer) -> Headers:
    """The headers of an answer, as far as the code tells."""
    given = answer.keys.get("headers")
    if given is None:
        return Headers({}, None, None, answer.open)
    found = Answers(program).value(*given)
    if len(found) != 1 or found[0].kind != "object":
        return Headers({}, None, None, True)
    made = found[0]
    later = (*made.later, *(replace(put, path=put.path[1:]) for put in answer.later if _is_header(put)))
    is_open = made.open or bool(answer.set_later("headers")) or any(put.path[0] is None for put in later)
    names = {name: value for name, value in made.keys.items() if not _comes_later(later, name, value)}
    return Headers(names, made.node, made.module, is_open, later, made.later)


def _is_header(put: ScriptPut) -> bool:
    return len(put.path) > 1 and put.path[0] == "headers"


def _comes_later(later: tuple[ScriptPut, ...], name: str, value: tuple[ScriptModule, Node]) -> bool:
    return any(put.path == (name,) and put.value == value[1] for put in later)


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
    return of_type(parent, "arrow_function") and child(parent, "body") == node
