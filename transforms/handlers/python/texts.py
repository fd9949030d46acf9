"""Whether an expression is a text, a value that JSON holds, or something that the code does not tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import libcst as cst

from .code import Module
from .program import Program
from .resolve import built_in, foreign
from .returned import answers
from .trees import assigned, counted, is_parameter

Sort: TypeAlias = Literal["text", "value", "unknown"]

DUMPS: Final = frozenset({"json.dumps", "simplejson.dumps"})
TEXT_METHODS: Final = frozenset(
    {
        "join",
        "format",
        "decode",
        "strip",
        "lower",
        "upper",
        "replace",
        "lstrip",
        "rstrip",
        "removeprefix",
        "removesuffix",
        "casefold",
        "capitalize",
        "isoformat",
        "strftime",
        "hexdigest",
        "model_dump_json",
        "getvalue",
        "title",
    }
)
"""Methods that give a text; ``model_dump_json`` is one of pydantic's models. What ``json`` gives hangs on the object."""

PARTING: Final = frozenset({"split", "rsplit", "partition", "rpartition", "splitlines"})
"""Methods of a text that give parts of it."""

VALUES: Final = frozenset({"dict", "list", "len", "int", "float", "round"})
"""Functions of Python itself that give what is no text."""

MAX_DEPTH: Final = 6


@dataclass(frozen=True, eq=False)
class BodyTexts:
    """What is known of expressions in the files of one handler.

    Arguments:
        program: the files.
        fields: ids of the expressions that are a field of the event, as ``event["body"]``: a text, or nothing.
    """

    program: Program
    fields: frozenset[int]

    def sort_of(
        self, module: Module, function: cst.FunctionDef | None, node: cst.BaseExpression, depth: int = 0
    ) -> Sort:
        """What an expression in a function is.

        Arguments:
            module: the file.
            function: the function that it stands in; None at the top level.
            node: the expression.
            depth: how many names and calls were followed on the way to it.
        """
        if (known := self._plain(module, function, node, depth)) is not None:
            return known
        if depth >= MAX_DEPTH:
            return "unknown"
        local = counted(function) if function is not None else {}
        if isinstance(node, cst.Name) and function is not None and (times := local.get(node.value)):
            values = list(assigned(function, node.value))
            if times == len(values):
                return _all(self.sort_of(module, function, value, depth + 1) for value in values)
            if times == 1 and is_parameter(function, node.value):
                given = self.program.given(module, function, node.value)
                return _all(self.sort_of(*each, depth + 1) for each in given or ())
        elif isinstance(node, cst.Name) and module.bound.get(node.value) == 1:
            return _all(self.sort_of(module, None, value, depth + 1) for value in assigned(module.tree, node.value))
        if not isinstance(node, (cst.Name, cst.Call)):
            return "unknown"
        found = answers(self.program, module, function, node) if function is not None else []
        if len(found) == 1 and found[0].node is node:
            return "unknown"
        return _all(
            "value"
            if one.sort in ("display", "assembled")
            else self.sort_of(one.module, one.function, one.node, depth + 1)
            for one in found
        )

    def may_be_null(self, module: Module, function: cst.FunctionDef | None, node: cst.BaseExpression) -> bool:
        """Whether an expression says by itself that it may give None: it is written, or ``.get`` has no default."""
        return any(_is_null(each) for _, _, each in self._ways(module, function, node))

    def may_be_value(self, module: Module, function: cst.FunctionDef | None, node: cst.BaseExpression) -> bool:
        """Whether an expression says that it may be no text, on one of the ways that it has."""
        return any(
            self.sort_of(*each) == "value" and not _is_truth(each[2]) for each in self._ways(module, function, node)
        )

    def _ways(
        self, module: Module, function: cst.FunctionDef | None, node: cst.BaseExpression, depth: int = 0
    ) -> Iterator[tuple[Module, cst.FunctionDef | None, cst.BaseExpression]]:
        """The expressions of which one gives what an expression is: both sides of an ``if``, and what a name is given."""
        parts: list[cst.BaseExpression] = []
        own = function is not None and isinstance(node, cst.Name) and node.value in counted(function)
        match node:
            case cst.BooleanOperation(operator=cst.Or(), left=left, right=right):
                yield from (way for way in self._ways(module, function, left, depth + 1) if not _is_null(way[2]))
                parts = [right]
            case cst.BooleanOperation(left=left, right=right):
                parts = [left, right]
            case cst.IfExp(body=body, orelse=orelse):
                parts = [body, orelse]
            case cst.Name(value=name) if depth < MAX_DEPTH and not _is_null(node):
                parts = list(assigned(function if own and function is not None else module.tree, name))
        where = None if isinstance(node, cst.Name) and not own else function
        for part in parts:
            yield from self._ways(module, where, part, depth + 1)
        if not parts:
            yield module, function, node

    def _plain(
        self, module: Module, function: cst.FunctionDef | None, node: cst.BaseExpression, depth: int
    ) -> Sort | None:
        local = counted(function) if function is not None else {}
        match node:
            case cst.SimpleString() | cst.FormattedString() | cst.ConcatenatedString() | cst.Name(value="None"):
                return "text"
            case cst.UnaryOperation(operator=cst.Minus() | cst.Plus() | cst.BitInvert()):
                return "value"
            case cst.Dict() | cst.List() | cst.DictComp() | cst.ListComp() | cst.Tuple() | cst.Integer() | cst.Float():
                return "value"
            case cst.IfExp(body=one, orelse=other) | cst.BooleanOperation(left=one, right=other):
                return _all(self.sort_of(module, function, each, depth) for each in (one, other))
            case cst.BinaryOperation(left=left, operator=cst.Add() | cst.Modulo(), right=right):
                sides = {self.sort_of(module, function, each, depth) for each in (left, right)}
                return "text" if "text" in sides else "value" if sides == {"value"} else "unknown"
            case cst.BinaryOperation(left=left, right=right):
                return "value" if self.sort_of(module, function, left, depth) == "value" else "unknown"
            case cst.Subscript(value=held, slice=[cst.SubscriptElement(slice=cst.Slice())]):
                return self.sort_of(module, function, held, depth)
            case cst.Subscript(value=cst.Call(func=cst.Attribute(attr=method))) if method.value in PARTING:
                return "text"
            case cst.Attribute(attr=cst.Name(value="__name__" | "__qualname__")):
                return "text"
            case cst.Call(func=func) if (known := self._of_call(module, func, local)) is not None:
                return known
        return "text" if id(node) in self.fields else None

    def _of_call(self, module: Module, func: cst.BaseExpression, local: Collection[str]) -> Sort | None:
        """What a function of a library or of Python itself gives."""
        if built_in(module, func, local) in ("str", "repr", "format"):
            return "text"
        if foreign(self.program, module, func, local) in DUMPS:
            return "text"
        if isinstance(func, cst.Attribute) and func.attr.value in TEXT_METHODS:
            return "text"
        makes = isinstance(func, cst.Name) and func.value in VALUES and not module.bound.get(func.value)
        return "value" if makes else None


def _is_null(node: cst.BaseExpression) -> bool:
    """Whether an expression is None, or may be where a key is missing."""
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(value="get")), args=[cst.Arg(star="")]):
            return True
    return isinstance(node, cst.Name) and node.value == "None"


def _is_truth(node: cst.BaseExpression) -> bool:
    """Whether an expression is True or False, which a REST API takes for a header."""
    return isinstance(node, cst.Name) and node.value in ("True", "False")


def _all(sorts: Iterable[Sort]) -> Sort:
    found = set(sorts)
    return found.pop() if len(found) == 1 else "unknown"
