"""Step two: what refers to the old API leads to the new one; both still answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..findings import Finding, Level
from ..migration import SWITCH, Migration, Status
from ..sam.template import Template
from ..text.operations import EditError
from ..text.page import Edit
from ..text.tree import Node, Pair
from .codes import SWITCHED, SWITCHED_POLICY
from .course import following
from .record import record
from .rounds import Rounds
from .run import Run, going
from .standing import Standing, counterparts
from .telling import domains_that_stay, lacking, named, obstacle, replaced_at, said

POLICIES = frozenset({"Policies", "PolicyDocument", "AssumeRolePolicyDocument"})


def switch(run: Run, there: Sequence[Standing]) -> Migration:
    """Lead all that refers to the old APIs to the new ones.

    Arguments:
        run: the template and how it is migrated.
        there: the APIs that are asked for, with those beside them.
    """
    template = run.template
    findings = [*run.settled([f for each in there for f in lacking(template, each, Level.BLOCKER)])]
    rounds = Rounds(template.source, template.source.text)
    for each in going(there, findings):
        told, after = switched(run, each, rounds)
        findings += told
        if after is not None and after.text != rounds.text:
            rounds = after
        findings += domains_that_stay(template, each)
    return run.ended([each.succession for each in there], rounds, findings, SWITCH)


def switched(run: Run, each: Standing, rounds: Rounds) -> tuple[Sequence[Finding], Rounds | None]:
    """One API switched: what is to tell, and the text after; None where something keeps it.

    Arguments:
        run: the template and how it is migrated.
        each: the API and the one beside it.
        rounds: the text so far.
    """
    found = run.migrated(rounds.source, [each.old.id], following(counterparts([each])))
    told = replaced_at(run.template, found.findings)
    if found.status is not Status.MIGRATED:
        return told, None
    if not found.changed:
        return (), rounds
    edits = [Edit(e.start, e.end, e.text, SWITCH) for e in found.edits]
    before, after = rounds.template, rounds.after(edits)
    read = after.template
    try:
        after = after.carried_out(read, record(before, read, edits, each.old.id), SWITCH)
    except EditError as error:
        return [*told, obstacle(run.template, each.old.id, run.codes[error.obstacle], error)], None
    return [*_said(run.template, before, each, edits), *told], after


def _said(template: Template, before: Template, each: Standing, edits: Sequence[Edit]) -> Iterator[Finding]:
    """What leads to the new API from now on, each resource and output once."""
    owners = dict.fromkeys(path for edit in edits for path in _owner(before, edit))
    for path, in_policy in owners:
        code = SWITCHED_POLICY if in_policy else SWITCHED
        what = "A policy of " if in_policy else ""
        message = f"{what}{named(path)} leads to {each.new.id} in the place of {each.old.id}."
        yield said(template, code, each.old.id, message, template.root.at(path))


def _owner(before: Template, edit: Edit) -> Iterator[tuple[tuple[str, ...], bool]]:
    changed = before.source.text[edit.start : edit.end]
    at = edit.start + len(changed) - len(changed.lstrip())
    keys: list[str] = []
    inner = _entry(before.root, at)
    while inner is not None:
        keys.append(inner.key.text)
        inner = _entry(inner.value, at)
    yield tuple(keys[:2]), not POLICIES.isdisjoint(keys)


def _entry(node: Node, at: int) -> Pair | None:
    """The entry of a map that a place of the text is in, or behind."""
    return next((pair for pair in reversed(node.pairs) if pair.key.start <= at), None)
