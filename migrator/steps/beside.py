"""Step one: the new API beside the old one, of which not a byte changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from ..findings import Code, Finding, Objection
from ..migration import ApiOutcome, Direction, FileChange, Migration, Options, Status, TextEdit
from ..sam.kinds import HTTP_KIND, OTHER, REST_KIND, Kind
from ..sam.template import Template, definition_files
from ..text.check import difference
from ..text.edits import plan, splice
from ..text.operations import EditError, combine
from ..text.source import Source
from ..text.tree import Node, TreeError, parse
from ..text.values import is_map
from ..view import span
from .additions import additions, followers
from .codes import BESIDE, BESIDE_FILES, BESIDE_ROUTES, LATER
from .standing import Standing, standing

KINDS = {Direction.TO_HTTP: HTTP_KIND, Direction.TO_REST: REST_KIND}

Run = Callable[[Options, Sequence[Objection]], Migration]
"""Migrates at once, and leaves alone what leads to an API."""


def beside(
    source: Source, direction: Direction, options: Options, run: Run, objections: Sequence[Objection]
) -> Migration:
    """Add what `run` makes of the APIs that move to the template as it stands.

    Arguments:
        source: the template.
        direction: the kind of the new APIs.
        options: what the user asked for.
        run: how the template is migrated at once.
        objections: what the proof had against an earlier outcome.
    """
    template, kind = _template(source), KINDS[direction]
    if template is None:
        return run(options, objections)
    there = standing(template, kind)
    told = tuple(finding for each in there for finding in _there(template, each))
    if there:
        done = {each.old.id for each in there}
        old = [api.id for api in template.apis.values() if api.kind == OTHER[kind.name].name]
        left = tuple(name for name in options.apis or old if name not in done)
        if not left:
            return Migration(source, direction, Status.UNCHANGED, source.text, findings=told)
        options = replace(options, apis=left)
    while True:
        at_once = run(options, objections)
        if at_once.status is Status.ERROR or not at_once.changed:
            return replace(at_once, findings=(*at_once.findings, *told))
        found = tuple(_obstacles(template, kind, at_once))
        if not found:
            return _added(template, kind, replace(at_once, findings=(*at_once.findings, *told)))
        objections = (*objections, *found)


def told(migration: Migration) -> Migration:
    """The migration without what is nothing to know while the old API stays.

    Arguments:
        migration: the step, after it is proven.
    """
    return replace(migration, findings=tuple(f for f in migration.findings if f.code.name not in LATER))


def _template(source: Source) -> Template | None:
    try:
        tree = parse(source)
    except TreeError:
        return None
    return Template(source, tree, tree.root) if tree.root is not None and is_map(tree.root) else None


def _there(template: Template, each: Standing) -> Iterator[Finding]:
    """What is to know of an API that has a new one beside it already."""
    for event in each.missing:
        message = (
            f"{event.method} {event.path} of {each.old.id} has no counterpart in {each.new}, which stands beside it."
        )
        yield _finding(template, BESIDE_ROUTES, each.old.id, message, event.node)


def _finding(template: Template, code: Code, api: str, message: str, node: Node) -> Finding:
    return Finding(code, message, code.remedy, code.level, api, span(template.source, node), node.path())


def _moved(migration: Migration) -> tuple[ApiOutcome, ...]:
    return tuple(api for api in migration.apis if api.status is Status.MIGRATED)


def _obstacles(template: Template, kind: Kind, at_once: Migration) -> Iterator[Objection]:
    """Why APIs cannot get a second one beside them."""
    definitions = {change.source.path for change in _definitions(at_once)}
    shared_files = [
        path
        for path in (change.source.path for change in at_once.files)
        if path not in definitions or Path(_beside_it(path, kind)).exists()
    ]
    if not shared_files:
        return
    home = PurePath(template.source.path).parent
    names = ", ".join(os.path.relpath(path, home) for path in shared_files)
    for api in _moved(at_once):
        message = f"Both APIs would use {names}, and it would have to change."
        yield Objection(api.id, BESIDE_FILES, message, BESIDE_FILES.remedy, ())


def _definitions(at_once: Migration) -> Iterator[FileChange]:
    names = {file.path for file in definition_files(at_once.source).values()}
    return (change for change in at_once.files if change.source.path in names)


def _beside_it(path: str, kind: Kind) -> str:
    """The file for the new API's definition, beside the old one's."""
    old = PurePath(path)
    return str(old.with_name(f"{old.stem}-{kind.name}{old.suffix}"))


def _added(template: Template, kind: Kind, at_once: Migration) -> Migration:
    source, moved = template.source, {api.id: api.new_id for api in _moved(at_once)}
    after = _template(Source(source.path, at_once.after))
    assert after is not None  # noqa: S101 - the engine read it again
    copies = {name: _beside_it(name, kind) for name in definition_files(source)}
    try:
        outcome = combine(
            [replace(each, concern="side-by-side") for each in additions(template, after, kind, moved, copies)]
        )
        edits = plan(source, template.root, outcome)
    except EditError as error:
        return at_once.withdrawn(str(error))
    text = splice(source.text, list(edits))
    again = _template(Source(source.path, text))
    if again is None or difference(template.root, again.root, outcome) is not None:
        return at_once.withdrawn("self-check failed, nothing is written: the new text is not as declared")
    files = tuple(
        FileChange(Source(_beside_it(change.source.path, kind), "", change.source.bom), change.after, new=True)
        for change in at_once.files
    )
    said = tuple(_said(template, old, new) for old, new in moved.items())
    return replace(
        at_once,
        after=text,
        edits=tuple(TextEdit(edit.start, edit.end, edit.text, edit.concern) for edit in edits),
        findings=(*at_once.findings, *said),
        files=files,
        kept=tuple(_kept(template, after, moved)),
    )


def _said(template: Template, old: str, new: str) -> Finding:
    message = f"{new} stands beside {old} and leads to the same functions."
    return _finding(template, BESIDE, old, message, template.apis[old].node)


def _kept(template: Template, after: Template, moved: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for name in moved:
        api = template.apis[name]
        if not api.implicit:
            yield ("Resources", name)
        yield from (tuple(map(str, event.node.path())) for event in api.events)
    yield from (("Resources", name) for name in followers(template, after))
