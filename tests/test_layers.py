"""Imports run one way: text, tree, edits, template, concerns, engine, verification, reports, command line."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LAYERS: tuple[tuple[str, ...], ...] = (
    ("source",),
    ("node", "lines", "tree"),
    ("values",),
    (
        "changes",
        "slots",
        "combination",
        "operations",
        "manner",
        "render",
        "fragments",
        "page",
        "block",
        "flow",
        "edits",
        "check",
    ),
    ("kinds", "references", "repository", "template"),
    ("findings", "plan", "migration"),
    ("concern", "placement", "moves"),
    ("transforms",),
    ("engine",),
)
"""Bottom to top; a module may import its own layer and those below. What is not named is above them all."""


def layer(module: str) -> int:
    return next((index for index, names in enumerate(LAYERS) if module in names), len(LAYERS))


def imported(path: Path) -> set[str]:
    """Modules of the project that a file imports, wherever in it: ``migrator.tree`` counts as ``tree``."""
    found: set[str] = set()
    package = path.parent.name
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            name = node.module or ""
            if node.level:
                name = f"{package}.{name}" if name else package
            if name == "migrator":
                found |= {alias.name for alias in node.names}
            elif name.startswith("migrator."):
                found.add(name.split(".")[1])
            elif name.startswith("transforms"):
                found.add("transforms")
    return found


FILES = [*(ROOT / "migrator").glob("*.py"), *(ROOT / "transforms").glob("*.py")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_imports_run_one_way(path: Path) -> None:
    own = "transforms" if path.parent.name == "transforms" else path.stem
    if own == "__init__":
        return
    above = {name for name in imported(path) if layer(name) > layer(own)}
    assert above == set()


def test_every_layer_is_there() -> None:
    there = {path.stem for path in FILES} | {"transforms"}
    assert {name for names in LAYERS for name in names} <= there
