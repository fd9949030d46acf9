"""Where a handler in JavaScript or TypeScript is written; what is deployed may be made of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from migrator.sam.template import Resource
from migrator.text.source import Source
from migrator.text.tree import Node
from migrator.text.values import is_list, literal

from .package import Files

SCRIPTS = (".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx")
"""Endings of JavaScript and TypeScript, sources before what is made of them."""


@dataclass(frozen=True, eq=False)
class Script:
    """A handler in JavaScript or TypeScript.

    Arguments:
        source: the file, or the code in the template.
        name: the name that is exported.
        literal: the scalar that holds the code; None for a file.
    """

    source: Source
    name: str
    literal: Node | None = None


def find_script(files: Files, function: Resource, folder: str, module: str, name: str) -> Script | None:
    """The source of a handler in JavaScript or TypeScript; None when there is no such file.

    Arguments:
        files: the files around the template.
        function: the function.
        folder: the folder that its code is in.
        module: what its handler says before the last dot.
        name: and behind it.
    """
    stems = [module, *([module.replace(".", "/")] if "." in module else ())]
    paths = [*_entry_points(function, module), *(f"{stem}{ending}" for stem in stems for ending in SCRIPTS)]
    for path in paths:
        source = files.read(Path(folder, path).as_posix())
        if source is not None:
            return Script(source, name)
    return None


def _entry_points(function: Resource, module: str) -> Iterator[str]:
    """Sources that esbuild bundles; the handler names what comes out, which keeps the stem."""
    points = function.node.get("Metadata", "BuildProperties", "EntryPoints")
    texts = [literal(item) for item in points.elements()] if points is not None and is_list(points) else []
    found = [text for text in texts if text is not None and text.endswith(SCRIPTS)]
    stem = PurePosixPath(module).name
    yield from (
        sorted(found, key=lambda text: PurePosixPath(text).stem != stem)
        if len(found) < 2
        else [text for text in found if PurePosixPath(text).stem == stem]
    )
