"""The files of one function together: what each expression stands for, followed through names, imports and exports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from tree_sitter import Node

from migrator.facts import Package

from ..package import searched
from . import classes, package
from .classes import CLASSES, gives_itself, method
from .expressions import bare, calls, member, string
from .imports import Exports, Forward, entries, exports, imported, required
from .meanings import FoundInProgram, Library, Meaning, ProgramFile, by_method, made_function, unpacked
from .scopes import Binding, Scopes
from .syntax import FUNCTIONS, ScriptModule, UnreadableScriptError, above, parse, parts
from .syntax import field as child

MAX_HOPS: Final = 12
"""Names that are followed from one to the next before an expression is given up."""

_LODASH: Final = re.compile(r"^lodash(?:-es)?((?:[./]\w+)?)(?:\.js)?$")
"""Lodash as a whole, and its functions by themselves, as it is published."""


@dataclass(eq=False)
class ScriptProgram:
    """The files of one function.

    Arguments:
        package: where they are.
        assumed: what parameters stand for that are always given the same function.
        given: where those functions are given.
        texts: expressions that are texts of the event, or nothing.
    """

    package: Package
    assumed: dict[Binding, FoundInProgram] = field(default_factory=dict)
    given: set[int] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)
    _modules: dict[str, ScriptModule | None] = field(default_factory=dict)
    _scopes: dict[str, Scopes] = field(default_factory=dict)
    _exports: dict[str, Exports] = field(default_factory=dict)
    _put: dict[tuple[str | int, str], bool] = field(default_factory=dict)

    def module(self, path: str) -> ScriptModule | None:
        """A file; None for one that is not there or cannot be read."""
        if path not in self._modules:
            source = self.package.module(path)
            try:
                self._modules[path] = parse(path, source) if source is not None else None
            except UnreadableScriptError:
                self._modules[path] = None
        return self._modules[path]

    @property
    def modules(self) -> list[ScriptModule]:
        """The files that were looked into."""
        return [module for module in self._modules.values() if module is not None]

    def reachable(self, entry: str) -> list[ScriptModule]:
        """The files that a file imports by a text that is written out, by itself or through others, and the file."""
        names = (path for path, _ in searched(self.package, entry, package.imports))
        return [module for path in names if (module := self.module(path)) is not None]

    def scopes(self, module: ScriptModule) -> Scopes:
        if module.path not in self._scopes:
            self._scopes[module.path] = Scopes(module)
        return self._scopes[module.path]

    def exports(self, module: ScriptModule) -> Exports:
        if module.path not in self._exports:
            self._exports[module.path] = exports(module, self.scopes(module))
        return self._exports[module.path]

    def meaning(self, module: ScriptModule, node: Node | None, hops: int = MAX_HOPS) -> Meaning | None:
        """What an expression stands for; None where the code does not tell."""
        if node is None or hops <= 0:
            return None
        node = bare(node)
        if node.type == "sequence_expression":  # compilers write `(0, library.run)(event)`
            return self.meaning(module, parts(node)[-1], hops - 1)
        if node.type in FUNCTIONS or node.type in CLASSES or node.type == "object":
            return FoundInProgram(module, node)
        if node.type in ("identifier", "shorthand_property_identifier"):
            return self._name(module, node, hops - 1)
        if node.type == "this":
            owner = next((each for each in above(node) if each.type in CLASSES), None)
            return FoundInProgram(module, owner, instance=True) if owner is not None else None
        if (text := required(module, self.scopes(module), node)) is not None:
            return self._imported(module, text, None, hops)
        if taken := member(module, node):
            if classes.is_set(self, module, taken.holder, taken.name):
                return None
            holder = self.meaning(module, taken.holder, hops - 1)
            if (
                holder is None
                or taken.name is None
                or (taken.holder.type == "this" and classes.is_replaced(self, holder, taken.name))
            ):
                return None
            return self._member(holder, taken.name, hops - 1)
        return self._made(module, node, hops)

    def _made(self, module: ScriptModule, node: Node, hops: int) -> Meaning | None:
        """What a call or ``new`` gives."""
        if node.type == "new_expression" and (constructor := child(node, "constructor")) is not None:
            made = self.meaning(module, constructor, hops - 1)
            if isinstance(made, Library):
                return Library(f"{made.name}()")
            return FoundInProgram(made.module, made.node, instance=True) if isinstance(made, FoundInProgram) else None
        if call := calls(node):
            called = self.meaning(module, call.function, hops - 1)
            if called == Library("Object.freeze") and len(call.given) == 1:
                return self.meaning(module, call.given[0], hops - 1)
            if isinstance(called, FoundInProgram) and (made := made_function(called)) is not None:
                return made if made.function else self.meaning(made.module, made.node, hops - 1)
            if isinstance(called, FoundInProgram) and gives_itself(called):
                taken = member(module, call.function)
                return self.meaning(module, taken.holder, hops - 1)
            return Library(f"{called.name}()") if isinstance(called, Library) else FoundInProgram(module, node)
        return FoundInProgram(module, node)

    def _name(self, module: ScriptModule, node: Node, hops: int) -> Meaning | None:
        binding = self.scopes(module).binding(node)
        if binding is None:
            return Library(module.text(node))
        return self.bound(module, binding, hops)

    def bound(self, module: ScriptModule, binding: Binding, hops: int = MAX_HOPS) -> Meaning | None:
        """What a name stands for."""
        if binding in self.assumed:
            return self.assumed[binding]
        if (source := imported(module, binding)) is not None:
            return self._imported(module, source.specifier, source.name, hops)
        if not binding.constant or binding.kind == "parameter":
            return None
        declaration = binding.declaration
        if declaration.type != "variable_declarator":
            return FoundInProgram(module, declaration) if declaration.type in FUNCTIONS | CLASSES else None
        pattern, value = child(declaration, "name"), child(declaration, "value")
        if pattern is None or value is None:
            return None
        if pattern.type == "identifier":
            return self.meaning(module, value, hops - 1)
        name = unpacked(module, pattern, binding)
        holder = self.meaning(module, value, hops - 1) if name is not None else None
        return self._member(holder, name, hops - 1) if holder is not None and name is not None else None

    def _imported(self, module: ScriptModule, specifier: str, name: str | None, hops: int) -> Meaning | None:
        path = package.resolved(self.package, module.path, specifier)
        if path is None:
            library = _LODASH.sub(r"lodash\1", specifier.removeprefix("node:")).replace("lodash/", "lodash.")
            if library.startswith("."):
                return None
            return Library(library if name in (None, "default") else f"{library}.{name}")
        if name is None:
            return self._function_of(path, hops) or ProgramFile(path)
        return self._member(ProgramFile(path), name, hops)

    def _function_of(self, path: str, hops: int) -> Meaning | None:
        """What a file is that exports a function, a class or what a library gives, and nothing else."""
        module = self.module(path) if hops > 0 else None
        found = self.exports(module) if module is not None else Exports()
        if module is None or len(found.whole) != 1 or found.named or found.others:
            return None
        whole = self.meaning(module, found.whole[0], hops - 1)
        made = isinstance(whole, FoundInProgram) and (whole.function or whole.node.type in CLASSES or whole.instance)
        return whole if made or isinstance(whole, Library) else None

    def _member(self, holder: Meaning, name: str, hops: int) -> Meaning | None:
        if hops <= 0:
            return None
        if isinstance(holder, Library):
            return holder if name == "default" else Library(f"{holder.name}.{name}")
        if isinstance(holder, ProgramFile):
            return self.exported(holder.path, name, hops)
        if holder.node.type in CLASSES:
            found = next((one for each in classes.line(self, holder) if (one := method(each, name))), None)
            return found if found is not None and not classes.is_assigned(self, holder, name) else None
        if holder.node.type != "object" or self.is_put(holder, name):
            return None
        value = (entries(holder.module, holder.node) or {}).get(name)
        return self.meaning(holder.module, value, hops - 1) if value is not None else None

    def exported(self, path: str, name: str, hops: int = MAX_HOPS) -> Meaning | None:
        """What a file exports under a name."""
        module = self.module(path)
        if module is None or hops <= 0 or self.is_put(ProgramFile(path), name):
            return None
        found = self.exports(module)
        values = found.named.get(name, [])
        if len(values) > 1 or (found.whole and len(found.whole) > 1):
            return None
        if values:
            value = values[0]
            if not isinstance(value, Forward):
                return self.meaning(module, value, hops - 1)
            return self._imported(module, value.specifier, value.name, hops - 1)
        if found.whole:
            whole = self.meaning(module, found.whole[0], hops - 1)
            if name == "default":
                return whole
            return self._member(whole, name, hops - 1) if whole is not None else None
        for specifier in found.others:
            target = package.resolved(self.package, path, specifier)
            other = self.exported(target, name, hops - 1) if target is not None else None
            if other is not None:
                return other
        return ProgramFile(path) if name == "default" else None

    def is_put(self, holder: FoundInProgram | ProgramFile, name: str) -> bool:
        """Whether something else is put in place of what an object, or a file, has under a name: ``require("./a").run = other``."""
        if (holder.at, name) not in self._put:
            self._put[holder.at, name] = False  # to tell it, names are followed that may come from there
            self._put[holder.at, name] = classes.is_put(self, holder, name)
        return self._put[holder.at, name]

    def library(self, module: ScriptModule, node: Node | None) -> str | None:
        """The full name of what comes from outside of the package."""
        found = self.meaning(module, node)
        return found.name if isinstance(found, Library) else None

    def called(self, module: ScriptModule, node: Node | None) -> FoundInProgram | None:
        """The function of the package that a call calls."""
        return self.invoked(module, node)[0]

    def invoked(self, module: ScriptModule, node: Node | None) -> tuple[FoundInProgram | None, list[Node]]:
        """The function of the package that a call calls, by itself or by its own methods, and what that is given."""
        call = calls(node)
        for each, arguments in ((call.function, call.given), by_method(module, node)):
            found = self.meaning(module, each)
            if isinstance(found, FoundInProgram) and found.function:
                return found, arguments
        return None, call.given

    def constant(self, module: ScriptModule, node: Node) -> str | None:
        """The text that an expression always is, through names that are bound once."""
        found = self.meaning(module, node)
        return string(found.module, found.node) if isinstance(found, FoundInProgram) else string(module, node)
