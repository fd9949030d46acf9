"""Events that the project keeps in files and tests: reported when their functions get others, rewritten on request."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from migrator.concern import View
from migrator.findings import Code, Finding, Span
from migrator.migration import FileChange
from migrator.options import Options
from migrator.sam.template import Template
from migrator.stage_name import known
from migrator.text.source import Source

from ..reading.code_place import code_place
from . import sentences
from .event_shapes import is_2_0, is_rest, to_2_0, to_rest
from .finder_codes import SAVED_EVENT, TEST_EVENT
from .package import Files
from .saved_routes import SavedRoute, came_by, routes_of

FOLDERS = ("events", "tests", "test", "__tests__", "fixtures")
"""Where projects keep events, below the template's folder or a function's."""

MAX_CHARACTERS = 1024 * 1024
"""Largest file that is taken for a saved event."""

_INDENT = re.compile(r"^[\[{]\s*?\n(?P<indent>[ \t]+)")
BY_HAND = "Change it by hand."
_TEST_KEYS = {
    "rest": ("httpMethod", ("requestContext", "resource", "path", "pathParameters", "queryStringParameters", "body")),
    "2.0": ("requestContext", ("rawPath", "routeKey", "rawQueryString")),
}
"""Keys that an event in a test has: the first one, and one of the others."""
_WHOSE = {"rest": sentences.REST_EVENT, "2.0": "an event of payload 2.0"}


@dataclass(frozen=True)
class Saved:
    """Saved events: what is said of them, and the files that change."""

    findings: tuple[Finding, ...] = ()
    files: tuple[FileChange, ...] = ()


def saved_events(template: Template, options: Options, moves: Iterable[View]) -> Saved:
    """Find the events that functions will no longer get, and rewrite them when that is asked for.

    Arguments:
        moves: the APIs that migrate.
    """
    moves = tuple(moves)
    routes = sorted(routes_of(template, moves), key=lambda route: route.follows)
    if not any(view.api.events for view in moves):
        return Saved()
    before = "rest" if moves[0].kind.name == "http" else "2.0"
    files = Files(template)
    if not any(route.follows for route in routes):
        moving = (route for route in routes if route.view is not None)
        return Saved(tuple(_staying(files, moving)) if options.fixtures and before == "rest" else ())
    followed = _candidates(files, (route for route in routes if route.follows))
    found = [_of_file(files, path, before, routes, fixtures=options.fixtures) for path in followed]
    return Saved(tuple(f for each in found for f in each.findings), tuple(f for each in found for f in each.files))


def _of_file(files: Files, path: str, before: str, routes: list[SavedRoute], *, fixtures: bool) -> Saved:
    """What is said of a file, and how it changes if events are to be rewritten."""
    source = files.read(path)
    if source is None or len(source.text) > MAX_CHARACTERS or _TEST_KEYS[before][0] not in source.text:
        return Saved()
    if path.endswith(".py"):
        return Saved(tuple(_in_test(source, before)))
    found = _in_json(source, before, routes)
    if found is None:
        return Saved()
    if found and fixtures:
        return Saved((_told(source, before, ""),), (FileChange(source, found),))
    return Saved((_told(source, before, BY_HAND if fixtures else SAVED_EVENT.remedy),))


def _candidates(files: Files, routes: Iterable[SavedRoute]) -> dict[str, None]:
    places = (code_place(files.template, route.event.owner).folder for route in routes)
    roots = dict.fromkeys([".", *filter(None, places)])
    folders = (PurePosixPath(root, folder).as_posix() for root in roots for folder in FOLDERS)
    return dict.fromkeys(path for folder in folders for path in files.below(folder, ".json", ".py"))


def _staying(files: Files, routes: Iterable[SavedRoute]) -> Iterator[Finding]:
    """Events that were to be rewritten and need not be: payload 1.0 has the shape of a REST event."""
    for path in _candidates(files, routes):
        source = files.read(path) if path.endswith(".json") else None
        if source is not None and len(source.text) <= MAX_CHARACTERS and _events(source, is_rest):
            what = "This file holds an event of a REST API, and stays: payload 1.0 has the same shape."
            yield _finding(SAVED_EVENT, what, source, 0, "`--payload 2.0` is what changes saved events.")


# -- JSON ---------------------------------------------------------------------------------------------------------


def _in_json(source: Source, before: str, routes: list[SavedRoute]) -> str | None:
    """The new text of a file of events; empty when they are such events and their routes cannot be told."""
    events = _events(source, is_rest if before == "rest" else is_2_0)
    alike = events or _alike(source, before)
    found = [came_by(event, before, routes) for event in alike]
    if not alike or any(route is not None and not route.follows for route in found):
        return None
    if not events or any(route is None for route in found):
        return ""
    new = [
        _converted(event, before, route, route.view)
        for event, route in zip(events, found, strict=True)
        if route is not None and route.view is not None
    ]
    return _printed(source, new if source.text.lstrip().startswith("[") else new[0])


def _events(source: Source, fits: Callable[[Any], bool]) -> list[dict[str, Any]]:
    """The events that a file holds; none where it holds anything else."""
    try:
        held = json.loads(source.text)
    except (ValueError, RecursionError):
        return []
    events = held if isinstance(held, list) else [held]
    return events if all(fits(event) for event in events) else []


def _alike(source: Source, before: str) -> list[dict[str, Any]]:
    """What looks like events in a file that holds other things too, or like parts of events."""
    found: list[dict[str, Any]] = []
    try:
        todo = [json.loads(source.text)]
    except (ValueError, RecursionError):
        return found
    while todo:
        value = todo.pop()
        if isinstance(value, dict) and _looks_like(value.keys(), before) and "elb" not in str(value):
            found.append(value)
        else:
            todo.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
    return found


def _looks_like(keys: Collection[Any], before: str) -> bool:
    first, others = _TEST_KEYS[before]
    return first in keys and any(other in keys for other in others)


def _converted(event: dict[str, Any], before: str, route: SavedRoute, view: View) -> dict[str, Any]:
    if before == "rest":
        method, resource = str(event["httpMethod"]), str(event["resource"])
        own = route.takes(method, resource, str(event.get("path") or ""))
        return to_2_0(event, route.key if own else f"{method} {resource}", _stage(event, view))
    return to_rest(event, str(event["routeKey"]).rpartition(" ")[2], _stage(event, view))


def _stage(event: dict[str, Any], view: View) -> str:
    """Name of the stage in the new event; a name that is known at deployment only stays as the event has it."""
    own = event["requestContext"].get("stage")
    return known(view.stage.after) or str(own or view.kind.implicit_stage)


def _printed(source: Source, value: Any) -> str:
    """JSON with the indent, the line endings and the last line break of the file."""
    text = source.text
    found = _INDENT.match(text.lstrip().replace("\r\n", "\n"))
    compact = None if '": ' in text else (",", ":")
    printed = json.dumps(
        value, indent=found["indent"] if found else None, ensure_ascii=text.isascii(), separators=compact
    )
    ending = text[len(text.rstrip("\r\n")) :]
    return printed.replace("\n", source.newline) + ending


def _told(source: Source, before: str, remedy: str) -> Finding:
    what = (
        f"This file holds {_WHOSE[before]}{', which its function no longer gets' if remedy else '; it is rewritten'}."
    )
    return _finding(SAVED_EVENT, what, source, 0, remedy)


# -- tests --------------------------------------------------------------------------------------------------------


def _in_test(source: Source, before: str) -> Iterator[Finding]:
    try:
        tree = ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    lines = source.text.splitlines(keepends=True)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Dict):
            continue
        keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
        if _looks_like(keys, before):
            column = len(lines[node.lineno - 1].encode()[: node.col_offset].decode(errors="ignore"))
            at = sum(map(len, lines[: node.lineno - 1])) + column
            yield _finding(
                TEST_EVENT, f"This test builds {_WHOSE[before]}, which the function no longer gets.", source, at
            )


def _finding(code: Code, what: str, source: Source, at: int, remedy: str | None = None) -> Finding:
    line, column = source.position(at)
    place = Span(at, at, line, column, line, column)
    return Finding(code, what, code.remedy if remedy is None else remedy, code.level, None, place, file=source.path)
