"""Ask the files around templates again what was asked before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from .asked import Answers, Question, short
from .repository import Repository
from .surroundings import surroundings

QUESTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "below": Repository.below,
    "ends": Repository.ends,
    "find": Repository.find,
    "has": lambda repository, path: repository.has(repository.root / path),
    "locate": Repository.locate,
    "others_that_hold": Repository.others_that_hold,
    "others_that_name": lambda repository, path: repository.others_that_name(repository.root / path),
    "read": Repository.read,
    "surroundings": surroundings,
}
"""How each question is asked, by its name."""
_OF_ONE_FILE: Final = frozenset({"find", "locate", "read"})
_NOTHING: Final = short(Path(), None)


@dataclass(frozen=True, eq=False)
class Again:
    """Asks in one repository, and reads each file once: what changes meanwhile is seen the next time.

    Arguments:
        root: its root, links resolved.
    """

    root: Path
    _digests: dict[str, str | None] = field(default_factory=dict)

    def holds(self, answers: Answers) -> bool:
        """Whether every answer is still the same.

        Arguments:
            answers: as they were written down.
        """
        return all(self._is(asked, answer) for asked, answer in answers.items())

    def _is(self, asked: Question, answer: str) -> bool:
        template, name, *arguments = map(str, asked)
        if name in _OF_ONE_FILE:
            # As a text: a path object for each of very many takes longer than to look.
            path = f"{self.root}/{os.path.dirname(template)}/{arguments[0]}"  # noqa: PTH120
            if answer == _NOTHING and not os.path.exists(path):  # noqa: PTH110
                return True
            if name == "read" and answer != _NOTHING:
                return self._digest(path) == answer
        file = self.root / template
        repository = Repository(file, self.root, file.parent.as_posix())
        return short(self.root, QUESTIONS[name](repository, *arguments)) == answer

    def _digest(self, path: str) -> str | None:
        """The digest of a file inside the repository, as that of what was read of it; None where it is not there."""
        if path not in self._digests:
            self._digests[path] = self._of(path)
        return self._digests[path]

    def _of(self, path: str) -> str | None:
        try:
            real = os.path.realpath(path, strict=True)
            if os.path.commonpath([real, self.root]) != str(self.root):
                return None
            return hashlib.sha256(Path(real).read_bytes()).hexdigest()
        except (OSError, ValueError):
            return None
