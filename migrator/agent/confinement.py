"""What an agent may name: files of the folder that the server was started for, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..migration import FileChange
from ..sam.repository import Repository

LONGEST = 1024
"""Characters of a path."""


class RequestError(Exception):
    """A request that is refused; the message is one line for the agent."""


@dataclass(frozen=True)
class Confinement:
    """One folder.

    Arguments:
        root: the folder, links resolved.
    """

    root: Path

    @classmethod
    def of(cls, folder: str) -> Confinement:
        """Confine to a folder.

        A migration reads what its template points to, anywhere in the template's repository; so the folder has to be
        the root of one, or lie in none.

        Arguments:
            folder: as it was given.

        Raises:
            RequestError: it is no folder, or lies inside a repository.
        """
        root = Path(folder).resolve()
        if not root.is_dir():
            raise RequestError(f"{folder} is no folder")
        above = next((each for each in (root, *root.parents) if (each / ".git").exists()), root)
        if above != root:
            raise RequestError(f"{folder} lies inside a repository; start it for its root: {above}")
        return cls(root)

    def inside(self, path: str) -> Path:
        """Where a path leads, links followed.

        Arguments:
            path: from the folder, as an agent names it.

        Raises:
            RequestError: it leads out of the folder, or nowhere.
        """
        if not path or len(path) > LONGEST or "\0" in path:
            raise RequestError("a path is a text of 1 to 1024 characters")
        try:
            found = (self.root / path).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            raise RequestError("there is no such file or folder") from None
        if not found.is_relative_to(self.root):
            raise RequestError("the path leads out of the folder that this server was started for")
        return found

    def template(self, path: str) -> Path:
        """A template inside the folder.

        Arguments:
            path: from the folder.

        Raises:
            RequestError: it is no file inside the folder.
        """
        found = self.inside(path)
        around = Repository.around(str(found))
        if around is None:
            raise RequestError("this is no file")
        if not around.root.is_relative_to(self.root):
            raise RequestError("the template's repository reaches out of the folder")
        return found

    def shown(self, path: str | None) -> str | None:
        """A path as it is reported: from the folder, with slashes.

        Arguments:
            path: as a migration has it.
        """
        if path is None:
            return None
        real = Path(path).resolve()
        return real.relative_to(self.root).as_posix() if real.is_relative_to(self.root) else Path(path).name

    def check(self, changes: Iterable[FileChange]) -> None:
        """See that all that would be written lies in the folder.

        Raises:
            RequestError: one of them does not.
        """
        for change in changes:
            if not Path(change.source.path).resolve().is_relative_to(self.root):
                raise RequestError("a file that would change lies outside the folder")
