"""Step one: the new API beside the old one, of which not a byte changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from types import MappingProxyType

from ..findings import Code, Finding, Level, Objection
from ..migration import ApiOutcome, FileChange, Migration, Status, TextEdit
from ..moves import Counterpart, asked
from ..options import SIDE_BY_SIDE
from ..sam.kinds import Kind
from ..sam.template import Template, definition_files, read_template
from ..text.check import difference
from ..text.edits import plan, splice
from ..text.operations import EditError, combine
from ..text.source import Source
from .additions import additions, followers
from .codes import BESIDE, BESIDE_FILES, LATER
from .course import parted
from .run import Run
from .split import Held, held_back, paths_of, without_routes
from .split import told as told_of
from .standing import Standing, standing
from .telling import asked_for, lacking, replaced_at, said


def beside(run: Run, more: Callable[[Run, Sequence[Standing]], Migration | None]) -> Migration:
    """Add what the APIs would become to the template as it stands.

    Arguments:
        run: the template and how it is migrated; what changes code or ids that the old API uses is not done.
        more: adds routes to APIs that stand beside others already; None where there are none to add.
    """
    template, kind, source = run.template, run.kind, run.template.source
    options = replace(run.options, payload="1.0", fixtures=False, keep_logical_ids=False)
    there = standing(template, kind)
    told = tuple(finding for each in there for finding in lacking(template, each, Level.WARNING))
    if there:
        done = {each.old.id for each in there}
        left = tuple(api.id for api in asked(template, options, kind) if api.id not in done)
        if not left:
            unchanged = Migration(source, run.direction, Status.UNCHANGED, source.text, findings=told)
            return more(run, asked_for(there, options)) or unchanged
        options = replace(options, apis=left)
    objections = run.objections
    while True:
        new, held = at_once(replace(run, options=options, objections=objections))
        if not new.changed and new.status is not Status.ERROR and (grown := more(run, asked_for(there, run.options))):
            return _with(grown, new)
        new = replace(new, findings=(*new.findings, *told))
        if new.status is Status.ERROR or not new.changed:
            return new
        found = tuple(_taken_places(template, kind, new))
        if not found:
            try:
                return added(template, kind, new, held)
            except EditError as error:
                found = tuple(_objections(new, run.codes[error.obstacle], f"{error}.", error.node.path()))
        objections = (*objections, *found)


def _with(grown: Migration, others: Migration) -> Migration:
    """APIs that got more routes, and those that get no second one."""
    apis, findings = (*grown.apis, *others.apis), (*grown.findings, *others.findings)
    return replace(grown, status=Status.PARTIAL if others.apis else grown.status, apis=apis, findings=findings)


def at_once(
    run: Run,
    there: Mapping[str, Counterpart] = MappingProxyType({}),
    left: Sequence[Held] = (),
) -> tuple[Migration, tuple[Held, ...]]:
    """What the APIs become, and the routes that stay: those without which they can move, where a split is asked for.

    Arguments:
        there: what the APIs become where that is decided, by their ids.
        left: routes that stay in any case.
    """
    template, held = run.template, {each.api: each for each in left}
    whole = set[str]()
    while True:
        rounds, parts = run.start, tuple(held.values())
        try:
            rounds = without_routes(rounds, parts) if parts else rounds
        except EditError:
            whole |= held.keys()
            held.clear()
            continue
        course = parted({each.api: each.settled for each in parts}, there)
        found = run.engine(rounds.source, run.options, run.objections, course)
        more = {e.api: e for e in held_back(rounds.template, found) if e.api not in whole} if run.options.split else {}
        stuck = {api.id for api in found.apis if api.status is Status.BLOCKED and api.id in held.keys() - more.keys()}
        if not more and not stuck:
            findings = replaced_at(template, found.findings)
            found = replace(found, source=template.source, findings=(*told_of(template, parts), *findings))
            return found if found.after != rounds.text else replace(found, after=template.source.text), parts
        whole |= stuck
        joined = {
            api: Held(api, {**(held[api].routes if api in held else {}), **each.routes}) for api, each in more.items()
        }
        held = {api: each for api, each in {**held, **joined}.items() if api not in whole}


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


def _taken_places(template: Template, kind: Kind, at_once: Migration) -> Iterator[Objection]:
    """Definition files that would have to change, and beside which there is no place for a copy."""
    paths = (change.source.path for change in _definitions(at_once))
    repository = template.repository
    taken = [path for path in paths if repository is not None and repository.has(Path(_beside_it(path, kind)))]
    if taken:
        home = PurePath(template.source.path).parent
        names = ", ".join(os.path.relpath(_beside_it(path, kind), home) for path in taken)
        message = f"the definition of the new API would be {names}, which is there already."
        yield from _objections(at_once, BESIDE_FILES, message, ())


def _definitions(at_once: Migration) -> Iterator[FileChange]:
    names = {file.path for file in definition_files(at_once.source).values()}
    return (change for change in at_once.files if change.source.path in names)


def _beside_it(path: str, kind: Kind) -> str:
    """The file for the new API's definition, beside the old one's."""
    old = PurePath(path)
    return str(old.with_name(f"{old.stem}-{kind.name}{old.suffix}"))


def added(template: Template, kind: Kind, at_once: Migration, held: Sequence[Held]) -> Migration:
    """The template with what the APIs become added to it.

    Arguments:
        kind: the kind of the new APIs.
        at_once: what becomes of the template where they take the place of the old ones.
        held: the routes that stay with the old ones alone.
    """
    source, moved = template.source, {api.id: api.new_id for api in _moved(at_once)}
    after = read_template(replace(source, text=at_once.after))
    assert after is not None  # noqa: S101 - the engine read it again
    changed = {change.source.path for change in at_once.files}
    defined = {api: file for api, file in template.definitions.items() if file.source.path in changed}
    copies = {file.place.address: _beside_it(file.name, kind) for file in defined.values()}
    staying = {each.api: tuple(each.routes) for each in held}
    operations = additions(template, after, kind, moved, copies, staying)
    outcome = combine([replace(each, concern="side-by-side") for each in operations])
    edits = plan(source, template.root, outcome)
    text = splice(source.text, list(edits))
    again = read_template(replace(source, text=text))
    if again is None or difference(template.root, again.root, outcome) is not None:
        return at_once.withdrawn("self-check failed, nothing is written: the new text is not as declared")
    copied = {change.source.path for change in _definitions(at_once)}
    # Code is changed for both APIs, and only where it takes the events of either.
    files = tuple(
        FileChange(Source(_beside_it(change.source.path, kind), "", change.source.bom), change.after, new=True)
        if change.source.path in copied
        else change
        for change in at_once.files
    )
    uploaded = {old: copies[file.place.address] for old, file in defined.items() if file.is_uploaded}
    news = tuple(_said(template, old, new, uploaded.get(old)) for old, new in moved.items())
    return replace(
        at_once,
        after=text,
        apis=tuple(replace(api, step=SIDE_BY_SIDE if api.status is Status.MIGRATED else "") for api in at_once.apis),
        edits=tuple(TextEdit(edit.start, edit.end, edit.text, edit.concern) for edit in edits),
        findings=(*at_once.findings, *news),
        files=files,
        kept=tuple(_kept(template, after, moved)),
        held=paths_of(template, held),
    )


def _said(template: Template, old: str, new: str, uploaded: str | None) -> Finding:
    message = f"{new} stands beside {old} and leads to the same functions."
    if uploaded is not None:
        message = f"{message} It names its definition, `{uploaded}`, which `sam package` uploads."
    return said(template, BESIDE, old, message, template.apis[old].node)


def _kept(template: Template, after: Template, moved: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for name in moved:
        api = template.apis[name]
        if not api.implicit:
            yield ("Resources", name)
        yield from (tuple(map(str, event.node.path())) for event in api.events)
    yield from (("Resources", name) for name in followers(template, after))
