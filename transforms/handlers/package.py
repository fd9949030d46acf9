"""The files that are deployed with a function, as they stand or as an earlier handler left them. Nothing is run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from migrator.facts import Package
from migrator.sam.template import Template
from migrator.text.source import Source

MAX_MODULES: Final = 200
"""Files of a package that are searched; what is vendored beside a handler may hold more."""

Places: TypeAlias = Callable[[str, str], tuple[str, ...]]
"""Paths below a folder that the file of a module may have, by its name; a new file gets the first."""

Imports: TypeAlias = Callable[[Package, str, Source], Iterable[str]]
"""Names of the modules that a module may import; those that are not in the package included."""


@dataclass(frozen=True, eq=False)
class Folder:
    """The files of a function in a folder, each by the name that its language has for it.

    Arguments:
        files: where they are read.
        roots: folders that imports start from, as the template writes them; the first one is the function's own.
        places: where the file of a module may be.
        texts: new texts of files, by key.
        count: how many functions of the template can import a file, by key.
    """

    files: Files
    roots: tuple[str, ...]
    places: Places
    texts: Mapping[str, str] = field(default_factory=dict)
    count: Callable[[str], int] = lambda _key: 1

    @property
    def kept(self) -> MutableMapping[tuple[str, str, str], Any]:
        """What was worked out of files in this run."""
        return self.files.kept

    def module(self, name: str) -> Source | None:
        """The source of a module, as it stands or as an earlier handler left it."""
        source = self.original(name)
        after = self.texts.get(self.key(name) or "") if source is not None else None
        return source if source is None or after is None else Source(source.path, after, source.bom)

    def original(self, name: str) -> Source | None:
        """The source of a module as it stands."""
        path = self.path(name)
        return self.files.read(path) if path is not None else None

    def users(self, name: str) -> int:
        """How many functions of the template can import the module."""
        key = self.key(name)
        return self.count(key) if key is not None else 1

    def path(self, name: str) -> str | None:
        """The path of a module as the template would write it; None where it is not there."""
        found = (path for root in self.roots for path in self.places(root, name) if self.files.key(path) is not None)
        return next(found, None)

    def key(self, name: str) -> str | None:
        """What the file of a module is known by."""
        path = self.path(name)
        return self.files.key(path) if path is not None else None

    def new_path(self, name: str) -> str:
        """Where a module that is not there yet would be, as the template would write it."""
        return self.places(self.roots[0], name)[0]

    def is_own(self, name: str) -> bool:
        """Whether a module is the function's own, not one of a layer."""
        path = self.path(name)
        return path is not None and replace(self, roots=self.roots[:1]).path(name) == path

    def changed(self, texts: Mapping[str, str], count: Callable[[str], int]) -> Folder:
        """The same with other texts, and with how many functions can import a file, both by key."""
        return replace(self, texts=texts, count=count)


@dataclass(frozen=True, eq=False)
class Inline:
    """Code that stands in the template: one module.

    Arguments:
        source: its text.
        name: what Lambda calls it.
    """

    source: Source
    name: str
    kept: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def module(self, name: str) -> Source | None:
        """The source of a module."""
        return self.source if name == self.name else None

    def original(self, name: str) -> Source | None:
        """The source of a module as it stands."""
        return self.module(name)

    def users(self, name: str) -> int:  # noqa: ARG002 - the protocol's own
        """How many functions of the template can import the module."""
        return 1


def imported(package: Package, start: str, imports: Imports) -> Iterator[tuple[str, Source]]:
    """A module and those that it imports, by itself or through others, each with its text.

    Arguments:
        package: the files.
        start: name of the module.
        imports: what a module imports.
    """
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        source = package.module(name) if name not in seen else None
        seen.add(name)
        if source is not None:
            yield name, source
            waiting.extend(imports(package, name, source))


def searched(package: Package, start: str, imports: Imports) -> Iterator[tuple[str, Source]]:
    """As many of these as are searched."""
    return islice(imported(package, start, imports), MAX_MODULES)


@dataclass(frozen=True, eq=False)
class Reach:
    """The files that a function can import, by what its modules say.

    Arguments:
        package: its modules.
        module: the one that it starts with.
        imports: what a module imports.
        by_name: texts that stand in a module which may load others whose names stand nowhere.
    """

    package: Folder
    module: str
    imports: Imports
    by_name: tuple[str, ...] = ()

    def __contains__(self, key: str) -> bool:
        return key in self._static[0] or (self._static[1] and self._is_below(key))

    def _is_below(self, key: str) -> bool:
        repository = self.package.files.template.repository
        roots = [repository.locate(root) for root in self.package.roots] if repository is not None else []
        return any(root is not None and Path(key).is_relative_to(root) for root in roots)

    @cached_property
    def _static(self) -> tuple[frozenset[str | None], bool]:
        """Files that import statements lead to, and whether others may be loaded by name."""
        found = dict(imported(self.package, self.module, self.imports))
        by_name = any(mark in source.text for source in found.values() for mark in self.by_name)
        return frozenset(map(self.package.key, found)), by_name


@dataclass(frozen=True, eq=False)
class Files:
    """The files around one template, each read once.

    Arguments:
        template: the template.
    """

    template: Template
    _read: dict[str, Source | None] = field(default_factory=dict)
    _keys: dict[str, str | None] = field(default_factory=dict)
    kept: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    def read(self, relative: str) -> Source | None:
        """A file by its path as the template writes it; the path of the result is the one that is reported."""
        if relative not in self._read:
            repository = self.template.repository
            self._read[relative] = repository.read(relative) if repository is not None else None
        return self._read[relative]

    def key(self, relative: str) -> str | None:
        """What a file is known by, whichever way leads to it; None when it is not there."""
        if relative not in self._keys:
            path = self.template.repository.locate(relative) if self.template.repository is not None else None
            self._keys[relative] = str(path) if path is not None and path.is_file() else None
        return self._keys[relative]

    def name(self, relative: str) -> str:
        """How a file is reported that a template in a repository writes."""
        repository = self.template.repository
        return repository.name(relative) if repository is not None else relative

    def below(self, relative: str, *endings: str) -> Iterator[str]:
        """Files below a folder, by their paths as the template would write them."""
        repository = self.template.repository
        return repository.below(relative, *endings) if repository is not None else iter(())
