"""What a function returns: dict displays that can be read and changed, texts and other values, or what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeAlias

import libcst as cst

from .assembled import Assembler
from .calls import runs_loop
from .code import Module
from .decorators import Wrapper, layers
from .dict_uses import DictPut, puts
from .dict_values import Assembled, DictValue
from .displays import entries, key_taken
from .endings import falls_through, generator, reaching, statements, ways
from .program import Program
from .tables import lambdas
from .trees import assigned, counted, walk

Sort: TypeAlias = Literal["display", "assembled", "text", "value", "nothing", "unknown"]


@dataclass(frozen=True, eq=False)
class Answer:
    """One value that a function may return.

    Arguments:
        module: the file that it stands in.
        node: the display, or the expression.
        sort: what it is.
        function: the function that it stands in.
        added: keys that are set later by ``answer["key"] = value``.
        headers: headers that are set by ``answer["headers"]["name"] = value``.
        made: what a dict holds that is put together.
    """

    module: Module
    node: cst.BaseExpression
    sort: Sort
    function: cst.FunctionDef | None
    added: dict[str, cst.BaseExpression] = field(default_factory=dict)
    headers: dict[str, cst.BaseExpression] = field(default_factory=dict)
    made: Assembled | None = None

    @cached_property
    def held(self) -> Assembled:
        """What it holds as a dict, in whatever way that is put together."""
        if self.made is not None:
            return self.made
        parts: dict[str, tuple[DictValue, ...]] = {}
        written = ((key, element.value) for key, element in (entries(self.node) or {}).items())
        for key, value in (*written, *self.added.items()):
            parts[key] = (*parts.get(key, ()), DictValue(self.module, self.function, value))
        inner = tuple((name, DictValue(self.module, self.function, value)) for name, value in self.headers.items())
        certain = frozenset(key for key in parts if not self.lacks(key))
        return Assembled(parts, certain, {"headers": inner} if inner else {})

    def lacks(self, key: str) -> bool:
        """Whether some way through its function returns the dict before a key is put into it."""
        if key in (entries(self.node) or {}):
            return False
        if key not in self.added or self.function is None:
            return key not in self.added
        assigns = (node for node in walk(self.function) if isinstance(node, cst.Assign))
        puts = {id(node) for node in assigns if any(key_taken(target.target) == key for target in node.targets)}
        return ways(self.function.body, puts).returns


def answers(
    program: Program, module: Module, function: cst.FunctionDef, node: cst.BaseExpression | None
) -> list[Answer]:
    """Every value that an expression in a function may have."""
    return [_assembled(program, one) for one in _answers(program, module, function, node, frozenset())]


def _assembled(program: Program, answer: Answer) -> Answer:
    """An answer that is no display, where it is put together of some."""
    if answer.sort != "unknown":
        return answer
    made = Assembler(program).of(DictValue(answer.module, answer.function, answer.node))
    return answer if made is None else replace(answer, sort="assembled", made=made)


def _answers(
    program: Program,
    module: Module,
    function: cst.FunctionDef,
    node: cst.BaseExpression | None,
    seen: frozenset[tuple[str, str]],
) -> Iterator[Answer]:
    match node:
        case None:
            yield Answer(module, function.name, "nothing", function)
        case cst.Name(value="None"):
            yield Answer(module, node, "nothing", function)
        case cst.Dict():
            yield Answer(module, node, "display" if entries(node) is not None else "unknown", function)
        case cst.SimpleString() | cst.FormattedString() | cst.ConcatenatedString():
            yield Answer(module, node, "text", function)
        case (
            cst.List()
            | cst.ListComp()
            | cst.DictComp()
            | cst.Integer()
            | cst.Float()
            | cst.Comparison()
            | cst.Name(value="True" | "False")
        ):
            yield Answer(module, node, "value", function)
        case cst.IfExp(body=body, orelse=orelse):
            yield from _answers(program, module, function, body, seen)
            yield from _answers(program, module, function, orelse, seen)
        case cst.Name(value=name):
            yield from _named(program, module, function, node, name, seen)
        case cst.Await(expression=cst.Call() as call):
            yield from _called(program, module, function, call, seen, waited=True)
        case cst.Call(args=[cst.Arg(value=cst.Call() as call)]) if runs_loop(module, node):
            yield from _called(program, module, function, call, seen, waited=True)
        case cst.Call():
            yield from _called(program, module, function, node, seen)
        case _:
            yield Answer(module, node, "unknown", function)


def _called(
    program: Program,
    module: Module,
    function: cst.FunctionDef,
    node: cst.Call,
    seen: frozenset[tuple[str, str]],
    *,
    waited: bool = False,
) -> Iterator[Answer]:
    if module.global_name(node.func) == "json.dumps":
        yield Answer(module, node, "text", function)
        return
    if made := lambdas(program, module, node.func, function):
        for each in made:
            yield from _answers(program, module, function, each.body, seen)
        return
    found = program.called(module, node.func, function)
    if not found or any(
        not _followed(program, owner, called, seen) or (called.asynchronous is not None) != waited
        for owner, called, _ in found
    ):
        yield Answer(module, node, "unknown", function)
        return
    for owner, called, _ in found:
        deeper = seen | {(owner.name, called.name.value)}
        yield from _results(program, owner, called, layers(program, owner, called) or [], deeper)


def _results(
    program: Program,
    module: Module,
    function: cst.FunctionDef,
    around: list[Wrapper],
    seen: frozenset[tuple[str, str]],
) -> Iterator[Answer]:
    """What a function returns, or what decorators return in its place: its own result only where they call it."""
    owner, outer = (around[0].module, around[0].function) if around else (module, function)
    calls = {id(call) for call in around[0].calls} if around else set()
    for statement in statements(outer):
        for answer in _answers(program, owner, outer, statement.value, seen):
            if id(answer.node) in calls:
                yield from _results(program, module, function, around[1:], seen)
            else:
                yield answer


def _followed(program: Program, module: Module, function: cst.FunctionDef, seen: frozenset[tuple[str, str]]) -> bool:
    """Whether what a function returns is what its ``return`` statements say."""
    if (module.name, function.name.value) in seen or generator(function):
        return False
    around = layers(program, module, function)
    bodies = [function.body, *(each.function.body for each in around or ())]
    return around is not None and not any(falls_through(body) for body in bodies)


def _named(
    program: Program,
    module: Module,
    function: cst.FunctionDef,
    node: cst.Name,
    name: str,
    seen: frozenset[tuple[str, str]],
) -> Iterator[Answer]:
    unknown = Answer(module, node, "unknown", function)
    own = counted(function).get(name, 0)
    scope: cst.CSTNode = function if own else module.tree
    if not own and module.bound.get(name) != 1:
        yield unknown
        return
    values = list(assigned(scope, name))
    later = puts(program, module, scope, name)
    if not values or len(values) != (own or 1) or later is None or any(not _is_item(put) for _, put in later):
        yield unknown
        return
    added = {put.keys[0]: put.value for _, put in later if put.value is not None and len(put.keys) == 1}
    headers = {put.keys[1]: put.value for _, put in later if put.value is not None and len(put.keys) == 2}
    for value in reaching(function, values) if own else values:
        for answer in _answers(program, module, function, value, seen):
            if answer.sort == "display" and answer.node is value:
                yield Answer(module, answer.node, "display", function, added, headers)
            elif added or headers:
                yield unknown
            else:
                yield answer


def _is_item(put: DictPut) -> bool:
    """Whether one key is given to an answer, or to its headers."""
    return put.value is not None and not put.fills and put.keys[:-1] in ((), ("headers",))
