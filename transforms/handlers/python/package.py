"""The Python files that are deployed with a function, as they stand or as an earlier handler left them. Nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from migrator.text.source import Source

from ..files import Files
from .outlines import outline_of

_BY_NAME = ("importlib", "__import__", "pkgutil", "exec(")
"""What can load a module whose name stands nowhere."""


@dataclass(frozen=True, eq=False)
class Folder:
    """The modules of one function; a `migrator` of code sees them through the protocol ``Package``.

    Arguments:
        files: where they are read.
        roots: folders that imports start from, as the template writes them; the first one is the function's own.
        texts: new texts of files, by key.
        count: how many functions of the template can import a file, by key.
    """

    files: Files
    roots: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    count: Callable[[str], int] = lambda _key: 1

    @property
    def kept(self) -> MutableMapping[tuple[str, str, str], Any]:
        """What was worked out of files in this run."""
        return self.files.kept

    def module(self, name: str) -> Source | None:
        """The source of a module by its dotted name."""
        path = self.path(name)
        source = self.files.read(path) if path is not None else None
        if source is None or path is None:
            return None
        after = self.texts.get(self.files.key(path) or "")
        return source if after is None else Source(source.path, after, source.bom)

    def users(self, name: str) -> int:
        """How many functions of the template can import the module."""
        key = self.key(name)
        return self.count(key) if key is not None else 1

    def rewritten(self, name: str) -> frozenset[str]:
        """Functions of a module that were rewritten for another handler in this run."""
        path = self.path(name)
        source = self.files.read(path) if path is not None else None
        after = self.texts.get(self.files.key(path) or "") if path is not None else None
        return changed_names(source.text, after) if source is not None and after is not None else frozenset()

    def path(self, name: str) -> str | None:
        """The path of a module as the template would write it; None when it is not in the package."""
        # Lambda imports a handler's module with importlib: its name need be no identifier.
        if not all(part and not set(part) & set("/\\:*") for part in name.split(".")):
            return None
        stem = name.replace(".", "/")
        candidates = (
            Path(root, end).as_posix() for root in self.roots for end in (f"{stem}.py", f"{stem}/__init__.py")
        )
        return next((path for path in candidates if self.files.key(path) is not None), None)

    def key(self, name: str) -> str | None:
        """What the file of a module is known by."""
        path = self.path(name)
        return self.files.key(path) if path is not None else None

    def changed(self, texts: Mapping[str, str], count: Callable[[str], int]) -> Folder:
        """The modules with other texts."""
        return Folder(self.files, self.roots, texts, count)

    def new_path(self, name: str) -> str:
        """Where a module that is not there yet would be, as the template would write it."""
        return Path(self.roots[0], f"{name.replace('.', '/')}.py").as_posix()

    def is_own(self, name: str) -> bool:
        """Whether a module is the function's own, not one of a layer."""
        path = self.path(name)
        return path is not None and Folder(self.files, self.roots[:1]).path(name) == path


@dataclass(frozen=True, eq=False)
class Inline:
    """Code that stands in the template: one module named ``index``.

    Arguments:
        source: its text.
    """

    source: Source
    kept: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def module(self, name: str) -> Source | None:
        """The source of a module by its dotted name."""
        return self.source if name == "index" else None

    def users(self, name: str) -> int:  # noqa: ARG002 - the protocol's own
        """How many functions of the template can import the module."""
        return 1

    def rewritten(self, name: str) -> frozenset[str]:  # noqa: ARG002 - the protocol's own
        """Functions of a module that were rewritten for another handler in this run."""
        return frozenset()


@dataclass(frozen=True, eq=False)
class Reach:
    """The files that a function can import, by what its modules say.

    Arguments:
        package: its modules.
        module: the one that it starts with.
    """

    package: Folder
    module: str

    def __contains__(self, key: str) -> bool:
        return key in self._static[0] or (self._static[1] and self._is_below(key))

    def _is_below(self, key: str) -> bool:
        repository = self.package.files.template.repository
        roots = [repository.locate(root) for root in self.package.roots] if repository is not None else []
        return any(root is not None and Path(key).is_relative_to(root) for root in roots)

    @cached_property
    def _static(self) -> tuple[frozenset[str], bool]:
        """Files that import statements lead to, and whether others may be loaded by name."""
        seen: dict[str, str] = {}
        by_name = False
        waiting = [self.module]
        while waiting:
            name = waiting.pop()
            key, source = self.package.key(name), self.package.module(name)
            if name in seen or key is None or source is None:
                continue
            seen[name] = key
            by_name = by_name or any(mark in source.text for mark in _BY_NAME)
            waiting.extend(outline_of(self.package, name, source).imports)
        return frozenset(seen.values()), by_name


def changed_names(before: str, after: str) -> frozenset[str]:
    """Names at the top of a module whose meaning differs between two texts; new imports do not count.

    Arguments:
        before: Python that compiles.
        after: likewise.
    """
    if before == after:
        return frozenset()
    old, new = _names(before), _names(after)
    return frozenset(name for name in old if _differ(old[name], new.get(name, []))) | (
        frozenset({""}) if "" in new and "" not in old else frozenset()
    )


def _differ(before: list[tuple[str, ast.stmt]], after: list[tuple[str, ast.stmt]]) -> bool:
    """Whether statements mean something else; those of one text are not looked into, which takes long in a large file."""
    if [text for text, _ in before] == [text for text, _ in after]:
        return False
    return [ast.dump(node) for _, node in before] != [ast.dump(node) for _, node in after]


def _names(text: str) -> dict[str, list[tuple[str, ast.stmt]]]:
    """What each name at the top of a module is made of; other statements together have the empty name."""
    found: dict[str, list[tuple[str, ast.stmt]]] = {}
    lines = re.split("\r\n|\r|\n", text)
    for node in ast.parse(text).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        name = getattr(node, "name", "")
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        first = min((node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))))
        found.setdefault(name, []).append(("\n".join(lines[first - 1 : node.end_lineno]), node))
    return found
