"""Step one once more: routes that a split left, or that came later, go to the API that stands beside theirs too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..findings import Finding
from ..migration import SIDE_BY_SIDE, Migration, Status
from ..sam.template import Template, read_template
from ..text.node import Node
from ..text.operations import EditError, Insert, Operation, Remove, SetValue
from ..text.values import data, is_map
from .apart import apart, twins
from .beside import added, at_once
from .codes import BESIDE
from .rounds import Rounds
from .run import Run
from .split import Held, paths_of
from .standing import Standing, counterparts
from .telling import replaced_at, said


@dataclass(frozen=True, eq=False)
class _Alone:
    """The template without the new APIs, and what step one writes beside the old ones.

    Arguments:
        base: with the routes that the new APIs have.
        wanted: with those that they can have.
        found: how it comes to the second.
        held: the routes that stay.
    """

    base: Template
    wanted: Template
    found: Migration
    held: Sequence[Held]


def again(run: Run, pairs: Sequence[Standing]) -> Migration | None:
    """Add to new APIs what they lack of the old ones; None where nothing can be added.

    Arguments:
        run: the template and how it is migrated.
        pairs: the APIs, with those beside them.
    """
    lacking = tuple(each for each in pairs if each.missing or each.held)
    template, start = run.template, Rounds(run.template.source, run.template.source.text)
    try:
        seen = _alone(run, lacking, start) if lacking else None
        operations = [*_merged(seen.base.root, seen.wanted.root, template.root)] if seen is not None else []
        rounds = start.carried_out(template, operations, SIDE_BY_SIDE) if operations else start
    except EditError:  # a part that both would change was changed by hand since: people add the route there
        return None
    if seen is None or not operations:
        return None
    news = {api.id: api.new_id for api in seen.found.apis if api.status is Status.MIGRATED}
    done = [each for each in lacking if each.old.id in news]
    ends = [(each.old, each.new.id) for each in done]
    told = (*replaced_at(template, seen.found.findings), *(f for e in done for f in _told(template, e, seen.held)))
    ended = run.ended(ends, rounds, told, SIDE_BY_SIDE)
    kept = tuple(dict.fromkeys(path for each in done for path in _kept(run, each)))
    return replace(ended, kept=kept, held=paths_of(template, seen.held))


def _alone(run: Run, pairs: Sequence[Standing], start: Rounds) -> _Alone | None:
    alone = start.carried_out(
        run.template, apart(run.template, pairs, run.kind, parameters=False), SIDE_BY_SIDE, closing_up=True
    )
    wish = replace(run.options, payload="1.0", fixtures=False, shim=False, keep_logical_ids=False, split=True)
    alone_run = replace(run, template=alone.template, options=replace(wish, apis=tuple(e.old.id for e in pairs)))
    lacking = [Held(e.old.id, {each.route: () for each in (*e.missing, *e.held)}) for e in pairs]
    marked = [Held(e.old.id, {each.route: () for each in e.held}) for e in pairs if e.held]
    base = _text(alone_run, pairs, lacking, marked)
    wanted = _text(alone_run, pairs, (), None if run.options.split else marked)
    if base is None or wanted is None:
        return None
    return _Alone(base[0], wanted[0], wanted[1], wanted[2])


def _text(
    run: Run, pairs: Sequence[Standing], left: Sequence[Held], marked: Sequence[Held] | None
) -> tuple[Template, Migration, Sequence[Held]] | None:
    """The template with the new APIs; None where they cannot all be written, or files would change.

    Arguments:
        run: the template without them, and how it is migrated.
        pairs: the APIs.
        left: routes that stay in any case.
        marked: routes that are noted to stay, where they do; None for all that do.
    """
    found, held = at_once(run, run.options, run.objections, counterparts(pairs), left)
    if found.status is not Status.MIGRATED or found.files:
        return None
    noted = held if marked is None else [*_both(held, marked)]
    written = added(run.template, run.kind, found, noted)
    template = read_template(replace(run.template.source, text=written.after))
    return (template, found, held) if template is not None and written.status is Status.MIGRATED else None


def _both(held: Sequence[Held], marked: Sequence[Held]) -> Iterator[Held]:
    routes = {each.api: each.routes.keys() for each in marked}
    for each in held:
        if both := {name: codes for name, codes in each.routes.items() if name in routes.get(each.api, ())}:
            yield Held(each.api, both)


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


def _kept(run: Run, each: Standing) -> Iterator[tuple[str, ...]]:
    """What belongs to the old API: without it the new one can be looked at by itself."""
    if not each.old.implicit:
        yield ("Resources", each.old.id)
    yield from (tuple(map(str, event.node.path())) for event in each.old.events)
    yield from (("Resources", name) for name in twins(run.template, each, run.kind).values())
