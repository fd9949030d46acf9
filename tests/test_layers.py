"""Imports run one way: text, tree, edits, template, concerns, engine, verification, reports, command line."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LAYERS: tuple[tuple[str, ...], ...] = (
    ("text",),
    ("sam",),
    ("findings", "facts", "plan", "options", "routes", "migration"),
    ("subjects", "stage_name", "api_access", "view", "concern", "document", "placement", "moves", "spelling"),
    ("proof", "steps", "hard_coded", "other_files"),
    ("transforms",),
    ("settlement", "engine", "preview"),
    ("replay", "calls", "runbook"),
    ("report",),
    ("command", "bot", "fleet", "agent", "editor", "review"),
    ("cli",),
)
"""Bottom to top; a module may import its own layer and those below. What is not named is above them all."""


PUBLIC = {"migrate", "known_codes"}
"""Names that the package itself has; they are no modules."""


def layer(module: str) -> int:
    return next((index for index, names in enumerate(LAYERS) if module in names), len(LAYERS))


def unit(path: Path) -> str:
    """The module or package directly below ``migrator`` that a file belongs to; ``transforms`` is one."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "migrator" else "transforms"


def imported(path: Path) -> set[str]:
    """Units that a file imports, wherever in it."""
    found: set[str] = set()
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ImportFrom):
            continue
        base = package[: len(package) - node.level + 1] if node.level else ()
        name = (*base, *(node.module.split(".") if node.module else ()))
        if name == ("migrator",):
            found |= {alias.name for alias in node.names if not alias.name.startswith("__")}
        elif name[:1] == ("migrator",):
            found.add(name[1])
        elif name[:1] == ("transforms",):
            found.add("transforms")
    return found


FILES = [path for root in ("migrator", "transforms") for path in sorted((ROOT / root).rglob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: ".".join(path.relative_to(ROOT).with_suffix("").parts))
def test_imports_run_one_way(path: Path) -> None:
    own = unit(path)
    if own == "__init__":
        return
    above = {name for name in imported(path) - PUBLIC if layer(name) > layer(own)}
    assert above == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: ".".join(path.relative_to(ROOT).with_suffix("").parts))
def test_only_the_package_itself_knows_the_concerns(path: Path) -> None:
    """``migrator/__init__`` hands them to the engine: what judges, proves and reports works with any concerns."""
    assert unit(path) in ("__init__", "transforms") or "transforms" not in imported(path)


def test_every_layer_is_there() -> None:
    there = {unit(path) for path in FILES}
    assert {name for names in LAYERS for name in names} <= there


def test_a_public_class_name_occurs_once() -> None:
    names = Counter(
        node.name
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, times in names.items() if times > 1} == set()


FLOORS: tuple[tuple[str, ...], ...] = (
    ("pages", "codes", "several", "reading"),
    ("access",),
    ("api", "cors", "routes", "stage"),
    ("definition", "resources", "handlers"),
    ("__init__",),
)
"""What stands directly below ``transforms``, bottom to top: a folder may import itself and the floors below it."""


def floor(name: str) -> int:
    return next(index for index, names in enumerate(FLOORS) if name in names)


def below_transforms(path: Path) -> set[str]:
    """Folders and modules directly below ``transforms`` that a file of it imports."""
    found: set[str] = set()
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            name = (*package[: len(package) - node.level + 1], *(node.module.split(".") if node.module else ()))
            found |= {name[1]} if len(name) > 1 else {alias.name for alias in node.names}
    return found


CONCERN_FILES = sorted((ROOT / "transforms").rglob("*.py"))


@pytest.mark.parametrize("path", CONCERN_FILES, ids=lambda path: ".".join(path.relative_to(ROOT).with_suffix("").parts))
def test_folders_of_concerns_import_one_way(path: Path) -> None:
    own = path.relative_to(ROOT / "transforms").parts[0].removesuffix(".py")
    others = below_transforms(path) - {own}
    assert {name for name in others if floor(name) > floor(own)} == set()
    if floor(own):  # on the lowest floor stand modules without a folder, which may import each other
        assert {name for name in others if floor(name) == floor(own)} == set()


def test_every_folder_of_concerns_has_a_floor() -> None:
    there = {path.relative_to(ROOT / "transforms").parts[0].removesuffix(".py") for path in CONCERN_FILES}
    assert there == {name for names in FLOORS for name in names}


LONG = 30
"""Characters from which on a text with a space in it is taken for a sentence."""


def sentences(path: Path) -> set[str]:
    """The sentences that a file writes, with a mark where a value comes in; docstrings are none."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    bodies = [node.body for node in nodes if isinstance(getattr(node, "body", None), list)]
    apart = {id(statement.value) for body in bodies for statement in body if isinstance(statement, ast.Expr)}
    apart |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    found = [node for node in nodes if isinstance(node, (ast.Constant, ast.JoinedStr)) and id(node) not in apart]
    texts = [node.values if isinstance(node, ast.JoinedStr) else [node] for node in found]
    written = ["".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts) for parts in texts]
    return {text for text in written if len(text) > LONG and " " in text}


def test_a_sentence_stands_in_one_file() -> None:
    """A text that two files need is written once, and imported."""
    files = [path for path in CONCERN_FILES if path.relative_to(ROOT / "transforms").parts[0] != "handlers"]
    times = Counter(sentence for path in files for sentence in sentences(path))
    assert {sentence for sentence, count in times.items() if count > 1} == set()
