"""Objects of classes of the package that are dicts, or that become some: subclasses of ``dict``, and dataclasses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

import libcst as cst

from .classes import class_named, made_once, own_class
from .code import Module
from .dict_values import Assembled, DictValue, entry
from .program import Program
from .trees import counted, dotted, walk

Given: TypeAlias = tuple[DictValue, Sequence[cst.Arg]]
"""What makes a dict, as the arguments of ``dict(...)``, and where those stand."""

TYPED: Final = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})
SAYING_LITTLE: Final = frozenset({"frozen", "slots", "eq", "order", "repr", "unsafe_hash"})
"""Arguments of ``@dataclass`` that leave the fields alone."""


def arguments(program: Program, part: DictValue, call: cst.Call, hops: int = 3) -> Given | None:
    """The arguments of the dict that the object of a class is; None where the call makes no such object.

    Arguments:
        program: the files.
        part: where the call stands.
        call: the call.
        hops: how many classes may stand above it.
    """
    found = class_named(program, part.module, call.func)
    return _of_class(program, *found, replace(part, node=call), call.args, hops) if found is not None else None


def _of_class(
    program: Program, module: Module, made: cst.ClassDef, part: DictValue, args: Sequence[cst.Arg], hops: int
) -> Given | None:
    methods = [line for line in made.body.body if isinstance(line, cst.FunctionDef)]
    if (
        hops <= 0
        or len(made.bases) != 1
        or made.decorators
        or [one.name.value for one in methods] not in ([], ["__init__"])
    ):
        return None
    if methods:
        start = _handed_up(methods[0])
        if start is None:
            return None
        part, args = DictValue(module, methods[0], start), start.args
    base = made.bases[0].value
    if (module.global_name(base) or "") in TYPED:
        return part, args
    if made.keywords or _changed(program, module, made):
        return None
    if dotted(base) == "dict" and not module.bound.get("dict"):
        return part, args
    above = class_named(program, module, base)
    return _of_class(program, *above, part, args, hops - 1) if above is not None else None


def _changed(program: Program, module: Module, made: cst.ClassDef) -> bool:
    """Whether code sets something of a class."""
    return any(each.startswith(f"{module.name}.{made.name.value}.") for each in program.sets)


def _handed_up(start: cst.FunctionDef) -> cst.Call | None:
    """The call ``super().__init__(...)`` that an ``__init__`` is, and nothing else."""
    match [*start.body.body]:
        case [
            cst.SimpleStatementLine(body=[cst.Expr(value=cst.Call(func=cst.Attribute(value=above, attr=name)) as call)])
        ]:
            known = name.value == "__init__" and isinstance(above, cst.Call) and dotted(above.func) == "super"
            return call if known else None
    return None


def fields(program: Program, part: DictValue) -> Assembled | None:
    """What ``dataclasses.asdict`` makes of an object; None where that is not certain."""
    module, function, node = part.module, part.function, part.node
    own = own_class(module, function) if dotted(node) == "self" else None
    if own is not None:
        return _filled(program, part, module, own, None)
    if isinstance(node, cst.Name):
        if function is None or node.value not in counted(function):
            return None  # others may change what a module holds
        uses = [each for each in walk(function) if isinstance(each, cst.Name) and each.value == node.value]
        if len([each for each in uses if not isinstance(module.up(each), cst.AssignTarget)]) != 1:
            return None
    owner, made = made_once(program, module, function, node)
    found = class_named(program, owner, made.func) if isinstance(made, cst.Call) else None
    if found is None or not isinstance(made, cst.Call):
        return None
    return _filled(program, replace(part, module=owner, node=made), *found, made.args)


def _filled(
    program: Program, part: DictValue, module: Module, made: cst.ClassDef, args: Sequence[cst.Arg] | None
) -> Assembled | None:
    """The fields of a dataclass with what a call gives them; without arguments it is not known what they hold."""
    names = [dotted(line.target) for line in _annotated(made)]
    decorators = [each.decorator for each in made.decorators]
    called = [each for each in decorators if isinstance(each, cst.Call)]
    plain = all(arg.keyword is not None and arg.keyword.value in SAYING_LITTLE for each in called for arg in each.args)
    data = [module.global_name(each.func if isinstance(each, cst.Call) else each) for each in decorators]
    hooks = {"__post_init__", "__init__", "__new__"}
    hooked = any(isinstance(line, cst.FunctionDef) and line.name.value in hooks for line in made.body.body)
    if data != ["dataclasses.dataclass"] or made.bases or hooked or not plain or _changed(program, module, made):
        return None
    if len(args or ()) > len(names) or any(arg.star for arg in args or ()):
        return None
    if any(dotted(node) in ("ClassVar", "InitVar", "KW_ONLY") for line in _annotated(made) for node in walk(line)):
        return None
    if any(isinstance(line.annotation.annotation, cst.SimpleString) for line in _annotated(made)):
        return None  # a type in quotes would be taken for a text that the field holds
    whole = Assembled()
    for line in _annotated(made):
        held = _default(module, line) if args is not None else line.annotation.annotation
        whole = whole.over(entry(dotted(line.target), DictValue(module, None, held)))
    for index, arg in enumerate(args or ()):
        name = arg.keyword.value if arg.keyword is not None else "".join(names[index : index + 1])
        whole = whole.over(entry(name, replace(part, node=arg.value)))
    return whole


def _annotated(made: cst.ClassDef) -> Iterator[cst.AnnAssign]:
    for line in made.body.body:
        for part in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(part, cst.AnnAssign):
                yield part


def _default(module: Module, line: cst.AnnAssign) -> cst.BaseExpression:
    """What a field holds where nothing is given; its type, which says nothing, where that is not written out."""
    match line.value:
        case None:
            return line.annotation.annotation
        case cst.Call(func=func, args=[cst.Arg(keyword=cst.Name(value=how), value=value)]) if (
            module.global_name(func) == "dataclasses.field"
        ):
            made = (
                value.body if how == "default_factory" and isinstance(value, cst.Lambda) else line.annotation.annotation
            )
            return value if how == "default" else made
    return line.value
