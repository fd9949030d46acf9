"""The JSON Schemas of the settings and of the reports for programs."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import TypeAdapter

from migrator.bot.report_form import DocumentForm, Form, SummaryForm, TemplateForm
from migrator.command import setting_keys
from migrator.report.json_report import VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LIMITS = frozenset({"maxLength", "maxItems", "maximum", "title", "default"})
"""What the bot asks of reports of others, and no promise of ours; and what says nothing."""
_NAMES = ("properties", "$defs")


class SummaryLine(Form):
    """The last line of `--format jsonl`."""

    version: Literal[1]
    summary: SummaryForm


def texts() -> dict[str, str]:
    """Each schema as the text of a file, by its name."""
    lines: Any = TemplateForm | SummaryLine
    made = {
        "settings": setting_keys.schema(),
        "report": _report(TypeAdapter(DocumentForm), f"Report of sam-migrate (--format json), version {VERSION}"),
        "report-line": _report(TypeAdapter(lines), f"One line of a report (--format jsonl), version {VERSION}"),
    }
    return {f"{name}.json": json.dumps(schema, indent=2) + "\n" for name, schema in made.items()}


def _report(adapter: TypeAdapter[Any], title: str) -> dict[str, Any]:
    schema = _plain(adapter.json_schema(mode="serialization"))
    return {"$schema": DIALECT, "title": title, **schema}


def _plain(value: Any, named: bool = False) -> Any:
    """A schema without limits, in which all that is named is there; names of properties may be spelled like limits."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _plain(item, key in _NAMES) for key, item in value.items() if named or key not in _LIMITS}
    return {**plain, "required": [*plain["properties"]]} if "properties" in plain and not named else plain
