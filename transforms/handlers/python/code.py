"""One Python file as a tree: parents, positions, names that are bound, and changes made all at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import libcst as cst

from migrator.findings import Span
from migrator.text.source import Source

from .top_statements import TopStatement
from .trees import _LINE_BREAK, assigned, bindings, counted, dotted, literal

_LAST_BREAK = re.compile(r"(?:\r\n|\r|\n)\Z")
_N = TypeVar("_N", bound=cst.CSTNode)


class UnreadableError(Exception):
    """A file that is no Python of today; the message says where."""


@dataclass(frozen=True, eq=False)
class Module:
    """One parsed file.

    Arguments:
        name: dotted name of the module.
        source: its text.
        tree: its syntax tree, which holds every byte of it.
        rebound: its names that other code gives another meaning; ``*`` for any of them.
        known: statements that an earlier text of the file had.
    """

    name: str
    source: Source
    tree: cst.Module
    rebound: frozenset[str] = frozenset()
    known: Mapping[cst.CSTNode, TopStatement] = field(default_factory=dict)

    @cached_property
    def parts(self) -> dict[cst.CSTNode, TopStatement]:
        """The statements at its top, in the order of the text."""
        empty = self.tree.with_changes(header=(), body=(), footer=())
        return {node: self.known.get(node) or TopStatement(node, empty) for node in self.tree.body}

    @cached_property
    def parents(self) -> dict[cst.CSTNode, cst.CSTNode]:
        found: dict[cst.CSTNode, cst.CSTNode] = dict.fromkeys(self.tree.body, self.tree)
        for part in self.parts.values():
            found.update(part.parents)
        return found

    @property
    def is_tree(self) -> bool:
        """Whether no node stands in two places, as a node that was put into several edits does."""
        parts = self.parts.values()
        once = all(len(part.nodes) == len(part.parents) + 1 for part in parts)
        return once and sum(len(part.nodes) for part in parts) == len(self.parents)

    def up(self, node: cst.CSTNode) -> cst.CSTNode:
        """The parent of a node; a module is its own."""
        return self.parents.get(node, self.tree)

    def above(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The parent of a node, its parent, and so on."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def function_of(self, node: cst.CSTNode) -> cst.FunctionDef | None:
        """The innermost function around a node."""
        return next((each for each in self.above(node) if isinstance(each, cst.FunctionDef)), None)

    def of(self, *kinds: type[_N]) -> Iterator[_N]:
        """The nodes of some kinds, statement by statement."""
        for part in self.parts.values():
            for kind in kinds:
                yield from part.by_kind.get(kind, ())  # type: ignore[misc]

    def named(self, *names: str) -> Iterator[cst.Name | cst.Attribute]:
        """Names, and attributes with their owners, whose last name is one of some."""
        for part in self.parts.values():
            for name in names:
                yield from part.by_name.get(name, ())  # type: ignore[misc]

    @cached_property
    def _starts(self) -> dict[cst.CSTNode, int]:
        """How many lines stand above each statement at the top."""
        found, lines = {}, len(self.tree.header)
        for node, part in self.parts.items():
            found[node] = lines
            lines += part.lines
        return found

    @cached_property
    def printed(self) -> str:
        """What LibCST makes of the tree; that is not the text where it loses the end of one."""
        around = [[self.tree.code_for_node(line) for line in lines] for lines in (self.tree.header, self.tree.footer)]
        text = "".join((*around[0], *(part.text for part in self.parts.values()), *around[1]))
        if self.tree.has_trailing_newline:
            return text or self.tree.default_newline
        return _LAST_BREAK.sub("", text)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_BREAK.finditer(self.source.text))]

    def span(self, node: cst.CSTNode) -> Span | None:
        """Where a node stands."""
        top = node if node in self.parts else next((above for above in self.above(node) if above in self.parts), None)
        where = self.parts[top].positions.get(node) if top is not None else None
        start, end = getattr(where, "start", None), getattr(where, "end", None)
        if top is None or start is None or end is None:
            return None
        lines = self._starts[top]
        if max(start.line, end.line) + lines > len(self._lines):
            return None
        first = self._lines[lines + start.line - 1] + start.column
        last = self._lines[lines + end.line - 1] + end.column
        return Span(first, last, *self.source.position(first), *self.source.position(last))

    @cached_property
    def functions(self) -> dict[str, cst.FunctionDef]:
        """Functions at the top level, and methods as ``Class.method``, that nothing else of the same name stands beside."""
        found: dict[str, cst.FunctionDef] = {}
        for node in self.tree.body:
            if isinstance(node, cst.FunctionDef) and self.bound[node.name.value] == 1:
                found[node.name.value] = node
            elif isinstance(node, cst.ClassDef) and self.bound[node.name.value] == 1:
                times = counted(node.body, own=True)
                methods = [each for each in node.body.body if isinstance(each, cst.FunctionDef)]
                found |= {
                    f"{node.name.value}.{each.name.value}": each for each in methods if times[each.name.value] == 1
                }
        return found

    def qualified(self, function: cst.FunctionDef) -> str:
        """The name under which ``functions`` holds one."""
        above = self.up(self.up(function))
        return f"{above.name.value}.{function.name.value}" if isinstance(above, cst.ClassDef) else function.name.value

    @cached_property
    def bound(self) -> Mapping[str, int]:
        """How often each name of the module is bound: by itself outside functions and classes, as ``global``, or by other code."""
        counts = dict(counted(self.tree, own=True))
        again = [*self.rebound, *(name for node in self.of(cst.Global) for name, _ in bindings(node))]
        for name in [*counts] if "*" in self.rebound else again:
            counts[name] = counts.get(name, 0) + 1
        return counts

    @cached_property
    def imports(self) -> dict[str, tuple[str, str | None]]:
        """What imported names stand for: a module, or a name in one. Names that are bound twice stand for nothing."""
        found: dict[str, tuple[str, str | None]] = {}
        for node in self.of(cst.Import, cst.ImportFrom):
            if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
                base = resolved(self.name, self.source.path, node)
                for alias in node.names:
                    name = dotted(alias.name)
                    local = alias.evaluated_alias or name
                    if base is not None and name and local and self._once(local):
                        found[local] = (base, name)
            elif isinstance(node, cst.Import):
                for alias in node.names:
                    name = dotted(alias.name)
                    local = alias.evaluated_alias or name.split(".")[0]
                    if self._once(local):
                        found[local] = (name if alias.asname else local, None)
        return found

    def hides(self, name: str, local: Collection[str]) -> bool:
        """Whether names of a function hide what the file calls so; an import in it that is the only one is no other thing."""
        return name in local and (name in self.bound or name not in self.imports)

    def _once(self, name: str) -> bool:
        """Whether the module binds a name once, or a function of it does and nothing else."""
        return self.bound.get(name) == 1 or (counted(self.tree).get(name) == 1 and not {name, "*"} & self.rebound)

    @cached_property
    def star(self) -> bool:
        """Whether a ``from x import *`` may bind any name."""
        return any(isinstance(node.names, cst.ImportStar) for node in self.of(cst.ImportFrom))

    @cached_property
    def constants(self) -> dict[str, cst.SimpleString]:
        """Names of the module that hold one literal text from its import on."""
        found: dict[str, cst.SimpleString] = {}
        for name, times in self.bound.items():
            values = list(assigned(self.tree, name)) if times == 1 else []
            if len(values) == 1 and (value := literal(values[0])) is not None:
                found[name] = value
        return found

    def global_name(self, node: cst.CSTNode) -> str | None:
        """The full name of what an expression stands for, as ``json.loads``, where the imports tell it."""
        text = dotted(node)
        head, _, rest = text.partition(".")
        if not head or head not in self.imports:
            return None
        module, name = self.imports[head]
        return ".".join(part for part in (module, name, rest) if part)


def resolved(name: str, path: str, node: cst.ImportFrom) -> str | None:
    """The dotted name of the module that a ``from`` import names."""
    target = dotted(node.module) if node.module else ""
    if not node.relative:
        return target
    parts = name.split(".")
    own = parts if path.endswith("__init__.py") else parts[:-1]
    up = len(node.relative) - 1
    if up > len(own):
        return None
    return ".".join([*own[: len(own) - up], *([target] if target else [])])


def parse(name: str, source: Source) -> Module:
    """Parse a file.

    Raises:
        UnreadableError: it is no Python 3.
    """
    try:
        return Module(name, source, cst.parse_module(source.text))
    except cst.ParserSyntaxError as error:
        raise UnreadableError(f"line {error.raw_line}: not Python 3") from None
    except (RecursionError, ValueError, UnicodeError, cst.CSTValidationError) as error:
        raise UnreadableError(f"not readable as Python ({type(error).__name__})") from None
