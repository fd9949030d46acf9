"""Ask the files around templates again what was asked before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from .asked import Answers, short
from .repository import Repository
from .surroundings import surroundings

QUESTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "below": Repository.below,
    "ends": Repository.ends,
    "find": Repository.find,
    "has": lambda repository, path: repository.has(repository.root / path),
    "locate": Repository.locate,
    "others_that_name": lambda repository, path: repository.others_that_name(repository.root / path),
    "read": Repository.read,
    "surroundings": surroundings,
}
"""How each question is asked, by its name."""


def hold(root: Path, answers: Answers) -> bool:
    """Whether every answer is still the same.

    Arguments:
        root: the root of the repository, links resolved.
        answers: as they were written down.
    """
    return all(answer == _again(root, *asked) for asked, answer in answers.items())


def _again(root: Path, template: Any, name: Any, *arguments: Any) -> str:
    file = root / template
    return short(root, QUESTIONS[name](Repository(file, root, file.parent.as_posix()), *arguments))
