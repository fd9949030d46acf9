"""When a migration is written: as it comes, or with its repository where other templates may read its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..migration import Migration, Status
from ..options import Direction, Options
from ..sam.repository import Repository
from .git import OverwriteGuard
from .run import Task
from .write import WriteError, Writer


class Keeper:
    """Writes the migrations of one run.

    A template is migrated against the files around it as they were before the run, whatever the others become and
    whoever is done first. Most migrations change their template and nothing that another one looks at; they are
    written at once. Where code or definitions change, the templates of a repository may share them: those wait until
    all of its templates are migrated, and are then written in their order.

    Arguments:
        tasks: all there is to migrate.
        allow_dirty: write files with uncommitted changes, too.
    """

    def __init__(self, tasks: Sequence[Task], *, allow_dirty: bool) -> None:
        self._tasks = tasks
        self._roots = _outermost([_root(Path(task.target.path)) for task in tasks])
        self._left = Counter(self._roots)
        self._waiting: dict[Path, list[tuple[int, Migration]]] = {}
        self._writer = Writer(None if allow_dirty else OverwriteGuard(_existing(tasks)))

    @property
    def written(self) -> int:
        """How many migrations are written by now."""
        return self._writer.written

    def settled(self, number: int, migration: Migration) -> Iterator[tuple[int, Migration]]:
        """Take a migration; the numbers and migrations that are written now, or need not be.

        Arguments:
            number: which task it is of.
        """
        root = self._roots[number]
        self._left[root] -= 1
        if is_shared(migration, self._tasks[number].options):
            self._waiting.setdefault(root, []).append((number, migration))
        else:
            yield number, self._saved(migration)
        if not self._left[root] and root in self._waiting:
            yield from self._together(sorted(self._waiting.pop(root), key=lambda entry: entry[0]))

    def _together(self, migrations: Sequence[tuple[int, Migration]]) -> Iterator[tuple[int, Migration]]:
        self._writer.look_up([change for _, migration in migrations for change in migration.changes])
        for number, migration in migrations:
            yield number, self._saved(migration)

    def _saved(self, migration: Migration) -> Migration:
        """The same migration once it is written, or the error that kept it from that."""
        if migration.status is Status.ERROR or not migration.changed:
            return migration
        try:
            self._writer.replace_all(migration.changes)
        except WriteError as error:
            return migration.withdrawn(str(error))
        return migration


def is_shared(migration: Migration, options: Options) -> bool:
    """Whether another template may be migrated otherwise once this one is written.

    Its other files may be those of another template as well. And code that several templates deploy is rewritten only
    where the functions of all of them get the new events, so what becomes of the functions here is looked at there.
    """
    if migration.status is Status.ERROR:
        return False
    rewrites = migration.direction is Direction.TO_REST or options.payload == "2.0" or options.fix_close or options.shim
    return bool(migration.files) or (rewrites and any(handler.path is not None for handler in migration.handlers))


def _existing(tasks: Iterable[Task]) -> Iterator[Path]:
    return (Path(task.target.path).resolve() for task in tasks if task.target.error is None)


def _root(path: Path) -> Path:
    """The folder within which the files of a template lie."""
    found = Repository.around(str(path))
    return found.root if found is not None else path.parent.absolute()


def _outermost(roots: Sequence[Path]) -> list[Path]:
    """Each folder, or the outermost one of them that it is in: its templates see what is below it."""
    known = set(roots)
    return [next((folder for folder in reversed(root.parents) if folder in known), root) for root in roots]
