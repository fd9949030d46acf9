"""Which APIs of a template migrate: what the concerns say of each, and what can be carried out together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .concern import Concerns, Drop, Put
from .document import duplicates
from .findings import Finding, Level, Objection, settle
from .migration import FileChange, HandlerOutcome
from .moves import moves
from .options import Options
from .placement import Draft, draft, place
from .sam.kinds import Kind
from .sam.references import unused_variables
from .sam.template import Template
from .steps.course import Course
from .text.carried import carry
from .text.edits import Edit, plan
from .text.operations import EditError, Operation, Outcome, combine
from .view import View


@dataclass(frozen=True, eq=False)
class EngineTask:
    """One template, and all that its outcome depends on."""

    template: Template
    options: Options
    kind: Kind
    concerns: Concerns
    objections: Sequence[Objection]
    course: Course


@dataclass(frozen=True, eq=False)
class Assessment:
    """What the concerns say of one API."""

    view: View
    findings: tuple[Finding, ...]
    operations: tuple[Operation, ...]
    changes: tuple[Put | Drop, ...]
    routes: int

    @property
    def goes(self) -> bool:
        """Whether nothing keeps the API from being migrated."""
        return not any(finding.blocks for finding in self.findings)

    @property
    def told(self) -> tuple[Finding, ...]:
        """What to tell the user: of an API that stays only why, and what is so already."""
        if self.goes:
            return self.findings
        return tuple(f for f in self.findings if f.level is Level.BLOCKER or f.code.stands)


def _needs_a_resource(assessment: Assessment) -> bool:
    """Whether an implicit API gets properties that Globals, their only place, cannot hold or would give to others."""
    view = assessment.view
    if not view.api.implicit or view.explicit or not assessment.goes:
        return False
    new = any(isinstance(change, Put) for change in assessment.changes)
    return (new and len(view.template.apis) > 1) or not draft(view, assessment.changes).keys() <= view.kind.globals_keys


@dataclass(frozen=True, eq=False)
class Settlement:
    """What is decided for all APIs, and what has to be done."""

    assessments: tuple[Assessment, ...]
    outcome: Outcome
    edits: tuple[tuple[Edit, ...], ...]
    """For each document of the template, in their order."""
    findings: tuple[Finding, ...]
    files: tuple[FileChange, ...] = ()
    handlers: tuple[HandlerOutcome, ...] = ()


def _assess(task: EngineTask, view: View) -> Assessment:
    objections = [_objection(view, each) for each in task.objections if each.api == view.api.id]
    said: list[Finding] = []
    operations: list[Operation] = []
    changes: list[Put | Drop] = []
    for concern in task.concerns.each:
        for step in concern.steps(view):
            if isinstance(step, Finding):
                said.append(step)
            elif isinstance(step, (Put, Drop)):
                changes.append(step)
            else:
                operations.append(replace(step, concern=concern.name))
    told = (each for found in said if (each := task.course.judged(view, found)) is not None)
    settled = settle((*objections, *told), task.options.accept, strict=task.options.strict)
    carried = tuple(kept for each in operations if (kept := task.course.carried(view, each)) is not None)
    return Assessment(view, settled, carried, tuple(changes), task.concerns.routes(view))


def _objection(view: View, objection: Objection) -> Finding:
    node = view.template.root.at(objection.path) if objection.path else None
    found = view.find(objection.code, objection.message, node, remedy=objection.help)
    # A step reads the template without the new APIs, and looks up the places of its findings in the whole one.
    return found if node is not None or not objection.path else replace(found, path=objection.path)


def decide(task: EngineTask) -> Settlement:
    """Decide which APIs migrate. One that stays can change what the others become, so this goes on until none does.

    Arguments:
        task: the template, and what its outcome depends on.

    Raises:
        LimitError: the template asks for more than can be worked out.
    """
    template, options, kind = task.template, task.options, task.kind
    followers = task.concerns.followers(template, options, kind)
    blocked: dict[str, Finding | None] = {}
    apart = False
    while True:
        round_ = followers.round(moves(template, options, kind, blocked, apart=apart, standing=task.course.standing))
        assessments = [_assess(task, view) for view in round_.moves]
        if not apart and any(_needs_a_resource(a) for a in assessments):
            apart = True
            continue
        assessments = [
            replace(a, findings=(*a.findings, f)) if (f := blocked.get(a.view.api.id)) else a for a in assessments
        ]
        stays: dict[str, Finding | None] = {
            a.view.api.id: None for a in assessments if not a.goes and a.view.api.id not in blocked
        }
        going = [a for a in assessments if a.goes]
        if not stays:
            try:
                outcome, edits = _plan(task, going)
                saved = task.concerns.saved(template, options, [a.view for a in going])
                told = elsewhere(template, options, kind, task.concerns)
                return Settlement(
                    tuple(assessments),
                    outcome,
                    edits,
                    (*duplicates(template, outcome), *told, *saved.findings),
                    (*round_.files(), *saved.files, *task.concerns.companions(template, [a.view for a in going])),
                    round_.outcomes(),
                )
            except EditError as error:
                stays = _culprits(task, going, error)
        blocked |= stays


def _culprits(task: EngineTask, going: list[Assessment], error: EditError) -> dict[str, Finding | None]:
    """Findings for the APIs whose own operations cannot be carried out; for all when they only fail together.

    An API that shares an anchor can go together with those that use it: it is to blame where the others go without it.
    """
    found: dict[str, Finding | None] = {}
    for assessment in going:
        if (own := _fails(task, [assessment])) is not None:
            found[assessment.view.api.id] = _obstacle(task, assessment.view, own)
    for name, finding in found.items() if len(found) > 1 else ():
        if _fails(task, [a for a in going if a.view.api.id != name]) is None:
            return {name: finding}
    return found or {a.view.api.id: _obstacle(task, a.view, error) for a in going}


def _fails(task: EngineTask, going: list[Assessment]) -> EditError | None:
    try:
        _plan(task, going)
    except EditError as error:
        return error
    return None


def _obstacle(task: EngineTask, view: View, error: EditError) -> Finding:
    return view.find(task.concerns.codes[error.obstacle], f"{str(error)[:1].upper()}{str(error)[1:]}.", error.node)


def _plan(task: EngineTask, going: list[Assessment]) -> tuple[Outcome, tuple[tuple[Edit, ...], ...]]:
    """Combine the operations of APIs into one set of edits for each document."""
    template = task.template
    operations = [*_operations(task, going)]
    outcome = combine(operations)
    if leftovers := [*unused_variables(outcome)]:
        outcome = combine([*operations, *leftovers])
    carry(outcome)
    # CloudFormation knows no short forms in what it includes (AWS::Include, "Remarks").
    return outcome, tuple(
        tuple(plan(source, root, outcome, long=root is not template.root)) for source, root in template.documents
    )


def _operations(task: EngineTask, going: list[Assessment]) -> Iterator[Operation]:
    for assessment in going:
        yield from assessment.operations
    if not task.course.places:
        return
    drafts: dict[View, Draft] = {a.view: draft(a.view, a.changes) for a in going}
    for operation in place(task.template, drafts, task.kind):
        yield replace(operation, concern="properties")


def elsewhere(template: Template, options: Options, kind: Kind, concerns: Concerns) -> tuple[Finding, ...]:
    """Why events stay although no API of theirs does.

    Arguments:
        kind: the kind of API to migrate to.
        concerns: the subjects that are judged.
    """
    return () if options.apis else tuple(concerns.elsewhere(template, kind))
