"""The keys of settings, each with its reader and its JSON Schema, for editors that complete and check what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from ..spelling import OPTIONS, PAYLOADS
from . import arguments
from .arguments import ArgumentError
from .setting_values import accept, audience, definition, keep, kind, paths, switch, text

Wishes: TypeAlias = Mapping[str, Any]
"""What settings say of fields of `migrator.options.Options`; of the others they say nothing."""

Reader: TypeAlias = Callable[[Any, Path], Any]
"""Takes a value, and the folder that the settings hold for; raises `ArgumentError`."""

OWN_FILE = ".sam-migrate.toml"
NEED_CODE = ("payload", "fixtures", "shim")
"""What is for code that is read."""


@dataclass(frozen=True)
class Setting:
    """One key of the settings.

    Arguments:
        read: reads its value.
        shape: its value as JSON Schema has it, with a description.
        field: the field of `migrator.options.Options` that it says something of; empty where that is called alike.
    """

    read: Reader
    shape: Mapping[str, Any]
    field: str = ""


def values_of(table: Mapping[str, Any], root: Path, keys: Mapping[str, Setting]) -> dict[str, Any]:
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
            raise ArgumentError(f"there is no key {key!r}{arguments.suggestion(key, [*keys])}")
    found: dict[str, Any] = {}
    for key, value in table.items():
        try:
            found[key] = keys[key].read(value, root)
        except ArgumentError as error:
            said = str(error).removeprefix(f"--{key}").lstrip(": ")
            raise ArgumentError(f"{key}: {said}") from None
    return found


def wishes_of(values: Mapping[str, Any]) -> Wishes:
    """What the values of a table say of a migration.

    Arguments:
        values: those of keys that may hold for one template.

    Raises:
        ArgumentError: one asks for a change of code, and another for none.
    """
    wishes = {TEMPLATE_KEYS[key].field or key: value for key, value in values.items()}
    if wishes.get("handlers") is False:
        for key in NEED_CODE:
            if wishes.get(key) not in (None, False, PAYLOADS[0]):
                raise ArgumentError(f"handlers: false leaves code alone, and {key} needs it")
    return wishes


def _table_of(keys: Mapping[str, Setting]) -> dict[str, Any]:
    """The JSON Schema of a table that has these keys alone."""
    shapes = {key: dict(each.shape) for key, each in keys.items()}
    return {"type": "object", "additionalProperties": False, "properties": shapes}


DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The one that editors of TOML files read."""

_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_SWITCH: Final = {"type": "boolean"}
TEMPLATE_KEYS: Final[Mapping[str, Setting]] = {
    "accept": Setting(
        accept,
        {
            "description": "Losses that are taken by name: CODE, CODE:API, CODE=WAY or all, as after --accept.",
            **_TEXTS,
        },
    ),
    "audience": Setting(
        audience,
        {
            "description": "App clients of Cognito authorizers, as after --audience: a list of ids, or param:NAME.",
            "type": "object",
            "additionalProperties": {"anyOf": [_TEXT, _TEXTS]},
        },
        "audiences",
    ),
    "definition": Setting(
        definition,
        {
            "description": "Files that definitions of APIs are uploaded from, by logical id, as after --definition.",
            "type": "object",
            "additionalProperties": _TEXT,
        },
        "definitions",
    ),
    "keep": Setting(
        keep,
        {
            "description": "APIs that stay as they are: a list of logical ids, or a table that says why.",
            "anyOf": [_TEXTS, {"type": "object", "additionalProperties": _TEXT}],
        },
    ),
    "stage": Setting(
        lambda value, _: arguments.stage(text(value)),
        {"description": "Stage of the migrated API: default, keep or a name, as after --stage.", **_TEXT},
    ),
    "payload": Setting(
        lambda value, _: arguments.payload(text(value)),
        {"description": "Format of the events that handlers get.", "enum": list(PAYLOADS)},
    ),
    **{name: Setting(switch, {"description": each.switch, **_SWITCH}) for name, each in OPTIONS.items() if each.switch},
}
"""Keys that hold for every template, or in its own table for one."""


def _templates(value: Any, root: Path) -> dict[str, Wishes]:
    if not isinstance(value, dict):
        raise ArgumentError(f"expected a table of templates, not {kind(value)}")
    paths([*value], root)
    found: dict[str, Wishes] = {}
    for path, table in value.items():
        if not isinstance(table, dict):
            raise ArgumentError(f"{path}: expected a table, not {kind(table)}")
        try:
            found[path] = wishes_of(values_of(table, root, TEMPLATE_KEYS))
        except ArgumentError as error:
            raise ArgumentError(f"{path}: {error}") from None
    return found


KEYS: Mapping[str, Setting] = {
    "direction": Setting(
        lambda value, _: arguments.choice("--direction", text(value), arguments.DIRECTIONS),
        {
            "description": "The direction of the migrations. The other keys apply to it; without it, to both.",
            "enum": list(arguments.DIRECTIONS),
        },
    ),
    "paths": Setting(paths, {"description": "Templates and folders to look at, inside the repository.", **_TEXTS}),
    **TEMPLATE_KEYS,
    "templates": Setting(
        _templates,
        {
            "description": "Settings of one template, by its path.",
            "type": "object",
            "additionalProperties": _table_of(TEMPLATE_KEYS),
        },
    ),
    "docs_url": Setting(
        lambda value, _: arguments.site("--docs_url", text(value)),
        {
            "description": "Where this documentation is served: findings in reports lead to its pages.",
            "type": "string",
            "pattern": "^https://",
        },
    ),
}
"""Everything that settings may say."""


def schema() -> dict[str, Any]:
    """The JSON Schema of the settings, for editors that complete and check what is typed."""
    keys = dict(sorted(KEYS.items(), key=lambda entry: entry[0] == "templates"))  # what holds other keys stands last
    return {"$schema": DIALECT, "title": f"Settings of sam-migrate ({OWN_FILE})", **_table_of(keys)}
