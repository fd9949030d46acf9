"""Step one: the new API beside the old one, of which not a byte changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from ..findings import Code, Finding, Level, Objection
from ..migration import SIDE_BY_SIDE, ApiOutcome, FileChange, Migration, Status, TextEdit
from ..moves import asked
from ..sam.kinds import Kind
from ..sam.template import Template, definition_files, read_template
from ..text.check import difference
from ..text.edits import plan, splice
from ..text.operations import EditError, combine
from ..text.source import Source
from .additions import additions, followers
from .codes import BESIDE, BESIDE_FILES, LATER
from .course import BESIDE as BESIDE_COURSE
from .run import Run
from .standing import standing
from .telling import lacking, said


def beside(run: Run) -> Migration:
    """Add what the APIs would become to the template as it stands.

    Arguments:
        run: the template and how it is migrated; what changes code or ids that the old API uses is not done.
    """
    template, kind, source = run.template, run.kind, run.template.source
    options = replace(run.options, payload="1.0", fixtures=False, shim=False, keep_logical_ids=False)
    there = standing(template, kind)
    told = tuple(finding for each in there for finding in lacking(template, each, Level.WARNING))
    if there:
        done = {each.old.id for each in there}
        left = tuple(api.id for api in asked(template, options, kind) if api.id not in done)
        if not left:
            return Migration(source, run.direction, Status.UNCHANGED, source.text, findings=told)
        options = replace(options, apis=left)
    objections = run.objections
    while True:
        at_once = run.engine(source, options, objections, BESIDE_COURSE)
        if at_once.status is Status.ERROR or not at_once.changed:
            return replace(at_once, findings=(*at_once.findings, *told))
        found = tuple(_shared_files(template, kind, at_once))
        if not found:
            try:
                return _added(template, kind, replace(at_once, findings=(*at_once.findings, *told)))
            except EditError as error:
                found = tuple(_objections(at_once, run.codes[error.obstacle], f"{error}.", error.node.path()))
        objections = (*objections, *found)


def told(migration: Migration) -> Migration:
    """The migration without what is nothing to know while the old API stays.

    Arguments:
        migration: the step, after it is proven.
    """
    return replace(migration, findings=tuple(f for f in migration.findings if f.blocks or f.code.name not in LATER))


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
    news = tuple(_said(template, old, new) for old, new in moved.items())
    return replace(
        at_once,
        after=text,
        apis=tuple(replace(api, step=SIDE_BY_SIDE if api.status is Status.MIGRATED else "") for api in at_once.apis),
        edits=tuple(TextEdit(edit.start, edit.end, edit.text, edit.concern) for edit in edits),
        findings=(*at_once.findings, *news),
        files=files,
        kept=tuple(_kept(template, after, moved)),
    )


def _said(template: Template, old: str, new: str) -> Finding:
    message = f"{new} stands beside {old} and leads to the same functions."
    return said(template, BESIDE, old, message, template.apis[old].node)


def _kept(template: Template, after: Template, moved: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for name in moved:
        api = template.apis[name]
        if not api.implicit:
            yield ("Resources", name)
        yield from (tuple(map(str, event.node.path())) for event in api.events)
    yield from (("Resources", name) for name in followers(template, after))
