"""Read the values of settings; what is wrong with one is said as of an option."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from . import arguments
from .arguments import ArgumentError

if TYPE_CHECKING:
    from ..options import Keep

Reader: TypeAlias = Callable[[Any, Path], Any]
"""Takes a value, and the folder that the settings hold for; raises `ArgumentError`."""


def values(table: Mapping[str, Any], root: Path, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """The values of a table by key.

    Arguments:
        table: of the settings.
        root: the folder that they hold for.
        readers: of each key that there may be.

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


def direction(value: Any, _: Path) -> str:
    """Read which way APIs go."""
    return arguments.choice("--direction", _text(value), arguments.DIRECTIONS)


def paths(value: Any, root: Path) -> tuple[str, ...]:
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


def accept(value: Any, _: Path) -> tuple[str, ...]:
    """Read what ``--accept`` takes."""
    codes = _texts(value)
    arguments.accepted(codes)
    return codes


def stage(value: Any, _: Path) -> str | None:
    """Read a stage."""
    return arguments.stage(_text(value))


def keep(value: Any, _: Path) -> tuple[Keep, ...]:
    """APIs that stay: a list of ids, or a table that says why."""
    from ..options import Keep

    if isinstance(value, dict):
        return tuple(Keep(name, _text(reason)) for name, reason in value.items())
    if not isinstance(value, list):
        raise ArgumentError(f'expected a list of ids, or a table such as {{OrdersApi = "why"}}, not {kind(value)}')
    return tuple(map(Keep, _texts(value)))


def payload(value: Any, _: Path) -> str:
    """Read a payload format."""
    return arguments.payload(_text(value))


def docs_url(value: Any, _: Path) -> str | None:
    """Read the address of the documentation."""
    return arguments.site("--docs_url", _text(value))


def audience(value: Any, _: Path) -> tuple[str, ...]:
    """Read app clients by authorizer, as ``--audience`` takes them."""
    if not isinstance(value, dict):
        raise ArgumentError(f'expected a table such as {{MyAuthorizer = ["client id"]}}, not {kind(value)}')
    given = []
    for name, ids in value.items():
        try:
            given.append(f"{name}={','.join([ids] if isinstance(ids, str) else _texts(ids))}")
        except ArgumentError as error:
            raise ArgumentError(f"{name}: {error}") from None
    arguments.audiences(given)
    return tuple(given)


def definition(value: Any, root: Path) -> tuple[tuple[str, str], ...]:
    """Read the files that definitions are uploaded from, by API: inside the repository, as ``paths`` are."""
    if not isinstance(value, dict):
        raise ArgumentError(f'expected a table such as {{MyApi = "openapi.yaml"}}, not {kind(value)}')
    files = {name: _text(file) for name, file in value.items()}
    return tuple((name, str(root / file)) for name, file in zip(files, paths([*files.values()], root), strict=True))


def flag(value: Any, _: Path) -> bool:
    """Read a switch."""
    if not isinstance(value, bool):
        raise ArgumentError(f"expected true or false, not {kind(value)}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ArgumentError(f"expected a text, not {kind(value)}")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ArgumentError(f"expected a list of texts, not {kind(value)}")
    return tuple(_text(item) for item in value)


_KINDS: Iterable[tuple[type, str]] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "a text"),
    (list, "a list"),
    (dict, "a table"),
)


def kind(value: Any) -> str:
    """What a value is, for a message."""
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "a date")
