"""Files that a template points to: read only inside its repository, never run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .source import Source, SourceError, decode

MAX_LEVELS = 64
"""Folders looked at on the way up to the repository's root."""
MAX_ENTRIES = 20_000
"""Entries looked at in a search below a folder."""
SKIPPED = frozenset({".aws-sam", ".git", ".hg", ".nox", ".svn", ".tox", ".venv", "__pycache__", "node_modules"})
"""Folders that hold nothing that a person wrote here."""


@dataclass(frozen=True)
class Repository:
    """The files around one template.

    Arguments:
        folder: the folder that the template is in; paths in it start there.
        root: the repository's root, or the template's folder without one; nothing outside it is read.
    """

    folder: Path
    root: Path

    @classmethod
    def around(cls, template: str) -> Repository | None:
        """The repository that a template is in; None for one that is no file (it came from a pipe)."""
        path = Path(template)
        if not path.is_file():
            return None
        folder = path.resolve().parent
        above = [folder, *folder.parents][:MAX_LEVELS]
        return cls(folder, next((each for each in above if (each / ".git").exists()), folder))

    def locate(self, relative: str) -> Path | None:
        """Where a path as the template writes it leads, links followed; None when that is not there or not inside."""
        if "\0" in relative or Path(relative).is_absolute() or "://" in relative:
            return None
        try:
            path = (self.folder / relative).resolve(strict=True)
        except (OSError, ValueError):
            return None
        return path if path.is_relative_to(self.root) else None

    def read(self, relative: str) -> Source | None:
        """A text file by its path as the template writes it; None when it is not there, not inside, or no text."""
        path = self.locate(relative) if relative else None
        try:
            return decode(relative, path.read_bytes()) if path is not None and path.is_file() else None
        except (OSError, SourceError):
            return None

    def below(self, relative: str, *endings: str) -> Iterator[str]:
        """Files below a folder whose names end so, as the template would write them, by name; links are not followed.

        Arguments:
            relative: the folder as the template writes it.
            endings: how names may end, such as ``.json``.
        """
        top = self.locate(relative)
        seen = 0
        for folder, folders, files in os.walk(top) if top is not None else ():
            folders[:] = sorted(name for name in folders if name not in SKIPPED)
            seen += len(folders) + len(files)
            if seen > MAX_ENTRIES:
                return
            for name in sorted(files):
                if name.endswith(endings) and top is not None:
                    yield Path(relative, Path(folder, name).relative_to(top)).as_posix()
