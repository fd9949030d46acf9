"""What a file imports, and the names of others that it gives another meaning: read without a tree of LibCST, which takes longer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from migrator.facts import Package
from migrator.text.source import Source

CHANGING: Final = frozenset({"update", "setdefault", "pop", "popitem", "clear", "append", "extend", "insert", "remove"})
"""Methods that change what a name of another module holds."""

SETTERS: Final = frozenset({"setattr", "delattr", "wrap_function_wrapper"})
"""Functions that set an attribute of their first argument, whose name is the second one."""


LOG_METHODS: Final = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"})
"""Methods of loggers that write a line."""

INSIDE: Final = LOG_METHODS | {"__code__", "__defaults__", "__kwdefaults__"}
"""Attributes of a logger or a function that make it another one."""


@dataclass(frozen=True)
class Outline:
    """What a file says of others.

    Arguments:
        imports: dotted names that it may import, wherever in it; those that are no modules included.
        sets: full names that it gives another meaning, as ``lib.read = other`` does; ``lib.*`` for any of a module's.
    """

    imports: tuple[str, ...] = ()
    sets: frozenset[str] = frozenset()


def outline(text: str, name: str, *, package: bool) -> Outline:
    """Read a file; nothing where it is no Python 3.

    Arguments:
        text: the module's text.
        name: its dotted name.
        package: whether it is the ``__init__`` of a package.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Outline()
    nodes = list(ast.walk(tree))
    reader = _Names(name, package)
    imports = [found for node in nodes for found in reader.imported(node)]
    return Outline(tuple(imports), frozenset(found for node in nodes for found in reader.set_by(node)))


@dataclass(eq=False)
class _Names:
    """What the names of a file stand for.

    Arguments:
        module: its dotted name.
        package: whether it is the ``__init__`` of a package.
        known: full names by those that imports bind.
    """

    module: str
    package: bool
    known: dict[str, str] = field(default_factory=dict)

    def imported(self, node: ast.AST) -> Iterator[str]:
        """Modules that a statement may import; the names that it binds are known from then on."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                self.known[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
                yield from _with_parents(alias.name)
        elif isinstance(node, ast.ImportFrom):
            start = self._start(node)
            if start:
                yield from _with_parents(start)
            for alias in node.names:
                full = f"{start}.{alias.name}" if start else alias.name
                self.known[alias.asname or alias.name] = full
                yield full

    def _start(self, node: ast.ImportFrom) -> str:
        parts = self.module.split(".")
        base = parts[: len(parts) - node.level + self.package] if node.level else []
        return ".".join([*base, *((node.module or "").split(".") if node.module else ())])

    def set_by(self, node: ast.AST) -> Iterator[str]:
        """Full names that something gives another meaning."""
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
            yield self._full(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
            yield self._item(node.value, node.slice)
        elif isinstance(node, ast.Call):
            yield self._called(node)

    def _item(self, held: ast.expr, key: ast.expr) -> str:
        """What ``lib.TABLE[key] = ...`` changes, and what it sets where the table is a module's own names."""
        if (owner := self._names_of(held)) is not None:
            return f"{owner}.{_text(key) or '*'}"
        if self._full(held) == "sys.modules":
            return f"{self._modules(key)}.*"
        return self._full(held) if _head(held) in self.known else ""

    def _called(self, call: ast.Call) -> str:
        called = self._full(call.func)
        last = called.rpartition(".")[2]
        first, second = [*call.args, None, None][:2]
        if first is not None and called.endswith("mock.patch"):
            return _text(first)
        if first is not None and (last in SETTERS or called.endswith("mock.patch.object")):
            owner = _text(first) or self._full(first)
            return f"{owner}.{(_text(second) if second else '') or '*'}" if owner else ""
        if last in CHANGING and isinstance(call.func, ast.Attribute):
            if (names := self._names_of(call.func.value)) is not None:
                return f"{names}.*"
            return self._full(call.func.value) if _head(call.func) in self.known else ""
        return ""

    def _names_of(self, node: ast.expr) -> str | None:
        """The module or object whose names ``globals()``, ``vars(lib)`` and ``lib.__dict__`` hold."""
        match node:
            case ast.Call(func=ast.Name(id="globals"), args=[]):
                return self.module
            case ast.Call(func=ast.Name(id="vars"), args=[owner]) | ast.Attribute(value=owner, attr="__dict__"):
                return self._full(owner)
        return None

    def _full(self, node: ast.expr) -> str:
        """The full name of what an expression stands for; empty for what has none."""
        match node:
            case ast.Name(id=name):
                return self.known.get(name, f"{self.module}.{name}")
            case ast.Attribute(value=value, attr=name):
                owner = self._full(value)
                return f"{owner}.{name}" if owner else ""
            case ast.Subscript(value=held, slice=key) if self._full(held) == "sys.modules":
                return self._modules(key)
        return ""

    def _modules(self, key: ast.expr) -> str:
        return self.module if isinstance(key, ast.Name) and key.id == "__name__" else _text(key)


def _head(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _with_parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def outline_of(package: Package, name: str, source: Source) -> Outline:
    """What a module of a package says; each text is read once a run.

    Arguments:
        package: where it is.
        name: its dotted name.
        source: its text.
    """
    at = ("outline", name, source.text)
    if at not in package.kept:
        package.kept[at] = outline(source.text, name, package=source.path.endswith("__init__.py"))
    found: Outline = package.kept[at]
    return found


def imports(package: Package, name: str, source: Source) -> tuple[str, ...]:
    """Dotted names that a module may import."""
    return outline_of(package, name, source).imports


def touched(sets: frozenset[str], name: str) -> bool:
    """Whether a full name is given another meaning somewhere."""
    return name in sets or f"{name.rpartition('.')[0]}.*" in sets


def rebound(sets: frozenset[str], module: str) -> frozenset[str]:
    """Names of a module, or of Python itself, that stand for something else than what it says; ``*`` for any of a module's."""
    apart = (
        name.removeprefix(f"{owner}.").partition(".")
        for owner in (module, "builtins")
        for name in sets
        if name.startswith(f"{owner}.")
    )
    return frozenset(head for head, _, rest in apart if not rest or rest in INSIDE)
