"""What a language gives so that its handlers are found, followed and rewritten. A language is a folder that fills this in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from migrator.facts import Entry, Facts, Rewritten
from migrator.sam.template import Resource
from migrator.text.node import Node
from migrator.text.source import Source

from .package import Files, Folder, Inline, Reach

Rewriter: TypeAlias = Callable[[Any, Entry, Facts, tuple[Entry, ...]], Rewritten]
"""Rewrites the handler of one function, or says why it does not."""


class Language(Protocol):
    """One language."""

    @property
    def runtime(self) -> str:
        """How the names of its runtimes begin."""

    @property
    def endings(self) -> frozenset[str]:
        """Endings of single files that `CodeUri` may name."""

    @property
    def runs(self) -> tuple[str, ...]:
        """Endings of the files whose handlers can be run before and after on the same requests."""

    @property
    def paths(self) -> bool:
        """Whether modules are known by the paths of their files."""

    @property
    def wraps(self) -> bool:
        """Whether a handler can be called through a module that translates its events."""

    def find(self, files: Files, function: Resource, folder: str, module: str, name: str) -> Code:
        """Where a handler is.

        Arguments:
            folder: the folder of its code, as the template writes it.
            module: what its `Handler` says before the last dot.
            name: and behind it.
        """

    def inline(self, source: Source, function: str, name: str, node: Node) -> Written:
        """A handler that stands in the template.

        Arguments:
            source: its text.
            function: logical id of the function.
            name: what its `Handler` says behind the dot.
            node: the scalar that holds it.
        """

    def rewriter(self, *, wrap: bool) -> Rewriter:
        """The rewriter, whose parser is loaded now: that takes longer than most migrations.

        Arguments:
            wrap: call a handler that cannot be proven through a module that translates events.
        """

    def reach(self, modules: Folder, module: str) -> Reach:
        """Keys of the files that a module can import, by itself or through others."""

    def changed_names(self, module: str, before: str, after: str) -> frozenset[str]:
        """Names of a module whose meaning differs between two of its texts."""


@dataclass(frozen=True)
class Missing:
    """Code that cannot be read.

    Arguments:
        reason: why, as a clause with the function as its subject.
    """

    reason: str

    @classmethod
    def below(cls, folder: str, module: str, name: str) -> Missing:
        """A handler that is not among the files of its function.

        Arguments:
            module: what `Handler` says before the last dot.
            name: and behind it.
        """
        return cls(f"has no file with its handler `{module}.{name}` below {folder}")


@dataclass(frozen=True, eq=False)
class Written:
    """A handler that was found.

    Arguments:
        language: the language that it is in.
        package: what is deployed with it, as its rewriter reads it.
        entry: module and name.
        source: the file that holds it; for code in the template its text.
        key: what the file is known by; the function's logical id for code in the template.
        literal: the scalar that holds the code; None for a file.
        whole: whether a new file beside the code is deployed along.
    """

    language: Language
    package: Folder | Inline
    entry: Entry
    source: Source
    key: str
    literal: Node | None = None
    whole: bool = True

    @property
    def modules(self) -> Folder | None:
        """The files of the function; None for code in the template, which is in none."""
        return self.package if isinstance(self.package, Folder) else None

    def reach(self) -> Reach | None:
        """Keys of the files that the function can import; None for code in the template."""
        return None if self.modules is None else self.language.reach(self.modules, self.entry.module)


Code: TypeAlias = Written | Missing
