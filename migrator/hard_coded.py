"""Addresses of an API that stand elsewhere in the project: they are told, and never changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from .findings import Code, Example, Finding, Level, Span
from .migration import Migration, Status
from .options import SIDE_BY_SIDE, UNDO
from .sam.kinds import KINDS
from .sam.repository import Repository
from .sam.surroundings import surroundings
from .sam.template import Template, read_template
from .text.values import entries_of, literal

URLS: Final = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html"

HARD_CODED_URL = Code(
    "hard-coded-url",
    Level.WARNING,
    "A file of the project holds the address of an API, or the name of an output whose value changes.",
    "The new API has another address, and often no stage in its path. What is written down elsewhere (a Makefile, a README, tests, `.env`, the configuration of a front end) keeps calling the old one.",
    "Write the new address there once it is deployed, or read it from the stack's outputs.",
    URLS,
    Example("API_URL=https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod", "(unchanged)"),
    levels=(
        (Level.WARNING, "an address"),
        (Level.INFO, "the name of an output"),
    ),
)
CODES: Final = (HARD_CODED_URL,)

MOST: Final = 100
"""Lines that are told."""
PATCHES: Final = frozenset({".diff", ".patch"})
"""Files that hold lines of others."""
LONGEST: Final = 2_000
"""Characters of a line that is looked at: longer ones are nobody's handwriting."""

_CHECK = "Check what is appended to its value there, such as a stage."
_ID = r"(?<![\w-])[a-z0-9]{10}|\$\w{1,80}|[^\s\"'`/@]{1,80}[})>\]]"
"""An API's id, or what a script, a program or a text puts in its place; a word such as ID is nobody's address."""
_HOST = re.compile(rf"(?:{_ID})\.execute-api\.[^\s\"'`/]{{1,80}}(?P<path>/[^\s\"'`?#)>]*)?")
_ASIDE = re.compile(r"""domainName|["']?[Hh]ost["']?\s*[:=]|requestContext""")
"""What a line says that holds an event's or a request's own host."""
_EVENT = b'"requestContext"'
_OURS = b"# Runbook for "


@dataclass(frozen=True)
class _Moved:
    """An API whose address changes.

    Arguments:
        id: its logical id.
        stage: its stage; None where it is known at deployment only.
        outputs: names of outputs that show its address.
    """

    id: str
    stage: str | None
    outputs: tuple[str, ...]


def with_addresses(migration: Migration) -> Migration:
    """The migration, and findings about addresses of its APIs that stand in other files of the project."""
    moved = [api for api in migration.apis if api.status is Status.MIGRATED and api.step not in (SIDE_BY_SIDE, UNDO)]
    if not moved or not migration.changed or (template := read_template(migration.source)) is None:
        return migration
    if (repository := template.repository) is None:
        return migration
    found = tuple(_found(repository, [_moved(template, api.id) for api in moved], _others(template, moved)))
    return replace(migration, findings=(*migration.findings, *found)) if found else migration


def _moved(template: Template, name: str) -> _Moved:
    return _Moved(name, _stage(template, name), tuple(_outputs(template, name)))


def _stage(template: Template, name: str) -> str | None:
    api = template.apis.get(name)
    node = api.properties.get("StageName") if api is not None else None
    return literal(node) if node is not None or api is None else KINDS[api.kind].implicit_stage


def _others(template: Template, moved: Sequence[object]) -> frozenset[str]:
    """Stages of APIs that stay: an address with one of them is theirs."""
    ids = {getattr(api, "id", "") for api in moved}
    stages = (_stage(template, name) for name in template.apis if name not in ids)
    return frozenset(stage for stage in stages if stage)


def _outputs(template: Template, name: str) -> Iterator[str]:
    outputs = template.section("Outputs")
    for output, node in entries_of(outputs).items():
        value = node.get("Value")
        if value is not None and any(reference.name == name for reference in template.references_in(value)):
            yield output


def _found(repository: Repository, moved: Sequence[_Moved], others: frozenset[str]) -> Iterator[Finding]:
    names = {output: api for api in moved for output in api.outputs}
    quoted = re.compile("|".join(rf"(?<=[\"'`]){re.escape(name)}(?=[\"'`])" for name in names)) if names else None
    wanted = [b".execute-api.", *(name.encode() for name in names)]
    told = 0
    for entry in surroundings(repository):
        if entry is None or told >= MOST:
            why = "There is more" if told >= MOST else "Not all files of the project were looked at"
            yield Finding(HARD_CODED_URL, f"{why}; search it for `.execute-api.` too.", "", Level.INFO)
            return
        path, data = entry
        if path == repository.template or path.suffix in PATCHES or _EVENT in data or data.startswith(_OURS):
            continue
        if not any(each in data for each in wanted):
            continue
        for finding in _in_file(_shown(repository, path), data, moved, others, quoted, names):
            told += 1
            yield finding


def _shown(repository: Repository, path: Path) -> str:
    return repository.name(os.path.relpath(path, repository.folder))


def _in_file(
    shown: str,
    data: bytes,
    moved: Sequence[_Moved],
    others: frozenset[str],
    quoted: re.Pattern[str] | None,
    names: dict[str, _Moved],
) -> Iterator[Finding]:
    if b"AWS::Serverless" in data:
        return  # a template; what it names is its own
    offset = 0
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(keepends=True), 1):
        start, offset = offset, offset + len(line)
        if len(line) > LONGEST:
            continue
        if (host := _HOST.search(line)) is not None and not _ASIDE.search(line[: host.start()]):
            if (message := _address(host["path"] or "", moved, others)) is not None:
                yield _finding(shown, number, start, host, message, Level.WARNING)
        elif quoted is not None and "output" in line.lower() and (name := quoted.search(line)) is not None:
            api = names[name[0]]
            message = f"Output {name[0]} is named here; it gets another value with {api.id}."
            yield _finding(shown, number, start, name, message, Level.INFO, api.id)


def _address(path: str, moved: Sequence[_Moved], others: frozenset[str]) -> str | None:
    """What to say of an address; None where it is that of an API that stays."""
    segment = path.strip("/").partition("/")[0]
    theirs = [api for api in moved if api.stage == segment and segment]
    if not theirs and segment in others:
        return None
    names = " or ".join(api.id for api in (theirs or moved))
    stage = f" with the stage of {names} in its path" if theirs else f", which may be that of {names}"
    return f"An address at `execute-api` is written here{stage}."


def _finding(
    shown: str,
    number: int,
    start: int,
    match: re.Match[str],
    message: str,
    level: Level,
    api: str | None = None,
) -> Finding:
    code, (first, last) = HARD_CODED_URL, match.span()
    place = Span(start + first, start + last, number, first + 1, number, last + 1)
    return Finding(code, message, code.remedy if api is None else _CHECK, level, api, place, file=shown)
