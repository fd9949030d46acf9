"""Results that are made once: while nothing changes, a second run reads files and compares hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..sam.answers import Again
from ..sam.asked import Answers, written_down
from ..sam.repository import Repository
from ..text.source import Source
from .store import ResultStore

T = TypeVar("T")


@dataclass(frozen=True)
class ResultKind(Generic[T]):
    """Results of one kind.

    Arguments:
        name: tells them from others that the same template has.
        kept: a result as JSON has it; None for one that is not kept.
        restored: the result that was kept so.
    """

    name: str
    kept: Callable[[T], Any]
    restored: Callable[[Any], T]


@dataclass(frozen=True)
class KnownResults:
    """What is known of templates; picklable.

    Arguments:
        store: where it is kept; None to know nothing.
        build: what tells this tool from others that may say something else.
    """

    store: ResultStore | None
    build: str

    def result(
        self,
        source: Source,
        asked: Sequence[str],
        kind: ResultKind[T],
        make: Callable[[], T],
        again: Callable[[Path], Again] = Again,
    ) -> tuple[T, str]:
        """What comes of a template, made unless it is known, and the content address of that.

        Arguments:
            source: the template; its path is where the file really is. Without a file nothing is known, or kept.
            asked: all that it depends on but the template and the files around it.
            kind: what is made.
            again: asks the files of a repository, by its root.
        """
        repository = Repository.around(source.path)
        if repository is None:
            return make(), ""
        key = self._key(source, (kind.name, repository.template.relative_to(repository.root).as_posix(), *asked))
        for known in self.store.candidates(key) if self.store is not None else ():
            if again(repository.root).holds(known.answers):
                if self.store is not None:
                    self.store.touch(key, known)
                return kind.restored(known.content), known.digest
        with written_down() as answers:
            made = make()
        digest = _digest(key, answers)
        if self.store is not None and (content := kind.kept(made)) is not None:
            self.store.keep(key, digest, answers, content)
        return made, digest

    def _key(self, source: Source, asked: Sequence[str]) -> bytes:
        words = "\0".join((self.build, *asked)).encode("utf-8", "surrogateescape")
        return hashlib.sha256(words + b"\0" + source.encode()).digest()


def _digest(key: bytes, answers: Answers) -> str:
    return hashlib.sha256(key + json.dumps(sorted(map(repr, answers.items()))).encode()).hexdigest()
