"""Where a handler in JavaScript or TypeScript is written, and the files that are deployed with it. Nothing is run or parsed here."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from migrator.facts import Entry, Package
from migrator.sam.template import Resource
from migrator.text.source import Source
from migrator.text.values import is_list, literal

from ..package import Files, Folder

SCRIPTS: Final = (".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx")
"""Endings of JavaScript and TypeScript, sources before what is made of them."""

INLINE: Final = "index.js"
"""The path of the file that Lambda makes of code in a template."""

_SOURCES: Final = {".js": (".ts", ".tsx"), ".mjs": (".mts",), ".cjs": (".cts",)}
"""What TypeScript calls the file that an import names by what is made of it."""

_BUILT: Final = ("dist", "build", "lib", "out")
"""Folders that a build writes what it makes of ``src`` into."""


def places(root: str, name: str) -> tuple[str, ...]:
    """The path of a file below a folder, by its path there."""
    return (posixpath.normpath(posixpath.join(root, name)),)


def resolved(package: Package, name: str, specifier: str) -> str | None:
    """The file that an import of another one names; None for what is no file of the package.

    Arguments:
        package: the files.
        name: the file that imports.
        specifier: what it imports.
    """
    if not specifier.startswith("."):
        return None
    return next((path for path in _candidates(name, specifier) if package.module(path) is not None), None)


def imports(package: Package, name: str, source: Source) -> list[str]:
    """Files of the package that a file imports by a text that is written out."""
    from .imports import specifiers

    found = (resolved(package, name, each) for each in specifiers(name, source))
    return [each for each in found if each is not None]


def _candidates(name: str, specifier: str) -> Iterator[str]:
    stem = posixpath.normpath(posixpath.join(posixpath.dirname(name), specifier))
    suffix = PurePosixPath(stem).suffix
    if suffix in SCRIPTS:
        yield from (stem.removesuffix(suffix) + ending for ending in _SOURCES.get(suffix, ()))
        yield stem
    yield from (f"{stem}{ending}" for ending in SCRIPTS)
    yield from (f"{stem}/index{ending}" for ending in SCRIPTS)


Place: TypeAlias = tuple[Folder, Entry, Source, str]
"""The files of a function, file and exported name of its handler, its source, and what that is known by."""


def found(files: Files, function: Resource, folder: str, module: str, name: str) -> Place | None:
    """Where a handler is; None when there is no such file.

    Arguments:
        files: the files around the template.
        function: the function.
        folder: the folder that its code is in.
        module: what its handler says before the last dot.
        name: and behind it.
    """
    if (PurePosixPath(folder).suffix in SCRIPTS) and files.read(folder) is not None:
        path = PurePosixPath(folder)  # SAM puts a single file into the archive
        folder, paths = str(path.parent), [path.name]
    else:
        module = posixpath.normpath(module)
        stems = [module, *([module.replace(".", "/")] if "." in module else ())]
        stems += [posixpath.join("src", *parts[1:]) for stem in stems if (parts := stem.split("/"))[0] in _BUILT]
        paths = [*_entry_points(function, module), *(f"{stem}{ending}" for stem in stems for ending in SCRIPTS)]
    if (first := _first(files, folder, paths, name)) is not None:
        return first
    before, _, last = folder.rstrip("/").rpartition("/")
    if last in _BUILT:  # the folder holds what is built of its neighbour
        return _first(files, posixpath.join(before or ".", "src"), paths, name)
    return None


def _first(files: Files, folder: str, paths: list[str], name: str) -> Place | None:
    for path in paths:
        whole = posixpath.normpath(posixpath.join(folder, path))
        source, key = files.read(whole), files.key(whole)
        if source is not None and key is not None:
            own = posixpath.normpath(path)
            return Folder(files, (folder,), places), Entry(own, name), source, key
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
