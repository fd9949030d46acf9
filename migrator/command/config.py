"""Read the settings of a repository: `.sam-migrate.toml`, or `[tool.sam-migrate]` of `pyproject.toml`."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import arguments
from .arguments import ArgumentError
from .setting_keys import KEYS, NEED_CODE, OWN_FILE, TEMPLATE_KEYS, Wishes, values_of, wishes_of

if TYPE_CHECKING:
    from ..options import Direction, Options

SHARED_FILE = "pyproject.toml"
TABLE = "sam-migrate"
SITE_VARIABLE = "SAM_MIGRATE_DOCS_URL"
MAX_BYTES = 1 << 20
"""Largest file that is read; such files are written by hand."""


_AT_ONCE = ("payload", "keep_logical_ids", "fixtures")
"""What changes what the old API uses, so that it is not for a step."""
_BY_NAME = ("audiences", "definitions")
"""What is said of authorizers and APIs by their names: what is said last holds."""


@dataclass(frozen=True)
class Config:
    """What a repository asks for.

    Arguments:
        file: where it stands, for messages; None where there is nothing.
        root: the folder that ``paths`` start from.
        direction: ``to-http`` or ``to-rest``; the other values hold for that direction only. None: for both.
        paths: templates and folders, relative to ``root`` and inside it.
        wishes: what holds for every template.
        templates: what holds for single templates, by their path relative to ``root``.
        docs_url: where this documentation is served; None for nowhere.
    """

    file: str | None = None
    root: Path = Path()
    direction: str | None = None
    paths: tuple[str, ...] = ()
    wishes: Wishes = field(default_factory=dict)
    templates: Mapping[str, Wishes] = field(default_factory=dict)
    docs_url: str | None = None

    def applied_to(self, direction: str) -> Config:
        """The settings for one direction: these, or none when they are meant for the other one."""
        if self.direction in (None, direction):
            return self
        return Config(self.file, self.root, self.direction, docs_url=self.docs_url)

    def site(self, environment: Mapping[str, str] = os.environ) -> str | None:
        """Where the documentation is that findings lead to; None where nobody serves it.

        Arguments:
            environment: what it says wins over the settings.

        Raises:
            ArgumentError: that is no address.
        """
        return arguments.site(SITE_VARIABLE, environment.get(SITE_VARIABLE) or self.docs_url)

    def of_template(self, path: str) -> Options:
        """What the settings alone ask for, for one template.

        Arguments:
            path: the template as it is reported.
        """
        return self.for_template(self.options(), path)

    def without(self, names: Collection[str]) -> Config:
        """The settings for a command line that decides some things itself.

        Arguments:
            names: fields of `migrator.options.Options`.
        """
        templates = {path: _but(wishes, names) for path, wishes in self.templates.items()}
        return replace(self, wishes=_but(self.wishes, names), templates=templates)

    def options(self) -> Options:
        """What the settings alone ask for."""
        from ..options import Options

        return self.added_to(Options())

    def added_to(self, options: Options) -> Options:
        """Options with what holds for every template over them.

        Arguments:
            options: what holds without it.
        """
        return _added(options, self.wishes)

    def for_template(self, options: Options, path: str) -> Options:
        """The options for one template: those of the run, and what is said of it alone.

        Arguments:
            options: what holds for every template.
            path: the template as it is reported.
        """
        return _added(options, self.said_of(path))

    def said_of(self, path: str) -> Wishes:
        """What is said of one template alone.

        Arguments:
            path: the template as it is reported.
        """
        here = Path(path).resolve() if self.templates else None
        found = (wishes for each, wishes in self.templates.items() if (self.root / each).resolve() == here)
        return next(found, {})

    def located_paths(self) -> tuple[str, ...]:
        """The paths as seen from the current folder."""
        return tuple(str(self.root / path) for path in self.paths)


NOTHING = Config()


def _but(wishes: Wishes, names: Collection[str]) -> Wishes:
    return {name: value for name, value in wishes.items() if name not in names}


def _added(options: Options, wishes: Wishes) -> Options:
    """Options with wishes over them: lists grow, a switch that is on stays on, anything else is as it is wished."""
    if options.step:
        wishes = _but(wishes, _AT_ONCE)
        # Nothing but the first step changes code, and what the module wraps answers both APIs.
        wishes = wishes if options.side_by_side else _but(wishes, ("shim",))
    if not options.handlers:
        wishes = _but(wishes, NEED_CODE)
    defaults = type(options)()
    found: dict[str, Any] = {}
    for name, value in wishes.items():
        here = getattr(options, name)
        if name in _BY_NAME:
            found[name] = tuple({**dict(here), **dict(value)}.items())
        elif isinstance(value, tuple):
            found[name] = (*here, *value)
        elif value != getattr(defaults, name) or not isinstance(value, bool):
            found[name] = value
    return replace(options, **found)


def load(folder: Path) -> Config:
    """Find and read the settings that hold in a folder: the nearest ones, up to the root of its repository.

    Arguments:
        folder: where to start, as a path that the reported paths may begin with.

    Raises:
        ArgumentError: they cannot be understood; the message names the file and the key.
    """
    for above in _up_to_the_root(folder):
        for name, keys in ((OWN_FILE, ()), (SHARED_FILE, ("tool", TABLE))):
            table = _table(above / name, keys)
            if table is not None:
                return _read(str(above / name), above, table)
    return NOTHING


def chosen(direction: str | None) -> tuple[Direction, Config]:
    """The direction that a command goes, and the settings of the current folder for it.

    Arguments:
        direction: value of ``--direction``; None for that of the settings, else ``to-http``.

    Raises:
        ArgumentError: the settings or the direction cannot be understood.
    """
    from ..options import Direction

    settings = load(Path())
    named = direction or settings.direction or arguments.DIRECTIONS[0]
    way = Direction(arguments.choice("--direction", named, arguments.DIRECTIONS))
    return way, settings.applied_to(way.value)


def root_of(folder: Path) -> Path:
    """The root of the repository that a folder is in; the folder itself where there is none."""
    return _up_to_the_root(folder)[-1]


def _up_to_the_root(folder: Path) -> list[Path]:
    """A folder and those above it, as far as its repository goes; outside one nobody else's settings count."""
    relative = [folder]
    for above in [folder.resolve(), *folder.resolve().parents]:
        if (above / ".git").exists():
            return relative
        relative.append(relative[-1] / "..")
    return [folder]


