"""Python among the languages that are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from migrator.facts import Entry
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.source import Source

from ..language import Missing, Rewriter, Written
from ..package import Files, Folder, Inline, Reach
from ..shimmed import Shim, with_shim
from .find import found
from .package import changed_names, reach


@dataclass(frozen=True)
class _Python:
    runtime: str = "python"
    endings: frozenset[str] = frozenset({".py"})
    runs: tuple[str, ...] = (".py",)
    paths: bool = False
    wraps: bool = True

    def find(self, files: Files, function: Resource, folder: str, module: str, name: str) -> Written | Missing:
        place = found(files, function, folder, module, name)
        return place if isinstance(place, Missing) else Written(self, *place)

    def inline(self, source: Source, function: str, name: str, node: Node) -> Written:
        return Written(self, Inline(source, INDEX), Entry(INDEX, name), source, function, node)

    def rewriter(self, *, wrap: bool) -> Rewriter:
        return with_shim(load(), _shim) if wrap else load()

    def reach(self, modules: Folder, module: str) -> Reach:
        return reach(modules, module)

    def changed_names(self, module: str, before: str, after: str) -> frozenset[str]:  # noqa: ARG002 - it has one syntax
        return changed_names(before, after)


def _shim(_entry: Entry) -> Shim:
    from .shim import MODULE, ShimError, apply, module_text

    return Shim(MODULE, module_text(), apply, ShimError)


def load() -> Rewriter:
    """The rewriter. Loaded when the first handler is found: its parser takes longer than most migrations."""
    from .rewrite import rewrite

    return rewrite


INDEX: Final = "index"
"""The module that Lambda makes of code in a template."""

PYTHON: Final = _Python()
