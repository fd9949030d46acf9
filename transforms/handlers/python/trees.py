"""Walks through trees of LibCST, and what names and literals in them mean."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields
from functools import cache, lru_cache
from types import MappingProxyType

import libcst as cst

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@cache
def _fields(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold code; spaces, comments and punctuation do not."""
    return tuple(
        field.name
        for field in fields(kind)
        if not field.name.startswith(("whitespace", "leading_lines", "trailing_whitespace", "lines_after"))
        and field.name
        not in ("header", "footer", "comma", "semicolon", "lpar", "rpar", "dot", "equal", "colon", "indent")
    )


@cache
def _holds(kind: Hashable) -> bool:
    return isinstance(kind, type) and issubclass(kind, cst.CSTNode)


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes of code directly below a node. LibCST's own list visits every one of them, which takes far longer."""
    found: list[cst.CSTNode] = []
    for name in _fields(type(node)):
        value = getattr(node, name)
        if _holds(type(value)):  # type: ignore[arg-type]
            found.append(value)
        elif isinstance(value, (list, tuple)):
            found.extend(item for item in value if _holds(type(item)))  # type: ignore[arg-type]
    return found


def walk(node: cst.CSTNode, *, own: bool = False) -> Iterator[cst.CSTNode]:
    """A node and all below it; with ``own``, what belongs to functions and classes inside is left out."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if own and current is not node and isinstance(current, (cst.FunctionDef, cst.ClassDef, cst.Lambda)):
            continue
        stack.extend(reversed(children(current)))


def dotted(node: cst.CSTNode | None) -> str:
    """``a.b.c`` of names and attributes; empty for anything else."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr.value}" if left else ""
    return ""


def literal(node: cst.CSTNode) -> cst.SimpleString | None:
    """A plain string literal."""
    if isinstance(node, cst.SimpleString) and "b" not in node.prefix:
        return node
    return None


def taken(node: cst.CSTNode) -> tuple[cst.BaseExpression, cst.SimpleString] | None:
    """What a key that is written out is taken of, and the key: ``held["key"]`` or ``held.get("key", ...)``."""
    match node:
        case cst.Subscript(value=held, slice=[cst.SubscriptElement(slice=cst.Index(value=index))]):
            found = literal(index)
        case cst.Call(func=cst.Attribute(value=held, attr=cst.Name(value="get")), args=[cst.Arg(value=index), *_]):
            found = literal(index)
        case _:
            return None
    return (held, found) if found is not None else None


def assigned(scope: cst.CSTNode, name: str) -> Iterator[cst.BaseExpression]:
    """What plain assignments give to a name."""
    for node in walk(scope, own=True):
        match node:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=target))], value=value) if target == name:
                yield value
            case cst.AnnAssign(target=cst.Name(value=target), value=value) if target == name and value is not None:
                yield value


def is_parameter(function: cst.FunctionDef, name: str) -> bool:
    """Whether a function is given something under a name."""
    params = (*function.params.posonly_params, *function.params.params, *function.params.kwonly_params)
    return any(param.name.value == name for param in params)


def bindings(node: cst.CSTNode, *, own: bool = False) -> Iterator[tuple[str, cst.CSTNode]]:
    """Names that a piece of code binds, each with the node that does it."""
    for current in walk(node, own=own):
        for target in _targets(current):
            yield from ((name, current) for name in _names(target))


@lru_cache(maxsize=4096)
def counted(node: cst.CSTNode, *, own: bool = False, filled: bool = True) -> Mapping[str, int]:
    """How often a piece of code binds each name, a function's own name left out; a node never changes.

    Arguments:
        node: the code.
        own: leave out what belongs to functions and classes inside.
        filled: count lines as well that only give a name something where it holds nothing.
    """
    counts: dict[str, int] = {}
    fills = set() if filled else {id(target) for each in walk(node) if (target := fill(each)) is not None}
    for name, by in bindings(node, own=own):
        if by is not node and id(by) not in fills:
            counts[name] = counts.get(name, 0) + 1
    return MappingProxyType(counts)


def fill(node: cst.CSTNode) -> cst.AssignTarget | None:
    """What only gets a value where it holds nothing: ``x = x or {}``, or ``if x is None: x = {}``."""
    match node:
        case cst.Assign(
            targets=[cst.AssignTarget(target=cst.Name(value=name)) as target],
            value=cst.BooleanOperation(left=cst.Name(value=same), operator=cst.Or(), right=value),
        ):
            return target if name == same and plain(value) else None
        case cst.If(
            test=test, body=cst.IndentedBlock(body=[cst.SimpleStatementLine(body=[cst.Assign() as line])]), orelse=None
        ):
            target, name = line.targets[0], dotted(line.targets[0].target)
            return target if len(line.targets) == 1 and name == missing(test) and plain(line.value) else None
    return None


def missing(test: cst.BaseExpression) -> str | None:
    """The name that a test asks to hold nothing."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=cst.Name(value=name)):
            return name
        case cst.Comparison(
            left=cst.Name(value=name),
            comparisons=[cst.ComparisonTarget(operator=cst.Is(), comparator=cst.Name(value="None"))],
        ):
            return name
    return None


def plain(node: cst.CSTNode) -> bool:
    """Whether an expression is an empty or constant fallback, which holds nothing of the event."""
    match node:
        case cst.SimpleString() | cst.Integer():
            return True
        case cst.Dict(elements=elements) | cst.List(elements=elements):
            return not elements
        case cst.Name(value=value):
            return value in ("None", "False", "True")
        case cst.Call(func=cst.Name(value="dict" | "list" | "str"), args=args):
            return not args
    return False


def _targets(node: cst.CSTNode) -> Iterator[cst.CSTNode | str | None]:
    match node:
        case cst.AssignTarget(target=target) | cst.AnnAssign(target=target) | cst.AugAssign(target=target):
            yield target
        case cst.For(target=target) | cst.CompFor(target=target) | cst.NamedExpr(target=target):
            yield target
        case cst.Del(target=target):
            yield target
        case cst.WithItem(asname=cst.AsName(name=name)) | cst.ExceptHandler(name=cst.AsName(name=name)):
            yield name
        case cst.FunctionDef(name=name) | cst.ClassDef(name=name) | cst.Param(name=name):
            yield name
        case cst.ImportAlias():
            yield node.evaluated_alias or dotted(node.name).split(".")[0]
        case cst.Global(names=names) | cst.Nonlocal(names=names):
            yield from (item.name for item in names)
        case cst.MatchAs(name=name) | cst.MatchStar(name=name) | cst.MatchMapping(rest=name):
            yield name


def _names(target: cst.CSTNode | str | None) -> Iterator[str]:
    match target:
        case str():
            yield target
        case cst.Name(value=value):
            yield value
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from _names(element.value)
