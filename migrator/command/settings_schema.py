"""The JSON Schema of the settings, for editors that complete and check what is typed."""

from __future__ import annotations

from typing import Any, Final

from .config import KEYS, OWN_FILE
from .setting_values import table_of

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The one that editors of TOML files read."""


def schema() -> dict[str, Any]:
    """The schema of ``.sam-migrate.toml``, and of ``[tool.sam-migrate]`` in ``pyproject.toml``."""
    keys = dict(sorted(KEYS.items(), key=lambda entry: entry[0] == "templates"))  # what holds other keys stands last
    return {"$schema": DIALECT, "title": f"Settings of sam-migrate ({OWN_FILE})", **table_of(keys)}
