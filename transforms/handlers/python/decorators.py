"""Decorators of a handler: those of libraries that leave the event alone, and those of the package, which are followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import libcst as cst

from .. import sentences
from .classes import method
from .code import Module
from .draft import Draft
from .endings import inner_of
from .known_decorators import known_decorator
from .trees import dotted, walk

if TYPE_CHECKING:
    from .program import Program


@dataclass(frozen=True, eq=False)
class Wrapper:
    """What a decorator of the package puts around a handler.

    Arguments:
        module: the file of the decorator.
        function: the function that runs in place of the handler.
        handler: the name by which it calls the handler.
    """

    module: Module
    function: cst.FunctionDef
    handler: str

    @property
    def calls(self) -> list[cst.Call]:
        """Calls of the handler."""
        return [
            node
            for node in walk(self.function.body)
            if isinstance(node, cst.Call) and dotted(node.func) == self.handler
        ]


def name_of(decorator: cst.Decorator) -> str:
    """The name of a decorator, its call left out."""
    node = decorator.decorator
    return dotted(node.func if isinstance(node, cst.Call) else node)


def check(
    program: Program, draft: Draft, function: cst.FunctionDef, known: frozenset[str] = frozenset()
) -> list[Wrapper]:
    """Find the decorators of the package that can be followed, and report those that may read or change the event."""
    found = []
    for module, call in program.around.get(function, ()):
        if program.leaves_alone(module, cst.Decorator(call.func)):
            continue
        wrapper = wrapper_of(program, module, call.func, function)
        if wrapper is not None:
            found.append(wrapper)
        else:
            sentences.AROUND_HANDLER.on(draft, call, f"`{dotted(call.func)}(...)`")
    for decorator in function.decorators:
        name = name_of(decorator)
        if program.leaves_alone(draft.module, decorator):
            continue
        if name.rpartition(".")[2] in known and not _own(program, draft.module, decorator):
            continue
        if (wrapper := wrapper_of(program, draft.module, decorator.decorator, function)) is not None:
            found.append(wrapper)
            continue
        sentences.AROUND_HANDLER.on(draft, decorator, f"`@{name or '...'}`")
    return found


def _own(program: Program, module: Module, decorator: cst.Decorator) -> bool:
    node = decorator.decorator
    return not known_decorator(program, module, node.func if isinstance(node, cst.Call) else node)


def layers(program: Program, module: Module, function: cst.FunctionDef) -> list[Wrapper] | None:
    """What decorators put around a helper, outermost first, where each hands on all it gets; None where one may not."""
    found: list[Wrapper] = []
    for decorator in function.decorators:
        if program.keeps(module, decorator):
            if found and not program.leaves_alone(module, decorator):
                return None  # a table holds the function without what is put around it later
            continue
        wrapper = wrapper_of(program, module, decorator.decorator, function)
        if wrapper is None or not _hands_all_on(wrapper):
            return None
        found.append(wrapper)
    return found


def _hands_all_on(wrapper: Wrapper) -> bool:
    """Whether a decorator uses what it gets only to call the function with it, argument by argument."""
    params = wrapper.function.params
    stars = [("*", params.star_arg), ("**", params.star_kwarg)]
    whole = [("", name) for name in _positional(wrapper.function)]
    whole += [(star, one.name.value) for star, one in stars if isinstance(one, cst.Param)]
    given = [[(arg.star, dotted(arg.value)) for arg in call.args if arg.keyword is None] for call in wrapper.calls]
    passed = {id(arg.value) for call in wrapper.calls for arg in call.args}
    names = {name for _, name in whole}
    inside = (node for node in walk(wrapper.function.body) if isinstance(node, cst.Name) and node.value in names)
    return all(each == whole for each in given) and all(id(node) in passed for node in inside)


def wrapper_of(program: Program, module: Module, node: cst.BaseExpression, function: cst.FunctionDef) -> Wrapper | None:
    """The function that a decorator of the package puts in the place of another one."""
    wrapper = _inner(program, module, node) or _object(program, module, node)
    if wrapper is None or wrapper.function.asynchronous:
        return None
    if not all(program.leaves_alone(wrapper.module, one) for one in wrapper.function.decorators):
        return None
    hands_on = all(_hands_on(wrapper.function, call, function) for call in wrapper.calls)
    return wrapper if hands_on and not _named(wrapper) else None


def _inner(program: Program, module: Module, node: cst.BaseExpression) -> Wrapper | None:
    """The inner function of a decorator that does nothing but define it and return it."""
    found = program.defined(module, node.func if isinstance(node, cst.Call) else node)
    if found is None:
        made = _called_object(program, module, node) if isinstance(node, cst.Call) else None
        return _returned(*made, made[1]) if made is not None else None
    owner, outer = found
    inner = inner_of(outer)
    if isinstance(node, cst.Call) and inner is not None:  # `@guarded("admin")`: a function that makes the decorator
        outer = inner
    return _returned(owner, outer, outer)


def _returned(owner: Module, outer: cst.FunctionDef, made: cst.FunctionDef) -> Wrapper | None:
    inner, names = inner_of(outer), _positional(made)
    return Wrapper(owner, inner, names[0]) if inner is not None and len(names) == 1 and not outer.decorators else None


def _object(program: Program, module: Module, node: cst.BaseExpression) -> Wrapper | None:
    """The ``__call__`` of a class that decorates: its ``__init__`` keeps the handler in an attribute that only that calls."""
    made = _called_object(program, module, cst.Call(node)) if not isinstance(node, cst.Call) else None
    owner = made[0] if made is not None else module
    above = owner.up(owner.up(made[1])) if made is not None else None
    start = owner.functions.get(f"{above.name.value}.__init__") if isinstance(above, cst.ClassDef) else None
    names = _positional(start) if start is not None else []
    for line in start.body.body if made is not None and start is not None and len(names) == 1 else ():
        match line:
            case cst.SimpleStatementLine(
                body=[cst.Assign(targets=[cst.AssignTarget(target=target)], value=cst.Name(value=name))]
            ) if name == names[0] and made is not None:
                wrapper = Wrapper(owner, made[1], dotted(target))
                uses = [n for n in owner.named(dotted(target).rpartition(".")[2]) if isinstance(n, cst.Attribute)]
                return wrapper if len(uses) == 1 + len(wrapper.calls) else None
    return None


def _called_object(program: Program, module: Module, node: cst.Call) -> tuple[Module, cst.FunctionDef] | None:
    """The ``__call__`` of the object that an expression makes."""
    found = method(program, module, None, cst.Call(cst.Attribute(node, cst.Name("__call__"))))
    return found[0] if found else None


def _positional(function: cst.FunctionDef) -> list[str]:
    names = [param.name.value for param in (*function.params.posonly_params, *function.params.params)]
    return names[1:] if names[:1] == ["self"] else names


def _hands_on(inner: cst.FunctionDef, call: cst.Call, function: cst.FunctionDef) -> bool:
    """Whether a decorator calls the handler with the event that it got: by its name, or as one of ``*args``."""
    positional = _positional(inner)
    star = inner.params.star_arg.name.value if isinstance(inner.params.star_arg, cst.Param) else None
    if star is not None and any(True for _ in _uses(inner, star)):
        return False
    first = call.args[0] if call.args else None
    if first is None:
        return False
    if not positional:
        return first.star == "*" and dotted(first.value) == star
    if first.keyword is not None and first.keyword.value not in _positional(function)[:1]:
        return False
    return first.star == "" and dotted(first.value) == positional[0]


def _uses(inner: cst.FunctionDef, star: str) -> Iterator[cst.Name]:
    """Where the arguments are used, other than to call something with all of them."""
    passed = {id(arg.value) for node in walk(inner.body) if isinstance(node, cst.Call) for arg in node.args if arg.star}
    for node in walk(inner.body):
        if isinstance(node, cst.Name) and node.value == star and id(node) not in passed:
            yield node


def _named(wrapper: Wrapper) -> bool:
    """Whether a decorator names the handler other than to call it, or to take its name."""
    called = {id(call.func) for call in wrapper.calls}
    taken = {
        id(node.value)
        for node in walk(wrapper.function.body)
        if isinstance(node, cst.Attribute) and node.attr.value in _NAMES
    }
    return any(
        dotted(node) == wrapper.handler and id(node) not in called | taken for node in walk(wrapper.function.body)
    )


_NAMES: Final = frozenset({"__name__", "__qualname__", "__doc__", "__module__"})
