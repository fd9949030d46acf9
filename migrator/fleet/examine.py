"""Look at templates of one repository: what a process of an inventory does, whichever machine it runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import migrator

from ..bot.git.process import GitCommandError
from ..command import config
from ..command.arguments import ArgumentError
from ..command.files import Target, read, search
from ..command.git import Checkout, GitError
from ..options import Direction, Options
from ..sam.answers import Again
from ..text.source import Source, SourceError
from .clones import Clones
from .kept import KnownResults, ResultKind
from .owners import Owners
from .places import CHUNK, Batch, is_repository, leaving
from .rows import ApiRow, FindingRow, FunctionRow, Namer, TemplateRow
from .survey import INTERNAL, Survey, SurveyOptions, survey

InventoryRow: TypeAlias = TemplateRow | ApiRow | FunctionRow | FindingRow


@dataclass(frozen=True)
class Terms:
    """What holds for a whole inventory; picklable.

    Arguments:
        verify: compile and compare.
        known: what is known of templates.
        clones: where repositories are cloned that are given by their addresses; None to clone none.
    """

    verify: bool = True
    known: KnownResults = field(default_factory=lambda: KnownResults(None, ""))
    clones: Clones | None = None


@dataclass(frozen=True)
class Portion:
    """What comes of one batch.

    Arguments:
        rows: of all tables.
        rest: what was found and not looked at yet.
    """

    rows: tuple[InventoryRow, ...] = ()
    rest: tuple[Batch, ...] = ()


def examine(batch: Batch, terms: Terms) -> Portion:
    """Look at the templates of a batch, or look for those of its repository and at the first of them.

    Arguments:
        batch: what to look at.
        terms: what holds for all of them.
    """
    try:
        batch = _there(batch, terms.clones)
    except GitCommandError as error:
        return _failed(batch, str(error))
    repository = _Repository(batch.repository, Path(batch.folder))
    targets, rest = (batch.targets, ()) if batch.targets is not None else _searched(batch)
    rows = tuple(row for target in targets for row in repository.rows(target, terms))
    return Portion(rows, rest)


def spoilt(batch: Batch, reason: str) -> Portion:
    """What comes of a batch whose process ended: halves of it, and at last a row that says what happened.

    Arguments:
        reason: a clause.
    """
    if batch.targets is None and batch.folder:
        targets, rest = _searched(batch)
        return Portion(rest=(*_halves(replace(batch, targets=tuple(targets))), *rest))
    if batch.targets is not None and len(batch.targets) > 1:
        return Portion(rest=_halves(batch))
    return _failed(batch, reason)


def _failed(batch: Batch, reason: str) -> Portion:
    """A row that says why: of a template, or of a whole repository, with no path then."""
    path = Namer(Path(batch.folder), Path(batch.targets[0].path)).path if batch.targets else ""
    return Portion((TemplateRow(batch.repository, "", path, "", 0, 0, reason, ""),))


def _there(batch: Batch, clones: Clones | None) -> Batch:
    """The batch where its repository is, which is cloned unless it is there.

    Raises:
        GitCommandError: it cannot be cloned.
    """
    if batch.is_local or (batch.folder and Path(batch.folder).is_dir()):
        return batch
    if clones is None:
        raise GitCommandError("it is no folder, and nothing is cloned here")
    return replace(batch, folder=str(clones.folder_of(batch.repository).resolve()))


def _halves(batch: Batch) -> tuple[Batch, ...]:
    targets = batch.targets or ()
    middle = max(1, len(targets) // 2)
    return tuple(replace(batch, targets=part) for part in (targets[:middle], targets[middle:]) if part)


def _searched(batch: Batch) -> tuple[Sequence[Target], tuple[Batch, ...]]:
    """The first templates of a repository; the others, and repositories inside it, are for somebody else."""
    root, inner = Path(batch.folder), list[Path]()
    found = tuple(search(root, leaving(inner.append)))
    further = (found[start : start + CHUNK] for start in range(CHUNK, len(found), CHUNK))
    nested = (Batch(str(Path(batch.repository, each.relative_to(root))), str(each)) for each in inner)
    return found[:CHUNK], (*(replace(batch, targets=part) for part in further), *nested)


@dataclass(frozen=True)
class _Repository:
    """One repository, and what is known of it once for all its templates."""

    name: str
    root: Path
    _asked: dict[Path, Again] = field(default_factory=dict)

    def again(self, root: Path) -> Again:
        """Asks the files below a root: outside a repository each template has its own."""
        return self._asked.setdefault(root, Again(root))

    @cached_property
    def commit(self) -> str:
        try:
            return Checkout(self.root).revision() if is_repository(self.root) else ""
        except GitError:
            return ""

    @cached_property
    def owners(self) -> Owners:
        return Owners.of(self.root)

    @cached_property
    def settings(self) -> Mapping[Direction, tuple[config.Config, Options]]:
        found = config.load(self.root)
        ways = {direction: found.applied_to(direction.value) for direction in Direction}
        return {direction: (settings, settings.options()) for direction, settings in ways.items()}

    def options(self, path: str) -> Mapping[Direction, Options]:
        return {way: settings.for_template(options, path) for way, (settings, options) in self.settings.items()}

    def rows(self, target: Target, terms: Terms) -> Iterator[InventoryRow]:
        namer = Namer(self.root, Path(target.path))
        looked = self._survey(target, terms, namer)
        if looked is None:
            return
        found, digest = looked
        owner = self.owners.owner(namer.path)
        yield TemplateRow(self.name, self.commit, namer.path, owner, found.lines, len(found.apis), found.error, digest)
        yield from (replace(row, repository=self.name) for row in found.apis)
        yield from (replace(row, repository=self.name) for row in found.functions)
        yield from (replace(row, repository=self.name) for row in found.findings)

    def _survey(self, target: Target, terms: Terms, namer: Namer) -> tuple[Survey, str] | None:
        try:
            source = read(target)
            if source is None:
                return None
            asked = SurveyOptions(self.options(target.path), terms.verify)
            return surveyed(terms.known, source, asked, namer, self.again)
        except (SourceError, ArgumentError) as error:
            return Survey(0, error=namer.text(str(error))), ""
        except MemoryError:
            return Survey(0, error=migrator.OUT_OF_MEMORY), ""
        except Exception as error:  # a fault of ours in one template must not end the run over the others
            return Survey(0, error=f"{INTERNAL}, please report it: {type(error).__name__}: {error}"), ""


def surveyed(
    known: KnownResults, source: Source, asked: SurveyOptions, namer: Namer, again: Callable[[Path], Again]
) -> tuple[Survey, str]:
    """What is found in a template, and the content address of that.

    Arguments:
        known: what is known.
        source: the template; its path is where the file really is.
        asked: what holds for it.
        namer: names files as rows have them.
        again: asks the files of a repository, by its root.
    """
    kind = ResultKind("survey", _content, lambda content: _survey(content, namer))
    return known.result(source, (namer.path, repr(asked)), kind, lambda: survey(source, asked, namer), again)


def _content(found: Survey) -> list[Any] | None:
    """A survey as JSON has it, without what stands in all its rows; none where another try may say something else."""
    if found.is_passing:
        return None
    tables = (found.apis, found.functions, found.findings)
    return [found.lines, found.error, *([astuple(row)[2:] for row in rows] for rows in tables)]


def _survey(content: Any, namer: Namer) -> Survey:
    lines, error, apis, functions, findings = content

    def rows(kind: Callable[..., Any], values: list[list[Any]]) -> tuple[Any, ...]:
        texts = ((tuple(each) if isinstance(each, list) else each for each in row) for row in values)
        return tuple(kind("", namer.path, *row) for row in texts)

    return Survey(lines, rows(ApiRow, apis), rows(FunctionRow, functions), rows(FindingRow, findings), error)
