"""The files around a template, as they are read for the code of its functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from migrator.sam.template import Template
from migrator.text.source import Source


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
