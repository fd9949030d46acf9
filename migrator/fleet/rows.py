"""The tables of an inventory: a row for each template, API, function and finding.

What a column holds stands beside it once; the Parquet schema, the DuckDB tables and the documentation are made from
here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path, PurePath
from typing import Annotated, Any, Final, TypeAlias, get_args, get_type_hints

VERSION = 1
"""Raised when a column changes its meaning or goes; a new column does not raise it."""

Texts: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class RunRow:
    """The run that made an inventory; one row."""

    schema: Annotated[int, "version of these tables"]
    tool: Annotated[str, "version of sam-migrate"]
    translator: Annotated[str, "version of aws-sam-translator"]
    started: Annotated[str, "ISO 8601, UTC"]
    shard: Annotated[str, "K/N, where only a part was looked at; empty otherwise"]


@dataclass(frozen=True)
class TemplateRow:
    """One template of one repository."""

    repository: Annotated[str, "folder or clone URL, as it was given"]
    commit: Annotated[str, "commit that was read; empty where it is no git repository or has changes"]
    path: Annotated[str, "template, from the root of the repository, with slashes"]
    owner: Annotated[str, "first owner that CODEOWNERS names for the template; empty for none"]
    lines: Annotated[int, "lines of the template"]
    apis: Annotated[int, "APIs of either kind"]
    error: Annotated[str, "why it could not be read or judged; empty where it could"]
    digest: Annotated[
        str, "content address of the result: template, files read, options, versions of tool and translator"
    ]


@dataclass(frozen=True)
class ApiRow:
    """One API."""

    repository: Annotated[str, "as in templates"]
    path: Annotated[str, "as in templates"]
    api: Annotated[str, "logical id"]
    kind: Annotated[str, "rest or http"]
    implicit: Annotated[bool, "whether SAM makes it from the events"]
    routes: Annotated[int, "how many routes it has"]
    authorizers: Annotated[Texts, "sorts: cognito, iam, jwt, lambda, api-key, resource-policy; sorted"]
    features: Annotated[
        Texts, "features in use, such as domain, cache, waf, usage-plan, validation, private, logs; sorted"
    ]
    direction: Annotated[str, "to-http for a REST API, to-rest for an HTTP API"]
    status: Annotated[str, "what migrating at once gives: migrated, blocked, kept or error"]
    side_by_side: Annotated[str, "what the first step gives: migrated, blocked, kept, error or taken"]
    readiness: Annotated[str, "today, option, change or stays"]
    options: Annotated[Texts, "codes to accept so that it can move, where readiness is option; sorted"]
    blockers: Annotated[Texts, "codes that keep it from moving without an option; sorted"]
    proof: Annotated[str, "equivalent, different, skipped or uncompilable"]
    step: Annotated[str, "not-begun, side-by-side, switched, finished or kept"]
    beside: Annotated[str, "logical id of the API that stands beside it; empty for none"]
    reason: Annotated[str, "why it is kept, where somebody said it"]


@dataclass(frozen=True)
class FunctionRow:
    """The code of one function behind routes."""

    repository: Annotated[str, "as in templates"]
    path: Annotated[str, "as in templates"]
    function: Annotated[str, "logical id"]
    language: Annotated[str, "python, javascript, java, dotnet, go, rust, ruby, php, image or unknown"]
    runtime: Annotated[str, "Runtime of the function, with Globals merged; empty where it is not known"]
    file: Annotated[str, "file of the handler, from the root of the repository; empty where it was not found"]
    status: Annotated[str, "rewritten, unchanged, flagged or unread"]
    risk: Annotated[str, "none, differs or fails"]


@dataclass(frozen=True)
class FindingRow:
    """One finding of migrating at once."""

    repository: Annotated[str, "as in templates"]
    path: Annotated[str, "as in templates"]
    api: Annotated[str, "logical id; empty for the whole template"]
    code: Annotated[str, "code of the finding"]
    level: Annotated[str, "blocker, warning or info"]
    security: Annotated[bool, "whether it touches access"]
    message: Annotated[str, "what is there and what will differ"]
    file: Annotated[str, "file it is in, from the root of the repository"]
    line: Annotated[int, "line it is at, from 1; 0 where there is none"]


Row: TypeAlias = RunRow | TemplateRow | ApiRow | FunctionRow | FindingRow
TABLES: dict[str, type[Row]] = {
    "runs": RunRow,
    "templates": TemplateRow,
    "apis": ApiRow,
    "functions": FunctionRow,
    "findings": FindingRow,
}
"""The rows by the name of their table."""


NAMES: Final = {row: table for table, row in TABLES.items()}
"""The table of each sort of row."""


def table_of(row: Row) -> str:
    """The table that a row is one of."""
    return NAMES[type(row)]


def data(row: Row) -> dict[str, Any]:
    """A row by the names of its columns; several texts are a list."""
    values = ((name, getattr(row, name)) for name in _NAMES[type(row)])
    return {name: _plain(value) for name, value in values}


def _plain(value: Any) -> Any:
    """A value as every format takes it: halves of characters have bytes in none."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value


def columns(row: type[Row]) -> Iterator[tuple[str, type, str]]:
    """Name, type and meaning of each column; the type of several texts is ``tuple``.

    Arguments:
        row: one of the sorts of rows.
    """
    for name, hint in get_type_hints(row, include_extras=True).items():
        kind, meaning = get_args(hint)
        yield name, kind if isinstance(kind, type) and kind in (int, bool, str) else tuple, meaning


_NAMES: Final[Mapping[type[Row], tuple[str, ...]]] = {
    row: tuple(field.name for field in fields(row)) for row in TABLES.values()
}


_KINDS = {int: "integer", bool: "true or false", str: "text", tuple: "texts"}


def described() -> str:
    """The tables as Markdown: each column with its type and what it holds."""
    parts = [f"This is version {VERSION} of the tables, as `runs.schema` says.\n"]
    for table, row in TABLES.items():
        lines = (f"| `{name}` | {_KINDS[kind]} | {meaning} |\n" for name, kind, meaning in columns(row))
        title = (row.__doc__ or "").strip().rstrip(".")
        parts.append(f"### {table}\n\n{title}.\n\n| Column | Type | What it holds |\n|---|---|---|\n{''.join(lines)}")
    return "\n".join(parts)


@dataclass(frozen=True)
class Namer:
    """Names files of one repository.

    Arguments:
        root: its folder, links resolved.
        template: the template that rows are made of, below it.
    """

    root: Path
    template: Path

    @cached_property
    def path(self) -> str:
        """The template from the root."""
        return self.file(str(self.template))

    def file(self, path: str) -> str:
        """A file from the root.

        Arguments:
            path: as a migration reports it.
        """
        return PurePath(os.path.relpath(path, self.root)).as_posix()

    def text(self, message: str) -> str:
        """A sentence without the folder that the repository happens to lie in.

        Arguments:
            message: as a migration says it.
        """
        return message.replace(f"{self.root.as_posix().rstrip('/')}/", "")
