"""One step back: from the switch to both APIs side by side, and from there to the old one alone."""

from __future__ import annotations

from collections.abc import Sequence

from ..findings import Finding, Level
from ..migration import UNDO, Migration
from ..sam.template import definition_files
from ..text.operations import EditError, Operation, Remove
from ..text.page import Edit
from .apart import apart, doubled
from .codes import BESIDE_ROUTES, LEFT_BEHIND, NOT_UNDONE, UNDONE
from .record import forgotten, remembered
from .rounds import Rounds
from .run import Run, going
from .standing import Lacking, Standing, standing
from .switch import switched
from .telling import obstacle, said


def undo(run: Run, there: Sequence[Standing]) -> Migration:
    """Take the last step back, of each API its own.

    Arguments:
        run: the template and how it is migrated.
        there: the APIs that are asked for, with those beside them.
    """
    rounds, findings = Rounds(run.template.source, run.template.source.text), list[Finding]()
    for each in there:
        try:
            back = _switched_back if remembered(run.template, each.old.id) else _taken_out
            told, rounds = back(run, each, rounds)
        except EditError as error:
            told = [obstacle(run.template, each.old.id, run.codes[error.obstacle], error)]
        findings += told
    ends = [(each.old, each.old.id if remembered(run.template, each.old.id) else each.new.id) for each in there]
    return run.ended(ends, rounds, findings, UNDO)


def _switched_back(run: Run, each: Standing, rounds: Rounds) -> tuple[list[Finding], Rounds]:
    """Put back what the switch replaced, where what it wrote is still what stands there."""
    template = rounds.template
    texts = remembered(template, each.old.id)
    nodes = {path: node for path in texts if (node := template.root.at(path)) is not None and node.start >= 0}
    edits = sorted((Edit(n.start, n.end, texts[p], UNDO) for p, n in nodes.items()), key=lambda e: e.start)
    back = rounds.after(edits)
    _, again = switched(run, each, back)
    stale = [path for path in texts if again is None or _slice(rounds, path) != _slice(again, path)]
    after = rounds.after([e for e in edits if all(path not in nodes or nodes[path].start != e.start for path in stale)])
    read = after.template
    after = after.carried_out(read, forgotten(read, {each.old.id}), UNDO)
    told = [said(run.template, UNDONE, each.old.id, f"What led to {each.old.id} leads there again.", each.old.node)]
    for path in stale:
        message = f"{'.'.join(map(str, path))} is not what the switch wrote, and stays as it is."
        told.append(said(run.template, NOT_UNDONE, each.old.id, message, run.template.root.at(path)))
    return told, after


def _slice(rounds: Rounds, path: Sequence[str | int]) -> str | None:
    node = rounds.template.root.at(path)
    return rounds.text[node.start : node.end] if node is not None and node.start >= 0 else None


def _taken_out(run: Run, each: Standing, rounds: Rounds) -> tuple[list[Finding], Rounds]:
    """Take the new API out with all that came with it."""
    own = {event.name for event in doubled(each)}
    lost = [e for e in each.new.events if e.name not in own]
    found = [*run.settled([_lost(run, each, route) for route in each.further])]
    if not going([each], found):
        return found, rounds
    template = rounds.template
    pair = next(e for e in standing(template, run.kind) if e.old.id == each.old.id)
    operations: list[Operation] = [*apart(template, [pair], run.kind, parameters=True)]
    names = {(event.owner.id, event.name) for event in lost}
    events = (e for e in pair.new.events if (e.owner.id, e.name) in names)
    operations += [Remove(e.node.parent, e.name) for e in events if e.node.parent is not None]
    after = rounds.carried_out(template, operations, UNDO)
    message = f"{each.new.id} goes; {each.old.id} stays as it is."
    found.append(said(run.template, UNDONE, each.old.id, message, each.new.node))
    for name in sorted(definition_files(rounds.source).keys() - definition_files(after.source).keys()):
        found.append(said(run.template, LEFT_BEHIND, each.old.id, f"Nothing in the template names {name} any more."))
    return found, after


def _lost(run: Run, each: Standing, route: Lacking) -> Finding:
    message = f"{route.route} is a route of {each.new.id} only, and would be lost with it."
    return said(run.template, BESIDE_ROUTES, each.old.id, message, route.node, Level.BLOCKER)