def _table(file: Path, keys: tuple[str, ...]) -> Mapping[str, Any] | None:
    """The table of a file that is ours; None when there is none."""
    try:
        if not file.is_file():
            return None
        if file.stat().st_size > MAX_BYTES:
            raise ArgumentError(f"{file}: over the limit of {MAX_BYTES} bytes for settings")
        data = file.read_bytes()
    except OSError as error:
        raise ArgumentError(f"{file}: cannot read it: {error.strerror or error}") from None
    # Most pyproject.toml files say nothing about us: what else is wrong in them is no business of ours.
    if keys and TABLE.encode() not in data:
        return None
    table: Any = _parsed(file, data)
    for number, key in enumerate(keys):
        if not isinstance(table, dict):
            raise ArgumentError(f"{file}: {'.'.join(keys[:number])}: expected a table")
        if key not in table:
            return None
        table = table[key]
    if not isinstance(table, dict):
        raise ArgumentError(f"{file}: {'.'.join(keys)}: expected a table")
    return table


def _parsed(file: Path, data: bytes) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise ArgumentError(f"{file}: not TOML: {error}") from None


def _read(file: str, root: Path, table: Mapping[str, Any]) -> Config:
    try:
        values = values_of(table, root, KEYS)
        wishes = wishes_of({key: values.pop(key) for key in TEMPLATE_KEYS if key in values})
        return Config(file, root, wishes=wishes, **values)
    except ArgumentError as error:
        raise ArgumentError(f"{file}: {error}") from None
