"""One step back: from the switch to both APIs side by side, and from there to the old one alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..findings import Finding, Level
from ..migration import Migration
from ..options import UNDO
from ..sam.template import definition_names
from ..text.meaning import data
from ..text.operations import EditError
from ..text.page import Edit
from ..text.values import Value
from .apart import wholly_apart
from .codes import BESIDE_ROUTES, LEFT_BEHIND, NOT_UNDONE, UNDONE
from .handover import taken_back
from .record import forgotten, is_about, remembered
from .rounds import Rounds
from .run import Run, going
from .standing import Lacking, Standing
from .switch import let_go_too, switched
from .telling import said


def undo(run: Run, there: Sequence[Standing]) -> Migration:
    """Take the last step back: the switch where there was one, else the new APIs.

    Arguments:
        there: the APIs that are asked for, with those beside them.
    """
    template, held = run.template, run.objected()
    rounds, pairs = run.start, going(there, held)
    apis = [each.old.id for each in pairs]
    others = [api for api in template.apis if api not in apis]
    texts = {path: text for path, text in remembered(template).items() if is_about(text, apis, others)}
    if texts:
        pairs = tuple(e for e in pairs if any(is_about(text, [e.old.id], apis) for text in texts.values()))
    try:
        told, rounds = _switched_back(run, pairs, rounds, texts) if texts else _taken_out(run, pairs, rounds)
    except EditError as error:
        told = run.stuck(pairs, error)
    ends = [(e.old, e.old.id if texts else e.new.id) for e in there if e in pairs or e.old.id not in apis]
    return run.ended(ends, rounds, [*held, *told], UNDO)


def _switched_back(
    run: Run, there: Sequence[Standing], rounds: Rounds, texts: Mapping[tuple[str | int, ...], str]
) -> tuple[list[Finding], Rounds]:
    """Put back what the switch replaced, where what it wrote is still what stands there."""
    apis = [each.old.id for each in there]
    whole = rounds.template
    written = [*taken_back(whole, apis)]
    rounds = rounds.carried_out(whole, written, UNDO, closing_up=True) if written else rounds
    template = rounds.template
    nodes = {path: node for path in texts if (node := template.root.at(path)) is not None and node.start >= 0}
    edits = {path: Edit(node.start, node.end, texts[path], UNDO) for path, node in nodes.items()}
    back = rounds.after(_sorted(edits.values()))
    again = let_go_too(run, there, switched(run, there, back).after)
    stale = [path for path in texts if path not in nodes or _said_at(rounds, path) != _said_at(again, path)]
    after = rounds.after(_sorted(edit for path, edit in edits.items() if path not in stale))
    read = after.template
    after = after.carried_out(read, forgotten(read, apis, [api for api in read.apis if api not in apis]), UNDO)
    told = [
        said(run.template, UNDONE, e.old.id, f"What led to {e.old.id} leads there again.", e.old.node) for e in there
    ]
    for path in stale:
        message = f"{'.'.join(map(str, path))} is not what the switch wrote, and stays as it is."
        told.append(said(run.template, NOT_UNDONE, apis[0], message, run.template.root.at(path)))
    return told, after


def _sorted(edits: Iterable[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: edit.start)


def _said_at(rounds: Rounds, path: Sequence[str | int]) -> Value:
    node = rounds.template.root.at(path)
    return data(node) if node is not None else None


def _taken_out(run: Run, there: Sequence[Standing], rounds: Rounds) -> tuple[list[Finding], Rounds]:
    """Take the new APIs out with all that came with them."""
    template = run.template
    found = [*run.settled([_lost(run, each, route) for each in there for route in each.further])]
    pairs = going(there, found)
    if not pairs:
        return found, rounds
    operations = wholly_apart(template, pairs, run.kind, parameters=True)
    for each in pairs:
        message = f"{each.new.id} goes; {each.old.id} stays as it is."
        found.append(said(template, UNDONE, each.old.id, message, each.new.node))
    after = rounds.carried_out(template, operations, UNDO, closing_up=True)
    for name in sorted(definition_names(rounds.source) - definition_names(after.source)):
        found.append(said(template, LEFT_BEHIND, pairs[0].old.id, f"Nothing in the template names {name} any more."))
    return found, after


def _lost(run: Run, each: Standing, route: Lacking) -> Finding:
    message = f"{route.route} is a route of {each.new.id} only, and would be lost with it."
    return said(run.template, BESIDE_ROUTES, each.old.id, message, route.node, Level.BLOCKER)
