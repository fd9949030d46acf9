"""Read the settings of a repository: `.sam-migrate.toml`, or `[tool.sam-migrate]` of `pyproject.toml`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from . import arguments
from .arguments import ArgumentError
from .wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from ..migration import Keep, Options

OWN_FILE = ".sam-migrate.toml"
SHARED_FILE = "pyproject.toml"
TABLE = "sam-migrate"
SITE_VARIABLE = "SAM_MIGRATE_DOCS_URL"
MAX_BYTES = 1 << 20
"""Largest file that is read; such files are written by hand."""

_Reader: TypeAlias = Callable[[Any, Path], Any]


@dataclass(frozen=True)
class TemplateConfig:
    """What a repository says of one of its templates.

    Arguments:
        path: the template, relative to the settings.
        wishes: what holds there.
    """

    path: str
    wishes: Wishes = NO_WISHES


@dataclass(frozen=True)
class Config:
    """What a repository asks for.

    Arguments:
        file: where it stands, for messages; None where there is nothing.
        root: the folder that ``paths`` start from.
        direction: ``to-http`` or ``to-rest``; the other values hold for that direction only. None: for both.
        paths: templates and folders, relative to ``root`` and inside it.
        wishes: what holds for every template.
        templates: what is said of single templates.
        docs_url: where this documentation is served; None for nowhere.
    """

    file: str | None = None
    root: Path = Path()
    direction: str | None = None
    paths: tuple[str, ...] = ()
    wishes: Wishes = NO_WISHES
    templates: tuple[TemplateConfig, ...] = ()
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

    def options(self) -> Options:
        """What the settings alone ask for."""
        from ..migration import Options

        return self.wishes.added_to(Options())

    def without(self, names: Iterable[str]) -> Config:
        """The settings for a command line that decides some things itself.

        Arguments:
            names: fields of `Wishes`.
        """
        decided = frozenset(names)
        templates = tuple(replace(each, wishes=each.wishes.without(decided)) for each in self.templates)
        return replace(self, wishes=self.wishes.without(decided), templates=templates)

    def for_template(self, options: Options, path: str) -> Options:
        """The options for one template: those of the run, and what is said of it alone.

        Arguments:
            options: what holds for every template.
            path: the template as it is reported.
        """
        here = Path(path).resolve() if self.templates else None
        for each in self.templates:
            if (self.root / each.path).resolve() == here:
                return each.wishes.added_to(options)
        return options

    def located_paths(self) -> tuple[str, ...]:
        """The paths as seen from the current folder."""
        return tuple(str(self.root / path) for path in self.paths)


NOTHING = Config()


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
        values = _values(table, root, KEYS)
        wishes = Wishes(**{key: values.pop(key) for key in TEMPLATE_KEYS if key in values})
        return Config(file, root, wishes=wishes, **values)
    except ArgumentError as error:
        raise ArgumentError(f"{file}: {error}") from None


def _values(table: Mapping[str, Any], root: Path, readers: Mapping[str, _Reader]) -> dict[str, Any]:
    """The values of a table by key.

    Raises:
        ArgumentError: there is no such key, or its value is of another kind.
    """
    for key in table:
        if key not in readers:
            raise ArgumentError(f"there is no key {key!r}{arguments.suggestion(key, [*readers], [*readers])}")
    found: dict[str, Any] = {}
    for key, value in table.items():
        try:
            found[key] = readers[key](value, root)
        except ArgumentError as error:
            said = str(error).removeprefix(f"--{key}").lstrip(": ")
            raise ArgumentError(f"{key}: {said}") from None
    return found


def _direction(value: Any, _: Path) -> str:
    return arguments.choice("--direction", _text(value), arguments.DIRECTIONS)


def _paths(value: Any, root: Path) -> tuple[str, ...]:
    """Paths that stay inside the repository: whoever can change this file chooses no file elsewhere."""
    paths = _texts(value)
    for path in paths:
        if "\0" in path or Path(path).is_absolute() or not _is_inside(root / path, root):
            raise ArgumentError(f"{path!r} is not inside {root.resolve()}")
    return paths


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _accept(value: Any, _: Path) -> tuple[str, ...]:
    codes = _texts(value)
    arguments.accepted(codes)
    return codes


def _stage(value: Any, _: Path) -> str | None:
    return arguments.stage(_text(value))


def _keep(value: Any, _: Path) -> tuple[Keep, ...]:
    """APIs that stay: a list of ids, or a table that says why."""
    from ..migration import Keep

    if isinstance(value, dict):
        return tuple(Keep(name, _text(reason)) for name, reason in value.items())
    if not isinstance(value, list):
        raise ArgumentError(f'expected a list of ids, or a table such as {{OrdersApi = "why"}}, not {_kind(value)}')
    return tuple(map(Keep, _texts(value)))


def _templates(value: Any, root: Path) -> tuple[TemplateConfig, ...]:
    if not isinstance(value, dict):
        raise ArgumentError(f"expected a table of templates, not {_kind(value)}")
    _paths([*value], root)
    found = []
    for path, table in value.items():
        if not isinstance(table, dict):
            raise ArgumentError(f"{path}: expected a table, not {_kind(table)}")
        try:
            found.append(TemplateConfig(path, Wishes(**_values(table, root, TEMPLATE_KEYS))))
        except ArgumentError as error:
            raise ArgumentError(f"{path}: {error}") from None
    return tuple(found)


def _payload(value: Any, _: Path) -> str:
    return arguments.payload(_text(value))


def _docs_url(value: Any, _: Path) -> str | None:
    return arguments.site("--docs_url", _text(value))


def _audience(value: Any, _: Path) -> tuple[str, ...]:
    if not isinstance(value, dict):
        raise ArgumentError(f'expected a table such as {{MyAuthorizer = ["client id"]}}, not {_kind(value)}')
    given = []
    for name, ids in value.items():
        try:
            given.append(f"{name}={','.join([ids] if isinstance(ids, str) else _texts(ids))}")
        except ArgumentError as error:
            raise ArgumentError(f"{name}: {error}") from None
    arguments.audiences(given)
    return tuple(given)


def _flag(value: Any, _: Path) -> bool:
    if not isinstance(value, bool):
        raise ArgumentError(f"expected true or false, not {_kind(value)}")
    return value


TEMPLATE_KEYS: Mapping[str, _Reader] = {
    "accept": _accept,
    "audience": _audience,
    "keep": _keep,
    "stage": _stage,
    "payload": _payload,
    "strict": _flag,
    "keep_logical_ids": _flag,
    "handlers": _flag,
    "fixtures": _flag,
    "shim": _flag,
}
"""Keys that hold for every template, or in its own table for one."""
KEYS: Mapping[str, _Reader] = {
    "direction": _direction,
    "paths": _paths,
    **TEMPLATE_KEYS,
    "templates": _templates,
    "docs_url": _docs_url,
}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ArgumentError(f"expected a text, not {_kind(value)}")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ArgumentError(f"expected a list of texts, not {_kind(value)}")
    return tuple(_text(item) for item in value)


_KINDS: Iterable[tuple[type, str]] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "a text"),
    (list, "a list"),
    (dict, "a table"),
)


def _kind(value: Any) -> str:
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "a date")
