"""The JSON Schema of the settings, for editors that complete and check what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from . import arguments
from .arguments import DIRECTIONS
from .config import KEYS, OWN_FILE, TEMPLATE_KEYS

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The one that editors of TOML files read."""

_TEXT: Final = {"type": "string"}
_FLAG: Final = {"type": "boolean"}
_TEXTS: Final = {"type": "array", "items": _TEXT}

SHAPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "direction": {
        "description": "Which way the repository goes. The other keys hold for this one; without it for both.",
        "enum": list(DIRECTIONS),
    },
    "paths": {"description": "Templates and folders to look at, inside the repository.", **_TEXTS},
    "accept": {
        "description": "Losses that are taken by name: CODE, CODE:API, CODE=WAY or all, as after --accept.",
        **_TEXTS,
    },
    "stage": {"description": "Stage of the migrated API: default, keep or a name, as after --stage.", **_TEXT},
    "payload": {"description": "Format of the events that handlers get.", "enum": list(arguments.PAYLOADS)},
    "audience": {
        "description": "App clients of Cognito authorizers, as after --audience: a list of ids, or param:NAME.",
        "type": "object",
        "additionalProperties": {"anyOf": [_TEXT, _TEXTS]},
    },
    "definition": {
        "description": "Files that definitions of APIs are uploaded from, by logical id, as after --definition.",
        "type": "object",
        "additionalProperties": _TEXT,
    },
    "keep": {
        "description": "APIs that stay as they are: a list of logical ids, or a table that says why.",
        "anyOf": [_TEXTS, {"type": "object", "additionalProperties": _TEXT}],
    },
    "strict": {"description": "Security warnings become blockers, as with --strict.", **_FLAG},
    "keep_logical_ids": {"description": "Change only types, as with --keep-logical-ids.", **_FLAG},
    "handlers": {"description": "Read the code behind the routes; false is --no-handlers.", **_FLAG},
    "fixtures": {"description": "Rewrite saved events, as with --fixtures.", **_FLAG},
    "shim": {"description": "Call handlers that cannot be proven through a translating module.", **_FLAG},
    "docs_url": {
        "description": "Where this documentation is served: findings in reports lead to its pages.",
        "type": "string",
        "pattern": "^https://",
    },
}
"""What each key takes; those that hold other keys are made from these."""


def schema() -> dict[str, Any]:
    """The schema of ``.sam-migrate.toml``, and of ``[tool.sam-migrate]`` in ``pyproject.toml``."""
    properties: dict[str, Any] = {key: dict(SHAPES[key]) for key in KEYS if key != "templates"}
    properties["templates"] = {
        "description": "What holds for one template, by its path.",
        "type": "object",
        "additionalProperties": _table({key: dict(SHAPES[key]) for key in TEMPLATE_KEYS}),
    }
    return {"$schema": DIALECT, "title": f"Settings of sam-migrate ({OWN_FILE})", **_table(properties)}


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}
