"""The tables of an inventory as the documentation shows them."""

from __future__ import annotations

from .rows import TABLES, VERSION
from .tables import columns

_KINDS = {int: "integer", bool: "true or false", str: "text", tuple: "texts"}


def described() -> str:
    """The tables as Markdown: each column with its type and what it holds."""
    parts = [f"This is version {VERSION} of the tables, as `runs.schema` says.\n"]
    for table, row in TABLES.items():
        lines = (f"| `{name}` | {_KINDS[kind]} | {meaning} |\n" for name, kind, meaning in columns(row))
        title = (row.__doc__ or "").strip().rstrip(".")
        parts.append(f"### {table}\n\n{title}.\n\n| Column | Type | What it holds |\n|---|---|---|\n{''.join(lines)}")
    return "\n".join(parts)
