"""The files that one handler can run: modules by import, functions that are called, and who else calls them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import libcst as cst

from migrator.facts import Package
from migrator.text.source import Source

from ..package import searched
from . import decorators, tables
from .calls import filled, waited_for
from .classes import made_once, named, receiving, unfilled
from .code import Module, UnreadableError, parse
from .known_decorators import HARMLESS, known_decorator
from .outlines import imports, outline_of, rebound
from .program_imports import hidden, introduces, local_names
from .trees import assigned, counted, dotted


@dataclass(frozen=True)
class Callee:
    """A function of the program, the parameter that a call fills, and what of the event it fills it with."""

    module: str
    function: str
    parameter: str
    base: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """What stands in the text of a file that may call it."""
        owner, _, method = self.function.partition(".")
        return method if method and method != "__init__" else owner


@dataclass(eq=False)
class Program:
    """What is deployed with a function, as far as its handler's module imports it.

    Arguments:
        package: where the files are.
        entry: the handler's module.
        modules: the files read so far, by dotted name; None where there is none or it is no Python.
        around: calls that are made of a handler where its name is assigned, as ``handler = guarded(answer)``, outermost first.
    """

    package: Package
    entry: str
    modules: dict[str, Module | None] = field(default_factory=dict)
    around: dict[cst.FunctionDef, list[tuple[Module, cst.Call]]] = field(default_factory=dict)

    def module(self, name: str) -> Module | None:
        """A module of the package.

        Raises:
            UnreadableError: it is no Python 3.
        """
        if name not in self.modules:
            source = self.package.module(name)
            self.modules[name] = self._parsed(name, source) if source is not None else None
        return self.modules[name]

    def _parsed(self, name: str, source: Source) -> Module:
        at = ("module", name, source.text)
        if at not in self.package.kept:
            self.package.kept[at] = parse(name, source)
        module: Module = self.package.kept[at]
        again = rebound(self.sets, name)
        return replace(module, rebound=again, known=module.parts) if again else module

    @cached_property
    def sets(self) -> frozenset[str]:
        """Full names that some module gives another meaning: what they stand for where they are read is not known."""
        outlines = (
            outline_of(self.package, name, source) for name, source in searched(self.package, self.entry, imports)
        )
        return frozenset(name for one in outlines for name in one.sets)

    def keep(self, before: Module, after: Module) -> None:
        """Keep a file with its new text for the next handler, which need not parse it again.

        Arguments:
            before: the file as it was, of which only the statements may be of use again.
            after: the file as it is from now on.
        """
        self.package.kept["module", before.name, before.source.text] = replace(
            before, rebound=frozenset(), known=before.parts
        )
        said = outline_of(self.package, before.name, before.source)  # what is added comes of Python's own modules
        self.package.kept["outline", after.name, after.source.text] = said
        if after.is_tree:
            self.package.kept["module", after.name, after.source.text] = after

    def quietly(self, name: str) -> Module | None:
        """A module of the package, None also where it cannot be read."""
        try:
            return self.module(name)
        except UnreadableError:
            self.modules[name] = None
            return None

    def reachable(self, entry: str, word: str) -> list[Module]:
        """The modules that a module imports, by itself or through others, and in which a word stands.

        Only these are parsed in full: what is vendored beside a handler may be large.
        """
        return [
            module
            for name, source in searched(self.package, entry, imports)
            if word in source.text and (module := self.quietly(name)) is not None
        ]

    def defined(self, module: Module, node: cst.BaseExpression) -> tuple[Module, cst.FunctionDef] | None:
        """The function of the package that an expression names, in this file or another one."""
        if isinstance(node, cst.Name) and node.value in module.functions:
            return None if hidden(module, node) else (module, module.functions[node.value])
        full = module.global_name(node)
        if full is None or "." not in full:
            return None
        target, _, name = full.rpartition(".")
        other = self.quietly(target)
        if other is None:
            return None
        if name in other.functions:
            return other, other.functions[name]
        if name in other.imports and other is not module:
            again = other.imports[name]
            third = self.quietly(again[0])
            if third is not None and again[1] in third.functions:
                return third, third.functions[str(again[1])]
        return None

    def called(
        self, module: Module, node: cst.BaseExpression, function: cst.FunctionDef | None
    ) -> list[tuple[Module, cst.FunctionDef, cst.CSTNode]]:
        """The functions of the package that an expression may name where it is called, each with the node that names it.

        That is one by its name, or those of a table that holds nothing else. Empty where it is not certain.

        Arguments:
            module: the file.
            node: what is called.
            function: the function around the call; None at the top level.
        """
        if (held := self._given_here(module, node, function)) is not node:
            return self.called(module, held, function) if held is not None else []
        if (found := self.defined(module, node)) is not None:
            return [(*found, node)]
        if (made := self.partial(module, node)) is not None:
            return self.called(made[0], made[1].args[0].value, function if made[0] is module else None)
        return tables.looked_up(self, module, node, function)

    def _given_here(
        self, module: Module, node: cst.BaseExpression, function: cst.FunctionDef | None
    ) -> cst.BaseExpression | None:
        """What a name of a function is given there once, None where that is not certain; the expression itself for any other."""
        own = counted(function) if function is not None else {}
        if not isinstance(node, cst.Name) or not module.hides(node.value, own):
            return node
        value = made_once(self, module, function, node)[1]
        return None if isinstance(value, cst.Name) else value

    def partial(self, module: Module, node: cst.BaseExpression) -> tuple[Module, cst.Call] | None:
        """The call of ``functools.partial`` that an expression is, or that a name of a module always holds."""
        if isinstance(node, cst.Call):
            named = module.global_name(node.func) == "functools.partial" and not module.rebound
            return (module, node) if named and node.args and not any(arg.star for arg in node.args) else None
        owner, name = module, dotted(node)
        if name in module.imports or "." in name:
            target, _, name = (module.global_name(node) or "").rpartition(".")
            owner = (self.quietly(target) if target else None) or module
        values = list(assigned(owner.tree, name)) if owner.bound.get(name) == 1 else []
        return self.partial(owner, values[0]) if len(values) == 1 and isinstance(values[0], cst.Call) else None

    def callees(
        self, module: Module, call: cst.Call, arg: cst.Arg, function: cst.FunctionDef | None
    ) -> list[tuple[Callee, cst.CSTNode]]:
        """The functions that a call may run, each with the parameter that an argument fills; empty where that is not certain."""
        if any(other.star for other in call.args):
            return []
        found: list[tuple[Callee, cst.CSTNode]] = []
        made = self.partial(module, self._given_here(module, call.func, function) or call.func)
        given = sum(arg.keyword is None for arg in made[1].args[1:]) if made is not None else 0
        methods = [(*one, call.func) for one in receiving(self, module, function, call)]
        for owner, target, node in self.called(module, call.func, function) or methods:
            name = filled(call, arg, target, unfilled(target, owner) + given)
            waited = not target.asynchronous or waited_for(module, call)
            if name is None or not waited or decorators.layers(self, owner, target) is None:
                return []
            found.append((Callee(owner.name, owner.qualified(target), name), node))
        return found

    def given(
        self, module: Module, function: cst.FunctionDef, name: str
    ) -> list[tuple[Module, cst.FunctionDef | None, cst.BaseExpression]] | None:
        """What all calls of a function give for a parameter, each with where it stands; None where that is not certain."""
        callee, unwritten = Callee(module.name, module.qualified(function), name), unfilled(function, module)
        positional = (*function.params.posonly_params, *function.params.params)
        default = next((p.default for p in (*positional, *function.params.kwonly_params) if p.name.value == name), None)
        found: list[tuple[Module, cst.FunctionDef | None, cst.BaseExpression]] = []
        own = module.functions.get(callee.function) is function
        if not own or not all(self.keeps(module, each) for each in function.decorators):
            return None
        for other in self.reachable(self.entry, callee.word):
            for node in self.references(callee, [other]):
                call = other.up(node)
                if not isinstance(call, cst.Call) or call.func is not node or any(arg.star for arg in call.args):
                    return None
                value = next((arg.value for arg in call.args if filled(call, arg, function, unwritten) == name), None)
                if value is not None:
                    found.append((other, other.function_of(node), value))
                elif default is not None:
                    found.append((module, None, default))
                else:
                    return None
        return found

    def leaves_alone(self, module: Module, decorator: cst.Decorator) -> bool:
        """Whether a decorator is one of a library that changes neither arguments nor result."""
        func = decorator.decorator.func if isinstance(decorator.decorator, cst.Call) else decorator.decorator
        return known_decorator(self, module, func) in HARMLESS

    def keeps(self, module: Module, decorator: cst.Decorator) -> bool:
        """Whether a function of the package is called as it stands: its decorator leaves it alone, or puts it into a table."""
        return self.leaves_alone(module, decorator) or tables.registrar(self, module, decorator) is not None

    def references(self, callee: Callee, modules: list[Module]) -> list[cst.CSTNode]:
        """Where the function is named, other than where it is defined or imported."""
        at = (callee.module, callee.function)
        if "." in callee.function:
            return [node for module in modules for node in named(self, at, module)]
        owner = self.quietly(callee.module)
        function = owner.functions.get(callee.function) if owner is not None else None
        put = [d for d in function.decorators if tables.registrar(self, owner, d)] if owner and function else []
        return [*put, *(node for module in modules for node in self.naming(at, module))]

    def naming(self, at: tuple[str, str], module: Module) -> Iterator[cst.CSTNode]:
        """Where a module names a function, given by its own module and its name, other than to define or import it."""
        for node in module.named(*local_names(module, at[1])):
            name = node.value if isinstance(node, cst.Name) else node.attr.value
            found = self.defined(module, node) if isinstance(node, cst.Name) or dotted(node) else None
            named = found is not None and (found[0].name, found[1].name.value) == at
            here = isinstance(module.up(node), cst.NameItem) and (module.name, name) == at
            if here or (named and not introduces(module, node)):
                yield node
