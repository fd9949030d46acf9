"""Decorators of a handler: those of libraries that leave the event alone, and those of the package, which are followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import libcst as cst

from .. import sentences
from .code import Module
from .draft import Draft
from .known_decorators import known_decorator
from .program import Program
from .trees import dotted, walk


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
            if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == self.handler
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
        wrapper = _wrapper(program, module, call.func, function)
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
        if (wrapper := _wrapper(program, draft.module, decorator.decorator, function)) is not None:
            found.append(wrapper)
            continue
        sentences.AROUND_HANDLER.on(draft, decorator, f"`@{name or '...'}`")
    return found


def _own(program: Program, module: Module, decorator: cst.Decorator) -> bool:
    node = decorator.decorator
    return not known_decorator(program, module, node.func if isinstance(node, cst.Call) else node)


def _wrapper(program: Program, module: Module, node: cst.BaseExpression, function: cst.FunctionDef) -> Wrapper | None:
    """The inner function of a decorator that does nothing but define it and return it."""
    found = program.defined(module, node.func if isinstance(node, cst.Call) else node)
    if found is None:
        return None
    owner, outer = found
    inner = inner_of(outer)
    if isinstance(node, cst.Call) and inner is not None:  # `@guarded("admin")`: a function that makes the decorator
        outer, inner = inner, inner_of(inner)
    positional = [*outer.params.posonly_params, *outer.params.params]
    if inner is None or len(positional) != 1 or outer.decorators or inner.asynchronous:
        return None
    if not all(program.leaves_alone(owner, one) for one in inner.decorators):
        return None
    wrapper = Wrapper(owner, inner, positional[0].name.value)
    return wrapper if all(_hands_on(inner, call, function) for call in wrapper.calls) and not _named(wrapper) else None


def _hands_on(inner: cst.FunctionDef, call: cst.Call, function: cst.FunctionDef) -> bool:
    """Whether a decorator calls the handler with the event that it got: by its name, or as one of ``*args``."""
    positional = [*inner.params.posonly_params, *inner.params.params]
    star = inner.params.star_arg.name.value if isinstance(inner.params.star_arg, cst.Param) else None
    if star is not None and any(True for _ in _uses(inner, star)):
        return False
    first = call.args[0] if call.args else None
    if first is None:
        return False
    if not positional:
        return first.star == "*" and dotted(first.value) == star
    named = [param.name.value for param in (*function.params.posonly_params, *function.params.params)]
    if first.keyword is not None and first.keyword.value not in named[:1]:
        return False
    return first.star == "" and dotted(first.value) == positional[0].name.value


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
        isinstance(node, cst.Name) and node.value == wrapper.handler and id(node) not in called | taken
        for node in walk(wrapper.function.body)
    )


_NAMES: Final = frozenset({"__name__", "__qualname__", "__doc__", "__module__"})


def inner_of(function: cst.FunctionDef) -> cst.FunctionDef | None:
    """The one function that a function defines and returns, with nothing beside it."""
    inner: cst.FunctionDef | None = None
    for part in function.body.body:
        match part:
            case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString())]):
                continue
            case cst.FunctionDef() if inner is None:
                inner = part
            case cst.SimpleStatementLine(body=[cst.Return(value=cst.Name(value=name))]):
                return inner if inner is not None and inner.name.value == name else None
            case _:
                return None
    return None
