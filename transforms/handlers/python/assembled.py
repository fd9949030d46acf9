"""Dicts that are put together: ``dict(...)``, ``{**BASE, ...}``, ``BASE | {...}``, and what is put into one later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import libcst as cst

from . import records
from .classes import UNBOUND, method
from .code import Module
from .dict_uses import DictPut, always, kept_by, puts
from .dict_values import Assembled, DictValue, entry, inner
from .displays import key_of, key_taken
from .endings import falls_through, generator, reaching, statements
from .program import Program
from .resolve import COPIES, foreign, makes_dict
from .trees import assigned, counted, dotted, fill, is_parameter, walk

MAX_HOPS: Final = 6


@dataclass(frozen=True)
class Assembler:
    """Tells what dicts hold.

    Arguments:
        program: the files.
    """

    program: Program

    def of(self, part: DictValue, hops: int = MAX_HOPS) -> Assembled | None:
        """What an expression holds as a dict; None where its keys cannot be told."""
        module, function, node = part.module, part.function, part.node
        if hops <= 0:
            return None
        match node:
            case cst.Dict(elements=elements):
                return self._display(part, elements, hops)
            case cst.Name(value="None"):
                return Assembled()
            case cst.IfExp(body=one, orelse=other):
                return self._either([replace(part, node=one), replace(part, node=other)], hops)
            case cst.BooleanOperation(left=left, operator=cst.Or(), right=right):
                ways = self._given(part, left) or [replace(part, node=left)]
                ways = [each for each in ways if dotted(each.node) != "None"]
                return self._either([*ways, replace(part, node=right)], hops)
            case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
                both = [self.of(replace(part, node=each), hops - 1) for each in (left, right)]
                return both[0].over(both[1]) if both[0] is not None and both[1] is not None else None
            case cst.Name(value=name) if function is not None and name in counted(function):
                return self._local(part, function, name, hops)
            case cst.Attribute() if (kept := kept_by(self.program, module, function, node)) is not None:
                return self.of(DictValue(*kept), hops - 1)
            case cst.Name() | cst.Attribute() if (held := always(self.program, module, node)) is not None:
                return self.of(DictValue(held[0], None, held[1]), hops - 1)
            case cst.Subscript(value=held) if (key := key_taken(node)) is not None:
                whole = self.of(replace(part, node=held), hops - 1)
                inside = whole is None or key not in whole.certain or key in whole.inner
                return None if whole is None or inside else self._either(whole.parts[key], hops)
            case cst.Call():
                return self._call(part, node, hops)
        return None

    def _either(self, parts: Iterable[DictValue], hops: int) -> Assembled | None:
        found = [self.of(each, hops - 1) for each in parts]
        whole: Assembled | None = None
        for each in found:
            if each is None:
                return None
            whole = each if whole is None else whole.beside(each)
        return whole

    def _display(self, part: DictValue, elements: Iterable[cst.BaseDictElement], hops: int) -> Assembled | None:
        whole = Assembled()
        for element in elements:
            if isinstance(element, cst.StarredDictElement):
                spread = self.of(replace(part, node=element.value), hops - 1)
                if spread is None:
                    return None
                whole = whole.over(spread)
                continue
            name = key_of(element)
            if name is None:
                return None
            whole = whole.over(entry(name, replace(part, node=element.value)))
        return whole

    def _call(self, part: DictValue, node: cst.Call, hops: int) -> Assembled | None:
        module, function = part.module, part.function
        local = counted(function) if function is not None else {}
        if makes_dict(module, node.func, local):
            return self._arguments(part, node.args, hops)
        named = foreign(self.program, module, node.func, local) if len(node.args) == 1 else ""
        if named in COPIES:
            return self.of(replace(part, node=node.args[0].value), hops - 1)
        if named == "dataclasses.asdict":
            return records.fields(self.program, replace(part, node=node.args[0].value))
        if (given := records.arguments(self.program, part, node)) is not None:
            return self._arguments(*given, hops)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value == "copy" and not node.args:
            return self.of(replace(part, node=node.func.value), hops - 1)
        returned = self._returned(part, node)
        return self._either(returned, hops) if returned is not None else None

    def _returned(self, part: DictValue, node: cst.Call) -> list[DictValue] | None:
        """What the functions that a call runs return; None where their ``return`` statements do not say it."""
        module, function = part.module, part.function
        parts: list[DictValue] = []
        runs = [(owner, called) for owner, called, _ in self.program.called(module, node.func, function)]
        for owner, called in runs or method(self.program, module, function, node):
            if called.asynchronous or generator(called) or falls_through(called.body):
                return None
            around = [one for one in called.decorators if dotted(one.decorator) not in UNBOUND]
            if not all(self.program.keeps(owner, one) for one in around):
                return None
            values = [statement.value for statement in statements(called)]
            parts += [DictValue(owner, called, value) for value in values if value is not None]
        return parts

    def _arguments(self, part: DictValue, args: Iterable[cst.Arg], hops: int) -> Assembled | None:
        """What ``dict(...)`` or ``.update(...)`` is given."""
        whole = Assembled()
        for arg in args:
            if arg.keyword is not None:
                whole = whole.over(entry(arg.keyword.value, replace(part, node=arg.value)))
                continue
            held = self.of(replace(part, node=arg.value), hops - 1) if arg.star != "*" else None
            if held is None:
                return None
            whole = whole.over(held)
        return whole

    # -- what is put into a dict later ----------------------------------------------------------------------------

    def _given(self, part: DictValue, node: cst.BaseExpression) -> list[DictValue]:
        """What calls give for a parameter, if it is one."""
        function, name = part.function, dotted(node)
        if function is None or not is_parameter(function, name):
            return []
        return [DictValue(*each) for each in self.program.given(part.module, function, name) or ()]

    def _local(self, part: DictValue, function: cst.FunctionDef, name: str, hops: int) -> Assembled | None:
        values, given = list(assigned(function, name)), self._given(part, part.node)
        if any(dotted(target.target) == name for each in walk(function) if (target := fill(each)) is not None):
            given = [each for each in given if dotted(each.node) != "None"]
        later = [
            replace(part, node=value) for value in (reaching(function, values) if values and not given else values)
        ]
        whole = self._either([*given, *later], hops) if given or values else None
        changes = self.changes(part, function, name, hops) if whole is not None else None
        if whole is None or changes is None:
            return None
        added = sum(isinstance(n, cst.AugAssign) and dotted(n.target) == name for n in walk(function))
        for change, certain in changes:
            whole = whole.over(change) if certain else whole.perhaps(change)
        return whole if counted(function).get(name, 0) == len(values) + added + bool(given) else None

    def changes(
        self, part: DictValue, function: cst.FunctionDef, name: str, hops: int = MAX_HOPS
    ) -> list[tuple[Assembled, bool]] | None:
        """What is put into a dict under its name, each with whether that is so on every way; None where it may be anything."""
        found, later = [], puts(self.program, part.module, function, name)
        for node, put in later or ():
            change = self._put(part, put, hops)
            if change is None:
                return None
            found.append((change, not put.fills and _on_every_way(part.module, function, node)))
        return found if later is not None else None

    def _put(self, part: DictValue, put: DictPut, hops: int) -> Assembled | None:
        """A dict of what is put into another one; None where its keys cannot be told."""
        whole = (
            entry(put.keys[-1], replace(part, node=put.value))
            if put.value is not None
            else self._arguments(part, put.args, hops - 1)
        )
        above = put.keys[:-1] if put.value is not None else put.keys
        return inner(above[0], whole.parts) if above and whole is not None else whole


def _on_every_way(module: Module, function: cst.FunctionDef, node: cst.CSTNode) -> bool:
    """Whether a statement stands in the body of a function itself, with no way out in front of it."""
    above = [node, *module.above(node)]
    for statement in function.body.body:
        if any(statement is each for each in above):
            return isinstance(statement, cst.SimpleStatementLine)
        if any(isinstance(each, cst.Return) for each in walk(statement)):
            return False
    return False
