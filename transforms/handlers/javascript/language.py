"""JavaScript and TypeScript among the languages that are read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from migrator.facts import Entry
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.source import Source

from ..language import Missing, Rewriter, Written
from ..package import Files, Folder, Inline, Reach
from ..shimmed import Shim, with_shim
from .package import INLINE, found, imports


@dataclass(frozen=True)
class _JavaScript:
    runtime: str = "nodejs"
    endings: frozenset[str] = frozenset({".js", ".mjs", ".cjs", ".ts"})
    runs: tuple[str, ...] = (".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts")
    paths: bool = True
    wraps: bool = True

    def find(self, files: Files, function: Resource, folder: str, module: str, name: str) -> Written | Missing:
        place = found(files, function, folder, module, name)
        if place is None:
            return Missing.below(folder, module, name)
        return Written(self, *place)

    def inline(self, source: Source, function: str, name: str, node: Node) -> Written:
        return Written(self, Inline(source, INLINE), Entry(INLINE, name), source, function, node)

    def rewriter(self, *, wrap: bool) -> Rewriter:
        from .rewrite import rewrite

        return with_shim(rewrite, _shim) if wrap else rewrite

    def reach(self, modules: Folder, module: str) -> Reach:
        return Reach(modules, module, imports)

    def changed_names(self, module: str, before: str, after: str) -> frozenset[str]:
        from .changes import changed_names

        return changed_names(module, before, after)


def _shim(entry: Entry) -> Shim:
    from .shim import MODULE, ScriptShimError, apply, module_text

    return Shim(MODULE, module_text(), partial(apply, entry.module), ScriptShimError)


JAVASCRIPT: Final = _JavaScript()
