"""What is asked of the files around templates, with the answers: what follows from them alone can be kept.

A migration is a function of its arguments and of these answers. Whoever writes them down can ask again later, and need
not migrate again while all are the same.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from ..text.source import Source

Question: TypeAlias = tuple[str | int | float, ...]
"""The template that asks, from the root of its repository, what it asks, and about what."""
Answers: TypeAlias = dict[Question, str]
"""What was answered, in short: equal only where the answer is."""


class Asking(Protocol):
    """The files around one template."""

    @property
    def template(self) -> Path:
        """The template."""

    @property
    def root(self) -> Path:
        """The root of its repository."""


P = ParamSpec("P")
AskingT = TypeVar("AskingT", bound=Asking)
T = TypeVar("T")

_WRITTEN: ContextVar[Answers | None] = ContextVar("answers", default=None)
"""Where answers are written down; the one thing here that calls share, since what asks is deep inside a migration."""


@contextmanager
def written_down() -> Iterator[Answers]:
    """Write down what is asked meanwhile, and what the answers are."""
    answers: Answers = {}
    token = _WRITTEN.set(answers)
    try:
        yield answers
    finally:
        _WRITTEN.reset(token)


def question(method: Callable[Concatenate[AskingT, P], T]) -> Callable[Concatenate[AskingT, P], T]:
    """Make a question of a method: its answer is written down where somebody does so.

    Arguments:
        method: takes texts, numbers and paths below the root.
    """

    @wraps(method)
    def asked(self: AskingT, /, *args: P.args, **kwargs: P.kwargs) -> T:
        answers = _WRITTEN.get()
        if answers is None:
            return method(self, *args, **kwargs)
        token = _WRITTEN.set(None)  # what it asks itself is a part of its answer
        try:
            answer: Any = method(self, *args, **kwargs)
            lazy = isinstance(answer, Iterator)
            answer = tuple(answer) if lazy else answer  # whoever goes through it may stop on the way
        finally:
            _WRITTEN.reset(token)
        words = (_short(self.root, each) if isinstance(each, Path) else each for each in args)
        told: Any = (_short(self.root, self.template), method.__name__, *words)
        answers[told] = short(self.root, answer)
        found: T = iter(answer) if lazy else answer
        return found

    return asked


def short(root: Path, answer: Any) -> str:
    """An answer in short, wherever its repository lies.

    Arguments:
        root: the root of the repository.
        answer: a path, a file, several of them, a text or a truth.
    """
    if isinstance(answer, Iterator):
        answer = tuple(answer)
    if answer is None or isinstance(answer, (bool, str)):
        return repr(answer)
    if isinstance(answer, Path):
        return _short(root, answer)
    if isinstance(answer, Source):
        return hashlib.sha256(answer.encode()).hexdigest()
    if isinstance(answer, bytes):
        return hashlib.sha256(answer).hexdigest()
    if isinstance(answer, Sequence):
        joined = "\0".join(short(root, each) for each in answer)
        return hashlib.sha256(joined.encode("utf-8", "surrogateescape")).hexdigest()  # names of files may need it
    raise TypeError(f"this is no answer: {type(answer).__name__}")


def _short(root: Path, path: Path) -> str:
    return os.path.relpath(path, root)
