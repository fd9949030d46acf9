"""Read the values of settings; what is wrong with one is said as of an option."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import arguments
from .arguments import ArgumentError

if TYPE_CHECKING:
    from ..findings import Accept
    from ..options import Keep


def paths(value: Any, root: Path) -> tuple[str, ...]:
    """Paths that stay inside the repository: whoever can change this file chooses no file elsewhere."""
    paths = texts(value)
    for path in paths:
        if "\0" in path or Path(path).is_absolute() or not _is_inside(root / path, root):
            raise ArgumentError(f"{path!r} is not inside {root.resolve()}")
    return paths


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def accept(value: Any, _: Path) -> tuple[Accept, ...]:
    return arguments.accepted(texts(value))


def keep(value: Any, _: Path) -> tuple[Keep, ...]:
    """APIs that stay: a list of ids, or a table that says why."""
    from ..options import Keep

    if isinstance(value, dict):
        return tuple(Keep(name, text(reason)) for name, reason in value.items())
    if not isinstance(value, list):
        raise ArgumentError(f'expected a list of ids, or a table such as {{OrdersApi = "why"}}, not {kind(value)}')
    return tuple(map(Keep, texts(value)))


def audience(value: Any, _: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read app clients by authorizer, as ``--audience`` takes them."""
    if not isinstance(value, dict):
        raise ArgumentError(f'expected a table such as {{MyAuthorizer = ["client id"]}}, not {kind(value)}')
    given = []
    for name, ids in value.items():
        try:
            given.append(f"{name}={','.join([ids] if isinstance(ids, str) else texts(ids))}")
        except ArgumentError as error:
            raise ArgumentError(f"{name}: {error}") from None
    return arguments.audiences(given)


def definition(value: Any, root: Path) -> tuple[tuple[str, str], ...]:
    """Read the files that definitions are uploaded from, by API: inside the repository, as ``paths`` are."""
    if not isinstance(value, dict):
        raise ArgumentError(f'expected a table such as {{MyApi = "openapi.yaml"}}, not {kind(value)}')
    files = {name: text(file) for name, file in value.items()}
    return tuple((name, str(root / file)) for name, file in zip(files, paths([*files.values()], root), strict=True))


def switch(value: Any, _: Path) -> bool:
    """Read a switch."""
    if not isinstance(value, bool):
        raise ArgumentError(f"expected true or false, not {kind(value)}")
    return value


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise ArgumentError(f"expected a text, not {kind(value)}")
    return value


def texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ArgumentError(f"expected a list of texts, not {kind(value)}")
    return tuple(text(item) for item in value)


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
