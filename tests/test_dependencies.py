"""Every import is a declared dependency, and `constraints-dev.txt` and the action's requirements pin all of them."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = DECLARED["project"]
BUILDING = DECLARED["build-system"]["requires"]
EXTRAS = PROJECT["optional-dependencies"]
GROUPS = DECLARED["dependency-groups"]
HASHED = ("requirements-action.txt", "requirements-docs.txt", "requirements-release.txt")
PARTS = {
    "migrator/bot": ("bot", "gitlab"),
    "migrator/agent": ("mcp",),
    "migrator/editor": ("lsp",),
    "migrator/fleet": ("fleet",),
    "migrator": (),
    "transforms": (),
    "docs/site": ("bot",),
    "tests": ("bot", "gitlab", "fleet", "mcp", "lsp", "dev"),
}
"""Folders with code, the first one that a file is in counts, and the extras that bring what it may import."""
OF_TESTS = [requirement for extra in PARTS["tests"] for requirement in EXTRAS[extra]]
STANDARD = {*sys.stdlib_module_names, "tomllib"}
OF_TESTS_APART = {"samcli", "flask"}
"""What `tests/samcli_oracle.py` imports runs in an environment of its own."""


def plain(name: str) -> str:
    """A distribution's name as the packaging rules compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    return {plain(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}  # type: ignore[index]


def imports(path: Path) -> Iterator[str]:
    """Top-level packages that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def files() -> dict[str, list[Path]]:
    """Files with code by the part that they belong to."""
    found: dict[str, list[Path]] = {part: [] for part in PARTS}
    for root in ("migrator", "transforms", "docs/site", "tests"):
        for path in sorted((ROOT / root).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "handler_samples" not in name and name not in DEPLOYED:
                found[next(part for part in PARTS if name.startswith(f"{part}/"))].append(path)
    return found


DEPLOYED = {"transforms/access/jwt_authorizer/app.py"}
"""Code that is written beside templates, with requirements of its own."""

OWN = {"docs", "migrator", "transforms", "tests", *(path.stem for path in (ROOT / "tests").rglob("*.py"))}


@pytest.mark.parametrize("part", PARTS)
def test_every_import_is_declared(part: str) -> None:
    declared = names([*PROJECT["dependencies"], *(each for extra in PARTS[part] for each in EXTRAS[extra])])
    bringing = packages_distributions()
    allowed = STANDARD | OWN | (OF_TESTS_APART if part == "tests" else set())
    undeclared = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in files()[part]
        for name in sorted({*imports(path)} - allowed)
        if not {plain(each) for each in bringing.get(name, [name])} & declared
    ]
    assert undeclared == []


PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.]+)(?: ; (?P<marker>[^\\\n]+?))?(?: \\)?$", re.MULTILINE)


def pinned(file: str) -> dict[str, set[str]]:
    """Versions of each distribution that a file pins, for whichever Python and system."""
    found: dict[str, set[str]] = {}
    for each in PINNED.finditer((ROOT / file).read_text()):
        found.setdefault(plain(each["name"]), set()).add(each["version"])
    return found


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        pytest.param(
            "constraints-dev.txt",
            [*PROJECT["dependencies"], *EXTRAS["bot"], *EXTRAS["fleet"], *EXTRAS["dev"]],
            id="tests",
        ),
        pytest.param("requirements-action.txt", [*PROJECT["dependencies"], *EXTRAS["bot"], *BUILDING], id="action"),
        pytest.param("requirements-docs.txt", GROUPS["docs"], id="docs"),
        pytest.param("requirements-release.txt", [*GROUPS["release"], *BUILDING], id="release"),
    ],
)
def test_what_is_pinned_is_what_is_declared(file: str, wanted: list[str]) -> None:
    versions = pinned(file)
    for requirement in map(Requirement, wanted):
        assert versions[plain(requirement.name)], requirement
        assert all(requirement.specifier.contains(each) for each in versions[plain(requirement.name)]), requirement


def test_the_action_runs_what_is_tested() -> None:
    assert pinned("requirements-action.txt").items() <= pinned("constraints-dev.txt").items()


@pytest.mark.parametrize("file", HASHED)
def test_everything_is_known_by_its_hash(file: str) -> None:
    text = (ROOT / file).read_text()
    entries = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace(" \\\n    ", " ").splitlines()
    assert len(entries) == len(PINNED.findall(text))
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("file", ["constraints-dev.txt", *HASHED])
def test_pins_name_no_place(file: str) -> None:
    assert not re.search(r"://|@ |(?<![\w.-])/|\bfile:|-index|find-links", (ROOT / file).read_text())
