"""Files that a template points to: read only inside its repository, never run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .source import Source, SourceError, decode

MAX_LEVELS = 64
"""Folders looked at on the way up to the repository's root."""


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

    def read(self, relative: str) -> Source | None:
        """A text file by its path as the template writes it; None when it is not there, not inside, or no text."""
        if not relative or "\0" in relative or Path(relative).is_absolute() or "://" in relative:
            return None
        try:
            path = (self.folder / relative).resolve(strict=True)
            if not path.is_relative_to(self.root) or not path.is_file():
                return None
            return decode(relative, path.read_bytes())
        except (OSError, SourceError, ValueError):
            return None
