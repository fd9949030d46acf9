"""Which step of the way to production a run takes, and what it refuses to do out of turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from ..findings import Code, Finding, Objection
from ..migration import ApiOutcome, Migration, Status
from ..moves import asked, kept, reasons
from ..options import FINISH, SIDE_BY_SIDE, SWITCH, UNDO, Direction, Options
from ..sam.template import Api, read_template
from ..text.source import Source
from .again import again
from .beside import beside
from .codes import NOT_BESIDE, STANDING
from .course import AT_ONCE
from .finish import finish
from .run import Engine, Run
from .standing import Standing, replaced, standing
from .switch import switch
from .telling import asked_for, said
from .undo import undo

Step: TypeAlias = Callable[[Run, Sequence[Standing]], Migration]

STEPS: Final[Mapping[str, Step]] = {SWITCH: switch, FINISH: finish, UNDO: undo}
"""The steps that go on from a template with both APIs."""


def taken(
    source: Source,
    direction: Direction,
    options: Options,
    engine: Engine,
    codes: Mapping[str, Code],
    objections: Sequence[Objection],
) -> Migration:
    """Take the step that was asked for, or migrate at once what has no second API beside it.

    Arguments:
        direction: the kind of the new APIs.
        engine: how a text is migrated.
        codes: everything that can be reported, by name.
        objections: what the proof had against an earlier outcome.
    """
    template = read_template(source)
    if template is None:
        return engine(source, options, objections, AT_ONCE)
    run = Run(template, direction, options, engine, codes, objections)
    found = _taken(run)
    told = {api.id for api in found.apis}
    why = reasons(template, options)
    stays = (
        ApiOutcome(view.api.id, view.api.id, Status.KEPT, len(view.api.events), reason=why[view.api.id])
        for view in kept(template, options, run.kind)
        if view.api.id not in told
    )
    return replace(found, apis=(*found.apis, *stays))


def _taken(run: Run) -> Migration:
    step, stays = run.options.step, reasons(run.template, run.options)
    there = [each for each in standing(run.template, run.kind) if each.old.id not in stays]
    if step == SIDE_BY_SIDE:
        return beside(run, again)
    if step:
        pairs = asked_for(there, run.options)
        return STEPS[step](run, pairs) if pairs else _nothing_beside(run, step)
    told = [_standing(each.old, each.new.id) for each in there]
    told += [_standing(api, name) for api in _asked(run) if (name := replaced(run.template, api))]
    found = run.engine(run.template.source, run.options, [*run.objections, *told], AT_ONCE)
    # What else would block the APIs is beside the point: accepting it leads nowhere.
    stuck = {each.api for each in told}
    return replace(found, findings=tuple(f for f in found.findings if f.api not in stuck or f.code is STANDING))


def _asked(run: Run) -> Sequence[Api]:
    return asked(run.template, run.options, run.kind)


def _standing(api: Api, other: str) -> Objection:
    message = f"{other} stands beside {api.id} already."
    return Objection(api.id, STANDING, message, "", tuple(api.node.path()))


def _nothing_beside(run: Run, step: str) -> Migration:
    """No pair of APIs was asked for: each that could be one of a pair is told."""
    source, apis = run.template.source, _asked(run)
    findings: list[Finding] = []
    for api in apis:
        message = f"No API stands beside {api.id}, so there is nothing to {WORDS[step]}."
        remedy = f"Leave `--{UNDO}` away." if step == UNDO else ""
        findings.append(said(run.template, NOT_BESIDE, api.id, message, api.node, remedy=remedy))
    outcomes = tuple(ApiOutcome(api.id, api.id, Status.BLOCKED, len(api.events)) for api in apis)
    status = Status.BLOCKED if apis else Status.UNCHANGED
    return Migration(source, run.direction, status, source.text, apis=outcomes, findings=tuple(findings))


WORDS: Final = {SWITCH: "switch", FINISH: "finish", UNDO: "take back"}
