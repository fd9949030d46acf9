"""What of an event is read where: paths of keys, and the places that read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

import libcst as cst

from ..fields import OF_AUTHORIZERS, ONLY_2_0, ONLY_REST, SAME
from .code import Module
from .resolve import COPIES, constant, foreign
from .trees import dotted, plain

if TYPE_CHECKING:
    from .program import Program

Path: TypeAlias = tuple[str, ...]


Kind: TypeAlias = Literal[
    "test",
    "member",
    "alias",
    "rebound",
    "log",
    "argument",
    "method",
    "dynamic",
    "iterate",
    "folded",
    "followed",
    "store",
    "put",
    "statement",
    "other",
]


LOWER = "headers in lower case"
"""Stands in a path for what ``{k.lower(): v for k, v in event["headers"].items()}`` made."""


TAKEN: frozenset[str] = frozenset({path[0] for path in (*ONLY_2_0, *ONLY_REST, *SAME)}) | OF_AUTHORIZERS
"""Keys of an event that mean something in one format only, or hold other keys: what is put there is read in either."""


NAMED: frozenset[Path] = frozenset({("headers",), ("multiValueHeaders",), (LOWER,)})
"""What is held by names whose case need not matter."""


FOLDS = frozenset({"lower", "casefold", "upper", "title", "capitalize"})
"""Methods of a name that make its case not matter."""


@dataclass(frozen=True, eq=False)
class Step:
    """One key read: ``x["key"]`` or ``x.get("key", default)``.

    Arguments:
        key: the key.
        node: the read.
        literal: the text that says the key, whose quotes new keys get; a constant's where a name stands for it.
    """

    key: str
    node: cst.Subscript | cst.Call
    literal: cst.SimpleString

    @property
    def default(self) -> cst.BaseExpression | None:
        """What ``.get`` gives in place of a missing key, where it is written."""
        if isinstance(self.node, cst.Call) and len(self.node.args) == 2:
            return self.node.args[1].value
        return None

    @property
    def get(self) -> bool:
        return isinstance(self.node, cst.Call)


@dataclass(eq=False)
class Site:
    """One place where something of the event is read.

    Arguments:
        start: what the chain of keys starts from: a name, mostly.
        base: what that name stands for, as keys from the event.
        steps: the keys read from there.
        node: the whole chain, with ``or {}`` behind it.
        kind: what becomes of the value.
        user: the node that takes it.
        name: the alias, the key of a membership test, the method, where there is one.
        key: the literal of a membership test.
    """

    start: cst.BaseExpression
    base: Path
    steps: tuple[Step, ...]
    node: cst.BaseExpression
    kind: Kind
    user: cst.CSTNode
    name: str = ""
    key: cst.SimpleString | None = None
    children: list[Site] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.base + tuple(step.key for step in self.steps)

    @property
    def event(self) -> str:
        """The name or attribute that it starts from, where that holds the whole event or a copy of it."""
        return dotted(self.start) if not self.base else ""

    def step(self, depth: int) -> Step | None:
        """The step that reads the key at this depth of the path; None where an alias read it."""
        index = depth - len(self.base)
        return self.steps[index] if 0 <= index < len(self.steps) else None


def text(node: cst.SimpleString) -> str:
    """What a string literal says."""
    value = node.evaluated_value
    return value if isinstance(value, str) else ""


def step_of(program: Program, module: Module, node: cst.CSTNode, local: Mapping[str, int]) -> Step | None:
    """The key read by what directly surrounds an expression."""
    parent = module.up(node)
    if isinstance(parent, cst.Subscript) and parent.value is node and len(parent.slice) == 1:
        index = parent.slice[0].slice
        found = constant(program, module, index.value, local) if isinstance(index, cst.Index) else None
        return Step(text(found), parent, found) if found else None
    if isinstance(parent, cst.Attribute) and parent.value is node and parent.attr.value == "get":
        call = module.up(parent)
        if not isinstance(call, cst.Call) or call.func is not parent or not 1 <= len(call.args) <= 2:
            return None
        if any(arg.star or arg.keyword for arg in call.args):
            return None
        found = constant(program, module, call.args[0].value, local)
        return Step(text(found), call, found) if found else None
    return None


def copy_of(program: Program, module: Module, node: cst.CSTNode, local: Mapping[str, int]) -> cst.BaseExpression | None:
    """The copy that is made of a mapping by what directly surrounds it: the same keys with the same values."""
    parent = module.up(node)
    above = module.up(parent)
    match parent, above:
        case cst.Arg(star="", keyword=None), cst.Call(func=func, args=[_]):
            own = (
                isinstance(func, cst.Name) and func.value == "dict" and not module.bound.get("dict") and not module.star
            )
            return above if own or foreign(program, module, func, local) in COPIES else None
        case cst.Attribute(attr=cst.Name(value="copy")), cst.Call(func=func, args=[]) if func is parent:
            return above
        case cst.StarredDictElement(), cst.Dict(elements=[_]):
            return above
    return None


def fallback_of(module: Module, node: cst.CSTNode) -> cst.BaseExpression | None:
    """What gives something plain where a value is missing: ``value or {}``."""
    match parent := module.up(node):
        case cst.BooleanOperation(left=left, operator=cst.Or(), right=right) if left is node and plain(right):
            return parent
        case cst.IfExp(body=body, orelse=orelse):
            return parent if (body is node and plain(orelse)) or (orelse is node and plain(body)) else None
    return None


def longest(table: Iterable[Path], path: Path) -> Path | None:
    """The longest path of a table that a path begins with.

    Arguments:
        table: paths.
        path: the path.
    """
    return max((known for known in table if path[: len(known)] == known), key=len, default=None)


def flat(sites: list[Site]) -> Iterator[Site]:
    """Sites and those of their aliases."""
    for site in sites:
        yield site
        yield from flat(site.children)
