"""The files that one handler can run: modules by import, functions that are called, and who else calls them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

import libcst as cst

from migrator.text.source import Source

from .code import Module, UnreadableError, counted, dotted, parse, walk
from .facts import Package

MAX_MODULES = 300


@dataclass(frozen=True)
class Callee:
    """A function of the program, and the parameter that a call fills."""

    module: str
    function: str
    parameter: str


@dataclass(eq=False)
class Program:
    """What is deployed with a function, as far as its handler's module imports it.

    Arguments:
        package: where the files are.
        modules: the files read so far, by dotted name; None where there is none or it is no Python.
    """

    package: Package
    modules: dict[str, Module | None] = field(default_factory=dict)

    def module(self, name: str) -> Module | None:
        """A module of the package.

        Raises:
            UnreadableError: it is no Python 3.
        """
        if name not in self.modules:
            source = self.package.module(name)
            self.modules[name] = parse(name, source) if source is not None else None
        return self.modules[name]

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
        found: list[Module] = []
        seen: set[str] = set()
        waiting = [entry]
        while waiting and len(seen) < MAX_MODULES:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            source = self.modules[name].source if self.modules.get(name) else self.package.module(name)  # type: ignore[union-attr]
            if source is None:
                continue
            waiting.extend(imported(name, source))
            if word in source.text and (module := self.quietly(name)) is not None:
                found.append(module)
        return found

    def defined(self, module: Module, node: cst.BaseExpression) -> tuple[Module, cst.FunctionDef] | None:
        """The function of the package that an expression names, in this file or another one."""
        if isinstance(node, cst.Name) and node.value in module.functions:
            return module, module.functions[node.value]
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

    def callee(self, module: Module, call: cst.Call, arg: cst.Arg) -> Callee | None:
        """The function that a call runs and the parameter that an argument fills; None where that is not certain."""
        found = self.defined(module, call.func)
        if found is None or any(other.star for other in call.args):
            return None
        owner, function = found
        if function.asynchronous or function.decorators:
            return None
        if arg.keyword is not None:
            names = [param.name.value for param in (*function.params.params, *function.params.kwonly_params)]
            parameter = arg.keyword.value if arg.keyword.value in names else None
        else:
            positional = [*function.params.posonly_params, *function.params.params]
            index = [other for other in call.args if other.keyword is None].index(arg)
            parameter = positional[index].name.value if index < len(positional) else None
        return Callee(owner.name, function.name.value, parameter) if parameter else None

    def references(self, callee: Callee, modules: list[Module]) -> int:
        """How often the function is named, other than where it is defined or imported."""
        return sum(len(list(self._references(callee, module))) for module in modules)

    def _references(self, callee: Callee, module: Module) -> Iterator[cst.CSTNode]:
        for node in walk(module.tree):
            if not isinstance(node, (cst.Name, cst.Attribute)):
                continue
            name = node.value if isinstance(node, cst.Name) else node.attr.value
            found = self.defined(module, node) if isinstance(node, cst.Name) or dotted(node) else None
            named = found is not None and (found[0].name, found[1].name.value) == (callee.module, callee.function)
            if (named and not _introduces(module, node)) or (
                isinstance(module.up(node), cst.NameItem) and name == callee.function and module.name == callee.module
            ):
                yield node


def imported(name: str, source: Source) -> list[str]:
    """Dotted names that may be modules which a file imports. Quicker than to parse it in full."""
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found: list[str] = []
    own = name.split(".") if source.path.endswith("__init__.py") else name.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = own[: len(own) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            found.extend([base, *(f"{base}.{alias.name}" for alias in node.names)])
    return found


def runs(
    program: Program, module: Module, function: cst.FunctionDef, modules: list[Module]
) -> tuple[Module, cst.Call] | None:
    """Where a handler is called by the program itself, other than when its file is run by hand."""
    for other in modules:
        for node in walk(other.tree):
            if isinstance(node, cst.Call) and isinstance(node.func, (cst.Name, cst.Attribute)):
                found = program.defined(other, node.func)
                if found is not None and found[1] is function and not _by_hand(other, node):
                    return other, node
    return None


def _by_hand(module: Module, node: cst.CSTNode) -> bool:
    """Whether code stands below ``if __name__ == "__main__":``."""
    return any(
        isinstance(above, cst.If) and isinstance(above.test, cst.Comparison) and dotted(above.test.left) == "__name__"
        for above in module.above(node)
    )


def _introduces(module: Module, node: cst.CSTNode) -> bool:
    parent = module.up(node)
    match parent:
        case cst.FunctionDef(name=name):
            return name is node
        case cst.Arg(keyword=keyword):
            return keyword is node
        case cst.Attribute(attr=attr):
            return attr is node
    return isinstance(parent, (cst.ImportAlias, cst.ImportFrom, cst.AsName, cst.Param))


def local(function: cst.FunctionDef, name: str) -> bool:
    """Whether a function binds a name itself, and so hides what the module calls by it."""
    return name in counted(function) and name != function.name.value
