"""JavaScript and TypeScript among the languages that are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from migrator.facts import Entry
from migrator.sam.template import Resource
from migrator.text.source import Source
from migrator.text.tree import Node

from ..files import Files
from ..language import Missing, Reached, Rewriter, Written
from .package import INLINE, NodeFolder, NodeInline, NodeReach, found


@dataclass(frozen=True)
class _JavaScript:
    runtime: str = "nodejs"
    endings: frozenset[str] = frozenset({".js", ".mjs", ".cjs", ".ts"})
    runs: bool = False
    wraps: bool = False

    def find(self, files: Files, function: Resource, folder: str, module: str, name: str) -> Written | Missing:
        place = found(files, function, folder, module, name)
        if place is None:
            return Missing(f"has its handler `{module}.{name}` in no file below {folder}")
        return Written(self, *place)

    def inline(self, source: Source, function: str, name: str, node: Node) -> Written:
        return Written(self, NodeInline(source), Entry(INLINE, name), source, function, node)

    def rewriter(self, *, wrap: bool) -> Rewriter:  # noqa: ARG002 - there is no module to wrap with
        from .rewrite import rewrite

        return rewrite

    def reach(self, modules: NodeFolder, module: str) -> Reached:
        return NodeReach(modules, module)

    def changed_names(self, module: str, before: str, after: str) -> frozenset[str]:
        from .changes import changed_names

        return changed_names(module, before, after)


JAVASCRIPT: Final = _JavaScript()
