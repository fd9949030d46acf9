"""Step one: the new API beside the old one, of which not a byte changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from ..findings import Code, Finding, Objection
from ..migration import ApiOutcome, Direction, FileChange, Migration, Options, Status, TextEdit
from ..moves import TARGETS, asked
from ..sam.kinds import Kind
from ..sam.template import Template, definition_files, read_template
from ..text.check import difference
from ..text.edits import plan, splice
from ..text.operations import EditError, combine
from ..text.source import Source
from ..text.tree import Node
from ..view import span
from .additions import additions, followers
from .codes import BESIDE, BESIDE_FILES, BESIDE_ROUTES, LATER
from .standing import Standing, standing

Run = Callable[[Options, Sequence[Objection]], Migration]
"""Migrates at once, and leaves alone what leads to an API."""


def beside(
    source: Source,
    direction: Direction,
    options: Options,
    run: Run,
    codes: Mapping[str, Code],
    objections: Sequence[Objection],
) -> Migration:
    """Add what `run` makes of the APIs that move to the template as it stands.

    Arguments:
        source: the template.
        direction: the kind of the new APIs.
        options: what the user asked for; what would change the code or the ids that the old API uses is not done.
        run: how the template is migrated at once.
        codes: everything that can be reported, by name.
        objections: what the proof had against an earlier outcome.
    """
    template, kind = read_template(source), TARGETS[direction]
    if template is None:
        return run(options, objections)
    options = replace(options, payload="1.0", fixtures=False, shim=False, keep_logical_ids=False)
    there = standing(template, kind)
    told = tuple(finding for each in there for finding in _there(template, each))
    if there:
        done = {each.old.id for each in there}
        left = tuple(api.id for api in asked(template, options, kind) if api.id not in done)
        if not left:
            return Migration(source, direction, Status.UNCHANGED, source.text, findings=told)
        options = replace(options, apis=left)
    while True:
        at_once = run(options, objections)
        if at_once.status is Status.ERROR or not at_once.changed:
            return replace(at_once, findings=(*at_once.findings, *told))
        found = tuple(_shared_files(template, kind, at_once))
        if not found:
            try:
                return _added(template, kind, replace(at_once, findings=(*at_once.findings, *told)))
            except EditError as error:
                found = tuple(_objections(at_once, codes[error.obstacle], f"{error}.", error.node.path()))
        objections = (*objections, *found)


def told(migration: Migration) -> Migration:
    """The migration without what is nothing to know while the old API stays.

    Arguments:
        migration: the step, after it is proven.
    """
    return replace(migration, findings=tuple(f for f in migration.findings if f.code.name not in LATER))


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


def _objections(at_once: Migration, code: Code, message: str, path: tuple[str | int, ...]) -> Iterator[Objection]:
    """One thing that keeps every API of a template from getting a second one beside it."""
    for api in _moved(at_once):
        yield Objection(api.id, code, f"{message[:1].upper()}{message[1:]}", code.remedy, path)


def _shared_files(template: Template, kind: Kind, at_once: Migration) -> Iterator[Objection]:
    """Files that both APIs would use and that would have to change."""
    definitions = {change.source.path for change in _definitions(at_once)}
    shared = [
        path
        for path in (change.source.path for change in at_once.files)
        if path not in definitions or Path(_beside_it(path, kind)).exists()
    ]
    if shared:
        home = PurePath(template.source.path).parent
        names = ", ".join(os.path.relpath(path, home) for path in shared)
        yield from _objections(at_once, BESIDE_FILES, f"both APIs would use {names}, and it would have to change.", ())


def _definitions(at_once: Migration) -> Iterator[FileChange]:
    names = {file.path for file in definition_files(at_once.source).values()}
    return (change for change in at_once.files if change.source.path in names)


def _beside_it(path: str, kind: Kind) -> str:
    """The file for the new API's definition, beside the old one's."""
    old = PurePath(path)
    return str(old.with_name(f"{old.stem}-{kind.name}{old.suffix}"))


def _added(template: Template, kind: Kind, at_once: Migration) -> Migration:
    source, moved = template.source, {api.id: api.new_id for api in _moved(at_once)}
    after = read_template(replace(source, text=at_once.after))
    assert after is not None  # noqa: S101 - the engine read it again
    changed = {change.source.path for change in at_once.files}
    copies = {name: _beside_it(name, kind) for name, file in definition_files(source).items() if file.path in changed}
    added = additions(template, after, kind, moved, copies)
    outcome = combine([replace(each, concern="side-by-side") for each in added])
    edits = plan(source, template.root, outcome)
    text = splice(source.text, list(edits))
    again = read_template(replace(source, text=text))
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
        apis=tuple(replace(api, beside=api.status is Status.MIGRATED) for api in at_once.apis),
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
