"""Surveys that are kept, so that a second run over what is unchanged reads files and compares hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from ..sam.answers import Again
from ..sam.asked import Answers, written_down
from ..sam.repository import Repository
from ..text.source import Source
from .naming import Namer
from .rows import ApiRow, FindingRow, FunctionRow
from .store import ResultStore
from .survey import Survey, SurveyOptions, survey


@dataclass(frozen=True)
class Surveyor:
    """Looks at templates, at each once while nothing changes.

    Arguments:
        store: what is known; None to know nothing.
        build: what tells this tool from others that may say something else.
    """

    store: ResultStore | None
    build: str

    def survey(
        self, source: Source, asked: SurveyOptions, namer: Namer, again: Callable[[Path], Again]
    ) -> tuple[Survey, str]:
        """What is found in a template, and the content address of that.

        Arguments:
            source: the template; its path is where the file really is.
            asked: what holds for it.
            namer: names files as rows have them.
            again: asks the files of a repository, by its root.
        """
        repository = Repository.around(source.path)
        if repository is None:
            return survey(source, asked, namer), ""
        key = self._key(source, asked, namer, repository)
        for result in self.store.candidates(key) if self.store is not None else ():
            if again(repository.root).holds(result.answers):
                if self.store is not None:
                    self.store.touch(key, result)
                return _survey(result.content, namer), result.digest
        with written_down() as answers:
            found = survey(source, asked, namer)
        digest = _digest(key, answers)
        if self.store is not None and not found.is_passing:
            self.store.keep(key, digest, answers, _content(found))
        return found, digest

    def _key(self, source: Source, asked: SurveyOptions, namer: Namer, repository: Repository) -> bytes:
        parts = (self.build, namer.path, namer.depth(repository.root), repr(asked))
        words = "\0".join(parts).encode("utf-8", "surrogateescape")
        return hashlib.sha256(words + b"\0" + source.encode()).digest()


def _digest(key: bytes, answers: Answers) -> str:
    return hashlib.sha256(key + json.dumps(sorted(map(repr, answers.items()))).encode()).hexdigest()


def _content(found: Survey) -> list[Any]:
    """A survey as JSON has it, without what stands in all its rows."""
    tables = (found.apis, found.functions, found.findings)
    return [found.lines, found.error, *([astuple(row)[2:] for row in rows] for rows in tables)]


def _survey(content: Any, namer: Namer) -> Survey:
    lines, error, apis, functions, findings = content

    def rows(kind: Callable[..., Any], values: list[list[Any]]) -> tuple[Any, ...]:
        texts = ((tuple(each) if isinstance(each, list) else each for each in row) for row in values)
        return tuple(kind("", namer.path, *row) for row in texts)

    return Survey(lines, rows(ApiRow, apis), rows(FunctionRow, functions), rows(FindingRow, findings), error)
