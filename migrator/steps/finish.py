"""Step three: the old API goes, and the new one takes its place in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..document import lost_comments, unused
from ..findings import Finding
from ..migration import FileChange, Migration, Status
from ..options import FINISH
from ..sam.template import Api, Event, Resource, Template, definition_names
from ..subjects import routes_of
from ..text.meaning import data
from ..text.node import Node
from ..text.operations import EditError, Insert, Operation, Remove, RenameKey, become
from ..text.page import Edit
from ..text.values import Value, entries_of, is_map
from .additions import ATTACHED, url_output
from .apart import apart, twins
from .codes import FINISHED, LEFT_BEHIND, MAPPING_LEFT, SWITCH_FIRST
from .course import removing
from .drift import in_the_way
from .ground import REPLACES, STAYS, TOOL
from .handover import left, retained
from .record import forgotten
from .rounds import Rounds
from .run import Run, going
from .standing import Standing, counterparts
from .switch import concerned, owners, switched
from .telling import named, replaced_at, said

ELSEWHERE = frozenset({"moved-comments", "unused-parameter"})
"""What is found of a whole text, before and after."""


def finish(run: Run, there: Sequence[Standing]) -> Migration:
    """Remove the old APIs.

    Arguments:
        there: the APIs that are asked for, with those beside them.
    """
    template, findings = run.template, in_the_way(run, there)
    findings += dict.fromkeys(_still_referred_to(run, there))
    while pairs := going(there, findings):
        try:
            alone = _without_new(run, pairs)
            found = run.migrated(alone.source, [e.old.id for e in pairs], removing(counterparts(pairs)))
            told = replaced_at(template, (f for f in found.findings if f.code.name not in ELSEWHERE))
            blocked = {api.id for api in found.apis if api.status is Status.BLOCKED}
            if found.status is Status.ERROR:
                return replace(found, source=template.source, after=template.source.text)
            if blocked:
                findings += [f for f in told if f.api in blocked]
                continue
            rounds = alone.after([Edit(e.start, e.end, e.text, FINISH) for e in found.edits])
            after = rounds.template
            rounds = rounds.carried_out(after, _as_they_stood(run, after, pairs), FINISH)
        except EditError as error:
            findings += run.stuck(pairs, error)
            continue
        return run.ended(
            [each.succession for each in there], rounds, [*findings, *_told(run, pairs, rounds), *told], FINISH
        )
    return run.ended([each.succession for each in there], run.start, findings, FINISH)


def _still_referred_to(run: Run, there: Sequence[Standing]) -> Iterator[Finding]:
    """What the step before would change yet, or cannot."""
    template = run.template
    try:
        done = switched(run, there, run.start)
    except EditError as error:
        yield from run.stuck(there, error)
        return
    yield from (finding for finding in done.findings if finding.blocks)
    for edit in done.edits:
        for each in concerned(template, there, edit):
            (path,) = owners(template, [edit])
            message = f"{named(path)} still leads to {each.old.id}."
            yield said(template, SWITCH_FIRST, each.old.id, message, template.root.at(path))


def _without_new(run: Run, pairs: Sequence[Standing]) -> Rounds:
    ids = {each.old.id for each in pairs}
    others = [api for api in run.template.apis if api not in ids]
    gone = (
        *apart(run.template, pairs, run.kind, parameters=False),
        *forgotten(run.template, ids, others),
        *left(run.template, sorted(ids)),
    )
    return run.start.carried_out(run.template, gone, FINISH, closing_up=True)


# -- what stands there stays -------------------------------------------------------------------------------------


def _as_they_stood(run: Run, after: Template, pairs: Sequence[Standing]) -> Iterator[Operation]:
    """Give the new APIs, their events and permissions the keys and the settings that they have in the template."""
    for each in pairs:
        new = after.apis.get(each.new.id)
        if new is None:
            continue
        if each.new.resource is not None and new.resource is not None:
            yield from _api(each.new.resource, new.resource)
        yield from _events(each.new, new, after)
        for twin, base in twins(run.template, each, run.kind).items():
            yield from _twin(run.template.resources[twin], after, base)


def _api(stood: Resource, made: Resource) -> Iterator[Operation]:
    own, ours = made.node.get("Properties"), stood.node.get("Properties")
    wanted = {key: data(node) for key, node in entries_of(ours).items()}
    there = {key: data(node) for key, node in entries_of(own).items()}
    if {k: v for k, v in there.items() if k not in ATTACHED} != wanted:
        kept = {key: value for key, value in there.items() if key in ATTACHED}
        if is_map(own):
            yield from become(own, {**wanted, **kept})
        else:
            yield Insert(made.node, "Properties", {**wanted, **kept}, after="Type")
    for key, value in _attributes(stood).items():
        if (node := made.node.get(key)) is None:
            yield Insert(made.node, key, value, after="Type")
        elif data(node) != value and is_map(node) and isinstance(value, Mapping):
            yield from become(node, value)


def _attributes(stood: Resource) -> Mapping[str, Value]:
    """What the new API has beside type and properties, without the mark."""
    found: dict[str, Value] = {}
    for key, node in stood.node.entries().items():
        value = data(node)
        if key == "Metadata" and isinstance(value, dict):
            own = value.get(TOOL)
            rest = {k: v for k, v in own.items() if k not in (REPLACES, STAYS)} if isinstance(own, dict) else {}
            value = {**{k: v for k, v in value.items() if k != TOOL}, **({TOOL: rest} if rest else {})}
        if key not in ("Type", "Properties") and value != {}:
            found[key] = value
    return found


def _events(stood: Api, made: Api, after: Template) -> Iterator[Operation]:
    ours = {_key(event): event for event in made.events}
    there = {_key(event): event for event in stood.events}
    for key, event in there.items():
        if (own := ours.get(key)) is None:
            yield from _again(event, after)
        elif own.node.parent is not None:
            if own.name != event.name:
                yield RenameKey(own.node.parent, own.name, event.name)
            if is_map(own.node) and (wanted := data(event.node)) != data(own.node) and isinstance(wanted, Mapping):
                yield from become(own.node, wanted)
    for key, own in ours.items():
        if key not in there and own.node.parent is not None:  # the user gave the route up
            yield Remove(own.node.parent, own.name)


def _key(event: Event) -> tuple[str, frozenset[str]]:
    return event.owner.id, routes_of(event)


def _again(event: Event, after: Template) -> Iterator[Operation]:
    """An event that had to go for a while: nothing but it told that there is an implicit API."""
    owner = after.resources.get(event.owner.id)
    events = owner.node.get("Properties", "Events") if owner is not None else None
    properties = owner.node.get("Properties") if owner is not None else None
    if is_map(events):
        yield Insert(events, event.name, data(event.node))
    elif is_map(properties):
        yield Insert(properties, "Events", {event.name: data(event.node)})


def _twin(stood: Resource, after: Template, base: str) -> Iterator[Operation]:
    made, resources = after.resources.get(base), after.section("Resources")
    if made is None or resources is None:
        return
    yield RenameKey(resources, base, stood.id)
    wanted = data(stood.node)
    if wanted != data(made.node) and isinstance(wanted, Mapping):
        yield from become(made.node, wanted)


# -- what is to tell ---------------------------------------------------------------------------------------------


def _told(run: Run, pairs: Sequence[Standing], rounds: Rounds) -> Iterator[Finding]:
    template = run.template
    for each in pairs:
        yield said(template, FINISHED, each.old.id, _gone(template, each), each.old.node)
        for mapping in retained(template, each.old):
            message = f"{mapping.id} leaves the stack and stays in the account. It must lead to {each.new.id} by now."
            yield said(template, MAPPING_LEFT, each.old.id, message, mapping.node)
    after = replace(rounds.source)
    left = definition_names(template.source) - definition_names(after)
    for name in sorted(left):
        yield said(template, LEFT_BEHIND, pairs[0].old.id, f"Nothing in the template names {name} any more.")
    change = FileChange(template.source, rounds.text)
    yield from unused(template, rounds.text, [source.text for source, _ in template.documents[1:]])
    yield from lost_comments(template, change, template.root)


def _gone(template: Template, each: Standing) -> str:
    output: Node | None = template.root.get("Outputs", url_output(each.new.id))
    also = f" and output {url_output(each.new.id)}" if output is not None else ""
    return f"{each.old.id} goes with its URL{also}; {each.new.id} stays as it is."
