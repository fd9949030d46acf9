"""Read the values of settings; what is wrong with one is said as of an option."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..spelling import OPTIONS, PAYLOADS
from . import arguments
from .arguments import ArgumentError

if TYPE_CHECKING:
    from ..findings import Accept
    from ..options import Keep

Reader: TypeAlias = Callable[[Any, Path], Any]
"""Takes a value, and the folder that the settings hold for; raises `ArgumentError`."""


@dataclass(frozen=True)
class Setting:
    """One key of the settings.

    Arguments:
        field: what it says something of: a field of `migrator.options.Options`, or of the settings.
        read: reads its value.
        shape: its value as JSON Schema has it, with a description.
    """

    field: str
    read: Reader
    shape: Mapping[str, Any]


def values(table: Mapping[str, Any], root: Path, keys: Mapping[str, Setting]) -> dict[str, Any]:
    """The values of a table by key.

    Arguments:
        table: of the settings.
        root: the folder that they hold for.
        keys: those that there may be.

    Raises:
        ArgumentError: there is no such key, or its value is of another kind.
    """
    for key in table:
        if key not in keys:
            raise ArgumentError(f"there is no key {key!r}{arguments.suggestion(key, [*keys], [*keys])}")
    found: dict[str, Any] = {}
    for key, value in table.items():
        try:
            found[key] = keys[key].read(value, root)
        except ArgumentError as error:
            said = str(error).removeprefix(f"--{key}").lstrip(": ")
            raise ArgumentError(f"{key}: {said}") from None
    return found


def table_of(keys: Mapping[str, Setting]) -> dict[str, Any]:
    """The JSON Schema of a table that has these keys alone."""
    shapes = {key: dict(each.shape) for key, each in keys.items()}
    return {"type": "object", "additionalProperties": False, "properties": shapes}


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


def _accept(value: Any, _: Path) -> tuple[Accept, ...]:
    return arguments.accepted(_texts(value))


def _keep(value: Any, _: Path) -> tuple[Keep, ...]:
    """APIs that stay: a list of ids, or a table that says why."""
    from ..options import Keep

    if isinstance(value, dict):
        return tuple(Keep(name, _text(reason)) for name, reason in value.items())
    if not isinstance(value, list):
        raise ArgumentError(f'expected a list of ids, or a table such as {{OrdersApi = "why"}}, not {kind(value)}')
    return tuple(map(Keep, _texts(value)))


def _audience(value: Any, _: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read app clients by authorizer, as ``--audience`` takes them."""
    if not isinstance(value, dict):
        raise ArgumentError(f'expected a table such as {{MyAuthorizer = ["client id"]}}, not {kind(value)}')
    given = []
    for name, ids in value.items():
        try:
            given.append(f"{name}={','.join([ids] if isinstance(ids, str) else _texts(ids))}")
        except ArgumentError as error:
            raise ArgumentError(f"{name}: {error}") from None
    return arguments.audiences(given)


def _definition(value: Any, root: Path) -> tuple[tuple[str, str], ...]:
    """Read the files that definitions are uploaded from, by API: inside the repository, as ``paths`` are."""
    if not isinstance(value, dict):
        raise ArgumentError(f'expected a table such as {{MyApi = "openapi.yaml"}}, not {kind(value)}')
    files = {name: _text(file) for name, file in value.items()}
    return tuple((name, str(root / file)) for name, file in zip(files, paths([*files.values()], root), strict=True))


def _switch(value: Any, _: Path) -> bool:
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


_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_SWITCH: Final = {"type": "boolean"}

DIRECTION: Final = Setting(
    "direction",
    lambda value, _: arguments.choice("--direction", _text(value), arguments.DIRECTIONS),
    {
        "description": "Which way the repository goes. The other keys hold for this one; without it for both.",
        "enum": list(arguments.DIRECTIONS),
    },
)
PATHS: Final = Setting(
    "paths", paths, {"description": "Templates and folders to look at, inside the repository.", **_TEXTS}
)
DOCS_URL: Final = Setting(
    "docs_url",
    lambda value, _: arguments.site("--docs_url", _text(value)),
    {
        "description": "Where this documentation is served: findings in reports lead to its pages.",
        "type": "string",
        "pattern": "^https://",
    },
)
TEMPLATE_KEYS: Final[Mapping[str, Setting]] = {
    "accept": Setting(
        "accept",
        _accept,
        {
            "description": "Losses that are taken by name: CODE, CODE:API, CODE=WAY or all, as after --accept.",
            **_TEXTS,
        },
    ),
    "audience": Setting(
        "audiences",
        _audience,
        {
            "description": "App clients of Cognito authorizers, as after --audience: a list of ids, or param:NAME.",
            "type": "object",
            "additionalProperties": {"anyOf": [_TEXT, _TEXTS]},
        },
    ),
    "definition": Setting(
        "definitions",
        _definition,
        {
            "description": "Files that definitions of APIs are uploaded from, by logical id, as after --definition.",
            "type": "object",
            "additionalProperties": _TEXT,
        },
    ),
    "keep": Setting(
        "keep",
        _keep,
        {
            "description": "APIs that stay as they are: a list of logical ids, or a table that says why.",
            "anyOf": [_TEXTS, {"type": "object", "additionalProperties": _TEXT}],
        },
    ),
    "stage": Setting(
        "stage",
        lambda value, _: arguments.stage(_text(value)),
        {"description": "Stage of the migrated API: default, keep or a name, as after --stage.", **_TEXT},
    ),
    "payload": Setting(
        "payload",
        lambda value, _: arguments.payload(_text(value)),
        {"description": "Format of the events that handlers get.", "enum": list(PAYLOADS)},
    ),
    **{
        name: Setting(name, _switch, {"description": each.switch, **_SWITCH})
        for name, each in OPTIONS.items()
        if each.switch
    },
}
"""Keys that hold for every template, or in its own table for one."""
