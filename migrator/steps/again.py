"""Step one once more: routes that a split left, or that came later, go to the API that stands beside theirs too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..findings import Finding
from ..migration import FileChange, Migration, Status
from ..options import SIDE_BY_SIDE, Options
from ..sam.template import Template, read_template
from ..text.meaning import data
from ..text.node import Node
from ..text.operations import EditError, Insert, Operation, Remove, SetValue
from ..text.values import Value, is_map
from .apart import twins, wholly_apart
from .beside import added, at_once
from .codes import BESIDE
from .ground import STAYS, TOOL
from .record import noted
from .rounds import Rounds
from .run import Run
from .split import Held, paths_of
from .standing import Standing, counterparts, note
from .telling import replaced_at, said


@dataclass(frozen=True, eq=False)
class _Written:
    """What step one writes beside the old APIs, where no new ones are there.

    Arguments:
        template: what it becomes.
        found: how it comes to that.
        held: the routes that stay.
        files: texts of the new APIs' definitions, by the paths of their files.
    """

    template: Template
    found: Migration
    held: Sequence[Held]
    files: Mapping[str, str]


def again(run: Run, pairs: Sequence[Standing]) -> Migration | None:
    """Add to new APIs what they lack of the old ones; None where nothing can be added.

    Arguments:
        pairs: the APIs, with those beside them.
    """
    short = tuple(each for each in pairs if each.missing or each.held)
    template = run.template
    try:
        texts = _texts(run, short) if short else None
        if texts is None:
            return None
        base, wanted = texts
        operations = [*_merged(base.template.root, wanted.template.root, template.root)]
        if not operations:
            return None
        operations += (o for each in short for o in _noted(run, each, wanted.held))
        files = [*_changed_files(template, short, base.files, wanted.files)]
        rounds = run.start.carried_out(template, operations, SIDE_BY_SIDE)
    except EditError:  # a part that both would change was changed by hand since: people add the route there
        return None
    news = {api.id: api.new_id for api in wanted.found.apis if api.status is Status.MIGRATED}
    done = [each for each in short if each.old.id in news]
    ends = [(each.old, each.new.id) for each in done]
    told = (*replaced_at(template, wanted.found.findings), *(f for e in done for f in _told(template, e, wanted.held)))
    ended = run.ended(ends, rounds, told, SIDE_BY_SIDE)
    kept = tuple(dict.fromkeys(path for each in done for path in belongings(run, each)))
    apis = tuple(replace(api, grows=api.status is Status.MIGRATED) for api in ended.apis)
    return replace(ended, apis=apis, kept=kept, held=paths_of(template, wanted.held), files=tuple(files))


def _texts(run: Run, pairs: Sequence[Standing]) -> tuple[_Written, _Written] | None:
    """Step one over the template without the new APIs: with the routes that they have, and with those they can have."""
    alone = without_new(run, pairs)
    alone_run = replace(run, template=alone.template, options=of_step_one(run.options, pairs))
    base, wanted = _written(alone_run, pairs, still_lacking(pairs)), _written(alone_run, pairs, ())
    return (base, wanted) if base is not None and wanted is not None else None


def of_step_one(options: Options, pairs: Sequence[Standing]) -> Options:
    """What step one is asked for where it is looked at once more.

    Arguments:
        pairs: the APIs, with those beside them.
    """
    apis = tuple(each.old.id for each in pairs)
    asked = replace(options, side_by_side=True, switch=False, finish=False, split=True)
    return replace(asked, apis=apis, payload="1.0", fixtures=False, keep_logical_ids=False)


def still_lacking(pairs: Sequence[Standing]) -> list[Held]:
    """The routes that new APIs lack.

    Arguments:
        pairs: the APIs, with those beside them.
    """
    listed = {each.old.id: {route.route: () for route in (*each.missing, *each.held)} for each in pairs}
    return [Held(api, routes) for api, routes in listed.items() if routes]


def without_new(run: Run, pairs: Sequence[Standing]) -> Rounds:
    """The template without the new APIs.

    Arguments:
        pairs: the APIs, with those beside them.

    Raises:
        EditError: they cannot be taken out.
    """
    gone = wholly_apart(run.template, pairs, run.kind, parameters=False)
    return run.start.carried_out(run.template, gone, SIDE_BY_SIDE, closing_up=True)


def _written(run: Run, pairs: Sequence[Standing], left: Sequence[Held]) -> _Written | None:
    """What step one writes; None where not all APIs can have a second one.

    Arguments:
        run: the template without the new APIs, and how it is migrated.
        pairs: the APIs.
        left: routes that stay in any case.
    """
    found, held = at_once(run, counterparts(pairs), left)
    if found.status is not Status.MIGRATED:
        return None
    written = added(run.template, run.kind, found, ())
    template = read_template(replace(run.template.source, text=written.after))
    if template is None or written.status is not Status.MIGRATED:
        return None
    return _Written(template, found, held, {change.source.path: change.after for change in written.files})


def _noted(run: Run, each: Standing, held: Sequence[Held]) -> Iterator[Operation]:
    """The note of the routes that stay: those of a split, which the new API goes on to lack."""
    node = note(run.template, each.new, STAYS)
    stay = next((h.routes for h in held if h.api == each.old.id), {})
    split = {route.route for route in each.held}
    names: list[Value] = [name for name in stay if name in split or run.options.split]
    if node is None or node.parent is None:
        if names and each.new.resource is not None:
            yield Insert(each.new.resource.node.get("Metadata", TOOL) or each.new.resource.node, STAYS, names)
        elif names:
            yield noted(run.template, ("Metadata", TOOL, STAYS, each.new.id), names)
    elif not names:
        yield Remove(node.parent, str(node.key))
    elif data(node) != names:
        yield SetValue(node, names)


def _changed_files(
    template: Template, pairs: Sequence[Standing], base: Mapping[str, str], wanted: Mapping[str, str]
) -> Iterator[FileChange]:
    """The definitions of the new APIs with more routes.

    Raises:
        EditError: one was changed by hand.
    """
    news = (template.definitions.get(each.new.id) for each in pairs)
    there = {each.source.path: each.source for each in news if each is not None}
    for path, text in wanted.items():
        source = there.get(path)
        if source is None or source.text not in (text, base.get(path)):
            raise EditError("unsupported-shape", f"{path} was changed by hand", template.root)
        if source.text != text:
            yield FileChange(source, text)


def _merged(base: Node, wanted: Node, ours: Node) -> Iterator[Operation]:
    """State what leads from one map to another, for a third that people may have changed since.

    Raises:
        EditError: what would change is not what it was.
    """
    before, after, here = base.entries(), wanted.entries(), ours.entries()
    previous: str | None = None
    for key, node in after.items():
        was, own = before.get(key), here.get(key)
        if was is None and own is None:
            yield Insert(ours, key, data(node), after=previous)
        elif was is not None and data(was) == data(node):
            previous = key if own is not None else previous
            continue
        elif was is not None and own is not None and is_map(was) and is_map(node) and is_map(own):
            yield from _merged(was, node, own)
        elif was is not None and own is not None and data(was) == data(own):
            yield SetValue(own, data(node))
        elif own is None or data(own) != data(node):
            raise EditError("unsupported-shape", "this was changed by hand", ours)
        previous = key
    for key in before.keys() - after.keys():
        if (own := here.get(key)) is not None and data(own) == data(before[key]):
            yield Remove(ours, key)


def _told(template: Template, each: Standing, held: Sequence[Held]) -> Iterator[Finding]:
    stays: Mapping[str, tuple[str, ...]] = next((h.routes for h in held if h.api == each.old.id), {})
    for route in (*each.missing, *each.held):
        if route.route not in stays:
            message = f"{route.route} of {each.old.id} is a route of {each.new.id} too from now on."
            yield said(template, BESIDE, each.old.id, message, route.node)


def belongings(run: Run, each: Standing) -> Iterator[tuple[str, ...]]:
    """List what belongs to an old API, by path: without it the new one can be looked at by itself."""
    if not each.old.implicit:
        yield ("Resources", each.old.id)
    yield from (tuple(map(str, event.node.path())) for event in each.old.events)
    template = run.template
    named = {r.resource: None for r in template.references if _is_of(template, r.name, each) and r.resource is not None}
    events = {event.owner.id for event in (*each.old.events, *each.new.events)}
    led = (name for name in named if name not in events and name not in template.apis)
    yield from (("Resources", name) for name in (*twins(template, each, run.kind).values(), *led))


def _is_of(template: Template, name: str, each: Standing) -> bool:
    """Whether a name is the old API's, or one of those that SAM makes for it."""
    of_new = name.startswith(each.new.id) and each.new.id.startswith(each.old.id)
    return name == each.old.id or (name.startswith(each.old.id) and not of_new and name not in template.resources)
