"""Where a handler in JavaScript or TypeScript is written, and the files that are deployed with it. Nothing is run or parsed here."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from migrator.facts import Entry
from migrator.sam.template import Resource
from migrator.text.source import Source
from migrator.text.values import is_list, literal

from ..files import Files

SCRIPTS: Final = (".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx")
"""Endings of JavaScript and TypeScript, sources before what is made of them."""

INLINE: Final = "index.js"
"""What Lambda calls the file that it makes of code in a template."""

_SOURCES: Final = {".js": (".ts", ".tsx"), ".mjs": (".mts",), ".cjs": (".cts",)}
"""What TypeScript calls the file that an import names by what is made of it."""

_BUILT: Final = ("dist", "build", "lib", "out")
"""Folders that a build writes what it makes of ``src`` into."""


@dataclass(frozen=True, eq=False)
class NodeFolder:
    """The files of one function, by their paths below the folder of its code.

    Arguments:
        files: where they are read.
        roots: the folder of the code, as the template writes it.
        texts: new texts of files, by key.
        count: how many functions of the template can import a file, by key.
    """

    files: Files
    roots: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    count: Callable[[str], int] = lambda _key: 1

    def module(self, name: str) -> Source | None:
        """The source of a file, as it stands or as an earlier handler left it."""
        source = self.original(name)
        after = self.texts.get(self.key(name) or "")
        return source if source is None or after is None else Source(source.path, after, source.bom)

    def original(self, name: str) -> Source | None:
        """The source of a file as it stands."""
        return self.files.read(self.path(name) or "") if self.path(name) is not None else None

    def users(self, name: str) -> int:
        """How many functions of the template can import the file."""
        key = self.key(name)
        return self.count(key) if key is not None else 1

    def path(self, name: str) -> str | None:
        """The path of a file as the template would write it; None when it is not there."""
        path = posixpath.normpath(posixpath.join(self.roots[0], name))
        return path if self.files.key(path) is not None else None

    def key(self, name: str) -> str | None:
        """What a file is known by."""
        path = self.path(name)
        return self.files.key(path) if path is not None else None

    def new_path(self, name: str) -> str:
        """Where a file that is not there yet would be, as the template would write it."""
        return posixpath.normpath(posixpath.join(self.roots[0], name))

    def is_own(self, name: str) -> bool:  # noqa: ARG002 - layers are not read
        """Whether a file is the function's own, not one of a layer."""
        return True

    def changed(self, texts: Mapping[str, str], count: Callable[[str], int]) -> NodeFolder:
        """The folder with other texts."""
        return NodeFolder(self.files, self.roots, texts, count)

    def resolved(self, name: str, specifier: str) -> str | None:
        """The file that an import of another one names; None for what is no file of the package."""
        if not specifier.startswith("."):
            return None
        return next((path for path in _candidates(name, specifier) if self.path(path) is not None), None)


@dataclass(frozen=True, eq=False)
class NodeInline:
    """Code that stands in the template: one file.

    Arguments:
        source: its text.
    """

    source: Source

    def module(self, name: str) -> Source | None:
        """The source of a file."""
        return self.source if name == INLINE else None

    def original(self, name: str) -> Source | None:
        """The source of a file as it stands."""
        return self.module(name)

    def users(self, name: str) -> int:  # noqa: ARG002 - the protocol's own
        """How many functions of the template can import the file."""
        return 1

    def resolved(self, name: str, specifier: str) -> str | None:  # noqa: ARG002
        """The file that an import names: there is no other."""
        return None


def _candidates(name: str, specifier: str) -> Iterator[str]:
    stem = posixpath.normpath(posixpath.join(posixpath.dirname(name), specifier))
    suffix = PurePosixPath(stem).suffix
    if suffix in SCRIPTS:
        yield from (stem.removesuffix(suffix) + ending for ending in _SOURCES.get(suffix, ()))
        yield stem
    yield from (f"{stem}{ending}" for ending in SCRIPTS)
    yield from (f"{stem}/index{ending}" for ending in SCRIPTS)


Place: TypeAlias = tuple[NodeFolder, Entry, Source, str]
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
            return NodeFolder(files, (folder,)), Entry(own, name), source, key
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


@dataclass(frozen=True, eq=False)
class NodeReach:
    """The files that a function can import, by what they say.

    Arguments:
        package: its files.
        module: the one that it starts with.
    """

    package: NodeFolder
    module: str

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    @cached_property
    def _keys(self) -> frozenset[str]:
        from .imports import specifiers

        seen: dict[str, str | None] = {}
        waiting = [self.module]
        while waiting:
            name = waiting.pop()
            source = self.package.module(name)
            if name in seen or source is None:
                continue
            seen[name] = self.package.key(name)
            found = (self.package.resolved(name, each) for each in specifiers(name, source))
            waiting.extend(path for path in found if path is not None)
        return frozenset(key for key in seen.values() if key is not None)
