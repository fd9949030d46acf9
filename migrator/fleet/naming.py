"""Files as rows name them: from the root of their repository, wherever that lies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath


@dataclass(frozen=True)
class Namer:
    """Names files of one repository.

    Arguments:
        root: its folder, links resolved.
        template: the template that rows are made of, below it.
    """

    root: Path
    template: Path

    @cached_property
    def path(self) -> str:
        """The template from the root."""
        return self.file(str(self.template))

    def file(self, path: str) -> str:
        """A file from the root.

        Arguments:
            path: as a migration reports it.
        """
        return PurePath(os.path.relpath(path, self.root)).as_posix()

    def text(self, message: str) -> str:
        """A sentence without the folder that the repository happens to lie in.

        Arguments:
            message: as a migration says it.
        """
        return message.replace(f"{self.root.as_posix().rstrip('/')}/", "")
