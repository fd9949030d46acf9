"""Migrate what a checkout holds, as the command line does, and nothing outside it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..command import arguments, config, run
from ..command.account import status
from ..command.arguments import ArgumentError
from ..command.ending import DONE, FAILED
from ..command.files import find, readable
from ..command.progress import progress
from ..command.setting_keys import OWN_FILE
from ..migration import Migration
from ..options import Direction, Options
from ..report import Mode, Report, text
from ..report.meaning import with_links


@dataclass(frozen=True)
class Inspection:
    """What a look at a checkout showed.

    Arguments:
        report: the migrations; nothing is written.
        status: exit status of a check: 0 nothing to do, 1 something pending or blocked, 2 failed.
    """

    report: Report
    status: int

    def of_changes(self) -> Inspection:
        """The same without templates that the step says nothing of: those that are not that far."""
        told = tuple(m for m in self.report.migrations if m.changed or m.error)
        return replace(self, report=replace(self.report, migrations=told))

    def touching(self, files: frozenset[Path]) -> Inspection:
        """The same without templates of which a change touches nothing: not them, their code or their definitions.

        Arguments:
            files: what it touches, links resolved.
        """
        told = tuple(m for m in self.report.migrations if not files.isdisjoint(_files(m)) or _shares_code(m, files))
        report = replace(self.report, migrations=told)
        return Inspection(report, status(report, {m.source.path for m in told}) if told else DONE)

    @property
    def problems(self) -> tuple[str, ...]:
        """A line for each template that could not be read or checked."""
        return tuple(text.locate(m.error, m.source.path) for m in self.report.migrations if m.error)

    @property
    def failed(self) -> bool:
        """Whether a template could not be migrated through a fault, its own or ours."""
        return self.status == FAILED


def _files(migration: Migration) -> set[Path]:
    """The files that a template is about: itself, what changes with it, the code behind its routes."""
    names = (
        migration.source.path,
        *(change.source.path for change in migration.changes),
        *(handler.path for handler in migration.handlers if handler.path),
        *(finding.file for finding in migration.findings if finding.file),
    )
    return {Path(name).resolve() for name in names}


SCRIPTS = frozenset({".cjs", ".cts", ".js", ".jsx", ".mjs", ".mts", ".ts", ".tsx"})
"""Endings of files that import each other; those of other languages have one."""


def _shares_code(migration: Migration, files: frozenset[Path]) -> bool:
    """Whether a file beside the handlers is touched that they may import."""
    for handler in migration.handlers:
        if handler.path is None:
            continue
        file = Path(handler.path)
        folder = Path(handler.trial.folder) if handler.trial and handler.trial.folder else file.parent
        endings = SCRIPTS if file.suffix in SCRIPTS else {file.suffix}
        if any(each.suffix in endings and each.is_relative_to(folder.resolve()) for each in files):
            return True
    return False


def inspect_next_step(paths: tuple[str, ...], direction: str | None) -> Inspection:
    """Take the first step of the way to production that a template of the checkout has still to take.

    What the checkout holds is merged, so the step before is: a later one is taken only once no template waits for an
    earlier one.

    Arguments:
        paths: as for `inspect`, and ``direction`` likewise.

    Raises:
        ArgumentError: it is not known what to do, or a path leads outside.
    """
    from ..steps.state import STEPS

    first = inspect(paths, direction, STEPS[0])
    for found in (first, *(inspect(paths, direction, step) for step in STEPS[1:])):
        if any(migration.changed for migration in found.report.migrations):
            return found if found is first else found.of_changes()
    return first


def inspect(paths: tuple[str, ...], direction: str | None, step: str = "") -> Inspection:
    """Migrate the templates of the checkout that the current folder is in.

    Arguments:
        paths: templates and folders; none for those of the settings, else the current folder.
        direction: value of ``--direction``; None for that of the settings.
        step: the step of the way to production to take; empty to migrate at once.

    Raises:
        ArgumentError: it is not known what to do, or a path leads outside.
    """
    settings = config.load(Path())
    chosen = direction or settings.direction
    if chosen is None:
        raise ArgumentError(f"which direction? Give --direction to-http or set it in {OWN_FILE}")
    way = Direction(arguments.choice("--direction", chosen, arguments.DIRECTIONS))
    settings, site = settings.applied_to(way.value), settings.site()
    options = _asking(settings.options(), step)
    asked = paths or settings.located_paths() or (".",)
    targets = find(asked)
    if settings.file:
        from ..command.typos import refuse_strays  # needs the tree, which a run without settings loads later

        refuse_strays(settings, readable(targets), way)
    root = config.root_of(Path()).resolve()
    for target in targets:
        if not _is_inside(Path(target.path), root):
            raise ArgumentError(f"{target.path}: outside the repository ({root})")
    tasks = [run.Task(target, way, settings.for_template(options, target.path), verify=True) for target in targets]
    with progress([target.path for target in targets], sys.stderr) as watch:
        migrations = run.perform_all(tasks, watch)
    report = with_links(Report(way, Mode.CHECK, tuple(agreed(migrations)), options, paths=asked), site)
    return Inspection(report, status(report, {target.path for target in targets if target.named}))


def _asking(options: Options, step: str) -> Options:
    if not step:
        return options
    from ..steps.state import asking

    return asking(options, step)


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return True  # a link that leads in circles leads nowhere; reading it says so


def agreed(migrations: Sequence[Migration]) -> Iterator[Migration]:
    """Migrations that can stand in one commit: a later one that changes a shared file differently is withdrawn.

    Arguments:
        migrations: in the order of the run.
    """
    texts: dict[Path, str] = {}
    for migration in migrations:
        changes = {Path(change.source.path).resolve(): change for change in migration.changes}
        other = next((c for path, c in changes.items() if texts.get(path, c.after) != c.after), None)
        if other is not None:
            shared = other.source.path
            yield migration.withdrawn(f"another template changes {shared} in another way; migrate one after the other")
            continue
        texts.update((path, change.after) for path, change in changes.items())
        yield migration
