"""What a migration changes in the compiled template, for people at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..migration import Migration
from ..plan import SIGNS, Action
from ..proof.compile import CompileError, compiled
from ..proof.semantic import ChangedEntry, Detail, entries
from ..proof.sides import definition_texts
from .paint import Look
from .sanitize import clean_line

_STYLES = {Action.ADD: "green", Action.DELETE: "red", Action.CHANGE: "bold"}
_SHORT = 40
"""Characters of a value up to which both fit on one line."""
_LONGEST = 200
"""Characters of a value that are shown."""


def compared(migration: Migration, look: Look) -> str:
    """Say entry by entry what differs once both templates are compiled.

    Arguments:
        migration: a template that changes.
    """
    try:
        definitions, new_definitions = definition_texts(migration)
        before, after = compiled(migration.source.text, definitions), compiled(migration.after, new_definitions)
    except CompileError as error:
        return look.wrap(f"No semantic diff: the template does not compile: {error}", 0, hang=2)
    title = f"Compiled {clean_line(migration.source.path)}:"
    moved = {api.id: api.new_id for api in migration.apis}
    shown = [line for entry in entries(before, after, moved) for line in _entry(entry, look)]
    return "\n".join([look.paint(title, "bold"), *(shown or ["  nothing differs"])])


def _entry(entry: ChangedEntry, look: Look) -> Iterator[str]:
    section = "" if entry.section == "Resources" else f"{entry.section} "
    name = clean_line(f"{section}{entry.id}")
    kind = f"  {look.paint(clean_line(entry.type), 'dim')}" if entry.type else ""
    sign = look.paint(f"{SIGNS[entry.action]} {name}", _STYLES[entry.action])
    yield f"  {sign}{kind}{f', in place of {clean_line(entry.follows)}' if entry.follows else ''}"
    yield from (f"      {line}" for detail in entry.details for line in _detail(detail, look))


def _detail(detail: Detail, look: Look) -> Iterator[str]:
    path = clean_line(".".join(map(str, detail.path)))
    before, after = (clean_line(_value(value)) for value in (detail.before, detail.after))
    if detail.action is Action.ADD:
        yield f"{path}: {look.paint(f'+ {after}', 'green')}"
    elif detail.action is Action.DELETE:
        yield f"{path}: {look.paint(f'- {before}', 'red')}"
    elif max(len(before), len(after)) > _SHORT:
        yield f"{path}:"
        yield f"  {look.paint(f'- {before}', 'red')}"
        yield f"  {look.paint(f'+ {after}', 'green')}"
    else:
        yield f"{path}: {look.paint(before, 'red')} -> {look.paint(after, 'green')}"


def _value(value: Any) -> str:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
