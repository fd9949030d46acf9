"""Step two: what refers to the old API leads to the new one; both still answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..findings import Finding
from ..migration import Migration, Status
from ..options import SWITCH
from ..sam.template import Template
from ..subjects import routes_of
from ..text.edits import splice
from ..text.operations import EditError
from ..text.page import Edit
from ..text.rounds import around, one_round
from .apart import apart
from .codes import SWITCHED, SWITCHED_POLICY
from .course import following
from .drift import in_the_way
from .handover import let_go, written_out
from .record import mentioned, record
from .rounds import Rounds
from .run import Run, going
from .standing import Standing, counterparts, standing
from .telling import domains_that_stay, entry_at, named, replaced_at, said

POLICIES = frozenset({"Policies", "PolicyDocument", "AssumeRolePolicyDocument"})


@dataclass(frozen=True)
class Switched:
    """What a switch does.

    Arguments:
        findings: what there is to know.
        after: the template with all that refers to the old APIs leading to the new ones.
        edits: what leads there.
    """

    findings: tuple[Finding, ...]
    after: Rounds
    edits: tuple[Edit, ...] = ()

    @property
    def blocked(self) -> frozenset[str | None]:
        """Logical ids of the APIs that something keeps."""
        return frozenset(finding.api for finding in self.findings if finding.blocks)


def switch(run: Run, there: Sequence[Standing]) -> Migration:
    """Lead all that refers to the old APIs to the new ones.

    Arguments:
        there: the APIs that are asked for, with those beside them.
    """
    template, findings = run.template, in_the_way(run, there)
    pairs, rounds = going(there, findings), run.start
    try:
        done = switched(run, pairs, rounds)
        findings += [*_said(template, pairs, done.edits), *done.findings, *_at_rest(template, pairs, done)]
        pairs = going(pairs, findings)
        rounds = let_go_too(run, pairs, done.after)
        read = rounds.template
        edits = one_round(template.source.text, rounds.done)
        if edits:
            kept = (*record(template, read, edits), *written_out(template, read, pairs))
            rounds = rounds.carried_out(read, kept, SWITCH)
    except EditError as error:
        findings += run.stuck(pairs, error)
    findings += [f for each in going(pairs, findings) for f in domains_that_stay(template, rounds.template, each)]
    return run.ended([each.succession for each in there], rounds, findings, SWITCH)


def let_go_too(run: Run, pairs: Sequence[Standing], rounds: Rounds) -> Rounds:
    """The text with the domains of the old APIs let go, as far as they can be told apart from those.

    Arguments:
        pairs: the APIs that are switched, with those beside them.
        rounds: the text after all else is switched.

    Raises:
        EditError: the text cannot be changed so.
    """
    read = rounds.template
    ids = {each.old.id for each in pairs}
    operations = [*let_go(read, [each for each in standing(read, run.kind) if each.old.id in ids])]
    return rounds.carried_out(read, operations, SWITCH) if operations else rounds


def _at_rest(template: Template, pairs: Sequence[Standing], done: Switched) -> Iterator[Finding]:
    """The APIs that nothing refers to any more, or ever did."""
    moving = {each.old.id for edit in done.edits for each in concerned(template, pairs, edit)}
    for each in pairs:
        if each.old.id not in moving | done.blocked and each.old.properties.get("Domain") is None:
            message = (
                f"Nothing but its own events refers to {each.old.id}: `--finish` can remove it once clients have moved."
            )
            found = said(template, SWITCHED, each.old.id, message, each.old.node)
            yield replace(found, help="Compare the answers of both APIs before you run it.")


def switched(run: Run, pairs: Sequence[Standing], rounds: Rounds) -> Switched:
    """What refers to the old APIs as `to-http` or `to-rest` at once would write it.

    Arguments:
        pairs: the APIs that are switched, with those beside them.
        rounds: the text; it has the same APIs.

    Raises:
        EditError: the text cannot be changed so.
    """
    if not pairs:
        return Switched((), rounds)
    template = rounds.template
    alone = Rounds(rounds.source, rounds.text)
    alone = alone.carried_out(template, apart(template, pairs, run.kind, parameters=False), SWITCH, closing_up=True)
    found = run.migrated(
        alone.source, [each.old.id for each in pairs], following(counterparts(pairs), _permission_keys(pairs))
    )
    told = replaced_at(run.template, found.findings)
    if not found.changed or found.status is Status.ERROR:
        return Switched(told, rounds)
    edits = [Edit(e.start, e.end, e.text, SWITCH) for e in found.edits]
    whole = around(alone.done[0], edits)
    after = rounds.after(whole)
    read = after.template
    back = Rounds(after.source, after.text)
    back = back.carried_out(read, apart(read, pairs, run.kind, parameters=False), SWITCH, closing_up=True)
    if back.text != splice(alone.text, edits):
        raise EditError("unsupported-shape", "the new APIs cannot be distinguished from what changes", template.root)
    return Switched(told, after, tuple(whole))


def _permission_keys(pairs: Sequence[Standing]) -> dict[str, str]:
    """What the ids begin with that SAM gives the permissions of events: those of the old APIs, and of the new ones."""
    found = {}
    for each in pairs:
        there = {(event.owner.id, routes_of(event)): event for event in each.new.events}
        for event in each.old.events:
            if (twin := there.get((event.owner.id, routes_of(event)))) is not None:
                found[f"{event.owner.id}{event.name}Permission"] = f"{event.owner.id}{twin.name}Permission"
    return found


def _said(template: Template, pairs: Sequence[Standing], edits: Sequence[Edit]) -> Iterator[Finding]:
    """What leads to a new API from now on, each resource and output once."""
    seen = dict.fromkeys((each, *_owner(template, edit)) for edit in edits for each in concerned(template, pairs, edit))
    for each, path, in_policy in seen:
        code = SWITCHED_POLICY if in_policy else SWITCHED
        what = "A policy of " if in_policy else ""
        message = f"{what}{named(path)} leads to {each.new.id} in the place of {each.old.id}."
        yield said(template, code, each.old.id, message, template.root.at(path))


def concerned(template: Template, pairs: Sequence[Standing], edit: Edit) -> Sequence[Standing]:
    """The APIs that an edit is about: those that its place names, or all where it names none.

    Arguments:
        pairs: the APIs that are switched.
        edit: a change of its text.
    """
    place = template.root.at(_owner(template, edit)[0])
    text = template.source.text[place.start : place.end] if place is not None else ""
    names = mentioned(text, [each.old.id for each in pairs])
    return [each for each in pairs if each.old.id in names] or pairs


def _owner(template: Template, edit: Edit) -> tuple[tuple[str, ...], bool]:
    changed = template.source.text[edit.start : edit.end]
    at = edit.start + len(changed) - len(changed.lstrip())
    keys: list[str] = []
    inner = entry_at(template.root, at)
    while inner is not None:
        keys.append(inner.key.text)
        inner = entry_at(inner.value, at)
    return tuple(keys[:2]), not POLICIES.isdisjoint(keys)


def owners(template: Template, edits: Sequence[Edit]) -> tuple[tuple[str, ...], ...]:
    """The resources and outputs that edits change, each once.

    Arguments:
        edits: changes of its text.
    """
    return tuple(dict.fromkeys(_owner(template, edit)[0] for edit in edits))
