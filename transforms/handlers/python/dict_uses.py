"""What becomes of a dict under its name: what is put into it later, and whether other code may change it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import libcst as cst

from .attributes import attribute
from .calls import call_of, stored
from .code import Module
from .displays import key_taken
from .program_imports import introduces, uses
from .resolve import COPIES, SENDERS, built_in, foreign, makes_dict, renders
from .trees import assigned, counted, dotted, literal, walk
from .value_uses import only_shown, tested

if TYPE_CHECKING:
    from .program import Program

ITSELF: Final = 0
"""How far something is from a dict that must stay as it is: two less holds it, two more is held by it, one more is a copy."""
HELD: Final = 2
_FAR: Final = 3
"""From here on it are texts, or a copy that holds nothing else."""


@dataclass(frozen=True, eq=False)
class DictPut:
    """What is put into a dict under its name.

    Arguments:
        keys: where: a key of the dict, a key of what it holds under another one, or what all keys of ``args`` go into.
        value: what is put there.
        args: the arguments of ``update``, where it is no single value.
        fills: whether it is put there only where nothing is.
    """

    keys: tuple[str, ...]
    value: cst.BaseExpression | None = None
    args: tuple[cst.Arg, ...] = ()
    fills: bool = False


def puts(program: Program, module: Module, scope: cst.CSTNode, name: str) -> list[tuple[cst.Name, DictPut]] | None:
    """What is put into a dict under its name, each with the name's node; None where anything may be.

    Arguments:
        program: the files.
        module: the file.
        scope: where the name is bound.
        name: the name.
    """
    found: list[tuple[cst.Name, DictPut]] = []
    for node in _named(module, scope, name):
        put = _put(module, node, ())
        if put is not None:
            found.append((node, put))
        elif not looked_at(program, module, node):
            return None
    return found


def _named(module: Module, scope: cst.CSTNode, name: str) -> Iterator[cst.Name]:
    """The uses of a name, but for those that give it something."""
    for node in walk(scope):
        if (
            isinstance(node, cst.Name)
            and node.value == name
            and not introduces(module, node)
            and not _bound(module, node)
        ):
            yield node


def _bound(module: Module, node: cst.CSTNode) -> bool:
    """Whether a name is given something where it stands, and no other name the same."""
    match module.up(node):
        case cst.AnnAssign(target=target):
            return target is node
        case cst.AssignTarget() as target if isinstance(assign := module.up(target), cst.Assign):
            return len(assign.targets) == 1
    return False


def _put(module: Module, node: cst.BaseExpression, keys: tuple[str, ...]) -> DictPut | None:
    """What a use of a dict, or of what it holds under a key, puts there; None where it puts nothing that can be told."""
    parent = module.up(node)
    match parent:
        case cst.AugAssign(target=target, operator=cst.BitOrAssign(), value=value) if target is node:
            return DictPut(keys, args=(cst.Arg(value),))
        case cst.AssignTarget() if keys and isinstance(assign := module.up(parent), cst.Assign):
            return DictPut(keys, assign.value) if len(assign.targets) == 1 else None
        case cst.Subscript(value=held) if held is node and len(keys) < 2 and (key := key_taken(parent)) is not None:
            return _put(module, parent, (*keys, key))
        case cst.Attribute(value=held) if held is node and (call := call_of(module, parent)) is not None:
            return _put_by(module, call, parent.attr.value, keys)
    return None


def _put_by(module: Module, call: cst.Call, method: str, keys: tuple[str, ...]) -> DictPut | None:
    """What a method puts into a dict, or what is put into that which it gives."""
    if method == "update" and len(keys) < 2:
        return DictPut(keys, args=tuple(call.args))
    key = literal(call.args[0].value) if call.args and method in ("get", "setdefault") else None
    if key is None or keys:
        return None
    inside = _put(module, call, (str(key.evaluated_value),))
    fills = method == "setdefault" and len(call.args) == 2 and isinstance(module.up(call), cst.Expr)
    return DictPut((str(key.evaluated_value),), call.args[1].value, fills=True) if fills else inside


def looked_at(program: Program, module: Module, node: cst.BaseExpression, far: int = ITSELF, hops: int = 4) -> bool:
    """Whether code that uses a dict, or what it holds, changes neither and lets no other code do so.

    Arguments:
        program: the files.
        module: the file.
        node: the use.
        far: how far it is from the dict.
        hops: how many names may hold it in turn.
    """
    if far >= _FAR:
        return True
    parent, around = module.up(node), module.function_of(node)
    if tested(module, node, counted(around) if around is not None else ()):
        return True
    match parent:
        case cst.Return():
            return far < HELD  # it is out of the function's hands
        case cst.Expr() | cst.FormattedStringExpression() | cst.Comparison() | cst.ComparisonTarget():
            return True
        case cst.For(iter=each) | cst.CompFor(iter=each) if each is node:
            return True  # the keys are texts
        case cst.IfExp() | cst.BooleanOperation():
            return looked_at(program, module, parent, far, hops)
        case cst.BinaryOperation(operator=cst.BitOr()):
            return looked_at(program, module, parent, far | 1, hops)
        case cst.StarredDictElement():
            return looked_at(program, module, _display(module, parent), far | 1, hops)
        case cst.DictElement():
            return looked_at(program, module, _display(module, parent), far - 2, hops)
        case cst.Subscript(value=held) if held is node:
            if stored(module, parent):
                added = far == ITSELF and isinstance(module.up(parent), cst.AugAssign)
                return bool(far & 1 or far < ITSELF) or (added and key_taken(parent) == "body")
            return looked_at(program, module, parent, (far | 1) + 1, hops)
        case cst.Attribute(value=held) if held is node:
            call, method = call_of(module, parent), parent.attr.value
            if call is None or method == "keys":
                return call is not None
            further = {"get": (far | 1) + 1, "copy": far | 1}.get(method, _FAR if far >= HELD else None)
            known = further is not None and method in ("get", "copy", "items", "values")
            return known and looked_at(program, module, call, further or 0, hops)
        case cst.Arg():
            return _passed(program, module, parent, far, hops)
        case (
            cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))])
            | cst.AnnAssign(target=cst.Name(value=name))
        ) if around is not None and hops:
            uses = _named(module, around, name)
            return all(looked_at(program, module, each, far, hops - 1) for each in uses)
    return False


def left_alone(
    program: Program, module: Module, scope: cst.CSTNode, name: str, but: Collection[cst.CSTNode] = ()
) -> bool:
    """Whether no code changes a dict that a name holds, in whatever file it is used.

    Arguments:
        program: the files.
        module: the file.
        scope: where the name is bound.
        name: the name.
        but: items that may be put into it.
    """
    own = ((module, node) for node in _named(module, scope, name))
    return all(
        _bound(where, node)
        or where.up(node) in but
        or (isinstance(node, cst.BaseExpression) and looked_at(program, where, node, HELD))
        for where, node in (uses(program, module, name) if scope is module.tree else own)
    )


def always(program: Program, module: Module, node: cst.BaseExpression) -> tuple[Module, cst.BaseExpression] | None:
    """What a name of a module always holds, where nothing changes it, and the file in which that stands."""
    owner, name = module, dotted(node)
    if module.bound.get(name) != 1 or name in module.imports:
        full = module.global_name(node) or ""
        there = program.quietly(full.rpartition(".")[0]) if "." in full else None
        if there is None:
            return None
        owner, name = there, full.rpartition(".")[2]
    values = list(assigned(owner.tree, name))
    once = owner.bound.get(name) == len(values) == 1
    return (owner, values[0]) if once and left_alone(program, owner, owner.tree, name) else None


def kept_by(
    program: Program, module: Module, function: cst.FunctionDef | None, node: cst.Attribute, far: int = ITSELF
) -> tuple[Module, cst.FunctionDef | None, cst.BaseExpression] | None:
    """The dict that ``self.name`` or ``Class.name`` always holds, where no code that uses it changes it, and where it stands."""
    kept = attribute(program, module, function, node)
    files = program.reachable(program.entry, node.attr.value) if kept is not None else ()
    used = ((where, one) for where in files for one in where.named(node.attr.value) if isinstance(one, cst.Attribute))
    return kept if all(_bound(where, one) or looked_at(program, where, one, far) for where, one in used) else None


def _display(module: Module, element: cst.CSTNode) -> cst.BaseExpression:
    display = module.up(element)
    assert isinstance(display, cst.BaseExpression)
    return display


def _passed(program: Program, module: Module, arg: cst.Arg, far: int, hops: int) -> bool:
    """Whether a call leaves a dict that it is given as it is."""
    call, around = module.up(arg), module.function_of(arg)
    local = counted(around) if around is not None else {}
    if not isinstance(call, cst.Call) or only_shown(program, module, arg):
        return isinstance(call, cst.Call)
    named = foreign(program, module, call.func, local)
    if named == "copy.copy" or makes_dict(module, call.func, local):
        return looked_at(program, module, call, far | 1, hops)
    if named in COPIES or named.partition(".")[0] in SENDERS or built_in(module, call.func, local):
        return True
    if renders(program, module, call, local) or _takes_keys(module, call, local):
        return True
    runs = [(program.quietly(callee.module), callee) for callee, _ in program.callees(module, call, arg, around)]
    return bool(runs and hops) and all(
        owner is not None and looked_at(program, owner, use, far, hops - 1)
        for owner, callee in runs
        for use in (_named(owner, owner.functions[callee.function], callee.parameter) if owner is not None else ())
    )


def _takes_keys(module: Module, call: cst.Call, local: Collection[str]) -> bool:
    """Whether a call only goes over the keys of a dict: ``sorted(TABLE)``, ``", ".join(TABLE)``."""
    match call.func:
        case cst.Name(value="sorted" | "list" | "set" | "tuple" | "any" | "all" as name):
            return name not in local and not module.bound.get(name)
        case cst.Attribute(value=cst.SimpleString()):
            return True
    return False
