"""Dicts that are put together: ``dict(...)``, ``{**BASE, ...}``, ``BASE | {...}``, and what is put into one later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import libcst as cst

from .calls import only_read
from .classes import UNBOUND, attribute, method
from .code import Module
from .displays import key_of, key_taken
from .endings import falls_through, generator, statements
from .program import Program
from .resolve import COPIES, foreign
from .sites import text
from .trees import assigned, counted, dotted, literal, walk

MAX_HOPS: Final = 6

READING: Final = frozenset({"get", "items", "keys", "values", "copy"})
"""Methods of a dict that change nothing in it."""


@dataclass(frozen=True, eq=False)
class DictValue:
    """A value in a dict, and where it stands."""

    module: Module
    function: cst.FunctionDef | None
    node: cst.BaseExpression


@dataclass(frozen=True, eq=False)
class Assembled:
    """What is known of a dict.

    Arguments:
        parts: the values that each key may have.
        certain: the keys that it has on every way.
        inner: keys that are put into one of its values later, by the key of that.
    """

    parts: Mapping[str, tuple[DictValue, ...]] = field(default_factory=dict)
    certain: frozenset[str] = frozenset()
    inner: Mapping[str, tuple[tuple[str, DictValue], ...]] = field(default_factory=dict)

    def over(self, other: Assembled) -> Assembled:
        """This dict with another one put into it, which has the last word."""
        kept = {key: parts for key, parts in self.parts.items() if key not in other.certain}
        both = {key: (*kept.get(key, ()), *parts) for key, parts in other.parts.items()}
        return Assembled({**kept, **both}, self.certain | other.certain, {**self.inner, **other.inner})

    def perhaps(self, other: Assembled) -> Assembled:
        """This dict with another one that may be put into it."""
        return self.over(replace(other, certain=frozenset()))

    def beside(self, other: Assembled) -> Assembled:
        """This dict or another one."""
        return replace(self.perhaps(other), certain=self.certain & other.certain)


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
            case cst.IfExp(body=one, orelse=other):
                return self._either([replace(part, node=one), replace(part, node=other)], hops)
            case cst.BinaryOperation(left=left, operator=cst.BitOr(), right=right):
                both = [self.of(replace(part, node=each), hops - 1) for each in (left, right)]
                return both[0].over(both[1]) if both[0] is not None and both[1] is not None else None
            case cst.Name(value=name) if function is not None and name in counted(function):
                return self._local(part, function, name, hops)
            case cst.Attribute() if (kept := attribute(self.program, module, function, node)) is not None:
                return self.of(DictValue(*kept), hops - 1)
            case cst.Name() | cst.Attribute() if (held := self._constant(module, node)) is not None:
                return self.of(held, hops - 1)
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
            whole = whole.over(_entry(name, replace(part, node=element.value)))
        return whole

    def _call(self, part: DictValue, node: cst.Call, hops: int) -> Assembled | None:
        module, function = part.module, part.function
        local = counted(function) if function is not None else {}
        own = isinstance(node.func, cst.Name) and node.func.value == "dict" and "dict" not in local
        if own and not module.bound.get("dict"):
            return self._arguments(part, node.args, hops)
        if foreign(self.program, module, node.func, local) in COPIES and len(node.args) == 1:
            return self.of(replace(part, node=node.args[0].value), hops - 1)
        if isinstance(node.func, cst.Attribute) and node.func.attr.value == "copy" and not node.args:
            return self.of(replace(part, node=node.func.value), hops - 1)
        parts = []
        runs = [(owner, called) for owner, called, _ in self.program.called(module, node.func, function)]
        for owner, called in runs or method(self.program, module, function, node):
            plain = not (called.asynchronous or generator(called) or falls_through(called.body))
            around = [one for one in called.decorators if dotted(one.decorator) not in UNBOUND]
            if not plain or not all(self.program.leaves_alone(owner, one) for one in around):
                return None
            values = [statement.value for statement in statements(called)]
            parts += [DictValue(owner, called, value) for value in values if value is not None]
        return self._either(parts, hops)

    def _arguments(self, part: DictValue, args: Iterable[cst.Arg], hops: int) -> Assembled | None:
        """What ``dict(...)`` or ``.update(...)`` is given."""
        whole = Assembled()
        for arg in args:
            if arg.keyword is not None:
                whole = whole.over(_entry(arg.keyword.value, replace(part, node=arg.value)))
                continue
            held = self.of(replace(part, node=arg.value), hops - 1) if arg.star != "*" else None
            if held is None:
                return None
            whole = whole.over(held)
        return whole

    def _constant(self, module: Module, node: cst.BaseExpression) -> DictValue | None:
        """What a name of a module always holds, where nothing changes it."""
        owner, name = module, dotted(node)
        if module.bound.get(name) != 1 or name in module.imports:
            full = module.global_name(node) or ""
            there = self.program.quietly(full.rpartition(".")[0]) if "." in full else None
            if there is None:
                return None
            owner, name = there, full.rpartition(".")[2]
        values = list(assigned(owner.tree, name))
        if owner.bound.get(name) != 1 or len(values) != 1 or not only_read(owner, owner.tree, name):
            return None
        return DictValue(owner, None, values[0]) if self._left_alone(owner, name) else None

    def _left_alone(self, module: Module, name: str) -> bool:
        """Whether the functions of the package that a dict is passed to only read it."""
        for node in module.named(name):
            arg = module.up(node) if isinstance(node, cst.Name) else None
            call = module.up(arg) if isinstance(arg, cst.Arg) and arg.value is node else None
            if not isinstance(arg, cst.Arg) or not isinstance(call, cst.Call):
                continue
            around = module.function_of(call)
            for callee, _ in self.program.callees(module, call, arg, around):
                there = self.program.quietly(callee.module)
                if there is not None and not only_read(there, there.functions[callee.function], callee.parameter):
                    return False
        return True

    # -- what is put into a dict later ----------------------------------------------------------------------------

    def _local(self, part: DictValue, function: cst.FunctionDef, name: str, hops: int) -> Assembled | None:
        values = list(assigned(function, name))
        whole = self._either([replace(part, node=value) for value in values], hops)
        changes = self.changes(part, function, name, hops) if whole is not None else None
        if whole is None or changes is None:
            return None
        added = sum(isinstance(n, cst.AugAssign) and dotted(n.target) == name for n in walk(function))
        for change, certain in changes:
            whole = whole.over(change) if certain else whole.perhaps(change)
        return whole if counted(function).get(name, 0) == len(values) + added else None

    def changes(
        self, part: DictValue, function: cst.FunctionDef, name: str, hops: int = MAX_HOPS
    ) -> list[tuple[Assembled, bool]] | None:
        """What is put into a dict under its name, each with whether that is so on every way; None where it may be anything."""
        found = []
        for node in walk(function):
            if not isinstance(node, cst.Name) or node.value != name:
                continue
            change = self._change(part, node, hops)
            if change is None:
                return None
            found.append((change, not change.parts or _on_every_way(part.module, function, node)))
        return found

    def _change(self, part: DictValue, node: cst.Name, hops: int) -> Assembled | None:
        """What a use of a name puts into the dict; None where it may put in anything."""
        module, nothing = part.module, Assembled()
        parent = module.up(node)
        match parent:
            case cst.AugAssign(target=target, operator=cst.BitOrAssign(), value=value) if target is node:
                return self.of(replace(part, node=value), hops - 1)
            case cst.Subscript(value=held) if held is node:
                return self._item(part, parent)
            case cst.Attribute(value=held, attr=cst.Name(value=method)) if held is node:
                call = module.up(parent)
                if not isinstance(call, cst.Call) or call.func is not parent:
                    return None
                if method == "update":
                    return self._arguments(part, call.args, hops)
                key = literal(call.args[0].value) if method == "setdefault" and call.args else None
                return nothing if method in READING or (key is not None and text(key) == "headers") else None
            case cst.Attribute() | cst.Return() | cst.AssignTarget() | cst.IfExp() | cst.StarredDictElement():
                return nothing
            case cst.AnnAssign() | cst.BinaryOperation() | cst.FormattedStringExpression():
                return nothing
            case cst.DictElement() if isinstance(module.up(module.up(parent)), cst.Return):
                return nothing  # what is returned with it is out of the function's hands
            case cst.Arg():
                call = module.up(parent)
                named = module.global_name(call.func) if isinstance(call, cst.Call) else None
                return nothing if parent.keyword is node or named == "json.dumps" else None
        return None

    def _item(self, part: DictValue, node: cst.Subscript) -> Assembled | None:
        """``answer["key"] = value`` and ``answer["headers"]["name"] = value``."""
        module, key = part.module, key_taken(node)
        parent = module.up(node)
        assign = module.up(parent)
        if isinstance(parent, cst.AssignTarget) and isinstance(assign, cst.Assign):
            return _entry(key, replace(part, node=assign.value)) if key is not None else None
        if isinstance(parent, cst.Subscript) and parent.value is node:
            target = module.up(parent)
            assign = module.up(target)
            if isinstance(target, cst.AssignTarget) and isinstance(assign, cst.Assign):
                name = key_taken(parent)
                inner = ((name, replace(part, node=assign.value)),) if name is not None else ()
                return Assembled(inner={key: inner}) if key is not None and inner else None
        call = module.up(parent)
        if (
            isinstance(parent, cst.Attribute)
            and isinstance(call, cst.Call)
            and call.func is parent
            and key == "headers"
        ):
            held = self._arguments(part, call.args, MAX_HOPS) if parent.attr.value == "update" else None
            if held is not None:
                return Assembled(inner={key: tuple((n, p) for n, parts in held.parts.items() for p in parts)})
            return Assembled() if parent.attr.value in READING else None
        stored = isinstance(parent, (cst.AugAssign, cst.Del, cst.Arg, cst.Attribute, cst.Assign))
        return None if stored else Assembled()


def _entry(key: str, part: DictValue) -> Assembled:
    return Assembled({key: (part,)}, frozenset({key}))


def _on_every_way(module: Module, function: cst.FunctionDef, node: cst.CSTNode) -> bool:
    """Whether a statement stands in the body of a function itself, with no way out in front of it."""
    above = [node, *module.above(node)]
    for statement in function.body.body:
        if any(statement is each for each in above):
            return isinstance(statement, cst.SimpleStatementLine)
        if any(isinstance(each, cst.Return) for each in walk(statement)):
            return False
    return False
