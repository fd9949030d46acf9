"""Files that a template points to: read only inside its repository, never run."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

from ..text.source import MAX_BYTES, Source, SourceError, decode
from .asked import question

MAX_LEVELS = 64
"""Folders looked at on the way up to the repository's root."""
MAX_ENTRIES = 20_000
"""Entries looked at in a search below a folder."""

MAX_FILES = 100_000
"""Files looked at in a search for templates."""

LONGEST_PATH = 4096

TEMPLATES = (".yaml", ".yml", ".json", ".template")
SKIPPED = frozenset({".aws-sam", ".git", ".hg", ".nox", ".svn", ".tox", ".venv", "__pycache__", "node_modules"})
"""Folders that hold copies, tools and other people's code."""

VENV_MARK = "pyvenv.cfg"

_BREAK = re.compile(rb"[\s\"'\[\]{},]")
"""What ends a path in YAML or JSON."""


@dataclass(frozen=True)
class Repository:
    """The files around one template.

    Arguments:
        template: the template, links resolved; paths in it start in its folder.
        root: the repository's root, or the template's folder without one; nothing outside it is read.
        shown: the template's folder as the user named it; files are reported below it.
    """

    template: Path
    root: Path
    shown: str

    @property
    def folder(self) -> Path:
        """The folder that the template is in."""
        return self.template.parent

    @classmethod
    def around(cls, template: str) -> Repository | None:
        """The repository that a template is in; None for one that is no file (it came from a pipe)."""
        path = Path(template)
        if not path.is_file():
            return None
        real = path.resolve()
        above = list(real.parents)[:MAX_LEVELS]
        root = next((each for each in above if (each / ".git").exists()), real.parent)
        return cls(real, root, path.parent.as_posix())

    @question
    def locate(self, relative: str) -> Path | None:
        """Where a path as the template writes it leads, links followed; None when that is not there or not inside."""
        if "\0" in relative or PurePath(relative).is_absolute() or "://" in relative:
            return None
        try:
            path = (self.folder / relative).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            return None
        return path if path.is_relative_to(self.root) else None

    @question
    def find(self, relative: str) -> Path | None:
        """Where a file really is, by its path as the template writes it; None when it is not there or not inside."""
        path = self.locate(relative)
        return path if path is not None and path.is_file() else None

    def path_to(self, path: str) -> str:
        """A path from the current folder as the template would write it."""
        return Path(os.path.relpath(Path(path).resolve(), self.folder)).as_posix()

    @question
    def read(self, relative: str) -> Source | None:
        """A text file by its path as the template writes it; None when it is not there, not inside, or no text."""
        path = self.find(relative)
        if path is None:
            return None
        try:
            return decode(self.name(relative), path.read_bytes())
        except (OSError, SourceError):
            return None

    def name(self, relative: str) -> str:
        """How a file is reported: below the template's folder as the user named it."""
        shown = posixpath.normpath(posixpath.join(self.shown, PurePath(relative).as_posix()))
        real = self.locate(relative)
        # `a/..` is no empty step where `a` is a link: what is written later must be the file that was read.
        return shown if real is None or Path(shown).resolve() == real else str(real)

    @question
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

    @question
    def others_that_name(self, file: Path) -> tuple[str, ...]:
        """Other templates of the repository that name a file, by their path from the repository's root.

        Arguments:
            file: where the file really is.
        """
        others = (path for path in self._templates() if path not in (self.template, file))
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in others if _names(path, file)))

    @question
    def others_that_hold(self, *texts: str) -> tuple[str, ...]:
        """Other templates of the repository that hold one of some texts, by their path from the repository's root.

        Arguments:
            texts: as a file has them, in ASCII.
        """
        wanted = [text.encode("ascii") for text in texts]
        others = (path for path in self._templates() if path != self.template)
        held = (path for path in others if (data := _bytes(path)) and any(text in data for text in wanted))
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in held))

    @property
    def is_searchable(self) -> bool:
        """Whether all templates of the repository can be looked at; a very large one is not walked through."""
        return self.ends()

    @question
    def ends(self) -> bool:
        """Whether a walk through the repository comes to an end soon enough."""
        return next(islice(self._files(), MAX_FILES, None), None) is None

    @question
    def has(self, shown: Path) -> bool:
        """Whether there is something at a place inside the repository.

        Arguments:
            shown: the place, as it is reported.
        """
        return shown.exists()

    def _templates(self) -> Iterator[Path]:
        """Files of the repository that may be templates."""
        found = islice(self._files(), MAX_FILES)
        return (Path(folder, name) for folder, name in found if name.endswith(TEMPLATES) and name not in TEMPLATES)

    def _files(self) -> Iterator[tuple[str, str]]:
        """Each file's folder and name: a path object for each of very many takes longer than to look."""
        for folder, folders, files in os.walk(self.root):
            inside = [] if VENV_MARK in files else folders
            folders[:] = sorted(name for name in inside if name not in SKIPPED and not name.startswith("."))
            yield from ((folder, name) for name in files)


def _names(template: Path, file: Path) -> bool:
    """Whether a path in a template leads to a file."""
    name, text = file.name.encode(), _bytes(template)
    for match in re.finditer(re.escape(name), text):
        written = _BREAK.split(text[max(0, match.start() - LONGEST_PATH) : match.end()])[-1]
        if _leads_to(template.parent, written, file):
            return True
    return False


def _bytes(template: Path) -> bytes:
    """What a file holds; nothing of one that is no template by its size, or cannot be read."""
    try:
        return template.read_bytes() if template.stat().st_size <= MAX_BYTES else b""
    except OSError:
        return b""


def _leads_to(folder: Path, written: bytes, file: Path) -> bool:
    try:
        return (folder / written.decode()).resolve() == file
    except (OSError, ValueError, RuntimeError):
        return False
