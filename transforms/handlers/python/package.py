"""How Python finds the modules that are deployed with a function, and which of their names a new text changes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from ..package import Folder, Reach
from .outlines import imports

_BY_NAME = ("importlib", "__import__", "pkgutil", "exec(")
"""What can load a module whose name stands nowhere."""


def places(root: str, name: str) -> tuple[str, ...]:
    """Paths of a module below a folder, by its dotted name."""
    # Lambda imports a handler's module with importlib: its name need be no identifier.
    if not all(part and not set(part) & set("/\\:*") for part in name.split(".")):
        return ()
    stem = name.replace(".", "/")
    return tuple(Path(root, end).as_posix() for end in (f"{stem}.py", f"{stem}/__init__.py"))


def reach(package: Folder, module: str) -> Reach:
    """The files that a module can import."""
    return Reach(package, module, imports, _BY_NAME)


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
